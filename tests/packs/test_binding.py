"""Several packs at once: the tightest binds, the looser are named, and what cannot hold together is told with both
quotations. The rules here are made up, so that no change of the catalogue can make the tests say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from scheduler.domain import RuleSetting, School, Scope, Source, Strength, Text, View
from scheduler.domain.tiny import tiny
from scheduler.packs import bindings, conflicts, contradictions
from scheduler.rule import Param, Rule, Violation


class _Made(Rule):
    asks = breach = Text("", "")
    unit = Text("节", "lessons")

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return []


class Cap(_Made):
    code, title = "cap", Text("作业上限", "homework cap")
    params = (Param("most", 60, "minutes", Text("", "")), Param("kind", "all", "", Text("", "")))
    bounds: ClassVar[dict[str, str]] = {"most": "<="}


class Lessons(_Made):
    code, title = "lessons", Text("每周课时", "weekly lessons")
    params = (
        Param("subjects", (), "", Text("", "")),
        Param("least", 0, "lessons a week", Text("", "")),
        Param("most", 99, "lessons a week", Text("", "")),
    )
    bounds: ClassVar[dict[str, str]] = {"least": ">=", "most": "<="}
    each = "subjects"


class Start(_Made):
    code, title = "start", Text("第一节课", "first lesson")
    params = (Param("least", 500, "time of day", Text("", "")),)
    bounds: ClassVar[dict[str, str]] = {"least": ">="}


class Total(_Made):
    code, title = "total", Text("周总课时", "lessons in all")
    params = (Param("lessons", 30, "lessons a week", Text("", "")),)
    bounds: ClassVar[dict[str, str]] = {"lessons": "=="}


class Week(_Made):
    code, title = "week", Text("体育课时", "PE lessons")
    params = (Param("lessons", 3, "lessons a week", Text("", "")), Param("op", "==", "", Text("", "")))
    bounds: ClassVar[dict[str, str]] = {"lessons": "op"}


RULES: dict[str, Rule] = {r.code: r for r in (Cap(), Lessons(), Start(), Total(), Week())}


def asks(rule: str, ref: str, grades: set[int] | None = None, strength: Strength = Strength.HARD, **params: Any) -> Any:
    source = Source("pack", ref, f"原文{ref}", "某文件", "篇一")
    scope = Scope(grades=frozenset(grades or ()))
    return RULES[rule].setting(ref, scope=scope, strength=strength, source=source, **params)


def school(*settings: RuleSetting) -> School:
    return replace(tiny({"一1": "语1", "一2": "语1", "三1": "语1"}), settings=settings)


def test_the_tightest_binds_and_the_looser_are_named() -> None:
    made = school(asks("cap", "A-1", most=60), asks("cap", "B-1", most=30), asks("cap", "C-1", {3}, most=45))
    first, third = sorted(bindings(made, RULES), key=lambda b: b.classes)
    assert (first.classes, first.value, [s.id for s in first.tightest]) == (("一1", "一2"), 30, ["B-1"])
    assert [a.setting.id for a in first.looser] == ["A-1"]
    assert (third.classes, [a.setting.id for a in third.looser]) == (("三1",), ["A-1", "C-1"])


def test_equal_bounds_bind_together() -> None:
    (found,) = bindings(school(asks("cap", "A-1", most=60), asks("cap", "B-1", most=60)), RULES)
    assert [s.id for s in found.tightest] == ["A-1", "B-1"]
    assert found.looser == ()


def test_a_hard_row_outranks_a_tighter_wish() -> None:
    (found,) = bindings(school(asks("cap", "A-1", most=60), asks("cap", "B-1", None, Strength.SOFT, most=30)), RULES)
    assert (found.value, [s.id for s in found.tightest]) == (60, ["A-1"])


def test_other_parameters_make_another_quantity() -> None:
    found = bindings(school(asks("cap", "A-1", most=60), asks("cap", "B-1", most=30, kind="written")), RULES)
    assert sorted(b.value for b in found) == [30, 60]


@pytest.mark.parametrize(
    ("rows", "clash"),
    [
        ([{"least": 3, "most": 3}, {"least": 4, "most": 4}], True),
        ([{"least": 3, "most": 3}, {"least": 4}], True),
        ([{"least": 3}, {"least": 4}], False),
        ([{"least": 3, "most": 3}, {"least": 2}], False),
        ([{"most": 3}, {"most": 4}], False),
    ],
)
def test_three_and_four_lessons_exactly_contradict(rows: list[dict[str, int]], clash: bool) -> None:
    made = school(*(asks("lessons", f"{n}", subjects=("体育",), **row) for n, row in enumerate(rows)))
    assert bool(contradictions(made, RULES)) is clash


def test_each_subject_of_a_list_is_a_quantity_of_its_own() -> None:
    arts = asks("lessons", "A-1", subjects=("音乐", "美术"), least=2, most=2)
    (found,) = contradictions(school(arts, asks("lessons", "B-1", subjects=("美术",), most=1)), RULES)
    assert (found.quantity.of, found.least.value, found.most.value) == ("美术", 2, 1)


def test_exact_values_that_differ_contradict_only_where_both_are_asked() -> None:
    made = school(asks("total", "A-1", {1}, lessons=26), asks("total", "B-1", lessons=30))
    (found,) = contradictions(made, RULES)
    assert found.classes == ("一1", "一2")


@pytest.mark.parametrize(("op", "clash"), [("==", True), ("<=", True), (">=", False)])
def test_a_parameter_may_say_which_way_a_bound_goes(op: str, clash: bool) -> None:
    made = school(asks("week", "A-1", lessons=3, op=op), asks("week", "B-1", lessons=4))
    assert bool(contradictions(made, RULES)) is clash


def test_wishes_never_contradict() -> None:
    made = school(asks("total", "A-1", lessons=26), asks("total", "B-1", None, Strength.SOFT, lessons=30))
    assert contradictions(made, RULES) == ()


def test_a_conflict_is_told_with_both_quotations() -> None:
    made = school(asks("total", "A-1", {1}, lessons=26), asks("total", "B-1", lessons=30))
    (told,) = conflicts(made, RULES)
    for lang, words in (("zh", ("一年级", "周总课时")), ("en", ("grade 1", "lessons in all"))):
        said = told.say(lang)
        assert all(word in said for word in (*words, "A-1“原文A-1”", "B-1“原文B-1”", "26", "30")), said


def test_a_time_of_day_is_told_as_one() -> None:
    from scheduler.packs.sayings import say_asked

    (found,) = bindings(school(asks("start", "A-1", least=510)), RULES)
    from scheduler.packs import Asked

    assert "08:30" in say_asked(RULES, Asked(found.tightest[0], ">=", 510)).zh
