"""What a few changed decisions do to a whole program: rows newly broken and the cost, in well under a millisecond.

Sums are kept for every row and every part of a helper's definition. A changed variable corrects the sums it is in, the
helpers that follow from them are looked at in the order of their making, and nothing else is touched. Changes lie on a
stack, so a search can try one upon another and take it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate

from scheduler.engine.program import Expr, How, Program, Row

Entries = list[list[tuple[int, int]]]


def _by_variable(size: int, targets: Iterable[Iterable[tuple[int, int]]]) -> Entries:
    """The entries of a sparse matrix by variable: pairs of a target and a coefficient."""
    found: Entries = [[] for _ in range(size)]
    for target, terms in enumerate(targets):
        for var, coef in terms:
            found[var].append((target, coef))
    return found


class Judge:
    """An assignment of a program and what changes do to it, against the state it was made with.

    ``costs``: the terms (weight, expression) by setting. Only rows that a setting asks are watched: those of the board
    hold whatever lessons are moved. A helper never exceeds its upper bound, so that two lessons at once, where somebody
    saves what breaks a rule, are one busy moment as they are for the audit.
    """

    def __init__(self, program: Program, costs: Mapping[str, Sequence[tuple[int, Expr]]], decided: Mapping[int, int]):
        self.rows: list[Row] = [row for row in program.rows if row.setting]
        self.settings = list(costs)
        self.values = _complete(program, decided)
        self._made = [d for d in program.definitions if d.how is not How.CHOICE]
        self._upper = [program.upper[d.var] for d in self._made]
        parts = [(number, expr) for number, d in enumerate(self._made) for expr in d.exprs]
        self._owner = [number for number, _ in parts]
        self._first = [0, *accumulate(len(d.exprs) for d in self._made)]
        self._sums = [self._worth(expr) for _, expr in parts]
        size = len(program.lower)
        self._in_parts = _by_variable(size, (expr.terms.items() for _, expr in parts))
        self._in_rows = _by_variable(size, (zip(row.vars, row.coefs, strict=True) for row in self.rows))
        self._in_costs = _by_variable(
            size, ([(v, w * c) for w, e in t for v, c in e.terms.items()] for t in costs.values())
        )
        self._levels = [sum(c * self.values[v] for v, c in zip(r.vars, r.coefs, strict=True)) for r in self.rows]
        self.base = {s: sum(w * self._worth(e) for w, e in terms) for s, terms in costs.items()}  # thousandths
        self._spent = [0] * len(self.settings)
        self.broken = {r: n for r in range(len(self.rows)) if (n := self._excess(r))}
        self._before = dict(self.broken)
        self._frames: list[tuple[list[tuple[int, int]], dict[int, int]]] = []

    def _worth(self, expr: Expr) -> int:
        return expr.const + sum(c * self.values[v] for v, c in expr.terms.items())

    def _excess(self, row: int) -> int:
        level, bounds = self._levels[row], self.rows[row]
        return level - bounds.hi if level > bounds.hi else max(0, bounds.lo - level)

    @property
    def depth(self) -> int:
        """How many changes lie on the stack."""
        return len(self._frames)

    def push(self, changes: Mapping[int, int]) -> None:
        """Give variables that are no helpers new values; helpers follow."""
        changed: list[tuple[int, int]] = []
        touched: dict[int, int] = {}
        heap: list[int] = []
        waiting: set[int] = set()
        for var, value in changes.items():
            self._set(var, value, changed, touched, heap, waiting)
        while heap:
            number = heappop(heap)
            waiting.discard(number)
            self._set(self._made[number].var, self._follow(number), changed, touched, heap, waiting)
        for row in touched:
            excess = self._excess(row)
            if excess:
                self.broken[row] = excess
            else:
                self.broken.pop(row, None)
        self._frames.append((changed, touched))

    def _follow(self, number: int) -> int:
        sums = self._sums[self._first[number] : self._first[number + 1]]
        how = self._made[number].how
        if how is How.SUM:
            value = sums[0]
        elif how is How.MOST:
            value = max(0, *sums)
        else:
            value = int(min(sums) > 0)
        return min(value, self._upper[number])

    def _set(
        self, var: int, value: int, changed: list[tuple[int, int]], touched: dict[int, int], heap: list[int],
        waiting: set[int],
    ) -> None:  # fmt: skip
        step = value - self.values[var]
        if not step:
            return
        changed.append((var, step))
        self.values[var] = value
        for part, coef in self._in_parts[var]:
            self._sums[part] += coef * step
            owner = self._owner[part]
            if owner not in waiting:
                waiting.add(owner)
                heappush(heap, owner)
        for row, coef in self._in_rows[var]:
            if row not in touched:
                touched[row] = self.broken.get(row, 0)
            self._levels[row] += coef * step
        for setting, weight in self._in_costs[var]:
            self._spent[setting] += weight * step

    def pop(self, depth: int) -> None:
        """Take back all changes above this depth of the stack."""
        while len(self._frames) > depth:
            changed, touched = self._frames.pop()
            for var, step in changed:
                self.values[var] -= step
                for part, coef in self._in_parts[var]:
                    self._sums[part] -= coef * step
                for row, coef in self._in_rows[var]:
                    self._levels[row] -= coef * step
                for setting, weight in self._in_costs[var]:
                    self._spent[setting] -= weight * step
            for row, excess in touched.items():
                if excess:
                    self.broken[row] = excess
                else:
                    self.broken.pop(row, None)

    def worse(self) -> list[int]:
        """The rows (their numbers) that are broken, and by more than at first."""
        return [row for row, excess in self.broken.items() if excess > self._before.get(row, 0)]

    def over(self, row: int) -> bool:
        """Whether a row has more than it may."""
        return self._levels[row] > self.rows[row].hi

    def breaks(self, var: int) -> bool:
        """Whether one more of a decision would break a row at once; what follows from helpers is not looked at."""
        for row, coef in self._in_rows[var]:
            if coef > 0 and self._levels[row] + coef > self.rows[row].hi + self._before.get(row, 0):
                return True
        return False

    def cost(self) -> int:
        """By how much the cost differs from that at first, in thousandths."""
        return sum(self._spent)

    def costs(self) -> tuple[tuple[str, int], ...]:
        """The difference by setting, for those that differ."""
        return tuple((s, spent) for s, spent in zip(self.settings, self._spent, strict=True) if spent)


def _complete(program: Program, decided: Mapping[int, int]) -> list[int]:
    """Values for all variables, as ``Program.complete`` gives them, but none above its bound."""
    values = [0] * len(program.lower)
    for var, value in decided.items():
        values[var] = value
    for definition in program.definitions:
        if definition.how is not How.CHOICE:
            values[definition.var] = min(definition.value(values), program.upper[definition.var])
    return values
