"""A first assignment of the hard rules: several ways, the quickest first.

The solver without its linear relaxation, beside feasibility jump, finds most within a second on the bare program, in a
fraction of the time that presolve takes. For the rest, and for proofs, clause learning after presolve runs on one
thread; on the other, another clause learning in turns with feasibility jump, then lessons that push each other out
(``ejection.py``), then repair of what is left (``elastic.py``): whichever ends first (benchmarks/README.md).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from .board import SolverBoard
from .ejection import Ejection, placed
from .elastic import elastic, greedy
from .improve import improve
from .matrix import Ints
from .outcome import Options
from .program import Program
from .solve import ENDLESS, Limits, Solved, Status, Stop, bare, in_turns, solve, without_relaxation
from .together import together

JUMP = 6.0  # seconds of feasibility jump on the presolved program before ejection and repair take over
EJECT = 4.0  # seconds of ejection before repair mends what is left; longer each time that begins anew
RESTLESS = 2.0  # seconds without a gain after which repair makes what is still broken dearer
RESTART = 12.0  # seconds of repair without an end before it begins anew from another placement, growing


def first_assignment(
    board: SolverBoard,
    firm: Collection[str],
    options: Options,
    seconds: float,
    stop: Stop,
    near: Sequence[int] | None = None,
) -> Solved:
    """Values that keep every row of the board's program, or the proof that there are none, or neither in time.

    ``firm`` are the ids of the settings that keep anybody from being in two places. ``near``: values of the first
    variables that may be nearly right.
    """
    program = board.program
    limits = Limits(workers=options.workers, seed=options.seed, first=True)
    hint = None if near is None else dict(enumerate(near))
    quick = max(1.0, len(program.lower) / 12000)
    if options.rounds is not None:
        limits = replace(limits, seconds=ENDLESS)
        solved = solve(program, replace(limits, work=quick), stop=stop, hint=hint, objective=False, configure=bare)
        if solved.status is Status.UNKNOWN:
            limits = replace(limits, work=600.0)
            solved = solve(program, limits, stop=stop, hint=hint, objective=False, configure=without_relaxation)
        return solved
    end = time.monotonic() + seconds
    limits = replace(limits, seconds=min(quick, seconds))
    solved = solve(program, limits, stop=stop, hint=hint, objective=False, configure=bare)
    left = end - time.monotonic()
    if solved.status is not Status.UNKNOWN or stop or left <= 0.05:
        return solved
    return _Race(board, firm, options, end, stop, hint).run()


class _Race:
    """Clause learning after presolve against the ways that prove nothing; the first that knows ends the other."""

    def __init__(
        self,
        board: SolverBoard,
        firm: Collection[str],
        options: Options,
        end: float,
        stop: Stop,
        hint: dict[int, int] | None,
    ):
        self._board, self._firm, self._options, self._end, self._hint = board, firm, options, end, hint
        self._both = stop.child()
        self._limits = Limits(workers=1, seed=options.seed, first=True)
        self._found: list[Solved] = []

    def run(self) -> Solved:
        """What was found first; with one worker only, one way after the other."""
        if self._options.workers > 1:
            together(partial(self._learn, self._end), self._others, stop=self._both, end=self._end)
        else:
            self._learn((time.monotonic() + self._end) / 2)
            if not self._found:
                self._others()
        return self._found[0] if self._found else _unknown()

    def _left(self, most: float = ENDLESS) -> float:
        return max(min(most, self._end - time.monotonic()), 0.05)

    def _take(self, solved: Solved) -> None:
        if solved.status is not Status.UNKNOWN:
            self._found.append(solved)
            self._both.ask()

    def _learn(self, end: float) -> None:
        """Clause learning until ``end``."""
        limits = replace(self._limits, seconds=self._left(end - time.monotonic()))
        self._take(solve(self._board.program, limits, stop=self._both, hint=self._hint, objective=False))

    def _others(self) -> None:
        """Feasibility jump in turns with another search for a while, then ejection and repair."""
        limits = replace(self._limits, seconds=self._left(JUMP), seed=self._limits.seed + 1)
        program, both = self._board.program, self._both
        self._take(solve(program, limits, stop=both, hint=self._hint, objective=False, configure=in_turns))
        if not self._both and self._left() > 0.5:
            options = replace(self._options, workers=1)
            self._take(repaired(self._board, self._firm, options, self._left(), self._both))


def _unknown() -> Solved:
    return Solved(Status.UNKNOWN, None, None, float("-inf"), 0.0)


def repaired(board: SolverBoard, firm: Collection[str], options: Options, seconds: float, stop: Stop) -> Solved:
    """Placements of most lessons mended (``firm`` settings are never broken) until nothing is broken; begun anew, each
    time for longer, when that does not come."""
    began = time.monotonic()
    rng = np.random.default_rng(options.seed)
    program = elastic(board, firm)
    patience = 1.0
    while (left := seconds - (time.monotonic() - began)) > 0.1 and not stop:
        start = _started(board, program, int(rng.integers(1, 1 << 30)), min(EJECT * patience, left), stop)
        left = max(seconds - (time.monotonic() - began), 0.1)
        search = improve(
            board.school, board, start, seconds=min(RESTART * patience, left), workers=options.workers,
            seed=int(rng.integers(1, 1 << 30)), stop=stop, tell=lambda progress: None, program=program,
            restless=RESTLESS,
        )  # fmt: skip
        if search.cost == 0:
            return _kept(board, search.values, began)
        patience *= 1.5
    return _unknown()


def _started(board: SolverBoard, relaxed: Program, seed: int, seconds: float, stop: Stop) -> Ints:
    """Most lessons placed by ejection; greedily where more than the placements is decided: rooms or homework. Values of
    all the relaxed program's variables."""
    if board.room_choices or board.homework:
        return greedy(board, relaxed, np.random.default_rng(seed))
    search = Ejection(board.program, board.alike, seed)
    search.run(seconds, stop)
    return placed(relaxed, search.best)


def _kept(board: SolverBoard, values: Ints, began: float) -> Solved:
    """The board's own part of an assignment, where it keeps every row."""
    own = tuple(values[: len(board.program.lower)].tolist())
    if next(board.program.broken(own), None) is not None:
        return _unknown()
    return Solved(Status.FEASIBLE, own, board.program.total(own), 0.0, time.monotonic() - began)
