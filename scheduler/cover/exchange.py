"""Exchanges that need no substitute (调课): the lesson of somebody who is away changes places with a lesson of another
teacher of the same class in the same week, and both teachers are free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from scheduler.domain import Course, Slot

from .candidates import Candidates, Need
from .day import Held, is_away
from .exceptions import Kind, Record
from .judged import Breach, week

SHOWN = 3


@dataclass(frozen=True)
class Exchange:
    """A lesson that nobody holds, and the other that changes places with it, held on ``to``; in these rooms then."""

    need: Need
    other: Held
    to: date
    rooms: tuple[str, ...]
    other_rooms: tuple[str, ...]
    wishes: tuple[Breach, ...] = ()

    @property
    def cost(self) -> int:
        """What the broken wishes cost, in thousandths."""
        return sum(b.cost for b in self.wishes)

    def record(self, when: date) -> Record:
        """What is written down of it."""
        names = "、".join(self.other.course.teachers)
        return Record(
            Kind.EXCHANGE, when, names, self.need.absent, lesson=self.need.held.piece, to=self.to,
            other=self.other.piece, rooms=self.rooms, other_rooms=self.other_rooms,
        )  # fmt: skip


@dataclass(frozen=True)
class Exchanges:
    """The exchanges that are possible on a date."""

    table: Candidates
    _known: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, need: Need, most: int = SHOWN) -> list[Exchange]:
        """The exchanges of a lesson, those nearest by date first, at most so many."""
        found: list[Exchange] = []
        for to, other in sorted(
            self._others(need), key=lambda x: (abs(x[0] - self.table.when), x[0], x[1].slots[0].start)
        ):
            if exchange := self._judged(need, to, other):
                found.append(exchange)
            if len(found) == most:
                break
        return sorted(found, key=lambda e: e.cost)

    def at(self, need: Need, to: date, slot: Slot) -> Exchange | None:
        """The exchange with what the class has at a time of a date; None where it is not possible."""
        at = (slot.day, slot.period)
        fits = (o for when, o in self._others(need) if when == to and at in {(s.day, s.period) for s in o.slots})
        return next((e for o in fits if (e := self._judged(need, to, o))), None)

    # -- which lessons -------------------------------------------------------------------------------------------------

    def _others(self, need: Need) -> Iterator[tuple[date, Held]]:
        """Lessons of the same pupils, as long, by teachers who would be free, as far as can be seen by the clock."""
        days, own = self.table.days, self._own(need)
        if own is None or not self._whole(own):
            return
        for day in days.around(self.table.when).values():
            for other in days.held(day.date):
                if (
                    self._whole(other)
                    and not other.away
                    and self._alike(own, other)
                    and self._swap(own, day.date, other)
                ):
                    yield day.date, other

    def _own(self, need: Need) -> Held | None:
        """The open lesson as these days have it."""
        return next((h for h in self.table.days.held(self.table.when) if h.piece == need.held.piece), None)

    def _swap(self, own: Held, to: date, other: Held) -> bool:
        """Whether the teachers of both are free at the time of the other's."""
        if not set(own.course.teachers).isdisjoint(other.teachers):
            return False
        there, back = (own.course.teachers, to, other.slots), (other.course.teachers, self.table.when, own.slots)
        return all(self._free(*who, (own, other)) for who in (there, back))

    def _whole(self, held: Held) -> bool:
        """A lesson of pupils that stands as in the timetable, not a part of one, nor of a band (走班)."""
        duration = next(s.duration for s in held.course.sessions if s.id == held.session)
        return bool(held.course.groups) and not held.course.band and held.record is None and len(held.slots) == duration

    def _alike(self, one: Held, other: Held) -> bool:
        """The same pupils, equally long, in the same bell schedule."""
        same = self._pupils(one.course) == self._pupils(other.course) and len(one.slots) == len(other.slots)
        starts = other.slots[0].id in one.course.starts and one.slots[0].id in other.course.starts
        return same and starts

    def _pupils(self, course: Course) -> frozenset[str]:
        if course.id not in self._known:
            self._known[course.id] = frozenset(a for g in course.groups for a in self.table.school.group[g].atoms)
        return self._known[course.id]

    def _free(self, teachers: tuple[str, ...], when: date, slots: tuple[Slot, ...], but: tuple[Held, ...]) -> bool:
        """Whether all of these are at school and free then, but for the two lessons that change places."""
        away, closed = self.table.days.away(when), self.table.school.closed_to_teacher
        held = self.table.days.held(when)
        for name in teachers:
            if any((name in away and is_away(away[name], s)) or s.id in closed.get(name, ()) for s in slots):
                return False
            if any(name in h.teachers and not _among(h, but) and h.overlaps(slots) for h in held):
                return False
        return True

    # -- judged --------------------------------------------------------------------------------------------------------

    def _judged(self, need: Need, to: date, other: Held) -> Exchange | None:
        when, held = self.table.when, self._own(need)
        assert held is not None
        rooms = self._rooms(held, to, other.slots, (held, other))
        other_rooms = self._rooms(other, when, held.slots, (held, other))
        if rooms is None or other_rooms is None:
            return None
        made = Exchange(need, other, to, rooms, other_rooms)
        placed = replace(held, slots=other.slots, rooms=rooms, teachers=held.course.teachers, away=())
        swapped = replace(other, slots=held.slots, rooms=other_rooms)
        breaches = self._breaches(held, other, placed, swapped)
        return None if any(b.hard for b in breaches) else replace(made, wishes=tuple(breaches))

    def _breaches(self, held: Held, other: Held, placed: Held, swapped: Held) -> list[Breach]:
        judge = self.table.judge
        people = {n for t in (*held.course.teachers, *other.course.teachers) for n in judge.together[t]}
        pupils = self._pupils(held.course)
        near = [
            h for h in self._week
            if not people.isdisjoint({*h.teachers, *h.away}) or not pupils.isdisjoint(self._pupils(h.course))
        ]  # fmt: skip
        # before: as if its own teacher were there, so that only the change of places is judged
        own = replace(held, teachers=held.course.teachers, away=())
        before = [own if h is held else h for h in near]
        after = [{id(held): placed, id(other): swapped}.get(id(h), h) for h in near]
        return judge.exchanged(before, after, people)

    @cached_property
    def _week(self) -> list[Held]:
        return week(self.table.days, self.table.when)

    def _rooms(self, held: Held, when: date, slots: tuple[Slot, ...], but: tuple[Held, ...]) -> tuple[str, ...] | None:
        """Free rooms for a lesson at another time, its own where they are; None where there are none."""
        found: list[str] = []
        around = [h for h in self.table.days.held(when) if not _among(h, but) and h.overlaps(slots)]
        for i, need in enumerate(held.course.needs):
            own = held.rooms[i : i + 1]
            options = [*(r for r in own if r in need.options), *(r for r in need.options if r not in own)]
            room = next((r for r in options if r not in found and self._fits(r, held, slots, around)), None)
            if room is None:
                return None
            found.append(room)
        return tuple(found)

    def _fits(self, room: str, held: Held, slots: tuple[Slot, ...], around: list[Held]) -> bool:
        school = self.table.school
        if any(s.id in school.closed_rooms.get(room, ()) for s in slots):
            return False
        used = sum(h.course.places for h in around if room in h.rooms)
        return used + held.course.places <= school.room[room].holds


def _among(held: Held, others: tuple[Held, ...]) -> bool:
    return any(held is other for other in others)
