"""班级: the classes."""

from __future__ import annotations

from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..tables import Row, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "name": ("班级", "班级名称", "class"),
    "grade": ("年级", "grade"),
    "pupils": ("人数", "学生数", "pupils"),
    "teacher": ("班主任", "class teacher"),
    "room": ("教室", "home room"),
    "bell": ("作息表", "作息", "bell schedule", "bells"),
}


@dataclass(frozen=True)
class ClassLine:
    """A class as written."""

    name: str
    grade: int
    pupils: int
    cell: Cell
    teacher: Cell
    room: Cell
    bell: Cell


def read_classes(sheet: Sheet | None, log: Log) -> list[ClassLine]:
    """Read the sheet. Notes double classes and classes without a grade."""
    table = read_table(sheet, COLUMNS, ("name",), log)
    found: dict[str, ClassLine] = {}
    for row in table.rows:
        name = cells.name(row["name"])
        if not name:
            continue
        if words.key(name) in found:
            first = found[words.key(name)].cell.address
            log.add(row["name"], f"班级 “{name}” 重复（已在 {first}）", f"class '{name}' twice (first in {first})")
            continue
        cells.tell_odd_name(row["name"], log)
        grade = _grade(name, row, log)
        if grade:
            pupils = cells.whole(row["pupils"], log, ("人数", "pupils"), 0, 0, 500)
            found[words.key(name)] = ClassLine(
                name, grade, pupils, row["name"], row["teacher"], row["room"], row["bell"]
            )
    if table and not found:
        log.add(table.head("name"), "没有一个班级", "there is no class")
    return list(found.values())


def _grade(name: str, row: Row, log: Log) -> int:
    if not row["grade"].empty:
        found = cells.grades(row["grade"], log)
        if len(found) > 1:
            log.add(row["grade"], "一个班只能有一个年级", "a class has one grade")
        return found[0] if found else 0
    try:
        return words.grade_of_class(name)
    except ValueError:
        log.add(
            row["name"],
            f"从班名 “{name}” 看不出年级",
            f"the name '{name}' does not tell the grade",
            "填写年级列",
            "fill the grade",
        )
        return 0
