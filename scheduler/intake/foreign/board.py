"""A sheet as a board of texts, upright or turned by a quarter, so that one reader serves both."""

from __future__ import annotations

from collections.abc import Iterable

from ..words import nfkc
from ..workbook import Sheet


class Board:
    """A sheet, or a sheet turned so that its columns are rows."""

    def __init__(self, sheet: Sheet, turned: bool = False):
        self.turned = turned
        cells = {at: c for at, c in sheet.cells.items() if not c.empty}
        self.cells = {(b, a): c for (a, b), c in cells.items()} if turned else cells
        self._shown = {at: nfkc(c.value) for at, c in self.cells.items()}
        self.rows: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            self.rows.setdefault(row, []).append(column)

    def text(self, row: int, column: int) -> str:
        """What a cell says, '' where there is none."""
        return self._shown.get((row, column), "")

    def texts(self, row: int, columns: Iterable[int]) -> list[str]:
        """The different texts of some cells of a row, in order."""
        return list(dict.fromkeys(t for c in columns if (t := self.text(row, c))))
