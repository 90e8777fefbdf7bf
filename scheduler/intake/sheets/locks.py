"""固排禁排: fixed, forbidden, preferred and avoided times."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Times

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "class": ("班级", "class"),
    "teacher": ("教师", "teacher"),
    "room": ("场地", "room"),
    "subject": ("科目", "subject"),
    "times": ("时间", "time", "times"),
    "way": ("方式", "way", "mode"),
}
WAYS = {
    "fixed": ("固排", "固定", "fixed"),
    "forbidden": ("禁排", "禁止", "forbidden"),
    "preferred": ("优先", "preferred"),
    "avoided": ("避免", "尽量不排", "avoided", "avoid"),
}
_WAY = {words.key(alias): way for way, aliases in WAYS.items() for alias in aliases}


@dataclass(frozen=True)
class LockLine:
    """A row; cells that are empty mean all."""

    way: str
    times: Times
    klass: Cell
    teacher: Cell
    room: Cell
    subject: Cell
    cell: Cell
    times_cell: Cell
    way_cell: Cell


def read_locks(sheet: Sheet | None, log: Log) -> list[LockLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("times", "way"), log)
    found = []
    for row in table.rows:
        if all(row[c].empty for c in COLUMNS):
            continue
        way = _WAY.get(words.key(row["way"].value))
        if way is None:
            ways = [aliases[0] for aliases in WAYS.values()]
            log.unknown(
                row["way"],
                ("方式", "way"),
                words.nfkc(row["way"].value),
                ways,
                ("固排、禁排、优先、避免", "the ways"),
            )
            continue
        times = cells.times(row["times"], log)
        if row["times"].empty and not row["times"].broken and not (way == "fixed" and not row["room"].empty):
            log.add(row["times"], "缺少时间", "the time is missing", "写成 周一1", "write 周一1")
        elif times or row["times"].empty:
            at = row["times"] if not row["times"].empty else row["way"]
            who = row["class"], row["teacher"], row["room"], row["subject"]
            found.append(LockLine(way, times, *who, at, row["times"], row["way"]))
    return found
