"""Pupils who choose their courses: rows are posted for sets of courses, not for every pupil."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from constraints import catalogue
from constraints.classes.class_clash import _clashing
from constraints.classes.class_gaps_week import ClassGapsWeek
from scheduler.domain import Bells, Course, Group, School, Session, Slot, Strength, Subject, TimeGrid
from scheduler.domain.times import Half
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import post

BELL = "all"


def chosen(pupils: list[tuple[str, ...]]) -> School:
    """A school where each pupil is a class of his own and attends these courses."""
    names = sorted({c for courses in pupils for c in courses})
    slots = tuple(Slot(f"1-{n}", BELL, 1, n, 480 + 60 * n, 540 + 60 * n, Half.AM, None) for n in range(1, 5))
    groups = tuple(Group(f"p{i}", 1, (f"p{i}",), 1, True, BELL) for i in range(len(pupils)))
    courses = tuple(
        Course(
            name, "S", tuple(f"p{i}" for i, mine in enumerate(pupils) if name in mine), (), (Session("1"),),
            tuple(s.id for s in slots), BELL,
        )
        for name in names
    )  # fmt: skip
    grid = TimeGrid((Bells(BELL, BELL, (1,), ()),), slots)
    return School("S", grid, (Subject("S"),), groups, (), (), courses)


def pairs(school: School) -> set[frozenset[str]]:
    """Courses that some pupil attends both of."""
    return {frozenset(c.id for c in two) for found in school.courses_of_atom.values() for two in combinations(found, 2)}


@pytest.mark.parametrize("seed", range(5))
def test_sets_of_clashing_courses_hold_every_pair_and_no_other(seed: int) -> None:
    rng = Random(seed)
    school = chosen([tuple(rng.sample("abcdefghij", 4)) for _ in range(12)])
    found = [{c.id for c in courses} for courses in _clashing(school, catalogue()["class_clash"].setting())]
    assert {frozenset(two) for one in found for two in combinations(sorted(one), 2)} == pairs(school)


def test_pupils_who_choose_alike_are_one_row_a_lesson() -> None:
    school = chosen([("a", "b"), ("b", "c"), ("a", "c"), ("a", "b", "c")] * 50)
    assert len(list(_clashing(school, catalogue()["class_clash"].setting()))) == 1


@pytest.mark.parametrize(("strength", "times"), [(Strength.HARD, 1), (Strength.SOFT, 3)])
def test_what_must_hold_for_pupils_alike_is_said_once_and_what_costs_for_each(strength: Strength, times: int) -> None:
    rule = catalogue()["class_gaps_week"]
    assert isinstance(rule, ClassGapsWeek)
    setting = rule.setting(strength=strength)
    assert len(list(rule.people(chosen([("a", "b", "c")] * 3), setting))) == times
    costs = {}
    for pupils in (1, 3):
        board = SolverBoard(chosen([("a", "b", "c")] * pupils))
        board.place({})
        post(board, catalogue(), [setting])
        costs[pupils] = sum(board.program.cost.values())
    assert costs[3] == 3 * costs[1]
    assert bool(costs[1]) == (strength is Strength.SOFT)
