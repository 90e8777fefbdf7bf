"""Quality without moving more: wishes are improved as far as the fewest moves leave something to choose."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

import numpy as np

from scheduler.domain import RuleSetting
from scheduler.engine.board import SolverBoard
from scheduler.engine.improve import improve
from scheduler.engine.matrix import Ints, Mask, Matrix
from scheduler.engine.model import post
from scheduler.engine.program import Expr
from scheduler.engine.solve import Limits, Stop, solve
from scheduler.rule import Rule

from .homes import Homes

EXACT = 0.7  # of the time for the courses that had to give way, all at once


def wish(
    board: SolverBoard, rules: Mapping[str, Rule], settings: Collection[RuleSetting], homes: Homes, weight: int
) -> None:
    """Turn the board from moves to wishes: no more moves than weigh ``weight``, and the cost is what wishes cost."""
    program = board.program
    program.cost.clear()
    program.offset = 0
    program.require(Expr(homes.cost, homes.offset), hi=weight, setting="(moves)")
    post(board, rules, settings)


def settle(
    board: SolverBoard, values: Ints, free: Mask, seconds: float, workers: int, seed: int, stop: Stop
) -> Ints:  # fmt: skip
    """Improve what costs the least of these moves: first the ``free`` placements all at once, then anywhere."""
    end = time.monotonic() + seconds
    best = np.array(board.program.complete(dict(enumerate(values.tolist()))), dtype=np.int64)
    matrix = Matrix(board.program)
    decided = np.zeros(len(best), dtype=bool)
    decided[: len(free)] = free
    part = matrix.cut(best, matrix.with_helpers(decided))
    if len(part.free):
        limits = Limits(seconds=EXACT * seconds, workers=workers, seed=seed, linearization=1)
        solved = solve(part.program, limits, stop=stop, hint=best[part.free].tolist())
        if solved.values is not None:
            found = best.copy()
            found[part.free] = solved.values
            if matrix.holds(found) and matrix.total(found) < matrix.total(best):
                best = found
    left = end - time.monotonic()
    if left < 0.3 or stop:
        return best
    search = improve(
        board.school, board, best, seconds=left, workers=workers, seed=seed, stop=stop, tell=lambda progress: None,
        idle=max(0.5, left / 3),
    )  # fmt: skip
    return search.values
