"""A workbook on the desk while one change is made: its sheets as tables, and the cells rewritten so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

from openpyxl.utils import get_column_letter

from scheduler.domain import School, Text
from scheduler.domain.sayings import say_grade
from scheduler.intake import Edit, Origins, Plan, words
from scheduler.intake.edits import area
from scheduler.intake.log import Log
from scheduler.intake.subjects import SubjectNames
from scheduler.intake.tables import SHEETS, Columns, Row, Table, find_sheets, read_table
from scheduler.intake.workbook import Book, Cell

from .error import ChangeError
from .names import Names

_REQUIRED = {
    "school": ("item", "value"),
    "bells": ("name", "start", "end"),
    "curriculum": ("subject",),
    "classes": ("name",),
    "teachers": ("name",),
    "assignment": ("class",),
    "rooms": ("name",),
    "groups": ("classes", "subject", "lessons"),
    "meetings": ("group",),
    "locks": ("times", "way"),
    "rules": ("rule",),
    "homework": ("item",),
    "service": ("days",),
}
_MATRIX = ("curriculum", "assignment", "homework")  # with a column a grade or subject


class Pages:
    """A plan's workbook with the cells rewritten so far; the plan may have problems."""

    def __init__(self, book: Book):
        self.book = book
        self._edits: dict[tuple[str, str], Edit] = {}
        self._added: dict[str, dict[str, int]] = {}  # columns by code that sheets lacked
        self._last: dict[str, int] = {}  # the last row, where rows were added
        self._tables: dict[str, Table] = {}

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What was rewritten and is not as it was."""
        return tuple(e for e in self._edits.values() if e.old != e.new)

    def table(self, code: str) -> Table:
        """A sheet as a table; one without rows where the plan has no such sheet, or an empty one."""
        if code not in self._tables:
            matrix = code in _MATRIX
            self._tables[code] = read_table(
                self._sheets.get(code), _columns(code), _REQUIRED[code], Log(), matrix=matrix
            )
        return self._tables[code]

    def rows(self, code: str) -> Iterator[Row]:
        """The rows that are still there."""
        for row in self.table(code).rows:
            if any(self.value(row[c]) not in (None, "") for c in self.table(code).columns):
                yield row

    def value(self, cell: Cell) -> Any:
        """What a cell holds by now."""
        edit = self._edits.get((cell.sheet, cell.address))
        return edit.new if edit else cell.value

    def write(self, cell: Cell, value: Any) -> None:
        """Write a value; '' or None empties the cell. Raises ChangeError where it is merged with others."""
        new = None if value == "" else int(value) if isinstance(value, float) and value.is_integer() else value
        merged = area(self.book, cell.sheet, cell.address)
        if merged and new != self.value(cell):
            where = f"{cell.sheet} {merged}"
            raise ChangeError(Text(f"{where} 是合并单元格，请先取消合并", f"{where} is merged: split it first"))
        old = self._edits[cell.sheet, cell.address].old if (cell.sheet, cell.address) in self._edits else cell.value
        self._edits[cell.sheet, cell.address] = Edit(cell.sheet, cell.address, old, new)

    def put(self, code: str, row: int, column: str, value: Any) -> None:
        """Write in a column of a row; a column that the sheet lacks is added."""
        self.write(self.cell(code, row, self.column(code, column)), value)

    def cell(self, code: str, row: int, column: int) -> Cell:
        """A cell of a sheet, also of one that is to be made."""
        table = self.table(code)
        return table.at(row, column) if table else Cell(self.title(code), f"{get_column_letter(column)}{row}")

    def add_row(self, code: str, values: Mapping[str, Any]) -> int:
        """Write a row below all others; a sheet that is missing is made with its header. The number of the row."""
        if not self.table(code) and code not in self._last:
            for column in _columns(code):
                self.column(code, column)
        rows = self.table(code).sheet.rows
        number = self._last.get(code, max(rows, default=1)) + 1
        self._last[code] = number
        for column, value in values.items():
            if value not in (None, ""):
                self.put(code, number, column, value)
        return number

    def clear(self, row: Row) -> None:
        """Empty a row of a table."""
        for (number, _), cell in row.table.sheet.cells.items():
            if number == row.number:
                self.write(cell, None)

    def column(self, code: str, name: str) -> int:
        """The column's number; a new last one with its header where the sheet lacks it."""
        found = self.table(code).columns.get(name)
        return found or self._add_column(code, name, _columns(code)[name][0])

    def grade_column(self, code: str, grade: int) -> int:
        """The column of a grade in 课程计划 or 作业."""
        for number, header in self.table(code).extra.items():
            try:
                if words.grade(header.value) == grade:
                    return number
            except ValueError:
                continue
        return self._add_column(code, f"grade {grade}", say_grade(grade, "zh"))

    def _add_column(self, code: str, name: str, header: str) -> int:
        added = self._added.setdefault(code, {})
        if name not in added:
            table = self.table(code)
            filled = max((column for _, column in table.sheet.cells), default=0) if table else 0
            added[name] = max([filled, *added.values()]) + 1
            self.write(self.cell(code, table.header or 1, added[name]), header)
        return added[name]

    def title(self, code: str) -> str:
        """The title of a sheet, or the one that it will have."""
        return self._sheets[code].name if code in self._sheets else SHEETS[code][0]

    @cached_property
    def _sheets(self) -> Mapping[str, Any]:
        return find_sheets(self.book, Log())


class Desk(Pages):
    """The workbook of a sound plan, with its school and the cells behind it."""

    def __init__(self, plan: Plan):
        assert plan.school is not None  # all three seen by ``changed``
        assert plan.book is not None
        assert plan.origins is not None
        super().__init__(plan.book)
        self.school: School = plan.school
        self.origins: Origins = plan.origins
        self.names = Names(plan.school)

    def subject_column(self, subject: str) -> int:
        """The column of a subject in 任课."""
        names = SubjectNames(tuple(self.names.subjects))
        extra = self.table("assignment").extra
        found = next((n for n, header in extra.items() if names.find(str(header.value)) == subject), None)
        return found or self._add_column("assignment", f"subject {subject}", subject)


def _columns(code: str) -> Columns:
    found: Columns = import_module(f"scheduler.intake.sheets.{code}").COLUMNS
    return found


def number_of(cell: Cell) -> int:
    """The row of a cell."""
    return int(re.sub(r"\D", "", cell.address))
