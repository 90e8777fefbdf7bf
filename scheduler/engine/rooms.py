"""Which room each lesson gets: matched after the timetable, since the timetable counted the places.

Counting is exact for single lessons; with double lessons, joint classes or rooms closed at times a count may hold and
yet no matching exist. Then the caller makes the rooms part of the search (``SolverBoard.choose_rooms``) and solves
again; rooms that were chosen there stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from scheduler.domain import School, Slot, Timetable, Weeks

from .program import Expr, Program
from .room_choice import Use, connected, room_rows
from .solve import Limits, solve

_LIMITS = Limits(seconds=10, work=20, workers=1, linearization=1)


class NoRooms(Exception):
    """No matching exists on a day for these rooms."""

    def __init__(self, rooms: frozenset[str]):
        super().__init__(", ".join(sorted(rooms)))
        self.rooms = rooms


def give_rooms(school: School, timetable: Timetable) -> Timetable:
    """The timetable with a room for every need. Raises NoRooms where the places do not suffice."""
    closed = school.closed_rooms
    given: dict[object, str] = {(p, i): room for p in timetable.placements for i, room in enumerate(p.rooms) if room}
    for rooms in connected(school):
        uses = [u for u in uses_of(school, timetable, rooms) if u.key not in given]
        by_day: dict[int, list[Use]] = defaultdict(list)
        for use in uses:
            by_day[use.slots[0].day].append(use)
        for day in sorted(by_day):
            given.update(_match(school, by_day[day], closed, rooms))
    return Timetable(
        tuple(
            replace(p, rooms=tuple(given[p, i] for i in range(len(school.course[p.course].needs))))
            for p in timetable.placements
        )
    )


def uses_of(school: School, timetable: Timetable, rooms: Collection[str]) -> list[Use]:
    """What a timetable needs of these rooms; the key of a use is its placement and the number of the need."""
    found = []
    for p in timetable.placements:
        course = school.course[p.course]
        duration = next(s.duration for s in course.sessions if s.id == p.session)
        slots = school.grid.run(school.grid.slot[p.start], duration)
        weeks = tuple(w for w in school.weeks if p.weeks.covers(w))
        for i, need in enumerate(course.needs):
            if need.options[0] in rooms:
                found.append(Use(Expr(const=1), course, i, need.options, slots, weeks, (p, i)))
    return found


def _match(
    school: School, uses: list[Use], closed: Mapping[str, frozenset[str]], rooms: frozenset[str]
) -> dict[object, str]:
    if len(rooms) == 1:
        (room,) = rooms
        return {use.key: room for use in uses}
    greedy = _in_order(school, uses, closed)
    if greedy is not None:
        return greedy
    program = Program()
    taken = room_rows(program, school, uses)
    solved = solve(program, _LIMITS, objective=False)
    if solved.values is None:
        raise NoRooms(rooms)
    return {key: room for (key, _, room), var in taken.items() if solved.values[var]}


def _in_order(school: School, uses: list[Use], closed: Mapping[str, frozenset[str]]) -> dict[object, str] | None:
    """First come, first served by the clock, the choosiest first: exact for like rooms that are always open
    (colouring an interval graph). None where it gets stuck."""
    filling = Filling(school, closed)
    return filling.given if all(filling.put(use, use.options) for use in by_clock(uses)) else None


def by_clock(uses: Iterable[Use]) -> list[Use]:
    """The choosiest first, then by the clock."""
    return sorted(uses, key=lambda u: (len(u.options), u.slots[0].start, -len(u.slots), u.course.id, u.need))


class Filling:
    """Rooms given to one use after the other: ``given`` by its key. ``closed``: slot ids by room."""

    def __init__(self, school: School, closed: Mapping[str, frozenset[str]]):
        self.given: dict[object, str] = {}
        self._school, self._closed = school, closed
        self._inside: dict[tuple[str, Weeks], list[tuple[Slot, int]]] = defaultdict(list)

    def put(self, use: Use, options: Iterable[str]) -> bool:
        """Give it the first of these rooms that has places for it, and that its lesson does not have yet; False where
        there is none."""
        own = {self.given.get((use.key[0], i)) for i in range(len(use.course.needs))}  # type: ignore[index]
        free = (r for r in options if r not in own and fits(self._school, use, r, self._inside, self._closed))
        room = next(free, None)
        if room is None:
            return False
        self.given[use.key] = room
        for week in use.weeks:
            self._inside[room, week] += [(slot, use.course.places) for slot in use.slots]
        return True


def fits(
    school: School,
    use: Use,
    room: str,
    inside: Mapping[tuple[str, Weeks], list[tuple[Slot, int]]],
    closed: Mapping[str, frozenset[str]],
) -> bool:
    """Whether the room has places for the lesson at every minute: the fullest minute is some lesson's first."""
    left = school.room[room].holds - use.course.places
    for slot in use.slots:
        if slot.id in closed.get(room, ()):
            return False
        for week in use.weeks:
            there = [(s, n) for s, n in inside.get((room, week), []) if s.overlaps(slot)]
            firsts = {slot.start, *(s.start for s, _ in there if s.start >= slot.start)}
            if any(sum(n for s, n in there if s.start <= t < s.end) > left for t in firsts):
                return False
    return True
