"""What the solver's parameters do on these problems: the comparisons behind the constants in ``scheduler/engine``.

python -m benchmarks.parameters first [names ...]    with presolve or without: seconds to the first timetable
python -m benchmarks.parameters parts [names ...]    how long a neighbourhood is searched: cost after 20 s
python -m benchmarks.parameters ways [names ...]     with or without the linear relaxation, presolve, rows of full weeks
python -m benchmarks.parameters levels [names ...]   how much of a part is relaxed: cost after 10 s

A name is a sample's, or a part of a path in school_files.txt.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

import numpy as np

import scheduler
from constraints import catalogue
from scheduler.engine import improve as search
from scheduler.engine.board import SolverBoard
from scheduler.engine.matrix import Matrix
from scheduler.engine.model import fill, forbidden, live, post
from scheduler.engine.solve import Limits, Stop, bare, in_turns, solve, without_relaxation
from scheduler.rule import Stage

from .against_fet import EXAMPLES, school_files
from .common import plan

SEEDS = (1, 2, 3)
LONGEST = 20.0  # seconds that a first timetable may take in ``ways``


def source(name: str) -> Path:
    """The plan a name means."""
    paths = [EXAMPLES / path for path in school_files() if name in path]
    return paths[0] if paths else plan(name)


def board_of(name: str, soft: bool) -> SolverBoard:
    """A school's board with its hard timetable rules, and the soft ones where asked."""
    school, rules = scheduler.load(source(name)).school, catalogue()
    settings = [s for s in live(school, rules) if rules[s.rule].stage is Stage.TIMETABLE]
    board = SolverBoard(school)
    board.place(forbidden(school, rules, settings))
    post(board, rules, [s for s in settings if s.hard or soft])
    return board


def first(name: str) -> None:
    """Seconds to a first timetable, median of three seeds."""
    program = board_of(name, soft=False).program
    for workers in (1, 2):
        row = []
        for presolve in (True, False):
            seconds = []
            for seed in SEEDS:
                limits = Limits(seconds=60, workers=workers, seed=seed, first=True)
                solved = solve(
                    program, limits, objective=False,
                    configure=lambda s, p=presolve: setattr(s.parameters, "cp_model_presolve", p),
                )  # fmt: skip
                seconds.append(solved.seconds if solved.values else 60.0)
            row.append(f"{median(seconds):.2f}")
        print(f"| {name} | {workers} | {row[0]} | {row[1]} |", flush=True)


def parts(name: str) -> None:
    """Cost of the timetable after 20 s of improvement by one worker, for several first limits of a part."""
    board = board_of(name, soft=True)
    start = solve(board.program, Limits(seconds=60, first=True), objective=False)
    assert start.values is not None
    values = np.array(board.program.complete({v: start.values[v] for v in board.decisions}), dtype=np.int64)
    for seconds in (0.2, 0.4, 0.7, 1.2):
        search.SUB_SECONDS = seconds
        costs = []
        for seed in SEEDS:
            found = search.improve(
                board.school, board, values.copy(), seconds=20, workers=1, seed=seed, stop=Stop(), tell=lambda p: None
            )
            costs.append(found.cost / 1000)
        print(f"| {name} | {seconds} | {median(costs):.0f} | {min(costs):.0f}–{max(costs):.0f} |", flush=True)


def ways(name: str) -> None:
    """Seconds to a first timetable (20 where there is none) by what the solver is given, median of three seeds."""
    row = []
    for full in (False, True):
        board = board_of(name, soft=False)
        if full:
            fill(board)
        for configure in (None, without_relaxation, in_turns, bare):
            seconds = []
            for seed in SEEDS:
                limits = Limits(seconds=LONGEST, seed=seed, first=True, linearization=1)
                solved = solve(board.program, limits, objective=False, configure=configure)
                seconds.append(solved.seconds if solved.values else LONGEST)
            row.append(f"{median(seconds):.1f}")
    print(f"| {name} | {' | '.join(row)} |", flush=True)


def levels(name: str) -> None:
    """Cost of the timetable after 10 s of improvement by two workers: no relaxation in parts, full, or as it gains."""
    board = board_of(name, soft=True)
    start = solve(board.program, Limits(seconds=60, first=True), objective=False, configure=bare)
    assert start.values is not None
    chosen = {*board.decisions, *board.room_variables}
    values = np.array(board.program.complete({v: start.values[v] for v in chosen}), dtype=np.int64)
    row = []
    for kept in ((0,), (2,), (0, 2)):
        costs = []
        for seed in SEEDS:
            found = search.Search(board.school, board, Matrix(board.program), values, Stop(), lambda p: None, seed)
            found.levels = [level for level in found.levels if level.linearization in kept]
            costs.append(search.run(found, seconds=10.0, workers=2).cost / 1000)
        row.append(f"{median(costs):.0f} ({min(costs):.0f}–{max(costs):.0f})")
    print(f"| {name} | {' | '.join(row)} |", flush=True)


STUDIES = {"first": first, "parts": parts, "ways": ways, "levels": levels}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=tuple(STUDIES))
    parser.add_argument("names", nargs="*", default=["lixin24", "lijin39", "junior60"])
    args = parser.parse_args()
    for name in args.names:
        STUDIES[args.study](name)


if __name__ == "__main__":
    main()
