"""Changed cells of a plan workbook: in memory, to try them, and in a copy of the user's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.cell import column_index_from_string as column_number
from openpyxl.utils.cell import coordinate_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from scheduler.domain import Text
from scheduler.errors import RunError

from .splice import FormulaError, spliced
from .tables import SHEETS
from .words import key, show
from .workbook import MOST_COLUMNS, MOST_ROWS, Book, Cell, Sheet, open_book

LONGEST_TEXT = 32_767  # characters a cell of a workbook may hold
Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Edit:
    """One cell of a workbook with what stands there and what is to stand there; None is an empty cell.

    A cell of a merged area stands for the whole area.
    """

    sheet: str
    cell: str
    old: Any
    new: Any


def edited(book: Book, edits: Iterable[Edit]) -> Book:
    """The workbook with these cells changed, in memory. A plan's sheet that is missing is added.

    Raises RunError where ``old`` is not what stands there, or the cell or the new value is none a workbook can have.
    """
    changes = _by_sheet(book, edits)
    sheets = [_with(sheet, changes.pop(sheet.name, {})) for sheet in book.sheets]
    sheets += [_with(Sheet(name, {}), cells) for name, cells in changes.items()]
    return replace(book, sheets=tuple(sheets))


def write_edited(path: Path, edits: Iterable[Edit], out: Path) -> None:
    """Write a copy of a workbook with these cells changed and everything else as it was, to the byte.

    Raises RunError where ``old`` is not what stands there, a cell holds a formula, or ``out`` exists already or cannot
    be written; BadFileError for a file that is no workbook. The user's file is only read.
    """
    path, out = Path(path), Path(out)
    book = open_book(path)
    if out.exists():
        raise RunError(Text(f"{out} 已经存在，没有写", f"{out} exists already: nothing was written"))
    content = rewritten(path.read_bytes(), book, edits)
    try:
        with out.open("xb") as stream:
            stream.write(content)
    except OSError as error:
        raise RunError(Text(f"写不了 {out}", f"{out} cannot be written")) from error


def rewritten(content: bytes, book: Book, edits: Iterable[Edit]) -> bytes:
    """A workbook's bytes with these cells changed; ``book`` is what was read of them. The same bytes for the same
    edits. Raises RunError as ``write_edited``."""
    changes, name = _by_sheet(book, edits), book.path.name
    try:
        return spliced(content, changes)
    except FormulaError as error:
        raise RunError(
            Text(f"{error} 是公式，请在 Excel 或 WPS 中手工改", f"{error} is a formula: change it in Excel or WPS")
        ) from error
    except ValueError as error:
        raise RunError(Text(f"改不了 {name}：请用 Excel 或 WPS 另存一次再试",
                            f"{name} cannot be changed: save it anew in Excel or WPS")) from error  # fmt: skip


def area(book: Book, sheet: str, address: str) -> str:
    """The merged area that a cell is in, such as H7:H9; '' where it stands alone."""
    found = next((s for s in book.sheets if s.name == sheet), None)
    row, column = _place(sheet, address)
    for merged in found.merged if found else ():
        left, top, right, bottom = (int(n or 0) for n in range_boundaries(merged))
        if left <= column <= right and top <= row <= bottom:
            return merged
    return ""


def _by_sheet(book: Book, edits: Iterable[Edit]) -> dict[str, dict[Place, Any]]:
    """The new values by sheet and place, checked against what stands there; of a merged area its first cell."""
    known = {s.name: s for s in book.sheets}
    found: dict[str, dict[Place, Any]] = {}
    for edit in edits:
        sheet = known.get(edit.sheet)
        if sheet is None and key(edit.sheet) not in {key(name) for names in SHEETS.values() for name in names}:
            raise RunError(Text(f"没有工作表 {edit.sheet}", f"there is no sheet {edit.sheet}"))
        merged = area(book, edit.sheet, edit.cell)
        place = _place(edit.sheet, merged.partition(":")[0] or edit.cell)
        here = sheet.at(*place) if sheet else Cell(edit.sheet, edit.cell)
        _check(edit, here)
        cells = found.setdefault(edit.sheet, {})
        if place in cells and cells[place] != edit.new:
            raise RunError(Text(f"{edit.sheet} {edit.cell} 改了两次", f"{edit.sheet} {edit.cell} is changed twice"))
        cells[place] = edit.new
    return found


def _place(sheet: str, address: str) -> Place:
    try:
        letters, row = coordinate_from_string(address)
        column = column_number(letters)
    except (CellCoordinatesException, ValueError):
        row, column = 0, 0
    if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
        raise RunError(Text(f"{sheet} 没有单元格 {address}", f"{sheet} has no cell {address}"))
    return row, column


def _check(edit: Edit, here: Cell) -> None:
    where = f"{edit.sheet} {edit.cell}"
    if here.broken or _value(here.value) != _value(edit.old):
        stands = here.broken or show(here.value)
        raise RunError(Text(f"{where} 现在是“{stands}”，不是“{show(edit.old)}”，没有改",
                            f"{where} holds '{stands}', not '{show(edit.old)}': nothing was changed"))  # fmt: skip
    new = edit.new
    bad = isinstance(new, str) and (len(new) > LONGEST_TEXT or ILLEGAL_CHARACTERS_RE.search(new))
    odd = not (new is None or isinstance(new, str | int | float)) or (isinstance(new, float) and abs(new) > 1e300)
    if bad or odd or new != new:
        raise RunError(Text(f"{where} 不能写成“{show(new)[:40]}”", f"{where} cannot hold '{show(new)[:40]}'"))


def _value(value: Any) -> Any:
    """A value as it is compared: blank text is an empty cell."""
    return None if isinstance(value, str) and not value.strip() else value


def _with(sheet: Sheet, changes: Mapping[Place, Any]) -> Sheet:
    if not changes:
        return sheet
    cells = dict(sheet.cells)
    for place, value in changes.items():
        for at in _covered(sheet.merged, place):
            if _value(value) is None:
                cells.pop(at, None)
            else:
                cells[at] = Cell(sheet.name, f"{get_column_letter(at[1])}{at[0]}", value)
    return replace(sheet, cells=cells)


def _covered(merged: Sequence[str], place: Place) -> list[Place]:
    """The cells that a value written in this place fills."""
    for one in merged:
        left, top, right, bottom = (int(n or 0) for n in range_boundaries(one))
        if place == (top, left):
            return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return [place]
