"""Courses as the workbook has them: a class has one course a subject row; classes of a grade have one curriculum.

Courses of the same people in the same subject are one *unit*. Where a class has several units of a subject, each
further one gets a row of its own (``数学 2``). Classes with equal curricula make a grade.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Course, Group, School

from .names import plain_names, unlike

LONGEST = 4  # periods in a row that 课程计划 can tell


@dataclass(frozen=True)
class Unit:
    """Courses that a row of the workbook holds together; ``classes`` are ids, ``subject`` is the row's name."""

    courses: tuple[Course, ...]
    classes: tuple[str, ...]
    subject: str

    @property
    def teachers(self) -> tuple[str, ...]:
        """Their ids."""
        return self.courses[0].teachers

    @property
    def lessons(self) -> int:
        """Periods a week."""
        return sum(s.duration for c in self.courses for s in c.sessions)

    @property
    def doubles(self) -> tuple[int, int]:
        """How many sessions are longer than a period, and how long; (0, 0) where a row cannot tell it."""
        count, duration = long_sessions(self.courses)
        return (count, duration) if duration <= LONGEST else (0, 0)


def long_sessions(courses: Iterable[Course]) -> tuple[int, int]:
    """How many sessions are longer than a period, and how long they are."""
    long = [s.duration for c in courses for s in c.sessions if s.duration > 1]
    return len(long), max(long, default=0)


def make_units(school: School) -> tuple[Unit, ...]:
    """The units of all courses that pupils attend."""
    together: dict[object, list[Course]] = defaultdict(list)
    for course in school.courses:
        if course.groups:
            key = (_classes(school, course), course.teachers, course.subject, course.needs)
            duration = max(s.duration for s in course.sessions)
            lengths = {max(s.duration for s in c.sessions) for c in together[key, 1] if c.sessions}
            fits = duration == 1 or not lengths - {1, duration}  # a row tells one length of double lessons
            together[key, 1 if fits else duration].append(course)
    names, rows = plain_names(s.id for s in school.subjects), dict[str, set[str]]()
    order = sorted(together.values(), key=lambda cs: (-len(_classes(school, cs[0])), -sum(map(_periods, cs))))
    return tuple(_unit(school, courses, names, rows) for courses in order)


def _periods(course: Course) -> float:
    return course.periods


def _unit(school: School, courses: Sequence[Course], names: Mapping[str, str], rows: dict[str, set[str]]) -> Unit:
    classes, name = _classes(school, courses[0]), names[courses[0].subject]
    taken = set().union(*(rows.setdefault(c, set()) for c in classes))
    own = {n for other, n in names.items() if other != courses[0].subject}
    row = unlike(name, taken | {n.casefold().replace(" ", "") for n in own})
    for c in classes:
        rows[c].add(row.casefold().replace(" ", ""))
    return Unit(tuple(courses), classes, row)


def _classes(school: School, course: Course) -> tuple[str, ...]:
    """The classes whose pupils attend, in the order of the plan."""
    atoms = {a for g in course.groups for a in school.group[g].atoms}
    return tuple(k.id for k in school.classes if not atoms.isdisjoint(k.atoms))


def grades_of(classes: Sequence[Group], units: Iterable[Unit]) -> dict[str, int]:
    """A number for each class, the same for classes with one curriculum, in the order of the plan."""
    curricula: dict[str, Counter[object]] = {k.id: Counter() for k in classes}
    for unit in units:
        for klass in unit.classes:
            curricula[klass][unit.subject, unit.lessons, unit.doubles] += 1
    numbers: dict[frozenset[object], int] = {}
    return {k: numbers.setdefault(frozenset(found), len(numbers) + 1) for k, found in curricula.items()}
