"""The board: the only maker of variables. It turns what rules say of courses and people into rows of a Program.

Formulation A of the measurements: a Boolean x[course, kind of session, start] on allowed starts only; equal sessions
of a course are counted, not told apart. Helper variables are lazy, cached by the expression they stand for, and full
equivalences; one-sided slacks occur only inside costs. A school without odd and even weeks has one week.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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

from .logic import ONE, ZERO, Logic
from .program import Expr, total
from .room_choice import Use, connected, room_rows

STEP = 5  # homework is given in multiples of five minutes


@dataclass(frozen=True)
class Decision:
    """What it means that a placement variable is 1: a session of this kind begins at this slot in these weeks."""

    course: Course
    duration: int
    weeks: Weeks
    start: Slot


class SolverBoard(Logic):
    """See :class:`scheduler.rule.Board`. With ``fixed`` the placements are constants and only homework is decided;
    ``apart``: no row stands for two settings or two people (see ``Program``)."""

    def __init__(self, school: School, *, fixed: Timetable | None = None, apart: bool = False):
        super().__init__()
        self.program.apart = apart
        self.school = school
        self.weeks = school.weeks
        self.decisions: dict[int, Decision] = {}
        self.alike: list[tuple[tuple[int, ...], int]] = []  # the placements of sessions alike, and how many there are
        self.homework: dict[int, tuple[str, Weeks, int, str]] = {}
        self.costs: dict[str, list[tuple[int, Expr]]] = defaultdict(list)
        self._fixed = fixed
        self._at: dict[tuple[str, str, Weeks], Expr] = {}
        self._begins: dict[tuple[str, str, Weeks], Expr] = {}
        self.room_choices: dict[tuple[int, int], dict[str, int]] = {}  # (decision, need) → room → its variable
        self._explicit: set[frozenset[str]] = set()
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
                self.alike.append((tuple(made), count))
        self._at = {key: Expr(terms) for key, terms in at.items()}
        self._begins = {key: Expr(terms) for key, terms in begins.items()}
        for (_, _, _), expr in self._at.items():
            self.program.require(expr, hi=1)

    def forbid(self, setting: RuleSetting, pairs: Iterable[tuple[Course, Slot]]) -> None:
        """Forbidden placements as rows, one for each course: for boards whose places were left open. They are asked of
        the teachers or rooms that the setting names, else of the course's groups."""
        closed: dict[str, list[Expr]] = defaultdict(list)
        for course, slot in pairs:
            closed[course.id] += [self.at(course, slot, week) for week in self.weeks]
        named = setting.scope.teachers | setting.scope.rooms
        for id, held in closed.items():
            course = self.school.course[id]
            who = tuple(sorted(named)) or course.groups or course.teachers
            self.program.require(total(held), hi=0, setting=setting.id, who=who)

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

    def reach(self, course: Course) -> frozenset[str]:
        """The slot ids in which the course may be held in some week."""
        return self._reach.get(course.id, frozenset())

    @cached_property
    def _reach(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for course, slot, _ in self._at:
            found[course].add(slot)
        return {course: frozenset(slots) for course, slots in found.items()}

    def ends(self, course: Course, slot: Slot, week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        held = self.at(course, slot, week)
        if slot.next is None or not (held.terms or held.const):
            return held
        after = self.school.grid.slot[slot.next]
        return held - self.at(course, after, week) + self.begins(course, after, week)

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

    # -- rooms -----------------------------------------------------------------------------------------------------

    def at_in(self, course: Course, slot: Slot, rooms: Collection[str], week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._inside(self.at(course, slot, week), course, rooms)

    def begins_in(self, course: Course, slot: Slot, rooms: Collection[str], week: Weeks) -> Expr:
        """See :class:`scheduler.rule.Board`."""
        return self._inside(self.begins(course, slot, week), course, rooms)

    def _inside(self, held: Expr, course: Course, rooms: Collection[str]) -> Expr:
        """The part of a course's placements that are in one of these rooms (for whichever of its needs)."""
        chosen: list[Expr] = []
        for number, need in enumerate(course.needs):
            if not set(need.options).isdisjoint(rooms):
                if set(need.options).issubset(rooms):
                    return held
                self.choose_rooms(self.component[need.options[0]])
                variables = [self.room_choices[var, number] for var in held.terms]
                chosen.append(Expr({v: 1 for c in variables for room, v in c.items() if room in rooms}))
        return chosen[0] if len(chosen) == 1 else self.any(chosen) if chosen else ZERO

    @cached_property
    def component(self) -> dict[str, frozenset[str]]:
        """By room, the rooms that have to be given out together with it."""
        return {room: rooms for rooms in connected(self.school) for room in rooms}

    @property
    def room_variables(self) -> list[int]:
        """The variables of the choices among rooms."""
        return [var for chosen in self.room_choices.values() for var in chosen.values()]

    def choose_rooms(self, rooms: frozenset[str]) -> None:
        """Make the choice among these rooms (a ``component``) part of the search; once is enough."""
        if rooms in self._explicit:
            return
        self._explicit.add(rooms)
        uses = []
        for var, d in self.decisions.items():
            weeks = tuple(w for w in self.weeks if d.weeks.covers(w))
            slots = self.school.grid.run(d.start, d.duration)
            for i, need in enumerate(d.course.needs):
                if need.options[0] in rooms:
                    self.room_choices[var, i] = {}
                    uses.append(Use(Expr({var: 1}), d.course, i, need.options, slots, weeks, (var, i)))
        for (key, _, room), var in room_rows(self.program, self.school, uses).items():
            self.room_choices[cast(tuple[int, int], key)][room] = var

    # -- bounds and costs ------------------------------------------------------------------------------------------

    def at_most(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        over = cast(Expr, expression - bound)
        if setting.hard:
            self.program.require(over, hi=0, setting=setting.id, who=who)
        else:
            self.cost(setting, self.above(over, 0))

    def at_least(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        self.at_most(setting, who, -expression, -bound)

    def exactly(self, setting: RuleSetting, who: Sequence[str], expression: Lin, bound: int | Lin) -> None:
        """See :class:`scheduler.rule.Board`."""
        if setting.hard:
            self.program.require(cast(Expr, expression - bound), 0, 0, setting.id, who)
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
