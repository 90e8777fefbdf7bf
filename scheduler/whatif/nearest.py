"""The fewest moves: a small part of the school at first, growing until what is found is proved to be the least.

In each part two problems are solved beside each other: what can be done while all others stay (an answer), and what the
part cannot do without whatever the others do (a bound). Whoever moves something outside as well pays the bound and at
least the toll of one lesson more. So mostly a few classes prove it for the whole school.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

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
WHOLE = 0.7  # of the time for the whole school at once
ACROSS = 2.0  # seconds for the bound of a few subjects in the whole school


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
        for number, courses in enumerate(self.areas.growing(seeds)):
            if number == 1:
                self._across(seeds, min(ACROSS, end - time.monotonic()))
            left = end - time.monotonic()
            if near.proven or near.impossible or left <= 0.05 or self._stop:
                break
            if near.values is None and len(courses) == len(self._board.school.courses):
                self._begin(left / 2)
            near.courses = courses
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

    def _begin(self, seconds: float) -> None:
        """An answer to begin with: the old timetable mended, or any that is near it."""
        self._mend(seconds / 2)
        if self.near.values is not None or self._stop:
            return
        seconds /= 2
        options = Options(seconds=seconds, workers=self._workers, seed=self._seed)
        start = self._homes.start.tolist()
        solved = first_assignment(self._board, self._firm, options, seconds, self._stop, start)
        if solved.values is not None:
            self.take(np.array(self._board.program.complete(dict(enumerate(solved.values))), dtype=np.int64))
        elif solved.status is Status.INFEASIBLE:
            self._raise(NEVER)

    def _mend(self, seconds: float) -> None:
        """Lessons stay where they do not clash, the others are unplaced and rules broken at a price: the improvement
        search drives both to nothing, with few moves on the way."""
        relaxed = elastic(self._board, self._firm)
        relaxed.cost = {var: BROKEN * price for var, price in relaxed.cost.items()}
        relaxed.offset *= BROKEN
        for var, price in self._board.program.cost.items():
            relaxed.cost[var] = relaxed.cost.get(var, 0) + price
        relaxed.offset += self._homes.offset
        wanted = [var for var in self._board.decisions if self._homes.start[var]]
        start = filled(self._board, relaxed, wanted)
        search = improve(
            self._board.school, self._board, start, seconds=seconds, workers=self._workers, seed=self._seed,
            stop=self._stop, tell=lambda progress: None, program=relaxed, idle=max(1.0, seconds / 3),
        )  # fmt: skip
        self.take(search.values[: len(self._board.program.lower)])

    def _across(self, seeds: frozenset[str], seconds: float) -> None:
        """The bound that the lessons of these subjects and rooms have through all classes: too few places for too many
        lessons show here."""
        courses = self.areas.across(seeds)
        offset = sum(s.best for s in self._homes.stocks if not courses.isdisjoint(s.courses))
        found = self._bound(self.areas.decisions(courses), seconds, self._stop)
        self._raise(NEVER if found >= NEVER else offset + found)

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
        decided = decided.copy()
        decided[list(self._board.homework)] = True  # weighs nothing, wherever it is
        free = self._matrix.with_helpers(decided)
        free[self._board.room_variables] = True
        part = self._matrix.beside(self._homes.start, free)
        hint = self._homes.start if self.near.values is None else self.near.values
        solved = self._solve(part, seconds, workers, self._stop, hint)
        if solved.values is not None:
            values = self._homes.start.copy()
            values[part.free] = solved.values
            self.take(values)
        return NEVER if solved.status is Status.INFEASIBLE else _up(solved, part)

    def _bound(self, decided: Mask, seconds: float, stop: Stop) -> int:
        """What these decisions cost at least whatever the others do."""
        inside = decided.copy()
        inside[self._matrix.helpers] = self._matrix.inside(decided)
        part = self._matrix.relax(inside, self._matrix.cost)
        solved = self._solve(part, seconds, 1, stop, None, linearization=2)
        return NEVER if solved.status is Status.INFEASIBLE else _up(solved, part)

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
