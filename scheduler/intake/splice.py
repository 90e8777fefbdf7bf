"""Changing single cells inside an .xlsx file. All other bytes of its parts stay: styles, dropdowns, comments, charts,
calculated values. A library that loads and saves a workbook would drop some of these."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.utils.cell import column_index_from_string, get_column_letter

Place = tuple[int, int]  # row and column, from 1
_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_EMPTY_SHEET = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()


class FormulaError(ValueError):
    """A cell to change holds a formula; the message names it."""


def spliced(content: bytes, changes: Mapping[str, Mapping[Place, Any]]) -> bytes:
    """A workbook's bytes with cells changed by sheet title and place. A title that it lacks becomes a new last sheet.

    Raises FormulaError for a cell that holds a formula, ValueError for XML that cannot be followed.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _sheet_parts(content)
        found: dict[str, bytes] = {}
        for title, cells in changes.items():
            if title not in parts:
                parts[title] = _add_sheet(archive, title, found)
                found[parts[title]] = _EMPTY_SHEET
            part = parts[title]
            found[part] = _changed(found.get(part) or archive.read(part), cells, title)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                copy.writestr(info, found.pop(info.filename) if info.filename in found else archive.read(info))
            for name, data in found.items():  # without the clock: the same changes give the same bytes
                copy.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _sheet_parts(content: bytes) -> dict[str, str]:
    """The archive's part of each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        sheets = [book[name] for name in book.sheetnames]
        return {s.title: str(s._worksheet_path).lstrip("/") for s in sheets if hasattr(s, "_worksheet_path")}
    finally:
        book.close()


@dataclass
class _Element:
    """A row or a cell: its number in the sheet or row, and the bytes it takes, with those of its start tag."""

    number: int
    start: int
    inside: int
    end: int = 0
    style: str = ""
    formula: bool = False
    cells: list[_Element] = field(default_factory=list)


class _Layout:
    """Where the rows and cells of a sheet stand in its XML."""

    def __init__(self, data: bytes):
        self.data = data
        self.rows: list[_Element] = []
        self.all: _Element | None = None
        self.prefix = ""
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        if self.all is None:
            raise ValueError("sheetData")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if local not in ("sheetData", "row", "c", "f"):
            return
        at = self._parser.CurrentByteIndex
        tag = _TAG.match(self.data, at)
        if tag is None:
            raise ValueError(name)
        if local == "sheetData":
            self.prefix = f"{prefix}:" if prefix else ""
            self.all = _Element(0, at, tag.end())
        elif self.all is None or self.all.end:
            return  # below the cells, such as the formulas of conditional formats
        elif local == "row":
            number = int(attributes.get("r", self.rows[-1].number + 1 if self.rows else 1))
            self.rows.append(_Element(number, at, tag.end()))
        elif local == "c":
            row = self.rows[-1]
            letters = re.match("[A-Za-z]+", attributes.get("r", ""))
            after = row.cells[-1].number + 1 if row.cells else 1
            number = column_index_from_string(letters[0]) if letters else after
            row.cells.append(_Element(number, at, tag.end(), style=attributes.get("s", "")))
        else:
            self.rows[-1].cells[-1].formula = True

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local not in ("sheetData", "row", "c") or self.all is None or self.all.end:
            return
        one = self.all if local == "sheetData" else self.rows[-1] if local == "row" else self.rows[-1].cells[-1]
        one.end = one.inside if self.empty(one) else self._parser.CurrentByteIndex

    def empty(self, one: _Element) -> bool:
        """Whether it is written as a single tag."""
        return self.data[one.inside - 2 : one.inside] == b"/>"

    @property
    def end(self) -> int:
        """Where the end tag of all rows begins."""
        return self.all.end if self.all else 0

    def whole(self, one: _Element) -> int:
        """Where its end tag ends; ``end`` is where that begins."""
        return one.end if self.empty(one) else self.data.index(b">", one.end) + 1


def _changed(data: bytes, cells: Mapping[Place, Any], title: str) -> bytes:
    rows = {row for row, _ in cells}
    layout = _Layout(_opened(_Layout(data), rows))
    data = layout.data
    pieces: list[tuple[int, int, bytes]] = []
    for number in sorted(rows):
        pieces += _in_row(layout, number, {c: v for (r, c), v in cells.items() if r == number}, title)
    result, done = [], 0
    for start, end, piece in sorted(pieces, key=lambda p: (p[0], p[1])):  # stable: rows and cells come in order
        result += [data[done:start], piece]
        done = end
    return b"".join([*result, data[done:]])


def _opened(layout: _Layout, rows: set[int]) -> bytes:
    """The XML with an end tag for each of these rows, and for the whole, that is written as a single tag."""
    data, result, done = layout.data, [], 0
    wanted = [("sheetData", layout.all), *(("row", r) for r in layout.rows if r.number in rows)]
    for name, one in wanted:
        if one is not None and layout.empty(one):
            result += [data[done : one.inside - 2], f"></{layout.prefix}{name}>".encode()]
            done = one.inside
    return b"".join([*result, data[done:]])


def _in_row(layout: _Layout, number: int, cells: Mapping[int, Any], title: str) -> list[tuple[int, int, bytes]]:
    """What takes the place of which bytes, for the new values of one row by column."""
    found = bisect([r.number for r in layout.rows], number)
    row = layout.rows[found - 1] if found else None
    if row is None or row.number != number:
        made = b"".join(_cell(layout.prefix, number, c, v, "") for c, v in sorted(cells.items()) if v is not None)
        whole = f'<{layout.prefix}row r="{number}">'.encode() + made + f"</{layout.prefix}row>".encode()
        at = layout.rows[found].start if found < len(layout.rows) else layout.end
        return [(at, at, whole)] if made else []
    pieces: list[tuple[int, int, bytes]] = []
    for column, value in sorted(cells.items()):
        index = bisect([c.number for c in row.cells], column)
        old = row.cells[index - 1] if index and row.cells[index - 1].number == column else None
        made = _cell(layout.prefix, number, column, value, old.style if old else "")
        if old is not None and old.formula:
            raise FormulaError(f"{title} {get_column_letter(column)}{number}")
        if old is not None:
            pieces.append((old.start, layout.whole(old), made))
        elif value is not None:
            at = row.cells[index].start if index < len(row.cells) else row.end
            pieces.append((at, at, made))
    return pieces


def _cell(mark: str, row: int, column: int, value: Any, style: str) -> bytes:
    """A cell's XML; text is written as text, whatever it begins with."""
    head = f'<{mark}c r="{get_column_letter(column)}{row}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{head}/>".encode()
    if isinstance(value, bool):
        return f'{head} t="b"><{mark}v>{int(value)}</{mark}v></{mark}c>'.encode()
    if isinstance(value, int | float):
        return f"{head}><{mark}v>{value!r}</{mark}v></{mark}c>".encode()
    text = f'<{mark}is><{mark}t xml:space="preserve">{escape(value)}</{mark}t></{mark}is>'
    return f'{head} t="inlineStr">{text}</{mark}c>'.encode()


def _add_sheet(archive: zipfile.ZipFile, title: str, found: dict[str, bytes]) -> str:
    """Enter a new sheet in the workbook's lists; the name of its part."""
    names = archive.namelist()
    book = next(n for n in names if n.endswith("workbook.xml"))
    folder = book.rpartition("/")[0]
    links = f"{folder}/_rels/workbook.xml.rels".lstrip("/")
    taken = {*names, *found}
    number = next(n for n in range(1, len(taken) + 2) if f"{folder}/worksheets/sheet{n}.xml".lstrip("/") not in taken)
    part = f"{folder}/worksheets/sheet{number}.xml".lstrip("/")
    listed = found.get(book) or archive.read(book)
    id = max((int(n) for n in re.findall(rb"sheetId=[\"'](\d+)", listed)), default=0) + 1
    entry = f'sheet xmlns:r="{_RELATIONS}" name={quoteattr(title)} sheetId="{id}" r:id="rIdNew{id}"/>'
    link = f'Relationship Id="rIdNew{id}" Type="{_RELATIONS}/worksheet" Target="/{part}"/>'
    kind = f'Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>'
    for name, list_name, line in (
        (book, "sheets", entry),
        (links, "Relationships", link),
        ("[Content_Types].xml", "Types", kind),
    ):
        found[name] = _listed(found.get(name) or archive.read(name), list_name, line)
    return part


def _listed(data: bytes, name: str, line: str) -> bytes:
    """A list with one more line at its end."""
    ends = list(re.finditer(rf"</((?:\w+:)?){name}\s*>".encode(), data))
    if not ends:
        raise ValueError(name)
    at = ends[-1].start()
    return data[:at] + b"<" + ends[-1][1] + line.encode() + data[at:]
