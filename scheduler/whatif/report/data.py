"""The comparison for a program."""

from __future__ import annotations

from typing import Any

from scheduler.output import json_dump
from scheduler.output.tables import FORMAT

from ..compare import Comparison, Outcome
from .sweep import sweeps
from .table import table


def data(found: Comparison, lang: str) -> dict[str, Any]:
    """Everything as plain lists and dicts: costs in thousandths, homework in minutes, texts in both languages."""
    rows = table(found, lang)
    steps = [
        {"title": s.title, "values": list(s.values), "scenarios": list(s.names),
         "figures": {row.key: [c.value for c in row.cells] for row in s.rows}}
        for s in sweeps(found, rows, lang)
    ]  # fmt: skip
    return {
        "format": FORMAT,
        "school": found.school,
        "baseline": _outcome(found.baseline),
        "scenarios": [_outcome(o) for o in found.outcomes],
        "best": {row.key: [n for n, c in zip(names(found), row.cells[1:], strict=True) if c.best]
                 for row in rows.rows if any(c.best for c in row.cells)},
        "sweeps": steps,
        "stopped": list(found.stopped),
    }  # fmt: skip


def names(found: Comparison) -> tuple[str, ...]:
    """The scenarios' names."""
    return tuple(o.name for o in found.outcomes)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    plain = json_dump(outcome)
    assert isinstance(plain, dict)
    if outcome.measures is not None:
        plain["measures"]["over"] = outcome.measures.over
    if outcome.movement is not None:
        plain["movement"]["share"] = round(outcome.movement.share, 4)
    return plain
