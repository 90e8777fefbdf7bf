"""Reading timetables made elsewhere, by hand or by another program, for an audit against a plan.

files     workbook, csv or run folder → sheets of cells
grids     a sheet → the week of each class as it stands there: blocks of one class, tables of the whole school
lists     a sheet with a row a lesson (timetable.csv, FET's csv)
labels    weekdays and periods · names: classes · texts: what a lesson's cell says
weeks     all of that → the week of each class
placing   labels → slots of the plan's bells, or of those the file shows; two tables of one class
school    lessons → a School whose courses are those that the file shows, and its Timetable

Nothing is guessed silently: what is not understood is a note with its sheet, cell and value.
"""

from __future__ import annotations

from .notes import Note, NoteKind
from .read import Foreign, ForeignError, read_foreign

__all__ = ["Foreign", "ForeignError", "Note", "NoteKind", "read_foreign"]
