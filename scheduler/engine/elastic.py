"""A first timetable by repair: sessions may stay unplaced and rules may be broken, at a price that is driven to zero.

Where the solver finds no assignment of the hard rows in its first seconds, lessons are put in (``ejection.py``;
greedily where rooms or homework are decided too) as far as nobody is in two places, and the improvement search mends
the rest part by part: hard cost first, then soft (Kristiansen, Sørensen, Stidsen, Integer programming for the
generalized high school timetabling problem, J. Scheduling 18, 2015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np

from .board import SolverBoard
from .matrix import Ints
from .model import IMPLIED
from .program import INFINITY, Expr, How, Program, Row

UNPLACED = 1  # what a session without a place costs, as each unit by which a row is broken (dearer was slower)


def elastic(board: SolverBoard, firm: Collection[str]) -> Program:
    """The board's program with a price on breaking it. Variables keep their numbers; its own cost is left out.

    What defines helpers, and the rows of the ``firm`` settings (nobody in two places: helpers rely on it), stay as they
    are. Sessions may be left out, and every other row has a slack.
    """
    program = board.program
    counts = {tuple(sorted(variables)) for variables, _ in board.alike}
    relaxed = Program(list(program.lower), list(program.upper), definitions=list(program.definitions))
    for row in program.rows:
        expr = Expr(dict(zip(row.vars, row.coefs, strict=True)))
        if not row.setting and row.vars in counts and row.lo == row.hi:
            relaxed.rows.append(Row(row.vars, row.coefs, -INFINITY, row.hi))
            _slack(relaxed, row.lo - expr, UNPLACED)
        elif not row.setting or row.setting in firm:
            relaxed.rows.append(row)
        elif row.setting != IMPLIED:
            if row.hi < INFINITY:
                _slack(relaxed, expr - row.hi, 1)
            if row.lo > -INFINITY:
                _slack(relaxed, row.lo - expr, 1)
    return relaxed


def _slack(program: Program, excess: Expr, price: int) -> None:
    most = program.bounds(excess)[1]
    if most > 0:
        slack = program.helper(How.MOST, excess, upper=most)
        program.require(excess - slack, hi=0)
        program.add_cost(slack, price)


def greedy(board: SolverBoard, relaxed: Program, rng: np.random.Generator) -> Ints:
    """Sessions put in one kind after the other, those with the fewest times first, early in the day, wherever no firm
    row breaks; the rest stay unplaced. Values of all the relaxed program's variables."""
    filling = _Filling(board, relaxed)
    for variables, count in sorted(board.alike, key=lambda kind: (len(kind[0]) - kind[1], rng.random())):
        early = [board.decisions[v].start.period + 4 * rng.random() for v in variables]
        left = count
        for index in np.argsort(early):
            if left and filling.put(variables[int(index)]):
                left -= 1
    return np.array(relaxed.complete(dict.fromkeys(filling.chosen, 1)), dtype=np.int64)


def filled(board: SolverBoard, relaxed: Program, wanted: Iterable[int]) -> Ints:
    """These placements put in where no firm row breaks; other sessions stay unplaced. Values as ``greedy`` gives."""
    filling = _Filling(board, relaxed)
    for var in wanted:
        filling.put(var)
    return np.array(relaxed.complete(dict.fromkeys(filling.chosen, 1)), dtype=np.int64)


class _Filling:
    """What is chosen so far, and how much each upper bound on sums of placements has left."""

    def __init__(self, board: SolverBoard, program: Program):
        self.chosen: set[int] = set()
        self._rooms: dict[int, list[dict[str, int]]] = defaultdict(list)
        for (var, _), rooms in board.room_choices.items():
            self._rooms[var].append(rooms)
        plain = {*board.decisions, *(v for rooms in board.room_choices.values() for v in rooms.values())}
        self._rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._left: list[int] = []
        for row in program.rows:
            if row.hi < INFINITY and min(row.coefs, default=-1) >= 0 and plain.issuperset(row.vars):
                for var, coef in zip(row.vars, row.coefs, strict=True):
                    self._rows[var].append((len(self._left), coef))
                self._left.append(row.hi)

    def put(self, var: int) -> bool:
        """Choose a placement, with rooms where those are part of the search; False where something is full."""
        wanted = [var]
        for rooms in self._rooms[var]:
            room = next((v for v in rooms.values() if self._fits(v) and v not in wanted), None)
            if room is None:
                return False
            wanted.append(room)
        if not all(self._fits(v) for v in wanted):
            return False
        for v in wanted:
            self.chosen.add(v)
            for row, coef in self._rows[v]:
                self._left[row] -= coef
        return True

    def _fits(self, var: int) -> bool:
        return all(self._left[row] >= coef for row, coef in self._rows[var])
