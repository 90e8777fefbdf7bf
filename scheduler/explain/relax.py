"""A timetable anyway: what cannot be kept becomes a wish that costs more than all others, so that it is broken least.

Nothing is relaxed silently: the timetable is audited against the plan as it is, and whatever it breaks is in its record
and in every report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain import School, Strength
from scheduler.rule import Rule

from .conflict import Member

# thousandths a unit of breach: first the plan's own cells give way, then defaults, regulations last
_DEAR = {"own": 1_000_000, "default": 3_000_000, "regulation": 10_000_000}


def relaxed(school: School, rules: Mapping[str, Rule], members: Iterable[Member]) -> School | None:
    """The school in which the settings of these demands are wishes; None where one of them can never be (nobody is in
    two places)."""
    ids = {m.setting for m in members}
    if not ids or any(rules[s.rule].only_hard for s in school.settings if s.id in ids):
        return None
    settings = tuple(
        replace(s, strength=Strength.SOFT, weight=_DEAR[_whose(s.source.pack, s.source.sheet)]) if s.id in ids else s
        for s in school.settings
    )
    return replace(school, settings=settings)


def _whose(pack: str, sheet: str) -> str:
    return "regulation" if pack else "own" if sheet else "default"
