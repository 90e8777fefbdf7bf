"""场地: rooms and grounds."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Times

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "name": ("名称", "场地", "name", "room"),
    "kind": ("类型", "场地类型", "kind"),
    "holds": ("同时班数", "容纳班数", "classes at once"),
    "away": ("不可用时间", "unavailable times", "unavailable"),
}


@dataclass(frozen=True)
class RoomLine:
    """A room as written."""

    name: str
    kind: str
    holds: int
    away: Times
    cell: Cell
    away_cell: Cell
    holds_cell: Cell


def read_rooms(sheet: Sheet | None, log: Log) -> list[RoomLine]:
    """Read the sheet; [] when there is none. A room without a kind is of the kind of its own name."""
    table = read_table(sheet, COLUMNS, ("name",), log)
    found: dict[str, RoomLine] = {}
    for row in table.rows:
        name = cells.name(row["name"])
        if not name:
            continue
        if words.key(name) in found:
            first = found[words.key(name)].cell.address
            log.add(row["name"], f"场地 “{name}” 重复（已在 {first}）", f"room '{name}' twice (first in {first})")
            continue
        cells.tell_odd_name(row["name"], log)
        holds = cells.whole(row["holds"], log, ("同时班数", "classes at once"), 1, 1, 200)
        away = cells.times(row["away"], log)
        kind = cells.name(row["kind"]) or name
        found[words.key(name)] = RoomLine(name, kind, holds, away, row["name"], row["away"], row["holds"])
    return list(found.values())
