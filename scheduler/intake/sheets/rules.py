"""规则: what a school says of single rules."""

from __future__ import annotations

from dataclasses import dataclass

from .. import cells
from ..log import Log
from ..tables import NO_TABLE, Row, Table, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "rule": ("规则", "rule"),
    "grades": ("年级", "grades", "grade"),
    "class": ("班级", "class"),
    "subject": ("科目", "subject"),
    "teacher": ("教师", "teacher"),
    "room": ("场地", "room"),
    "strength": ("强度", "strength"),
    "weight": ("权重", "weight"),
    "params": ("参数", "parameters", "params"),
    "note": ("备注", "note"),
}


@dataclass(frozen=True)
class RuleLine:
    """A row as written; its cells are understood when rules and names are known."""

    rule: str
    row: Row

    @property
    def cell(self) -> Cell:
        """Where the rule's name stands."""
        return self.row["rule"]


@dataclass(frozen=True)
class RuleSheet:
    """The rows, and the table that new rows are written below."""

    lines: tuple[RuleLine, ...] = ()
    table: Table = NO_TABLE


def read_rules(sheet: Sheet | None, log: Log) -> RuleSheet:
    """Read the sheet; one without rows when there is none."""
    table = read_table(sheet, COLUMNS, ("rule",), log)
    lines = (RuleLine(cells.name(row["rule"]), row) for row in table.rows if not row["rule"].empty)
    return RuleSheet(tuple(lines), table)
