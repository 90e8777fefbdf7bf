"""The lessons of a timetable as they stand on the board: their decisions, who goes with them, who is in their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from scheduler.domain import Placement, School, Slot, Text, Timetable, Weeks
from scheduler.engine.board import Decision, SolverBoard
from scheduler.errors import RunError

from .answers import Move, MoveError, unplaced

SHOWN = 12  # names in a message
Where = tuple[str, Weeks]  # a start (a slot id) and the weeks


class Lessons:
    """The placements of a timetable by number; a lesson is a placement. Raises RunError where one of the plan
    is missing, or stands where the plan has no place for it."""

    def __init__(self, school: School, board: SolverBoard, timetable: Timetable):
        self.school = school
        self.placements = tuple(sorted(timetable.placements))
        self.number = {(p.course, p.session): n for n, p in enumerate(self.placements)}
        self._complete()
        self.decisions = board.decisions
        self._variable = {_key(d): var for var, d in board.decisions.items()}
        self._sessions = {(c.id, s.id): s for c in school.courses for s in c.sessions}
        self.variables = [self._placed(p) for p in self.placements]
        self._places: dict[tuple[str, int, bool], list[Where]] = {}
        self._mates: dict[tuple[str, Where], list[int]] = defaultdict(list)
        for n, p in enumerate(self.placements):
            if band := school.course[p.course].band:
                self._mates[band, (p.start, p.weeks)].append(n)
        self.of: dict[int, list[int]] = defaultdict(list)  # the lessons that a decision places, by its variable
        for n, var in enumerate(self.variables):
            self.of[var].append(n)

    def _complete(self) -> None:
        """Every lesson of the plan is there, once: what is said of moves would be wrong in half a timetable."""
        wanted = {(c.id, s.id) for c in self.school.courses for s in c.sessions}
        if len(self.placements) != len(wanted) or self.number.keys() != wanted:
            names = "、".join(sorted({course for course, _ in wanted ^ self.number.keys()})[:SHOWN])
            zh = f"课表里的课不全，或有课排了两次：{names}\n  可以：先补全 timetable.csv，或重新排课"
            en = f"lessons are missing, or stand twice: {names}\n  Maybe: mend timetable.csv, or solve again"
            raise RunError(Text(zh, en))

    def _placed(self, p: Placement) -> int:
        var = self.variable(p, (p.start, p.weeks))
        if var is None:
            zh = f"课表里 {p.course} 排在 {p.start}，计划里没有这样的位置"
            raise RunError(Text(zh, f"{p.course} is placed at {p.start}, where the plan has no such place"))
        return var

    def variable(self, lesson: Placement, where: Where) -> int | None:
        """The decision that would place the lesson there; None where it does not fit."""
        session = self._sessions[lesson.course, lesson.session]
        return self._variable.get((lesson.course, session.duration, where[1], where[0]))

    def named(self, course: str, session: str) -> int:
        """The number of a lesson. Raises MoveError when the timetable has none of that name."""
        if (course, session) not in self.number:
            raise unplaced(course, session)
        return self.number[course, session]

    def places(self, lesson: int) -> list[Where]:
        """Wherever the lesson fits by the bells, in the order of the week."""
        p = self.placements[lesson]
        session = self._sessions[p.course, p.session]
        either = session.weeks is Weeks.EITHER
        key = p.course, session.duration, either
        if either or session.weeks is Weeks.ALL:
            if key not in self._places:
                self._places[key] = list(self._open(p, either, session.weeks))
            return self._places[key]
        return list(self._open(p, either, session.weeks))

    def _open(self, p: Placement, either: bool, weeks: Weeks) -> Iterator[Where]:
        slot = self.school.grid.slot
        for start in sorted(self.school.course[p.course].starts, key=lambda s: (slot[s].day, slot[s].period)):
            for chosen in (Weeks.ODD, Weeks.EVEN) if either else (weeks,):
                if self.variable(p, (start, chosen)) is not None:
                    yield start, chosen

    def together(self, lesson: int) -> tuple[int, ...]:
        """The lesson and those that go with it: the groups of a band (走班) move as a whole."""
        p = self.placements[lesson]
        band = self.school.course[p.course].band
        return tuple(self._mates[band, (p.start, p.weeks)]) if band else (lesson,)

    def alike(self, decision: Decision) -> list[int]:
        """The lessons that a decision might place: those of its course and kind."""
        where = decision.start.id, decision.weeks
        return [n for n in self._of_course[decision.course.id] if where in self.places(n)]

    @cached_property
    def _of_course(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for n, p in enumerate(self.placements):
            found[p.course].append(n)
        return found

    def moved(self, unit: Iterable[int], where: Where) -> dict[int, int] | None:
        """The variables by lesson when all of a unit go somewhere; None where one of them does not fit."""
        found: dict[int, int] = {}
        for n in unit:
            var = self.variable(self.placements[n], where)
            if var is None:
                return None
            found[n] = var
        return found

    def steps(self, targets: Mapping[int, int]) -> dict[int, int]:
        """By how much variables change when lessons (by number) go to other decisions; those that do not are left
        out."""
        steps: dict[int, int] = defaultdict(int)
        for n, var in targets.items():
            steps[self.variables[n]] -= 1
            steps[var] += 1
        return {var: step for var, step in steps.items() if step}

    def moves(self, targets: Mapping[int, int]) -> tuple[Move, ...]:
        """The same as moves."""
        return tuple(
            Move(p.course, p.session, d.start.id, d.weeks)
            for n, var in targets.items()
            for p, d in [(self.placements[n], self.decisions[var])]
        )

    def targets(self, moves: Sequence[Move]) -> dict[int, int]:
        """Moves as the decisions that lessons go to. Raises MoveError for an unknown lesson, one named twice, or a
        place where it does not fit."""
        found: dict[int, int] = {}
        for move in moves:
            n = self.named(move.course, move.session)
            var = self.variable(self.placements[n], (move.start, move.weeks))
            if n in found or var is None or var not in self._allowed(n):
                at = move.start
                raise MoveError(Text(f"{move.course} 不能放到 {at}", f"{move.course} does not fit at {at}"))
            found[n] = var
        return found

    def _allowed(self, lesson: int) -> set[int | None]:
        p = self.placements[lesson]
        return {self.variable(p, where) for where in self.places(lesson)}

    def slots(self, decision: Decision) -> tuple[Slot, ...]:
        """The periods that a decision takes."""
        return self.school.grid.run(decision.start, decision.duration)

    def taken(self, p: Placement) -> tuple[Slot, ...]:
        """The periods that a placement takes."""
        var = self.variable(p, (p.start, p.weeks))
        return () if var is None else self.slots(self.decisions[var])

    def people(self, lesson: int) -> set[str]:
        """The classes and teachers of a lesson."""
        course = self.school.course[self.placements[lesson].course]
        atoms = {a for g in course.groups for a in self.school.group[g].atoms}
        return {self.school.atoms[a].id for a in atoms if a in self.school.atoms} | {*course.groups, *course.teachers}

    @cached_property
    def _people(self) -> list[frozenset[str]]:
        """Whom each lesson needs: teachers, and sets of pupils."""
        group, course = self.school.group, self.school.course
        atoms = {c.id: (("pupils", a) for g in c.groups for a in group[g].atoms) for c in self.school.courses}
        needed = {id: frozenset([*map(":".join, found), *course[id].teachers]) for id, found in atoms.items()}
        return [needed[p.course] for p in self.placements]

    @cached_property
    def _with(self) -> dict[tuple[str, int], list[int]]:
        """The lessons of somebody, or in a room, on a day."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for n, p in enumerate(self.placements):
            day = self.decisions[self.variables[n]].start.day
            for one in {*self._people[n], *(f"room:{room}" for room in p.rooms)}:
                found[one, day].append(n)
        return found

    def in_the_way(self, targets: Mapping[int, int], rooms: Sequence[str]) -> tuple[Placement, ...]:
        """The lessons at the same time as any of these in their new places, of the same people or in these rooms."""
        found: set[int] = set()
        for n, var in targets.items():
            d = self.decisions[var]
            wanted = (*self._people[n], *(f"room:{room}" for room in rooms))
            near = {m for one in wanted for m in self._with.get((one, d.start.day), ())} - targets.keys()
            found.update(m for m in near if self._at_once(d, self.decisions[self.variables[m]]))
        return tuple(self.placements[n] for n in sorted(found))

    def _at_once(self, one: Decision, other: Decision) -> bool:
        if Weeks.ALL not in (one.weeks, other.weeks) and one.weeks is not other.weeks:
            return False
        if one.start.day != other.start.day:
            return False
        return any(a.overlaps(b) for a in self.slots(one) for b in self.slots(other))


def _key(d: Decision) -> tuple[str, int, Weeks, str]:
    return d.course.id, d.duration, d.weeks, d.start.id
