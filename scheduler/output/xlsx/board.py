"""作业公示: what each class has to do on each day, its sum and its cap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import View

from ..views.homework import BoardCell, homework_board
from ..views.palette import INK
from ..views.words import day_names, heading
from . import style
from .style import put, put_two

if TYPE_CHECKING:
    from ..run import Run

_WIDTH, _SIZE, _SMALL = 142.0, 10.0, 9.0


def write_board(sheet: Worksheet, run: Run) -> None:
    """Write the board; a day beyond its cap is red."""
    school = run.school
    style.page(sheet, landscape=True, fit=True)
    days = day_names(school)
    width = (_WIDTH - 11) / len(days)
    style.widths(sheet, (11.0, *(width for _ in days)))
    put(sheet, 1, 1, heading(school, "作业公示"), size=18, bold=True, box=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(days) + 1)
    sheet.row_dimensions[1].height = 36
    board = homework_board(View(school, run.timetable, run.homework))
    about = "数字是分钟；“校内”为其中在课后服务时间完成的" if board else "没有布置作业"
    put(sheet, 2, 1, about, size=9, colour=style.GREY, box=False)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(days) + 1)
    for column, name in enumerate(("班级", *days), 1):
        put(sheet, 3, column, name, size=12, bold=True, ground=style.HEAD)
    sheet.row_dimensions[3].height = 24
    row = 3
    for row, line in enumerate(board, 4):
        put(sheet, row, 1, line.klass, size=11, bold=True, ground=style.PALE)
        tallest = max(_write(sheet, row, column, cell, width) for column, cell in enumerate(line.cells, 2))
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
