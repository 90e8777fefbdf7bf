"""Which lessons of two plans are the same lessons, where they stand, and what it weighs to move one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain import Course, CourseKind, Placement, School, Weeks

PUBLISHED = 2  # times what a lesson weighs elsewhere, on days that people were told of already

Place = tuple[int, int]  # day and period: the clock may change, the place in the week stays


@dataclass(frozen=True)
class Unit:
    """Courses before and after a change that are the same lessons, mostly one and one.

    Several only where teachers share a subject of a class and the sharing changed. ``weight`` is what it weighs to move
    one lesson: the teachers and classes who have to know of it, 1 at least.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    weight: int


def units(before: School, after: School) -> tuple[Unit, ...]:
    """The lessons of both plans, each course in one unit; those that are gone or new alone."""
    same = before.course.keys() & after.course.keys()
    found = [Unit((c.id,), (c.id,), weight(after, c)) for c in after.courses if c.id in same]
    gone, new = _by_lessons(before, same), _by_lessons(after, same)
    for key in dict.fromkeys([*gone, *new]):
        olds, news = gone.get(key, []), new.get(key, [])
        weighs = max(weight(school, c) for school, cs in ((before, olds), (after, news)) for c in cs)
        found.append(Unit(tuple(c.id for c in olds), tuple(c.id for c in news), weighs))
    return tuple(found)


def weight(school: School, course: Course) -> int:
    """What it weighs to move a lesson of a course: its teachers and classes, 1 at least."""
    classes = {school.atoms[atom].id for g in course.groups for atom in school.group[g].atoms}
    return max(1, len(classes) + len(course.teachers))


def _by_lessons(school: School, same: Iterable[str]) -> Mapping[object, list[Course]]:
    """The courses that the other plan does not have, by what pupils see of them: subject and groups."""
    known = frozenset(same)
    found: dict[object, list[Course]] = defaultdict(list)
    for c in school.courses:
        if c.id not in known:
            alone = c.kind is CourseKind.MEETING or not c.groups
            found[c.id if alone else (c.subject, c.groups, c.band)].append(c)
    return found


def place_of(school: School, placement: Placement) -> Place:
    """Day and period of a placement."""
    slot = school.grid.slot[placement.start]
    return slot.day, slot.period


def durations(school: School) -> Mapping[tuple[str, str], int]:
    """Periods of each session, by course and session."""
    return {(c.id, s.id): s.duration for c in school.courses for s in c.sessions}


def either(school: School) -> frozenset[tuple[str, int]]:
    """Courses and durations of the sessions whose weeks the timetable chooses, odd or even."""
    return frozenset((c.id, s.duration) for c in school.courses for s in c.sessions if s.weeks is Weeks.EITHER)


def same_weeks(old: Weeks, new: Weeks, free: bool) -> bool:
    """Whether a lesson at its old place keeps its weeks as far as somebody had a choice: it is ``free`` where the
    timetable decides between odd and even."""
    return not free or old in (new, Weeks.ALL) or new is Weeks.ALL
