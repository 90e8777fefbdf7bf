"""The board: the only maker of variables. It turns what rules say of courses and people into rows of a Program.

Formulation A of the measurements: a Boolean x[course, kind of session, start] on allowed starts only; equal sessions
of a course are counted, not told apart. Helper variables are lazy, cached by the expression they stand for, and full
equivalences; one-sided slacks occur only inside costs. A school without odd and even weeks has one week.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from scheduler.domain import (
    Course,
    Group,
    Moment,
    Placement,
    RuleSetting,
    School,
    Slot,
    Strength,
    Teacher,
    Timetable,
    Weeks,
)
from scheduler.rule import Lin

from .program import Expr, How, Program, total

ZERO = Expr()
ONE = Expr(const=1)
STEP = 5  # homework is given in multiples of five minutes


@dataclass(frozen=True)
class Decision:
    """What it means that a placement variable is 1: a session of this kind begins at this slot in these weeks."""

    course: Course
    duration: int
    weeks: Weeks
    start: Slot


class SolverBoard:
    """See :class:`scheduler.rule.Board`. With ``fixed`` the placements are constants and only homework is decided."""

    def __init__(self, school: School, *, fixed: Timetable | None = None):
        self.school = school
        self.weeks = school.weeks
        self.program = Program()
        self.decisions: dict[int, Decision] = {}
        self.homework: dict[int, tuple[str, Weeks, int, str]] = {}
        self.costs: dict[str, list[tuple[int, Expr]]] = defaultdict(list)
        self._fixed = fixed
        self._at: dict[tuple[str, str, Weeks], Expr] = {}
        self._begins: dict[tuple[str, str, Weeks], Expr] = {}
        self._helpers: dict[tuple[object, ...], Expr] = {}
        self._sums: dict[tuple[object, ...], Expr] = {}
        halved = {c.id for c in school.courses if any(s.weeks is not Weeks.ALL for s in c.sessions)}
        self._targets = {(t.group, t.subject): t for t in school.homework.targets}
        # what differs from week to week: courses, and classes that have homework in such a subject
        self._alternating = halved | {
            g.id
            for g in school.classes
            if any(c.id in halved and (g.id, c.subject) in self._targets for c in school.courses_of(g))
        }

    # -- placements ------------------------------------------------------------------------------------------------

    def place(self, forbidden: Mapping[str, set[str]], kept: Iterable[Placement] = ()) -> None:
        """Make the placement variables.

        ``forbidden`` gives the slot ids a course may not be held in; the courses of ``kept`` placements stay as they
        are, wherever that is.
        """
        at: dict[tuple[str, str, Weeks], dict[int, int]] = defaultdict(dict)
        begins: dict[tuple[str, str, Weeks], dict[int, int]] = defaultdict(dict)
        if self._fixed is not None:
            self._place_fixed(self._fixed)
            return
        places: dict[str, set[tuple[int, str, Weeks]]] = defaultdict(set)
        for p in kept:
            places[p.course].add((self._duration(p), p.start, p.weeks))
        for course in self.school.courses:
            closed = set() if course.id in places else forbidden.get(course.id, set())
            kinds = Counter((s.duration, s.weeks) for s in course.sessions)
            for (duration, weeks), count in kinds.items():
                made = self._starts(course, duration, weeks, closed, places.get(course.id), at, begins)
                self.program.require(Expr(dict.fromkeys(made, 1)), count, count)
        self._at = {key: Expr(terms) for key, terms in at.items()}
        self._begins = {key: Expr(terms) for key, terms in begins.items()}
        for (_, _, _), expr in self._at.items():
            self.program.require(expr, hi=1)

    def _starts(
        self,
        course: Course,
        duration: int,
        weeks: Weeks,
        closed: set[str],
        only: set[tuple[int, str, Weeks]] | None,
        at: dict[tuple[str, str, Weeks], dict[int, int]],
        begins: dict[tuple[str, str, Weeks], dict[int, int]],
    ) -> list[int]:
        made = []
        grid = self.school.grid
        for start in course.starts:
            run = grid.run(grid.slot[start], duration)
            if not run or any(s.id in closed for s in run):
                continue
            for chosen in (Weeks.ODD, Weeks.EVEN) if weeks is Weeks.EITHER else (weeks,):
                if only is not None and (duration, start, chosen) not in only:
                    continue
                var = self.program.variable()
                made.append(var)
                self.decisions[var] = Decision(course, duration, chosen, run[0])
                for week in self.weeks:
                    if chosen.covers(week):
                        begins[course.id, start, week][var] = 1
                        for slot in run:
                            at[course.id, slot.id, week][var] = 1
        return made

    def _place_fixed(self, timetable: Timetable) -> None:
        grid = self.school.grid
        for p in timetable.placements:
            duration = self._duration(p)
            for week in self.weeks:
                if p.weeks.covers(week):
                    self._begins[p.course, p.start, week] = ONE
                    for slot in grid.run(grid.slot[p.start], duration):
                        self._at[p.course, slot.id, week] = ONE

    def _duration(self, placement: Placement) -> int:
        """Periods of the session placed."""
        return next(s.duration for s in self.school.course[placement.course].sessions if s.id == placement.session)

    def at(self, course: Course, slot: Slot, week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._at.get((course.id, slot.id, week), ZERO)

    def begins(self, course: Course, slot: Slot, week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._begins.get((course.id, slot.id, week), ZERO)

    def lessons(self, courses: Iterable[Course], slots: Iterable[Slot], week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._count(self._at, courses, slots, week)

    def sessions(self, courses: Iterable[Course], slots: Iterable[Slot], week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._count(self._begins, courses, slots, week)

    def _count(
        self,
        table: Mapping[tuple[str, str, Weeks], Expr],
        courses: Iterable[Course],
        slots: Iterable[Slot],
        week: Weeks,
    ) -> Expr:
        """The sum over a table; kept, because many rules ask for the same sums, and odd and even weeks mostly agree."""
        ids, places = tuple(c.id for c in courses), tuple(s.id for s in slots)
        if self._alternating.isdisjoint(ids):
            week = self.weeks[0]
        key = (table is self._begins, ids, places, week)
        if key not in self._sums:
            found = (table.get((c, s, week)) for c in ids for s in places)
            self._sums[key] = total(e for e in found if e is not None)
        return self._sums[key]

    # -- expressions -----------------------------------------------------------------------------------------------

    def busy(self, teacher: Teacher, moment: Moment, week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        key = ("busy", teacher.id, moment.slots, week)
        if key not in self._helpers:
            courses = self.school.courses_of_teacher[teacher.id]
            self._helpers[key] = self._named(self.lessons(courses, moment.slots, week))
        return self._helpers[key]

    def attends(self, klass: Group, slot: Slot, week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._named(self.lessons(self.school.courses_of(klass), [slot], week))

    def _named(self, expr: Expr) -> Expr:
        """A variable equal to a 0/1 sum, shared by all who ask for the same sum."""
        if len(expr.terms) <= 1:
            return expr
        key = ("named", expr.key(), expr.const)
        if key not in self._helpers:
            var = self.program.helper(How.SUM, expr)
            self.program.require(expr - var, 0, 0)
            self._helpers[key] = var
        return self._helpers[key]

    def sum(self, terms: Iterable[Lin | int]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return total(terms)

    def any(self, terms: Iterable[Lin]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        union = total(terms)
        if union.const > 0:
            return ONE
        if len(union.terms) <= 1:
            return Expr(dict.fromkeys(union.terms, 1)) if self._binary(union) else self._positive(union)
        return self._positive(union)

    def _binary(self, expr: Expr) -> bool:
        return all(self.program.upper[v] == 1 and c == 1 for v, c in expr.terms.items())

    def _positive(self, expr: Expr) -> Expr:
        key = ("any", expr.key())
        if key not in self._helpers:
            flag = self.program.helper(How.ANY, expr)
            (var,) = flag.terms
            self.program.require(expr - flag, lo=0)
            for term, coef in expr.terms.items():
                most = coef * self.program.upper[term]
                self.program.require(Expr({term: coef, var: -most}), hi=0)
            self._helpers[key] = flag
        return self._helpers[key]

    def both(self, first: Lin, second: Lin) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        a, b = self._named(cast(Expr, first)), self._named(cast(Expr, second))
        if not a.terms:
            return b if a.const else ZERO
        if not b.terms:
            return a if b.const else ZERO
        if a.key() == b.key():
            return a
        key = ("both", *sorted((a.key(), b.key())))
        if key not in self._helpers:
            var = self.program.helper(How.BOTH, a, b)
            self.program.require(a + b - var, hi=1)
            self.program.require(a - var, lo=0)
            self.program.require(b - var, lo=0)
            self._helpers[key] = var
        return self._helpers[key]

    def above(self, expression: Lin, bound: int) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        expr = cast(Expr, expression) - bound
        low, high = self.program.bounds(expr)
        if high <= 0:
            return ZERO
        if low >= 0:
            return expr
        key = ("above", expr.key(), expr.const)
        if key not in self._helpers:
            slack = self.program.helper(How.MOST, expr, upper=high)
            self.program.require(slack - expr, lo=0)
            self._helpers[key] = slack
        return self._helpers[key]

    def worst(self, expressions: Iterable[Lin]) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        exprs = [e for e in cast(Iterable[Expr], expressions) if self.program.bounds(e)[1] > 0]
        if len(exprs) <= 1:
            return self.above(exprs[0], 0) if exprs else ZERO
        key = ("worst", *sorted((e.key(), e.const) for e in exprs))
        if key not in self._helpers:
            high = max(self.program.bounds(e)[1] for e in exprs)
            slack = self.program.helper(How.MOST, *exprs, upper=high)
            for e in exprs:
                self.program.require(slack - e, lo=0)
            self._helpers[key] = slack
        return self._helpers[key]

    # -- bounds and costs ------------------------------------------------------------------------------------------

    def at_most(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        over = cast(Expr, expression - bound)
        if setting.hard:
            self.program.require(over, hi=0, setting=setting.id)
        else:
            self.cost(setting, self.above(over, 0))

    def at_least(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        self.at_most(setting, who, -expression, -bound)

    def exactly(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        if setting.hard:
            self.program.require(cast(Expr, expression - bound), 0, 0, setting.id)
        else:
            self.at_most(setting, who, expression, bound)
            self.at_least(setting, who, expression, bound)

    def cost(self, setting: RuleSetting, expr: Expr) -> None:
        """Soft settings: each unit of the never negative expression costs the setting's weight."""
        if setting.strength is Strength.SOFT and (expr.terms or expr.const):
            self.costs[setting.id].append((setting.weight, expr))
            self.program.add_cost(expr, setting.weight)

    # -- homework --------------------------------------------------------------------------------------------------

    def minutes(self, group: str, week: Weeks, day: int, subject: str) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        target = self._targets.get((group, subject))
        if target is None:
            return ZERO
        week = week if group in self._alternating else Weeks.ALL
        key = ("minutes", group, week, day, subject)
        if key not in self._helpers:
            var = self.program.variable(min(target.most, 180) // STEP)
            self.homework[var] = (group, week, day, subject)
            self._helpers[key] = Expr({var: STEP})
        return self._helpers[key]

    def gives(self, group: str, week: Weeks, day: int, subject: str) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self.any([self.minutes(group, week, day, subject)])
