"""What cannot be avoided, and an answer that costs just that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from constraints import catalogue
from scheduler.domain import School, Scope, Strength
from scheduler.domain.tiny import tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.bound import at_bound, proved, shares, whole
from scheduler.engine.matrix import Ints
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Limits, Status, Stop, solve

RULES = catalogue()
ALONE = ("class_clash", "teacher_clash")


def wishes(school: School, *asked: tuple[str, Scope, dict[str, object]]) -> School:
    """The school with nobody in two places, and these wishes."""
    hard = [RULES[code].setting() for code in ALONE]
    soft = [
        RULES[code].setting(f"{code}-{n}", scope=scope, strength=Strength.SOFT, weight=1000, **params)
        for n, (code, scope, params) in enumerate(asked)
    ]
    return replace(school, settings=(*hard, *soft))


def board_of(school: School) -> SolverBoard:
    board = SolverBoard(school)
    settings = live(school, RULES)
    board.place(forbidden(school, RULES, settings))
    post(board, RULES, settings)
    return board


def feasible(board: SolverBoard) -> Ints:
    first = solve(board.program, Limits(seconds=20, workers=1, first=True), objective=False)
    assert first.values is not None
    return np.array(first.values, dtype=np.int64)


def of(*courses: str) -> Scope:
    return Scope(courses=frozenset(courses))


FREE = wishes(tiny({"一1": "语2 数2", "一2": "语2 数2"}, {"张": "一1语 一2语"}, days=2, periods=3),
              ("days_apart", of("一1语"), {}), ("days_apart", of("一2语"), {}))  # fmt: skip
# three lessons on two days: one pair shares a day whatever happens; two classes, so twice
FORCED = wishes(tiny({"一1": "语3 数1", "一2": "语3 数1"}, {"张": "一1语 一2语"}, days=2, periods=4),
                ("days_apart", of("一1语"), {}), ("days_apart", of("一2语"), {}))  # fmt: skip


@pytest.mark.parametrize(("school", "least"), [(FREE, 0), (FORCED, 2000)])
def test_the_bound_is_what_no_answer_undercuts_and_an_answer_reaches_it(school: School, least: int) -> None:
    board = board_of(school)
    best = solve(board.program, Limits(seconds=20, workers=1))
    assert (best.status, best.cost) == (Status.OPTIMAL, least)
    values = feasible(board)
    parts = shares(school, board, values, Limits(seconds=20, linearization=1), Stop())
    bound = board.program.offset + sum(p.least for p in parts)
    assert bound == least
    found = at_bound(board, parts, values, Limits(seconds=20), Stop())
    assert found is not None
    assert board.program.total(found.tolist()) == least
    assert not list(board.program.broken(found.tolist()))


def test_an_answer_that_breaks_no_wish_is_found_where_there_is_one() -> None:
    free, forced = board_of(FREE), board_of(FORCED)
    found = at_bound(free, whole(free.program), feasible(free), Limits(seconds=20), Stop())
    assert found is not None
    assert free.program.total(found.tolist()) == 0
    assert at_bound(forced, whole(forced.program), feasible(forced), Limits(seconds=20), Stop()) is None


def test_a_search_from_below_ends_at_the_bound() -> None:
    board = board_of(FORCED)
    found = proved(FORCED, board, feasible(board), 20.0, 1, Stop())
    assert found.least == 2000
    assert found.values is not None
    assert board.program.total(found.values.tolist()) == 2000


@pytest.mark.parametrize(("school", "least"), [(FREE, 0), (FORCED, 2000)])
def test_the_search_ends_early_and_says_that_nothing_is_better(school: School, least: int) -> None:
    answer = schedule(school, RULES, Options(seconds=30, workers=2))
    assert (answer.cost, answer.bound, answer.status) == (least, least, Status.OPTIMAL)
    assert answer.seconds["improving"] < 20
