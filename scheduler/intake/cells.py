"""Typed readings of one cell: each gives the value, or notes what would be right and gives the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import TypeVar

from scheduler.domain import Times

from . import words
from .dates import Term, read_days
from .log import Log
from .subjects import SubjectNames
from .workbook import Cell

T = TypeVar("T")
_AS_TEXT = ("把该格设为“文本”格式再输入", "format the cell as text and type it again")


def name(cell: Cell) -> str:
    """A name, trimmed; its characters are kept."""
    return "" if isinstance(cell.value, date | time) else words.clean(cell.value)


def tell_odd_name(cell: Cell, log: Log) -> None:
    """Warn of a name that could be taken for a path or that holds control characters; it is kept as text."""
    text = str(cell.value)
    if "../" in text or "..\\" in text or any(ord(ch) < 32 or ord(ch) == 127 for ch in text):
        log.warn(
            cell,
            f"名称 {text!r} 含有特殊字符，按文字保留",
            f"the name {text!r} has unusual characters; it is kept as text",
        )


def lessons(cell: Cell, log: Log) -> float | None:
    """Lessons a week: 0, 1, 4.5 …; None for an empty or wrong cell."""
    if cell.empty or cell.value == "-":
        return None
    try:
        count = words.number(cell.value)
    except ValueError:
        log.add(
            cell,
            f"“{words.show(cell.value)}” 不是课时数",
            f"'{words.show(cell.value)}' is not a number of lessons",
            "写成 4 或 4.5（.5 为隔周一节）",
            "write 4 or 4.5 (.5: every other week)",
        )
        return None
    if count < 0:
        log.add(
            cell,
            f"课时数 {count:g} 小于 0",
            f"{count:g} lessons is less than 0",
            "写成 0 或更大的数",
            "write 0 or more",
        )
        return None
    if count * 2 % 1:
        near = round(count * 2) / 2
        log.add(
            cell,
            f"课时数 {count:g} 只能是整数或 .5（隔周一节）",
            f"{count:g} lessons: only whole numbers and .5 (every other week)",
            f"写成 {near:g}",
            f"write {near:g}",
        )
        return None
    if count > 60:
        log.add(cell, f"课时数 {count:g} 太大", f"{count:g} lessons a week is too much")
        return None
    return count


def whole(cell: Cell, log: Log, what: tuple[str, str], default: int, least: int = 0, most: int = 100_000) -> int:
    """A whole number between ``least`` and ``most``; ``what`` names it in Chinese and English."""
    if cell.empty:
        return default
    try:
        count = words.number(cell.value)
    except ValueError:
        count = -1.5
    if count % 1 or not least <= count <= most:
        log.add(
            cell, f"{what[0]} “{words.show(cell.value)}” 应是 {least} 到 {most} 的整数",
            f"{what[1]} '{words.show(cell.value)}' must be a whole number from {least} to {most}",
        )  # fmt: skip
        return default
    return int(count)


def times(cell: Cell, log: Log) -> Times:
    """Written times such as ``周一；周三上午；周四5-6``; none for an empty cell."""
    return _parsed(
        cell, log, lambda value: Times.parse(words.nfkc(value)), Times(),
        "时间", "times", "写成 周一；周三上午；周四5-6", "write 周一；周三上午；周四5-6",
    )  # fmt: skip


def grades(cell: Cell, log: Log) -> tuple[int, ...]:
    """Grades such as ``1-6`` or ``三年级``; () for an empty cell."""
    return _parsed(cell, log, words.grades, (), "年级", "grades", "写成 1-6 或 三年级", "write 1-6 or 三年级")


def weekdays(cell: Cell, log: Log, count: int) -> tuple[int, ...]:
    """Weekdays such as ``周一至周五``; () for an empty cell."""
    return _parsed(
        cell, log, lambda value: words.weekdays(value, count), (),
        "星期", "weekdays", "写成 周一至周五 或 周二、周四", "write 周一至周五 or 周二、周四",
    )  # fmt: skip


def clock(cell: Cell, log: Log) -> int | None:
    """A clock time in minutes after midnight; None for an empty or wrong cell."""
    return _parsed(cell, log, words.clock, None, "时刻", "clock time", "写成 08:40", "write 08:40")


def days(cell: Cell, term: Term | None, log: Log) -> tuple[date, date] | None:
    """The first and last day of ``2025-11-05`` or ``10月1日至8日``; None for an empty or wrong cell."""
    return _parsed(
        cell, log, lambda value: read_days(value, term), None,
        "日期", "date", "写成 2025-11-05、10月1日至8日 或 每周三", "write 2025-11-05, 10月1日至8日 or 每周三",
    )  # fmt: skip


def subjects(cell: Cell, known: SubjectNames, log: Log) -> Iterator[str]:
    """The school's subjects that a cell lists; those it lacks are noted with the nearest."""
    for word in [] if cell.empty else words.split(cell.value):
        if name := known.find(word):
            yield name
        else:
            log.unknown(cell, ("科目", "subject"), word, list(known.names), ("课程计划 表", "sheet 课程计划"))


def yes_no(cell: Cell, log: Log) -> bool | None:
    """是 or 否; None for an empty or wrong cell."""
    return _parsed(cell, log, words.yes, None, "是否", "yes or no", "写成 是 或 否", "write 是 (yes) or 否 (no)")


def _parsed(cell: Cell, log: Log, parse: Callable[[object], T], default: T, zh: str, en: str, *advice: str) -> T:
    if cell.empty:
        return default
    try:
        return parse(cell.value)
    except ValueError:
        shown = words.show(cell.value)
        became_date = isinstance(cell.value, date) and en not in ("clock time", "date")
        hint = _AS_TEXT if became_date else advice
        extra = ("（Excel 把它变成了日期）", " (Excel turned it into a date)") if became_date else ("", "")
        log.add(cell, f"{zh} “{shown}” 读不懂{extra[0]}", f"the {en} '{shown}' cannot be read{extra[1]}", *hint)
        return default
