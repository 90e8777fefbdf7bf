"""作业公示: what each class has to do on each day, its sum and its cap: of the school, and a page a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import View

from ..views.coordination import Coordination, Share, coordination
from ..views.homework import ABOUT, TURNS, BoardCell, BoardRow, homework_board, in_turns
from ..views.palette import INK
from ..views.words import day_names, heading
from . import style
from .style import put, put_two

if TYPE_CHECKING:
    from ..run import Run

_WIDTH, _NAME, _SIZE, _SMALL = 142.0, 16.0, 10.0, 9.0
_PAGE_WIDTH, _PAGE_HEIGHT, _TALLEST = 132.0, 500.0, 58.0  # a class's own page: characters, points
_LARGE, _NOTE = 15.0, 10.0


def write_board(sheet: Worksheet, run: Run) -> None:
    """Write the board; a day beyond its cap is red."""
    school = run.school
    style.page(sheet, landscape=True, fit=True)
    days = day_names(school)
    width = (_WIDTH - _NAME) / len(days)
    style.widths(sheet, (_NAME, *(width for _ in days)))
    put(sheet, 1, 1, heading(school, "作业公示"), size=18, bold=True, box=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(days) + 1)
    sheet.row_dimensions[1].height = 36
    board = homework_board(View(school, run.timetable, run.homework))
    about = ABOUT if board else "没有布置作业"
    put(sheet, 2, 1, about, size=9, colour=style.GREY, box=False)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(days) + 1)
    for column, name in enumerate(("班级／统筹", *days), 1):
        put(sheet, 3, column, name, size=12, bold=True, ground=style.HEAD)
    sheet.row_dimensions[3].height = 24
    row = 3
    for row, line in enumerate(board, 4):
        beside = "\n".join(x for x in (line.coordinator, line.about.replace("；", "\n")) if x)
        made = put(sheet, row, 1, line.klass, size=11, bold=True, ground=style.PALE)
        put_two(made, line.klass, beside, (11, _SMALL))
        tallest = max(_write(sheet, row, column, cell, width) for column, cell in enumerate(line.cells, 2))
        tallest = max(tallest, 1 + style.lines(beside, _NAME) if beside else 1)
        sheet.row_dimensions[row].height = style.height(tallest, _SIZE) + 4
    style.outline(sheet, 3, 1, row, len(days) + 1)
    if board:
        style.outline(sheet, 3, 1, 3, len(days) + 1)
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "1:3"
    style.print_area(sheet, row, len(days) + 1)


def _write(sheet: Worksheet, row: int, column: int, cell: BoardCell, width: float) -> int:
    """Write one day; returns how many lines it takes."""
    items = _in_lines(cell.items, width)
    ground = style.RED_FILL if cell.over else ""
    colour = style.RED if cell.over else style.GREY
    total = cell.total
    made = put(sheet, row, column, items or total, size=_SIZE if items else _SMALL, ground=ground,
               colour=INK if items else colour)  # fmt: skip
    put_two(made, items, total if items else "", (_SIZE, _SMALL))
    return style.lines(items, width) + style.lines(total, width) if items else 1


def _in_lines(items: Sequence[str], width: float) -> str:
    """As many items in a line as fit, none of them broken."""
    found: list[str] = []
    for item in items:
        longer = f"{found[-1]}　{item}" if found else item
        if found and style.text_width(longer) <= width - 2:
            found[-1] = longer
        else:
            found.append(item)
    return "\n".join(found)


def write_boards(sheet: Worksheet, run: Run) -> None:
    """Write a page a class, to hang up in its room: a row a subject, the sums, who coordinates, days off."""
    style.page(sheet, landscape=True)
    view = View(run.school, run.timetable, run.homework)
    rows = {row.klass: row for row in homework_board(view)}
    found = [c for c in coordination(view) if c.klass in rows]
    days = day_names(run.school)
    style.widths(sheet, (_NAME, *((_PAGE_WIDTH - 2 * _NAME) / len(days) for _ in days), _NAME))
    at = 1
    for page in found:
        if at > 1:
            sheet.row_breaks.append(Break(id=at - 1))
        at = _Page(sheet, run, page, rows[page.klass], days).write(at)
    if not found:
        put(sheet, 1, 1, "没有布置作业", align=style.LEFT, box=False)
        at = 2
    style.print_area(sheet, at - 1, len(days) + 2)


class _Page:
    def __init__(self, sheet: Worksheet, run: Run, page: Coordination, row: BoardRow, days: Sequence[str]):
        self.sheet, self.school, self.page, self.row, self.days = sheet, run.school, page, row, days
        self.shares = [s for s in page.shares if s.given != "0"]
        self.last = len(days) + 2
        self.tall = min(_TALLEST, (_PAGE_HEIGHT - 150) / (len(self.shares) + 2))
        self.service = any(any(cell.service) for cell in row.cells)

    def write(self, at: int) -> int:
        """Write the page from this row on; returns the row after it."""
        about = "　".join(x for x in (self.school.name, self.school.term) if x)
        by = f"统筹：{self.page.coordinator}（班主任）" if self.page.coordinator else ""
        self._line(at, f"{self.page.klass} 作业公示", 22, 42, bold=True)
        self._line(at + 1, "　　".join(x for x in (about, by) if x), 12, 24)
        for column, name in enumerate(("科目", *self.days, "每周"), 1):
            put(self.sheet, at + 2, column, name, size=14, bold=True, ground=style.HEAD)
        self.sheet.row_dimensions[at + 2].height = 30
        top, row = at + 2, at + 3
        for share in self.shares:
            self._subject(row, share)
            row += 1
        end = self._sums(row)
        style.outline(self.sheet, top, 1, end, self.last)
        style.outline(self.sheet, top, 1, top, self.last)
        style.outline(self.sheet, row, 1, end, self.last)
        turns = TURNS if self.page.alternates else ""
        self._line(end + 1, self.row.about, 13, 28, bold=True)
        self._line(end + 2, "；".join(x for x in (ABOUT, turns) if x), 10, 20)
        return end + 3

    def _line(self, row: int, text: str, size: float, height: float, *, bold: bool = False) -> None:
        put(self.sheet, row, 1, text, size=size, bold=bold, colour=INK if bold else style.GREY, box=False)
        style.merge(self.sheet, row, 1, self.last)
        self.sheet.row_dimensions[row].height = height

    def _subject(self, row: int, share: Share) -> None:
        self.sheet.row_dimensions[row].height = self.tall
        self._cell(row, 1, share.subject, share.task, ground=style.PALE)
        for column, (minutes, service) in enumerate(zip(share.days, share.service, strict=True), 2):
            self._cell(row, column, "" if minutes == "·" else minutes, service)
        self._cell(row, self.last, share.given, "")

    def _sums(self, row: int) -> int:
        """What all have to do, against the cap, and how much of it is done at school; returns the last row."""
        cells = self.row.cells
        weeks = zip(*(c.service for c in cells), strict=True)
        lines = [("合计", [*self.page.days, self.page.given], [*(c.against for c in cells), ""])]
        if self.service:
            at_school = [in_turns(c.service) for c in cells] + [in_turns(tuple(sum(week) for week in weeks))]
            lines.append(("校内完成", at_school, [""] * len(at_school)))
        for offset, (name, sums, notes) in enumerate(lines):
            self.sheet.row_dimensions[row + offset].height = self.tall
            self._cell(row + offset, 1, name, "", ground=style.PALE)
            for column, (minutes, note) in enumerate(zip(sums, notes, strict=True), 2):
                over = not offset and column < self.last and cells[column - 2].over
                self._cell(row + offset, column, minutes, note, ground=style.RED_FILL if over else "")
        return row + len(lines) - 1

    def _cell(self, row: int, column: int, large: str, small: str, *, ground: str = "") -> None:
        large = "" if large == "0" else large
        made = put(self.sheet, row, column, large or small, size=_LARGE if large else _NOTE, bold=True, ground=ground)
        put_two(made, large, small if large else "", (_LARGE, _NOTE))
