"""课后服务: the days and minutes of after-school service, clubs and the teachers on duty."""

from __future__ import annotations

from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..tables import read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "grades": ("年级", "grades", "grade"),
    "days": ("星期", "weekdays", "days"),
    "start": ("开始", "start"),
    "end": ("结束", "end"),
    "minutes": ("分钟", "时长", "minutes"),
    "clubs": ("社团", "内容", "clubs"),
    "teachers": ("值班教师", "教师", "teachers on duty", "teachers"),
}


@dataclass(frozen=True)
class ServiceLine:
    """Service of some grades (empty: all) on some days, in minutes; ``start`` 0: after the last block."""

    grades: tuple[int, ...]
    days: tuple[int, ...]
    start: int
    minutes: int
    clubs: str
    teachers: Cell
    cell: Cell


def read_service(sheet: Sheet | None, days: int, log: Log) -> list[ServiceLine]:
    """Read the sheet; [] when there is none. Start and end give the minutes where they are not written."""
    table = read_table(sheet, COLUMNS, ("days",), log)
    found = []
    for row in table.rows:
        which = cells.weekdays(row["days"], log, days)
        if not which:
            continue
        start, end = cells.clock(row["start"], log), cells.clock(row["end"], log)
        minutes = cells.whole(row["minutes"], log, ("分钟", "minutes"), 0, 1, 600)
        if start is not None and end is not None and end > start:
            minutes = minutes or end - start
        if not minutes:
            log.add(
                row["minutes"] if row["minutes"].address else row["days"],
                "缺少课后服务的分钟数",
                "the minutes of the service are missing",
                "写成 120，或填写 开始 和 结束",
                "write 120, or fill start and end",
            )
            continue
        found.append(
            ServiceLine(
                cells.grades(row["grades"], log), which, start or 0, minutes, words.clean(row["clubs"].value),
                row["teachers"], row["days"],
            )
        )  # fmt: skip
    return found
