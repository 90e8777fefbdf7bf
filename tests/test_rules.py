"""Every rule of the catalogue against its own cases, its posting against its check, its mutants against both."""

from __future__ import annotations

import pytest

from constraints import catalogue
from scheduler.domain import View
from scheduler.rule import Case, Rule

from .harness import Agreement, _mutated, catches, setting_of, strengths

RULES = list(catalogue().values())
POSTED = [r for r in RULES if not (r.structural or r.about_plan)]


def view_of(case: Case) -> View:
    return View(case.school, case.timetable, case.homework, case.actual)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_cases_give_the_amounts_they_tell(rule: Rule) -> None:
    cases = list(rule.cases())
    for case in cases:
        setting = setting_of(rule, case, strengths(rule)[0])
        found = rule.check(view_of(case), setting)
        assert sum(v.amount for v in found) == case.expected, f"{case.name}: {found}"
        for violation in found:
            assert violation.amount > 0
            for lang in ("zh", "en"):
                assert "{" not in rule.say(violation, lang)
    if rule.breach.zh:  # a permission has no words for a breach, and none can be
        assert any(c.expected for c in cases), "no case breaks it"
    assert sum(not c.expected for c in cases) >= 2, "a keeping case and a boundary case are wanted"


@pytest.mark.parametrize("rule", POSTED, ids=lambda r: r.code)
def test_what_is_posted_agrees_with_what_is_checked(rule: Rule) -> None:
    for case in rule.cases():
        for strength in strengths(rule):
            assert Agreement(rule, case, strength).disagreement() is None, f"{case.name}, {strength}"


@pytest.mark.parametrize(
    ("rule", "mutant"),
    [(r, m) for r in POSTED for m in r.mutants],
    ids=lambda x: getattr(x, "code", x.__dict__.get("name")),
)
def test_mutants_of_post_are_caught(rule: Rule, mutant) -> None:  # type: ignore[no-untyped-def]
    assert catches(rule, mutant)


@pytest.mark.parametrize("rule", POSTED, ids=lambda r: r.code)
def test_every_posted_rule_names_mutants(rule: Rule) -> None:
    assert rule.mutants


@pytest.mark.parametrize(
    ("rule", "mutant"),
    [(r, m) for r in RULES for m in r.mutants if m.params],
    ids=lambda x: getattr(x, "code", x.__dict__.get("name")),
)
def test_mutants_of_check_are_caught_by_the_cases(rule: Rule, mutant) -> None:  # type: ignore[no-untyped-def]
    def amounts(changed: bool) -> list[int]:
        result = []
        for case in rule.cases():
            setting = setting_of(rule, case, strengths(rule)[0])
            setting = _mutated(setting, mutant) if changed else setting
            result.append(sum(v.amount for v in rule.check(view_of(case), setting)))
        return result

    assert amounts(True) != amounts(False)
