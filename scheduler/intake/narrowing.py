"""Which settings stay when several speak of one rule: the more binding voice, and the more specific one.

Voices: the program's defaults, then packs, then the plan's own sheets, then its 规则 sheet. A sheet (the
每日最多 of a teacher) replaces defaults for those it names; what a pack asks stays beside it, so the tighter
one binds. A row of 规则 also replaces packs, and sheets that are not more specific than it. Rules that add up
(禁排, 互斥 …) replace nothing unless the parameters are the same or the row switches them off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from scheduler.domain import RuleSetting, Scope, Strength
from scheduler.rule import Rule, Stage

ADDING = frozenset(
    [
        "forbidden_times",
        "fixed_time",
        "preferred_times",
        "subjects_exclusive",
        "subject_order",
        "subject_follow",
        "not_right_before",
        "half_day_count",
        "teachers_apart",
        "research_meeting",
        "protected_subjects",
        "homework_free_days",
        "homework_day_cap",
    ]
)
_FIELDS = ("grades", "groups", "subjects", "teachers", "rooms")
_NARROWNESS = {"grades": 1, "subjects": 2, "groups": 4, "teachers": 4, "rooms": 4}


class Voice(IntEnum):
    """Who speaks; the later outranks the earlier."""

    DEFAULT = 0
    PACK = 1
    SHEET = 2
    RULES = 3


@dataclass(frozen=True)
class Said:
    """A setting and whose it is."""

    setting: RuleSetting
    voice: Voice


def settle(said: Iterable[Said], rules: Mapping[str, Rule], subjects: Sequence[str]) -> tuple[RuleSetting, ...]:
    """The settings that stay, each narrowed by those that replace it; ids unique, OFF ones left out."""
    everything = list(said)
    kept: list[RuleSetting] = []
    for index, one in enumerate(everything):
        left = [one.setting]
        for other_index, other in enumerate(everything):
            if other_index != index and _replaces(other, one, other_index > index):
                left = [x for s in left for x in _without(s, other.setting.scope, rules, subjects)]
        kept += [s for s in left if s.strength is not Strength.OFF]
    return _unique(kept)


def _replaces(other: Said, one: Said, later: bool) -> bool:
    first, second = one.setting, other.setting
    if first.rule != second.rule or other.voice < Voice.SHEET:
        return False
    if (
        first.rule in ADDING
        and second.strength is not Strength.OFF
        and (other.voice < Voice.RULES or first.params != second.params)
    ):
        return False
    if other.voice is Voice.SHEET:
        return one.voice is Voice.DEFAULT or (one.voice is Voice.SHEET and _narrower(second.scope, first.scope))
    same = second.scope == first.scope and later
    return (
        one.voice < Voice.SHEET
        or _narrower(second.scope, first.scope)
        or same
        or (one.voice is Voice.SHEET and _narrowness(second.scope) >= _narrowness(first.scope))
    )


def _narrowness(scope: Scope) -> int:
    return sum(_NARROWNESS[name] for name in _FIELDS if getattr(scope, name))


def _narrower(one: Scope, other: Scope) -> bool:
    return _narrowness(one) > _narrowness(other)


def covers(one: Scope, other: Scope) -> bool:
    """Whether all that the other scope names is named by this one too."""
    return all(
        not getattr(one, name) or (getattr(other, name) and getattr(other, name) <= getattr(one, name))
        for name in _FIELDS
    )


def _without(
    setting: RuleSetting, taken: Scope, rules: Mapping[str, Rule], subjects: Sequence[str]
) -> list[RuleSetting]:
    """The setting without those of the scope.

    Homework rules ask of a class and of a subject one after the other, so there a scope taken out that names
    subjects is written as the subjects that are left.
    """
    scope = setting.scope
    if covers(taken, scope):
        return []
    if rules[setting.rule].stage is not Stage.HOMEWORK or not taken.subjects:
        return [replace(setting, scope=replace(scope, minus=(*scope.minus, taken)))]
    others = frozenset(scope.subjects or subjects) - taken.subjects
    people = replace(taken, subjects=frozenset(), minus=())
    found = []
    if people != Scope():
        found.append(replace(setting, scope=replace(scope, minus=(*scope.minus, people))))
    if others:
        here = {name: getattr(people, name) or getattr(scope, name) for name in _FIELDS if name != "subjects"}
        found.append(replace(setting, scope=replace(scope, subjects=others, **here)))
    return found


def _unique(settings: Iterable[RuleSetting]) -> tuple[RuleSetting, ...]:
    count: Counter[str] = Counter()
    found = []
    for setting in settings:
        count[setting.id] += 1
        number = count[setting.id]
        found.append(setting if number == 1 else replace(setting, id=f"{setting.id}#{number}"))
    return tuple(found)
