"""The fewest moves: a small part of the school at first, growing until what is found is proved to be the least.

In each part two problems are solved beside each other: what can be done while all others stay (an answer), and what the
part cannot do without whatever the others do (a bound). Whoever moves something outside as well pays the bound and at
least the toll of one lesson more. So mostly a few classes prove it for the whole school.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from scheduler.engine.board import SolverBoard
from scheduler.engine.elastic import elastic, filled
from scheduler.engine.first import first_assignment
from scheduler.engine.improve import improve
from scheduler.engine.matrix import Ints, Mask, Matrix, Part
from scheduler.engine.outcome import Options
from scheduler.engine.solve import Limits, Solved, Status, Stop, solve
from scheduler.engine.together import together

from .area import Areas
from .homes import Homes

NEVER = 1 << 40  # weighs more than anything
BROKEN = 40  # what a unit of breach, or a lesson without a place, weighs while the old timetable is mended
LEAST = 0.3  # seconds that the improvement search is worth beginning for
WHOLE = 0.4  # of the time for the whole school at once
ACROSS = 2.0  # seconds for the bound of a few subjects in the whole school
BEGIN = 0.85  # of the time left for an answer to begin with, where there is none
MENDING = 0.5  # of that for mending the old timetable
FINISHING = 0.5  # of what is then left for what mending left over; the rest for any timetable
SHARE = 0.3  # of the time left, at most, for that bound


@dataclass
class Near:
    """The best so far: values of all variables (None: nothing yet) and what its moves weigh; what any answer's weigh at
    least (``NEVER``: it is proved that there is none); the courses that were free in the last part."""

    values: Ints | None = None
    weight: int = NEVER
    least: int = 0
    courses: frozenset[str] = frozenset()

    @property
    def proven(self) -> bool:
        """Whether nothing lighter exists."""
        return self.least >= self.weight

    @property
    def impossible(self) -> bool:
        """Whether it is proved that there is no answer at all."""
        return self.values is None and self.least >= NEVER


class Nearest:
    """The search on a board that holds all hard rules and, as its cost, the weight of moves (see ``Homes``). ``firm``
    are the ids of the settings that keep anybody from being in two places."""

    def __init__(
        self, board: SolverBoard, homes: Homes, firm: Collection[str], workers: int, seed: int, stop: Stop
    ):  # fmt: skip
        self._board, self._homes, self._workers, self._seed, self._stop = board, homes, workers, seed, stop
        self._firm = firm
        self._matrix = Matrix(board.program)
        self.areas = Areas(board, self._matrix, homes)
        self.near = Near()

    def run(self, seconds: float) -> Near:
        """Search for some seconds at most."""
        end = time.monotonic() + seconds
        near, start = self.near, self._homes.start
        seeds = self.areas.broken(start) | self._homes.unsettled
        if not seeds:
            self.take(start)
            if near.values is None:  # a row that nothing can keep
                self._raise(NEVER)
        for courses, wanted in self._parts(seeds, end):
            left = end - time.monotonic()
            if near.proven or near.impossible or left <= 0.05 or self._stop:
                break
            near.courses = courses
            if wanted is not None and near.values is None:
                self._begin(BEGIN * left, wanted)
                left = end - time.monotonic()
                if near.proven or left <= 0.05 or self._stop:
                    break
            self._look(courses, end - time.monotonic())
        if near.values is not None and not near.proven:
            self._lighten(end - time.monotonic())
        near.least = min(near.least, near.weight)
        return near

    def _lighten(self, seconds: float) -> None:
        """Fewer moves by the improvement search."""
        assert self.near.values is not None
        if seconds > LEAST and not self._stop:
            search = improve(
                self._board.school, self._board, self.near.values, seconds=seconds, workers=self._workers,
                seed=self._seed, stop=self._stop, tell=lambda progress: None, floor=self.near.least,
            )  # fmt: skip
            self.take(search.values)

    def _begin(self, seconds: float, wanted: Ints) -> None:
        """An answer to begin with: the old timetable mended; where something is left over, that solved around where it
        is; else any timetable. Then fewer moves."""
        end = time.monotonic() + seconds
        mended = self._mend(MENDING * seconds, wanted)
        if self.near.values is None and not self._stop:
            self._finish(mended, (end - time.monotonic()) * FINISHING)
        if self.near.values is None and not self._stop:
            self._first(end - time.monotonic())
        if self.near.values is not None and not self.near.proven:
            self._lighten(end - time.monotonic())

    def _first(self, seconds: float) -> None:
        """Any timetable, looked for from the old one."""
        options = Options(seconds=seconds, workers=self._workers, seed=self._seed)
        start = self._homes.start.tolist()
        solved = first_assignment(self._board, self._firm, options, seconds, self._stop, start)
        if solved.values is not None:
            self.take(np.array(self._board.program.complete(dict(enumerate(solved.values))), dtype=np.int64))
        elif solved.status is Status.INFEASIBLE:
            self._raise(NEVER)

    def _mend(self, seconds: float, wanted: Ints) -> Ints:
        """The lessons of ``wanted`` stay where they do not clash, those first that are not where they were; the others
        are unplaced and rules broken at a price: the improvement search drives both to nothing, with few moves on the
        way. Returns how far it came."""
        relaxed = elastic(self._board, self._firm)
        relaxed.cost = {var: BROKEN * price for var, price in relaxed.cost.items()}
        relaxed.offset *= BROKEN
        for var, price in self._board.program.cost.items():
            relaxed.cost[var] = relaxed.cost.get(var, 0) + price
        relaxed.offset += self._homes.offset
        old = self._homes.start
        start = filled(
            self._board, relaxed, sorted((v for v in self._board.decisions if wanted[v]), key=lambda v: old[v])
        )
        search = improve(
            self._board.school, self._board, start, seconds=seconds, workers=self._workers, seed=self._seed,
            stop=self._stop, tell=lambda progress: None, program=relaxed, idle=max(1.0, seconds / 2),
        )  # fmt: skip
        values = search.values[: len(self._board.program.lower)]
        self.take(values)
        return values

    def _finish(self, mended: Ints, seconds: float) -> None:
        """What mending left over, in the classes that have to do with it while the others stay as mended; then in more
        and more of them."""
        end = time.monotonic() + seconds
        chosen = dict.fromkeys((v for v in self._board.decisions if mended[v]), 1)
        values = np.array(self._board.program.complete(chosen), dtype=np.int64)
        for courses in self.areas.growing(self.areas.broken(values)):
            left = end - time.monotonic()
            if left <= 0.05 or self._stop:
                return
            decided = self.areas.decisions(courses)
            _, solved = self._beside(values, decided, min(left, max(1.0, left / 3)), self._workers, values)
            if solved.values is not None:
                return

    def _parts(self, seeds: frozenset[str], end: float) -> Iterator[tuple[frozenset[str], Ints | None]]:
        """The parts to look at: the classes that must give way; then more and more classes around them. Before those
        comes the bound that their subjects and rooms have through all classes. It also shows who should give way where
        many could: a late part has with it what an answer to begin with should be like."""
        growing = self.areas.growing(seeds)
        first = next(growing)
        whole = len(first) == len(self._board.school.courses)
        if not whole:
            yield first, None
        wanted: Ints | None = self._across(self.areas.across(seeds), min(ACROSS, SHARE * (end - time.monotonic())))
        for number, courses in enumerate(chain((first,) if whole else (), growing)):
            late = number > 0 or len(courses) == len(self._board.school.courses)
            yield courses, wanted if late else None
            wanted = None if late else wanted

    def _across(self, courses: frozenset[str], seconds: float) -> Ints:
        """The bound that the lessons of these courses have through all classes: too few places for too many lessons
        show here, and whom they would drive away. Returns the old timetable with these lessons where that has them."""
        offset = sum(s.best for s in self._homes.stocks if not courses.isdisjoint(s.courses))
        decided = self.areas.decisions(courses)
        part, solved = self._relaxed(decided, seconds, self._stop, self.areas.displaced(courses))
        self._raise(NEVER if solved.status is Status.INFEASIBLE else offset + _up(solved, part))
        values = self._homes.start.copy()
        if solved.values is not None:
            values[part.free] = solved.values
            values[~decided] = self._homes.start[~decided]
        return values

    def _weight(self, values: Ints) -> int:
        return self._matrix.total(values)

    def take(self, values: Ints) -> None:
        """An answer from elsewhere, where it is lighter."""
        weight = self._weight(values)
        if weight < self.near.weight and self._matrix.holds(values):
            self.near.values, self.near.weight = values, weight

    def _look(self, courses: frozenset[str], seconds: float) -> None:
        """One part: the answer in it and its bound, side by side where there are two threads."""
        whole = len(courses) == len(self._board.school.courses)
        if whole and self.near.weight < NEVER:
            seconds *= WHOLE  # what time is left then goes to the improvement search
        decided = self.areas.decisions(courses)
        offset = sum(s.best for s in self._homes.stocks if not courses.isdisjoint(s.courses))
        meanwhile = self._stop.child()
        seconds = seconds if whole else min(seconds, max(1.0, seconds / 2))
        end = time.monotonic() + seconds
        inside, bound = [0], [0]

        def answer() -> None:
            workers = self._workers if whole else max(1, self._workers - 1)
            inside[0] = offset + self._answered(decided, end - time.monotonic(), workers)

        def relaxed() -> None:
            found = self._bound(decided, end - time.monotonic(), meanwhile)
            bound[0] = NEVER if found >= NEVER else offset + found

        if whole:
            answer()
            self._raise(inside[0])
            return
        together(answer, relaxed, stop=self._stop.child())
        toll = self.areas.toll(courses)
        self._raise(min(inside[0], bound[0] + toll, NEVER))

    def _raise(self, least: int) -> None:
        self.near.least = max(self.near.least, least)

    def _answered(self, decided: Mask, seconds: float, workers: int) -> int:
        """The best while all others stay, taken where it is better; returns what that costs at least."""
        hint = self._homes.start if self.near.values is None else self.near.values
        part, solved = self._beside(self._homes.start, decided, seconds, workers, hint)
        return NEVER if solved.status is Status.INFEASIBLE else _up(solved, part)

    def _beside(
        self, values: Ints, decided: Mask, seconds: float, workers: int, hint: Ints
    ) -> tuple[Part, Solved]:  # fmt: skip
        """The best of these decisions beside what the others are in ``values``, taken where it is better."""
        decided = decided.copy()
        decided[list(self._board.homework)] = True  # weighs nothing, wherever it is
        free = self._matrix.with_helpers(decided)
        free[self._board.room_variables] = True
        part = self._matrix.beside(values, free)
        solved = self._solve(part, seconds, workers, self._stop, hint)
        if solved.values is not None:
            found = values.copy()
            found[part.free] = solved.values
            self.take(found)
        return part, solved

    def _bound(self, decided: Mask, seconds: float, stop: Stop) -> int:
        """What these decisions cost at least whatever the others do."""
        part, solved = self._relaxed(decided, seconds, stop)
        return NEVER if solved.status is Status.INFEASIBLE else _up(solved, part)

    def _relaxed(self, decided: Mask, seconds: float, stop: Stop, more: Ints | int = 0) -> tuple[Part, Solved]:
        """These decisions, whatever the others do; ``more`` is what each costs besides."""
        inside = decided.copy()
        inside[self._matrix.helpers] = self._matrix.inside(decided)
        part = self._matrix.relax(inside, self._matrix.cost + more)
        return part, self._solve(part, seconds, 1, stop, None, linearization=2)

    def _solve(
        self, part: Part, seconds: float, workers: int, stop: Stop, hint: Ints | None, linearization: int = 1
    ) -> Solved:
        limits = Limits(seconds=max(seconds, 0.05), workers=workers, seed=self._seed, linearization=linearization)
        return solve(part.program, limits, stop=stop, hint=None if hint is None else hint[part.free].tolist())


def _up(solved: Solved, part: Part) -> int:
    """A bound on a part's cost as an integer. A search that ended before it began knows none, whatever it says."""
    lower, upper = part.program.lower, part.program.upper
    nothing = sum(w * int((lower if w > 0 else upper)[v]) for v, w in part.program.cost.items())
    known = solved.status in (Status.OPTIMAL, Status.FEASIBLE) and np.isfinite(solved.bound)
    return max(nothing, int(np.ceil(solved.bound - 1e-6))) if known else nothing
