"""作业: daily caps, free days, minutes done at school, and weekly minutes by subject and grade."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import cells, words
from ..log import Log
from ..subjects import SubjectNames
from ..tables import Table, read_table
from ..workbook import Cell, Sheet

COLUMNS = {"item": ("项目", "科目", "item")}
ITEMS = {
    "cap": ("每日上限", "daily cap"),
    "free": ("无作业日", "no-homework days"),
    "service": ("课后服务完成", "done in service"),
}
_ITEM = {words.key(alias): code for code, aliases in ITEMS.items() for alias in aliases}


@dataclass(frozen=True)
class HomeworkSheet:
    """By grade: the cap and service minutes a day, the free days; by (grade, subject) the weekly minutes."""

    caps: Mapping[int, tuple[int, Cell]] = field(default_factory=dict)
    free: Mapping[int, tuple[tuple[int, ...], Cell]] = field(default_factory=dict)
    service: Mapping[int, tuple[int, Cell]] = field(default_factory=dict)
    targets: Mapping[tuple[int, str], tuple[int, int, Cell]] = field(default_factory=dict)


def read_homework(sheet: Sheet | None, subjects: SubjectNames, days: int, log: Log) -> HomeworkSheet:
    """Read the sheet; an empty one when there is none."""
    table = read_table(sheet, COLUMNS, ("item",), log, matrix=True)
    columns = _grade_columns(table, log)
    caps: dict[int, tuple[int, Cell]] = {}
    free: dict[int, tuple[tuple[int, ...], Cell]] = {}
    service: dict[int, tuple[int, Cell]] = {}
    targets: dict[tuple[int, str], tuple[int, int, Cell]] = {}
    for row in table.rows:
        item = cells.name(row["item"])
        code = _ITEM.get(words.key(re.sub(r"[（(].*$", "", item)))
        subject = None if code else subjects.find(item)
        if code is None and subject is None and item:
            known = [*(a[0] for a in ITEMS.values()), *subjects.names]
            log.unknown(row["item"], ("项目或科目", "item or subject"), item, known, ("课程计划 表", "sheet 课程计划"))
        for grade, column in columns.items():
            cell = table.at(row.number, column)
            if cell.empty:
                continue
            if code == "free":
                free[grade] = (_free_days(cell, days, log), cell)
            elif code == "cap":
                caps[grade] = (cells.whole(cell, log, ("每日上限分钟", "minutes a day"), 0, 0, 600), cell)
            elif code == "service":
                service[grade] = (
                    cells.whole(cell, log, ("课后服务完成分钟", "minutes in service"), 0, 0, 600),
                    cell,
                )
            elif subject and (minutes := _minutes(cell, log)):
                targets[grade, subject] = (*minutes, cell)
    return HomeworkSheet(caps, free, service, targets)


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
