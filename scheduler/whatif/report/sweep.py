"""Scenarios that change one number alone, in steps: what is won and lost with each step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..compare import Comparison, Outcome
from .table import Cell, Row, Table, number

_TOLD = ("moved", "broken", "over", "cost", "gaps mean", "minutes", "days most")  # those worth a picture, in this order
_NEVER = ("seconds", "answer")


@dataclass(frozen=True)
class Sweep:
    """A number and the figures that change with it: the values ascending, the scenarios' names, and of each row the
    cells of these scenarios."""

    title: str
    values: tuple[float, ...]
    names: tuple[str, ...]
    answers: tuple[Cell, ...]
    rows: tuple[Row, ...]


def sweeps(found: Comparison, table: Table, lang: str) -> tuple[Sweep, ...]:
    """Every number that at least two scenarios change alone, and to different values."""
    groups: dict[tuple[str, str], dict[float, int]] = {}
    for i, outcome in enumerate(found.outcomes, 1):
        for kind, rest, value in outcome.points:
            groups.setdefault((kind, rest), {}).setdefault(value, i)
    return tuple(_sweep(found, table, steps, lang) for steps in groups.values() if len(steps) > 1)


def _sweep(found: Comparison, table: Table, steps: dict[float, int], lang: str) -> Sweep:
    columns = [steps[value] for value in sorted(steps)]
    of = {row.key: replace(row, cells=tuple(row.cells[c] for c in columns)) for row in table.rows}
    rows = tuple(row for key, row in of.items() if key not in _NEVER and _varies(row))
    outcomes = [found.columns[c] for c in columns]
    return Sweep(
        _title(outcomes, sorted(steps), lang), tuple(sorted(steps)), tuple(o.name for o in outcomes),
        of["answer"].cells, rows,
    )  # fmt: skip


def _varies(row: Row) -> bool:
    return len({c.value for c in row.cells if c.value is not None}) > 1


def _title(outcomes: list[Outcome], values: list[float], lang: str) -> str:
    """The change with its first and last value in place of its own: 作业上限 五年级 30…60."""
    said, span = outcomes[0].changes[0].say(lang), f"{number(values[0])}…{number(values[-1])}"
    first = number(values[0])
    return said.replace(first, span, 1) if first in said else f"{said} … {outcomes[-1].changes[0].say(lang)}"


def pictured(rows: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    """The rows that are worth a picture, the most telling first."""
    known = [next((r for r in rows if r.key == key), None) for key in _TOLD]
    first = [r for r in known if r is not None]
    return tuple([*first, *(r for r in rows if r not in first and r.key not in _NEVER)][:most])
