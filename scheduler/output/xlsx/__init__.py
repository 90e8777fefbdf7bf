"""课表.xlsx: the workbook a school prints and hangs on its walls. For Excel, WPS and LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from ..views.palette import palette
from ..views.weekly import class_weeks, room_weeks, teacher_weeks
from . import style
from .blocks import CLASS_PAGE, PERSON_PAGE, write_blocks
from .board import write_board, write_boards
from .compliance import write_compliance
from .coordination import write_coordination
from .figures import write_figures
from .posting import write_posting
from .shares import write_shares
from .whole import write_whole

if TYPE_CHECKING:
    from ..run import Run


def write_xlsx(path: Path, run: Run) -> None:
    """Write the workbook of a run. Two of one run are equal cell for cell."""
    school, fills = run.school, palette(run.school)
    classes = class_weeks(school, run.timetable)
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    book.properties.title = school.name
    whole, by_class, by_teacher, by_room = (
        book.create_sheet(name) for name in ("总课表", "班级课表", "教师课表", "场地课表")
    )
    links = write_blocks(by_class, school, classes, fills, CLASS_PAGE, "课程表")
    write_blocks(by_teacher, school, teacher_weeks(school, run.timetable), fills, PERSON_PAGE, "教师课表")
    write_blocks(by_room, school, room_weeks(school, run.timetable), fills, PERSON_PAGE, "场地课表")
    write_whole(whole, school, classes, fills, links)
    write_posting(book, run)
    write_board(book.create_sheet("作业公示"), run)
    write_boards(book.create_sheet("班级作业公示"), run)
    write_coordination(book.create_sheet("作业协调"), run)
    write_compliance(book.create_sheet("合规"), run)
    write_shares(book, run)
    write_figures(book.create_sheet("统计"), run)
    book.save(path)
