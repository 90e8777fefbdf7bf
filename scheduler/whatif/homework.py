"""The homework board after a change: what is valid stays, the classes that are concerned are shared out anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np

from scheduler.domain import HomeworkAllocation, RuleSetting, School, Source, Timetable, Weeks
from scheduler.engine.board import STEP, SolverBoard
from scheduler.engine.homework import in_service
from scheduler.engine.matrix import Ints, Mask, Matrix
from scheduler.engine.model import post, share_all
from scheduler.engine.program import Expr
from scheduler.engine.readout import allocation_of
from scheduler.engine.solve import Limits, Stop, solve
from scheduler.rule import Rule, Stage

from .differences import Moved

CHANGED = 100  # thousandths a minute that differs: less than a minute short of the target, more than evenness
ALONE = 0.5  # for one class, in the solver's deterministic units, about seconds: a slow machine gives no other answer

Minutes = dict[tuple[str, Weeks, int, str], int]


def settle_homework(
    school: School,
    timetable: Timetable,
    rules: Mapping[str, Rule],
    settings: Iterable[RuleSetting],
    old: HomeworkAllocation,
    concerned: Collection[str],
    limits: Limits,
    stop: Stop,
) -> HomeworkAllocation | None:
    """Homework for a timetable with as few other minutes than the ``old`` as its wishes allow; None where the hard
    rules of homework cannot be kept.

    ``concerned``: classes (ids) whose lessons, targets or rules are not what they were. Those and the ones that break
    something are shared out anew; the others keep theirs to the minute.
    """
    board = SolverBoard(school, fixed=timetable)
    board.place({})
    post(board, rules, settings)
    share_all(board)
    if not board.homework:
        return HomeworkAllocation()
    return _Sharing(board, old, limits, stop).run(concerned)


def minutes_on(board: SolverBoard, old: HomeworkAllocation) -> dict[int, int]:
    """The homework variables of a board as an older allocation has them, as far as they exist; in steps."""
    total: Minutes = defaultdict(int)
    for item in old.items:
        total[item.group, item.week, item.day, item.subject] += item.minutes
    found = {}
    for var, (group, week, day, subject) in board.homework.items():
        weeks = (week, Weeks.ALL) if week is not Weeks.ALL else (Weeks.ALL,)
        minutes = sum(total.get((group, w, day, subject), 0) for w in weeks)
        if week is Weeks.ALL:  # a class whose weeks differed before and are alike now
            minutes += max(total.get((group, w, day, subject), 0) for w in (Weeks.ODD, Weeks.EVEN))
        found[var] = min(minutes // STEP, board.program.upper[var])
    return found


def concerned_classes(
    before: School, after: School, rules: Mapping[str, Rule], moved: Iterable[Moved]
) -> frozenset[str]:  # fmt: skip
    """The classes whose lessons moved, or of which other homework is asked than before."""
    known = after.group.keys()
    found = {
        after.atoms[atom].id
        for m in moved
        if m.course in after.course
        for g in after.course[m.course].groups
        for atom in after.group[g].atoms
    }
    found |= {
        k.id for m in moved if m.course not in after.course for k in after.classes if _had(before, m.course, k.id)
    }
    found |= {t.group for t in {*before.homework.targets} ^ {*after.homework.targets}}
    served = {g for g, _, _ in {*before.homework.service} ^ {*after.homework.service}}
    asked = [
        {replace(s, id="", source=Source()) for s in school.settings if rules[s.rule].stage is Stage.HOMEWORK}
        for school in (before, after)
    ]
    scopes = [s.scope for s in asked[0] ^ asked[1]]
    found |= {k.id for k in after.classes if k.grade in served or any(scope.has_group(k) for scope in scopes)}
    return frozenset(found & known)


def _had(school: School, course: str, klass: str) -> bool:
    atoms = {atom for g in school.course[course].groups for atom in school.group[g].atoms}
    return any(school.atoms[atom].id == klass for atom in atoms)


class _Sharing:
    """The old minutes, and class by class what has to differ from them."""

    def __init__(self, board: SolverBoard, old: HomeworkAllocation, limits: Limits, stop: Stop):
        self._board, self._limits, self._stop = board, limits, stop
        before = minutes_on(board, old)
        for var, minutes in before.items():
            differs = board.above(Expr({var: STEP}, -STEP * minutes), 0) + board.above(
                Expr({var: -STEP}, STEP * minutes), 0
            )
            board.program.add_cost(differs, CHANGED)
        self._matrix = Matrix(board.program)
        self._values: Ints = np.array(board.program.complete(before), dtype=np.int64)
        self._own: dict[str, list[int]] = defaultdict(list)
        for var, (group, *_) in board.homework.items():
            self._own[group].append(var)
        self._class = {var: group for group, own in self._own.items() for var in own}

    def run(self, concerned: Collection[str]) -> HomeworkAllocation | None:
        """The allocation; None where there is none that keeps the hard rules."""
        wanted = self._breaking().union(concerned)
        classes = [k for k in self._own if k in wanted]
        for klass in classes:
            self._improve([klass], 10 * ALONE, ALONE)
        for together in (classes, list(self._own)):  # where one class alone cannot do what must be
            if not self._matrix.holds(self._values):
                self._improve(together, self._limits.seconds / 2)
        if not self._matrix.holds(self._values):
            return None
        return in_service(self._board.school, allocation_of(self._board, self._values.tolist()))

    def _breaking(self) -> set[str]:
        """The classes that have a share in what the old minutes break."""
        matrix = self._matrix
        roots = dict(zip(matrix.helpers.tolist(), matrix.roots, strict=True))
        rows = self._board.program.broken(self._values.tolist())
        variables = {r for row in rows for v in row.vars for r in roots.get(v, (v,))}
        return {self._class[v] for v in variables if v in self._class}

    def _improve(self, classes: Iterable[str], seconds: float, work: float | None = None) -> None:
        """Share out these classes' homework anew, where that can be done, while the others keep theirs."""
        free: Mask = np.zeros(len(self._values), dtype=bool)
        free[[v for k in classes for v in self._own[k]]] = True
        part = self._matrix.beside(self._values, self._matrix.with_helpers(free))
        limits = Limits(seconds=seconds, work=work, workers=1, seed=self._limits.seed, linearization=2)
        solved = solve(part.program, limits, stop=self._stop, hint=self._values[part.free].tolist(), configure=_quick)
        if solved.values is not None:
            self._values[part.free] = solved.values


def _quick(solver: object) -> None:
    """Many small programs: presolve without its dear parts."""
    parameters = solver.parameters  # type: ignore[attr-defined]
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
