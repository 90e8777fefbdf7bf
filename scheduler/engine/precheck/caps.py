"""How much of something a day can hold: settings about a class's subject, PE, or sessions of some courses a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import Course, RuleSetting, Weeks

if TYPE_CHECKING:
    from .facts import Facts


@dataclass(frozen=True, eq=False)
class DayCap:
    """At most so many ``units`` (and ``sessions``, counted in units of weeks) of these courses on one day.

    ``who``: the class and the subject, or the courses, of which the setting asks it."""

    setting: str
    who: tuple[str, ...]
    courses: tuple[str, ...]
    units: int
    sessions: int


def day_caps(facts: Facts) -> Iterator[DayCap]:
    """Every cap of a hard setting that may bind."""
    school = facts.school
    pe = school.tagged("pe")
    for setting in (*facts.hard["subject_a_day"], *facts.hard["pe_once_a_day"]):
        most = setting["most"] if setting.rule == "subject_a_day" else 0
        for klass in school.classes:
            days = len({s.day for s in school.slots_of(klass)})
            mine = [c for c in school.courses_of(klass) if setting.scope.has_lessons(klass, c)]
            groups: dict[str, list[Course]] = {}
            for course in mine:
                if setting.rule == "subject_a_day":
                    groups.setdefault(course.subject, []).append(course)
                elif course.subject in pe:
                    groups.setdefault("", []).append(course)
            for subject, courses in groups.items():
                who = (klass.id, subject) if subject else (klass.id,)
                yield from _cap(facts, setting, who, courses, most, days)
    for setting in facts.hard["sessions_a_day"]:
        yield from _of_courses(facts, setting, setting["most"])
    for setting in facts.hard["days_apart"]:
        if setting["days"] >= 1:
            yield from _of_courses(facts, setting, 1)


def _cap(
    facts: Facts, setting: RuleSetting, who: tuple[str, ...], courses: Sequence[Course], most: int, days: int
) -> Iterator[DayCap]:
    """The class's lessons of a subject (``most``), or the sessions that the week makes necessary (``most`` 0)."""
    units = sessions = 0
    binding = False
    for week in facts.school.weeks:
        lengths = _lengths(courses, week)
        bound = most or -(-len(lengths) // max(days, 1))
        units += min(most, sum(lengths)) if most else sum(lengths[:bound])
        sessions += bound
        binding |= (sum(lengths) if most else len(lengths)) > bound
    if binding:
        yield DayCap(setting.id, who, tuple(c.id for c in courses), units, sessions)


def _of_courses(facts: Facts, setting: RuleSetting, most: int) -> Iterator[DayCap]:
    courses = facts.school.within(setting.scope)
    lengths = [_lengths(courses, week) for week in facts.school.weeks]
    if any(len(of_week) > most for of_week in lengths):
        ids = tuple(c.id for c in courses)
        units = sum(sum(of_week[:most]) for of_week in lengths)
        yield DayCap(setting.id, ids, ids, units, most * len(lengths))


def _lengths(courses: Sequence[Course], week: Weeks) -> list[int]:
    """The periods of the sessions that may be held in a week, the longest first."""
    held = (Weeks.ALL, Weeks.EITHER, week)
    return sorted((s.duration for c in courses for s in c.sessions if s.weeks in held), reverse=True)
