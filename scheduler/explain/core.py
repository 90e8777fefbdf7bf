"""Which demands a proof of impossibility used: assumptions on switches, one a member.

For what no small part shows. The core is not the smallest set, but small enough to be searched for one.
"""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.solve import Limits, Stop, new_solver, to_model
from scheduler.engine.table import Table, pointers_of

from .demands import ALWAYS, Part


def core(part: Part, seconds: float, stop: Stop) -> tuple[int, ...] | None:
    """Members that are impossible together; None where that is not proved in time."""
    members = part.members
    model = to_model(_switched(part, members), objective=False)
    first = len(part.table.lower)
    for i in range(len(members)):
        model.proto.assumptions.append(-(first + i) - 1)  # nobody is let off
    solver = new_solver(Limits(seconds=seconds, workers=1, first=True, linearization=2))
    stop.watch(solver)
    try:
        if stop or solver.solve(model) != cp_model.INFEASIBLE:
            return None
    finally:
        stop.forget(solver)
    used = {-1 - literal - first for literal in solver.sufficient_assumptions_for_infeasibility()}
    return tuple(m for i, m in enumerate(members) if i in used)


def _switched(part: Part, members: tuple[int, ...]) -> Table:
    """The rows with a further variable for each member: 1 lets it off all that its rows ask."""
    table = part.table
    number = {m: len(table.lower) + i for i, m in enumerate(members)}
    low, high = table.lower[table.columns] * table.coefs, table.upper[table.columns] * table.coefs
    row_of = np.repeat(np.arange(len(table.lo)), np.diff(table.pointers))
    least = np.bincount(row_of, np.minimum(low, high), len(table.lo)).astype(np.int64)
    most = np.bincount(row_of, np.maximum(low, high), len(table.lo)).astype(np.int64)
    lengths, columns, coefs, lo, hi = [], [], [], [], []
    for i, member in enumerate(part.member_of.tolist()):
        begin, end = table.pointers[i], table.pointers[i + 1]
        mine, factors = table.columns[begin:end].tolist(), table.coefs[begin:end].tolist()
        for bounded, bound, slack in ((least[i] < table.lo[i], table.lo[i], table.lo[i] - least[i]),
                                      (most[i] > table.hi[i], table.hi[i], table.hi[i] - most[i])):  # fmt: skip
            if bounded:
                switch = [] if member == ALWAYS else [number[member]]
                lengths.append(len(mine) + len(switch))
                columns += mine + switch
                coefs += factors + [int(slack)] * len(switch)
                lo.append(int(bound) if slack > 0 else -(1 << 40))
                hi.append((1 << 40) if slack > 0 else int(bound))
    zeros, ones = np.zeros(len(members), dtype=np.int64), np.ones(len(members), dtype=np.int64)
    return Table(
        np.concatenate([table.lower, zeros]), np.concatenate([table.upper, ones]), pointers_of(lengths),
        np.array(columns, dtype=np.int64), np.array(coefs, dtype=np.int64), np.array(lo, dtype=np.int64),
        np.array(hi, dtype=np.int64), {},
    )  # fmt: skip
