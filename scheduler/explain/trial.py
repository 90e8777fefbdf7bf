"""Trying remedies: does a changed workbook get rid of a conflict, and can it then be solved?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain import Course, School
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status, Stop
from scheduler.errors import KebiaoError
from scheduler.intake import Plan
from scheduler.intake.edits import Edit, edited
from scheduler.intake.plan import compile_book
from scheduler.packs import conflicts as contradictions
from scheduler.rule import Rule

from .conflict import Conflict
from .demands import Demands

LOCAL = 1.0  # seconds for the conflict's own courses
SOLVE = 20.0  # seconds at most for a whole timetable


class Trials:
    """Edits of one plan tried out in memory; the user's file is never touched. ``end``: on the monotonic clock."""

    def __init__(self, plan: Plan, rules: Mapping[str, Rule], end: float, stop: Stop):
        self.plan, self._rules, self._end, self._stop = plan, rules, end, stop
        self._rule_of = {s.id: s.rule for s in plan.school.settings} if plan.school else {}

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return bool(self._stop) or time.monotonic() > self._end

    def school(self, edits: Iterable[Edit]) -> School | None:
        """The school of the edited workbook; None where that cannot be read."""
        if self.plan.book is None:
            return None
        try:
            return compile_book(edited(self.plan.book, edits), self._rules).school
        except KebiaoError:
            return None

    def loosens(self, conflict: Conflict, edits: Iterable[Edit]) -> bool:
        """Whether the conflict's demands can be met together once the cells are changed: its own courses only."""
        school = self.school(edits)
        if school is None:
            return False
        short = conflict.shortage
        names = {*(m.setting for m in conflict.members), *(short.settings if short else ())}
        courses = {*conflict.courses, *(short.courses if short else ())}
        asked = {self._rule_of[name] for name in names if name in self._rule_of}
        settings = tuple(s for s in school.settings if s.rule in asked or self._rules[s.rule].only_hard)
        near = replace(school, courses=tuple(_near(school, courses)), settings=settings)
        demands = Demands(near, self._rules)
        part = demands.part(demands.of_courses(courses.intersection(near.course)))
        return part.impossible(LOCAL, self._stop) is False

    def solvable(self, edits: Iterable[Edit]) -> bool | None:
        """Whether the whole edited plan has a timetable; None when the time is not enough to tell. Wishes have no say
        in it, and without them it is known sooner."""
        school = self.school(edits)
        if school is None or contradictions(school, self._rules):
            return False
        school = replace(school, settings=tuple(s for s in school.settings if s.hard))
        seconds = min(SOLVE, max(self._end - time.monotonic(), 1.0))
        answer = schedule(school, self._rules, Options(seconds=seconds, until_first=True), stop=self._stop.child())
        if answer.timetable is not None:
            return True
        return False if answer.status is Status.INFEASIBLE else None


def _near(school: School, courses: Iterable[str]) -> Iterable[Course]:
    """The courses that share a class or a teacher with some of these."""
    some = [school.course[c] for c in courses if c in school.course]
    groups, teachers = {g for c in some for g in c.groups}, {t for c in some for t in c.teachers}
    return (c for c in school.courses if not groups.isdisjoint(c.groups) or not teachers.isdisjoint(c.teachers))
