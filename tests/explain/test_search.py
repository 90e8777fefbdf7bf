"""Why there is no timetable: the fewest demands that cannot be met together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from constraints import catalogue
from scheduler.domain import RuleSetting, School, Scope, Source, Strength, Times
from scheduler.domain.tiny import tiny
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Stop
from scheduler.explain.conflict import Conflict
from scheduler.explain.demands import Demands
from scheduler.explain.explanation import Verdict, find_conflicts
from scheduler.explain.search import Search
from tests.engine.schools import hidden, with_defaults

RULES = catalogue()
LAW = Source(pack="a", ref="A-1", quotation="每天一节体育课", document="《办法》", part="第二条")


def plus(school: School, *settings: RuleSetting) -> School:
    """The school with the defaults and these; one of a default's rule takes its place."""
    school = with_defaults(school)
    rules = {s.rule for s in settings}
    return replace(school, settings=(*(s for s in school.settings if s.rule not in rules), *settings))


def asked(rule: str, id: str, who: Scope | None = None, **params: object) -> RuleSetting:
    return RULES[rule].setting(id, scope=who, **params)


def at(text: str) -> Times:
    return Times.parse(text)


def crossed() -> School:
    """Chinese before mathematics and mathematics before Chinese, on every day that has both."""
    return plus(
        tiny({"三1": "语2 数2"}, days=2, periods=2),
        asked("subject_a_day", "once", most=1),
        asked("subject_order", "there", first="语", then="数"),
        replace(asked("subject_order", "back", first="数", then="语"), source=LAW),
    )


def members(conflicts: Iterable[Conflict]) -> list[set[str]]:
    return [{m.setting for m in c.members} - {"class_clash", "teacher_clash"} for c in conflicts]


def without(school: School, *ids: str) -> School:
    return replace(school, settings=tuple(s for s in school.settings if s.id not in ids))


def possible(school: School) -> bool:
    return schedule(school, RULES, Options(seconds=10, workers=1, until_first=True)).timetable is not None


def test_an_impossible_plan_names_the_fewest_demands_to_blame() -> None:
    verdict, found = find_conflicts(crossed(), RULES, 20)
    assert verdict is Verdict.IMPOSSIBLE
    assert members(found.conflicts) == [{"once", "there", "back"}]
    assert found.conflicts[0].minimal
    assert found.conflicts[0].courses == ("三1语", "三1数")


@pytest.mark.parametrize("least", ["once", "there", "back"])
def test_without_any_one_of_them_there_is_a_timetable(least: str) -> None:
    assert possible(without(crossed(), least))


def test_a_possible_plan_has_no_conflict() -> None:
    for seed in range(6):
        verdict, found = find_conflicts(hidden(seed), RULES, 20)
        assert (verdict, found.conflicts) == (Verdict.POSSIBLE, [])


def test_two_conflicts_are_both_found() -> None:
    """Whoever repairs one only to meet the next has not been helped."""
    school = plus(
        tiny({"三1": "语1 数1", "三2": "语1 数1"}, {"张": "三1语 三2语", "李": "三1数 三2数"}, days=1, periods=2),
        asked("forbidden_times", "away", Scope(teachers=frozenset({"张"})), times=at("周一1")),
        asked("fixed_time", "one", Scope(groups=frozenset({"三1"}), subjects=frozenset({"数"})), times=at("周一1")),
        asked("fixed_time", "two", Scope(groups=frozenset({"三2"}), subjects=frozenset({"数"})), times=at("周一1")),
    )
    _, found = find_conflicts(school, RULES, 20)
    named = members(found.conflicts)
    assert {"away"} in named
    assert {"one", "two"} in named
    assert not possible(without(school, "away"))
    assert possible(without(school, "away", "two"))


def test_a_lock_on_a_time_that_is_none_is_a_conflict_by_itself() -> None:
    school = plus(
        tiny({"三1": "语1 数1"}, days=1, periods=2),
        asked("fixed_time", "nowhere", Scope(subjects=frozenset({"语"})), times=at("周五1")),
    )
    _, found = find_conflicts(school, RULES, 20)
    assert members(found.conflicts) == [{"nowhere"}]


def test_a_closed_room_is_part_of_the_cause() -> None:
    """Only the room's places were named, which were enough: it was closed in one of the two periods."""
    school = plus(
        tiny({"三1": "科1 语1", "三2": "科1 语1"}, days=1, periods=2, rooms={"实验室": ("科", 1)}),
        asked("forbidden_times", "closed", Scope(rooms=frozenset({"实验室"})), times=at("周一2")),
    )
    _, found = find_conflicts(school, RULES, 20)
    assert members(found.conflicts) == [{"room_places", "closed"}]
    assert possible(without(school, "closed"))


def test_rooms_closed_at_once_are_both_named() -> None:
    """Two of three rooms are closed in a period in which two lessons need one: opening either of them is enough."""
    school = plus(
        tiny(
            {"三1": "科1", "三2": "科1"}, days=1, periods=1, rooms={"甲": ("科", 1), "乙": ("科", 1), "丙": ("科", 1)}
        ),
        asked("forbidden_times", "one", Scope(rooms=frozenset({"甲"})), times=at("周一1")),
        asked("forbidden_times", "two", Scope(rooms=frozenset({"乙"})), times=at("周一1")),
    )
    _, found = find_conflicts(school, RULES, 20)
    assert [named - {"room_places"} for named in members(found.conflicts)] == [{"one", "two"}]
    assert found.conflicts[0].minimal
    assert possible(without(school, "one"))
    assert possible(without(school, "two"))


def test_what_only_the_whole_shows() -> None:
    """Three teachers are at school in the same two periods; each pair of them has a class of its own: no teacher and
    no class alone is in trouble, nor any grade or subject."""
    school = plus(
        tiny(
            {"一1": "语1 数1", "二1": "数1 英1", "三1": "英1 语1"},
            {"张": "一1语 三1语", "李": "一1数 二1数", "王": "二1英 三1英"}, days=1, periods=3,
        ),
        asked("forbidden_times", "away", Scope(), times=at("周一3")),
        asked("fixed_time", "lock", Scope(groups=frozenset({"一1"}), subjects=frozenset({"语"})), times=at("周一1")),
        asked("fixed_time", "other", Scope(groups=frozenset({"三1"}), subjects=frozenset({"英"})), times=at("周一2")),
        asked("class_week_full", "full", Scope(grades=frozenset({9}))),
    )  # fmt: skip
    assert not possible(school)
    search = Search(school, RULES, 20, Stop())
    assert search.everything()
    (conflict,) = search.found.conflicts
    assert {"lock", "other"} <= {m.setting for m in conflict.members}
    assert conflict.minimal
    verdict, found = find_conflicts(school, RULES, 20)
    assert verdict is Verdict.IMPOSSIBLE
    assert found.conflicts


def test_no_time_is_no_proof() -> None:
    search = Search(crossed(), RULES, 0.0, Stop())
    search.alone()
    assert search.found.conflicts == []
    assert not search.found.complete
    stopped = Stop()
    stopped.ask()
    search = Search(crossed(), RULES, 20, stopped)
    search.alone()
    assert search.found.conflicts == []


def test_a_part_says_no_more_than_the_whole() -> None:
    """What the rows say of some courses alone never forbids what a real timetable has."""
    for seed in range(4):
        school = hidden(seed)
        demands = Demands(school, RULES)
        for owner in [*demands.owners(), *demands.wider()]:
            assert demands.part(owner).impossible(5, Stop()) is False


def test_homework_that_does_not_fit_is_found() -> None:
    """Sixty minutes are wanted, thirty a day are allowed, and one of the two days has none."""
    school = plus(
        tiny({"三1": "语2"}, days=2, periods=1, morning=1, homework={"三1": "语60-60"}),
        asked("homework_day_cap", "cap", most=30),
        asked("homework_free_days", "free", days=(1,)),
        RULES["homework_weekly"].setting("week", strength=Strength.HARD),
    )
    verdict, found = find_conflicts(school, RULES, 20)
    assert verdict is Verdict.IMPOSSIBLE
    assert any({"cap", "free"} & named for named in members(found.conflicts))


def test_more_lessons_than_there_are_periods_is_one_conflict() -> None:
    """No demand can be let off for it; the search went round in circles."""
    school = plus(tiny({"三1": "语3 数1"}, days=1, periods=2))
    search = Search(school, RULES, 20, Stop())
    search.alone()
    assert 1 <= len(search.found.conflicts) <= 2
    verdict, found = find_conflicts(school, RULES, 20)
    assert verdict is Verdict.IMPOSSIBLE
    assert found.conflicts[0].courses == ("三1语",)
