"""课时比例: each group of subjects with its share of the lessons, beside the ranges of the national plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from ..views.palette import INK
from ..views.shares import share_table
from ..views.words import heading
from . import style
from .style import put

if TYPE_CHECKING:
    from ..run import Run

_WIDE = (30.0, 34.0)  # the group and its subjects, in characters
_NARROW, _VERDICT = 7.0, 12.0


def write_shares(book: Workbook, run: Run) -> None:
    """Write the sheet, where the school has a curriculum plan; a range that is left is red."""
    table = share_table(run)
    if table is None:
        return
    sheet = book.create_sheet("课时比例")
    count = len(table.columns)
    style.page(sheet, landscape=True, fit=True)
    narrow = [_NARROW if len(name) == 1 else _VERDICT for name in table.columns[2:]]
    style.widths(sheet, (*_WIDE, *narrow))
    title = heading(run.school, "课时比例（对照国家课程方案）")
    put(sheet, 1, 1, title, size=16, bold=True, align=style.LONG, box=False)
    sheet.row_dimensions[1].height = 34
    for column, name in enumerate(table.columns, 1):
        put(sheet, 2, column, name, bold=True, ground=style.HEAD)
    sheet.row_dimensions[2].height = 24
    for r, cells in enumerate(table.rows):
        for c, text in enumerate(cells):
            colour, ground = (style.RED, style.RED_FILL) if (r, c) in table.wrong else (INK, "")
            align = style.LEFT if c < len(_WIDE) else style.MIDDLE
            made = put(
                sheet, r + 3, c + 1, text, bold=c == 0 or bool(ground), colour=colour, ground=ground, align=align
            )
            if c >= len(_WIDE) and text.replace(".", "", 1).isdigit():
                made.value = float(text) if "." in text else int(text)
        most = max(style.lines(text, width) for text, width in zip(cells, _WIDE, strict=False))
        sheet.row_dimensions[r + 3].height = max(22.0, style.height(most, 10))
    last = len(table.rows) + 2
    style.outline(sheet, 2, 1, last, count)
    sheet.freeze_panes = "C3"
    for note in table.notes:
        last += 1
        put(sheet, last, 1, note, size=9, colour=style.GREY, align=style.LEFT, box=False)
        sheet.merge_cells(start_row=last, end_row=last, start_column=1, end_column=count)
        sheet.row_dimensions[last].height = 28
    style.print_area(sheet, last, count)
