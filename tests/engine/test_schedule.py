from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, School, Scope, Times, Timetable, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.improve import Progress, improve
from scheduler.engine.model import forbidden, post
from scheduler.engine.outcome import Event, Options
from scheduler.engine.rooms import NoRooms, give_rooms
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Limits, Status, Stop, solve

from .schools import hidden, with_defaults

RULES = catalogue()
QUICK = Options(seconds=4, workers=1, rounds=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000))
def test_a_school_with_a_hidden_timetable_is_solved_and_audited(seed: int) -> None:
    school = hidden(seed)
    answer = schedule(school, RULES, QUICK)
    assert answer.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert answer.timetable is not None
    proof = audit(school, answer.timetable, answer.homework, RULES)
    assert not proof.hard_broken
    assert proof.cost == answer.cost


def test_a_reproducible_run_gives_the_same_answer_twice() -> None:
    school = hidden(5, classes=5)
    first, second = (schedule(school, RULES, QUICK) for _ in range(2))
    assert first.timetable == second.timetable
    assert first.homework == second.homework


def test_the_search_never_leaves_the_hard_rules_and_never_gets_worse() -> None:
    school = hidden(3, classes=6)
    board = SolverBoard(school)
    board.place(forbidden(school, RULES, school.settings))
    post(board, RULES, [s for s in school.settings if s.rule not in ("homework_even_days",) and _timetabling(s.rule)])
    solved = solve(board.program, Limits(seconds=20, workers=1, first=True), objective=False)
    assert solved.values is not None
    decided = {v: solved.values[v] for v in board.decisions}
    start = np.array(board.program.complete(decided), dtype=np.int64)
    seen: list[Progress] = []
    search = improve(school, board, start, seconds=9, workers=1, seed=1, stop=Stop(), tell=seen.append, rounds=15)
    costs = [board.program.total(start.tolist())] + [p.cost for p in seen]
    assert costs == sorted(costs, reverse=True)
    for progress in seen:
        assert not list(board.program.broken(progress.values.tolist()))
    assert search.cost == board.program.total(board.program.complete(dict(enumerate(search.values.tolist()))))


def _timetabling(code: str) -> bool:
    return RULES[code].stage.value == "timetable"


def test_a_part_is_kept_and_the_rest_moves() -> None:
    school = hidden(8, classes=4)
    before = schedule(school, RULES, QUICK).timetable
    assert before is not None
    kept = tuple(replace(p, rooms=()) for p in before.placements if school.grades_of(school.course[p.course]) != {1})
    after = schedule(school, RULES, replace(QUICK, kept=kept, seed=9)).timetable
    assert after is not None
    assert {replace(p, rooms=()) for p in after.placements} >= set(kept)


def test_one_worker_finds_a_first_timetable() -> None:
    school = hidden(1, classes=8, days=5)
    answer = schedule(school, RULES, Options(seconds=30, workers=1, until_first=True))
    assert answer.timetable is not None


def test_a_stop_keeps_the_best() -> None:
    stop = Stop()
    written = []

    def tell(event: Event) -> None:
        if event.stage == "improving":
            stop.ask()

    answer = schedule(
        hidden(2, classes=6), RULES, Options(seconds=60, workers=1), stop=stop, tell=tell, first=written.append
    )
    assert written
    assert answer.timetable is not None
    assert answer.seconds["improving"] < 20


# -- counting --------------------------------------------------------------------------------------------------------


def _ask(school: School, rule: str, scope: Scope, **params: object) -> School:
    setting = RULES[rule].setting(f"{rule}@test{len(school.settings)}", scope=scope, **params)
    return replace(school, settings=(*school.settings, setting))


def test_counting_says_impossible_before_any_search() -> None:
    school = tiny({"一1": "科2", "一2": "科2"}, days=1, periods=3, rooms={"实验室": ("科", 1)})
    answer = schedule(with_defaults(school), RULES, QUICK)
    assert answer.status is Status.INFEASIBLE
    assert answer.shortages
    assert answer.timetable is None


# -- rooms -----------------------------------------------------------------------------------------------------------


def test_a_double_keeps_its_room() -> None:
    rooms = {"甲": ("科", 1), "乙": ("科", 1)}
    school = tiny({"一1": "科1x2", "一2": "科2"}, days=1, periods=4, morning=4, rooms=rooms)
    bare = place(school, {"一1": "科 科 . .", "一2": "科 . 科 ."})
    given = give_rooms(school, replace(bare, placements=tuple(replace(p, rooms=()) for p in bare.placements)))
    taken: dict[tuple[str, str], int] = {}
    for p in given.placements:
        (room,) = p.rooms
        duration = next(s.duration for s in school.course[p.course].sessions if s.id == p.session)
        for slot in school.grid.run(school.grid.slot[p.start], duration):
            taken[room, slot.id] = taken.get((room, slot.id), 0) + 1
    assert max(taken.values()) == 1


def test_no_matching_is_said() -> None:
    school = tiny({"一1": "科1", "一2": "科1", "一3": "科1"}, periods=2, rooms={"甲": ("科", 1), "乙": ("科", 1)})
    timetable = place(school, {"一1": "科 .", "一2": "科 .", "一3": "科 ."})
    bare = tuple(replace(p, rooms=()) for p in timetable.placements)
    with pytest.raises(NoRooms):
        give_rooms(school, replace(timetable, placements=bare))


def test_counting_holds_but_no_matching_exists_so_rooms_join_the_model() -> None:
    # a room closed in lesson 2 and another closed in lesson 3: in each lesson one place is there, but a double that
    # runs over both has no room of its own
    school = tiny({"一1": "科1x2"}, days=1, periods=4, morning=4, rooms={"甲": ("科", 1), "乙": ("科", 1)})
    school = with_defaults(replace(school, settings=()))
    school = _ask(school, "forbidden_times", Scope(rooms=frozenset({"甲"})), times=Times.parse("周一2"))
    school = _ask(school, "forbidden_times", Scope(rooms=frozenset({"乙"})), times=Times.parse("周一3-4"))
    school = _ask(school, "forbidden_times", Scope(subjects=frozenset({"科"})), times=Times.parse("周一1"))
    school = replace(school, settings=tuple(s for s in school.settings if s.rule != "class_week_full"))
    answer = schedule(school, RULES, replace(QUICK, rounds=4))
    assert answer.timetable is not None
    (placement,) = answer.timetable.placements
    assert (placement.start, placement.rooms) == ("铃/1-3", ("甲",))


def test_an_improved_timetable_without_rooms_is_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    # the improvement counts places too; should a count hold where no matching does, the rooms join the model
    school = tiny({"一1": "科2 语4", "一2": "科2 语4"}, days=2, periods=4, rooms={"甲": ("科", 1), "乙": ("科", 1)})
    settings = tuple(s for s in with_defaults(school).settings if s.rule != "class_week_full")
    calls = []

    def fails_once(school: School, timetable: Timetable) -> Timetable:
        calls.append(timetable)
        if len(calls) == 2:
            raise NoRooms(frozenset({"甲", "乙"}))
        return give_rooms(school, timetable)

    monkeypatch.setattr("scheduler.engine.schedule.give_rooms", fails_once)
    answer = schedule(replace(school, settings=settings), RULES, QUICK)
    assert len(calls) == 3
    assert answer.timetable is not None
    assert all(len(p.rooms) == 1 for p in answer.timetable.placements if p.course.endswith("科"))


# -- odd and even weeks ------------------------------------------------------------------------------------------------


def test_two_half_lessons_share_a_slot() -> None:
    school = with_defaults(tiny({"一1": "语2 音0.5 美0.5"}, days=1, periods=3))
    answer = schedule(school, RULES, QUICK)
    assert answer.timetable is not None
    halves = {p.course: p for p in answer.timetable.placements if p.weeks is not Weeks.ALL}
    assert {p.start for p in halves.values()} == {halves["一1音"].start}
    assert {p.weeks for p in halves.values()} == {Weeks.ODD, Weeks.EVEN}
    assert answer.homework == HomeworkAllocation()
