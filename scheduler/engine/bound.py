"""What cannot be avoided: a proven lower bound on the cost.

Each class, and each teacher, is looked at alone: all rows hold as far as they speak of its own lessons, whatever the
others do, and it pays only the costs that hang on nobody else. Costs are divided among these small problems, so the
sum of what each costs at least is a bound on the whole: a relaxation by owner, solved exactly in milliseconds a piece.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduler.domain import School

from .board import SolverBoard
from .matrix import Ints, Mask, Matrix
from .neighbourhoods import Layout
from .solve import Limits, Stop, solve


def lower_bound(school: School, board: SolverBoard, best: Ints, limits: Limits, stop: Stop) -> int:
    """A cost (thousandths) that no answer can undercut, found in about ``limits.seconds``.

    Owners that time does not reach count with their costs' least by variable bounds alone, which is still a bound;
    so do those who pay no more than that in ``best``, a feasible assignment.
    """
    matrix = Matrix(board.program)
    layout = Layout(school, board, matrix)
    unpaid = matrix.cost.copy()
    total = board.program.offset
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
        total += least
    return total + matrix.least_cost(unpaid)


def _owners(layout: Layout) -> Iterator[Mask]:
    """The decisions of each class, then of each teacher."""
    for column in range(layout.class_of.shape[1]):
        yield layout.mask(layout.class_of[:, column])
    for column in range(layout.teacher_of.shape[1]):
        yield layout.mask(layout.teacher_of[:, column])
