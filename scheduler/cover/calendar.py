"""Whose lessons a date has: holidays and make-up days of the calendar (校历), odd and even weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scheduler.domain import Calendar, Event, School, Text, Weeks
from scheduler.domain.sayings import say_day
from scheduler.errors import KebiaoError

HOLIDAYS = ("假期", "寒假", "暑假")
MAKE_UP = ("调休", "补课")
_NAMED_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_NAMED_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}


class CoverError(KebiaoError):
    """A date without lessons, or somebody who cannot take a lesson; the text says why, and what would do."""

    exit_code = 2


@dataclass(frozen=True)
class SchoolDay:
    """A date with lessons. ``day``: whose lessons of the week's timetable (a make-up Saturday may follow Wednesday's),
    ``week`` ODD or EVEN (ALL where the plan has one kind of week), ``number`` of the school week (0: no calendar);
    ``off``: grades that have a holiday; ``events``: what the calendar has besides."""

    date: date
    day: int
    week: Weeks = Weeks.ALL
    number: int = 0
    off: frozenset[int] = frozenset()
    events: tuple[str, ...] = ()


def school_day(school: School, when: date, week: Weeks | None = None, follow: int | None = None) -> SchoolDay:
    """The school day of a date. ``week``: ODD or EVEN where there is no calendar to tell; ``follow``: the weekday
    (1 is Monday) that a make-up day follows, where the calendar does not say.

    Raises CoverError for a date without lessons, outside the term, or where something has to be said.
    """
    if max(school.grid.days, default=0) > 7:
        zh = "一轮超过七天的课表没有对应的日期，不能按日期代课"
        raise CoverError(Text(zh, "a timetable of more than seven days has no dates"))
    calendar = school.office.calendar
    if calendar is None:
        return SchoolDay(when, _open(school, follow or when.isoweekday(), when), _weeks(school, week, 0))
    if not calendar.first <= when <= calendar.last:
        zh = f"{when} 不在学期内（校历：{calendar.first} 至 {calendar.last}）"
        raise CoverError(Text(zh, f"{when} is not in the term ({calendar.first} to {calendar.last})"))
    today = [e for e in calendar.events if e.first <= when <= e.last]
    shift = next((e for e in today if e.kind in MAKE_UP and (e.kind == "调休" or _named(e, calendar))), None)
    holidays = [e for e in today if e.kind in HOLIDAYS]
    if shift is None and any(not e.grades for e in holidays):
        name = next(e.name for e in holidays if not e.grades)
        raise CoverError(Text(f"{when} 放假（{name}），没有课", f"{when} is a holiday ({name}): no lessons"))
    day, counted = _followed(school, shift, calendar, when, follow)
    number = calendar.week(counted)
    off = {g for e in holidays for g in e.grades}
    if shift is not None and shift.grades:
        off |= {k.grade for k in school.classes} - {*shift.grades}
    others = tuple(e.name for e in today if e not in holidays)
    return SchoolDay(when, day, _weeks(school, week, number), calendar.week(when), frozenset(off), others)


def _followed(school: School, shift: Event | None, cal: Calendar, when: date, follow: int | None) -> tuple[int, date]:
    """The weekday whose lessons are held, and the date whose week says whether it is odd or even."""
    if follow:
        return _open(school, follow, when), when
    if shift is None:
        return _open(school, when.isoweekday(), when), when
    if named := _named(shift, cal):
        day, counted = named
        return _open(school, day, when), counted or when
    if when.isoweekday() in school.grid.days:
        return when.isoweekday(), when
    zh = f"{when} 是调休上课日，校历没有写明上周几的课\n  可以：在校历的名称里写“补周三的课”，或加 --as 周三"
    en = f"{when} is a make-up day, and the calendar does not say which weekday it follows\n  Maybe: --as Wed"
    raise CoverError(Text(zh, en))


def _named(event: Event, calendar: Calendar) -> tuple[int, date | None] | None:
    """The weekday that a name says (补周三的课), or that of the date it says (补10月8日的课), with the date."""
    if found := _NAMED_DATE.search(event.name):
        for year in (calendar.first.year, calendar.last.year):
            try:
                when = date(year, int(found[1]), int(found[2]))
            except ValueError:
                continue
            if calendar.first <= when <= calendar.last:
                return when.isoweekday(), when
    found = _NAMED_DAY.search(event.name)
    return (_DIGITS[found[1]], None) if found else None


def _open(school: School, day: int, when: date) -> int:
    if day in school.grid.days:
        return day
    zh, en = say_day(day, "zh"), say_day(day, "en")
    raise CoverError(Text(f"{when} 是{zh}，课表里{zh}没有课", f"{when} is a {en}: no lessons on that day of the week"))


def _weeks(school: School, said: Weeks | None, number: int) -> Weeks:
    if Weeks.ALL in school.weeks:
        return Weeks.ALL
    if said is not None:
        return said
    if number:
        return Weeks.ODD if number % 2 else Weeks.EVEN
    zh = "有单双周的课，而计划里没有校历：请加 --week odd（单周）或 --week even（双周）"
    raise CoverError(Text(zh, "odd and even weeks differ and the plan has no calendar: say --week odd or even"))
