"""What the rules have in common that bound a measured quantity which no timetable can change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from scheduler.domain import Bells, Group, RuleSetting, School, Scope, View
from scheduler.rule import Rule, Violation


class Limit(Rule):
    """At least ``least`` and at most ``most`` of what ``measure`` finds; a rule has one of the two, or both.

    Each value out of bounds is one breach, its amount the difference rounded up.
    """

    about_plan = True
    bounds: ClassVar[dict[str, str]] = {"least": ">=", "most": "<="}

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        bounds = dict(setting.params)
        found = []
        for measured in self.measure(view, setting):
            short = bounds.get("least", measured.value) - measured.value
            over = measured.value - bounds.get("most", measured.value)
            amount = -int(-max(short, over) // 1)
            if amount > 0:
                found.append(Violation(setting.id, measured.who, measured.where, amount))
        return found


def bells_in(school: School, scope: Scope) -> Iterator[tuple[Bells, tuple[Group, ...]]]:
    """The bell schedules of the classes that a scope is about, of every season, each with those classes."""
    asked = [k for k in school.classes if scope.has_group(k)]
    for bells in school.grid.bells:
        classes = tuple(k for k in asked if k.bell == bells.id)
        if classes:
            yield bells, classes
    for bells in school.other_bells:
        classes = tuple(k for k in asked if k.grade in bells.grades)
        if classes:
            yield bells, classes


def grades_in(school: School, scope: Scope) -> tuple[int, ...]:
    """The grades of the school that a scope is about, ascending."""
    return tuple(sorted({k.grade for k in school.classes if scope.has_group(k)}))
