"""Opening a workbook safely: cells that remember where they stand, and a clear message for every bad file.

Read twice in openpyxl's read-only mode (values, and formulas to tell one without a value): full mode would
walk a million rows when one far-away cell is formatted. Merged areas are read from the sheet's own XML. The
file is never written to.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from scheduler.domain import Text
from scheduler.errors import KebiaoError

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 300_000_000
MOST_COLUMNS = 400
MOST_ROWS = 20_000
BLANK_ROWS = 500

_SAVE_AS = Text("在 Excel 或 WPS 中“另存为”.xlsx 工作簿", "save it as an .xlsx workbook in Excel or WPS")


class BadFileError(KebiaoError):
    """A file that cannot be read as a workbook; ``advice`` says what would help."""

    exit_code = 3

    def __init__(self, text: Text, advice: Text = _SAVE_AS):
        super().__init__(text)
        self.advice = advice


@dataclass(frozen=True)
class Cell:
    """A cell's value, sheet and address. ``broken``: its error (#N/A), or '=' for an uncalculated formula."""

    sheet: str
    address: str
    value: Any = None
    broken: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


NO_CELL = Cell("", "")


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled cells by (row, column), counted from 1; ``merged`` are the areas that were spread."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()
    cut: bool = False

    def at(self, row: int, column: int) -> Cell:
        """The cell, also an empty one."""
        address = f"{get_column_letter(column)}{row}"
        return self.cells.get((row, column)) or Cell(self.name, address)

    @property
    def rows(self) -> list[int]:
        """The numbers of rows that hold something."""
        return sorted({row for row, _ in self.cells})

    def columns(self, row: int) -> list[int]:
        """The numbers of the filled columns of a row."""
        return sorted(column for r, column in self.cells if r == row)


@dataclass(frozen=True)
class Book:
    """A workbook's sheets in order."""

    path: Path
    sheets: tuple[Sheet, ...] = field(default_factory=tuple)


def open_book(path: Path) -> Book:
    """Read a workbook. Raises BadFileError when it is missing, no .xlsx, broken, locked or too large."""
    look_at(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _broken(path) from error
    return read_book(content, path)


def read_book(content: bytes, path: Path) -> Book:
    """A workbook from the bytes of its file; ``path`` is what messages call it. Raises BadFileError."""
    try:
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                sheets = tuple(
                    _read_sheet(values[name], formulas[name], _merged(archive, values[name]))
                    for name in values.sheetnames
                    if hasattr(values[name], "iter_rows")  # not a chart sheet
                )
        finally:
            values.close()
            formulas.close()
    except KebiaoError:
        raise
    except Exception as error:  # openpyxl raises whatever its parser met: KeyError, ValueError, ParseError, OSError
        raise _broken(path) from error
    return Book(path, sheets)


def _broken(path: Path) -> BadFileError:
    return BadFileError(
        Text(f"{path.name} 不是完好的 Excel 工作簿", f"{path.name} is not a sound Excel workbook"),
        Text("用 Excel 或 WPS 打开、修复并另存", "open, repair and save it in Excel or WPS"),
    )


def look_at(path: Path) -> None:
    """Say what can be said of a file before it is opened. Raises BadFileError."""
    name = path.name
    if not path.exists():
        raise BadFileError(Text(f"找不到文件 {path}", f"there is no file {path}"), Text("检查路径", "check the path"))
    if not path.is_file():
        raise BadFileError(Text(f"{path} 不是文件", f"{path} is not a file"), Text("给出工作簿", "name the workbook"))
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(8)
            rest = stream.read(2_000_000) if head[:4] == b"\xd0\xcf\x11\xe0" else b""
    except OSError as error:
        raise BadFileError(
            Text(
                f"{name} 读不了（可能正被别的程序占用）",
                f"{name} cannot be read (perhaps another program holds it)",
            ),
            Text("关闭打开它的程序再试", "close the program that has it open and try again"),
        ) from error
    if size == 0:
        raise BadFileError(Text(f"{name} 是空文件", f"{name} is an empty file"))
    if size > LARGEST_FILE:
        raise _too_large(name, size)
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise _old_or_locked(name, rest)
    if head[:2] != b"PK":
        raise BadFileError(Text(f"{name} 不是 .xlsx 工作簿", f"{name} is not an .xlsx workbook"))
    _look_into(path)


def _old_or_locked(name: str, content: bytes) -> BadFileError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return BadFileError(
            Text(f"{name} 有密码保护", f"{name} is protected by a password"),
            Text("取消打开密码后另存", "save it without the password"),
        )
    return BadFileError(
        Text(f"{name} 是旧的 .xls 格式", f"{name} is in the old .xls format"),
        Text("请另存为 .xlsx", "save as .xlsx"),
    )


def _too_large(name: str, size: int) -> BadFileError:
    return BadFileError(
        Text(
            f"{name} 太大（{size // 1_000_000} MB），不像课程计划",
            f"{name} is too large ({size // 1_000_000} MB)",
        ),
        Text("只留课程计划的工作表，另存后再试", "keep only the plan's sheets and save it again"),
    )


def _look_into(path: Path) -> None:
    """Refuse a broken archive, one that unpacks to far too much, and XML that defines entities of its own."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise _old_or_locked(name, "EncryptedPackage".encode("utf-16-le"))
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > 5000:
                raise _too_large(name, sum(part.file_size for part in parts))
            if "xl/workbook.xml" not in archive.namelist() and not any(
                part.filename.endswith("workbook.xml") for part in parts
            ):
                raise BadFileError(Text(f"{name} 不是 Excel 工作簿", f"{name} is not an Excel workbook"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise BadFileError(
                                Text(f"{name} 含有不安全的 XML", f"{name} holds unsafe XML"),
                            )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise BadFileError(
            Text(f"{name} 已损坏，打不开", f"{name} is broken and cannot be opened"),
            Text("用 Excel 或 WPS 打开、修复并另存", "open, repair and save it in Excel or WPS"),
        ) from error


def _read_sheet(values: Any, formulas: Any, merged: tuple[str, ...]) -> Sheet:
    name: str = values.title
    cells: dict[tuple[int, int], Cell] = {}
    asked = {(c.row, c.column) for row in _rows(formulas) for c in row if c.data_type == "f"}
    last = 0
    count = 0
    for count, row in enumerate(_rows(values), 1):  # noqa: B007
        for c in row:
            at = f"{get_column_letter(c.column)}{c.row}"
            if c.data_type == "e":
                cells[c.row, c.column] = Cell(name, at, None, str(c.value))
            elif c.value is not None and not (isinstance(c.value, str) and not c.value.strip()):
                cells[c.row, c.column] = Cell(name, at, c.value)
            last = max(last, c.row)
    for row_number, column in asked:
        if (row_number, column) not in cells:
            cells[row_number, column] = Cell(name, f"{get_column_letter(column)}{row_number}", None, "=")
    used = tuple(area for area in merged if _spread(name, cells, area))
    return Sheet(name, cells, used, max(last, count) >= MOST_ROWS)


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """The filled cells of each row; stops after many blank rows, and where a file that numbers its rows again and again
    would never end."""
    sheet.reset_dimensions()
    blank = 0
    for row in islice(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), MOST_ROWS):
        filled = [c for c in row if c.value is not None]
        blank = 0 if filled else blank + 1
        if blank > BLANK_ROWS:
            return
        yield filled


def _merged(archive: zipfile.ZipFile, sheet: Any) -> tuple[str, ...]:
    """The merged areas of a sheet, which read-only mode does not tell."""
    part = str(sheet._worksheet_path).lstrip("/")
    found: list[str] = []
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            found += [
                m.decode("ascii") for m in re.findall(rb"<(?:\w+:)?mergeCell ref=\"([A-Z]+\d+:[A-Z]+\d+)\"", text)
            ]
            tail = text[-100:] if b"mergeCell ref" not in text[-100:] else b""
    return tuple(dict.fromkeys(found))


def _spread(name: str, cells: dict[tuple[int, int], Cell], area: str) -> bool:
    """Give every cell of a merged area the value of its first; each keeps its own address."""
    left, top, right, bottom = (int(n or 0) for n in range_boundaries(area))
    first = cells.get((top, left))
    if first is None or (bottom - top + 1) * (right - left + 1) > 2000:
        return False
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cells[row, column] = Cell(name, f"{get_column_letter(column)}{row}", first.value, first.broken)
    return True
