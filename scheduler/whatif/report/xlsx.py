"""方案对比.xlsx: the figures side by side, the steps of sweeps, and what is said of each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.output.views.palette import INK
from scheduler.output.xlsx import style
from scheduler.output.xlsx.style import put

from ..compare import Comparison
from .beside import Beside
from .details import details, headline
from .sweep import Sweep, sweeps
from .table import Cell, Table, number, table

_BEST = "E2F0E6"
_ABOUT = "★ 是这一行里各方案中最好的（过半并列时不标）；绿色比现行好，红色比现行差；小字是与现行课表的差。"
_COLOURS = {"good": style.GREEN, "bad": style.RED}
_WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ALONE = 8  # scenarios that A4 has room for


def write_xlsx(path: Path, found: Comparison, beside: Beside | None = None) -> None:
    """Write the workbook; two of one comparison are equal cell for cell. Raises OSError when it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    book.properties.title = f"{found.school} 方案对比"
    rows = table(found, "zh")
    _figures(book.create_sheet("对比"), found, rows)
    if beside:
        _beside(book.create_sheet(beside.title), beside)
    if steps := sweeps(found, rows, "zh"):
        _sweeps(book.create_sheet("逐步变化"), steps)
    _details(book.create_sheet("各方案"), found)
    book.save(path)


def _title(sheet: Worksheet, texts: Sequence[str], widths: Sequence[float]) -> int:
    """The title and what is said under it; the next free row."""
    for row, text in enumerate(texts, 1):
        _across(sheet, row, text, widths, 18 if row == 1 else 10, bold=row == 1)
    return len(texts) + 1


def _across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], size: float, *, bold: bool) -> None:
    """A text over all columns, on as many lines as it takes: what runs on beyond them is not printed."""
    put(sheet, row, 1, text, size=size, bold=bold, align=_WRAPPED, box=False)
    style.merge(sheet, row, 1, len(widths))
    needed = style.lines(text, sum(widths) * 10 / size)  # widths count characters of 10 points
    sheet.row_dimensions[row].height = style.height(needed, size) + (4 if bold else 0)


def _figures(sheet: Worksheet, found: Comparison, rows: Table) -> None:
    many = len(rows.columns)
    style.page(sheet, landscape=True, fit=True, a3=many > _ALONE)
    widths = [26.0, *([17.0] * many)]
    style.widths(sheet, widths)
    about = [f"{found.school} 方案对比", f"以“{found.baseline.name}”的课表为准。{_ABOUT}"]
    if found.stopped:
        about.append(f"中途停止，没有试的方案：{'、'.join(found.stopped)}")
    head = _title(sheet, about, widths)
    _heads(sheet, head, ("", *rows.columns), widths)
    sheet.freeze_panes = f"C{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    row = head
    for group in rows.groups:
        row += 1
        for column in range(1, many + 2):
            text = group.title if column == 1 else ""
            put(sheet, row, column, text, size=11, bold=True, ground=style.HEAD, align=style.LEFT)
        sheet.row_dimensions[row].height = 22
        for line in group.rows:
            row += 1
            put(sheet, row, 1, line.title, align=style.LEFT)
            for column, cell in enumerate(line.cells, 2):
                _figure(sheet, row, column, cell, style.PALE if column == 2 else "")
            small = max((style.lines(c.under, 17.0) for c in line.cells if c.under), default=0)
            sheet.row_dimensions[row].height = 20 + 13 * small
    style.outline(sheet, head, 1, row, many + 1)
    style.print_area(sheet, row, many + 1)


def _heads(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    for column, text in enumerate(texts, 1):
        put(sheet, row, column, text, bold=True, ground=style.HEAD)
    tallest = max(style.lines(t, w) for t, w in zip(texts, widths, strict=True))
    sheet.row_dimensions[row].height = max(24.0, style.height(tallest, 10))


def _figure(sheet: Worksheet, row: int, column: int, cell: Cell, ground: str) -> None:
    """A figure with what stands under it; a number where it stands alone."""
    text = f"★ {cell.text}" if cell.best else cell.text
    colour = _COLOURS.get(cell.tone, INK)
    made = put(sheet, row, column, text, bold=cell.best, colour=colour, ground=_BEST if cell.best else ground)
    if cell.under:
        style.put_two(made, text, cell.under, (10, 8), colour=colour, bold=cell.best)
    elif cell.value is not None and not cell.best and cell.text == number(cell.value):
        made.value = float(cell.text) if "." in cell.text else int(cell.text)


def _beside(sheet: Worksheet, table: Beside) -> None:
    """A line a school, a column a scenario; the last line is for all."""
    many = len(table.heads)
    style.page(sheet, landscape=True, fit=True, a3=many > _ALONE)
    widths = [26.0, *([30.0] * many)]
    style.widths(sheet, widths)
    head = row = _title(sheet, [table.title, table.about], widths)
    _heads(sheet, head, ("", *table.heads), widths)
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    for name, cells in table.lines:
        row += 1
        put(sheet, row, 1, name, bold=row == head + len(table.lines), align=style.LEFT)
        for column, cell in enumerate(cells, 2):
            _figure(sheet, row, column, cell, "")
        small = max((style.lines(c.under, 30.0) for c in cells if c.under), default=0)
        sheet.row_dimensions[row].height = 20 + 13 * small
    style.outline(sheet, head, 1, row, many + 1)
    style.print_area(sheet, row, many + 1)


def _sweeps(sheet: Worksheet, steps: Sequence[Sweep]) -> None:
    many = max(len(s.rows) for s in steps) + 2
    style.page(sheet, landscape=True, fit=True)
    widths = [16.0] * many
    style.widths(sheet, widths)
    row = 0
    for sweep in steps:
        row += 1
        _across(sheet, row, sweep.title, widths, 14, bold=True)
        row += 1
        heads = ("", "能不能排", *(line.title for line in sweep.rows))
        _heads(sheet, row, heads, widths[: len(heads)])
        top = row
        for n, value in enumerate(sweep.values):
            row += 1
            made = put(sheet, row, 1, number(value), bold=True)
            made.value = value
            for column, cell in enumerate((sweep.answers[n], *(line.cells[n] for line in sweep.rows)), 2):
                _figure(sheet, row, column, _plain(cell), "")
            sheet.row_dimensions[row].height = 20
        style.outline(sheet, top, 1, row, len(heads))
        row += 1
    style.print_area(sheet, row, many)


def _plain(cell: Cell) -> Cell:
    """The figure alone."""
    return Cell(cell.text, cell.value, best=cell.best, tone=cell.tone)


def _details(sheet: Worksheet, found: Comparison) -> None:
    widths = (24.0, 24.0, 104.0)
    style.page(sheet, landscape=True, fit=True)
    style.widths(sheet, widths)
    row = _title(sheet, ["各方案"], widths)
    for outcome in found.outcomes:
        top = row
        parts = (
            ("结论", (headline(outcome, "zh"),), ""),
            *((p.title, p.lines, p.tone) for p in details(outcome, "zh")),
        )
        for n, (title, lines, tone) in enumerate(parts):
            text = "\n".join(lines)
            put(sheet, row, 1, "" if n else outcome.name, bold=True, align=style.LEFT)
            put(sheet, row, 2, title, colour=style.GREY, align=style.LEFT)
            put(sheet, row, 3, text, colour=_COLOURS.get(tone, INK), align=style.LEFT)
            tall = max(style.lines(text, widths[2]), style.lines(outcome.name, widths[0]) if not n else 1)
            sheet.row_dimensions[row].height = min(400.0, max(20.0, style.height(tall, 10)))
            row += 1
        style.outline(sheet, top, 1, row - 1, len(widths))
    style.print_area(sheet, row, len(widths))
    sheet.freeze_panes = f"{get_column_letter(2)}2"
