"""What the rules about a person's day have in common: whose day it is, for the post and, apart from it, for the check.

A rule of this kind exists twice, once for teachers and once for classes: ``OfTeachers`` and ``OfClasses`` say whose
day it is, and a base class (see ``_gaps``, ``_presence``, ``_loads``, ``_runs``) says what is asked of the day.
Periods at which a person is not at school (``School.closed_to_teacher``, ``closed_to_group``) are not *open* to him.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from scheduler.domain import (
    Course,
    CourseKind,
    Group,
    Lesson,
    Moment,
    RuleSetting,
    School,
    Scope,
    Slot,
    Strength,
    Teacher,
    Times,
    View,
    Weeks,
)
from scheduler.rule import Board, Lin, Rule

# -- for the post --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A teacher or a class in a post: the moments of his week, and his courses that count (``whole``: all he has)."""

    who: Teacher | Group
    courses: tuple[Course, ...]
    moments: tuple[Moment, ...]
    closed: frozenset[str]
    whole: bool

    @property
    def id(self) -> str:
        """The teacher's or the class's id."""
        return self.who.id

    def only_lessons(self) -> Person:
        """The same person where meetings do not count."""
        courses = tuple(c for c in self.courses if c.kind is CourseKind.LESSON)
        return replace(self, courses=courses, whole=self.whole and len(courses) == len(self.courses))

    @cached_property
    def days(self) -> list[list[Moment]]:
        """The moments of each school day."""
        return [list(day) for _, day in groupby(self.moments, key=lambda m: m.day)]

    @cached_property
    def open_days(self) -> list[list[Moment]]:
        """The moments of each school day at which the person is at school."""
        return [[m for m in day if any(s.id not in self.closed for s in m.slots)] for day in self.days]

    def there(self, board: Board, moment: Moment, week: Weeks) -> Lin:
        """1 when the person has a lesson that counts (supposes that nobody is in two places)."""
        if not self.whole:
            return board.lessons(self.courses, moment.slots, week)
        if isinstance(self.who, Teacher):
            return board.busy(self.who, moment, week)
        return board.sum(board.attends(self.who, slot, week) for slot in moment.slots)

    def at(self, board: Board, slots: Sequence[Slot], week: Weeks) -> Lin:
        """How many of these slots hold a lesson that counts; through ``there`` where that is the same."""
        alone = self._alone
        if all(s.id in alone for s in slots):
            return board.sum(self.there(board, alone[s.id], week) for s in slots)
        return board.lessons(self.courses, slots, week)

    @cached_property
    def _alone(self) -> dict[str, Moment]:
        """The moments of one slot, by that slot's id, for slots that are in no other moment."""
        found: dict[str, list[Moment]] = {}
        for moment in self.moments:
            for slot in moment.slots:
                found.setdefault(slot.id, []).append(moment)
        return {id: ms[0] for id, ms in found.items() if len(ms) == 1 and len(ms[0].slots) == 1}

    def by_period(self, board: Board, day: Sequence[Moment], week: Weeks) -> dict[int, Lin]:
        """Whether the person has a lesson in the periods of a day (several bell schedules may number alike)."""
        slots = {s.id: s for m in day for s in m.slots}.values()
        periods = sorted({s.period for s in slots})
        return {n: board.any([self.at(board, [s for s in slots if s.period == n], week)]) for n in periods}


def begun(board: Board, cells: Iterable[Lin]) -> list[Lin]:
    """For each cell, 1 when it or an earlier one is 1: a chain of small equivalences."""
    chain: list[Lin] = []
    for cell in cells:
        chain.append(board.any([chain[-1], cell] if chain else [cell]))
    return chain


def to_come(board: Board, cells: Sequence[Lin]) -> list[Lin]:
    """For each cell, 1 when it or a later one is 1."""
    return begun(board, reversed(cells))[::-1]


# -- for the check -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lived:
    """A day of a person on a finished timetable: his lessons that count in clock order, and the day as a row,
    ``x`` a period with such a lesson and ``.`` one without, over the periods open to him."""

    who: str
    week: Weeks
    day: int
    lessons: tuple[Lesson, ...]
    row: str


def _lived(
    view: View, who: str, found: Sequence[Lesson], bells: Iterable[str], closed: Iterable[str], week: Weeks
) -> list[Lived]:
    away, moments = set(closed), view.school.grid.moments(bells)
    taken = {x.slot.id for x in found}
    days = []
    for day in view.school.grid.days:
        there = [{s.id for s in m.slots} for m in moments if m.day == day]
        row = "".join("." if taken.isdisjoint(ids) else "x" for ids in there if ids - away)
        days.append(Lived(who, week, day, tuple(x for x in found if x.slot.day == day), row))
    return days


# -- the rules -----------------------------------------------------------------------------------------------------


class People(Rule):
    """A rule about the day of teachers or of classes."""

    @abstractmethod
    def people(self, school: School, setting: RuleSetting) -> Iterator[Person]:
        """For the post: everybody the setting speaks of."""

    @abstractmethod
    def weeks(self, view: View, setting: RuleSetting) -> Iterator[list[Lived]]:
        """For the check: everybody's days, a list a person and week."""

    @staticmethod
    @abstractmethod
    def away(school: School, times: str) -> School:
        """For the cases: the school where 张 or 一1 is not at school at these times."""


class OfTeachers(People):
    """The day of teachers; ``scope.courses`` tells which lessons count."""

    def people(self, school: School, setting: RuleSetting) -> Iterator[Person]:
        named = setting.scope.courses
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            mine = school.courses_of_teacher[teacher.id]
            courses = tuple(c for c in mine if not named or c.id in named)
            if courses:
                closed = school.closed_to_teacher.get(teacher.id, frozenset())
                yield Person(teacher, courses, school.moments_of(teacher), closed, len(courses) == len(mine))

    def weeks(self, view: View, setting: RuleSetting) -> Iterator[list[Lived]]:
        scope, school = setting.scope, view.school
        for teacher in school.teachers:
            if not scope.has_teacher(teacher):
                continue
            mine = {c.id: c for c in school.courses if teacher.id in c.teachers}
            if not (mine.keys() & scope.courses if scope.courses else mine):
                continue
            closed = school.closed_to_teacher.get(teacher.id, frozenset())
            for week in school.weeks:
                found = [x for x in view.of_teacher(teacher.id, week) if x.course.id in (scope.courses or mine)]
                yield _lived(view, teacher.id, found, [c.bell for c in mine.values()], closed, week)

    @staticmethod
    def away(school: School, times: str) -> School:
        return _away(school, Scope(teachers=frozenset({"张"})), times)


class OfClasses(People):
    """The day of classes (one pupil of each); ``scope.courses`` tells which lessons count."""

    def people(self, school: School, setting: RuleSetting) -> Iterator[Person]:
        named = setting.scope.courses
        seen = set()
        for klass in school.classes:
            if not setting.scope.has_group(klass):
                continue
            mine = school.courses_of(klass)
            courses = tuple(c for c in mine if not named or c.id in named)
            closed = school.closed_to_group.get(klass.id, frozenset())
            if setting.hard and (mine, closed) in seen:  # pupils who live alike: what must hold is said once
                continue
            seen.add((mine, closed))
            if courses:
                moments = school.grid.moments(c.bell for c in mine)
                yield Person(klass, courses, moments, closed, len(courses) == len(mine))

    def weeks(self, view: View, setting: RuleSetting) -> Iterator[list[Lived]]:
        scope, school = setting.scope, view.school
        for klass in school.classes:
            mine = {c.id: c for c in school.courses if any(klass.atoms[0] in school.group[g].atoms for g in c.groups)}
            if not scope.has_group(klass) or not (mine.keys() & scope.courses if scope.courses else mine):
                continue
            closed = school.closed_to_group.get(klass.id, frozenset())
            for week in school.weeks:
                found = [x for x in view.of_class(klass, week) if x.course.id in (scope.courses or mine)]
                yield _lived(view, klass.id, found, [c.bell for c in mine.values()], closed, week)

    @staticmethod
    def away(school: School, times: str) -> School:
        return _away(school, Scope(groups=frozenset({"一1"})), times)


def _away(school: School, scope: Scope, times: str) -> School:
    closing = RuleSetting("away", "forbidden_times", scope, (("times", Times.parse(times)),), Strength.HARD)
    return replace(school, settings=(closing,))
