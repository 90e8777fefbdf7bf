"""What would change if …: changes as edits of the workbook, the closest timetable that fits, scenarios side by side.

Imports the engine, what reads plans, explain and moves; the command line and the public API import it.
"""
