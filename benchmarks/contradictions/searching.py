"""The search for conflicts as the program runs it, and whether it cries wolf."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from constraints import catalogue
from scheduler.domain import School
from scheduler.engine.model import forbidden, live
from scheduler.engine.solve import Stop
from scheduler.rule import Rule, Stage


def counted(school: School, rules: Mapping[str, Rule]) -> list[Any]:
    """What counting alone finds."""
    from scheduler.engine.precheck import shortages

    asked = live(school, rules)
    closed = forbidden(school, rules, [s for s in asked if rules[s.rule].stage is Stage.TIMETABLE])
    return list(shortages(school, asked, closed))


def conflicts(school: School, rules: Mapping[str, Rule], *, seconds: float) -> list[Any]:
    """The conflicts that are found, as ``kebiao explain`` does it: it does not know beforehand that there is one."""
    from scheduler.explain.explanation import find_conflicts

    _, found = find_conflicts(school, rules, seconds)
    return list(found.conflicts)


def alarms(school: School, seconds: float) -> dict[str, Any]:
    """What counting and the small parts say of a plan that is possible: nothing is right."""
    from scheduler.explain.search import Search

    rules = catalogue()
    began = time.perf_counter()
    short = counted(school, rules)
    counting = time.perf_counter() - began
    search = Search(school, rules, seconds, Stop())
    search.alone()
    return {
        "shortages": [s.say("zh") for s in short], "conflicts": [str(c.members) for c in search.found.conflicts],
        "count": round(counting, 4), "seconds": round(time.perf_counter() - began, 3),
    }  # fmt: skip
