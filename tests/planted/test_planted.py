"""Planted breaches, the quick part: one row of each rule at the smallest schools, and what cannot be planted at all.

The whole study is ``python -m benchmarks.planted``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.planted.study import PLANTINGS, STAGES, Site, breaches, site, study
from benchmarks.planted.world import Unplantable
from constraints import catalogue
from scheduler.domain import At, RuleSetting, View
from scheduler.packs import pack_names, read_pack
from scheduler.rule import Violation

RULES = sorted({row.rule for name in pack_names() for row in read_pack(name).rows})
ONLY_MEASURED = "only measured, no bound"
NOTHING_TO_BREAK = {
    "survey": ONLY_MEASURED, "homework_off_days": ONLY_MEASURED, "permission": "it allows, and asks nothing",
}  # fmt: skip
SMALL = 6


def small(stage: str) -> Site:
    return site(stage, SMALL, one_a_rule=True)


def test_every_rule_of_the_packs_has_a_planter() -> None:
    assert set(RULES) == set(PLANTINGS)


@pytest.mark.parametrize("rule", RULES)
def test_a_breach_of_each_rule_is_found_where_it_is_and_nothing_else(rule: str) -> None:
    outcomes = [o for stage in STAGES for o in study(small(stage), [rule])]
    planted = [o for o in outcomes if o.planted]
    assert [o for o in planted if not o.right] == []
    assert planted or {o.reason for o in outcomes} <= {NOTHING_TO_BREAK.get(rule), "not applicable before"}


def unplanted() -> Iterator[tuple[str, str, str]]:
    """Every row that can be broken at none of the schools, with its rule and the reason at the last."""
    left: dict[str, tuple[str, str]] = {}
    done: set[str] = set()
    for stage, classes in (("primary", 6), ("junior", 6), ("primary", 24)):
        at = site(stage, classes)
        by_id = {s.id: s for s in at.rows}
        seen: dict[str, str] = {}
        for row, standing in at.asked.items():
            if row not in done:
                if standing not in seen:
                    seen[standing] = _reason(at, by_id[standing])
                left[row] = by_id[row].rule, seen[standing]
                if not seen[standing]:
                    done.add(row)
    return ((row, rule, reason) for row, (rule, reason) in left.items() if reason)


def _reason(at: Site, setting: RuleSetting) -> str:
    try:
        breaches(at, setting)
    except Unplantable as reason:
        return str(reason)
    return ""


def test_what_cannot_be_planted_has_nothing_to_break() -> None:
    rows = list(unplanted())
    assert [(row, rule, reason) for row, rule, reason in rows if NOTHING_TO_BREAK.get(rule) != reason] == []
    bounded = {
        row.id for name in pack_names() for row in read_pack(name).rows
        if row.rule in ("survey", "homework_off_days") and {"least", "most"} & dict(row.params).keys()
    }  # fmt: skip
    assert not bounded & {row for row, _, _ in rows}


# -- the study itself can fail -----------------------------------------------------------------------------------------


def planted(rule: str, monkeypatch: pytest.MonkeyPatch, check: object) -> Site:
    """The small school, with a rule's check replaced."""
    monkeypatch.setattr(type(catalogue()[rule]), "check", check)
    return replace(small("junior"))  # audited anew


def test_a_check_that_sees_nothing_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    at = planted("lesson_minutes", monkeypatch, lambda self, view, setting: [])
    (outcome,) = study(at, ["lesson_minutes"])
    assert outcome.planted
    assert not outcome.found
    assert not outcome.right


def test_a_check_that_blames_another_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    check = type(catalogue()["pe_weekly"]).check

    def blames_the_first(self: object, view: View, setting: RuleSetting) -> list[Violation]:
        return [replace(v, who=(view.school.classes[0].id,)) for v in check(self, view, setting)]  # type: ignore[arg-type]

    (outcome,) = study(planted("pe_weekly", monkeypatch, blames_the_first), ["pe_weekly"])
    assert outcome.found
    assert outcome.wrong
    assert not outcome.right


def test_a_check_that_counts_twice_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    check = type(catalogue()["lesson_minutes"]).check

    def twice(self: object, view: View, setting: RuleSetting) -> list[Violation]:
        return [replace(v, amount=2 * v.amount) for v in check(self, view, setting)]  # type: ignore[arg-type]

    (outcome,) = study(planted("lesson_minutes", monkeypatch, twice), ["lesson_minutes"])
    assert outcome.found
    assert outcome.wrong
    assert not outcome.right


def test_a_rule_that_accuses_falsely_is_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    def accuses_long_lessons(self: object, view: View, setting: RuleSetting) -> list[Violation]:
        long = any(b.minutes == 46 for b in view.school.grid.bells[0].blocks)
        return [Violation(setting.id, (view.school.grid.bells[0].id,), (At(3),), 1)] if long else []

    at = planted("day_blocks", monkeypatch, accuses_long_lessons)
    at = replace(
        at, world=at.world.with_school(settings=(*at.world.school.settings, catalogue()["day_blocks"].setting()))
    )
    (outcome,) = study(at, ["lesson_minutes"])
    assert outcome.found
    assert not outcome.wrong
    assert outcome.accused
    assert not outcome.right
