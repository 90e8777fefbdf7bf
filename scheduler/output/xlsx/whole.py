"""总课表: every class of the school on one A3 sheet, rows classes, columns weekday and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import School

from ..views.weekly import Cell, Week
from ..views.words import day_names, heading, two_lines
from . import style
from .style import put

_SIZES, _WIDTH, _ROOM = (
    (11.0, 10.0, 9.0, 8.0, 7.0, 6.0),
    7.0,
    38.0,
)  # points; characters; points within a cell
_PAGE = 780.0  # points for the classes on one A3 sheet


def write_whole(
    sheet: Worksheet,
    school: School,
    weeks: Sequence[Week],
    fills: Mapping[str, str],
    links: Mapping[str, str],
) -> None:
    """Write the table; a class's name leads to its own page."""
    style.page(sheet, landscape=True, a3=True, fit=True)
    days = day_names(school)
    periods = max((len(w.lessons) for w in weeks), default=0)
    last = 2 + len(days) * periods
    style.widths(sheet, (11.0, 9.0, *(_WIDTH for _ in range(last - 2))))
    _heads(sheet, school, days, periods, last)
    teachers = {k.id: k.class_teacher for k in school.classes}
    lowest = min(62.0, max(25.0, _PAGE / max(len(weeks), 1)))
    row = 3
    for row, week in enumerate(weeks, 4):
        name = put(sheet, row, 1, week.owner, size=11, bold=True, ground=style.PALE)
        if week.owner in links:
            name.hyperlink = Hyperlink(ref=name.coordinate, location=f"'班级课表'!{links[week.owner]}")
        put(sheet, row, 2, teachers[week.owner], size=9, colour=style.GREY, ground=style.PALE)
        tallest = 0.0
        for period in range(periods):
            cells = week.lessons[period].cells if period < len(week.lessons) else (Cell(open=False),) * len(days)
            for day, cell in enumerate(cells):
                ground = fills.get(cell.subject, "") if cell.open else style.SHUT
                label, size = _fitted(cell.label)
                put(sheet, row, 3 + day * periods + period, label, size=size, ground=ground)
                tallest = max(tallest, (label.count("\n") + 1) * size * 1.35 + 2)
        sheet.row_dimensions[row].height = max(lowest, tallest)
    for day in range(len(days)):
        left = 3 + day * periods
        style.outline(sheet, 2, left, row, left + periods - 1)
    style.outline(sheet, 2, 1, row, last)
    style.outline(sheet, 2, 1, 3, last)
    sheet.freeze_panes = "C4"
    sheet.print_title_rows, sheet.print_title_cols = "1:3", "A:B"
    style.print_area(sheet, row, last)


def _fitted(label: str) -> tuple[str, float]:
    """A name with the size in which it fits its cell: a long one in two even lines (道德与/法治), odd and
    even weeks one under the other.
    """
    label = two_lines(label)
    sizes = _SIZES if "\n" not in label else _SIZES[1:]
    widest = max(style.text_width(line) for line in label.split("\n"))
    return label, next((s for s in sizes if widest * s / 2 <= _ROOM), _SIZES[-1])


def _heads(sheet: Worksheet, school: School, days: Sequence[str], periods: int, last: int) -> None:
    put(sheet, 1, 1, heading(school, "总课表"), size=18, bold=True, box=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    sheet.row_dimensions[1].height = 36
    for column, name in ((1, "班级"), (2, "班主任")):
        for row in (2, 3):
            put(sheet, row, column, name if row == 2 else "", bold=True, ground=style.HEAD)
        letter = get_column_letter(column)
        sheet.merge_cells(f"{letter}2:{letter}3")
    for day, name in enumerate(days):
        left = 3 + day * periods
        for period in range(periods):
            put(sheet, 2, left + period, name if not period else "", size=12, bold=True, ground=style.HEAD)
            put(sheet, 3, left + period, str(period + 1), bold=True, ground=style.HEAD)
        if periods > 1:
            sheet.merge_cells(start_row=2, end_row=2, start_column=left, end_column=left + periods - 1)
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 22, 18
