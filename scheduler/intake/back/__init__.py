"""Reading back our own 课表.xlsx after somebody changed it by hand in Excel or WPS.

page      what the workbook showed when it was written: given by whoever knows the writer
layout    sheets → the cells of each class, found by titles, weekdays and 第几节
changes   which cells differ from what was written; 班级课表 or 总课表, and where the two contradict each other
wording   a cell that was typed anew → courses, weeks and rooms
claims    cells → when each course is held; lessons of several classes must agree
sessions  that → placements: what stayed stays, the rest by length and weeks; what is missing or too much
seating   rooms for lessons whose cell names none
reading   all of that → what stands in the workbook

Nothing is guessed silently: what is not understood is told by its cell.
"""

from __future__ import annotations

from .changes import Edited
from .page import Page, Place, Stand
from .reading import Back, BackError, read_back
from .sessions import Count

__all__ = ["Back", "BackError", "Count", "Edited", "Page", "Place", "Stand", "read_back"]
