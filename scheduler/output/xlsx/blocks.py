"""Weekly pages as blocks one under another: a class a landscape A4 page, teachers and rooms two or more to a
page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import School

from ..names import printable
from ..views.weekly import Row, Week
from ..views.words import day_names
from . import style
from .style import put, put_two


@dataclass(frozen=True)
class Page:
    """The sizes of a page: ``width`` of the columns in characters, ``height`` of the rows in points."""

    landscape: bool
    width: float
    height: float
    alone: bool  # a block a page
    title: float
    large: float
    small: float
    tallest: float
    lowest: float


CLASS_PAGE = Page(True, 132, 500, True, 20, 14, 10, 62, 27)
PERSON_PAGE = Page(False, 92, 765, False, 14, 10, 8, 28, 24)
_BLOCK_ROW = 17.0


def write_blocks(
    sheet: Worksheet, school: School, weeks: Sequence[Week], fills: Mapping[str, str], page: Page, words: str
) -> dict[str, str]:
    """Write the weeks one under another with page breaks; returns the address of each one's title."""
    style.page(sheet, landscape=page.landscape)
    days = day_names(school)
    first = (9.0, 13.0) if page.alone else (10.0, 12.0)
    day_width = (page.width - sum(first)) / len(days)
    style.widths(sheet, (*first, *(day_width for _ in days)))
    row, used, found = 1, 0.0, {}
    for week in weeks:
        block = _Block(sheet, school, week, fills, page, words, days, day_width)
        if row > 1 and (page.alone or used + block.height - block.gap > page.height):
            sheet.row_breaks.append(Break(id=row - 1))
            used = 0.0
        found[week.owner] = f"A{row}"
        used += block.height
        row = block.write(row)
    if not weeks:
        put(
            sheet,
            1,
            1,
            "没有使用专用场地" if words == "场地课表" else "没有内容",
            align=style.LEFT,
            box=False,
        )
    style.print_area(sheet, row - 1, len(days) + 2)
    return found


class _Block:
    def __init__(
        self, sheet: Worksheet, school: School, week: Week, fills: Mapping[str, str], page: Page, words: str,
        days: Sequence[str], day_width: float,
    ):  # fmt: skip
        self.sheet, self.school, self.week, self.fills, self.page = sheet, school, week, fills, page
        self.words, self.days, self.day_width = words, days, day_width
        self.heads = (page.title * 1.9, page.small * 1.9, page.large * 2)
        lessons, others = len(week.lessons), len(week.rows) - len(week.lessons)
        free = (page.height if page.alone else page.tallest * lessons + 200) - sum(self.heads) - others * _BLOCK_ROW
        self.tall = max(page.lowest, min(page.tallest, free / max(lessons, 1)))
        self.gap = 0.0 if page.alone else 16.0
        self.height = sum(self.heads) + self.gap + sum(self._row_height(r) for r in week.rows)

    def _row_height(self, row: Row) -> float:
        """Taller where a cell needs more lines than fit."""
        if not row.lesson:
            return _BLOCK_ROW
        large, small = self.page.large, self.page.small
        wanted = (
            style.lines(self._fitted(c.label)[0], self.day_width * 10 / large) * large * 1.4
            + (style.lines(c.detail, self.day_width * 10 / small) * small * 1.4 if c.detail else 0)
            for c in row.cells
        )
        return max(self.tall, *wanted)

    def write(self, row: int) -> int:
        """Write the block from this row on; returns the row after it."""
        last = len(self.days) + 2
        self._title(row, last)
        for offset, name in enumerate(("节次", "时间", *self.days)):
            put(self.sheet, row + 2, offset + 1, name, size=self.page.large - 1, bold=True, ground=style.HEAD)
        for offset, height in enumerate(self.heads):
            self.sheet.row_dimensions[row + offset].height = height
        top = at = row + 3
        noon = []
        for before, line in zip((None, *self.week.rows), self.week.rows, strict=False):
            self.sheet.row_dimensions[at].height = self._row_height(line)
            (self._lesson if line.lesson else self._other)(at, line)
            if line.lesson and before is not None and before.lesson and before.half is not line.half:
                noon.append(at)
            at += 1
        for afternoon in noon:
            style.outline(self.sheet, afternoon, 1, at - 1, last)
        style.outline(self.sheet, row + 2, 1, at - 1, last)
        style.outline(self.sheet, row + 2, 1, top - 1, last)
        if self.gap:
            self.sheet.row_dimensions[at].height = self.gap
            return at + 1
        return at

    def _title(self, row: int, last: int) -> None:
        page, sheet, school = self.page, self.sheet, self.school
        about = "　".join(x for x in (school.name, school.term, self.week.about) if x)
        for offset, (text, size, bold) in enumerate(
            ((f"{self.week.owner} {self.words}", page.title, True), (about, page.small, False))
        ):
            put(sheet, row + offset, 1, text, size=size, bold=bold, box=False)
            style.merge(sheet, row + offset, 1, last)

    def _lesson(self, at: int, line: Row) -> None:
        page = self.page
        put(self.sheet, at, 1, line.label, size=page.large - 2, bold=True, ground=style.PALE)
        put(self.sheet, at, 2, line.time, size=page.small, colour=style.GREY, ground=style.PALE)
        for column, cell in enumerate(line.cells, 3):
            if not cell.open:
                put(self.sheet, at, column, cell.detail, size=page.small, colour=style.GREY, ground=style.SHUT)
                continue
            label, size = self._fitted(cell.label)
            ground = self.fills.get(cell.subject, "")
            made = put(self.sheet, at, column, label, size=size, bold=True, ground=ground)
            put_two(made, label, cell.detail, (size, page.small))

    def _fitted(self, label: str) -> tuple[str, float]:
        """A label that is too wide, in two lines at its ``/`` and a little smaller."""
        size = self.page.large
        if style.lines(label, self.day_width * 10 / size) == 1:
            return label, size
        return label.replace(")/", ")/\n"), size * 0.85

    def _other(self, at: int, line: Row) -> None:
        """A long break, noon …: one thin line; in the days' cells where not every day has it."""
        last = len(line.cells) + 2
        every = bool(line.label)
        for column in range(1, last + 1):
            put(self.sheet, at, column, "", ground=style.SHUT)
        put(self.sheet, at, 2, line.time, size=self.page.small - 1, colour=style.GREY, ground=style.SHUT)
        for column, cell in enumerate(line.cells, 3):
            if cell.open and (not every or column == 3):
                name = "　".join(printable(line.label)) if every and len(line.label) <= 6 else cell.label
                put(self.sheet, at, column, name, size=self.page.small, colour=style.GREY, ground=style.SHUT)
        if every:
            style.merge(self.sheet, at, 3, last)
