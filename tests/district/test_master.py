"""The master: who is where, as far as counting, clock and policy go."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from scheduler.district.clash import Clash
from scheduler.district.domain import Absence, Cut, Policy, SharedTeacher, Visit
from scheduler.district.joint import solve_joint
from scheduler.district.master import Placed, Wishes, place
from scheduler.domain import Half, School, Scope, Text, Times

from .by_hand import RULES, absence, district, parts, possible, prepared, school

ZHOU = SharedTeacher("周", ("音",))
TWO = {"周": "一1音 一2音", "甲师": "一1语 一1数", "乙师": "一2语 一2数"}
WORDS = {"一1": "音2 语4 数3", "一2": "音2 语4 数3"}
SCHOOLS: dict[str, School] = {name: school(WORDS, TWO, days=3, periods=3) for name in ("东校", "西校")}


def placed(*args: object, **options: object) -> Placed:
    found = place(*args, **options)  # type: ignore[arg-type]
    assert isinstance(found, Placed), found
    return found


def clash(*args: object, **options: object) -> Clash:
    found = place(*args, **options)  # type: ignore[arg-type]
    assert isinstance(found, Clash), found
    return found


def test_one_school_a_half_day_and_enough_days_for_every_lesson() -> None:
    made = district(SCHOOLS, ZHOU)
    found = placed(made, parts(made, SCHOOLS))
    assert len({(v.teacher, v.day, v.half) for v in found.visits}) == len(found.visits)
    for name in SCHOOLS:
        # a class has music at most once a day, so each school sees him on two days
        assert len({v.day for v in found.visits if v.school == name}) >= 2


@pytest.mark.parametrize(("minutes", "can"), [(80, True), (81, False)])
def test_two_schools_a_day_only_where_the_noon_is_long_enough(minutes: int, can: bool) -> None:
    """The morning's last lesson ends at 9:30 (two lessons), the afternoon begins at 14:00 in the tiny schools; here
    three days hold two schools of two days each only when one day is shared."""
    made = district(SCHOOLS, ZHOU, minutes=_noon(SCHOOLS["东校"]) + minutes - 80)
    found = place(made, parts(made, SCHOOLS))
    assert isinstance(found, Placed) == can


def _noon(school: School) -> int:
    slots = [s for s in school.grid.slots if s.day == 1]
    return min(s.start for s in slots if s.half is Half.PM) - max(s.end for s in slots if s.half is Half.AM)


def test_the_policy_of_one_school_a_day_and_the_clash_it_makes() -> None:
    made = district(SCHOOLS, ZHOU, policy=Policy(same_day=False))
    found = clash(made, parts(made, SCHOOLS))
    assert found.minimal
    assert found.schools == {"东校", "西校"}
    said = found.text.zh
    assert "同一天只去一所学校" in said
    assert "周 在东校每周上 音 4 节" in said


def test_limits_over_all_schools() -> None:
    for teacher, policy, said in (
        (replace(ZHOU, week_most=7), Policy(), "每周共 8 节，最多 7 节"),
        (ZHOU, Policy(schools_most=1), "任教 2 所学校，政策最多 1 所"),
        (ZHOU, Policy(days_most=2), "每周最多外出 2 天"),
        (replace(ZHOU, day_most=2), Policy(), "每天最多 2 节"),
    ):
        made = district(SCHOOLS, teacher, policy=policy)
        ready = prepared(made, SCHOOLS)
        assert said in clash(made, parts(made, ready)).text.zh
    # and where they are just wide enough
    made = district(SCHOOLS, replace(ZHOU, week_most=8, day_most=4, home="东校"), policy=Policy(2, days_most=2))
    placed(made, parts(made, prepared(made, SCHOOLS)))


def test_a_teacher_who_is_away_most_of_the_week() -> None:
    made = district(SCHOOLS, replace(ZHOU, away=Times.parse("周一；周二下午")))
    said = clash(made, parts(made, prepared(made, SCHOOLS))).text.zh
    assert "只能在周二上午、周三上午、周三下午" in said


def test_a_day_shared_by_two_schools_has_quotas_within_the_limit() -> None:
    four = {"一1": "音2 语5 数5", "一2": "音2 语5 数5"}
    longer = {name: school(four, TWO, days=3, periods=4) for name in SCHOOLS}
    made = district(longer, replace(ZHOU, day_most=3))
    ready = parts(made, prepared(made, longer))
    found = placed(made, ready)
    assert found.quotas
    for day in (1, 2, 3):
        holds = {v.school: 0 for v in found.visits if v.day == day}
        for v in found.visits:
            if v.day == day:
                holds[v.school] += 2
        if len(holds) == 2:
            assert sum(found.quotas.get(("周", s, day), n) for s, n in holds.items()) <= 3


def test_a_cut_is_kept_and_a_doubt_only_where_it_can_be() -> None:
    made = district(SCHOOLS, ZHOU)
    ready = parts(made, SCHOOLS)
    first = placed(made, ready)
    [east] = [p for p in ready if p.school == "东校"]
    gone = east.absences(first.visits, first.quotas)
    assert gone
    cut = Cut("东校", gone, Text("东校排不下", "东校 cannot"))
    other = placed(made, ready, [cut])
    assert not gone <= east.absences(other.visits, other.quotas)
    doubted = placed(made, ready, (), Wishes(doubted=(gone,)))
    assert not gone <= east.absences(doubted.visits, doubted.quotas)
    # every way to come is doubted: that proves nothing, one of them is tried all the same
    halves = [(d, h) for d in (1, 2, 3) for h in Half]
    every = [
        frozenset(Absence("周", "东校", d, h) for (d, h), away in zip(halves, some, strict=True) if away)
        for some in product((False, True), repeat=6)
    ]
    assert isinstance(place(made, ready, (), Wishes(doubted=tuple(every))), Placed)


def test_a_cut_that_cannot_be_lifted_is_in_the_clash_with_its_reason() -> None:
    one = {"东校": SCHOOLS["东校"]}
    made = district(one, replace(ZHOU, away=Times.parse("周一")))
    ready = parts(made, prepared(made, one))
    placed(made, ready)
    cut = Cut("东校", frozenset({absence("周", "东校", "1am")}), Text("东校周一上午要有人", "东校 needs him on Monday"))
    assert clash(made, ready, [cut]).text.en.endswith("东校 needs him on Monday")


def test_a_solved_school_is_left_in_peace() -> None:
    made = district(SCHOOLS, ZHOU)
    ready = parts(made, SCHOOLS)
    first = placed(made, ready)
    [east, west] = ready
    gone = east.absences(first.visits, first.quotas)
    cut = Cut("西校", west.absences(first.visits, first.quotas), Text("", ""))
    again = placed(made, ready, [cut], Wishes(kept={"东校": gone}))
    free = len([a for a in east.absences(again.visits, again.quotas) if a not in gone])
    assert free <= 1, "no more than what the other school needs is taken away"


def test_what_is_idle_on_a_day_is_given_to_the_school_of_that_day() -> None:
    one = {"东校": SCHOOLS["东校"]}
    made = district(one, ZHOU)
    found = placed(made, parts(made, one))
    days = {v.day for v in found.visits}
    assert found.visits == {Visit("周", "东校", day, half) for day in days for half in Half}
    assert found.trips == len(days) == 2


def test_counting_excludes_no_visits_that_are_possible() -> None:
    """Each way to come to a school, as the master's cuts would ask for it, against the search."""
    maths = Scope(subjects=frozenset("数"))
    closed = RULES["forbidden_times"].setting("c", scope=maths, times=Times.parse("周二3"))
    made_school = school(WORDS, TWO, closed, days=3, periods=3, rooms={"音乐室": ("音", 1)})
    made = district({"东校": made_school}, ZHOU)
    [part] = parts(made, {"东校": made_school})
    halves = sorted(part.teachings["周"].most)
    both = 0
    for some in list(product((False, True), repeat=len(halves)))[::3]:
        gone = frozenset(Absence("周", "东校", d, h) for (d, h), away in zip(halves, some, strict=True) if away)
        only = replace(made, teachers=(replace(ZHOU, away=_times(gone)),))
        counted = isinstance(place(only, parts(only, prepared(only, {"东校": made_school}))), Placed)
        searched = possible(made_school, gone)
        assert counted or not searched
        both += counted and searched
    assert both


def _times(absences: frozenset[Absence]) -> Times:
    return Times.parse("；".join(f"周{'一二三'[a.day - 1]}{'上午' if a.half is Half.AM else '下午'}" for a in absences))


def test_the_same_question_has_the_same_answer() -> None:
    made = district(SCHOOLS, ZHOU)
    assert placed(made, parts(made, SCHOOLS)) == placed(made, parts(made, SCHOOLS))


def test_the_joint_model_agrees_that_a_clash_is_one() -> None:
    made = district(SCHOOLS, ZHOU, policy=Policy(same_day=False))
    assert not solve_joint(made, SCHOOLS, RULES, first=True).timetables
