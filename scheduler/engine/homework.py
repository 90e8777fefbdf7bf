"""The homework board of a finished timetable: minutes by class, day and subject; what is done in service.

Classes hang together only by the teachers who mark for several of them. So the search is: nothing given at
all (which keeps every upper bound), then class by class the best for what the others have, then each part
of the school that no teacher links to another: a small one whole, with the proof, a large one by pairs of
classes.
"""

from __future__ import annotations

import itertools
import random
import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduler.domain import HomeworkAllocation, HomeworkItem, RuleSetting, School, Strength, Timetable, Weeks
from scheduler.rule import Rule, Stage

from .board import STEP, SolverBoard
from .model import post, share_all
from .parts import cut_out, least
from .program import Row
from .readout import allocation_of
from .solve import Limits, Status, Stop, solve

Tell = Callable[[HomeworkAllocation, int], None]

FIRST_GAP = 0.3  # the first pass over the classes only wants a sensible answer soon
WHOLE = 250  # minutes to decide: larger parts are not tried whole
ANY_WORK, BLOCK_WORK, WHOLE_WORK = 60.0, 0.5, 1.0  # limits in the solver's deterministic units, about seconds


@dataclass(frozen=True)
class HomeworkResult:
    """The end of an allocation. Without a solution it is None. ``cost`` and ``bound`` in thousandths."""

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

    With ``limits.first`` it ends after one quick pass over the classes. ``tell`` gets each better answer
    with its cost. Of ``limits`` the seconds, workers and seed count; sub-problems are bounded in
    deterministic work, so that two runs that are not cut short by the clock give the same answer.
    """
    began = time.monotonic()
    search = _Search(_board(school, timetable, rules, settings), limits, Stop() if stop is None else stop, tell)
    status, bound = search.run()
    seconds = time.monotonic() - began
    if not search.solved:
        return HomeworkResult(status, None, None, bound, seconds)
    allocation = allocation_of(search.board, search.values)
    return HomeworkResult(status, allocation, search.cost, bound, seconds)


def _board(
    school: School, timetable: Timetable, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]
) -> SolverBoard:
    board = SolverBoard(school, fixed=timetable)
    board.place({})
    share_all(board)
    asked = (Strength.HARD, Strength.SOFT)
    post(board, rules, [s for s in settings if s.strength in asked and rules[s.rule].stage is Stage.HOMEWORK])
    return board


class _Search:
    """The state of one allocation: the best values so far, and the program by its rows."""

    def __init__(self, board: SolverBoard, limits: Limits, stop: Stop, tell: Tell | None):
        self.board, self.limits, self.stop, self.tell = board, limits, stop, tell
        self.program = board.program
        self.values: list[int] = []
        self.solved = False
        self.cost = 0
        self._end = time.monotonic() + limits.seconds
        self._rows: dict[int, list[Row]] = defaultdict(list)
        for row in self.program.rows:
            for var in row.vars:
                self._rows[var].append(row)
        self._helpers = set(range(len(self.program.lower))) - board.homework.keys()
        self._blocks = self._classes()

    def run(self) -> tuple[Status, float]:
        """Search until proven, out of time or stopped; returns the status and the bound on the cost."""
        nothing = self.program.complete({})
        if any(self.program.broken(nothing)):
            status = self._any_solution()
            if not self.solved:
                return status, float("-inf")
        else:
            self._take(nothing)
        for block in self._blocks:
            self._improve(block, gap=FIRST_GAP)
        everything = range(len(self.program.lower))
        bound = self.program.offset + (least(self.program, everything) if self.limits.first else self._prove())
        return Status.OPTIMAL if bound > self.cost - 0.5 else Status.FEASIBLE, min(bound, self.cost)

    def _prove(self) -> float:
        """Each part whole; what this does not finish class by class, then by pairs; returns the bound."""
        bounds, large = [], []
        for part in sorted(self._parts(), key=len):
            decisions = part & self.board.homework.keys()
            bound, proven = least(self.program, part), not decisions
            if 0 < len(decisions) <= WHOLE:
                bound, proven = self._improve(decisions, WHOLE_WORK)
            bounds.append(bound)
            if not proven:
                large.append((len(bounds) - 1, part, [b & part for b in self._blocks if b & part]))
        blocks = [block for _, _, inside in large for block in inside]
        self._until_no_better(blocks, 4 * len(blocks))
        for index, part, inside in large:
            bounds[index] = max(bounds[index], self._by_itself(part, inside))
        self._until_no_better(self._pairs(blocks), 4 * len(blocks))
        return sum(bounds)

    def _left(self) -> float:
        return 0.0 if self.stop else max(0.0, self._end - time.monotonic())

    def _take(self, values: Sequence[int]) -> None:
        self.values, self.cost, self.solved = list(values), self.program.total(values), True
        if self.tell:
            self.tell(allocation_of(self.board, values), self.cost)

    def _any_solution(self) -> Status:
        """A solution of the hard rules, where giving nothing is none."""
        limits = replace(self._limits(ANY_WORK), first=True)
        solved = solve(self.program, limits, stop=self.stop, objective=False)
        if solved.values is not None:
            self._take(solved.values)
        return solved.status

    def _classes(self) -> list[set[int]]:
        """The minutes of each class, those of odd and even weeks apart where they differ."""
        blocks: dict[tuple[str, Weeks], set[int]] = defaultdict(set)
        for var, (group, week, *_) in self.board.homework.items():
            blocks[group, week].add(var)
        return list(blocks.values())

    def _pairs(self, blocks: Sequence[set[int]]) -> list[set[int]]:
        """Two classes each that share a row, in random order."""
        block_of = {var: block for block in blocks for var in block}
        pairs: dict[tuple[int, ...], set[int]] = {}
        for block in blocks:
            near = {v for h in self._reach(block, self._helpers) for row in self._rows[h] for v in row.vars}
            for var in sorted(near & block_of.keys() - block):
                pairs.setdefault(tuple(sorted((min(block), min(block_of[var])))), block | block_of[var])
        found = [pairs[key] for key in sorted(pairs)]
        random.Random(self.limits.seed).shuffle(found)
        return found

    def _until_no_better(self, blocks: Sequence[set[int]], most: int) -> None:
        """Improve block by block until all were tried since the last gain, or ``most`` in all."""
        tried = 0
        for block in itertools.islice(itertools.cycle(blocks), most):
            if tried == len(blocks) or not self._left():
                return
            before = self.cost
            self._improve(block)
            tried = tried + 1 if self.cost == before else 1

    def _by_itself(self, part: set[int], blocks: Sequence[set[int]]) -> float:
        """A bound on the cost of a part: each class by itself, without rows that others have a share in."""
        bound, rest = 0.0, set(part)
        for block in blocks if self._left() else ():
            helpers = self._reach(block, self._helpers) - block
            decided = self.board.homework.keys() - block
            shared = {h for h in helpers for row in self._rows[h] if not decided.isdisjoint(row.vars)}
            variables = sorted(self._reach(block, self._helpers - shared))
            own = set(variables)
            rows = {v: [row for row in self._rows[v] if own.issuperset(row.vars)] for v in variables}
            alone = cut_out(self.program, variables, rows, self.values)
            solved = solve(alone, self._limits(BLOCK_WORK), stop=self.stop, configure=_quick)
            bound += max(solved.bound, least(alone, range(len(variables))))
            rest -= own
        return bound + least(self.program, rest)

    def _parts(self) -> list[set[int]]:
        """Variables that share rows, directly or through others: parts that can be solved by themselves."""
        parts, seen, everything = [], set[int](), range(len(self.program.lower))
        for start in everything:
            if start not in seen:
                parts.append(self._reach({start}, everything))
                seen |= parts[-1]
        return parts

    def _reach(self, start: set[int], through: Container[int]) -> set[int]:
        """The start and what of ``through`` shares rows with it, directly or through others."""
        found, todo = set(start), list(start)
        while todo:
            for row in self._rows[todo.pop()]:
                for var in row.vars:
                    if var not in found and var in through:
                        found.add(var)
                        todo.append(var)
        return found

    def _limits(self, work: float) -> Limits:
        return Limits(self._left(), work, 1, self.limits.seed, linearization=2)

    def _improve(self, decisions: set[int], work: float = BLOCK_WORK, gap: float = 0.0) -> tuple[float, bool]:
        """Solve for these decisions, the others as they are; returns a bound on their part of the cost, and
        whether it is proven that there is no better.
        """
        variables = sorted(self._reach(decisions, self._helpers))
        part = cut_out(self.program, variables, self._rows, self.values)
        hint = [self.values[v] for v in variables]
        nothing = least(part, range(len(variables)))
        if not self._left():
            return nothing, False

        def configure(solver: Any) -> None:
            _quick(solver)
            solver.parameters.relative_gap_limit = gap

        solved = solve(part, self._limits(work), stop=self.stop, hint=hint, configure=configure)
        if solved.values is not None and part.total(solved.values) < part.total(hint):
            better = dict(zip(variables, solved.values, strict=True))
            self._take([better.get(v, old) for v, old in enumerate(self.values)])
        return max(solved.bound, nothing), solved.status is Status.OPTIMAL


def _quick(solver: Any) -> None:
    """Parameters for many small programs: presolve without its dear parts."""
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0


def in_service(school: School, allocation: HomeworkAllocation) -> HomeworkAllocation:
    """The same homework, of each class-day the first written minutes done in after-school service, the rest at home.

    What every pupil has to do comes before what is chosen, and the shortest piece first, so that as many subjects as
    can be are finished; reading, sport and other kinds are meant for home. The service minutes of a grade and day are
    rounded down to a multiple of five; the piece in which they end is split. Where a class has homework of every week
    and of odd or even weeks on one day, that of every week comes first.
    """
    minutes: dict[HomeworkItem, int] = defaultdict(int)
    for item in allocation.items:
        minutes[replace(item, minutes=0, place="home")] += item.minutes
    left: dict[tuple[str, int, Weeks], int] = {}
    written = [piece for piece in minutes if piece.kind == "written"]
    written.sort(key=lambda i: (i.group, i.day, i.layer != "required", i.week is not Weeks.ALL, minutes[i], i))
    found = [replace(piece, minutes=m) for piece, m in minutes.items() if piece.kind != "written"]
    for piece in written:
        service = school.homework.service_minutes.get((school.group[piece.group].grade, piece.day), 0)
        keys = [(piece.group, piece.day, w) for w in (Weeks.ODD, Weeks.EVEN) if piece.week.covers(w)]
        room = {key: left.get(key, service // STEP * STEP) for key in keys}
        done = min(*room.values(), minutes[piece])
        left |= {key: free - done for key, free in room.items()}
        parts = (("service", done), ("home", minutes[piece] - done))
        found += [replace(piece, minutes=m, place=place) for place, m in parts if m]
    return HomeworkAllocation(tuple(sorted(found)))
