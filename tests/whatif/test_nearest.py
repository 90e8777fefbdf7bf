"""The fewest moves: the same as looking at every timetable finds, and proved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.domain import School
from scheduler.domain.tiny import place, tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.solve import Status, Stop
from scheduler.errors import Impossible
from scheduler.output import Run
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


def searching(after: School, run: Run) -> Nearest:
    """The search for the closest timetable, before it begins."""
    board = SolverBoard(after)
    settings = [s for s in live(after, RULES) if s.hard and RULES[s.rule].stage is Stage.TIMETABLE]
    board.place(forbidden(after, RULES, settings))
    post(board, RULES, settings)
    homes = homes_of(board, run.school, run.timetable)
    board.program.cost |= homes.cost
    board.program.offset = homes.offset
    return Nearest(board, homes, {"class_clash", "teacher_clash"}, 1, 1, Stop())


def test_who_comes_to_a_full_place_drives_somebody_away() -> None:
    """Both classes are on the ground at once, which then holds one of them: not only its 体育 moves, 语文 does too.

    The bound through all classes was that of 体育 alone, so places of a ground were answered with hundreds of moves and
    a bound of nothing.
    """
    classes = {"一1": "体1 语1", "一2": "体1 语1"}
    before = tiny(classes, days=1, periods=2, rooms={"操场": ("体", 2)})
    rules = tuple(RULES[c].setting() for c in ("class_clash", "teacher_clash", "room_places"))
    run = run_of(replace(before, settings=rules), place(before, {"一1": "体 语", "一2": "体 语"}))
    after = replace(tiny(classes, days=1, periods=2, rooms={"操场": ("体", 1)}), settings=rules)
    search = searching(after, run)
    wanted = search._across(frozenset({"一1体", "一2体"}), 5.0)
    assert search.near.least == 2
    starts = {search._board.decisions[int(v)].start.period for v in np.flatnonzero(wanted)
              if search._board.decisions[int(v)].course.subject == "体"}  # fmt: skip
    assert starts == {1, 2}  # what an answer to begin with should be like
    found = repaired(after, run)
    assert (found.weight, found.least, len(found.moved)) == (2, 2, 2)


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_through_all_classes_is_never_too_high(seed: int) -> None:
    school = hidden(seed, classes=2, days=2, periods=3)
    run = run_of(school)
    teacher = school.teachers[seed % len(school.teachers)].id
    first = next(p for p in run.timetable.placements if teacher in school.course[p.course].teachers)
    slot = school.grid.slot[first.start]
    after = away(school, teacher, f"周{'一二'[slot.day - 1]}{slot.period}")
    least = least_moves(after, run)
    for subject in sorted({c.subject for c in after.courses}):
        search = searching(after, run)
        search._across(frozenset(c.id for c in after.courses if c.subject == subject), 5.0)
        assert least is None or search.near.least <= 2 * least


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
    search = searching(after, run)
    board = search._board
    search._mend(8.0, search._homes.start)
    assert search.near.values is not None
    assert next(board.program.broken(search.near.values.tolist()), None) is None
    assert search.near.weight >= repaired(after, run, seconds=10.0).least > 0
