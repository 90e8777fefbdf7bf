"""A sheet of the report with a title and one table."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..views.palette import INK
from ..xlsx import style
from ..xlsx.style import put


class Page:
    """A sheet with a title and one table, written row by row."""

    def __init__(self, sheet: Worksheet, title: str, about: Sequence[str], widths: Sequence[float]):
        self.sheet, self.widths, self.row = sheet, widths, 0
        style.page(sheet, landscape=True, fit=True, a3=sum(widths) > 220)
        style.widths(sheet, widths)
        for text, size, bold in ((title, 18.0, True), *((a, 11.0, False) for a in about)):
            self.row += 1
            put(sheet, self.row, 1, text, size=size, bold=bold, box=False, align=style.LEFT)
            style.merge(sheet, self.row, 1, len(widths))
            count = style.lines(text, sum(widths) * 10 / size)
            sheet.row_dimensions[self.row].height = max(size * 2, style.height(count, size))

    def heads(self, names: Sequence[str], *, frozen: int = 1, height: float = 24) -> None:
        """The table's head; the first ``frozen`` columns stay in view."""
        self.row += 1
        for column, name in enumerate(names, 1):
            put(self.sheet, self.row, column, name, bold=True, ground=style.HEAD)
        self.sheet.row_dimensions[self.row].height = height
        self.sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{self.row + 1}"
        self.sheet.print_title_rows = f"{self.row}:{self.row}"

    def line(self, texts: Sequence[str], left: Sequence[int] = (), bad: Sequence[int] = ()) -> None:
        """A row; columns ``left`` hold running text, ``bad`` ones are red."""
        self.row += 1
        for n, text in enumerate(texts):
            align = style.LEFT if n in left else style.MIDDLE
            colour, ground = (style.RED, style.RED_FILL) if n in bad else (INK, "")
            put(self.sheet, self.row, n + 1, text, size=9.5, bold=n == 0, align=align, colour=colour, ground=ground)
        tallest = max(style.lines(t, w * 1.05) for t, w in zip(texts, self.widths, strict=True))
        self.sheet.row_dimensions[self.row].height = min(400.0, max(20.0, style.height(tallest, 9.5)))

    def over(self, column: int, text: str) -> None:
        """A red text over the rest of the row last written, from a column on."""
        rest = sum(self.widths[column - 1 :])
        put(self.sheet, self.row, column, text, size=9.5, align=style.LEFT, colour=style.RED, ground=style.RED_FILL)
        style.merge(self.sheet, self.row, column, len(self.widths))
        self.sheet.row_dimensions[self.row].height = max(20.0, style.height(style.lines(text, rest), 9.5))

    def end(self) -> None:
        """Print what was written."""
        style.print_area(self.sheet, self.row, len(self.widths))
