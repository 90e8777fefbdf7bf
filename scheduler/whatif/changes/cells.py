"""Any cell of the workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scheduler.domain import Text
from scheduler.intake import Edit, Plan, words
from scheduler.intake.tables import SHEETS
from scheduler.intake.workbook import Cell
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk
from ..kind import Field, kind
from ..names import pick


def _parts(change: Change) -> tuple[str, str]:
    """The cell and its new value; both may stand in one text: 课程计划!C5=4."""
    cell, value = str(change["cell"]), change["value"]
    if value == "" and (
        found := re.match(r"^(.*?[!！]\s*\$?[A-Za-z]{1,3}\$?\d{1,5})(?:\s*[=＝]\s*|\s+)(.*)$", cell, re.S)
    ):
        return found[1], found[2]
    return cell, str(value)


def _say(change: Change, lang: str) -> str:
    cell, value = _parts(change)
    if lang == "zh":
        return f"{cell} 改为“{value}”" if value else f"清空 {cell}"
    return f"{cell} becomes '{value}'" if value else f"{cell} is emptied"


@kind(
    "set", Text("改单元格", "set"),
    (Field("cell", Text("单元格", "cell"), "rest"), Field("value", Text("值", "value"), "text", optional=True)),
    Text("改单元格 课程计划!C5=4", "set 课程计划!C5=4"), _say, ("单元格",),
)  # fmt: skip
def set_cell(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """One cell, as it would be typed; nothing after = empties it."""
    desk = Desk(plan)
    cell, value = _parts(change)
    title, address = shapes.address(cell)
    sheets = {s.name: s for s in desk.book.sheets}
    by_alias = {words.key(alias): desk.title(code) for code, names in SHEETS.items() for alias in names}
    name = pick(Text("工作表", "sheet"), title, dict.fromkeys([*sheets, *by_alias.values(), *by_alias]))
    name = name if name in sheets else by_alias.get(words.key(name), name)
    cells = sheets[name].cells.values() if name in sheets else ()
    here = next((c for c in cells if c.address == address), Cell(name, address))
    desk.write(here, _typed(value, here.value))
    return desk.edits


def _typed(text: str, old: Any) -> Any:
    """A number where one is typed, unless text stood there."""
    if isinstance(old, str) or not text.strip():
        return text
    try:
        found = words.number(text)
    except ValueError:
        return text
    return int(found) if found.is_integer() else found
