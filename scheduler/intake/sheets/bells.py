"""作息: a row a block of the school day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.domain import BlockKind
from scheduler.domain.sayings import say_clock

from .. import cells, words
from ..log import Log
from ..tables import Row, read_table
from ..workbook import Cell, Sheet

COLUMNS = {
    "schedule": ("作息表", "schedule", "bell schedule"),
    "grades": ("年级", "grades", "grade"),
    "days": ("星期", "weekdays", "days"),
    "name": ("名称", "name"),
    "kind": ("类型", "kind", "type"),
    "start": ("开始", "开始时间", "start"),
    "end": ("结束", "结束时间", "end"),
    "season": ("季节", "season"),
}
SEASONS = {"summer": ("夏季", "夏", "夏令时", "夏时制"), "winter": ("冬季", "冬", "冬令时", "冬时制")}
_ALL_YEAR = ("全年", "四季", "不分", "all", "all year")
KINDS = {
    BlockKind.LESSON: ("上课", "课", "正课", "lesson"),
    BlockKind.LONG_BREAK: ("大课间", "课间操", "跑操", "课间跑操", "广播操", "long break", "long_break"),
    BlockKind.BREAK: ("课间", "休息", "break"),
    BlockKind.EYES: ("眼保健操", "眼操", "eye exercises", "eye_exercises"),
    BlockKind.NOON: ("午休", "午餐", "午餐午休", "午饭", "noon rest", "noon"),
    BlockKind.SELF_STUDY: ("自习", "晚自习", "早自习", "self-study", "self_study"),
    BlockKind.READING: ("阅读", "早读", "晨读", "午读", "晨诵", "reading"),
    BlockKind.ACTIVITY: ("活动", "社团", "课外活动", "体育活动", "体育锻炼", "activity"),
    BlockKind.SERVICE: ("课后服务", "课后延时服务", "延时服务", "after-school service", "service"),
    BlockKind.ARRIVAL: ("到校", "入校", "晨间活动", "arrival"),
    BlockKind.OTHER: ("其他", "其它", "晨会", "升旗", "晚餐", "other"),
}
_KIND = {words.key(alias): kind for kind, aliases in KINDS.items() for alias in aliases}
_SEASON = {words.key(alias): season for season, aliases in SEASONS.items() for alias in (season, *aliases)}


@dataclass(frozen=True)
class BellLine:
    """A block of some grades on some weekdays; ``grades`` and ``days`` empty: all; ``season`` '': the whole year."""

    schedule: str
    grades: tuple[int, ...]
    days: tuple[int, ...]
    name: str
    kind: BlockKind
    start: int
    end: int
    cell: Cell
    season: str = ""


def read_bells(sheet: Sheet | None, days: int, log: Log) -> list[BellLine]:
    """Read the sheet; [] when there is none."""
    table = read_table(sheet, COLUMNS, ("name", "start", "end"), log)
    return [line for row in table.rows if (line := _line(row, days, log))]


def _line(row: Row, days: int, log: Log) -> BellLine | None:
    if row["start"].empty and row["end"].empty:
        return None
    start, end = cells.clock(row["start"], log), cells.clock(row["end"], log)
    kind = _kind(row, log)
    if start is None or end is None:
        for part in ("start", "end"):
            if row[part].empty and not row[part].broken:
                log.add(row[part], "缺少时刻", "the clock time is missing", "写成 08:40", "write 08:40")
        return None
    if end <= start:
        log.add(
            row["end"], f"结束 {say_clock(end)} 不晚于开始 {say_clock(start)}",
            f"the end {say_clock(end)} is not after the start {say_clock(start)}",
        )  # fmt: skip
        return None
    return BellLine(
        cells.name(row["schedule"]), cells.grades(row["grades"], log), cells.weekdays(row["days"], log, days),
        cells.name(row["name"]), kind, start, end, row["start"], read_season(row["season"], log),
    )  # fmt: skip


def read_season(cell: Cell, log: Log) -> str:
    """summer, winter, or '' for the whole year."""
    word = words.key(cell.value)
    season = _SEASON.get(word)
    if season is None and word and word not in _ALL_YEAR:
        known = [names[0] for names in SEASONS.values()]
        log.unknown(
            cell, ("季节", "season"), words.nfkc(cell.value), known, ("夏季、冬季", "夏季 (summer), 冬季 (winter)")
        )
    return season or ""


def _kind(row: Row, log: Log) -> BlockKind:
    cell = row["kind"]
    if cell.empty:
        name = words.key(row["name"].value)
        guessed = BlockKind.LESSON if re.match(r"^第?[\d一二三四五六七八九十]+节", name) else _KIND.get(name)
        if guessed is None:
            log.warn(row["name"], f"“{name}” 没有类型，按“其他”读", f"'{name}' has no kind; read as 'other'")
        return guessed or BlockKind.OTHER
    kind = _KIND.get(words.key(cell.value))
    if kind is None:
        log.unknown(cell, ("类型", "kind"), words.nfkc(cell.value), list(_KIND), ("已知类型", "the known kinds"))
    return kind or BlockKind.OTHER
