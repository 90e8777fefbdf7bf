"""合班走班: lessons taught to several classes at once, and teaching groups drawn from classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..subjects import SubjectNames
from ..tables import Row, read_table
from ..workbook import Cell, Sheet
from .classes import ClassLine

COLUMNS = {
    "name": ("教学班", "教学班名称", "group", "teaching group"),
    "classes": ("班级", "classes"),
    "subject": ("科目", "subject"),
    "teacher": ("教师", "teacher"),
    "lessons": ("课时", "lessons"),
    "room": ("场地", "room"),
    "band": ("时段组", "band"),
}


@dataclass(frozen=True)
class GroupLine:
    """A row: without a ``band`` whole classes sit together, with one a group drawn from them."""

    name: str
    classes: tuple[str, ...]
    subject: str
    lessons: float
    band: str
    cell: Cell
    teacher: Cell
    room: Cell
    lessons_cell: Cell


def read_groups(sheet: Sheet | None, classes: Sequence[ClassLine], subjects: SubjectNames, log: Log) -> list[GroupLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("classes", "subject", "lessons"), log)
    found: dict[str, GroupLine] = {}
    taken = {words.key(c.name) for c in classes}
    for row in table.rows:
        line = _line(row, classes, subjects, log)
        if line is None:
            continue
        if words.key(line.name) in found or (words.key(line.name) in taken and line.band):
            log.add(line.cell, f"教学班 “{line.name}” 重名", f"the group's name '{line.name}' is taken")
            continue
        found[words.key(line.name)] = line
    return list(found.values())


def find_classes(cell: Cell, classes: Sequence[ClassLine], log: Log) -> tuple[str, ...]:
    """The classes a cell names: ``七1、七2``, or a whole grade by ``七年级``."""
    by_key = {words.key(c.name): c.name for c in classes}
    if words.key(cell.value) in by_key:
        return (by_key[words.key(cell.value)],)
    found: list[str] = []
    for part in words.split("" if cell.empty else cell.value):
        if words.key(part) in by_key:
            found.append(by_key[words.key(part)])
            continue
        try:
            grade = words.grade(part) if "年级" in part or "grade" in part.casefold() else 0
        except ValueError:
            grade = 0
        of_grade = [c.name for c in classes if c.grade == grade]
        if not of_grade:
            log.unknown(cell, ("班级", "class"), part, list(by_key.values()), ("班级 表", "sheet 班级"))
        found += of_grade
    return tuple(dict.fromkeys(found))


def _line(row: Row, classes: Sequence[ClassLine], subjects: SubjectNames, log: Log) -> GroupLine | None:
    if row["classes"].empty and row["subject"].empty:
        return None
    members = find_classes(row["classes"], classes, log)
    written = cells.name(row["subject"])
    subject = subjects.find(written)
    if subject is None:
        log.unknown(
            row["subject"],
            ("科目", "subject"),
            written,
            list(subjects.names),
            ("课程计划 表", "sheet 课程计划"),
        )
    lessons = cells.lessons(row["lessons"], log)
    if row["classes"].empty or (row["lessons"].empty and not row["lessons"].broken):
        cell = row["classes"] if row["classes"].empty else row["lessons"]
        log.add(cell, "合班走班 的班级和课时都要填", "a teaching group needs its classes and lessons")
    if subject is None or not lessons or not members:
        return None
    name = cells.name(row["name"]) or "+".join(members)
    if not row["name"].empty:
        cells.tell_odd_name(row["name"], log)
    elif not cells.name(row["band"]):
        name = f"{name} {subject}"
    return GroupLine(
        name, members, subject, lessons, cells.name(row["band"]),
        row["name"] if not row["name"].empty else row["classes"], row["teacher"], row["room"], row["lessons"],
    )  # fmt: skip
