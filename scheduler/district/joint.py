"""The joint model: all schools and all visits decided at once, by one search. For small districts, to compare with.

It is every school's own model, side by side in one program, with the journeys of the shared teachers: what the loop of
master and cuts splits up. It knows nothing of counting bounds or cuts. Homework is left out: it ties no two schools.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import School, Timetable
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import fill, forbidden, live, post
from scheduler.engine.program import Expr, Program, Row
from scheduler.engine.readout import timetable_of
from scheduler.engine.rooms import NoRooms, give_rooms
from scheduler.engine.solve import Limits, Solved, Status, Stop, solve
from scheduler.rule import Rule, Stage

from .clash import Reason
from .domain import District, Visits
from .journeys import Journeys
from .parts import Part, part_of


@dataclass(frozen=True)
class Joint:
    """What the joint search found. ``cost``: of all schools' timetables, in thousandths (without homework), and
    ``bound``, which no district can beat; 0 where only a first solution was asked for. ``seconds``: wall."""

    status: Status
    timetables: Mapping[str, Timetable]
    visits: Visits
    cost: int | None
    bound: float
    seconds: float


def solve_joint(
    district: District, schools: Mapping[str, School], rules: Mapping[str, Rule], *, seconds: float = 60.0,
    workers: int = 2, seed: int = 1, first: bool = False, stop: Stop | None = None,
) -> Joint:  # fmt: skip
    """Search timetables of all ``schools`` (from their prepared plans) together. ``first``: the first that keeps every
    hard rule is enough, wishes are not looked at."""
    model = _Model(district, schools, rules, first)
    limits = Limits(seconds=seconds, workers=workers, seed=seed, first=first, linearization=1)
    while True:
        solved = solve(model.together(), limits, stop=stop, objective=not first)
        if solved.values is None:
            return Joint(solved.status, {}, frozenset(), None, 0.0, solved.seconds)
        found = model.read(solved, first)
        if found is not None:
            return found


class _Model:
    def __init__(self, district: District, schools: Mapping[str, School], rules: Mapping[str, Rule], first: bool):
        self._district, self._schools = district, schools
        self._parts = [part_of(school, district, name, rules) for name, school in schools.items()]
        self._boards = {name: _board(school, rules, first) for name, school in schools.items()}
        self._journeys: Journeys | None = None

    def together(self) -> Program:
        """One program: first the journeys, then each school's rows and cost, tied by who is where."""
        program = Program()
        reasons: dict[str, Reason] = {}
        self._journeys = Journeys(self._district, self._parts, program, reasons)
        program.cost, program.offset = {}, 0  # travel costs nothing here: only timetables are compared
        self._first = {}
        for part in self._parts:
            board = self._boards[part.school]
            self._first[part.school] = len(program.lower)
            _append(program, board.program)
            for row in self._ties(part, board):
                program.require(row, hi=0)
        return program

    def _ties(self, part: Part, board: SolverBoard) -> Iterator[Expr]:
        """No lesson of a shared teacher on a half-day on which he is not there, none beyond the day's quota."""
        assert self._journeys is not None
        school, first = self._schools[part.school], self._first[part.school]
        for teacher in part.teachings:
            mine = school.courses_of_teacher[teacher]
            present = self._journeys.at(teacher, part.school)
            for week in board.weeks:
                for slot in school.grid.slots:
                    held = _shifted(board.lessons(mine, [slot], week), first)
                    yield held - present.get((slot.day, slot.half), Expr())
                for day in school.grid.days:
                    quota = self._journeys.quota.get((teacher, part.school, day))
                    if quota is not None:
                        slots = [s for s in school.grid.slots if s.day == day]
                        lessons = board.lessons([c for c in mine if c.groups], slots, week)
                        yield _shifted(lessons, first) - quota

    def read(self, solved: Solved, first: bool) -> Joint | None:
        """The timetables with their rooms; None where places were counted rightly and yet cannot be given out: then the
        choice among these rooms is part of the next search."""
        assert solved.values is not None
        assert self._journeys is not None
        timetables = {}
        for name, board in self._boards.items():
            values = solved.values[self._first[name] :][: len(board.program.lower)]
            try:
                timetables[name] = give_rooms(self._schools[name], timetable_of(board, values))
            except NoRooms as short:
                board.choose_rooms(short.rooms)
                return None
        visits = frozenset(v for v, e in self._journeys.present.items() if _is_one(e, solved.values))
        cost, bound = (None, 0.0) if first else (solved.cost, solved.bound)
        return Joint(solved.status, timetables, visits, cost, bound, solved.seconds)


def _board(school: School, rules: Mapping[str, Rule], first: bool) -> SolverBoard:
    """A school's own model, as ``engine.schedule`` makes it."""
    asked = [s for s in live(school, rules) if rules[s.rule].stage is Stage.TIMETABLE]
    board = SolverBoard(school)
    board.place(forbidden(school, rules, asked))
    post(board, rules, (s for s in asked if s.hard))
    fill(board)
    if not first:
        post(board, rules, (s for s in asked if not s.hard))
    return board


def _append(whole: Program, part: Program) -> None:
    """All of a program behind another."""
    first = len(whole.lower)
    whole.lower += part.lower
    whole.upper += part.upper
    whole.rows += [Row(tuple(v + first for v in r.vars), r.coefs, r.lo, r.hi) for r in part.rows]
    whole.cost.update({v + first: w for v, w in part.cost.items()})
    whole.offset += part.offset


def _shifted(expr: Expr, first: int) -> Expr:
    return Expr({v + first: c for v, c in expr.terms.items()}, expr.const)


def _is_one(expr: Expr, values: Sequence[int]) -> bool:
    return any(values[v] for v in expr.terms)
