"""Which room each lesson gets: matched after the timetable, since the timetable counted the places.

Counting is exact for single lessons; with double lessons, joint classes or rooms closed at times a count may hold and
yet no matching exist. Then the caller makes the rooms part of the model (``explicit``) and solves again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from scheduler.domain import Course, RuleSetting, School, Slot, Timetable, Weeks

from .board import SolverBoard
from .program import Expr, How, Program, total
from .solve import Limits, solve

_LIMITS = Limits(seconds=10, work=20, workers=1, linearization=1)


@dataclass(frozen=True)
class Use:
    """A lesson (``held``: 1, or the variable that places it) that needs a room of ``options`` for these slots."""

    held: Expr
    course: Course
    need: int
    options: tuple[str, ...]
    slots: tuple[Slot, ...]
    weeks: tuple[Weeks, ...]
    key: object


class NoRooms(Exception):
    """No matching exists on a day for these rooms."""

    def __init__(self, rooms: frozenset[str]):
        super().__init__(", ".join(sorted(rooms)))
        self.rooms = rooms


def closed_rooms(school: School, settings: Iterable[RuleSetting]) -> dict[str, set[str]]:
    """The slot ids at which a room may not be used."""
    closed: dict[str, set[str]] = defaultdict(set)
    for setting in settings:
        scope = setting.scope
        if setting.rule == "forbidden_times" and setting.hard and scope.rooms:
            if scope.grades or scope.groups or scope.subjects or scope.teachers:
                continue
            for room in scope.rooms:
                closed[room] |= {s.id for s in school.grid.slots if s in setting["times"]}
    return closed


def connected(school: School) -> list[frozenset[str]]:
    """Sets of rooms that have to be given out together because some lesson may use either."""
    parts: list[set[str]] = []
    for options in {n.options for c in school.courses for n in c.needs}:
        touching = [p for p in parts if not p.isdisjoint(options)]
        parts = [p for p in parts if p not in touching] + [set(options).union(*touching)]
    return sorted((frozenset(p) for p in parts), key=sorted)


def give_rooms(school: School, timetable: Timetable) -> Timetable:
    """The timetable with a room for every need. Raises NoRooms where the places do not suffice."""
    closed = closed_rooms(school, school.settings)
    given: dict[object, str] = {}
    for rooms in connected(school):
        uses = _uses(school, timetable, rooms)
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


def _uses(school: School, timetable: Timetable, rooms: Collection[str]) -> list[Use]:
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


def _match(school: School, uses: list[Use], closed: Mapping[str, set[str]], rooms: frozenset[str]) -> dict[object, str]:
    if len(rooms) == 1:
        (room,) = rooms
        return {use.key: room for use in uses}
    greedy = _in_order(school, uses, closed)
    if greedy is not None:
        return greedy
    program = Program()
    taken = room_rows(program, school, uses, closed)
    solved = solve(program, _LIMITS, objective=False)
    if solved.values is None:
        raise NoRooms(rooms)
    return {key: room for (key, _, room), var in taken.items() if solved.values[var]}


def _in_order(school: School, uses: list[Use], closed: Mapping[str, set[str]]) -> dict[object, str] | None:
    """First come, first served by the clock, the choosiest first: exact for like rooms that are always open
    (colouring an interval graph). None where it gets stuck."""
    given: dict[object, str] = {}
    inside: dict[tuple[str, Weeks], list[tuple[Slot, int]]] = defaultdict(list)
    order = sorted(uses, key=lambda u: (len(u.options), u.slots[0].start, -len(u.slots), u.course.id, u.need))
    for use in order:
        own = {given.get((use.key[0], i)) for i in range(len(use.course.needs))}  # type: ignore[index]
        room = next((r for r in use.options if r not in own and _fits(school, use, r, inside, closed)), None)
        if room is None:
            return None
        given[use.key] = room
        for week in use.weeks:
            inside[room, week] += [(slot, use.course.places) for slot in use.slots]
    return given


def _fits(
    school: School,
    use: Use,
    room: str,
    inside: Mapping[tuple[str, Weeks], list[tuple[Slot, int]]],
    closed: Mapping[str, set[str]],
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


def room_rows(
    program: Program, school: School, uses: Iterable[Use], closed: Mapping[str, set[str]]
) -> dict[tuple[object, int, str], int]:
    """Variables 'this lesson takes that room' and the rows that keep rooms within their places.

    Returns the variables by (key of the use, rank of the room in its options, room).
    """
    taken: dict[tuple[object, int, str], int] = {}
    load: dict[tuple[str, Slot, Weeks], list[Expr]] = defaultdict(list)
    per_lesson: dict[tuple[object, str], list[int]] = defaultdict(list)
    for use in uses:
        made = []
        for rank, room in enumerate(use.options):
            if any(s.id in closed.get(room, ()) for s in use.slots):
                continue
            (var,) = program.helper(How.CHOICE, use.held).terms
            made.append(var)
            taken[use.key, rank, room] = var
            per_lesson[(use.course.id, use.slots, use.weeks), room].append(var)
            for slot in use.slots:
                for week in use.weeks:
                    load[room, slot, week].append(Expr({var: use.course.places}))
        program.require(total([Expr(dict.fromkeys(made, 1)), -use.held]), 0, 0)
    for vars_ in per_lesson.values():  # two needs of one lesson are two rooms
        program.require(Expr(dict.fromkeys(vars_, 1)), hi=1)
    slots_of = {(room, week) for room, _, week in load}
    for room, week in sorted(slots_of):
        slots = [s for r, s, w in load if (r, w) == (room, week)]
        for slot in dict.fromkeys(slots):
            at_once = [load[room, s, week] for s in slots if s.day == slot.day and s.start <= slot.start < s.end]
            program.require(total(e for es in at_once for e in es), hi=school.room[room].holds)
    return taken


def make_explicit(board: SolverBoard, rooms: frozenset[str]) -> dict[tuple[object, int, str], int]:
    """Make the choice among these rooms part of the model; returns the room variables."""
    school = board.school
    uses = []
    for var, d in board.decisions.items():
        weeks = tuple(w for w in school.weeks if d.weeks.covers(w))
        slots = school.grid.run(d.start, d.duration)
        for i, need in enumerate(d.course.needs):
            if need.options[0] in rooms:
                uses.append(Use(Expr({var: 1}), d.course, i, need.options, slots, weeks, (var, i)))
    return room_rows(board.program, school, uses, closed_rooms(school, school.settings))
