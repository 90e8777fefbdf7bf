"""Several packs at once: which row binds for each quantity, which are looser, and which cannot hold together.

A quantity is what one rule bounds with all other parameters equal (homework a day, PE lessons a week …), class by
class. The least asked and the most allowed are compared; ``==`` is both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain import Group, RuleSetting, School, Strength
from scheduler.rule import Rule

LEAST, MOST = ">=", "<="


@dataclass(frozen=True)
class Quantity:
    """What is bounded: a rule, the one subject or kind that it speaks of where it lists several, and the parameters
    that are no bounds."""

    rule: str
    of: str = ""
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Asked:
    """One bound: a setting asks at least (``>=``) or at most (``<=``) ``value``."""

    setting: RuleSetting
    direction: str
    value: int


@dataclass(frozen=True)
class Binding:
    """For these classes (ids, in the school's order) and this quantity: ``tightest`` bind, ``looser`` are kept
    wherever those are."""

    quantity: Quantity
    direction: str
    classes: tuple[str, ...]
    value: int
    tightest: tuple[RuleSetting, ...]
    looser: tuple[Asked, ...]


@dataclass(frozen=True)
class Contradiction:
    """For these classes one setting asks at least more than another allows at most: no timetable keeps both."""

    quantity: Quantity
    classes: tuple[str, ...]
    least: Asked
    most: Asked


def bindings(school: School, rules: Mapping[str, Rule]) -> tuple[Binding, ...]:
    """Every quantity that a pack bounds, with what binds; hard settings outrank all others."""
    found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for klass, quantity, asked in _quantities(school, rules):
        for direction in (LEAST, MOST):
            here = [a for a in asked if a.direction == direction]
            hard = [a for a in here if a.setting.hard] or here
            if not here:
                continue
            value = (max if direction == LEAST else min)(a.value for a in hard)
            tightest = tuple(a.setting for a in hard if a.value == value)
            looser = tuple(a for a in here if a.setting not in tightest)
            found[quantity, direction, value, tightest, looser].append(klass.id)
    return tuple(
        Binding(quantity, direction, tuple(classes), value, tightest, looser)
        for (quantity, direction, value, tightest, looser), classes in found.items()
    )


def contradictions(school: School, rules: Mapping[str, Rule]) -> tuple[Contradiction, ...]:
    """Every pair of hard settings that cannot both hold, each with all classes it is about. One of the two at least
    comes from a pack; what a school's own sheets say against each other is told when they are read."""
    found: dict[tuple[Quantity, Asked, Asked], list[str]] = defaultdict(list)
    for klass, quantity, asked in _quantities(school, rules):
        hard = [a for a in asked if a.setting.hard]
        for least in (a for a in hard if a.direction == LEAST):
            for most in (a for a in hard if a.direction == MOST and a.value < least.value):
                found[quantity, least, most].append(klass.id)
    return tuple(Contradiction(q, tuple(classes), least, most) for (q, least, most), classes in found.items())


def _quantities(school: School, rules: Mapping[str, Rule]) -> Iterator[tuple[Group, Quantity, list[Asked]]]:
    """Class by class, every quantity that some pack bounds, with all that is asked of it."""
    bounded = [s for s in school.settings if s.strength is not Strength.OFF and rules[s.rule].bounds]
    for klass in school.classes:
        by_quantity: dict[Quantity, list[Asked]] = defaultdict(list)
        for setting in bounded:
            if setting.scope.has_group(klass):
                for quantity in quantities(setting, rules[setting.rule]):
                    by_quantity[quantity] += _asked(setting, rules[setting.rule])
        for quantity, asked in by_quantity.items():
            if any(a.setting.source.pack for a in asked):
                yield klass, quantity, asked


def quantities(setting: RuleSetting, rule: Rule) -> tuple[Quantity, ...]:
    """What a setting bounds; several where its rule bounds each of a list alone (``Rule.each``)."""
    apart = {*rule.bounds, *rule.bounds.values(), rule.each}
    params = tuple((k, v) for k, v in setting.params if k not in apart)
    scope = setting.scope
    if scope.subjects:
        params = (*params, ("scope.subjects", tuple(sorted(scope.subjects))))
    if rule.each and setting[rule.each]:
        return tuple(Quantity(rule.code, str(one), params) for one in setting[rule.each])
    return (Quantity(rule.code, "", params),)


def _asked(setting: RuleSetting, rule: Rule) -> Iterator[Asked]:
    """The bounds of a setting that say more than nothing: a default that bounds nothing is left out."""
    free = {p.name: p.default for p in rule.params}
    for name, way in rule.bounds.items():
        value, direction = setting[name], setting[way] if way in free else way
        if direction != "==" and len(rule.bounds) > 1 and value == free[name]:
            continue
        if direction in (LEAST, "=="):
            yield Asked(setting, LEAST, value)
        if direction in (MOST, "=="):
            yield Asked(setting, MOST, value)
