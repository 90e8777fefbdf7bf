"""教研: the meetings of research groups."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Times

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "group": ("教研组", "research group", "group"),
    "periods": ("节数", "length", "periods"),
    "times": ("候选时间", "candidate times", "times"),
}


@dataclass(frozen=True)
class MeetingLine:
    """A research group's weekly meeting: how many periods, and when it may begin (empty: any time)."""

    group: str
    periods: int
    times: Times
    cell: Cell
    times_cell: Cell
    periods_cell: Cell


def read_meetings(sheet: Sheet | None, log: Log) -> list[MeetingLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("group",), log)
    found: dict[str, MeetingLine] = {}
    for row in table.rows:
        name = cells.name(row["group"])
        if not name:
            continue
        if words.key(name) in found:
            log.add(row["group"], f"教研组 “{name}” 重复", f"the group '{name}' stands twice")
            continue
        periods = cells.whole(row["periods"], log, ("节数", "periods"), 1, 1, 4)
        times = cells.times(row["times"], log)
        found[words.key(name)] = MeetingLine(name, periods, times, row["group"], row["times"], row["periods"])
    return list(found.values())
