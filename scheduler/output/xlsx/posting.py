"""作息时间表, 任课教师表, 课外活动安排表: what a school posts beside the timetable, a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..views.posting import Grid, SchoolDay, activity_table, school_days, staff_table
from ..views.words import heading
from . import style
from .style import put

if TYPE_CHECKING:
    from ..run import Run


_PAGE = 92.0  # characters across an A4 page
_TALL = 760.0  # points down one
_ROW, _TITLE, _HEAD = 20.0, 26.0, 24.0


def write_posting(book: Workbook, run: Run) -> None:
    """Write the sheets that the run has anything for."""
    school = run.school
    if days := school_days(school):
        _write_days(book.create_sheet("作息时间表"), run, days)
    staff, activities = staff_table(school), activity_table(school)
    if staff.rows:
        sheet = book.create_sheet("任课教师表")
        _begin(sheet, run, "任课教师表", (11.0, *(9.5 for _ in staff.columns[1:])), landscape=True)
        last = _grid(sheet, 2, staff)
        sheet.freeze_panes, sheet.print_title_rows = "B3", "2:2"
        style.print_area(sheet, last, len(staff.columns))
    if activities.rows:
        sheet = book.create_sheet("课外活动安排表")
        wide = {"活动": 3.0, "教师": 4.0}
        parts = [wide.get(name, 1.0 if name == "人数" else 2.0) for name in activities.columns]
        widths = [_PAGE * part / sum(parts) for part in parts]
        _begin(sheet, run, "课外活动安排表", widths, landscape=False)
        last = _grid(sheet, 2, activities)
        sheet.freeze_panes, sheet.print_title_rows = "A3", "2:2"
        style.print_area(sheet, last, len(activities.columns))


def _write_days(sheet: Worksheet, run: Run, days: Sequence[SchoolDay]) -> None:
    """The bell schedules one under another; one that does not fit on the page begins the next."""
    _begin(sheet, run, "作息时间表", (22.0, 34.0, 12.0, 24.0), landscape=False, fit=False)
    row, used = 2, 34.0
    for day in days:
        height = _TITLE + _HEAD + _ROW * (len(day.rows) + 1)
        if row > 2 and used + height > _TALL:
            sheet.row_breaks.append(Break(id=row - 1))
            used = 0.0
        used += height
        put(sheet, row, 1, day.title, size=12, bold=True, align=style.LONG, box=False)
        sheet.row_dimensions[row].height = _TITLE
        rows = tuple((time, what, minutes, on) for time, minutes, what, on in day.rows)
        row = _grid(sheet, row + 1, Grid(("时间", "内容", "分钟", "星期"), rows)) + 2
    style.print_area(sheet, row - 2, 4)


def _begin(
    sheet: Worksheet, run: Run, words: str, widths: Sequence[float], *, landscape: bool, fit: bool = True
) -> None:
    style.page(sheet, landscape=landscape, fit=fit)
    style.widths(sheet, widths)
    title = heading(run.school, words)
    put(sheet, 1, 1, title, size=14, bold=True, box=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(widths))
    sheet.row_dimensions[1].height = style.height(style.lines(title, sum(widths) * 10 / 14), 14) + 8


def _grid(sheet: Worksheet, head: int, grid: Grid) -> int:
    """Write a table from this row on; returns its last row."""
    for column, name in enumerate(grid.columns, 1):
        put(sheet, head, column, name, bold=True, ground=style.HEAD)
    sheet.row_dimensions[head].height = _HEAD
    wide = [sheet.column_dimensions[get_column_letter(c + 1)].width for c in range(len(grid.columns))]
    for at, cells in enumerate(grid.rows, head + 1):
        for column, text in enumerate(cells):
            put(sheet, at, column + 1, text, bold=not column)
        most = max(style.lines(text, width) for text, width in zip(cells, wide, strict=True))
        sheet.row_dimensions[at].height = max(_ROW, style.height(most, 10))
    last = head + len(grid.rows)
    style.outline(sheet, head, 1, last, len(grid.columns))
    return last
