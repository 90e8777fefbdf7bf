"""What cannot be avoided: a proven lower bound on the cost, and the search for an answer that costs just that.

Each class, and each teacher, is looked at alone: all rows hold as far as they speak of its own lessons, whatever the
others do, and it pays only the costs that hang on nobody else. Costs are divided among these small problems, so the
sum of what each costs at least is a bound on the whole: a relaxation by owner, solved exactly in milliseconds a piece.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from scheduler.domain import School

from .board import SolverBoard
from .matrix import Ints, Mask, Matrix
from .neighbourhoods import Layout
from .program import Expr, Program
from .solve import Limits, Stop, bare, solve


@dataclass(frozen=True)
class Share:
    """A part of the cost (weights by variable) and what it comes to at least."""

    cost: Ints
    least: int


def lower_bound(school: School, board: SolverBoard, best: Ints, limits: Limits, stop: Stop) -> int:
    """A cost (thousandths) that no answer can undercut, found in about ``limits.seconds``."""
    return board.program.offset + sum(s.least for s in shares(school, board, best, limits, stop))


def shares(school: School, board: SolverBoard, best: Ints, limits: Limits, stop: Stop) -> list[Share]:
    """The whole cost divided among its owners.

    Owners that time does not reach count with their costs' least by variable bounds alone, which is still a bound;
    so do those who pay no more than that in ``best``, a feasible assignment.
    """
    matrix = Matrix(board.program)
    layout = Layout(school, board, matrix)
    unpaid = matrix.cost.copy()
    found = []
    end = time.monotonic() + limits.seconds
    for own in _owners(layout):
        inside = own.copy()
        inside[matrix.helpers] = matrix.inside(own)
        cost = np.where(inside, unpaid, 0)
        if not cost.any():
            continue
        unpaid[inside] = 0
        least = matrix.least_cost(cost)
        left = end - time.monotonic()
        if left > 0 and not stop and int(cost @ best) > least:
            part = matrix.relax(inside, cost)
            seconds = min(left, 1.0) if limits.work is None else left  # deterministic runs know no clock
            solved = solve(part.program, replace(limits, seconds=seconds, workers=1), stop=stop)
            if solved.bound > least:
                least = int(np.ceil(solved.bound - 1e-6))
        found.append(Share(cost, least))
    return [*found, Share(unpaid, matrix.least_cost(unpaid))]


def whole(program: Program) -> list[Share]:
    """The cost undivided, with what it comes to at least by variable bounds alone."""
    cost = np.zeros(len(program.lower), dtype=np.int64)
    cost[list(program.cost)] = list(program.cost.values())
    least = sum(w * (program.lower if w > 0 else program.upper)[v] for v, w in program.cost.items())
    return [Share(cost, least)]


def at_bound(board: SolverBoard, parts: list[Share], near: Ints, limits: Limits, stop: Stop) -> Ints | None:
    """An assignment in which nobody pays more than he must, so that it is proved to be the best; mostly found quickly
    or not at all. Values of all variables. The search begins ``near`` a feasible assignment: several times quicker.
    """
    program = board.program
    tight = Program(program.lower, list(program.upper), list(program.rows), definitions=program.definitions)
    for part in parts:
        paid = {int(v): int(part.cost[v]) for v in np.flatnonzero(part.cost)}
        if all(weight > 0 for weight in paid.values()) and part.least == 0:
            for var in paid:
                tight.upper[var] = 0
        elif paid:
            tight.require(Expr(paid), hi=part.least)
    hint = near.tolist()
    solved = solve(tight, replace(limits, first=True), stop=stop, hint=hint, objective=False, configure=bare)
    if solved.values is None:
        return None
    chosen = {*board.decisions, *board.homework, *board.room_variables}
    return np.array(program.complete({var: solved.values[var] for var in chosen}), dtype=np.int64)


@dataclass(frozen=True)
class Proved:
    """What no answer undercuts, and an answer that costs just that where one was found (values of all variables)."""

    least: int
    values: Ints | None


def proved(school: School, board: SolverBoard, best: Ints, seconds: float, seed: int, stop: Stop) -> Proved:
    """A search from below: the bound in a third of the time, then an answer at it."""
    end = time.monotonic() + seconds
    parts = shares(school, board, best, Limits(seconds=seconds / 3, seed=seed, linearization=1), stop)
    least = board.program.offset + sum(part.least for part in parts)
    limits = Limits(seconds=max(end - time.monotonic(), 0.1), seed=seed)
    return Proved(least, at_bound(board, parts, best, limits, stop))


def _owners(layout: Layout) -> Iterator[Mask]:
    """The decisions of each class, then of each teacher."""
    for column in range(layout.class_of.shape[1]):
        yield layout.mask(layout.class_of[:, column])
    for column in range(layout.teacher_of.shape[1]):
        yield layout.mask(layout.teacher_of[:, column])
