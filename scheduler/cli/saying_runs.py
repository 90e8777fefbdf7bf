"""Runs of the journal in words and as JSON, for ``runs``, ``show``, ``publish`` and ``undo``."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduler.rule import say_day

from .lang import lang, t

if TYPE_CHECKING:
    from scheduler.history import Periods
    from scheduler.journal import JournalEntry

_WEEKS = {"odd": ("（单周）", " (odd weeks)"), "even": ("（双周）", " (even weeks)")}


def name(entry: JournalEntry) -> str:
    """@3（结果2）"""
    return t(f"@{entry.number}（{entry.folder}）", f"@{entry.number} ({entry.folder})")


def status(entry: JournalEntry) -> str:
    """What came of the search, and what there is to know about the entry."""
    words = {
        "optimal": t("已是最好", "optimal"),
        "feasible": t("可行", "feasible"),
        "broken": t("有违反", "broken"),
    }
    said = words.get(entry.status, entry.status or "?")
    if entry.early:
        said += t("，未排完", ", not finished")
    if entry.found:
        said += t("，补记", ", entered later")
    return said


def cost(entry: JournalEntry) -> str:
    """The cost as everywhere else, not in thousandths."""
    return "" if entry.objective is None else f"{entry.objective / 1000:g}"


def parent(entry: JournalEntry) -> str:
    """Which run it was made from."""
    return f"@{entry.parent}" if entry.parent else entry.origin


def wall(entry: JournalEntry) -> str:
    """Since when it hangs on the wall, or when it did."""
    said = []
    for hung in entry.wall:
        since, until = _day(hung.since), _day(hung.until)
        if not until:
            said.append(t(f"在墙上（{since} 起）", f"on the wall since {since}"))
        elif since == until:
            said.append(t(f"曾贴（{since}）", f"hung on {since}"))
        else:
            said.append(t(f"曾贴（{since} 至 {until}）", f"hung from {since} to {until}"))
    return t("；", "; ").join(dict.fromkeys(said))  # twice on one day is said once


def _day(moment: str) -> str:
    """2026-09-01 of a written time."""
    return moment[:10]


def saved(entry: JournalEntry) -> str:
    """When it was saved, by the clock of the place; the year only where it is another."""
    moment = entry.saved[:16].replace("T", " ")
    return moment.removeprefix(f"{date.today().year}-")


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with straight columns, also where half of the signs are twice as wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def changes(gone: Periods, come: Periods) -> list[str]:
    """四1 信息科技（王芳） 周三3 → 周四2: where the periods of a class's subject were and where they are."""
    lines: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, periods in enumerate((gone, come)):
        for klass, week, day, period, subject, teacher in periods:
            lines[klass, subject, teacher][side].append(_place(week, day, period))
    return [_line(key, *places) for key, places in sorted(lines.items())]


def _line(key: tuple[str, ...], before: list[str], after: list[str]) -> str:
    klass, subject, teacher = key
    comma, none = t("、", ", "), t("（没有）", "(none)")
    who = t(f"{klass} {subject}（{teacher}）", f"{klass} {subject} ({teacher})") if teacher else f"{klass} {subject}"
    return f"{who} {comma.join(before) or none} → {comma.join(after) or none}"


def _place(week: str, day: str, period: str) -> str:
    place = say_day(int(day), lang()) if day.isdecimal() else day
    said = t(f"{place}{period}", f"{place} {period}")
    return said + t(*_WEEKS.get(week, ("", "")))


def data(entry: JournalEntry) -> dict[str, Any]:
    """An entry for a program; the objective in thousandths, times with their offset from UTC."""
    return {
        "number": entry.number, "saved": entry.saved, "who": entry.who, "folder": entry.folder,
        "school": entry.school, "status": entry.status, "objective": entry.objective, "parent": entry.parent,
        "origin": entry.origin, "moved": entry.moved, "early": entry.early, "found": entry.found,
        "current": entry.current, "published": entry.published,
        "wall": [{"since": w.since, "until": w.until or None, "who": w.who} for w in entry.wall],
        "files": dict(entry.files),
    }  # fmt: skip
