"""Rooms: one class more at once, or lessons that can do without."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from scheduler.domain import Text

from .clash import Clash
from .remedy import Remedy, emptied, price, rewritten

_OUTSIDE = ("pe", "activity")  # never held in the class's own room


def remedies(clash: Clash) -> Iterator[Remedy]:
    """For the rooms that are too few or too small."""
    scarce = any(s.rule == "room_places" for s in clash.asked.values())
    shortage = clash.conflict.shortage
    if not scarce and not (shortage and shortage.kind == "room"):
        return
    named = [r for r in clash.rooms if r in clash.origins.room]
    for name in named:
        yield from _larger(clash, name)
    yield from _own_room(clash, named)


def _larger(clash: Clash, name: str) -> Iterator[Remedy]:
    cell, holds = clash.origins.room[name]["holds"], clash.school.room[name].holds
    if not cell.address:
        return
    using = [c for c in clash.school.courses if any(name in n.options for n in c.needs)]
    closed = clash.school.closed_rooms.get(name, frozenset())
    open_slots = len({(s.day, s.period) for s in clash.slots(using) if s.id not in closed})
    least = max((c.places for c in clash.lessons if c in using), default=1)
    more = max(least, ceil(clash.short / max(1, open_slots)))
    for step in sorted({1, min(more, 20)}):
        said = Text(f"{name}同时班数由 {holds} 改为 {holds + step}",
                    f"{name} holds {holds + step} classes at once instead of {holds}")  # fmt: skip
        cost = price("room", step + (20 if holds == 1 else 0), enough=step >= more)
        yield rewritten("room", cell, holds + step, said, cost)


def _own_room(clash: Clash, rooms: list[str]) -> Iterator[Remedy]:
    """A subject is no longer held in these rooms; sport is."""
    for subject in dict.fromkeys(c.subject for c in clash.lessons):
        line = clash.origins.subject.get(subject)
        tags = clash.school.subject[subject].tags
        if line is None or line.kind.empty or not tags.isdisjoint(_OUTSIDE):
            continue
        options = {r for c in clash.lessons if c.subject == subject for n in c.needs for r in n.options}
        if options.isdisjoint(rooms):
            continue
        said = Text(f"{subject}在本班教室上", f"hold {subject} in the class's own room")
        yield emptied("room", line.kind, said, price("room", 39))
