"""The improvement search: fix-and-optimise over neighbourhoods chosen by what they gained.

Each worker frees a neighbourhood, cuts out the part of the program it decides, and searches it with one-worker CP-SAT
for under a second; a better part is merged when all rows still hold. The incumbent is feasible at every moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from scheduler.domain import School

from .board import SolverBoard
from .matrix import Ints, Mask, Matrix
from .neighbourhoods import NEIGHBOURHOODS, Layout, Neighbourhood
from .program import Program
from .solve import ENDLESS, Limits, Solved, Status, Stop, solve
from .together import together

START_SIZE = 10  # class-days; 0.7 s and about ten were measured best, two seconds clearly worse
SUB_SECONDS = 0.4  # of a part at first
LONGEST = 2.0  # of a part when gains have become rare
SUB_WORK = 0.4


@dataclass
class Arm:
    """What one neighbourhood has gained lately, and the size at which it is searched to the end."""

    make: Neighbourhood
    size: float = START_SIZE
    merit: float = 1.0

    def learn(self, gain: int, seconds: float, status: Status, limit: float, largest: int) -> None:
        """Grow when proved in half the limit, shrink when not proved; merit is a fading mean of gain a second."""
        self.merit = 0.85 * self.merit + 0.15 * gain / max(seconds, 0.02)
        if status is Status.OPTIMAL and seconds < limit / 2:
            self.size = min(self.size * (1.15 if seconds > limit / 8 else 1.5), largest)
        elif status is not Status.OPTIMAL:
            self.size = max(self.size * 0.85, 2)


@dataclass
class Level:
    """How much of a part goes into its linear relaxation: what parts searched so have gained lately."""

    linearization: int
    merit: float = 1.0

    def learn(self, gain: int, seconds: float) -> None:
        """A fading mean of gain a second, as for neighbourhoods."""
        self.merit = 0.9 * self.merit + 0.1 * gain / max(seconds, 0.02)


@dataclass(frozen=True)
class Progress:
    """A better assignment found."""

    cost: int
    values: Ints
    by: str


@dataclass
class Search:
    """The incumbent and everything the workers share."""

    school: School
    board: SolverBoard
    matrix: Matrix
    values: Ints
    stop: Stop
    tell: Callable[[Progress], None]
    seed: int
    floor: int = 0  # no assignment costs less
    restless: float = float("inf")  # seconds without a gain after which what is paid becomes dearer
    rng: np.random.Generator = field(init=False)
    layout: Layout = field(init=False)
    cost: int = field(init=False)
    arms: list[Arm] = field(init=False)
    levels: list[Level] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        self.layout = Layout(self.school, self.board, self.matrix)
        self.cost = self.matrix.total(self.values)
        self.floor = max(self.floor, self.matrix.program.offset + self.matrix.least_cost(self.matrix.cost))
        self.prices = self.matrix.cost.copy()
        self.arms = [Arm(n) for n in NEIGHBOURHOODS]
        self.gained = time.monotonic()
        self.levels = [Level(0), Level(2)]
        self.patience = 1.0  # how many times longer than at first a part is searched
        self.lock = threading.Lock()
        self.taken: dict[int, Mask] = {}

    def _drawn(self, merits: list[float]) -> int:
        """An index, drawn by merit three times out of four."""
        total = sum(merits)
        weights = np.array([0.75 * m / max(total, 1e-9) + 0.25 / len(merits) for m in merits])
        return int(self.rng.choice(len(merits), p=weights / weights.sum()))

    def _choose(self, worker: int) -> tuple[Arm, Mask, Ints]:
        arm = self.arms[self._drawn([a.merit for a in self.arms])]
        free = arm.make(self.layout, self.values, max(1, round(arm.size)), self.rng)
        for other, mask in self.taken.items():
            if other != worker:
                free &= ~mask
        self.taken[worker] = free
        return arm, free, self.values.copy()

    def step(self, worker: int, limits: Limits) -> None:
        """One neighbourhood: free, search, merge; once more where another worker's gain came in between."""
        with self.lock:
            arm, decided, values = self._choose(worker)
            level = self.levels[self._drawn([x.merit**2 for x in self.levels])]  # two differ more clearly than eight
            limits = replace(limits, seed=int(self.rng.integers(1, 1 << 30)), linearization=level.linearization)
        if not decided.any():
            time.sleep(0.01)  # the others have it all
            return
        free = self.matrix.with_helpers(decided)
        began = time.monotonic()
        solved, found, gain = self._search(free, values, values, limits, arm)
        if gain is None and not self.stop:
            with self.lock:
                values = self.values.copy()
            solved, _, gain = self._search(free, values, found, limits, arm)
        seconds = time.monotonic() - began
        with self.lock:
            spent = seconds if limits.work is None else _work(solved.status)
            largest = self.layout.class_of.shape[1] * len(self.layout.days)
            arm.learn(gain or 0, spent, solved.status, limits.seconds, largest)
            level.learn(gain or 0, spent)
            if solved.status is Status.OPTIMAL and free.all():
                self.floor = self.cost  # the part was the whole
            # quick gains first; then larger parts, which take longer, find what small ones cannot
            self.patience = min(max(self.patience * (0.8 if gain else 1.02), 1.0), LONGEST / SUB_SECONDS)
            self.taken.pop(worker, None)
            if time.monotonic() - self.gained > self.restless:
                self._raise_prices()

    def _raise_prices(self) -> None:
        """Leave a dead end: every breach that is still paid costs more from now on (weighting as in breakout local
        search, Morris 1993). Only for programs whose cost is to become zero."""
        paid = (self.values > 0) & (self.matrix.cost > 0)
        self.matrix.cost[paid] += self.prices[paid]
        self.cost = self.matrix.total(self.values)
        self.gained = time.monotonic()

    def _search(
        self, free: Mask, values: Ints, hint: Ints, limits: Limits, arm: Arm
    ) -> tuple[Solved, Ints, int | None]:
        """Search the freed part from these values and merge what is found; the values with what was found in them, and
        the gain, None where it did not fit."""
        part = self.matrix.cut(values, free)
        solved = solve(part.program, limits, stop=self.stop, hint=hint[part.free].tolist(), configure=_light)
        if solved.values is None:
            return solved, values, 0
        found = values.copy()
        found[part.free] = solved.values
        with self.lock:
            return solved, found, self._merge(part.free, found[part.free], arm.make.__name__)

    def _merge(self, free: Ints, found: Ints, by: str) -> int | None:
        """Take the found part into the incumbent if that is no worse and every row holds; returns the gain, None where
        a row would break."""
        merged = self.values.copy()
        merged[free] = found
        if not self.matrix.holds_at(merged, np.flatnonzero(merged != self.values)):
            return None
        cost = self.matrix.total(merged)
        if cost > self.cost:
            return 0
        gain = self.cost - cost
        self.values, self.cost = merged, cost
        if gain:
            self.gained = time.monotonic()
            self.tell(Progress(cost, merged, by))
        return gain


def _work(status: Status) -> float:
    """In deterministic runs a proof counts as quick and no proof as slow: no clock is read."""
    return 0.1 if status is Status.OPTIMAL else 1.0


def _light(solver: cp_model.CpSolver) -> None:
    """Parts are small and many: less presolve."""
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0


def improve(
    school: School,
    board: SolverBoard,
    values: Ints,
    *,
    seconds: float,
    workers: int,
    seed: int,
    stop: Stop,
    tell: Callable[[Progress], None],
    rounds: int | None = None,
    program: Program | None = None,
    floor: int = 0,
    restless: float = float("inf"),
    idle: float = float("inf"),
) -> Search:
    """Improve a feasible assignment for some seconds, or for a fixed number of ``rounds`` in one thread with
    deterministic limits (then the result does not depend on the machine's speed). ``program`` is the board's own, or
    one that has its variables and more; the search ends where it costs no more than ``floor``.
    ``restless``: see :class:`Search`. It also ends after ``idle`` seconds without a gain.
    Returns the search with its best."""
    search = Search(school, board, Matrix(program or board.program), values, stop, tell, seed, floor, restless)
    if rounds is not None:
        for _ in range(rounds):
            if stop or search.cost <= search.floor:
                break
            effort = SUB_WORK * search.patience
            search.step(0, Limits(seconds=ENDLESS, work=effort, workers=1))
        return search
    return run(search, seconds, workers, idle)


def run(search: Search, seconds: float, workers: int, idle: float = float("inf")) -> Search:
    """Improve in threads until the time is over, nothing is left to gain, or nothing came for ``idle`` seconds."""
    end = time.monotonic() + seconds
    search.stop = search.stop.child()

    def steps(number: int) -> None:
        while (left := end - time.monotonic()) > 0.05 and not (search.stop or search.cost <= search.floor):
            if time.monotonic() - search.gained > idle:
                return
            search.step(number, Limits(seconds=min(SUB_SECONDS * search.patience, left), workers=1))

    together(*(partial(steps, i) for i in range(max(1, workers))), stop=search.stop)
    return search
