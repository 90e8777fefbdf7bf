"""Where a lesson of a finished timetable may go, what that costs and whom it hits; exchanges of several lessons.

Imports the engine and the domain; the command line and the public API import it.
"""
