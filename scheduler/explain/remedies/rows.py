"""Rows of 规则: cells of those there are, and new ones below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl.utils import get_column_letter

from scheduler.domain import RuleSetting, Times
from scheduler.intake.edits import Edit
from scheduler.intake.origins import Named
from scheduler.intake.sheets.rules import COLUMNS
from scheduler.intake.tables import SHEETS
from scheduler.intake.words import key
from scheduler.rule import Rule

from .clash import Clash
from .written import set_cell, write_times

_BREAKS = ";；=\n、,，/"  # what would make one value two


def in_row(clash: Clash, row: Named, values: Mapping[str, Any]) -> tuple[Edit, ...]:
    """The edits that write values into columns of a row; a column that the sheet lacks is added."""
    number = int("".join(ch for ch in row["rule"].address if ch.isdigit()))
    return _written(clash, number, values, row)


def new_row(clash: Clash, values: Mapping[str, Any]) -> tuple[Edit, ...]:
    """The edits that write a row below all that stands in 规则; without that sheet, its header row as well."""
    table = clash.origins.rules
    rows = table.sheet.rows
    return _written(clash, rows[-1] + 1 if rows else 2, values, {})


def _written(clash: Clash, number: int, values: Mapping[str, Any], row: Named) -> tuple[Edit, ...]:
    table = clash.origins.rules
    name, header = (table.sheet.name, table.header) if table else (_sheet(clash), 1)
    columns = dict(table.columns) if table else {}
    last = max((column for _, column in table.sheet.cells), default=0) if table else 0
    wanted = values if table else {c: values.get(c) for c in COLUMNS}
    edits = []
    for code in wanted:
        if code not in columns:
            last += 1
            columns[code] = last
            edits.append(Edit(name, f"{get_column_letter(last)}{header}", None, COLUMNS[code][0]))
    for code, value in values.items():
        cell = row.get(code)
        if cell is not None and cell.address:
            edits.append(set_cell(cell, value))
        elif value not in (None, ""):
            edits.append(Edit(name, f"{get_column_letter(columns[code])}{number}", None, value))
    return tuple(edits)


def _sheet(clash: Clash) -> str:
    """The title of an empty sheet 规则, or of the one to make."""
    names = {key(alias) for alias in SHEETS["rules"]}
    return next((s.name for s in clash.book.sheets if key(s.name) in names), SHEETS["rules"][0])


def params_text(rule: Rule, setting: RuleSetting) -> str | None:
    """The parameters that differ from the rule's own, as the column 参数 holds them; None where it cannot hold one."""
    parts = []
    for param in rule.params:
        value = setting[param.name]
        if value == param.default:
            continue
        text = _value(value)
        if text is None:
            return None
        parts.append(f"{param.name}={text}")
    return ";".join(parts)


def _value(value: Any) -> str | None:
    if isinstance(value, Times):
        return write_times(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return _list([str(v) for v in value])
    return _list([str(value)])


def _list(words: Iterable[str]) -> str | None:
    found = list(words)
    return None if any(not w or any(ch in w for ch in _BREAKS) for w in found) else "、".join(found)


def with_param(text: object, rule: Rule, name: str, value: int) -> str | None:
    """The cell 参数 with one number changed: its ``name=…`` replaced or added, or its only value."""
    old = "" if text is None else str(text)
    param = next(p for p in rule.params if p.name == name)
    known = {key(word) for word in (param.text.zh, param.text.en, param.name)}
    parts = [p for p in old.replace("；", ";").replace("\n", ";").replace("＝", "=").split(";") if p.strip()]
    for index, part in enumerate(parts):
        word, equals, _ = part.partition("=")
        if equals and key(word) in known:
            return ";".join([*parts[:index], f"{word.strip()}={value}", *parts[index + 1 :]])
    if len(parts) == 1 and "=" not in parts[0]:  # a value without a name: of which parameter is not repeated here
        return f"{name}={value}" if len(rule.params) == 1 else None
    return ";".join([*(p.strip() for p in parts), f"{name}={value}"])
