"""A first timetable by repair: what the elastic program means, and that mending ends in a valid timetable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, School
from scheduler.domain.tiny import tiny
from scheduler.engine.board import SolverBoard
from scheduler.engine.elastic import UNPLACED, elastic, greedy
from scheduler.engine.first import first_assignment, repaired
from scheduler.engine.model import IMPLIED, fill, forbidden, live, post
from scheduler.engine.outcome import Options
from scheduler.engine.readout import timetable_of
from scheduler.engine.solve import Status, Stop

from .schools import with_defaults

RULES = catalogue()
TWO = tiny(
    {"一1": "语3 数3 体2", "一2": "语3 数3 体2"}, {"张": "一1语 一2语", "李": "一1数 一2数", "王": "一1体 一2体"},
    days=2, periods=4,
)  # fmt: skip


def board_of(school: School) -> SolverBoard:
    board = SolverBoard(school)
    settings = [s for s in live(school, RULES) if s.hard and RULES[s.rule].stage.value == "timetable"]
    board.place(forbidden(school, RULES, settings))
    post(board, RULES, settings)
    fill(board)
    return board


def firm_of(school: School) -> set[str]:
    return {s.id for s in school.settings if RULES[s.rule].only_hard}


def test_cost_is_what_is_unplaced_and_what_rows_are_broken_by() -> None:
    school = with_defaults(TWO)
    board = board_of(school)
    relaxed = elastic(board, firm_of(school))
    for seed in range(5):
        values = greedy(board, relaxed, np.random.default_rng(seed)).tolist()
        assert not list(relaxed.broken(values)), "a slack pays for every broken row"
        over = 0
        for row in board.program.broken(values):
            assert row.setting not in firm_of(school), "nobody is in two places"
            if row.setting == IMPLIED:  # what follows from other rows is not paid twice
                continue
            total = sum(c * values[v] for v, c in zip(row.vars, row.coefs, strict=True))
            over += max(row.lo - total, total - row.hi) * (1 if row.setting else UNPLACED)
        assert relaxed.total(values) == over


def test_repair_ends_in_a_timetable_that_the_audit_accepts() -> None:
    school = with_defaults(TWO)
    board = board_of(school)
    solved = repaired(board, firm_of(school), Options(seconds=20, workers=1, seed=4), 20.0, Stop())
    assert solved.status is Status.FEASIBLE
    assert solved.values is not None
    found = audit(school, timetable_of(board, solved.values), HomeworkAllocation(), RULES)
    assert not found.invalid


def test_a_stop_ends_the_repair() -> None:
    stop = Stop()
    stop.ask()
    assert repaired(board_of(with_defaults(TWO)), set(), Options(), 20.0, stop).status is Status.UNKNOWN


def test_a_contradiction_is_proved_and_not_mended_for_ever() -> None:
    school = tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语 一2语"}, days=1, periods=3)
    settings = tuple(s for s in with_defaults(school).settings if s.rule != "class_week_full")
    solved = first_assignment(board_of(replace(school, settings=settings)), set(), Options(seconds=20), 20.0, Stop())
    assert solved.status is Status.INFEASIBLE


def test_asking_a_stop_asks_its_children_and_not_the_other_way() -> None:
    parent = Stop()
    child = parent.child()
    child.ask()
    assert child
    assert not parent
    other = parent.child()
    parent.ask()
    assert other
    assert parent.child()
