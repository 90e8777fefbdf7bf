"""A Program as arrays, and the part of it that a freed set of variables leaves open.

Everything outside the freed set is a constant of the incumbent: its rows shrink to what the free variables still
decide, and rows that can no longer be broken disappear. Cutting takes milliseconds where building anew takes a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from .program import Program
from .table import Ints as Ints
from .table import Mask as Mask
from .table import Table, pointers_of, stretches, sums

PASSES = 2  # over the rows, to find what cannot move; more find little


@dataclass(frozen=True)
class _Rows:
    """Some rows of a program: their numbers, their entries, and for each row its bounds."""

    numbers: Ints
    pointers: Ints
    row_of: Ints
    columns: Ints
    coefs: Ints
    least: Ints
    most: Ints
    lo: Ints
    hi: Ints


@dataclass(frozen=True)
class Part:
    """A program of its own over the free variables, whose numbers in the whole program are ``free``; ``rows`` are those
    of its rows."""

    program: Table
    free: Ints
    rows: Ints


class Matrix:
    """The rows of a program in compressed form, with what each helper variable depends on."""

    def __init__(self, program: Program):
        self.program = program
        table = Table.of(program)
        self.lower, self.upper, self.lo, self.hi = table.lower, table.upper, table.lo, table.hi
        self.pointers, self.columns, self.coefs = table.pointers, table.columns, table.coefs
        self.row_of = np.repeat(np.arange(len(self.lo)), np.diff(self.pointers))
        self.by_column = np.argsort(self.columns, kind="stable")
        self.column_pointers = pointers_of(np.bincount(self.columns, minlength=len(program.lower)))
        self.cost = np.zeros(len(program.lower), dtype=np.int64)
        for var, weight in program.cost.items():
            self.cost[var] = weight
        low, high = self.lower[self.columns], self.upper[self.columns]
        self.least = np.minimum(self.coefs * low, self.coefs * high)  # of each entry, by its variable's bounds
        self.most = np.maximum(self.coefs * low, self.coefs * high)
        self.helpers = np.array([d.var for d in program.definitions], dtype=np.int64)
        self.roots = _roots(program)
        self.root_pointers = pointers_of([len(r) for r in self.roots])
        self.root_columns = np.fromiter((v for r in self.roots for v in r), np.int64)

    def total(self, values: Ints) -> int:
        """The cost of an assignment."""
        return int(self.cost @ values) + self.program.offset

    def least_cost(self, cost: Ints) -> int:
        """What these costs come to at least, by the variables' bounds alone."""
        return int(np.where(cost > 0, cost * self.lower, cost * self.upper).sum())

    def holds(self, values: Ints) -> bool:
        """Whether no row is broken."""
        activity = sums(self.coefs * values[self.columns], self.pointers)
        return bool(np.all((activity >= self.lo) & (activity <= self.hi)))

    def holds_at(self, values: Ints, changed: Ints) -> bool:
        """Whether no row of these variables is broken."""
        rows = self._rows(changed)
        activity = sums(rows.coefs * values[rows.columns], rows.pointers)
        return bool(np.all((activity >= rows.lo) & (activity <= rows.hi)))

    def with_helpers(self, decided: Mask) -> Mask:
        """The freed decisions together with every helper that depends on one of them."""
        free = decided.copy()
        touched = sums(decided[self.root_columns].astype(np.int64), self.root_pointers) > 0
        free[self.helpers] = touched
        return free

    def inside(self, decided: Mask) -> Mask:
        """For each helper, in order of definition, whether all it depends on is among these decisions."""
        here = sums(decided[self.root_columns].astype(np.int64), self.root_pointers)
        return cast(Mask, (here > 0) & (here == np.diff(self.root_pointers)))

    def cut(self, values: Ints, free: Mask) -> Part:
        """What the free variables still decide when all others keep their values, which break no row.

        Those that cannot move as things are outside (the teacher is busy then) are no part of it: that leaves half of
        the entries, or a quarter.
        """
        rows = self._rows(np.flatnonzero(free))
        outside = rows.coefs * values[rows.columns]
        span = rows.most - rows.least
        step = span == np.abs(rows.coefs)  # one value or the other
        free = free.copy()
        for _ in range(PASSES):
            here = free[rows.columns]
            above = (rows.hi - sums(np.where(here, rows.least, outside), rows.pointers))[rows.row_of]
            below = (sums(np.where(here, rows.most, outside), rows.pointers) - rows.lo)[rows.row_of]
            stuck = here & step & (span > np.minimum(above, below))
            free[rows.columns[stuck]] = False
        return self._part(rows, free, self.cost, outside, outside)

    def beside(self, values: Ints, free: Mask) -> Part:
        """What the free variables decide when all others keep their values, whatever rows these values break."""
        rows = self._rows(np.flatnonzero(free))
        outside = rows.coefs * values[rows.columns]
        return self._part(rows, free, self.cost, outside, outside)

    def relax(self, free: Mask, cost: Ints) -> Part:
        """What the free variables must keep to whatever the others do, with a cost of their own: a relaxation."""
        rows = self._rows(np.flatnonzero(free))
        return self._part(rows, free, cost, rows.least, rows.most)

    def _rows(self, variables: Ints) -> _Rows:
        """The rows that have any of these variables."""
        touched = np.zeros(len(self.lo), dtype=bool)
        touched[self.row_of[self.by_column[stretches(self.column_pointers, variables)]]] = True
        rows = np.flatnonzero(touched)
        entries = stretches(self.pointers, rows)
        lengths = np.diff(self.pointers)[rows]
        return _Rows(
            rows, pointers_of(lengths), np.repeat(np.arange(len(rows)), lengths),
            self.columns[entries], self.coefs[entries], self.least[entries], self.most[entries],
            self.lo[rows], self.hi[rows],
        )  # fmt: skip

    def _part(self, rows: _Rows, free: Mask, cost: Ints, low: Ints, high: Ints) -> Part:
        """The rows over the free variables; every entry outside lies between ``low`` and ``high``."""
        numbers = np.flatnonzero(free)
        index = np.full(len(free), -1, dtype=np.int64)
        index[numbers] = np.arange(len(numbers))
        here = free[rows.columns]
        lo = rows.lo - sums(np.where(here, 0, high), rows.pointers)
        hi = rows.hi - sums(np.where(here, 0, low), rows.pointers)
        least = sums(np.where(here, rows.least, 0), rows.pointers)
        most = sums(np.where(here, rows.most, 0), rows.pointers)
        chosen = (sums(here, rows.pointers) > 0) & ((least < lo) | (most > hi))
        entries = here & chosen[rows.row_of]
        lengths = np.bincount(rows.row_of[entries], minlength=len(lo))[chosen]
        weights = cost[numbers]
        part = Table(
            self.lower[numbers], self.upper[numbers], pointers_of(lengths), index[rows.columns[entries]],
            rows.coefs[entries], lo[chosen], hi[chosen], {int(i): int(weights[i]) for i in np.flatnonzero(weights)},
        )  # fmt: skip
        return Part(part, numbers, rows.numbers[chosen])


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
