"""From a School and its rules to placements: the board, the linear program it records, CP-SAT, the improvement search.

schedule   the stages in order; reporting, outcome   what they tell and what comes out
precheck   what counting alone proves impossible
board (logic, room_choice), model   rules → rows of a program; solve   the program → CP-SAT
first (elastic)   a first assignment: the solver, ejection, or repair of what is left
improve (neighbourhoods, matrix)   the best so far, part by part; bound   what cannot be avoided
homework (parts)   the minutes, shared out exactly
readout, rooms, agreement   values → placements, rooms given out, the engine's figures held against the audit's

Only ``solve`` and its neighbours know OR-Tools; rules are given, never imported.
"""
