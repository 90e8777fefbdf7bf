"""The homework board: minutes by class, day and subject for a finished timetable, and what is done in service.

Classes hang together only by the teachers who mark for several of them. So the search is: nothing given at all (which
keeps every upper bound), then class by class the best for what the others have, then the whole, or the parts of it that
do not touch one another, at once with the proof.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from scheduler.domain import HomeworkAllocation, HomeworkItem, RuleSetting, School, Strength, Timetable, Weeks
from scheduler.rule import Rule, Stage

from .board import STEP, SolverBoard, post
from .program import INFINITY, Program, Row
from .solve import Limits, Status, Stop, solve

Tell = Callable[[HomeworkAllocation, int], None]


@dataclass(frozen=True)
class HomeworkResult:
    """The end of an allocation. Without a solution the allocation is None. ``cost`` and ``bound`` in thousandths."""

    status: Status
    allocation: HomeworkAllocation | None
    cost: int | None
    bound: float
    seconds: float


def allocate(
    school: School,
    timetable: Timetable,
    rules: Mapping[str, Rule],
    settings: Iterable[RuleSetting],
    limits: Limits,
    *,
    stop: Stop | None = None,
    tell: Tell | None = None,
) -> HomeworkResult:
    """The best homework for a timetable under the settings of stage HOMEWORK; the others are passed over.

    With ``limits.first`` it ends after one pass over the classes. ``tell`` gets each better answer with its cost.
    """
    began = time.monotonic()
    search = _Search(_board(school, timetable, rules, settings), limits, stop or Stop(), tell)
    status, bound = search.run()
    seconds = time.monotonic() - began
    if search.values is None:
        return HomeworkResult(status, None, None, bound, seconds)
    allocation = search.board.allocation(search.values)
    return HomeworkResult(status, allocation, search.cost, bound, seconds)


def _board(
    school: School, timetable: Timetable, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]
) -> SolverBoard:
    board = SolverBoard(school, fixed=timetable)
    board.place({})
    for target in school.homework.targets:
        for week in board.weeks:
            for day in school.grid.days:
                board.minutes(target.group, week, day, target.subject)
    asked = (Strength.HARD, Strength.SOFT)
    post(board, rules, [s for s in settings if s.strength in asked and rules[s.rule].stage is Stage.HOMEWORK])
    return board


class _Search:
    """The state of one allocation: the best values so far and how far they are proven."""

    def __init__(self, board: SolverBoard, limits: Limits, stop: Stop, tell: Tell | None):
        self.board, self.limits, self.stop, self.tell = board, limits, stop, tell
        self.program = board.program
        self.values: list[int] | None = None
        self.cost: int | None = None
        self._end = time.monotonic() + limits.seconds
        self._rows: dict[int, list[Row]] = defaultdict(list)
        for row in self.program.rows:
            for var in row.vars:
                self._rows[var].append(row)
        self._helpers = set(range(len(self.program.lower))) - board.homework.keys()

    def run(self) -> tuple[Status, float]:
        """Search until proven, out of time or stopped; returns the status and the bound on the cost."""
        nothing = complete(self.program, dict.fromkeys(self.board.homework, 0))
        if any(self.program.broken(nothing)):
            status = self._any_solution()
            if self.values is None:
                return status, float("-inf")
        else:
            self._take(nothing)
        for block in self._classes():
            self._improve(block, min(1.0, self._left()), workers=1)
        if self.limits.first:
            return Status.FEASIBLE, float("-inf")
        bound = self.program.offset + sum(self._prove())
        return Status.OPTIMAL if bound >= (self.cost or 0) else Status.FEASIBLE, bound

    def _left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def _take(self, values: list[int]) -> None:
        self.values, self.cost = values, self.program.total(values)
        if self.tell:
            self.tell(self.board.allocation(values), self.cost)

    def _any_solution(self) -> Status:
        """A solution of the hard rules where giving nothing is none."""
        limits = replace(self.limits, first=True, seconds=self._left())
        solved = solve(self.program, limits, stop=self.stop, objective=False)
        if solved.values is not None:
            self._take(list(solved.values))
        return solved.status

    def _classes(self) -> list[set[int]]:
        blocks: dict[str, set[int]] = defaultdict(set)
        for var, (group, *_) in self.board.homework.items():
            blocks[group].add(var)
        return list(blocks.values())

    def _prove(self) -> Iterator[float]:
        """Improve each part of the problem that touches no other; yields their bounds."""
        parts = sorted(self._parts(), key=len)
        for index, variables in enumerate(parts):
            left = self._left() / max(1, len(parts) - index)
            yield self._improve(variables & self.board.homework.keys(), left, self.limits.workers)

    def _parts(self) -> list[set[int]]:
        """The connected parts of the program: variables that share rows, also through others."""
        parts, seen = [], set()
        for start in range(len(self.program.lower)):
            if start not in seen:
                part = self._reach({start}, range(len(self.program.lower)))
                seen |= part
                parts.append(part)
        return parts

    def _reach(self, start: set[int], through: Sequence[int] | set[int]) -> set[int]:
        """The variables among ``through`` that share rows with the start, directly or through one another."""
        found, todo = set(start), list(start)
        while todo:
            for row in self._rows[todo.pop()]:
                for var in row.vars:
                    if var not in found and var in through:
                        found.add(var)
                        todo.append(var)
        return found

    def _improve(self, decisions: set[int], seconds: float, workers: int) -> float:
        """Solve for these decisions, the others as they are; returns the bound on their part of the cost."""
        assert self.values is not None
        helpers = self._helpers
        variables = sorted(self._reach(decisions, helpers))
        part = _part(self.program, variables, self._rows, self.values)
        hint = [self.values[v] for v in variables]
        if not self.stop and seconds > 0:
            limits = replace(self.limits, seconds=seconds, workers=workers, first=False)
            solved = solve(part, limits, stop=self.stop, hint=hint)
            if solved.values is not None and solved.cost is not None and solved.cost < part.total(hint):
                better = list(self.values)
                for var, value in zip(variables, solved.values, strict=True):
                    better[var] = value
                self._take(better)
            return solved.bound
        return float("-inf")


def _part(program: Program, variables: Sequence[int], rows: Mapping[int, list[Row]], values: Sequence[int]) -> Program:
    """The program of some variables, the others fixed at their values."""
    number = {var: i for i, var in enumerate(variables)}
    part = Program([program.lower[v] for v in variables], [program.upper[v] for v in variables])
    seen: set[int] = set()
    for row in (row for var in variables for row in rows[var]):
        if id(row) in seen:
            continue
        seen.add(id(row))
        terms = list(zip(row.vars, row.coefs, strict=True))
        fixed = sum(c * values[v] for v, c in terms if v not in number)
        free = [(number[v], c) for v, c in terms if v in number]
        part.rows.append(Row(tuple(v for v, _ in free), tuple(c for _, c in free), row.lo - fixed, row.hi - fixed))
    part.cost = {number[v]: w for v, w in program.cost.items() if v in number}
    return part


def complete(program: Program, decisions: Mapping[int, int]) -> list[int]:
    """The least values of the helper variables that go with these decisions.

    A helper is made after what it stands for and bounded from below by it, so each takes the least value that the rows
    ending in it allow. Whether the result keeps all rows is for the caller to see (``Program.broken``).
    """
    values = [decisions.get(var, low) for var, low in enumerate(program.lower)]
    ending: dict[int, list[Row]] = defaultdict(list)
    for row in program.rows:
        if row.vars and row.vars[-1] not in decisions:
            ending[row.vars[-1]].append(row)
    for var in sorted(ending):
        for row in ending[var]:
            coef = row.coefs[-1]
            rest = sum(c * values[v] for v, c in zip(row.vars[:-1], row.coefs[:-1], strict=True))
            need = (row.lo - rest) / coef if coef > 0 else (row.hi - rest) / coef
            if abs(need) < INFINITY // abs(coef) // 2:
                values[var] = max(values[var], ceil(need))
    return values
