"""A linear program over bounded integers: what the board records and what the solver and the search read.

Recording rows instead of solver calls keeps the rules free of any solver, makes equal things one thing, and lets the
improvement search cut out the part of the problem it frees without building a model anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

INFINITY = 1 << 40


class Expr:
    """A linear expression: variable → coefficient, and a constant. Value semantics; do not change ``terms``."""

    __slots__ = ("const", "terms")

    def __init__(self, terms: dict[int, int] | None = None, const: int = 0):
        self.terms = terms or {}
        self.const = const

    def _plus(self, other: object, factor: int) -> Expr:
        if isinstance(other, int):
            return Expr(self.terms, self.const + factor * other)
        if not isinstance(other, Expr):
            raise TypeError(f"an expression and a {type(other).__name__} do not add up")
        terms = dict(self.terms)
        for var, coef in other.terms.items():
            total = terms.get(var, 0) + factor * coef
            if total:
                terms[var] = total
            else:
                del terms[var]
        return Expr(terms, self.const + factor * other.const)

    def __add__(self, other: object) -> Expr:
        return self._plus(other, 1)

    def __radd__(self, other: object) -> Expr:
        return self._plus(other, 1)

    def __sub__(self, other: object) -> Expr:
        return self._plus(other, -1)

    def __rsub__(self, other: object) -> Expr:
        return (-self)._plus(other, 1)

    def __neg__(self) -> Expr:
        return self * -1

    def __mul__(self, factor: int) -> Expr:
        return Expr({v: c * factor for v, c in self.terms.items()} if factor else {}, self.const * factor)

    __rmul__ = __mul__

    def key(self) -> tuple[tuple[int, int], ...]:
        """The terms in a canonical order, without the constant."""
        return tuple(sorted(self.terms.items()))


@dataclass(frozen=True)
class Row:
    """lo ≤ Σ coefs·vars ≤ hi. ``setting`` is the id of the rule setting that asks it, '' for what the board does;
    ``who`` are those of whom it is asked."""

    vars: tuple[int, ...]
    coefs: tuple[int, ...]
    lo: int
    hi: int
    setting: str = ""
    who: tuple[str, ...] = ()


class How(Enum):
    """How a helper variable's value follows from others'."""

    SUM = "sum"  # equal to the expression
    ANY = "any"  # 1 when the expression is positive
    BOTH = "both"  # 1 when every expression is positive
    MOST = "most"  # the greatest of the expressions and 0
    CHOICE = "choice"  # not determined: decided together with the expression's variables


@dataclass(frozen=True)
class Definition:
    """A helper variable and what it follows from; all its variables are older than itself."""

    var: int
    how: How
    exprs: tuple[Expr, ...]

    def value(self, values: Sequence[int]) -> int:
        """The (least) value it has when the others have these."""
        if self.how is How.CHOICE:
            return values[self.var]
        sums = [e.const + sum(c * values[v] for v, c in e.terms.items()) for e in self.exprs]
        if self.how is How.SUM:
            return sums[0]
        if self.how is How.MOST:
            return max(0, *sums)
        return int(all(s > 0 for s in sums))


@dataclass
class Program:
    """Bounded integer variables, rows, and a cost to minimise (integer thousandths). ``apart``: equal rows that
    different settings ask, or the same of different people, stay apart, so that each can be taken back by itself."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    cost: dict[int, int] = field(default_factory=dict)
    offset: int = 0
    definitions: list[Definition] = field(default_factory=list)
    apart: bool = False
    _known: set[tuple[object, ...]] = field(default_factory=set, repr=False)

    def variable(self, upper: int = 1, lower: int = 0) -> int:
        """A new variable; returns its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def helper(self, how: How, *exprs: Expr, upper: int = 1) -> Expr:
        """A new variable that follows from others; the caller posts the rows that make it so."""
        var = self.variable(upper)
        self.definitions.append(Definition(var, how, exprs))
        return Expr({var: 1})

    def complete(self, decided: Mapping[int, int]) -> list[int]:
        """Values for all variables from those that are no helpers (missing ones are 0)."""
        values = [0] * len(self.lower)
        for var, value in decided.items():
            values[var] = value
        for definition in self.definitions:
            values[definition.var] = definition.value(values)
        return values

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """The least and the greatest value the variables' bounds allow."""
        low = high = expr.const
        for var, coef in expr.terms.items():
            a, b = coef * self.lower[var], coef * self.upper[var]
            low, high = low + min(a, b), high + max(a, b)
        return low, high

    def require(
        self, expr: Expr, lo: int = -INFINITY, hi: int = INFINITY, setting: str = "", who: Sequence[str] = ()
    ) -> None:
        """Add lo ≤ expr ≤ hi, unless the bounds imply it or it is there already.

        A row that can never hold is kept: the solver then says that it is infeasible.
        """
        low, high = self.bounds(expr)
        if low >= lo and high <= hi:
            return
        key = expr.key()
        lo, hi = max(lo - expr.const, -INFINITY), min(hi - expr.const, INFINITY)
        asked = (key, lo, hi, setting, *who) if self.apart else (key, lo, hi)
        if asked not in self._known:
            self._known.add(asked)
            self.rows.append(Row(tuple(v for v, _ in key), tuple(c for _, c in key), lo, hi, setting, tuple(who)))

    def add_cost(self, expr: Expr, weight: int) -> None:
        """Minimise ``weight × expr`` too."""
        self.offset += weight * expr.const
        for var, coef in expr.terms.items():
            self.cost[var] = self.cost.get(var, 0) + weight * coef

    def total(self, values: Sequence[int]) -> int:
        """The cost of an assignment."""
        return self.offset + sum(w * values[v] for v, w in self.cost.items())

    def broken(self, values: Sequence[int], rows: Iterable[Row] | None = None) -> Iterator[Row]:
        """The rows that an assignment breaks."""
        for row in self.rows if rows is None else rows:
            if not row.lo <= sum(c * values[v] for v, c in zip(row.vars, row.coefs, strict=True)) <= row.hi:
                yield row


def total(terms: Iterable[object]) -> Expr:
    """The sum of many expressions and ints, in one pass."""
    merged: dict[int, int] = {}
    const = 0
    for term in terms:
        if isinstance(term, Expr):
            const += term.const
            for var, coef in term.terms.items():
                merged[var] = merged.get(var, 0) + coef
        else:
            const += term  # type: ignore[operator]
    return Expr({v: c for v, c in merged.items() if c}, const)
