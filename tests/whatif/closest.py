"""For the tests of the closest timetable: runs of tiny schools, changes of them, and the least moves of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import numpy as np

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, Placement, RuleSetting, School, Scope, Times, Timetable
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.output.run import Run
from scheduler.whatif.repair import Repaired, RepairOptions, repair

RULES = catalogue()


def run_of(school: School, timetable: Timetable | None = None) -> Run:
    """A run of the school with a first timetable, or with this one."""
    if timetable is None:
        answer = schedule(school, RULES, Options(seconds=20, workers=1, until_first=True))
        assert answer.timetable is not None
        timetable, homework = answer.timetable, answer.homework
    else:
        homework = HomeworkAllocation()
    return Run(school, timetable, homework, audit(school, timetable, homework, RULES), (), RULES)


def asking(school: School, *settings: RuleSetting) -> School:
    """The school with more rules."""
    return replace(school, settings=(*school.settings, *settings))


def away(school: School, teacher: str, times: str) -> School:
    """The school in which a teacher is not there at these times."""
    scope = Scope(teachers=frozenset({teacher}))
    return asking(school, RULES["forbidden_times"].setting(f"{teacher} {times}", scope=scope, times=Times.parse(times)))


def repaired(school: School, run: Run, **options: object) -> Repaired:
    """The repair in a few seconds."""
    return repair(school, run, RULES, RepairOptions(**{"seconds": 4.0, "workers": 1, **options}))  # type: ignore[arg-type]


def places(timetable: Timetable) -> set[tuple[str, str, str]]:
    """Course, start and weeks of every placement."""
    return {(p.course, p.start, p.weeks.value) for p in timetable.placements}


def least_moves(school: School, run: Run) -> int | None:
    """The fewest lessons moved, found by looking at every timetable of a school of two classes with one period lessons
    and full weeks, the lightest first; None where none keeps the hard rules."""
    orders = [list(_orders(school, klass.id)) for klass in school.classes]
    old = places(run.timetable)
    weights = [np.array([sum((c, s, "all") not in old for c, s in order) for order in of]) for of in orders]
    total = weights[0][:, None] + weights[1][None, :]
    for index in np.argsort(total, axis=None, kind="stable"):
        i, j = np.unravel_index(index, total.shape)
        if _valid(school, [*orders[0][i], *orders[1][j]]):
            return int(total[i, j])
    return None


def _orders(school: School, klass: str) -> Iterable[tuple[tuple[str, str], ...]]:
    """The ways to fill a class's week: pairs of a course and a slot."""
    lessons = [c.id for c in school.courses if klass in c.groups for _ in c.sessions]
    slots = [s.id for s in school.grid.slots]
    assert len(lessons) == len(slots)
    return (tuple(zip(order, slots, strict=True)) for order in sorted(set(permutations(lessons))))


def _valid(school: School, lessons: Iterable[tuple[str, str]]) -> bool:
    sessions = {c.id: iter(c.sessions) for c in school.courses}
    busy: set[tuple[str, str]] = set()
    placed = []
    for course, slot in lessons:
        for teacher in school.course[course].teachers:
            if (teacher, slot) in busy:
                return False
            busy.add((teacher, slot))
        rooms = tuple(n.options[0] for n in school.course[course].needs)
        placed.append(Placement(course, next(sessions[course]).id, slot, rooms=rooms))
    return not audit(school, Timetable(tuple(placed)), HomeworkAllocation(), RULES).invalid
