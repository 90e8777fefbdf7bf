"""Rooms for lessons whose cell names none: the one they had if it is free then, else the first that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scheduler.domain import Placement, School, Slot, Weeks

_Use = dict[tuple[str, Weeks], list[tuple[Slot, int]]]


def seated(school: School, settled: Sequence[Placement], roomless: Sequence[Placement]) -> list[Placement]:
    """The lessons without rooms, with rooms; where none is free they keep their own, for the audit to judge."""
    used: _Use = defaultdict(list)
    for p in settled:
        _take(school, used, p)
    found = []
    for p in sorted(roomless):
        rooms: list[str] = []
        for number, need in enumerate(school.course[p.course].needs):
            own = p.rooms[number] if number < len(p.rooms) else ""
            wanted = [own, *need.options] if own in need.options else list(need.options)
            free = (r for r in wanted if r not in rooms and _free(school, used, p, r))
            rooms.append(next(free, wanted[0] if wanted else ""))
        found.append(replace(p, rooms=tuple(rooms)))
        _take(school, used, found[-1])
    return found


def _slots(school: School, p: Placement) -> tuple[Slot, ...]:
    session = next(s for s in school.course[p.course].sessions if s.id == p.session)
    return school.grid.run(school.grid.slot[p.start], session.duration)


def _take(school: School, used: _Use, p: Placement) -> None:
    for room in dict.fromkeys(p.rooms):
        for week in school.weeks:
            if p.weeks.covers(week):
                used[room, week] += [(slot, school.course[p.course].places) for slot in _slots(school, p)]


def _free(school: School, used: _Use, p: Placement, room: str) -> bool:
    holds, slots = school.room[room].holds, _slots(school, p)
    if any(s.id in school.closed_rooms.get(room, ()) for s in slots):
        return False
    places = school.course[p.course].places
    return all(
        sum(n for other, n in used[room, week] if other.overlaps(slot)) + places <= holds
        for week in school.weeks
        if p.weeks.covers(week)
        for slot in slots
    )
