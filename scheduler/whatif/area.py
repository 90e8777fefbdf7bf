"""Which part of a school is looked at: the courses that must give way, their classes, then more and more around."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

import numpy as np

from scheduler.domain import Course, Weeks
from scheduler.engine.board import SolverBoard
from scheduler.engine.matrix import Ints, Mask, Matrix

from .homes import Homes, Stock


class Areas:
    """The courses of a school as parts of its board: what must give way, and what lies around it."""

    def __init__(self, board: SolverBoard, matrix: Matrix, homes: Homes):
        self._school, self._homes = board.school, homes
        self._number = {c.id: i for i, c in enumerate(board.school.courses)}
        self._variables = np.array(sorted(board.decisions), dtype=np.int64)
        self._course = np.array([self._number[board.decisions[int(v)].course.id] for v in self._variables], np.int64)
        self._of = np.full(len(matrix.lower), -1, dtype=np.int64)
        self._of[self._variables] = self._course
        self._matrix = matrix
        self._mates = {c: stock.courses for stock in homes.stocks for c in stock.courses}
        for var, (group, _, _, subject) in board.homework.items():
            (own, *_) = board.school.courses_of(board.school.group[group], subject)
            self._of[var] = self._number[own.id]
        self._board = board

    def decisions(self, courses: Collection[str]) -> Mask:
        """The placements of these courses."""
        chosen = np.zeros(len(self._school.courses), dtype=bool)
        chosen[[self._number[c] for c in courses]] = True
        free = np.zeros(len(self._of), dtype=bool)
        free[self._variables[chosen[self._course]]] = True
        return free

    def broken(self, values: Ints) -> frozenset[str]:
        """The courses that have to do with what these values break: of two at once, both."""
        matrix = self._matrix
        activity = np.add.reduceat(np.append(matrix.coefs * values[matrix.columns], 0), matrix.pointers[:-1])
        activity[np.diff(matrix.pointers) == 0] = 0
        found: set[int] = set()
        for row in np.flatnonzero((activity < matrix.lo) | (activity > matrix.hi)):
            columns = matrix.columns[matrix.pointers[row] : matrix.pointers[row + 1]]
            roots = self._roots(columns)
            held = roots[values[roots] > 0]
            found.update(self._of[held if activity[row] > matrix.hi[row] and len(held) else roots].tolist())
        for var in np.flatnonzero(values > matrix.upper):
            found.update(self._of[self._roots(np.array([var]))].tolist())
        return frozenset(self._school.courses[i].id for i in found if i >= 0)

    def _roots(self, columns: Ints) -> Ints:
        """The decisions behind these variables."""
        roots = dict(zip(self._matrix.helpers.tolist(), self._matrix.roots, strict=True)) if columns.size else {}
        return np.array(sorted({r for v in columns.tolist() for r in roots.get(v, (v,))}), dtype=np.int64)

    def growing(self, seeds: Collection[str]) -> Iterator[frozenset[str]]:
        """Sets of courses, each with the last one in it: the seeds with all lessons of their classes, then twice as
        many classes at a time, those first that share teachers with the seeds; everything at last."""
        school = self._school
        seeds = frozenset(mate for c in seeds for mate in self._mates.get(c, (c,)))
        classes = list(dict.fromkeys(k for c in seeds for k in self._classes(school.course[c])))
        near = self._near(seeds, classes)
        count = len(classes)
        while count < len(school.classes):
            yield self._of_classes([*classes, *near][:count]) | seeds
            count = max(2 * count, count + 3)
        yield frozenset(school.course)

    def displaced(self, courses: Collection[str]) -> Ints:
        """What each placement of these courses weighs by whom it drives away: a lesson of another course of the same
        class that stands there. Nobody is counted twice: no two lessons of a class are at once."""
        stands: dict[tuple[str, str, Weeks], int] = {}
        for stock in self._homes.stocks:
            if stock.had <= stock.has and stock.courses and stock.courses[0] not in courses:
                stands |= self._standing(stock)
        found = np.zeros(len(self._of), dtype=np.int64)
        for var in np.flatnonzero(self.decisions(courses)):
            d = self._board.decisions[int(var)]
            atoms = {a for g in d.course.groups for a in self._school.group[g].atoms}
            slots = self._school.grid.run(d.start, d.duration)
            weeks = [w for w in self._board.weeks if d.weeks.covers(w)]
            found[var] = sum(stands.get((a, s.id, w), 0) for a in atoms for s in slots for w in weeks)
        return found

    def _standing(self, stock: Stock) -> Iterator[tuple[tuple[str, str, Weeks], int]]:
        """A pupil, the first slot and the first week of each lesson, with what it weighs elsewhere."""
        places = Counter(self._board.decisions[v].start.id for v in stock.homes)
        for var, worth in stock.homes.items():
            d = self._board.decisions[var]
            if d.course.groups and places[d.start.id] == 1:
                atom = self._school.group[d.course.groups[0]].atoms[0]
                week = next(w for w in self._board.weeks if d.weeks.covers(w))
                yield (atom, d.start.id, week), worth

    def across(self, seeds: Collection[str]) -> frozenset[str]:
        """The courses of all classes that have a subject or a room in common with these."""
        school = self._school
        subjects = {school.course[c].subject for c in seeds}
        rooms = {r for c in seeds for n in school.course[c].needs for r in n.options}
        found = (
            c.id
            for c in school.courses
            if c.subject in subjects or any(not rooms.isdisjoint(n.options) for n in c.needs)
        )
        return frozenset(mate for c in found for mate in self._mates.get(c, (c,)))

    def _classes(self, course: Course) -> set[str]:
        return {self._school.atoms[a].id for g in course.groups for a in self._school.group[g].atoms}

    def _of_classes(self, classes: Collection[str]) -> frozenset[str]:
        school = self._school
        own = {c.id for k in school.classes if k.id in classes for a in k.atoms for c in school.courses_of_atom[a]}
        return frozenset(mate for c in own for mate in self._mates.get(c, (c,)))

    def _near(self, seeds: frozenset[str], classes: Collection[str]) -> list[str]:
        """The other classes: by the lessons that the seeds' teachers, then all teachers of these classes, give them."""
        school = self._school
        first = {t for c in seeds for t in school.course[c].teachers}
        then = {t for c in self._of_classes(classes) for t in school.course[c].teachers}
        score: dict[str, int] = defaultdict(int)
        for course in school.courses:
            worth = sum(100 * (t in first) + (t in then) for t in course.teachers)
            for klass in self._classes(course) if worth else ():
                score[klass] += worth
        others = [k.id for k in school.classes if k.id not in classes]
        return sorted(others, key=lambda k: -score[k])

    def toll(self, courses: frozenset[str]) -> int:
        """What it weighs at least when a lesson of any other course leaves its place.

        In a class whose every slot is taken, another course's lesson has to come in its stead, so both have moved.
        """
        school, weigh = self._school, self._weights()
        outside = [c for c in school.courses if c.id not in courses]
        full = [a for a, own in school.courses_of_atom.items() if courses.isdisjoint(c.id for c in own)
                and self._full(own)]  # fmt: skip
        beside: dict[str, int] = {}
        for atom in full:
            for course in school.courses_of_atom[atom]:
                other = min((weigh[c.id] for c in school.courses_of_atom[atom] if c is not course), default=0)
                beside[course.id] = max(beside.get(course.id, 0), other)
        return min((weigh[c.id] + beside.get(c.id, 0) for c in outside), default=1 << 30)

    def _weights(self) -> dict[str, int]:
        """The least that a course's lesson weighs elsewhere; 0 where it had no place."""
        found: dict[str, int] = {}
        for stock in self._homes.stocks:
            for course in stock.courses:
                least = min(stock.homes.values(), default=0)
                found[course] = min(found.get(course, least), least)
        return found

    def _full(self, courses: Collection[Course]) -> bool:
        """Whether people with these courses have no free period, by counting."""
        if len({c.bell for c in courses}) != 1:
            return False
        reach = {s for c in courses for s in self._board.reach(c)}
        return sum(c.periods for c in courses) == len(reach)
