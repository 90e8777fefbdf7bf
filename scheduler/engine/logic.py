"""Logic over linear expressions: named sums, any, both, above, worst, each helper variable made once.

Helpers are lazy, cached by the expression they stand for, and full equivalences; one-sided slacks occur only inside
costs and upper bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from scheduler.rule import Lin

from .program import Expr, How, Program, total

ZERO = Expr()
ONE = Expr(const=1)


class Logic:
    """The expressions of :class:`scheduler.rule.Board` that know nothing of schools, over one program."""

    def __init__(self) -> None:
        self.program = Program()
        self._helpers: dict[tuple[object, ...], Expr] = {}

    def _named(self, expr: Expr) -> Expr:
        """A variable equal to a 0/1 sum, shared by all who ask for the same sum."""
        if len(expr.terms) <= 1:
            return expr
        key = ("named", expr.key(), expr.const)
        if key not in self._helpers:
            var = self.program.helper(How.SUM, expr)
            self.program.require(expr - var, 0, 0)
            self._helpers[key] = var
        return self._helpers[key]

    def sum(self, terms: Iterable[Lin | int]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return total(terms)

    def any(self, terms: Iterable[Lin]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        union = total(terms)
        if union.const > 0:
            return ONE
        if len(union.terms) <= 1:
            return Expr(dict.fromkeys(union.terms, 1)) if self._binary(union) else self._positive(union)
        return self._positive(union)

    def _binary(self, expr: Expr) -> bool:
        return all(self.program.upper[v] == 1 and c == 1 for v, c in expr.terms.items())

    def _positive(self, expr: Expr) -> Expr:
        key = ("any", expr.key())
        if key not in self._helpers:
            flag = self.program.helper(How.ANY, expr)
            (var,) = flag.terms
            self.program.require(expr - flag, lo=0)
            for term, coef in expr.terms.items():
                most = coef * self.program.upper[term]
                self.program.require(Expr({term: coef, var: -most}), hi=0)
            self._helpers[key] = flag
        return self._helpers[key]

    def both(self, first: Lin, second: Lin) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        a, b = self._named(cast(Expr, first)), self._named(cast(Expr, second))
        if not a.terms:
            return b if a.const else ZERO
        if not b.terms:
            return a if b.const else ZERO
        if a.key() == b.key():
            return a
        key = ("both", *sorted((a.key(), b.key())))
        if key not in self._helpers:
            var = self.program.helper(How.BOTH, a, b)
            self.program.require(a + b - var, hi=1)
            self.program.require(a - var, lo=0)
            self.program.require(b - var, lo=0)
            self._helpers[key] = var
        return self._helpers[key]

    def above(self, expression: Lin, bound: int) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        expr = cast(Expr, expression) - bound
        low, high = self.program.bounds(expr)
        if high <= 0:
            return ZERO
        if low >= 0:
            return expr
        key = ("above", expr.key(), expr.const)
        if key not in self._helpers:
            slack = self.program.helper(How.MOST, expr, upper=high)
            self.program.require(slack - expr, lo=0)
            self._helpers[key] = slack
        return self._helpers[key]

    def worst(self, expressions: Iterable[Lin]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        exprs = [e for e in cast(Iterable[Expr], expressions) if self.program.bounds(e)[1] > 0]
        if len(exprs) <= 1:
            return self.above(exprs[0], 0) if exprs else ZERO
        key = ("worst", *sorted((e.key(), e.const) for e in exprs))
        if key not in self._helpers:
            high = max(self.program.bounds(e)[1] for e in exprs)
            slack = self.program.helper(How.MOST, *exprs, upper=high)
            for e in exprs:
                self.program.require(slack - e, lo=0)
            self._helpers[key] = slack
        return self._helpers[key]
