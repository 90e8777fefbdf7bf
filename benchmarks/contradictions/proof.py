"""What is possible, by plain solvers on a board of some lessons and some settings: shares nothing with the search for
conflicts. Nobody in two places, places in rooms, and every lesson held always count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ortools.linear_solver import pywraplp

from constraints import catalogue
from scheduler.domain import HomeworkPlan, School, Timetable
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.program import INFINITY, Program
from scheduler.engine.solve import Limits, Status, solve
from scheduler.rule import Stage

SECONDS = 10.0  # for one proof


def structural(school: School) -> frozenset[str]:
    """The ids of the settings that always count."""
    rules = catalogue()
    return frozenset(s.id for s in school.settings if rules[s.rule].only_hard)


def possible(
    school: School, ids: Iterable[str], courses: Collection[str], *, timetable: Timetable | None = None,
    homework: bool = False, seconds: float = SECONDS,
) -> bool | None:  # fmt: skip
    """Whether these courses can be held when only these settings (ids) are asked, and the structural ones; None when
    that is not known in time. ``timetable``: the lessons stay there. ``homework``: minutes are decided too."""
    rules = catalogue()
    board = SolverBoard(part := part_of(school, {*ids, *structural(school)}, courses), fixed=timetable)
    hard = [s for s in live(part, rules) if s.hard]
    lessons = [s for s in hard if rules[s.rule].stage is Stage.TIMETABLE]
    board.place({} if timetable else forbidden(part, rules, lessons))
    post(board, rules, lessons if timetable is None else ())
    if homework:
        post(board, rules, (s for s in hard if rules[s.rule].stage is Stage.HOMEWORK))
    if _linear(board.program, "GLOP", seconds) is False:  # short by counting: seen at once in fractions
        return False
    limits = Limits(seconds=seconds, workers=1, first=True, linearization=1)
    status = solve(board.program, limits, objective=False).status
    if status is not Status.UNKNOWN:
        return status is not Status.INFEASIBLE
    return _linear(board.program, "SCIP", seconds)  # parity in a full week: clause learning tries every lesson


def _linear(program: Program, name: str, seconds: float) -> bool | None:
    """Whether the rows can be kept, by a solver of linear programs: in fractions (GLOP) or in integers (SCIP)."""
    solver = pywraplp.Solver.CreateSolver(name)
    solver.SetTimeLimit(int(1000 * seconds))
    columns = [solver.IntVar(lo, hi, "") for lo, hi in zip(program.lower, program.upper, strict=True)]
    for row in program.rows:
        lo = row.lo if row.lo > -INFINITY else -solver.infinity()
        hi = row.hi if row.hi < INFINITY else solver.infinity()
        line = solver.Constraint(lo, hi)
        for var, coef in zip(row.vars, row.coefs, strict=True):
            line.SetCoefficient(columns[var], coef)
    status = solver.Solve()
    if status == pywraplp.Solver.INFEASIBLE:
        return False
    return True if status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE) else None


def part_of(school: School, ids: Collection[str], courses: Collection[str]) -> School:
    """A school of these courses only (all when there is none), asked these settings only."""
    held = tuple(c for c in school.courses if not courses or c.id in courses)
    classes = {g.id for g in school.classes if any(c in held for c in school.courses_of(g))} if courses else None
    targets = tuple(t for t in school.homework.targets if classes is None or t.group in classes)
    return replace(
        school, courses=held, settings=tuple(s for s in school.settings if s.id in ids),
        homework=HomeworkPlan(targets, school.homework.service, school.homework.off_days),
    )  # fmt: skip


def smallest(
    school: School, ids: Sequence[str], courses: Collection[str], *, homework: bool = False
) -> frozenset[str] | None:
    """The ids of a smallest set among ``ids`` that is impossible for these courses: what can be left out is left out.
    None where they are possible together, or a proof took too long."""
    if possible(school, ids, courses, homework=homework) is not False:
        return None
    left = list(dict.fromkeys(ids))
    for one in list(left):
        without = [i for i in left if i != one]
        verdict = possible(school, without, courses, homework=homework)
        if verdict is None:
            return None
        if not verdict:
            left = without
    return frozenset(left)


def minimal(school: School, ids: Iterable[str], courses: Collection[str], *, homework: bool = False) -> bool | None:
    """Whether these settings are impossible for these courses and possible without any one of them; None: not known."""
    asked = [i for i in dict.fromkeys(ids) if i not in structural(school)]
    verdict = possible(school, asked, courses, homework=homework)
    if verdict is not False:
        return None if verdict is None else False
    verdicts = [possible(school, [i for i in asked if i != one], courses, homework=homework) for one in asked]
    return None if None in verdicts else all(verdicts)
