"""Bugs found by reading, each under the name of what went wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from constraints import catalogue
from scheduler import api
from scheduler.domain import School, Scope, Session, Strength, Times, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.bound import lower_bound
from scheduler.engine.homework import allocate
from scheduler.engine.improve import improve
from scheduler.engine.model import forbidden
from scheduler.engine.neighbourhoods import Layout, teacher_days
from scheduler.engine.outcome import Options
from scheduler.engine.precheck import shortages
from scheduler.engine.program import Program
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import ENDLESS, Limits, Solved, Status, Stop

from .schools import hidden, with_defaults

RULES = catalogue()
QUICK = Options(workers=1, rounds=4)
SAMPLE = Path(__file__).parents[2] / "samples" / "three-sheets.xlsx"


def without(school: School, *codes: str) -> School:
    return replace(school, settings=tuple(s for s in school.settings if s.rule not in codes))


def test_a_kept_double_and_a_kept_single_do_not_change_places() -> None:
    """Only the starts were kept: the double could begin where the single lesson had been, and the other way round."""
    school = tiny({"一1": "语1x2+1"}, days=2, periods=4, morning=4)
    board = SolverBoard(school)
    board.place({}, place(school, {"一1": "语 语 . . | 语 . . ."}).placements)
    assert sorted((d.duration, d.start.day) for d in board.decisions.values()) == [(1, 2), (2, 1)]


def test_hard_homework_rules_that_the_first_timetable_breaks_are_no_proof() -> None:
    """'Impossible' was said because the first timetable had no lesson on the only day with homework."""
    rows = {f"三{i}": "语1 数1 英1" for i in range(6)}
    school = without(with_defaults(tiny(rows, days=3, periods=3, homework=dict.fromkeys(rows, "数20-40"))),
                     "class_week_full", "homework_weekly")  # fmt: skip
    weekly = RULES["homework_weekly"].setting(strength=Strength.HARD)
    free = RULES["homework_free_days"].setting(days=(1, 2))
    answer = schedule(replace(school, settings=(*school.settings, weekly, free)), RULES, QUICK)
    assert answer.timetable is not None
    mathematics = [p for p in answer.timetable.placements if school.course[p.course].subject == "数"]
    assert {school.grid.slot[p.start].day for p in mathematics} == {3}
    assert {i.day for i in answer.homework.items} == {3}


def test_homework_that_no_timetable_allows_is_still_said_to_be_impossible() -> None:
    school = without(with_defaults(tiny({"三1": "语1 数1"}, days=2, periods=2, homework={"三1": "数20-40"})),
                     "class_week_full", "homework_weekly")  # fmt: skip
    weekly = RULES["homework_weekly"].setting(strength=Strength.HARD)
    free = RULES["homework_free_days"].setting(days=(1, 2))
    answer = schedule(replace(school, settings=(*school.settings, weekly, free)), RULES, QUICK)
    assert answer.status is Status.INFEASIBLE
    assert [(s.kind, s.need, s.have) for s in answer.shortages] == [("homework", 20, 0)]


def test_a_school_without_teachers_can_be_improved() -> None:
    """The neighbourhood of a teacher drew one of none: ValueError."""
    school = with_defaults(tiny({"一1": "语2 数2"}, days=2, periods=4))
    board = SolverBoard(school)
    board.place({})
    search = improve(school, board, np.zeros(len(board.program.lower), dtype=np.int64), seconds=1, workers=1, seed=1,
                     stop=Stop(), tell=lambda progress: None, rounds=0)  # fmt: skip
    layout = Layout(school, board, search.matrix)
    assert teacher_days(layout, search.values, 4, np.random.default_rng(1)).any()


def test_a_cost_equal_to_the_constant_part_is_not_taken_for_the_best() -> None:
    """The search ended when the cost was the objective's constant; where a cost is 3 − x, less is possible."""
    school = tiny({"一1": "语1"}, periods=2)
    board = SolverBoard(school)
    board.place({})
    first, last = sorted(board.decisions)
    board.program.offset = 1000
    board.program.cost = {last: -1000}
    values = np.array([1, 0], dtype=np.int64)
    assert board.program.total(values.tolist()) == board.program.offset
    search = improve(school, board, values, seconds=5, workers=1, seed=1, stop=Stop(), tell=lambda progress: None,
                     rounds=20)  # fmt: skip
    assert (search.cost, search.values[[first, last]].tolist()) == (0, [0, 1])


def test_a_search_that_cannot_get_better_ends_before_its_time() -> None:
    school = tiny({"一1": "语1"}, periods=2)
    board = SolverBoard(school)
    board.place({})
    search = improve(school, board, np.array([1, 0], dtype=np.int64), seconds=3600, workers=1, seed=1, stop=Stop(),
                     tell=lambda progress: None)  # fmt: skip
    assert search.cost == search.floor == 0


def test_two_lessons_every_other_week_need_one_time() -> None:
    """Counted as two sessions for one open time: a false 'impossible'."""
    school = tiny({"一1": "音0.5"}, days=1, periods=1)
    (course,) = school.courses
    halves = (Session("#1", 1, Weeks.EITHER), Session("#2", 1, Weeks.EITHER))
    school = without(with_defaults(replace(school, courses=(replace(course, sessions=halves),), curriculum=())),
                     "class_week_full", "weekly_lessons", "subject_a_day")  # fmt: skip
    assert shortages(school, school.settings, {}) == []
    assert schedule(school, RULES, QUICK).timetable is not None


def test_a_room_closed_in_one_bell_schedule_is_open_in_the_other() -> None:
    """The first lesson of grade 7 overlaps the second of grade 1: closing the ground in 'lesson 1' closed it to both,
    though the check, and the rooms given out, allow grade 1's second lesson."""
    school = tiny({"一1": "体1", "七1": "语1"}, periods=2, bells={"七": (530, 40)}, rooms={"操场": ("体", 1)})
    school = without(with_defaults(school), "class_week_full", "pe_not_first")
    closed = RULES["forbidden_times"].setting(scope=Scope(rooms=frozenset({"操场"})), times=Times.parse("周一1"))
    answer = schedule(replace(school, settings=(*school.settings, closed)), RULES, QUICK)
    assert answer.timetable is not None
    assert [p.start for p in answer.timetable.placements if p.rooms] == [
        s.id for s in school.slots_of(school.group["一1"]) if s.period == 2
    ]


def test_the_bound_of_a_reproducible_run_knows_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each small problem had a second of the clock at most, in reproducible runs too."""
    school = hidden(4)
    board = SolverBoard(school)
    board.place(forbidden(school, RULES, school.settings))
    for var in board.decisions:
        board.program.cost[var] = 1
    seen: list[Limits] = []

    def look(program: Program, limits: Limits, *, stop: Stop) -> Solved:
        seen.append(limits)
        return Solved(Status.UNKNOWN, None, None, float("-inf"), 0.0)

    monkeypatch.setattr("scheduler.engine.bound.solve", look)
    best = np.ones(len(board.program.lower), dtype=np.int64)
    lower_bound(school, board, best, Limits(seconds=ENDLESS, work=0.3), Stop())
    assert seen
    assert all(limits.seconds > 1000 and limits.work == 0.3 for limits in seen)


def test_a_first_homework_board_is_searched_reproducibly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where giving nothing breaks a hard rule, several threads raced for the first board."""
    school = tiny({"三1": "语1 数1"}, periods=2, homework={"三1": "数20-40"})
    seen: list[Limits] = []

    def look(program: Program, limits: Limits, **more: object) -> Solved:
        seen.append(limits)
        return Solved(Status.UNKNOWN, None, None, float("-inf"), 0.0)

    monkeypatch.setattr("scheduler.engine.homework.solve", look)
    weekly = RULES["homework_weekly"].setting(strength=Strength.HARD)
    timetable = place(school, {"三1": "语 数"})
    assert allocate(school, timetable, RULES, [weekly], Limits(seconds=9, workers=2)).allocation is None
    assert [(limits.workers, limits.work is None) for limits in seen] == [(1, False)]


def test_a_plan_edited_while_it_is_solved_is_kept_as_it_was(tmp_path: Path) -> None:
    """The workbook was copied at the end: the run folder held another plan than the one that was solved."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(SAMPLE.read_bytes())
    plan = api.load(path)
    run = api.solve(plan, until_first=True, seconds=20, workers=1)
    path.write_bytes(b"edited since")
    api.save(run, tmp_path / "run", plan)
    assert (tmp_path / "run" / "plan.xlsx").read_bytes() == SAMPLE.read_bytes()
    assert not api.audit(tmp_path / "run").invalid
