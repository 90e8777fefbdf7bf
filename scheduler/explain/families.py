"""Where nothing is proved and nothing found: without which kind of rules would it be easy?"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from scheduler.domain import School
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Stop
from scheduler.rule import Rule

TRY = 8.0  # seconds at most for each kind


def easier_without(
    school: School, rules: Mapping[str, Rule], end: float, stop: Stop, tell: Callable[[str, int, int], None]
) -> tuple[tuple[str, float], ...]:
    """The kinds of hard rules (the catalogue's folders) without which a timetable is found, and the seconds it takes;
    until ``end`` (on the monotonic clock). Nobody is ever let off being in one place only."""
    asked = [s for s in school.settings if s.hard and not rules[s.rule].only_hard and not rules[s.rule].about_plan]
    kinds = sorted({_kind(rules[s.rule]) for s in asked})
    found = []
    for number, kind in enumerate(kinds):
        left = end - time.monotonic()
        if left < 1 or stop:
            break
        tell("families", number, len(kinds))
        kept = tuple(s for s in school.settings if s not in asked or _kind(rules[s.rule]) != kind)
        began = time.monotonic()
        options = Options(seconds=min(TRY, left), until_first=True)
        if schedule(replace(school, settings=kept), rules, options, stop=stop.child()).timetable is not None:
            found.append((kind, time.monotonic() - began))
    return tuple(sorted(found, key=lambda f: f[1]))


def _kind(rule: Rule) -> str:
    return type(rule).__module__.split(".")[-2]
