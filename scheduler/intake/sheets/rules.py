"""规则: what a school says of single rules."""

from __future__ import annotations

from dataclasses import dataclass

from .. import cells
from ..log import Log
from ..tables import Row, read_table
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


def read_rules(sheet: Sheet | None, log: Log) -> list[RuleLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("rule",), log)
    return [RuleLine(cells.name(row["rule"]), row) for row in table.rows if not row["rule"].empty]
