"""作业: daily caps, free days, minutes in service and on days off; weekly minutes and kind by subject and grade."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scheduler.domain import HOMEWORK_KINDS, HOMEWORK_LAYERS, Text, homework_kind, homework_layer

from .. import cells, words
from ..log import Log
from ..subjects import SubjectNames
from ..tables import Row, Table, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "item": ("项目", "科目", "item"),
    "kind": ("类型", "作业类型", "type", "kind"),
    "layer": ("层次", "分层", "layer"),
}
ITEMS = {
    "cap": ("每日上限", "daily cap"),
    "free": ("无作业日", "no-homework days"),
    "service": ("课后服务完成", "done in service"),
    "weekend": ("周末每日", "双休日每日", "week-end a day", "weekend a day"),
    "holiday": ("假期每日", "节假日每日", "holiday a day"),
}
DAYS_OFF = ("weekend", "holiday")
_ITEM = {words.key(alias): code for code, aliases in ITEMS.items() for alias in aliases}


@dataclass(frozen=True)
class HomeworkSheet:
    """By grade: the cap and service minutes a day, the free days; by (grade, subject) the weekly minutes.

    ``kinds``: (kind, layer) of a subject's homework; ``off``: minutes a day by (grade, weekend or holiday).
    """

    caps: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    free: dict[int, tuple[tuple[int, ...], Cell]] = field(default_factory=dict)
    service: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    targets: dict[tuple[int, str], tuple[int, int, Cell]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    off: dict[tuple[int, str], int] = field(default_factory=dict)


def read_homework(sheet: Sheet | None, subjects: SubjectNames, days: int, log: Log) -> HomeworkSheet:
    """Read the sheet; an empty one when there is none."""
    table = read_table(sheet, COLUMNS, ("item",), log, matrix=True)
    columns = _grade_columns(table, log)
    found = HomeworkSheet()
    rows: dict[str, Cell] = {}
    for row in table.rows:
        item = cells.name(row["item"])
        code = _ITEM.get(words.key(re.sub(r"[（(].*$", "", item)))
        subject = None if code else subjects.find(item)
        if code is None and subject is None and item:
            known = [*(a[0] for a in ITEMS.values()), *subjects.names]
            log.unknown(row["item"], ("项目或科目", "item or subject"), item, known, ("课程计划 表", "sheet 课程计划"))
        if subject:
            found.kinds[subject] = _kind(row, log)
        if (code or subject) and (before := rows.setdefault(code or f"科目 {subject}", row["item"])) != row["item"]:
            log.add(
                row["item"], f"“{item}” 重复（已在 {before.address}）", f"'{item}' twice (first in {before.address})",
                "一科只填一行、一种类型", "one row and one kind for a subject",
            )  # fmt: skip
        for grade, column in columns.items():
            cell = table.at(row.number, column)
            if not cell.empty and (code or subject):
                _read(cell, grade, code, subject or "", days, found, log)
    return found


def _read(cell: Cell, grade: int, code: str | None, subject: str, days: int, found: HomeworkSheet, log: Log) -> None:
    """One cell of a grade."""
    if code == "free":
        found.free[grade] = (_free_days(cell, days, log), cell)
    elif code == "cap":
        found.caps[grade] = (cells.whole(cell, log, ("每日上限分钟", "minutes a day"), 0, 0, 600), cell)
    elif code == "service":
        minutes = cells.whole(cell, log, ("课后服务完成分钟", "minutes in service"), 0, 0, 600)
        found.service[grade] = (minutes, cell)
    elif code in DAYS_OFF:
        name = ITEMS[code][0]
        found.off[grade, code] = cells.whole(cell, log, (f"{name}分钟", "minutes a day"), 0, 0, 600)
    elif weekly := _minutes(cell, log):
        found.targets[grade, subject] = (*weekly, cell)


def _kind(row: Row, log: Log) -> tuple[str, str]:
    """The kind and layer of a subject's homework; written and required where nothing is said."""
    kind = _word(row["kind"], ("作业类型", "kind of homework"), homework_kind, HOMEWORK_KINDS, log)
    layer = _word(row["layer"], ("层次", "layer"), homework_layer, HOMEWORK_LAYERS, log)
    return kind or "written", layer or "required"


def _word(
    cell: Cell, what: tuple[str, str], find: Callable[[str], str | None], known: Mapping[str, Text], log: Log
) -> str | None:
    if cell.empty:
        return None
    word = words.nfkc(cell.value)
    found = find(word)
    if found is None:
        names = [name.zh for name in known.values()]
        log.unknown(cell, what, word, names, ("、".join(names), "、".join(names)))
    return found


def _grade_columns(table: Table, log: Log) -> dict[int, int]:
    found = {}
    for column, header in table.extra.items():
        try:
            found[words.grade(header.value)] = column
        except ValueError:
            log.warn(header, f"不认识列 “{header.value}”，没有读", f"unknown column '{header.value}': not read")
    return found


def _free_days(cell: Cell, days: int, log: Log) -> tuple[int, ...]:
    return () if words.key(cell.value) in words.NO else cells.weekdays(cell, log, days)


def _minutes(cell: Cell, log: Log) -> tuple[int, int] | None:
    """(least, most) of ``55-95`` or ``60``; None for none or a wrong cell."""
    word = words.key(cell.value)
    if word in words.NO:
        return None
    found = re.match(r"^(\d+)(?:[-~至到—–](\d+))?(?:分钟|min)?$", word)
    if not found or not int(found[1]) <= int(found[2] or found[1]) <= 3000:
        became_date = hasattr(cell.value, "year")
        hint = ("把该格设为“文本”格式，写成 55-95", "format the cell as text and write 55-95")
        zh = f"每周分钟 “{words.show(cell.value)}” 读不懂" + ("（Excel 把它变成了日期）" if became_date else "")
        en = f"the weekly minutes '{words.show(cell.value)}' cannot be read" + (
            " (Excel turned it into a date)" if became_date else ""
        )
        log.add(cell, zh, en, *hint)
        return None
    return int(found[1]), int(found[2] or found[1])
