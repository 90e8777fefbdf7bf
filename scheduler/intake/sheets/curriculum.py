"""课程计划: the matrix of subjects and grades with weekly lessons, and what else is said of a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain import Times

from .. import cells, words
from ..log import Log
from ..tables import Row, Table, read_table
from ..workbook import NO_CELL, Cell, Sheet

COLUMNS = {
    "subject": ("科目", "学科", "课程", "subject"),
    "doubles": ("连堂", "连堂次数", "double lessons", "doubles"),
    "kind": ("场地类型", "room kind"),
    "most": ("每日最多", "most a day"),
    "half": ("优先时段", "preferred half-day", "preferred"),
    "homework": ("有作业", "gives homework", "homework"),
}


NO_TIMES = Times()


@dataclass(frozen=True)
class CurriculumLine:
    """A subject's row. By grade: weekly lessons, (doubles a week, periods of each), most lessons a day."""

    subject: str
    cell: Cell
    lessons: Mapping[int, float]
    cells: Mapping[int, Cell]
    doubles: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    doubles_cell: Cell = NO_CELL
    kind: Cell = NO_CELL
    most: Mapping[int, int] = field(default_factory=dict)
    most_cell: Cell = NO_CELL
    half: Times = NO_TIMES
    half_cell: Cell = NO_CELL
    homework: bool | None = None


@dataclass(frozen=True)
class CurriculumSheet:
    """All rows, and the header cell of each grade."""

    lines: tuple[CurriculumLine, ...] = ()
    grades: Mapping[int, Cell] = field(default_factory=dict)


def read_curriculum(sheet: Sheet | None, log: Log) -> CurriculumSheet:
    """Read the sheet. Notes unknown grade columns, double subjects and counts that are none."""
    table = read_table(sheet, COLUMNS, ("subject",), log, matrix=True)
    if not table:
        return CurriculumSheet()
    columns = _grade_columns(table, log)
    if not columns:
        log.add(
            table.head("subject"), "表头里没有年级列", "no grade column in the header row",
            "加上 一年级 … 九年级 的列", "add columns such as 一年级 … 九年级",
        )  # fmt: skip
    lines: dict[str, CurriculumLine] = {}
    for row in table.rows:
        name = cells.name(row["subject"])
        if words.key(name) in ("周总课时", "合计", "总计", "周课时", "total", ""):
            continue
        if words.key(name) in lines:
            first = lines[words.key(name)].cell.address
            log.add(
                row["subject"],
                f"科目 “{name}” 重复（已在 {first}）",
                f"subject '{name}' twice (first in {first})",
            )
            continue
        cells.tell_odd_name(row["subject"], log)
        lines[words.key(name)] = _line(name, row, columns, table, log)
    return CurriculumSheet(tuple(lines.values()), {g: table.at(table.header, c) for g, c in columns.items()})


def _grade_columns(table: Table, log: Log) -> dict[int, int]:
    found: dict[int, int] = {}
    for column, header in table.extra.items():
        try:
            grade = words.grade(header.value)
        except ValueError:
            near = words.nearest(str(header.value), [a[0] for a in COLUMNS.values()])
            log.warn(
                header, f"不认识列 “{header.value}”，没有读", f"unknown column '{header.value}': not read",
                *((f"改为 {near}？", f"rename it {near}?") if near else ()),
            )  # fmt: skip
            continue
        if grade in found:
            log.add(header, f"年级列 “{header.value}” 重复", f"the grade column '{header.value}' stands twice")
        else:
            found[grade] = column
    return dict(sorted(found.items()))


def _line(name: str, row: Row, columns: Mapping[int, int], table: Table, log: Log) -> CurriculumLine:
    at = {grade: table.at(row.number, column) for grade, column in columns.items()}
    lessons = {grade: count for grade, cell in at.items() if (count := cells.lessons(cell, log))}
    doubles: dict[int, tuple[int, int]] = {}
    for grade, text in _by_grade(row["doubles"], lessons, log):
        found = re.match(r"^(\d+)(?:[x×*](\d+))?$", text)
        if not found or (found[2] and not 2 <= int(found[2]) <= 4):
            _unreadable(row["doubles"], "连堂", "double lessons", "1、3-6:1 或 3-6:1×2", log)
        elif int(found[1]):
            doubles[grade] = (int(found[1]), int(found[2] or 2))
    most: dict[int, int] = {}
    for grade, text in _by_grade(row["most"], lessons, log):
        if not text.isdigit() or int(text) < 1:
            _unreadable(row["most"], "每日最多", "most a day", "2 或 3-6:2", log)
        else:
            most[grade] = int(text)
    return CurriculumLine(
        name, row["subject"], lessons, at, doubles, row["doubles"], row["kind"], most, row["most"],
        cells.times(row["half"], log), row["half"], cells.yes_no(row["homework"], log),
    )  # fmt: skip


def _by_grade(cell: Cell, lessons: Mapping[int, float], log: Log) -> list[tuple[int, str]]:
    """The cell's word for each grade that has the subject: ``1`` for all, ``3-6:1；7:2`` by grade."""
    found: list[tuple[int, str]] = []
    for part in re.split(r"[;,\n]+", words.key("" if cell.empty else cell.value)):
        which, colon, text = part.rpartition(":")
        if not part:
            continue
        try:
            grades = words.grades(which) if colon else tuple(lessons)
        except ValueError:
            _unreadable(cell, "年级", "grades", "3-6:1", log)
            continue
        found += [(grade, text) for grade in grades if grade in lessons]
    return found


def _unreadable(cell: Cell, zh: str, en: str, example: str, log: Log) -> None:
    shown = words.show(cell.value)
    log.add(
        cell, f"{zh} “{shown}” 读不懂", f"the {en} '{shown}' cannot be read", f"写成 {example}",
        f"write {example.replace(' 或 ', ' or ')}",
    )  # fmt: skip
