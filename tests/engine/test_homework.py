"""Homework allocation on small schools: what is kept, optimal, impossible, and done in service."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import (
    HomeworkAllocation,
    HomeworkItem,
    RuleSetting,
    School,
    Scope,
    Strength,
    Timetable,
    View,
    Weeks,
)
from scheduler.domain.tiny import place, tiny
from scheduler.engine import homework as engine
from scheduler.engine.homework import HomeworkResult, allocate, in_service
from scheduler.engine.readout import allocation_of
from scheduler.engine.solve import Limits, Status, Stop, solve
from scheduler.rule import Stage

RULES = catalogue()
LIMITS = Limits(seconds=20)


def standard(school: School, **strict: Any) -> School:
    """The school with every homework rule at its default, a cap of 30 minutes, what else is asked."""
    asked = [r.setting() for r in RULES.values() if r.stage is Stage.HOMEWORK and r.strength is not Strength.OFF]
    asked.append(RULES["homework_day_cap"].setting(most=strict.pop("cap", 30)))
    if free := strict.pop("free", ()):
        asked.append(RULES["homework_free_days"].setting(days=free))
    return replace(school, settings=tuple(asked))


def run(school: School, timetable: Timetable, limits: Limits = LIMITS, **more: Any) -> HomeworkResult:
    return allocate(school, timetable, RULES, school.settings, limits, **more)


def audited(school: School, timetable: Timetable, allocation: HomeworkAllocation) -> tuple[int, set[str]]:
    """The cost by the rules' own checks, and the hard rules that are broken."""
    view, cost, broken = View(school, timetable, allocation), 0, set()
    for setting in school.settings:
        amount = sum(v.amount for v in RULES[setting.rule].check(view, setting))
        if setting.hard and amount:
            broken.add(setting.rule)
        cost += 0 if setting.hard else amount * setting.weight
    return cost, broken


def three_classes() -> tuple[School, Timetable]:
    """Two classes share a teacher, the third has its own; one has music in odd weeks, art in even weeks."""
    school = tiny(
        {"三1": "语3 数2 音0.5 美0.5", "三2": "语3 数2", "四1": "语3 数2"},
        {"张": "三1语 三2语", "王": "三1数 三2数", "李": "四1语 四1数"},
        days=3,
        periods=2,
        homework={"三1": "语30-50 数20-40 音10-20", "三2": "语30-50 数20-40", "四1": "语30-50 数20-40"},
        service=20,
    )
    rows = {"三1": "语 数 | 数 语 | 语 音/美", "三2": "数 语 | 语 数 | . 语", "四1": "语 数 | 语 . | 语 数"}
    return standard(school), place(school, rows)


def test_the_answer_is_optimal_and_costs_what_the_checks_say() -> None:
    school, timetable = three_classes()
    result = run(school, timetable)
    assert result.status is Status.OPTIMAL
    assert result.allocation is not None
    assert audited(school, timetable, result.allocation) == (result.cost, set())
    assert result.bound == pytest.approx(result.cost)


def test_parts_by_themselves_cost_what_the_whole_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    school, timetable = three_classes()
    board = engine._board(school, timetable, RULES, school.settings)
    whole = solve(board.program, Limits(seconds=20, linearization=2))
    assert whole.status is Status.OPTIMAL
    assert run(school, timetable).cost == whole.cost
    monkeypatch.setattr(engine, "WHOLE", 0)  # nothing is solved whole: class by class, then pairs of classes
    by_pairs = run(school, timetable)
    assert by_pairs.cost is not None
    assert whole.cost is not None
    assert by_pairs.bound <= whole.cost <= by_pairs.cost
    assert by_pairs.cost == whole.cost  # two classes share a teacher, so a pair is the whole part


def test_a_class_whose_homework_nobody_else_marks_is_a_part_of_its_own() -> None:
    school, timetable = three_classes()
    search = engine._Search(engine._board(school, timetable, RULES, school.settings), LIMITS, Stop(), None)
    decided = search.board.homework
    parts = {frozenset(decided[v][0] for v in part if v in decided) for part in search._parts()} - {frozenset()}
    assert parts == {frozenset({"三1", "三2"}), frozenset({"四1"})}


def test_music_homework_is_given_in_its_weeks_only() -> None:
    school, timetable = three_classes()
    allocation = run(school, timetable).allocation
    assert allocation is not None
    music = [i for i in allocation.items if i.subject == "音"]
    assert [(i.group, i.week, i.day, i.minutes) for i in music] == [("三1", Weeks.ODD, 3, 10)]


def test_no_homework_on_a_free_day_and_the_targets_move_to_the_others() -> None:
    school, timetable = three_classes()
    free = standard(replace(school, settings=()), free=(2,))
    result = run(free, timetable)
    assert result.allocation is not None
    assert all(i.day != 2 for i in result.allocation.items)
    weekly = RULES["homework_weekly"].check(View(free, timetable, result.allocation), free_setting(free))
    assert {v.who for v in weekly} <= {("三1", "数")}  # 30 a day on two days: 60 for 语30 数20 音10
    assert audited(free, timetable, result.allocation)[1] == set()


def free_setting(school: School) -> RuleSetting:
    return next(s for s in school.settings if s.rule == "homework_weekly")


def strictly_weekly(school: School) -> School:
    weekly = RULES["homework_weekly"].setting(strength=Strength.HARD)
    return replace(school, settings=(*(s for s in school.settings if s.rule != "homework_weekly"), weekly))


def test_a_hard_weekly_target_is_met_though_giving_nothing_is_no_start() -> None:
    school, timetable = three_classes()
    strict = strictly_weekly(school)
    result = run(strict, timetable)
    assert result.status is Status.OPTIMAL
    assert result.allocation is not None
    assert audited(strict, timetable, result.allocation) == (result.cost, set())


def test_hard_rules_that_clash_are_told_as_infeasible() -> None:
    school, timetable = three_classes()
    strict = strictly_weekly(standard(replace(school, settings=()), cap=10))  # 30 minutes for 50 wanted
    result = run(strict, timetable)
    assert result.status is Status.INFEASIBLE
    assert result.allocation is None


def test_a_soft_cap_outranks_the_target() -> None:
    school = tiny({"三1": "语2"}, days=2, homework={"三1": "语60-60"})
    cap = RULES["homework_day_cap"].setting(most=20, strength=Strength.SOFT)
    school = standard(school)
    school = replace(school, settings=(*(s for s in school.settings if s.rule != cap.rule), cap))
    allocation = run(school, place(school, {"三1": "语 . | 语 ."})).allocation
    assert allocation is not None
    assert [i.minutes for i in allocation.items] == [20, 20]


def test_the_first_answer_is_quick_and_valid_and_each_better_one_is_told() -> None:
    school, timetable = three_classes()
    told: list[int] = []
    result = run(school, timetable, tell=lambda allocation, cost: told.append(cost))
    assert told == sorted(set(told), reverse=True)
    assert told[-1] == result.cost
    first = run(school, timetable, Limits(first=True))
    assert first.allocation is not None
    assert audited(school, timetable, first.allocation) == (first.cost, set())


def test_a_stop_keeps_the_best_so_far() -> None:
    school, timetable = three_classes()
    stop = Stop()
    stop.ask()
    result = run(school, timetable, stop=stop)
    assert result.status is Status.FEASIBLE
    assert result.allocation == HomeworkAllocation()


def test_two_runs_are_equal() -> None:
    school, timetable = three_classes()
    assert run(school, timetable).allocation == run(school, timetable).allocation


def test_bug_a_school_without_targets_had_no_answer() -> None:
    school = standard(tiny({"三1": "语2"}, days=2))
    result = run(school, place(school, {"三1": "语 . | 语 ."}))
    assert (result.status, result.allocation, result.cost) == (Status.OPTIMAL, HomeworkAllocation(), 0)


@settings(max_examples=15, deadline=None)
@given(
    least=st.lists(st.sampled_from([0, 10, 15, 20, 40]), min_size=4, max_size=4),
    cap=st.sampled_from([0, 10, 20, 30, 60]),
    free=st.sets(st.sampled_from([1, 2, 3]), max_size=2),
)
def test_any_targets_keep_the_hard_rules_and_reach_the_optimum(least: list[int], cap: int, free: set[int]) -> None:
    names = [("三1", "语"), ("三1", "数"), ("三2", "语"), ("三2", "数")]
    words: dict[str, str] = defaultdict(str)
    for (klass, subject), minutes in zip(names, least, strict=True):
        words[klass] += f" {subject}{minutes}-{minutes + 20}"
    school = tiny(
        {"三1": "语3 数2", "三2": "语3 数2"},
        {"张": "三1语 三2语", "王": "三1数 三2数"},
        days=3,
        periods=2,
        homework=words,
    )
    school = standard(school, cap=cap, free=tuple(sorted(free)))
    timetable = place(school, {"三1": "语 数 | 数 语 | 语 .", "三2": "数 语 | 语 数 | . 语"})
    result = run(school, timetable)
    assert result.allocation is not None
    assert audited(school, timetable, result.allocation) == (result.cost, set())
    board = engine._board(school, timetable, RULES, school.settings)
    whole = solve(board.program, Limits(seconds=20, linearization=2))
    assert whole.status is result.status is Status.OPTIMAL
    assert whole.cost == result.cost


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.integers(0, 4), min_size=60, max_size=60))
def test_the_helpers_that_go_with_decisions_cost_what_the_checks_say(values: list[int]) -> None:
    school, timetable = three_classes()
    soft = [replace(s, strength=Strength.SOFT) for s in school.settings]
    school = replace(school, settings=tuple(soft))
    board = engine._board(school, timetable, RULES, school.settings)
    decisions = {v: values[i % 60] for i, v in enumerate(board.homework)}
    completed = board.program.complete(decisions)
    assert not list(board.program.broken(completed))
    cost, _ = audited(school, timetable, allocation_of(board, completed))
    assert board.program.total(completed) == cost


# -- what is done in service ---------------------------------------------------------------------------------

KINDS = st.tuples(
    st.sampled_from(["三1", "四1"]),
    st.sampled_from([Weeks.ALL, Weeks.ODD, Weeks.EVEN]),
    st.integers(1, 3),
    st.sampled_from("语数英"),
    st.integers(1, 6).map(lambda n: 5 * n),
)


def with_service(minutes: int) -> School:
    return tiny({"三1": "语1", "四1": "语1 音0.5 美0.5"}, days=3, service=minutes)


def test_the_first_minutes_are_done_in_service_and_a_piece_may_be_split() -> None:
    items = [HomeworkItem("三1", Weeks.ALL, 1, s, 15) for s in "数语"]
    done = in_service(with_service(20), HomeworkAllocation(tuple(items)))
    assert [(i.subject, i.place, i.minutes) for i in done.items] == [
        ("数", "service", 15),
        ("语", "service", 5),
        ("语", "home", 10),
    ]


def test_service_minutes_that_are_no_multiple_of_five_are_rounded_down() -> None:
    done = in_service(with_service(18), HomeworkAllocation((HomeworkItem("三1", Weeks.ALL, 1, "语", 20),)))
    assert sorted((i.place, i.minutes) for i in done.items) == [("home", 5), ("service", 15)]


def test_a_grade_without_service_takes_all_home() -> None:
    items = (HomeworkItem("三1", Weeks.ALL, 1, "语", 20),)
    assert in_service(with_service(0), HomeworkAllocation(items)).items == items


@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(KINDS, max_size=10), service=st.sampled_from([0, 10, 15, 33, 60]))
def test_service_takes_as_much_as_there_is_room_for_and_loses_nothing(
    drawn: list[tuple[str, Weeks, int, str, int]], service: int
) -> None:
    school = with_service(service)
    given_items = HomeworkAllocation(tuple(HomeworkItem(g, w, d, s, m) for g, w, d, s, m in drawn))
    done = in_service(school, given_items)
    assert in_service(school, done) == done
    before, after = View(school, Timetable(), given_items), View(school, Timetable(), done)
    for group in ("三1", "四1"):
        for week in school.weeks:
            for day in (1, 2, 3):
                assert after.homework_of(group, week, day) == before.homework_of(group, week, day)
                total = sum(before.homework_of(group, week, day).values())
                here = [i for i in done.items if (i.group, i.day) == (group, day) and i.week.covers(week)]
                assert all(i.minutes > 0 and i.minutes % 5 == 0 for i in here)
                at_school = sum(i.minutes for i in here if i.place == "service")
                assert at_school <= min(total, service)
                if not any(i.week is Weeks.ALL for i in here):
                    assert at_school == min(total, service // 5 * 5)


def test_a_class_left_out_of_the_cap_is_not_capped() -> None:
    school = tiny({"三1": "语1", "四1": "语1"}, homework={"三1": "语40-60", "四1": "语40-60"})
    cap = RULES["homework_day_cap"].setting(most=20, scope=Scope(grades=frozenset({3})))
    school = standard(school)
    school = replace(school, settings=(*(s for s in school.settings if s.rule != cap.rule), cap))
    allocation = run(school, place(school, {"三1": "语", "四1": "语"})).allocation
    assert allocation is not None
    assert {i.group: i.minutes for i in allocation.items} == {"三1": 20, "四1": 40}


# -- kinds and layers ----------------------------------------------------------------------------------------


def test_kind_and_layer_of_the_target_stand_on_the_board() -> None:
    school = tiny({"五1": "语1 数1 英1"}, homework={"五1": "语20-20 数10-10:practice 英10-10:written:chosen"})
    school = standard(school, cap=60)
    allocation = run(school, place(school, {"五1": "语 数 英 ."})).allocation
    assert allocation is not None
    assert {(i.subject, i.kind, i.layer, i.minutes) for i in allocation.items} == {
        ("语", "written", "required", 20),
        ("数", "practice", "required", 10),
        ("英", "written", "chosen", 10),
    }


def test_a_cap_on_written_homework_leaves_other_kinds_free() -> None:
    school = tiny({"一1": "语1 英1"}, homework={"一1": "语20-20 英20-20:oral"})
    school = standard(school, cap=60)
    none_written = RULES["homework_day_cap"].setting("none", most=0, kind="written")
    school = replace(school, settings=(*school.settings, none_written))
    allocation = run(school, place(school, {"一1": "语 英 . ."})).allocation
    assert allocation is not None
    assert [(i.subject, i.minutes) for i in allocation.items] == [("英", 20)]


def test_a_cap_on_the_mean_lets_one_day_have_more() -> None:
    school = tiny({"五1": "语1 数2"}, days=2, homework={"五1": "语30-30 数20-20"})
    school = standard(school, cap=60)
    given = {}
    for name in ("max", "mean"):
        cap = RULES["homework_day_cap"].setting(most=25, statistic=name)
        asked = replace(school, settings=(*(s for s in school.settings if s.rule != cap.rule), cap))
        allocation = run(asked, place(asked, {"五1": "语 数 . . | 数 . . ."})).allocation
        assert allocation is not None
        given[name] = sum(i.minutes for i in allocation.items)
    assert given == {"max": 45, "mean": 50}


def test_service_takes_required_written_homework_first_and_nothing_else_than_written() -> None:
    items = (
        HomeworkItem("三1", Weeks.ALL, 1, "语", 10, layer="chosen"),
        HomeworkItem("三1", Weeks.ALL, 1, "数", 20),
        HomeworkItem("三1", Weeks.ALL, 1, "英", 10),
        HomeworkItem("三1", Weeks.ALL, 1, "体", 10, kind="sport"),
    )
    done = in_service(with_service(30), HomeworkAllocation(items))
    at_school = {i.subject for i in done.items if i.place == "service"}
    assert at_school == {"数", "英"}
    assert sum(i.minutes for i in done.items) == 50
    short = in_service(with_service(15), HomeworkAllocation(items))
    assert [(i.subject, i.minutes) for i in short.items if i.place == "service"] == [("数", 5), ("英", 10)]


def test_bug_a_week_with_less_homework_lost_its_service_minutes() -> None:
    """Chosen homework of every week comes after what is required in odd weeks only; even weeks keep their room."""
    items = (
        HomeworkItem("四1", Weeks.ODD, 1, "音", 20),
        HomeworkItem("四1", Weeks.ALL, 1, "语", 5, layer="chosen"),
        HomeworkItem("四1", Weeks.EVEN, 1, "美", 20, layer="chosen"),
    )
    done = in_service(with_service(30), HomeworkAllocation(items))
    assert all(i.place == "service" for i in done.items)


def test_bug_what_no_timetable_can_change_had_a_cost() -> None:
    """A wish about the plan that is not met cost something in the audit and nothing in the search."""
    school = tiny({"三1": "语1"}, homework={"三1": "语20-20"})
    wish = RULES["homework_planned"].setting(strength=Strength.SOFT)
    school = replace(school, settings=(wish,))
    (entry,) = audit(school, place(school, {"三1": "语"}), HomeworkAllocation(), RULES).entries
    assert (entry.amount, entry.cost) == (1, 0)


@pytest.mark.parametrize(("finished", "total"), [(980, 40), (970, 30)])
def test_hard_rules_about_self_study_school_and_time_are_kept(finished: int, total: int) -> None:
    """School ends at 15:30, ten minutes of service, half an hour home: 16:10 leaves none, 16:20 ten."""
    school = tiny(
        {"七1": "语3 数3 自习1"}, {"张": "七1语", "李": "七1数 七1自习"}, days=3,
        homework={"七1": "语20-60 数20-60"}, service=10,
    )  # fmt: skip
    timetable = place(school, {"七1": "语 数 自习 . | 语 数 . . | 语 数 . ."})
    asked = [RULES["homework_after_self_study"].setting(), RULES["homework_at_school"].setting(share=60),
             RULES["homework_finish"].setting(most=finished)]  # fmt: skip
    school = replace(school, settings=(*standard(school, cap=60).settings, *asked))
    result = run(school, timetable)
    assert result.allocation is not None
    assert audited(school, timetable, result.allocation) == (result.cost, set())
    by_day = {(i.day, i.subject): i.minutes for i in result.allocation.items}
    assert (1, "数") not in by_day  # self-study with the teacher of mathematics
    assert max(by_day.values()) == 10
    assert sum(by_day.values()) == total
