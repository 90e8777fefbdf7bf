"""Which decisions the improvement search frees at a time.

A neighbourhood is a set of decisions large enough to allow an exchange and small enough to be searched exactly in
under a second. Sizes are in class-days: the lessons of one class on one day.
References: Dorneles, de Araújo, Buriol, A fix-and-optimize heuristic for the high school timetabling problem,
Computers & OR 52 (2014).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from scheduler.domain import School

from .board import SolverBoard
from .matrix import Ints, Mask, Matrix

Random = np.random.Generator


class Layout:
    """Who and when each decision is about, placements and homework minutes alike: arrays made once a search."""

    def __init__(self, school: School, board: SolverBoard, matrix: Matrix):
        self.size = len(matrix.lower)
        self.matrix = matrix
        self.variables = np.array([*sorted(board.decisions), *sorted(board.homework)], dtype=np.int64)
        decided = [board.decisions[v] for v in sorted(board.decisions)]
        minutes = [board.homework[v] for v in sorted(board.homework)]
        classes = {g.id: i for i, g in enumerate(school.classes)}
        teachers = {t.id: i for i, t in enumerate(school.teachers)}
        subjects = {s.id: i for i, s in enumerate(school.subjects)}
        own = {
            c.id: {classes[school.atoms[a].id] for g in c.groups for a in school.group[g].atoms} for c in school.courses
        }
        self.class_of = self._incidence(
            [own[d.course.id] for d in decided] + [{classes[group]} for group, *_ in minutes], len(classes)
        )
        self.teacher_of = self._incidence(
            [{teachers[t] for t in d.course.teachers} for d in decided] + [set() for _ in minutes],
            len(teachers),
        )
        self.day_of = np.array([d.start.day for d in decided] + [day for _, _, day, _ in minutes], dtype=np.int64)
        self.subject_of = np.array(
            [subjects[d.course.subject] for d in decided] + [subjects[s] for *_, s in minutes], dtype=np.int64
        )
        numbers = {c.id: i for i, c in enumerate(school.courses)}
        self.course_of = np.array([numbers[d.course.id] for d in decided] + [-1 for _ in minutes], dtype=np.int64)
        self.courses_near = self._near(school, own)
        self.days = np.unique(self.day_of)
        self.teaches = self._teaches(school, own, len(classes), len(teachers))
        self.grade_of = np.array([g.grade for g in school.classes], dtype=np.int64)
        # pupils who attend the same lessons are one class to the search
        _, first = np.unique(self.class_of, axis=1, return_index=True)
        alike = np.sort(first)
        self.class_of, self.teaches = self.class_of[:, alike], self.teaches[:, alike]
        self.grade_of = self.grade_of[alike]
        self.position = np.full(self.size, -1, dtype=np.int64)
        self.position[self.variables] = np.arange(len(self.variables))
        self.costly = np.flatnonzero(matrix.cost)
        self.roots = dict(zip(matrix.helpers.tolist(), matrix.roots, strict=True))

    @staticmethod
    def _incidence(members: list[set[int]], width: int) -> Mask:
        table = np.zeros((len(members), width), dtype=bool)
        for row, columns in enumerate(members):
            table[row, list(columns)] = True
        return table

    @staticmethod
    def _near(school: School, own: dict[str, set[int]]) -> list[Ints]:
        """For each course, those that share a teacher or a class with it, a teacher's as often as the classes'."""
        by_class: dict[int, list[int]] = defaultdict(list)
        by_teacher: dict[str, list[int]] = defaultdict(list)
        for i, course in enumerate(school.courses):
            for klass in own[course.id]:
                by_class[klass].append(i)
            for teacher in course.teachers:
                by_teacher[teacher].append(i)
        return [
            np.array(
                [
                    *(j for t in c.teachers for j in by_teacher[t]),
                    *(j for k in sorted(own[c.id])[:3] for j in by_class[k]),
                ],
                dtype=np.int64,
            )
            for c in school.courses
        ]

    @staticmethod
    def _teaches(school: School, own: dict[str, set[int]], classes: int, teachers: int) -> Mask:
        table = np.zeros((teachers, classes), dtype=bool)
        number = {t.id: i for i, t in enumerate(school.teachers)}
        for course in school.courses:
            for teacher in course.teachers:
                table[number[teacher], list(own[course.id])] = True
        return table

    def mask(self, chosen: Mask) -> Mask:
        """A mask over all variables from one over decisions."""
        free = np.zeros(self.size, dtype=bool)
        free[self.variables[chosen]] = True
        return free

    def free(self, classes: Ints, days: Ints) -> Mask:
        """The lessons of these classes on these days."""
        return self.mask(self.class_of[:, classes].any(axis=1) & np.isin(self.day_of, days))

    def related(self, seed: int, count: int, rng: Random) -> Ints:
        """``count`` classes that share teachers with the seed class, and the seed; others where these are too few."""
        shared = (self.teaches[self.teaches[:, seed]].sum(axis=0) + rng.random(self.teaches.shape[1])).astype(float)
        shared[seed] = np.inf
        return np.argsort(-shared)[:count]


def class_days(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """Two days of classes that share teachers."""
    days = rng.choice(layout.days, min(2, len(layout.days)), replace=False)
    seed = int(rng.integers(layout.class_of.shape[1]))
    return layout.free(layout.related(seed, max(1, size // len(days)), rng), days)


def class_weeks(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """The whole week of a few classes that share teachers."""
    seed = int(rng.integers(layout.class_of.shape[1]))
    return layout.free(layout.related(seed, max(1, size // len(layout.days)), rng), layout.days)


def teacher_days(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """All classes of one teacher on some days, and his meetings."""
    if not len(layout.teaches):
        return class_days(layout, values, size, rng)
    teacher = int(rng.integers(len(layout.teaches)))
    classes = np.flatnonzero(layout.teaches[teacher])
    many = max(1, min(len(layout.days), size // max(1, len(classes))))
    days = rng.choice(layout.days, many, replace=False)
    keep = rng.permutation(classes)[: max(1, size // many)]
    return layout.free(keep, days) | layout.mask(layout.teacher_of[:, teacher])


def parallel_classes(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """Classes of one grade on some days."""
    grade = rng.choice(np.unique(layout.grade_of))
    classes = rng.permutation(np.flatnonzero(layout.grade_of == grade))
    many = int(rng.integers(1, len(layout.days) + 1))
    return layout.free(classes[: max(1, size // many)], rng.choice(layout.days, many, replace=False))


def whole_day(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """One day of many classes: the order of lessons within the day."""
    classes = rng.permutation(layout.class_of.shape[1])[:size]
    return layout.free(classes, rng.choice(layout.days, 1))


def subject_band(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """A few subjects through the week in many classes: their lessons trade places with each other."""
    seed = int(rng.integers(layout.class_of.shape[1]))
    classes = layout.related(seed, max(2, size // 2), rng)
    inside = layout.class_of[:, classes].any(axis=1)
    subjects = np.unique(layout.subject_of[inside])
    chosen = rng.permutation(subjects)[: max(2, min(4, len(subjects)))]
    return layout.mask(inside & np.isin(layout.subject_of, chosen))


def costly(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """Around one breach, drawn by what it costs: the classes and days that its cost depends on."""
    weights = (layout.matrix.cost[layout.costly] * values[layout.costly]).clip(0).astype(float)
    if not weights.sum():
        return class_days(layout, values, size, rng)
    var = int(rng.choice(layout.costly, p=weights / weights.sum()))
    roots = np.array(layout.roots.get(var, (var,)), dtype=np.int64)
    where = layout.position[roots]
    where = where[where >= 0]
    if not len(where):
        return class_days(layout, values, size, rng)
    classes = np.flatnonzero(layout.class_of[where].any(axis=0))
    days = np.unique(layout.day_of[where])
    if len(days) < len(layout.days) and rng.random() < 0.7:
        days = np.unique(np.append(days, rng.choice(layout.days)))
    if not len(classes):
        classes = rng.permutation(layout.class_of.shape[1])
    many = max(1, size // len(days))
    if len(classes) < many:
        classes = np.unique(np.append(classes, layout.related(int(rng.choice(classes)), many - len(classes) + 1, rng)))
    return layout.free(rng.permutation(classes)[:many], days)


def course_web(layout: Layout, values: Ints, size: int, rng: Random) -> Mask:
    """The whole week of some courses that hang together by teachers and classes, from a costly one on."""
    weights = (layout.matrix.cost[layout.costly] * values[layout.costly]).clip(0).astype(float)
    begin: list[int] = []
    if weights.sum():
        var = int(rng.choice(layout.costly, p=weights / weights.sum()))
        where = layout.position[np.array(layout.roots.get(var, (var,)), dtype=np.int64)]
        where = where[(where >= 0)]
        begin = np.unique(layout.course_of[where[layout.course_of[where] >= 0]]).tolist()
    if not begin:
        begin = [int(rng.integers(len(layout.courses_near)))] if len(layout.courses_near) else []
    want = size * 2
    chosen = set(rng.permutation(begin)[: max(1, want // 2)].tolist()) if begin else set()
    edge = list(chosen)
    while edge and len(chosen) < want:
        near = layout.courses_near[edge[int(rng.integers(len(edge)))]]
        if not len(near):
            break
        course = int(rng.choice(near))
        if course not in chosen:
            chosen.add(course)
            edge.append(course)
        elif rng.random() < 0.1:
            edge.pop(0)
    return layout.mask(np.isin(layout.course_of, list(chosen)))


Neighbourhood = Callable[[Layout, Ints, int, Random], Mask]
NEIGHBOURHOODS: tuple[Neighbourhood, ...] = (
    class_days,
    class_weeks,
    teacher_days,
    parallel_classes,
    whole_day,
    subject_band,
    costly,
    course_web,
)
