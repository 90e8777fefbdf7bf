"""What the solver's parameters do on these problems: the comparisons behind the constants in ``scheduler/engine``.

python -m benchmarks.parameters first [names ...]    with presolve or without: seconds to the first timetable
python -m benchmarks.parameters parts [names ...]    how long a neighbourhood is searched: cost after 20 s
"""

from __future__ import annotations

import argparse
from statistics import median

import numpy as np

import scheduler
from constraints import catalogue
from scheduler.engine import improve as search
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.solve import Limits, Stop, solve
from scheduler.rule import Stage

from .common import plan

SEEDS = (1, 2, 3)


def board_of(name: str, soft: bool) -> SolverBoard:
    """A sample's board with its hard timetable rules, and the soft ones where asked."""
    school, rules = scheduler.load(plan(name)).school, catalogue()
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=("first", "parts"))
    parser.add_argument("names", nargs="*", default=["lixin24", "lijin39", "junior60"])
    args = parser.parse_args()
    for name in args.names:
        (first if args.study == "first" else parts)(name)


if __name__ == "__main__":
    main()
