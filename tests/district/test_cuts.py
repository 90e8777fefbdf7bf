"""Cuts: never more than was proved."""

from __future__ import annotations

from random import Random

import pytest

from scheduler.district import cuts as module
from scheduler.district.alone import solve_alone
from scheduler.district.cuts import cuts_of
from scheduler.district.domain import Absence, Cut, SharedTeacher
from scheduler.domain import Scope, Times
from scheduler.engine.outcome import Options
from scheduler.engine.solve import Solved, Status

from .by_hand import RULES, absence, district, parts, patterns, possible, school

ZHOU, FANG = SharedTeacher("周", ("音",)), SharedTeacher("方", ("美",))
PROTECTED = RULES["forbidden_times"].setting(
    "main", scope=Scope(subjects=frozenset({"语"})), times=Times.parse("下午")
)  # fmt: skip
OWN = {"王": "一1语 一1数", "李": "一2语 一2数"}  # teachers of the school itself
SCHOOLS = {
    # a teacher short of periods: counting shows it
    "load": school({"一1": "音2 语4", "一2": "音2 语4"}, {"周": "一1音 一2音", **OWN}, periods=3),
    # the classes' other lessons must be in the morning, so music cannot all be there
    "class": school(
        {"一1": "音2 语3 数3", "一2": "音2 语3 数3"}, {"周": "一1音 一2音", **OWN}, PROTECTED, periods=4
    ),
    # two teachers who need one room at a time
    "room": school(
        {"一1": "音1 美1 语2", "一2": "音1 美1 语2"}, {"周": "一1音 一2音", "方": "一1美 一2美", **OWN}, days=1,
        rooms={"教室": ("音美", 1)},
    ),
    "two": school(
        {"一1": "音2 美2 语2", "一2": "音2 美2 语2"}, {"周": "一1音 一2音", "方": "一1美 一2美", **OWN}, periods=3
    ),
}  # fmt: skip


@pytest.mark.parametrize("counting", [True, False], ids=["counting", "parts"])
@pytest.mark.parametrize("name", SCHOOLS)
def test_a_cut_excludes_no_pattern_that_is_possible(name: str, counting: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is possible is searched for every pattern. Also where counting shows nothing."""
    if not counting:
        monkeypatch.setattr(module, "shortages", lambda *args: [])
    made = SCHOOLS[name]
    [part] = parts(district({name: made}, ZHOU, FANG), {name: made})
    every = list(patterns(part))
    can = [p for p in every if possible(made, p)]
    assert can, "a school that is always impossible tests nothing"
    known: set[Cut] = set()
    for pattern in Random(1).sample(every, min(len(every), 40)):
        cuts = cuts_of(made, name, pattern, RULES, 20.0)
        if pattern in can:
            assert cuts == ()
        for cut in set(cuts) - known:
            assert cut.absences <= pattern
            assert not [p for p in can if cut.absences <= p], cut.why.en
        known.update(cuts)
    assert known, "no pattern of this school is impossible"


@pytest.mark.parametrize("name", SCHOOLS)
def test_what_is_impossible_gives_a_cut_and_only_that(name: str) -> None:
    made = SCHOOLS[name]
    [part] = parts(district({name: made}, ZHOU, FANG), {name: made})
    every = sorted(patterns(part), key=len)
    for pattern in [*every[:3], *every[-3:]]:
        answer, cuts = solve_alone(made, name, pattern, RULES, Options(10, workers=1, until_first=True))
        assert bool(cuts) == (answer.timetable is None)


def test_no_absence_of_a_cut_can_be_left_out() -> None:
    made = SCHOOLS["class"]
    gone = frozenset(absence("周", "class", when) for when in ("1pm", "2pm"))
    [cut] = cuts_of(made, "class", gone, RULES, 20.0)
    assert cut.absences
    for one in cut.absences:
        assert possible(made, cut.absences - {one})


def test_a_quota_of_a_day_is_a_restriction_like_an_absence() -> None:
    made = SCHOOLS["load"]
    few = frozenset({Absence("周", "load", 1, most=1), Absence("周", "load", 2, most=2)})
    assert not possible(made, few)
    [cut] = cuts_of(made, "load", few, RULES, 20.0, proved=True)
    assert cut.absences == frozenset({Absence("周", "load", 1, most=1)})  # one music lesson a day in each class
    assert possible(made, frozenset({Absence("周", "load", 1, most=2), Absence("周", "load", 2, most=2)}))


def test_a_school_that_is_impossible_by_itself_gives_a_cut_without_absences() -> None:
    made = school({"一1": "音1 语9"}, {"周": "一1音", **OWN})
    [cut] = cuts_of(made, "甲校", [absence("周", "甲校", "1am")], RULES, 20.0, proved=True)
    assert cut.absences == frozenset()
    assert "甲校" in cut.why.zh


def test_unknown_never_gives_a_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that never knows, of a pattern that is impossible."""
    made = SCHOOLS["class"]
    gone = frozenset(absence("周", "class", when) for when in ("1pm", "2pm"))
    monkeypatch.setattr(module, "shortages", lambda *args: [])
    assert cuts_of(made, "class", gone, RULES, 20.0), "otherwise this test says nothing"
    unknown = Solved(Status.UNKNOWN, None, None, 0.0, 0.0)
    monkeypatch.setattr("scheduler.explain.demands.solve", lambda *args, **kwargs: unknown)
    monkeypatch.setattr(module, "core", lambda *args: None)
    assert cuts_of(made, "class", gone, RULES, 5.0) == ()
    # what is known to be impossible still is: all absences together
    [cut] = cuts_of(made, "class", gone, RULES, 5.0, proved=True)
    assert cut.absences == gone


def test_a_core_of_the_whole_gives_a_cut_where_no_part_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SCHOOLS["class"]
    gone = frozenset(absence("周", "class", when) for when in ("1am", "1pm", "2pm"))
    monkeypatch.setattr(module, "shortages", lambda *args: [])
    monkeypatch.setattr(module._Cutter, "_touched", lambda *args: [])
    [cut] = cuts_of(made, "class", gone, RULES, 20.0)
    assert not possible(made, cut.absences)
    assert cut.absences < gone
