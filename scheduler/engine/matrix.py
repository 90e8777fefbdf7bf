"""A Program as arrays, and the part of it that a freed set of variables leaves open.

Everything outside the freed set is a constant of the incumbent: its rows shrink to what the free variables still
decide, and rows that can no longer be broken disappear. Cutting takes milliseconds where building anew takes a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from .program import Program, Row

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def _sums(data: Ints, pointers: Ints) -> Ints:
    """Sums of consecutive stretches; an empty stretch gives 0."""
    running = np.concatenate(([0], np.cumsum(data)))
    return cast(Ints, running[pointers[1:]] - running[pointers[:-1]])


def _pointers(lengths: Sequence[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(np.asarray(lengths, dtype=np.int64)))).astype(np.int64)


@dataclass(frozen=True)
class Part:
    """A program of its own over the free variables, whose numbers in the whole program are ``free``."""

    program: Program
    free: Ints


class Matrix:
    """The rows of a program in compressed form, with what each helper variable depends on."""

    def __init__(self, program: Program):
        self.program = program
        rows = program.rows
        self.pointers = _pointers([len(r.vars) for r in rows])
        self.row_of = np.repeat(np.arange(len(rows)), np.diff(self.pointers))
        self.columns = np.fromiter((v for r in rows for v in r.vars), np.int64)
        self.coefs = np.fromiter((c for r in rows for c in r.coefs), np.int64)
        self.lo = np.array([r.lo for r in rows], dtype=np.int64)
        self.hi = np.array([r.hi for r in rows], dtype=np.int64)
        self.lower = np.array(program.lower, dtype=np.int64)
        self.upper = np.array(program.upper, dtype=np.int64)
        self.cost = np.zeros(len(program.lower), dtype=np.int64)
        for var, weight in program.cost.items():
            self.cost[var] = weight
        low, high = self.lower[self.columns], self.upper[self.columns]
        self.least = np.minimum(self.coefs * low, self.coefs * high)  # of each entry, by its variable's bounds
        self.most = np.maximum(self.coefs * low, self.coefs * high)
        self.helpers = np.array([d.var for d in program.definitions], dtype=np.int64)
        self.roots = _roots(program)
        self.root_pointers = _pointers([len(r) for r in self.roots])
        self.root_columns = np.fromiter((v for r in self.roots for v in r), np.int64)

    def total(self, values: Ints) -> int:
        """The cost of an assignment."""
        return int(self.cost @ values) + self.program.offset

    def least_cost(self, cost: Ints) -> int:
        """What these costs come to at least, by the variables' bounds alone."""
        return int(np.where(cost > 0, cost * self.lower, cost * self.upper).sum())

    def holds(self, values: Ints) -> bool:
        """Whether no row is broken."""
        activity = _sums(self.coefs * values[self.columns], self.pointers)
        return bool(np.all((activity >= self.lo) & (activity <= self.hi)))

    def with_helpers(self, decided: Mask) -> Mask:
        """The freed decisions together with every helper that depends on one of them."""
        free = decided.copy()
        touched = _sums(decided[self.root_columns].astype(np.int64), self.root_pointers) > 0
        free[self.helpers] = touched
        return free

    def inside(self, decided: Mask) -> Mask:
        """For each helper, in order of definition, whether all it depends on is among these decisions."""
        here = _sums(decided[self.root_columns].astype(np.int64), self.root_pointers)
        return cast(Mask, (here > 0) & (here == np.diff(self.root_pointers)))

    def cut(self, values: Ints, free: Mask) -> Part:
        """What the free variables still decide when all others keep their values."""
        outside = self.coefs * values[self.columns]
        return self._part(free, self.cost, outside, outside)

    def relax(self, free: Mask, cost: Ints) -> Part:
        """What the free variables must keep to whatever the others do, with a cost of their own: a relaxation."""
        return self._part(free, cost, self.least, self.most)

    def _part(self, free: Mask, cost: Ints, low: Ints, high: Ints) -> Part:
        """The rows over the free variables; every entry outside lies between ``low`` and ``high``."""
        numbers = np.flatnonzero(free)
        index = np.full(len(free), -1, dtype=np.int64)
        index[numbers] = np.arange(len(numbers))
        here = free[self.columns]
        touched = _sums(here.astype(np.int64), self.pointers) > 0
        lo = self.lo - _sums(np.where(here, 0, high), self.pointers)
        hi = self.hi - _sums(np.where(here, 0, low), self.pointers)
        least = _sums(np.where(here, self.least, 0), self.pointers)
        most = _sums(np.where(here, self.most, 0), self.pointers)
        part = Program(self.lower[numbers].tolist(), self.upper[numbers].tolist())
        chosen = touched & ((least < lo) | (most > hi))
        entries = here & chosen[self.row_of]
        columns = tuple(index[self.columns[entries]].tolist())
        coefs = tuple(self.coefs[entries].tolist())
        ends = np.cumsum(np.bincount(self.row_of[entries], minlength=len(lo))[chosen]).tolist()
        begin = 0
        for end, least_sum, most_sum in zip(ends, lo[chosen].tolist(), hi[chosen].tolist(), strict=True):
            part.rows.append(Row(columns[begin:end], coefs[begin:end], least_sum, most_sum))
            begin = end
        weights = cost[numbers]
        part.cost = {int(i): int(weights[i]) for i in np.flatnonzero(weights)}
        return Part(part, numbers)


def _roots(program: Program) -> list[tuple[int, ...]]:
    """For each helper, in order of definition, the decisions it depends on in the end."""
    known: dict[int, tuple[int, ...]] = {}
    for d in program.definitions:
        found: set[int] = set()
        for expr in d.exprs:
            for var in expr.terms:
                found.update(known.get(var, (var,)))
        known[d.var] = tuple(sorted(found))
    return [known[d.var] for d in program.definitions]
