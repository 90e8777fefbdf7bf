"""Rooms of a repaired timetable: who stays keeps his room where he can, the others get what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain import Placement, School, Timetable
from scheduler.engine.program import Expr, Program
from scheduler.engine.room_choice import Use, connected, room_rows
from scheduler.engine.rooms import Filling, NoRooms, by_clock, uses_of
from scheduler.engine.solve import Limits, solve

_LIMITS = Limits(seconds=2, workers=1, linearization=1)


def keep_rooms(school: School, timetable: Timetable, pairs: Iterable[tuple[Placement, Placement]]) -> Timetable:
    """The timetable with a room for every need. ``pairs`` are the lessons that stay, old and new placements: they keep
    their rooms where these are still there and open. Rooms that the search chose stay as they are.

    Raises NoRooms where the places do not suffice.
    """
    wished = {(new, i): room for old, new in pairs for i, room in enumerate(old.rooms)}
    given: dict[object, str] = {(p, i): room for p in timetable.placements for i, room in enumerate(p.rooms) if room}
    for rooms in connected(school):
        by_day: dict[int, list[Use]] = defaultdict(list)
        for use in uses_of(school, timetable, rooms):
            if use.key not in given:
                by_day[use.slots[0].day].append(use)
        for day in sorted(by_day):
            given |= _given(school, by_day[day], wished, rooms)
    return Timetable(
        tuple(
            replace(p, rooms=tuple(given[p, i] for i in range(len(school.course[p.course].needs))))
            for p in timetable.placements
        )
    )


def _given(
    school: School, uses: list[Use], wished: Mapping[tuple[Placement, int], str], rooms: frozenset[str]
) -> dict[object, str]:
    """The rooms of one day: the old ones first, then in order; exactly where that gets stuck."""
    if len(rooms) == 1:
        (room,) = rooms
        return {use.key: room for use in uses}
    filling = Filling(school, school.closed_rooms)

    def old(use: Use) -> list[str]:
        room = wished.get(use.key)  # type: ignore[call-overload]
        return [room] if room in use.options else []

    rest = [use for use in uses if not filling.put(use, old(use))]
    if all(filling.put(use, use.options) for use in by_clock(rest)):
        return filling.given
    return _exactly(school, uses, {use.key: room for use in uses for room in old(use)}, rooms)


def _exactly(
    school: School, uses: list[Use], wished: Mapping[object, str], rooms: frozenset[str]
) -> dict[object, str]:  # fmt: skip
    """The matching that keeps the most rooms."""
    program = Program()
    taken = room_rows(program, school, uses)
    for (key, _, room), var in taken.items():
        if wished.get(key) == room:
            program.add_cost(Expr({var: 1}), -1)
    solved = solve(program, _LIMITS)
    if solved.values is None:
        raise NoRooms(rooms)
    return {key: room for (key, _, room), var in taken.items() if solved.values[var]}
