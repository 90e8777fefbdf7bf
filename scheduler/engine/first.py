"""A first assignment of the hard rules: three ways, the quickest first.

The solver without its linear relaxation, beside feasibility jump, finds most within a second on the bare program, in a
fraction of the time that presolve takes. For the rest, and for proofs, clause learning after presolve runs on one
thread, feasibility jump and then repair (``elastic.py``) on the other: whichever ends first (benchmarks/README.md).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from .board import SolverBoard
from .elastic import elastic, greedy
from .improve import improve
from .outcome import Options
from .solve import Limits, Solved, Status, Stop, bare, solve, without_relaxation

ENDLESS = 1e6  # seconds: where deterministic limits end a solve, the clock must not
JUMP = 6.0  # seconds of feasibility jump on the presolved program before repair takes over
RESTLESS = 2.0  # seconds without a gain after which repair makes what is still broken dearer
RESTART = 40.0  # seconds of repair without an end before it begins anew from another placement, growing


def first_assignment(board: SolverBoard, firm: Collection[str], options: Options, seconds: float, stop: Stop) -> Solved:
    """Values that keep every row of the board's program, or the proof that there are none, or neither in time.

    ``firm`` are the ids of the settings that keep anybody from being in two places.
    """
    program = board.program
    limits = Limits(workers=options.workers, seed=options.seed, first=True)
    quick = max(1.0, len(program.lower) / 12000)
    if options.rounds is not None:
        limits = replace(limits, seconds=ENDLESS)
        solved = solve(program, replace(limits, work=quick), stop=stop, objective=False, configure=bare)
        if solved.status is Status.UNKNOWN:
            solved = solve(
                program, replace(limits, work=600.0), stop=stop, objective=False, configure=without_relaxation
            )
        return solved
    end = time.monotonic() + seconds
    solved = solve(program, replace(limits, seconds=min(quick, seconds)), stop=stop, objective=False, configure=bare)
    left = end - time.monotonic()
    if solved.status is not Status.UNKNOWN or stop or left <= 0.05:
        return solved
    if options.workers > 1:
        return _race(board, firm, options, limits, end, stop)
    solved = solve(program, replace(limits, seconds=left / 2), stop=stop, objective=False, configure=without_relaxation)
    left = end - time.monotonic()
    return solved if solved.status is not Status.UNKNOWN or stop else repaired(board, firm, options, left, stop)


def _race(
    board: SolverBoard, firm: Collection[str], options: Options, limits: Limits, end: float, stop: Stop
) -> Solved:
    """Clause learning after presolve against feasibility jump and then repair; the first that knows ends the other."""
    both = stop.child()
    found: list[Solved] = []
    failed: list[BaseException] = []

    def run(way: Callable[[], Solved]) -> None:
        try:
            solved = way()
            if solved.status is not Status.UNKNOWN:
                found.append(solved)
        except BaseException as error:
            failed.append(error)
        finally:
            if found or failed:
                both.ask()

    def learn() -> Solved:
        """Clause learning on one thread, to the end."""
        left = max(end - time.monotonic(), 0.05)
        return solve(board.program, replace(limits, seconds=left, workers=1), stop=both, objective=False)

    def jump_then_mend() -> Solved:
        """Feasibility jump on the presolved program beside another search for a while, then repair."""
        left = max(min(JUMP, end - time.monotonic()), 0.05)
        other = replace(limits, seconds=left, seed=limits.seed + 1)
        solved = solve(board.program, other, stop=both, objective=False, configure=without_relaxation)
        left = end - time.monotonic()
        if solved.status is not Status.UNKNOWN or both or left < 0.5:
            return solved
        return repaired(board, firm, replace(options, workers=1), left, both)

    threads = [threading.Thread(target=run, args=(way,), daemon=True) for way in (learn, jump_then_mend)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
            if time.monotonic() > end:
                both.ask()  # presolve does not look at the clock often
    if failed:
        raise failed[0]
    return found[0] if found else _unknown()


def _unknown() -> Solved:
    return Solved(Status.UNKNOWN, None, None, float("-inf"), 0.0)


def repaired(board: SolverBoard, firm: Collection[str], options: Options, seconds: float, stop: Stop) -> Solved:
    """Greedy placements mended (``firm`` settings are never broken) until nothing is broken; begun anew, each time
    for longer, when that does not come."""
    began = time.monotonic()
    rng = np.random.default_rng(options.seed)
    if stop:
        return _unknown()
    program = elastic(board, firm)
    patience = RESTART
    while (left := seconds - (time.monotonic() - began)) > 0.1 and not stop:
        search = improve(
            board.school, board, greedy(board, program, rng), seconds=min(patience, left), workers=options.workers,
            seed=int(rng.integers(1, 1 << 30)), stop=stop, tell=lambda progress: None, program=program,
            restless=RESTLESS,
        )  # fmt: skip
        if search.cost == 0:
            values = tuple(search.values[: len(board.program.lower)].tolist())
            return Solved(Status.FEASIBLE, values, board.program.total(values), 0.0, time.monotonic() - began)
        patience *= 1.5
    return _unknown()
