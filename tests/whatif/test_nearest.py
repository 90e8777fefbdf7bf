"""The fewest moves: the same as looking at every timetable finds, and proved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.solve import Status, Stop
from scheduler.errors import Impossible
from scheduler.rule import Stage
from scheduler.whatif.homes import homes_of
from scheduler.whatif.nearest import Nearest
from tests.engine.schools import hidden
from tests.whatif.closest import RULES, away, least_moves, repaired, run_of


@pytest.mark.parametrize("seed", range(12))
def test_as_few_moves_as_looking_at_every_timetable_finds(seed: int) -> None:
    school = hidden(seed, classes=2, days=2, periods=3)
    run = run_of(school)
    teacher = school.teachers[seed % len(school.teachers)].id
    first = next(p for p in run.timetable.placements if teacher in school.course[p.course].teachers)
    slot = school.grid.slot[first.start]
    after = away(school, teacher, f"周{'一二'[slot.day - 1]}{slot.period}")
    least = least_moves(after, run)
    if least is None:
        with pytest.raises(Impossible):
            repaired(after, run)
        return
    found = repaired(after, run)
    assert len(found.moved) == least
    assert found.weight == 2 * least  # one class, one teacher
    assert (found.proven, found.least, found.status) == (True, found.weight, Status.OPTIMAL)
    assert not found.audit.invalid


def test_some_of_the_tiny_schools_have_an_answer_and_some_have_none() -> None:
    """The test above looks at both."""
    answers = []
    for seed in range(12):
        school = hidden(seed, classes=2, days=2, periods=3)
        run = run_of(school)
        teacher = school.teachers[seed % len(school.teachers)].id
        first = next(p for p in run.timetable.placements if teacher in school.course[p.course].teachers)
        slot = school.grid.slot[first.start]
        answers.append(least_moves(away(school, teacher, f"周{'一二'[slot.day - 1]}{slot.period}"), run))
    assert sum(a is not None for a in answers) >= 4


def test_two_repairs_in_a_row_move_nothing_the_second_time() -> None:
    school = hidden(5)
    run = run_of(school)
    teacher = school.teachers[0].id
    first = next(p for p in run.timetable.placements if teacher in school.course[p.course].teachers)
    slot = school.grid.slot[first.start]
    after = away(school, teacher, f"周{'一二三'[slot.day - 1]}{slot.period}")
    try:
        once = repaired(after, run)
    except Impossible:
        pytest.skip("this teacher cannot be spared")
    again = repaired(after, replace(run, school=after, timetable=once.timetable, homework=once.homework))
    assert (again.weight, again.moved) == (0, ())


def test_the_old_timetable_is_mended_where_no_part_of_the_school_has_an_answer() -> None:
    """What the search through the whole school begins with keeps every hard rule and weighs no less than the least."""
    school = hidden(3, classes=6, days=4, periods=5)
    run = run_of(school)
    teacher = school.teachers[2].id
    first = next(p for p in run.timetable.placements if teacher in school.course[p.course].teachers)
    slot = school.grid.slot[first.start]
    after = away(school, teacher, f"周{'一二三四'[slot.day - 1]}{slot.period}")
    board = SolverBoard(after)
    settings = [s for s in live(after, RULES) if s.hard and RULES[s.rule].stage is Stage.TIMETABLE]
    board.place(forbidden(after, RULES, settings))
    post(board, RULES, settings)
    homes = homes_of(board, school, run.timetable)
    board.program.cost |= homes.cost
    board.program.offset = homes.offset
    search = Nearest(board, homes, {"class_clash", "teacher_clash"}, 1, 1, Stop())
    search._mend(8.0)
    assert search.near.values is not None
    assert next(board.program.broken(search.near.values.tolist()), None) is None
    assert search.near.weight >= repaired(after, run, seconds=10.0).least > 0
