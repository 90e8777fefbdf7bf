"""Opening what holds a timetable: a workbook, a csv file, or the folder of a run, each as sheets of cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl.utils import get_column_letter

from scheduler.domain import Text

from ..workbook import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, BadFileError, Cell, Sheet, open_book

SUFFIXES = (".xlsx", ".xlsm", ".csv")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FORMULA = tuple("=+-@'")


def open_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file; of a folder, those of its timetable.csv. Raises BadFileError when it cannot be read."""
    if path.is_dir():
        inside = path / "timetable.csv"
        if not inside.is_file():
            zh, en = f"{path} 里没有 timetable.csv", f"{path} has no timetable.csv"
            raise BadFileError(Text(zh, en), Text("给出课表文件或结果文件夹", "name a timetable file or a run folder"))
        return (_csv_sheet(inside),)
    if path.suffix.lower() == ".csv":
        return (_csv_sheet(path),)
    return open_book(path).sheets


def _csv_sheet(path: Path) -> Sheet:
    if not path.is_file():
        raise BadFileError(Text(f"找不到文件 {path}", f"there is no file {path}"), Text("检查路径", "check the path"))
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        zh, en = f"{path.name} 读不了：{error.strerror}", f"{path.name} cannot be read: {error.strerror}"
        raise BadFileError(Text(zh, en), Text("关闭打开它的程序再试", "close the program that has it open")) from error
    if not raw or (b"\0" in raw[:4096] and not raw.startswith(_UTF16)):
        zh, en = f"{path.name} 不是可读的 csv 文件", f"{path.name} is not a readable csv file"
        raise BadFileError(Text(zh, en), Text("另存为 UTF-8 的 csv", "save it as csv in UTF-8"))
    cells = {}
    cut = False
    for row, record in enumerate(_records(_decode(raw)), 1):
        if row > MOST_ROWS:
            cut = True
            break
        for column, value in enumerate(record[:MOST_COLUMNS], 1):
            if value.strip():
                address = f"{get_column_letter(column)}{row}"
                cells[row, column] = Cell(path.stem, address, _plain(value.strip()))
    return Sheet(path.stem, cells, (), cut)


def _records(text: str) -> list[list[str]]:
    head = text[:20_000]
    separator = max(",;\t|", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:  # a quote that never ends makes a field beyond all bounds
        zh, en = f"csv 文件已损坏：{error}", f"the csv file is broken: {error}"
        raise BadFileError(Text(zh, en), Text("打开、修复并另存", "open, repair and save it")) from error


def _decode(raw: bytes) -> str:
    if raw.startswith(_UTF16):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")  # as Chinese Windows saves it


def _plain(value: str) -> str:
    """Without the ``'`` that keeps a spreadsheet from taking a text for a formula."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value
