"""Fonts, lines, fills and page set-up of the workbook, and writing a cell that is always text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from ..names import printable
from ..views.palette import INK

FACE = "微软雅黑"
GREY, LINE, STRONG, HEAD, SHUT, PALE = "37414B", "AEB7C2", "55606E", "E4E9EF", "F1F2F4", "F7F8FA"
RED, RED_FILL, GREEN, AMBER, AMBER_FILL = "A61B1B", "FBE3E1", "1E6B3A", "7A4B00", "FFF1D6"

_THIN, _MEDIUM = Side(style="thin", color=LINE), Side(style="medium", color=STRONG)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
LONG = Alignment(horizontal="left", vertical="center")  # runs on over the cells to its right

_A3, _A4 = "8", "9"
_MARGIN = 0.4  # inches


def measure_by_arial(book: Workbook) -> None:
    """Column widths count digits of the Normal style's font: one that every system has, so that pages stay
    pages.
    """
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = Font(name="Arial", size=10)


@cache
def font(size: float, *, bold: bool = False, colour: str = INK) -> Font:
    """The workbook's face in a size (points)."""
    return Font(name=FACE, size=size, bold=bold, color=colour)


@cache
def fill(colour: str) -> PatternFill:
    """A plain fill (RRGGBB)."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    colour: str = INK,
    ground: str = "",
    align: Alignment = MIDDLE,
    box: bool = True,
) -> Cell:
    """Write a cell as text, never as a formula, whatever it begins with."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]
    if text:
        cell.value = printable(text)
        cell.data_type = "s"
    quoted = text.startswith(tuple("=+-@'"))  # Excel shows it as text also after it was edited
    known = _styles(sheet)
    look = (size, bold, colour, ground, id(align), box, quoted)  # by identity: hashing an Alignment is slow
    if look not in known:
        cell._style = copy(cell._style)  # type: ignore[attr-defined]
        cell.font = font(size, bold=bold, colour=colour)
        cell.alignment = align
        cell.border = BOX if box else Border()
        cell.fill = fill(ground) if ground else PatternFill()
        cell.quotePrefix = quoted
        known[look] = cell._style  # type: ignore[attr-defined]
    cell._style = known[look]  # type: ignore[attr-defined]  # shared: whoever changes it takes a copy first
    return cell


_STYLES: WeakKeyDictionary[Workbook, dict[Any, Any]] = WeakKeyDictionary()


def _styles(sheet: Worksheet) -> dict[Any, Any]:
    """The styles already made for a workbook: setting them anew takes most of the time of a large book."""
    assert sheet.parent is not None
    return _STYLES.setdefault(sheet.parent, {})


def put_two(
    cell: Cell, large: str, small: str, sizes: tuple[float, float], *, colour: str = INK, bold: bool = True
) -> None:
    """A cell with a bold line and, where there is one, a small line under it; ``colour`` is that of the first."""
    large, small = printable(large), printable(small)
    if not small:
        return
    cell.value = CellRichText(
        TextBlock(_inline(sizes[0], colour, bold=bold), large), TextBlock(_inline(sizes[1], GREY), "\n" + small)
    )


@cache
def _inline(size: float, colour: str, *, bold: bool | None = None) -> InlineFont:
    """The face of a part of a cell's text."""
    return InlineFont(rFont=FACE, sz=size, b=bold, color=Color(colour))


def merge(sheet: Worksheet, row: int, left: int, right: int) -> None:
    """Merge cells of a row that have their looks already, and no other merge: ``merge_cells`` would work out each
    border and look through all merges anew, which takes a quarter of a large book's time.
    """
    sheet.merged_cells.ranges.add(CellRange(min_row=row, max_row=row, min_col=left, max_col=right))


def outline(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """A stronger line around an area, keeping the lines inside."""
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if row in (top, bottom) or column in (left, right):
                sides = (column == left, column == right, row == top, row == bottom)
                _strengthen(sheet, sheet.cell(row, column), sides)


def _strengthen(sheet: Worksheet, cell: Any, sides: tuple[bool, bool, bool, bool]) -> None:
    known, look = _styles(sheet), (cell._style.borderId, sides)
    cell._style = copy(cell._style)
    if look not in known:
        old = cell.border
        lines = (old.left, old.right, old.top, old.bottom)
        left, right, top, bottom = (_MEDIUM if s else line for s, line in zip(sides, lines, strict=True))
        cell.border = Border(left=left, right=right, top=top, bottom=bottom)
        known[look] = cell._style.borderId
    cell._style.borderId = known[look]


def page(sheet: Worksheet, *, landscape: bool, a3: bool = False, fit: bool = False) -> None:
    """Paper, margins and page numbers. ``fit``: as wide as the page, as long as it gets.

    Without ``fit`` sizes are real, so that page breaks hold: Excel ignores them where it fits to pages.
    """
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = _A3 if a3 else _A4
    sheet.page_margins = PageMargins(_MARGIN, _MARGIN, _MARGIN, 0.5, header=0.2, footer=0.2)
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    if fit:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text, footer.center.size = "第 &P 页，共 &N 页", 8


def widths(sheet: Worksheet, columns: Iterable[float]) -> None:
    """Column widths in characters, from the first column on."""
    for number, width in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def print_area(sheet: Worksheet, rows: int, columns: int) -> None:
    """Print the first ``rows`` rows and ``columns`` columns."""
    sheet.print_area = f"A1:{get_column_letter(columns)}{max(rows, 1)}"


@lru_cache(maxsize=1 << 14)
def text_width(text: str) -> int:
    """Width in half-width characters; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in text)


@lru_cache(maxsize=1 << 14)
def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width (characters)."""
    return sum(max(1, ceil(text_width(line) / max(width - 1, 1))) for line in text.split("\n"))


def height(count: int, size: float) -> float:
    """The height (points) of that many lines of a size, with a little air."""
    return count * size * 1.5 + 5
