"""Dates as people write them in 校历: a day, a stretch of days, or how often (每周三, 每月2次, 每学期). Parsers raise
ValueError."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import words

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WHOLE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$|^(\d{4})(\d\d)(\d\d)$")
_SHORT = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})[日号]?$")
_DAY = re.compile(r"^(\d{1,2})[日号]?$")
_OFTEN = re.compile(r"^每一?个?(天|日|周|星期|礼拜|月|学期|学年|年)(.*)$")
_ENGLISH = re.compile(r"^(?:(?:every|each)(day|week|month|term|year)|(daily|weekly|monthly|termly|yearly))(.*)$")
_TIMES = re.compile(r"^(?:各|共)?(\d{1,2}|[一二两三四五六七八九十])(?:次|times?|x)$")
_WEEK_OF_MONTH = re.compile(r"^第([1-5一二三四五、,]+)个?(?:周|星期)(.*)$")
_PER = {
    "天": "day", "日": "day", "day": "day", "daily": "day",
    "周": "week", "星期": "week", "礼拜": "week", "week": "week", "weekly": "week",
    "月": "month", "month": "month", "monthly": "month",
    "学期": "term", "term": "term", "termly": "term", "学年": "term", "年": "term", "year": "term", "yearly": "term",
}  # fmt: skip
_OLDEST, _YEARS = 2000, 100


@dataclass(frozen=True)
class Term:
    """The first and last day of a term."""

    first: date
    last: date

    @property
    def days(self) -> Iterator[date]:
        """Each of its days."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class Often:
    """How often something happens: ``times`` in each day, week, month or term (``per``).

    ``weekdays`` and ``weeks`` of the month (the first has its first Monday) say when, ``monthday`` the day of the
    month; empty or 0: any school day.
    """

    per: str
    times: int = 1
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    monthday: int = 0


def read_often(value: object) -> Often | None:
    """``每周``, ``每周三``, ``每月15日``, ``每月第一周``, ``每学期2次``, ``weekly``; None for what is no such thing."""
    text = words.key(value)
    found = _OFTEN.match(text) or _ENGLISH.match(text)
    if found is None:
        return None
    *names, rest = found.groups()
    per, rest = _PER[next(name for name in names if name)], rest.strip("、,:")
    if times := _TIMES.match(rest):
        return Often(per, _DIGITS.get(times[1]) or int(times[1]))
    if per == "month" and (week := _WEEK_OF_MONTH.match(rest)):
        weeks = tuple(_DIGITS.get(c) or int(c) for c in re.sub("[、,]", "", week[1]))
        return Often(per, len(weeks), _weekdays(week[2]), weeks)
    if per == "month" and (day := _DAY.match(rest)):
        return Often(per, monthday=int(day[1]))
    if rest and per in ("day", "term"):
        raise ValueError(text)
    return Often(per, weekdays=_weekdays(re.sub("^(?:的|on)", "", rest)))


def _weekdays(text: str) -> tuple[int, ...]:
    found = words.weekdays(text)
    if any(d > 7 for d in found):
        raise ValueError(text)
    return found


def expand(often: Often, open_days: Sequence[date]) -> Iterator[date]:
    """The days of a term on which it happens, spread evenly over the school days of each week, month or the term.

    What falls on a holiday is held on another school day of the same week; a week without school has none.
    """
    periods: dict[object, list[date]] = {}
    for day in open_days:
        periods.setdefault(_period(often, day), []).append(day)
    for days in periods.values():
        yield from dict.fromkeys(_chosen(often, days))


def _period(often: Often, day: date) -> object:
    monday = day - timedelta(days=day.weekday())
    month = monday if often.weeks else day
    return {"day": day, "week": monday, "month": (month.year, month.month)}.get(often.per, "")


def _chosen(often: Often, days: Sequence[date]) -> Iterator[date]:
    if often.monthday:
        yield min(days, key=lambda d: abs(d.day - often.monthday))
        return
    if often.weeks:
        mondays = {d: d - timedelta(days=d.weekday()) for d in days}
        weeks = [[d for d in days if (mondays[d].day + 6) // 7 == week] for week in often.weeks]
        for found in weeks:
            yield from _spread([d for d in found if not often.weekdays or d.isoweekday() in often.weekdays], 1)
        return
    held = [d for d in days if d.isoweekday() in often.weekdays]
    yield from held if held and often.per == "week" else _spread(held or days, often.times)


def _spread(days: Sequence[date], times: int) -> Iterator[date]:
    for n in range(times if days else 0):
        yield days[(2 * n + 1) * len(days) // (2 * times)]


def read_days(value: object, term: Term | None) -> tuple[date, date]:
    """The first and last day of an Excel date, ``2025-09-01``, ``9月30日``, ``10月1日至8日`` …

    A date without a year lies in the term, or as near to it as can be.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _in_reach(value), value
    text = re.sub(r"[（(](?:周|星期).[)）]", "", re.sub(r"0?0:00(?::00)?$", "", words.key(value)))
    for first, last in _splits(text):
        try:
            begin = _day(first, term, None)
            end = _day(last, term, begin) if last else begin
        except ValueError:
            continue
        return begin, end
    raise ValueError(text)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """The text whole, and cut in two at each sign that may mean 'to'."""
    yield text, ""
    for found in re.finditer(r"至|到|~|—+|–|-", text):
        yield text[: found.start()], text[found.end() :]


def _day(text: str, term: Term | None, after: date | None) -> date:
    """One day; ``after`` is the first of a stretch, which lends its year and month."""
    if whole := _WHOLE.match(text):
        year, month, day = (int(n) for n in whole.groups() if n)
        return _in_reach(date(year, month, day))
    if short := _SHORT.match(text):
        month, day = int(short[1]), int(short[2])
        if after is not None:
            found = date(after.year, month, day)
            return found if found >= after else date(after.year + 1, month, day)
        if term is not None:
            near = [date(year, month, day) for year in dict.fromkeys([term.first.year, term.last.year])]
            return min(near, key=lambda d: max((term.first - d).days, (d - term.last).days, 0))
    if after is not None and (only := _DAY.match(text)):
        return after.replace(day=int(only[1]))
    raise ValueError(text)


def _in_reach(day: date) -> date:
    if not _OLDEST <= day.year < _OLDEST + _YEARS:
        raise ValueError(str(day))
    return day
