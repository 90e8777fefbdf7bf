"""Whatever is said of a move, a full audit of the moved timetable says too."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from scheduler.domain import Weeks
from scheduler.moves import Fit

from ..engine.schools import hidden
from .schools import Solved, audited_again, disagreement, rich, solved


@cache
def everything() -> Solved:
    return solved(rich())


def test_every_place_of_every_lesson_is_judged_as_the_audit_does() -> None:
    assert audited_again(everything(), every=2) == []


def test_the_school_has_moves_of_all_kinds() -> None:
    """Or the test above proves little."""
    before = everything()
    assert before.moves.board.room_choices
    assert before.school.weeks == (Weeks.ODD, Weeks.EVEN)
    options = [o for p in before.timetable.placements for o in before.moves.where(p.course, p.session)]
    fits = Counter(o.fit for o in options)
    assert min(fits[fit] for fit in Fit) > 5
    assert any(len(o.rooms) == 1 and o.fit is Fit.FREE for o in options)
    assert any(len(o.moves) == 2 for o in options)
    assert {o.weeks for o in options} == {Weeks.ALL, Weeks.ODD, Weeks.EVEN}


@pytest.mark.parametrize("seed", range(3))
def test_schools_with_full_weeks(seed: int) -> None:
    assert audited_again(solved(hidden(seed)), every=3) == []


@pytest.mark.parametrize("seed", range(2))
def test_exchanges_cost_what_the_audit_finds_and_break_nothing(seed: int) -> None:
    before = solved(hidden(seed)) if seed else everything()
    number = 0
    for p in before.timetable.placements[::3]:
        for chain in before.moves.chains(p.course, p.session).found[:6]:
            number += 1
            option = before.moves.try_all(chain.moves)
            assert (option.cost, option.costs, option.breaks) == (chain.cost, chain.costs, ())
            assert disagreement(before, chain.moves, option) == {}
    assert number > 10


def test_asking_changes_nothing() -> None:
    before = everything()
    p = before.timetable.placements[0]
    values = list(before.moves.judge.values)
    asked = before.moves.where(p.course, p.session)
    before.moves.chains(p.course, p.session)
    assert before.moves.judge.values == values
    assert before.moves.judge.depth == 0
    assert before.moves.where(p.course, p.session) == asked
