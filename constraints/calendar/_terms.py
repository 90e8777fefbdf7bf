"""Stretches of a term in which events are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain import Calendar, Event, School, Text

_OFF = ("假", "放假", "停课")
_MONTH = 10  # school days: a month of which the term has fewer is no month to ask something of


@dataclass(frozen=True)
class Stretch:
    """From ``first`` to ``last`` inclusive; ``name``: W3, 2024-10, 2024-10-08 or term. ``asked``: long enough, and with
    school, so that something can be wanted of it."""

    name: str
    first: date
    last: date
    asked: bool = True


def stretches(calendar: Calendar, per: str, month: int, weekdays: int) -> Iterator[Stretch]:
    """The term by ``per`` (term, year, month, week, day); ``month`` (1-12) leaves only the part in that month.
    Raises ValueError for another word."""
    if per not in ("term", "year", "month", "week", "day"):
        raise ValueError(per)
    off = [e for e in calendar.events if any(word in e.kind for word in _OFF)] if month or per != "term" else []
    if month or per == "month":
        for year, number in calendar.months:
            if month in (0, number):
                first = max(calendar.first, date(year, number, 1))
                last = min(calendar.last, date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1))
                days = _school_days(off, first, last, weekdays)
                yield Stretch(f"{year}-{number:02d}", first, last, bool(month) or len(days) >= _MONTH)
    elif per == "week":
        monday = calendar.first - timedelta(days=calendar.first.weekday())
        for number in range(1, calendar.weeks + 1):
            first = max(calendar.first, monday + timedelta(weeks=number - 1))
            last = min(calendar.last, monday + timedelta(weeks=number, days=-1))
            yield Stretch(f"W{number}", first, last, bool(_school_days(off, first, last, weekdays)))
    elif per == "day":
        for day in _school_days(off, calendar.first, calendar.last, weekdays):
            yield Stretch(day.isoformat(), day, day)
    else:
        yield Stretch("term", calendar.first, calendar.last)


def _school_days(off: Sequence[Event], first: date, last: date, weekdays: int) -> list[date]:
    """Days of the school week that lie in no holiday."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [d for d in days if d.weekday() < weekdays and not any(e.first <= d <= e.last for e in off)]


def say_stretches(names: str, lang: str) -> str:
    """Names of stretches as people would write them: 第3周 or week 3."""
    words = ("本学期", r"第\1周") if lang == "zh" else ("the term", r"week \1")
    return re.sub(r"\bW(\d+)", words[1], names.replace("term", words[0]))


def no_calendar(school: School) -> Text | None:
    """What to say where nothing is filled in."""
    calendar = school.office.calendar
    if calendar is None:
        return Text("没有填校历（工作表 校历）", "no school calendar (sheet 校历)")
    if not calendar.events:
        return Text("校历里没有事项（工作表 校历）", "the school calendar holds no events (sheet 校历)")
    return None
