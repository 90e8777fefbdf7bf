"""统计: the figures as tables one under another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..views.figures import Table, figures
from ..views.palette import INK
from ..views.words import heading
from . import style
from .style import put

if TYPE_CHECKING:
    from ..run import Run


def write_figures(sheet: Worksheet, run: Run) -> None:
    """Write all tables; a cell that is not as planned is red."""
    style.page(sheet, landscape=True, fit=True)
    tables = figures(run)
    count = max((len(t.columns) for t in tables), default=1)
    widths = [max((_wide(t, c) for t in tables), default=8.0) for c in range(count)]
    style.widths(sheet, widths)
    put(sheet, 1, 1, heading(run.school, "统计"), size=18, bold=True, align=style.LONG, box=False)
    sheet.row_dimensions[1].height = 36
    row = 3
    for table in tables:
        row = _write(sheet, row, table) + 2
    style.print_area(sheet, row, count)


def _wide(table: Table, column: int) -> float:
    """The width a column needs, in characters, within bounds."""
    cells = [row[column] for row in table.rows if column < len(row)]
    head = table.columns[column] if column < len(table.columns) else ""
    widest = max((style.text_width(text) for text in (head, *cells)), default=0)
    return float(min(max(widest + 2, 7), 20 if not column else 12))


def _write(sheet: Worksheet, row: int, table: Table) -> int:
    put(sheet, row, 1, table.title, size=13, bold=True, align=style.LONG, box=False)
    sheet.row_dimensions[row].height = 24
    if table.note:
        row += 1
        put(sheet, row, 1, table.note, size=9, colour=style.GREY, align=style.LONG, box=False)
    head = row + 1
    for column, name in enumerate(table.columns, 1):
        put(sheet, head, column, name, bold=True, ground=style.HEAD)
    sheet.row_dimensions[head].height = 30
    widths = [sheet.column_dimensions[get_column_letter(c + 1)].width for c in range(len(table.columns))]
    for r, cells in enumerate(table.rows):
        for c, text in enumerate(cells):
            wrong = (r, c) in table.wrong
            long = style.text_width(text) > widths[c]
            align = style.LONG if long else style.MIDDLE
            colour, ground = (style.RED, style.RED_FILL) if wrong else (INK, "")
            cell = put(sheet, head + 1 + r, c + 1, text, bold=c == 0 or wrong, colour=colour, ground=ground,
                       align=align, box=not long)  # fmt: skip
            if c and _is_number(text):
                cell.value = float(text) if "." in text else int(text)
        sheet.row_dimensions[head + 1 + r].height = 20
    last = head + len(table.rows)
    style.outline(sheet, head, 1, last, len(table.columns))
    return last


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and text.isascii()
