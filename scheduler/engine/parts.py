"""Parts of a program: cut out, completed from its decisions, bounded by its variables alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from math import ceil

from .program import INFINITY, Program, Row


def cut_out(
    program: Program, variables: Sequence[int], rows: Mapping[int, list[Row]], values: Sequence[int]
) -> Program:
    """The program of some variables, the others fixed at their values."""
    number = {var: i for i, var in enumerate(variables)}
    part = Program([program.lower[v] for v in variables], [program.upper[v] for v in variables])
    seen: set[int] = set()
    for row in (row for var in variables for row in rows[var]):
        if id(row) in seen:
            continue
        seen.add(id(row))
        terms = list(zip(row.vars, row.coefs, strict=True))
        fixed = sum(c * values[v] for v, c in terms if v not in number)
        free = [(number[v], c) for v, c in terms if v in number]
        part.rows.append(
            Row(tuple(v for v, _ in free), tuple(c for _, c in free), row.lo - fixed, row.hi - fixed)
        )
    part.cost = {number[v]: w for v, w in program.cost.items() if v in number}
    return part


def complete(program: Program, decisions: Mapping[int, int]) -> list[int]:
    """The least values of the helper variables that go with these decisions.

    A helper is made after what it stands for and bounded from below by it, so each takes the least value
    that the rows ending in it allow. Whether the result keeps all rows is for the caller to see
    (``Program.broken``).
    """
    values = [decisions.get(var, low) for var, low in enumerate(program.lower)]
    ending: dict[int, list[Row]] = defaultdict(list)
    for row in program.rows:
        if row.vars and row.vars[-1] not in decisions:
            ending[row.vars[-1]].append(row)
    for var in sorted(ending):
        for row in ending[var]:
            coef = row.coefs[-1]
            rest = sum(c * values[v] for v, c in zip(row.vars[:-1], row.coefs[:-1], strict=True))
            need = (row.lo - rest) / coef if coef > 0 else (row.hi - rest) / coef
            if abs(need) < INFINITY // abs(coef) // 2:
                values[var] = max(values[var], ceil(need))
    return values


def least(program: Program, known: Container[int] = ()) -> float:
    """What the variables of a program cost at least by their bounds alone, those known elsewhere left out."""
    ends = {v: (w * program.lower[v], w * program.upper[v]) for v, w in program.cost.items()}
    return sum(min(both) for v, both in ends.items() if v not in known)
