"""The choice of rooms as decisions: variables 'this lesson takes that room', and the rows that keep rooms' places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain import Course, School, Slot, Weeks

from .program import Expr, How, Program, total


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


def connected(school: School) -> list[frozenset[str]]:
    """Sets of rooms that have to be given out together because some lesson may use either."""
    parts: list[set[str]] = []
    for options in {n.options for c in school.courses for n in c.needs}:
        touching = [p for p in parts if not p.isdisjoint(options)]
        parts = [p for p in parts if p not in touching] + [set(options).union(*touching)]
    return sorted((frozenset(p) for p in parts), key=sorted)


def room_rows(program: Program, school: School, uses: Iterable[Use]) -> dict[tuple[object, int, str], int]:
    """Variables 'this lesson takes that room' and the rows that keep rooms within their places.

    Returns the variables by (key of the use, rank of the room in its options, room).
    """
    closed = school.closed_rooms
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
