"""Parts of a program: cut out, and bounded by their variables alone."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from .program import Program, Row


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
        part.rows.append(Row(tuple(v for v, _ in free), tuple(c for _, c in free), row.lo - fixed, row.hi - fixed))
    part.cost = {number[v]: w for v, w in program.cost.items() if v in number}
    return part


def least(program: Program, variables: Container[int]) -> float:
    """What these variables of a program cost at least, by their bounds alone."""
    weights = ((v, w) for v, w in program.cost.items() if v in variables)
    return sum(min(w * program.lower[v], w * program.upper[v]) for v, w in weights)
