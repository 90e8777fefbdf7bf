"""A first timetable by repair: every rule's row may be broken at a price, and the improvement search drives it to zero.

Where the solver finds no assignment of the hard rows in its first seconds, a greedy placement with a few breaches is
mended part by part: hard cost first, then soft (Kristiansen, Sørensen, Stidsen, Integer programming for the
generalized high school timetabling problem, J. Scheduling 18, 2015).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from .board import SolverBoard
from .matrix import Ints
from .program import INFINITY, Expr, How, Program


def elastic(program: Program) -> Program:
    """The program with a slack on each row that a rule asks, at a cost of 1 a unit; what defines helpers, and that
    every session is placed, stays as it is. Variables keep their numbers; the program's own cost is left out."""
    relaxed = Program(
        lower=list(program.lower), upper=list(program.upper), definitions=list(program.definitions),
        rows=[row for row in program.rows if not row.setting],
    )  # fmt: skip
    for row in program.rows:
        if not row.setting:
            continue
        expr = Expr(dict(zip(row.vars, row.coefs, strict=True)))
        if row.hi < INFINITY:
            _slack(relaxed, expr - row.hi)
        if row.lo > -INFINITY:
            _slack(relaxed, row.lo - expr)
    return relaxed


def _slack(program: Program, excess: Expr) -> None:
    most = program.bounds(excess)[1]
    if most > 0:
        slack = program.helper(How.MOST, excess, upper=most)
        program.require(excess - slack, hi=0)
        program.add_cost(slack, 1)


def greedy(board: SolverBoard, rng: np.random.Generator) -> Ints | None:
    """Placements one kind of session after the other, those with the fewest times first, each where it clashes least
    with the people and single rooms that are taken already. Values of the board's variables; None where one gets
    stuck."""
    taken: dict[tuple[str, str], int] = defaultdict(int)
    chosen: dict[int, int] = {}
    for variables, count in sorted(board.alike, key=lambda kind: (len(kind[0]) - kind[1], rng.random())):
        people = _people(board, variables)
        for _ in range(count):
            places = [(v, _slots(board, v)) for v in variables if v not in chosen]
            own = board.decisions[variables[0]].course.id if variables else ""
            open_places = [(v, slots) for v, slots in places if not any(taken[own, s] for s in slots)]
            if not open_places:
                return None
            noise = rng.random(len(open_places))
            clashes = [sum(taken[p, s] for p in people for s in slots) for _, slots in open_places]
            var, slots = open_places[int(np.argmin(np.array(clashes) + 0.5 * noise))]
            chosen[var] = 1
            for slot in slots:
                for person in (own, *people):
                    taken[person, slot] += 1
    return np.array(board.program.complete(chosen), dtype=np.int64)


def _slots(board: SolverBoard, var: int) -> list[str]:
    d = board.decisions[var]
    return [s.id for s in board.school.grid.run(d.start, d.duration)]


def _people(board: SolverBoard, variables: tuple[int, ...]) -> list[str]:
    """Teachers, atoms and rooms without a choice that these lessons take."""
    if not variables:
        return []
    course, school = board.decisions[variables[0]].course, board.school
    atoms = {a for g in course.groups for a in school.group[g].atoms}
    rooms = [n.options[0] for n in course.needs if len(n.options) == 1]
    return [*course.teachers, *sorted(atoms), *rooms]
