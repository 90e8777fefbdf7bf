"""The rooms of moved lessons. All others keep theirs where that is possible.

A moved lesson takes a room that is free; where several are and some wish depends on it, the one that costs least. Where
none is, though there are places enough, the rooms of its day are given out anew; where there are not, it takes the
first that is open and ``full`` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.domain import Placement, School, Slot, Timetable, Weeks
from scheduler.engine.board import Decision, SolverBoard
from scheduler.engine.program import Expr
from scheduler.engine.room_choice import Use
from scheduler.engine.rooms import NoRooms, fits, give_rooms

from .judge import Judge
from .lessons import Lessons

Inside = dict[tuple[str, Weeks], list[tuple[Slot, int]]]


@dataclass(frozen=True)
class Seating:
    """The lessons in their new places, with rooms: those moved, and those whose room changes with them, by number.
    ``full``: the rooms in which there are then too many."""

    lessons: Mapping[int, Placement]
    full: tuple[str, ...] = ()


class Seats:
    """Gives rooms to moved lessons."""

    def __init__(self, school: School, board: SolverBoard, lessons: Lessons, counting: frozenset[str]):
        self.school, self.board, self.lessons = school, board, lessons
        self._counting = counting  # the settings (ids) whose rows count places
        self._holders: dict[tuple[str, Weeks], list[int]] = defaultdict(list)
        for n, p in enumerate(lessons.placements):
            for room in p.rooms:
                for week in school.weeks:
                    if room and p.weeks.covers(week):
                        self._holders[room, week].append(n)

    def give(self, judge: Judge, targets: Mapping[int, int]) -> Seating:
        """Rooms for lessons that go to other decisions, which lie on the judge's stack already; where wishes depend on
        rooms, the choice is laid on it too."""
        placed = {n: self._placed(n, var) for n, var in targets.items()}
        needy = [n for n, p in placed.items() if self.school.course[p.course].needs]
        if not needy:
            return Seating(placed)
        self._leave(judge, needy)
        inside: Inside = {}
        short: list[Use] = []
        full: list[str] = []
        for n in needy:
            rooms: list[str] = []
            for use in self._uses(n, targets[n]):
                free = [r for r in use.options if r not in rooms and self._free(use, r, inside, targets)]
                room = self._best(judge, use, free or self._crowded(use, rooms))
                if not free:
                    short.append(use)
                    full += [room] if room in rooms or not fits(self.school, use, room, inside, {}) else []
                rooms.append(room)
                for week in use.weeks:
                    inside[room, week] += [(slot, use.course.places) for slot in use.slots]
            placed[n] = replace(placed[n], rooms=tuple(rooms))
        if short and self._enough(judge):
            return self._anew(judge, placed, short, full)
        return Seating(placed, tuple(dict.fromkeys(full)))

    def _enough(self, judge: Judge) -> bool:
        """Whether there are places enough by counting, so that it may help to give other rooms to others."""
        return bool(self._counting) and not any(judge.rows[r].setting in self._counting for r in judge.broken)

    def _crowded(self, use: Use, rooms: list[str]) -> list[str]:
        """Where none is free: a room that is open then, not one that the lesson has already, if it may be."""
        closed = self.school.closed_rooms
        is_open = [r for r in use.options if not any(s.id in closed.get(r, ()) for s in use.slots)]
        others = [r for r in is_open if r not in rooms]
        return (others or is_open or list(use.options))[:1]

    def _placed(self, lesson: int, var: int) -> Placement:
        d = self.board.decisions[var]
        return replace(self.lessons.placements[lesson], start=d.start.id, weeks=d.weeks, rooms=())

    def _uses(self, lesson: int, var: int) -> Iterator[Use]:
        d: Decision = self.board.decisions[var]
        weeks = tuple(w for w in self.school.weeks if d.weeks.covers(w))
        had = self.lessons.placements[lesson].rooms
        for i, need in enumerate(d.course.needs):
            own = had[i : i + 1]  # the room it has now comes first
            options = (*(r for r in own if r in need.options), *(r for r in need.options if r not in own))
            yield Use(Expr(const=1), d.course, i, options, self.lessons.slots(d), weeks, (var, i))

    def _free(self, use: Use, room: str, inside: Inside, targets: Mapping[int, int]) -> bool:
        for week in use.weeks:
            if (room, week) not in inside:
                inside[room, week] = list(self._stay(room, week, targets))
        return fits(self.school, use, room, inside, self.school.closed_rooms)

    def _stay(self, room: str, week: Weeks, targets: Mapping[int, int]) -> Iterator[tuple[Slot, int]]:
        """The periods and classes in a room of those that do not move."""
        for n in self._holders.get((room, week), ()):
            if n not in targets:
                d = self.board.decisions[self.lessons.variables[n]]
                yield from ((slot, d.course.places) for slot in self.lessons.slots(d))

    def _best(self, judge: Judge, use: Use, free: list[str]) -> str:
        """The free room that breaks and costs least, the first of them; it goes on the stack where rooms matter."""
        choice = self.board.room_choices.get(use.key)  # type: ignore[call-overload]
        if choice is None or free[0] not in choice:
            return free[0]

        def price(room: str) -> tuple[int, int]:
            depth = judge.depth
            judge.push({choice[room]: 1})
            found = len(judge.worse()), judge.cost()
            judge.pop(depth)
            return found

        room = min(free, key=price)
        judge.push({choice[room]: 1})
        return room

    def _leave(self, judge: Judge, lessons: list[int]) -> None:
        """Moved lessons leave the rooms they had, unless another of their course stays there at the same time."""
        left = {
            choice[room]: 0
            for n in lessons
            for i, room in enumerate(self.lessons.placements[n].rooms)
            if not judge.values[self.lessons.variables[n]]
            if (choice := self.board.room_choices.get((self.lessons.variables[n], i))) and room in choice
        }
        if left:
            judge.push(left)

    def _anew(self, judge: Judge, placed: Mapping[int, Placement], short: list[Use], full: list[str]) -> Seating:
        """Other rooms for all whose rooms are like those that are wanted, on the days in question; else full rooms."""
        days = {use.slots[0].day for use in short}
        rooms = frozenset().union(*(self.board.component[use.options[0]] for use in short))
        slot, course = self.school.grid.slot, self.school.course
        around = dict(enumerate(self.lessons.placements)) | dict(placed)
        bare = {
            n: self._without(p, rooms)
            for n, p in around.items()
            if slot[p.start].day in days and course[p.course].needs
        }
        try:
            given = give_rooms(self.school, Timetable(tuple(bare.values())))
        except NoRooms as none:
            return Seating(placed, tuple(dict.fromkeys([*full, *(() if full else sorted(none.rooms))])))
        found = dict(zip(bare, given.placements, strict=True))
        changed = {n: p for n, p in found.items() if n in placed or p.rooms != self.lessons.placements[n].rooms}
        self._choose(judge, changed)
        return Seating({**placed, **changed})

    @staticmethod
    def _without(p: Placement, rooms: frozenset[str]) -> Placement:
        return replace(p, rooms=tuple("" if r in rooms else r for r in p.rooms))

    def _choose(self, judge: Judge, changed: Mapping[int, Placement]) -> None:
        """The new rooms as choices on the judge's stack."""
        choices: dict[int, int] = {}
        for p in changed.values():
            var = self.lessons.variable(p, (p.start, p.weeks))
            for i, room in enumerate(p.rooms):
                choice = self.board.room_choices.get((var, i), {}) if var is not None else {}
                choices |= {v: int(r == room) for r, v in choice.items()}
        if choices:
            judge.push(choices)
