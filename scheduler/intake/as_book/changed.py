"""What a reader makes of a written workbook: rows of 规则 that another row replaces or narrows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import IntakeError
from scheduler.rule import Rule

from ..log import Log
from ..plan import read_plan
from ..sheets.rules import COLUMNS
from ..tables import find_sheets, read_table
from ..workbook import open_book


def changed(path: Path, rules: Mapping[str, Rule]) -> list[tuple[Text, int]]:
    """Read the workbook again; the rows of 规则 that are not asked as they stand, by whom they come from.

    In a workbook the narrower row of a rule takes the wider one's place; in a file both hold. Raises IntakeError
    when the workbook is no plan.
    """
    plan = read_plan(path, rules)
    if plan.school is None:
        raise IntakeError(plan.problems)
    whole = {(s.source.sheet, s.source.cell) for s in plan.school.settings if not s.scope.minus}
    table = read_table(find_sheets(open_book(path), Log()).get("rules"), COLUMNS, ("rule",), Log())
    lost = Counter(
        str(row["note"].value).split()[0]
        for row in table.rows
        if not row["note"].empty and (row["rule"].sheet, row["rule"].address) not in whole
    )
    said = ("被同一规则更窄的一行代替或缩小", "replaced or narrowed by another row of the rule")
    return [(Text(f"{name}（{said[0]}）", f"{name} ({said[1]})"), n) for name, n in sorted(lost.items())]
