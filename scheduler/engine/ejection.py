"""Lessons put in one at a time, each pushing out what stands in its way, until all are in and no rule is broken.

A session without a place takes the start that costs least: what it pushes out, how hard that is to place again, and
which rules it breaks. What was pushed out may not come back to the same start for a few steps, and sessions pushed out
and rules broken often become dearer (Blöchliger, Zufferey, A graph coloring heuristic using partial solutions and a
reactive tabu scheme, Computers & OR 35, 2008; Müller, Constraint-based timetabling, 2005). Where weeks are full it
gets nearer than a greedy start, and sometimes all the way (benchmarks/README.md).
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence

import numpy as np

from .matrix import Ints
from .model import IMPLIED
from .program import INFINITY, How, Program, Row
from .solve import Stop

TABU = 3  # steps, and up to as many and one more at random, before a session may return to a start
DEARER_SESSION = 0.1  # added to a session's weight, 1 at first, when it is pushed out
DEARER_RULE = 0.4  # added to a rule's weight, 0.5 at first, when it is mended
LOOK = 12  # starts and mends tried out at a time; half as many starts where no rule needs counting
AHEAD = 0.5  # part of what placing it again would cost that counts when a session is pushed out
TAKEN = 1e6  # score of a start that is chosen already
FORBIDDEN = 1e3  # score of a start that is tabu


class Counts:
    """Helpers and the rows over them, kept up to date when a placement changes: how much is broken, and its price."""

    def __init__(self, program: Program, rows: Sequence[Row]):
        size = len(program.lower)
        self.values = [0] * size
        self.rows = rows
        self.weight = [0.5] * len(rows)
        self.excess = [0] * len(rows)
        self.broken: dict[int, None] = {}
        self.units = 0  # by which rows are broken
        self.price = 0.0  # of that
        self._sum = [0] * len(rows)
        self._uses: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]  # (helper or ~row, expression, coef)
        self._sums = {d.var: [e.const for e in d.exprs] for d in program.definitions}
        self._how = {d.var: d.how for d in program.definitions}
        roots: dict[int, set[int]] = {}
        for d in program.definitions:
            for i, e in enumerate(d.exprs):
                for var, coef in e.terms.items():
                    self._uses[var].append((d.var, i, coef))
            roots[d.var] = {root for e in d.exprs for var in e.terms for root in roots.get(var, (var,))}
        for number, row in enumerate(rows):
            for var, coef in zip(row.vars, row.coefs, strict=True):
                self._uses[var].append((~number, 0, coef))
            self._count(number, 0)
        self.roots = [sorted({root for var in row.vars for root in roots.get(var, (var,))}) for row in rows]
        for d in program.definitions:
            if change := self._value(d.var) - self.values[d.var]:
                self.change(d.var, change)

    def change(self, var: int, by: int) -> None:
        """Change a variable's value and all that follows from it."""
        values, sums = self.values, self._sums
        values[var] += by
        for user, i, coef in self._uses[var]:
            if user < 0:
                self._count(~user, coef * by)
                continue
            sums[user][i] += coef * by
            if change := self._value(user) - values[user]:
                self.change(user, change)

    def dearer(self, row: int) -> None:
        """Being broken costs more from now on."""
        self.weight[row] += DEARER_RULE
        self.price += DEARER_RULE * self.excess[row]

    def trial(self, added: Sequence[int], removed: Sequence[int]) -> float:
        """By how much the price would change."""
        before = self.price
        for var in removed:
            self.change(var, -1)
        for var in added:
            self.change(var, 1)
        after = self.price
        for var in added:
            self.change(var, -1)
        for var in removed:
            self.change(var, 1)
        return after - before

    def _value(self, helper: int) -> int:
        how, sums = self._how[helper], self._sums[helper]
        if how is How.SUM:
            return sums[0]
        if how is How.MOST:
            return max(0, *sums)
        return int(sums[0] > 0 if len(sums) == 1 else min(sums) > 0)

    def _count(self, number: int, by: int) -> None:
        row = self.rows[number]
        self._sum[number] = held = self._sum[number] + by
        excess = max(held - row.hi, row.lo - held, 0)
        if change := excess - self.excess[number]:
            self.excess[number] = excess
            self.units += change
            self.price += self.weight[number] * change
            if excess:
                self.broken[number] = None
            else:
                del self.broken[number]


class Ejection:
    """The search. ``alike`` gives the placements of sessions alike and how many of them there are; every other variable
    of the program is a helper that follows from them. Upper bounds on sums of placements are never broken."""

    def __init__(self, program: Program, alike: Sequence[tuple[tuple[int, ...], int]], seed: int):
        self.random, self.noise = random.Random(seed), np.random.default_rng(seed)
        self.kind_of = {var: kind for kind, (variables, _) in enumerate(alike) for var in variables}
        self.starts = [np.array(variables, dtype=np.int64) for variables, _ in alike]
        self.missing = [count for _, count in alike]
        self.weight = [1.0] * len(alike)
        self.waiting = {kind: None for kind, (variables, _) in enumerate(alike) if variables}
        self.unplaced = sum(self.missing)
        self.chosen: set[int] = set()
        self.best, self.fewest = frozenset[int](), INFINITY
        self.step = 0
        size = len(program.lower)
        self.score = np.zeros(size)  # by start, the weight of what taking it pushes out
        self.free_at = np.zeros(size, dtype=np.int64)  # the step from which a start is not tabu
        counted = {tuple(sorted(variables)) for variables, _ in alike}
        rows, others = _sorted_out(program, self.kind_of, counted)
        self.counts = Counts(program, others)
        self.rows_of: dict[int, list[tuple[int, int]]] = {var: [] for var in self.kind_of}
        for number, row in enumerate(rows):
            for var, coef in zip(row.vars, row.coefs, strict=True):
                self.rows_of[var].append((number, coef))
        self.columns = [np.array(row.vars, dtype=np.int64) for row in rows]
        self.least = [min(row.coefs) for row in rows]
        self.bound = [row.hi for row in rows]
        self.left = list(self.bound)
        self.holders: list[list[int]] = [[] for _ in rows]
        self.toll = [0.0] * len(rows)  # what each row adds to its starts' scores

    def run(self, seconds: float, stop: Stop) -> bool:
        """Search until nothing is left to mend (True) or the time is over; ``best`` are the placements with the fewest
        sessions unplaced and rules broken."""
        end = time.monotonic() + seconds
        while (cost := self.unplaced + self.counts.units) and time.monotonic() < end and not stop:
            if cost < self.fewest:
                self.best, self.fewest = frozenset(self.chosen), cost
            self.step += 1
            if self.waiting:
                self._place(self.random.choice(list(self.waiting)))
            elif self.counts.broken:
                self._mend(self.random.choice(list(self.counts.broken)))
            else:
                return False  # what is unplaced has no start at all
        if cost < self.fewest:
            self.best, self.fewest = frozenset(self.chosen), cost
        return not cost

    def _place(self, kind: int) -> None:
        """Put a session of this kind where that costs least."""
        starts, plain = self.starts[kind], not self.counts.rows
        scores = self.score[starts] + 0.01 * self.noise.random(len(starts))
        scores += FORBIDDEN * (self.free_at[starts] > self.step)
        look = LOOK // 2 if plain else LOOK
        near = np.argpartition(scores, look)[:look] if len(starts) > look else np.arange(len(starts))
        most = scores[near].min() + 0.6 * self.weight[kind] if plain else np.inf
        best = np.inf
        chosen: tuple[int, list[int]] | None = None
        for var in starts[near[scores[near] <= most]].tolist():
            out = self._in_the_way(var)
            if out is None:
                continue
            cost = sum(map(self._loss, out)) + 0.01 * self.random.random()
            cost += FORBIDDEN * int(self.free_at[var] > self.step)
            if not plain and cost <= best + 1:
                cost += self.counts.trial([var], out)
            if cost < best:
                best, chosen = cost, (var, out)
        if chosen:
            self._move(*chosen)

    def _mend(self, row: int) -> None:
        """Take a session out that the broken row hangs on, or move one to where it matters: the better of a few."""
        counts, draw = self.counts, self.random
        counts.dearer(row)
        roots = [v for v in counts.roots[row] if v in self.kind_of]
        best = np.inf
        chosen: tuple[int | None, list[int]] | None = None
        held = [v for v in roots if counts.values[v]]
        moves: list[tuple[int | None, list[int], float]] = [
            (None, [v], self.weight[self.kind_of[v]]) for v in draw.sample(held, min(len(held), LOOK // 2))
        ]
        for var in draw.sample(roots, min(len(roots), LOOK)):
            out = None if self.free_at[var] > self.step else self._in_the_way(var)
            own = [v for v in self.starts[self.kind_of[var]].tolist() if counts.values[v]]
            if out is not None and own:
                moved = draw.choice(own)
                others = [v for v in out if v != moved]
                moves.append((var, [moved, *others], sum(map(self._loss, others))))
        for put, out, cost in moves:
            cost += counts.trial([] if put is None else [put], out) + 0.3 * draw.random()
            if cost < best:
                best, chosen = cost, (put, out)
        if chosen:
            self._move(*chosen)

    def _loss(self, var: int) -> float:
        """What it costs to push this placement out: its kind's weight, and a part of what placing it anew costs."""
        kind = self.kind_of[var]
        return self.weight[kind] + AHEAD * max(float(self.score[self.starts[kind]].min()), 0.0)

    def _in_the_way(self, var: int) -> list[int] | None:
        """The placements to push out so that this one fits; None where it is chosen already or never fits."""
        if self.counts.values[var]:
            return None
        out: list[int] = []
        for row, coef in self.rows_of[var]:
            if self.left[row] >= coef:
                continue
            if coef > self.bound[row]:
                return None
            if len(self.holders[row]) == 1:
                out += [v for v in self.holders[row] if v not in out]
                continue
            coefs = {v: c for v in self.holders[row] for r, c in self.rows_of[v] if r == row}
            short = coef - self.left[row] - sum(coefs.get(v, 0) for v in out)
            rest = [v for v in self.holders[row] if v not in out]
            rest.sort(key=lambda v: self.weight[self.kind_of[v]] + 0.3 * self.random.random())
            for v in rest:
                if short <= 0:
                    break
                out.append(v)
                short -= coefs[v]
        return out

    def _move(self, put: int | None, out: Sequence[int]) -> None:
        """Push these placements out, which makes them dearer and tabu, and choose that one."""
        for var in out:
            kind = self.kind_of[var]
            self._take(var, -1)
            self.weight[kind] += DEARER_SESSION
            self.waiting[kind] = None
            self.free_at[var] = self.step + TABU + self.random.randrange(TABU + 2)
        if put is not None:
            self._take(put, 1)
            if not self.missing[self.kind_of[put]]:
                del self.waiting[self.kind_of[put]]

    def _take(self, var: int, sign: int) -> None:
        """Choose a placement (1) or leave it (-1): what its rows have left, scores and counts."""
        for row, coef in self.rows_of[var]:
            self.left[row] -= sign * coef
            if sign > 0:
                self.holders[row].append(var)
            else:
                self.holders[row].remove(var)
            toll = 0.0
            if self.left[row] < self.least[row]:
                toll = min((self.weight[self.kind_of[v]] for v in self.holders[row]), default=TAKEN)
            if toll != self.toll[row]:
                self.score[self.columns[row]] += toll - self.toll[row]
                self.toll[row] = toll
        if sign > 0:
            self.chosen.add(var)
        else:
            self.chosen.remove(var)
        self.score[var] += sign * TAKEN
        self.missing[self.kind_of[var]] -= sign
        self.unplaced -= sign
        self.counts.change(var, sign)


def _sorted_out(
    program: Program, placements: Mapping[int, int], counted: set[tuple[int, ...]]
) -> tuple[list[Row], list[Row]]:
    """Upper bounds on sums of placements, and the other rows that settings ask. What only says that sessions are
    counted or what a helper is, or what follows anyway, is left out."""
    bounds, others = [], []
    for row in program.rows:
        if row.setting == IMPLIED or (not row.setting and row.vars in counted and row.lo == row.hi):
            continue
        if row.lo <= 0 and row.hi < INFINITY and min(row.coefs, default=-1) >= 0 and placements.keys() >= {*row.vars}:
            bounds.append(row)
        elif row.setting:
            others.append(row)
    return bounds, others


def placed(program: Program, chosen: frozenset[int]) -> Ints:
    """Values of all of a program's variables for these placements."""
    return np.array(program.complete(dict.fromkeys(chosen, 1)), dtype=np.int64)
