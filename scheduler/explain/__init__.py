"""Why a plan is impossible, in the words of the workbook: the rules that clash, and what would help, tried out.

Imports the engine, what reads plans, and the domain; the command line and the public API import it.
"""
