"""教师: the teachers and their limits."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Times

from .. import cells, words
from ..log import Log
from ..tables import Row, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "name": ("姓名", "教师", "name", "teacher"),
    "subjects": ("任教科目", "任教学科", "科目", "subjects"),
    "kind": ("类别", "kind"),
    "day": ("每日最多", "most a day"),
    "week": ("每周最多", "most a week"),
    "run": ("连续最多", "most in a row"),
    "away": ("不可用时间", "unavailable times", "unavailable"),
    "group": ("教研组", "research group"),
}
KINDS = {
    "full-time": ("专任", "专职", "full-time", ""),
    "part-time": ("兼职", "兼任", "part-time"),
    "itinerant": ("走教", "支教", "itinerant"),
}
_KIND = {words.key(alias): kind for kind, aliases in KINDS.items() for alias in aliases}


@dataclass(frozen=True)
class TeacherLine:
    """A teacher as written; limits (periods) by the column they stand in, only those that are filled."""

    name: str
    cell: Cell
    kind: str
    subjects: Cell
    limits: tuple[tuple[str, int, Cell], ...]
    away: Times
    away_cell: Cell
    group: str


def read_teachers(sheet: Sheet | None, log: Log) -> list[TeacherLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("name",), log)
    found: dict[str, TeacherLine] = {}
    for row in table.rows:
        name = cells.name(row["name"])
        if not name:
            continue
        if words.key(name) in found:
            first = found[words.key(name)].cell.address
            log.add(
                row["name"],
                f"教师 “{name}” 重复（已在 {first}）",
                f"teacher '{name}' twice (first in {first})",
                f"同名的两人写成 {name}(1)、{name}(2)；同一人只留一行",
                f"two people of one name: {name}(1), {name}(2); one person: keep one row",
            )
            continue
        cells.tell_odd_name(row["name"], log)
        found[words.key(name)] = _line(name, row, log)
    return list(found.values())


def _line(name: str, row: Row, log: Log) -> TeacherLine:
    kind = _KIND.get(words.key(row["kind"].value))
    if kind is None:
        log.unknown(
            row["kind"],
            ("类别", "kind"),
            words.nfkc(row["kind"].value),
            ["专任", "兼职", "走教"],
            ("类别", "the kinds"),
        )
    limits = []
    for column in ("day", "week", "run"):
        title = COLUMNS[column][0], COLUMNS[column][-1]
        most = cells.whole(row[column], log, title, 0, 1, 60)
        if most:
            limits.append((column, most, row[column]))
    return TeacherLine(
        name, row["name"], kind or "full-time", row["subjects"], tuple(limits),
        cells.times(row["away"], log), row["away"], cells.name(row["group"]),
    )  # fmt: skip
