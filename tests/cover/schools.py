"""Small schools with a timetable, and an audit of a day that shares nothing with the program: from csv-like facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from constraints import catalogue
from scheduler.cover import Absence, Days, Desk, Kind, Proposal, Record, active
from scheduler.domain import (
    Calendar,
    Event,
    Office,
    RuleSetting,
    School,
    Scope,
    Strength,
    Subject,
    Teacher,
    Times,
    Timetable,
    Weeks,
)
from scheduler.domain.tiny import place, tiny

RULES = catalogue()
MONDAY = date(2026, 9, 7)
TERM = Calendar(date(2026, 9, 1), date(2027, 1, 22))  # its first week is odd: it begins on Monday 31 August


def setting(code: str, teachers: Sequence[str] = (), strength: Strength = Strength.HARD, **params: Any) -> RuleSetting:
    return RULES[code].setting(
        f"{code}{''.join(teachers)}{params}", scope=Scope(teachers=frozenset(teachers)), strength=strength, **params
    )


def away(teacher: str, times: str) -> RuleSetting:
    return setting("forbidden_times", [teacher], times=Times.parse(times))


BASIC = (setting("teacher_clash"), setting("class_clash"), setting("room_places"))


def asked(school: School, *settings: RuleSetting, calendar: Calendar | None = TERM) -> School:
    """The school with the basic rules, these, and a calendar."""
    return replace(school, settings=(*BASIC, *settings), office=Office(calendar=calendar))


def three_classes(*settings: RuleSetting, **more: object) -> tuple[School, Timetable]:
    """Three classes, five days of four periods; two teachers each of Chinese and maths, one of music."""
    school = tiny(
        dict.fromkeys(("一1", "一2", "一3"), "语5 数5 音2"),
        {"张": "一1语 一2语", "李": "一3语", "王": "一1数", "赵": "一2数 一3数", "周": "一1音 一2音 一3音"},
        days=5, periods=4, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    rows = {
        "一1": "语 数 . 音 | 语 数 . . | 语 数 音 . | 语 数 . . | 语 数 . .",
        "一2": "数 语 音 . | 数 语 . . | 数 语 . 音 | 数 语 . . | 数 语 . .",
        "一3": "音 . 语 数 | . . 语 数 | . 音 语 数 | . . 语 数 | . . 语 数",
    }
    return asked(school, *settings), place(school, rows)


def days(school: School, timetable: Timetable, records: Iterable[Record] = ()) -> Days:
    return Days(school, timetable, tuple(records))


def propose(where: Days, when: date, *absent: str, **more: object) -> Proposal:
    """``absent``: names, with ``:`` and the times where it is not the whole day."""
    split = [Absence(*word.split(":")) for word in absent]
    return Desk(where, RULES).propose(when, split, **more)  # type: ignore[arg-type]


def numbered(before: Sequence[Record], new: Sequence[Record]) -> tuple[Record, ...]:
    """Records as they would have been read back."""
    return tuple(replace(r, number=len(before) + n) for n, r in enumerate(new, 1))


# -- the independent audit ---------------------------------------------------------------------------------------------


def weekday_lessons(school: School, timetable: Timetable, day: int, week: Weeks) -> dict[tuple[str, str], list[str]]:
    """(course, session) → slot ids, of a day of the weekly timetable."""
    found = {}
    for p in timetable.placements:
        slot = next(s for s in school.grid.slots if s.id == p.start)
        if slot.day == day and (week is Weeks.ALL or p.weeks in (Weeks.ALL, week)):
            length = next(
                s.duration for c in school.courses if c.id == p.course for s in c.sessions if s.id == p.session
            )
            ids = [slot.id]
            while len(ids) < length:
                ids.append(str(next(s.next for s in school.grid.slots if s.id == ids[-1])))
            found[p.course, p.session] = ids
    return found


def audit_day(
    school: School, timetable: Timetable, records: Sequence[Record], when: date, day: int, week: Weeks = Weeks.ALL
) -> list[str]:
    """Everything wrong with a day: nobody there, two places at once, somebody who is away. By the clock."""
    held = weekday_lessons(school, timetable, day, week)
    live = active(records)
    for r in live:
        if r.kind is Kind.EXCHANGE and when in (r.date, r.to):
            mine, there = (r.lesson, r.other) if when == r.date else (r.other, r.lesson)
            moved = held.pop((mine.course, mine.session), [mine.start])
            held[there.course, there.session] = moved
            if r.date == r.to:
                held[mine.course, mine.session] = [there.start]
    clock = {s.id: (s.start, s.end) for s in school.grid.slots}
    gone = [(r.teacher, r.times) for r in live if r.kind is Kind.AWAY and r.date == when]

    def absent(name: str, slot: str) -> bool:
        found = next(s for s in school.grid.slots if s.id == slot)
        return any(n == name and (not times or found in Times.parse(times)) for n, times in gone)

    wrong, places = [], []
    for (course, session), slots in held.items():
        staff = next(c for c in school.courses if c.id == course)
        for slot in slots:
            here = [t for t in staff.teachers if not absent(t, slot)]
            if len(here) < len(staff.teachers):
                takers = [
                    r.teacher for r in live
                    if r.date == when and r.kind in (Kind.COVER, Kind.STUDY)
                    and (r.lesson.course, r.lesson.session) == (course, session)
                    and slot in _run(school, r.lesson.start, r.lesson.periods)
                ]  # fmt: skip
                here += [t for t in takers[-1:] if not absent(t, slot)]  # who is ill himself holds nothing
            if not here and staff.groups and staff.teachers:
                wrong.append(f"nobody holds {course} at {slot}")
            places += [(t, course, clock[slot]) for t in here]
            atoms = {a for g in staff.groups for a in next(x for x in school.groups if x.id == g).atoms}
            places += [(f"pupils {a}", course, clock[slot]) for a in atoms]
    for i, (who, course, (start, end)) in enumerate(places):
        for other_who, other, (other_start, other_end) in places[:i]:
            if who == other_who and start < other_end and other_start < end:
                wrong.append(f"{who} is in {course} and {other} at once")
    return wrong


def _run(school: School, start: str, periods: int) -> list[str]:
    ids = [start]
    while len(ids) < periods:
        ids.append(str(next(s.next for s in school.grid.slots if s.id == ids[-1])))
    return ids


def lists(school: School, extra: Mapping[str, Sequence[str]], subjects: Sequence[str] = ()) -> School:
    """The school with more teachers, who only list subjects; ``subjects`` the plan does not teach."""
    teachers = (*school.teachers, *(Teacher(name, "full-time", tuple(known)) for name, known in extra.items()))
    return replace(school, teachers=teachers, subjects=(*school.subjects, *(Subject(s) for s in subjects)))


def holiday(first: date, last: date, name: str, grades: tuple[int, ...] = ()) -> Event:
    return Event(first, last, "假期", name, grades)


def make_up(day: date, name: str) -> Event:
    return Event(day, day, "调休", name)
