"""Reading the files of FET, a free timetabling program, of versions 5 and 6 in its official mode.

xml         the bytes → a tree, whatever is in them
people, times, activities   the lists of the file → names, the grid, the lessons to be placed
timing, days, relations, rooms   each family of constraints → rules to be asked
draft       all constraints, and what they leave to each activity
courses     activities that nothing tells apart → courses
school      all of it → a School
"""

from .school import read_fet

__all__ = ["read_fet"]
