"""From a School and its rules to placements: the board, the linear program it records, CP-SAT, the improvement search.

Only ``solve.py`` and its neighbours know OR-Tools; rules are given, never imported.
"""
