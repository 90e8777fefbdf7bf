"""The days and hours of a FET file: one row of hours for the whole school, whatever its bell schedules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.domain import School, Slot
from scheduler.rule import say_day

Hour = tuple[int, int]  # day and hour, both from 0


@dataclass(frozen=True)
class Hours:
    """Where each slot lies. ``exact``: two slots overlap by the clock just when they are one hour; else hours are
    numbers of lessons, and bell schedules that do not agree are not told apart by the clock."""

    school: School
    exact: bool
    names: tuple[str, ...]
    hour_of: dict[str, int] = field(repr=False)  # by slot id

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The names of the days."""
        return tuple(say_day(day, "zh") for day in self.school.grid.days)

    def at(self, slot: Slot) -> Hour:
        """The day and hour of a slot."""
        return self.school.grid.days.index(slot.day), self.hour_of[slot.id]

    @cached_property
    def open(self) -> frozenset[Hour]:
        """Every hour of the week in which some bell schedule has a lesson."""
        return frozenset(self.at(s) for s in self.school.grid.slots)

    @cached_property
    def breaks(self) -> tuple[Hour, ...]:
        """The hours without a lesson in any bell schedule: noon, and the end of a short day."""
        week = [(day, hour) for day in range(len(self.days)) for hour in range(len(self.names))]
        return tuple(at for at in week if at not in self.open)

    def say(self, at: Hour) -> tuple[str, str]:
        """The names of a day and hour."""
        return self.days[at[0]], self.names[at[1]]

    def run(self, at: Hour, duration: int) -> tuple[Hour, ...]:
        """The hours an activity takes in FET's sight, which knows no noon but as an hour of break."""
        return tuple((at[0], at[1] + i) for i in range(duration))


def hours_of(school: School) -> Hours:
    """One row of hours for all bell schedules, with an hour of break wherever no lesson runs on into the next."""
    keys = _by_clock(school)
    exact = keys is not None
    if keys is None:
        keys = {s.id: s.period for s in school.grid.slots}
    order = sorted(set(keys.values()))
    before = _pauses(school, keys, order)
    number: dict[int, int] = {}
    names: list[str] = []
    for key in order:
        if key in before:
            names.append("午休" if "午休" not in names else f"休息{len(names)}")
        number[key] = len(names)
        names.append(_name(school, [s for s in school.grid.slots if keys[s.id] == key], len(number), exact))
    return Hours(school, exact, tuple(names), {s: number[key] for s, key in keys.items()})


def _by_clock(school: School) -> dict[str, int] | None:
    """Slots joined where they overlap by the clock on any day; None where that joins two slots of one day."""
    keys: dict[str, int] = {}
    end, key = -1, -1
    for slot in sorted(school.grid.slots, key=lambda s: (s.start, s.end)):
        if slot.start >= end:
            key += 1
        end = max(end, slot.end)
        keys[slot.id] = key
    days = [(s.bell, s.day, keys[s.id]) for s in school.grid.slots]
    return keys if len(days) == len(set(days)) else None


def _pauses(school: School, keys: dict[str, int], order: list[int]) -> set[int]:
    """The hours before which no session runs on in any bell schedule, though there is a lesson before and after."""
    runs_on: dict[int, list[bool]] = defaultdict(list)
    held = {(s.bell, s.day, keys[s.id]) for s in school.grid.slots}
    before = dict(zip(order[1:], order, strict=False))
    after = {b: a for a, b in before.items()}
    for slot in school.grid.slots:
        following = after.get(keys[slot.id])
        if following is not None and (slot.bell, slot.day, following) in held:
            runs_on[following].append(slot.next is not None)
    return {key for key, found in runs_on.items() if not any(found)}


def _name(school: School, slots: list[Slot], number: int, exact: bool) -> str:
    """第3节, with the clock where all bell schedules agree on it."""
    clocks = {(s.start, s.end) for s in slots}
    if not exact or len(clocks) > 1:
        return f"第{number}节"
    ((start, _),) = clocks
    return f"第{number}节 {start // 60:02}:{start % 60:02}"
