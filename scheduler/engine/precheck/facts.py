"""What all counting needs of a school, worked out once: open times as bit masks, loads, and what caps a day.

A *unit* is one period in one week: where there are odd and even weeks, both are counted together (``weeks`` is 2), so
that a lesson every other week is one unit and all others are two. What holds in each week holds for their sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain import Course, RuleSetting, School, Slot, Weeks

from .caps import DayCap, day_caps
from .flow import bits, most_apart

DAY = 24 * 60  # minutes: keeps the days apart on one line of time


@dataclass(frozen=True)
class Pin:
    """A lock that leaves one time: one of these courses is held in this slot, in every week."""

    setting: str
    courses: tuple[str, ...]
    slot: int


class Facts:
    """The school in bit masks; a slot's bit is its rank in the grid. ``closed``: the slot ids that hard settings forbid
    to a course, by course id."""

    def __init__(self, school: School, settings: Iterable[RuleSetting], closed: Mapping[str, set[str]]):
        self.school = school
        self.hard: dict[str, list[RuleSetting]] = defaultdict(list)
        for setting in settings:
            if setting.hard:
                self.hard[setting.rule].append(setting)
        self.weeks = len(school.weeks)
        self.slots = school.grid.slots
        self.bit = {slot.id: i for i, slot in enumerate(self.slots)}
        self._closed = closed
        self._bell: dict[tuple[str, ...], int] = {}
        self._runs: dict[tuple[int, int], int] = {}
        self._pinned: dict[str, int] = {}  # by course, what the locks of others take from it
        self.pins: list[Pin] = []
        self._open: dict[str, int] = {}
        self.load = {c.id: sum(self.units(c, s.weeks) * s.duration for s in c.sessions) for c in school.courses}

    def units(self, course: Course, weeks: Weeks) -> int:
        """In how many weeks a session of these weeks is held."""
        return self.weeks if weeks is Weeks.ALL else 1

    # -- times -----------------------------------------------------------------------------------------------------

    def mask(self, slots: Iterable[str]) -> int:
        """The bits of these slot ids."""
        bit = self.bit
        return sum({1 << bit[s] for s in slots})

    def starts(self, course: Course) -> int:
        """The slots on which a session may begin as far as the bell schedule goes."""
        if course.starts not in self._bell:
            self._bell[course.starts] = self.mask(course.starts)
        return self._bell[course.starts]

    def closed(self, course: Course) -> int:
        """The slots in which the course may not be held: by hard settings, or because of the locks of others."""
        shut = self._closed.get(course.id)
        return (self.mask(shut) if shut else 0) | self._pinned.get(course.id, 0)

    def begins(self, course: Course, duration: int) -> dict[int, int]:
        """Where a session of this length may begin: the slot's bit number → the slots it takes."""
        shut, found = self.closed(course), {}
        for start in bits(self.starts(course)):
            run = self._run(start, duration)
            if run and not run & shut:
                found[start] = run
        return found

    def _run(self, start: int, duration: int) -> int:
        key = (start, duration)
        if key not in self._runs:
            run = self.school.grid.run(self.slots[start], duration)
            self._runs[key] = self.mask(s.id for s in run)
        return self._runs[key]

    def open(self, course: Course) -> int:
        """The slots that some session of the course may touch; of a band, those open to all its courses."""
        if course.id not in self._open:
            mates = self.bands.get(course.id, (course,))
            reach = self._reach(mates[0])
            for mate in mates[1:]:
                reach &= self._reach(mate)
            self._open.update({mate.id: reach for mate in mates})
        return self._open[course.id]

    def _reach(self, course: Course) -> int:
        lengths = {s.duration for s in course.sessions} or {1}
        reach = self.starts(course) & ~self.closed(course) if 1 in lengths else 0
        for length in lengths - {1}:
            for run in self.begins(course, length).values():
                reach |= run
        return reach

    @cached_property
    def bands(self) -> dict[str, tuple[Course, ...]]:
        """By course id, the courses that hard ``same_time`` settings hold at the same times (走班)."""
        found: dict[str, tuple[Course, ...]] = {}
        for setting in self.hard["same_time"]:
            mates: dict[str, list[Course]] = defaultdict(list)
            for course in self.school.courses:
                if course.band and setting.scope.has_course(course, self.school):
                    mates[course.band].append(course)
            found |= {c.id: tuple(courses) for courses in mates.values() for c in courses}
        return found

    def pin(self, pins: Sequence[Pin]) -> None:
        """Take the times of these locks from all other courses of the same teachers and pupils."""
        school = self.school
        self.pins = list(pins)
        for pin in pins:
            courses = [school.course[c] for c in pin.courses]
            busy = self.overlapping[pin.slot]
            teachers = set.intersection(*(set(c.teachers) for c in courses))
            pupils = set.intersection(*({a for g in c.groups for a in school.group[g].atoms} for c in courses))
            taught = [c for t in teachers for c in self.courses_of_teacher[t]]
            for other in (*taught, *(c for a in pupils for c in school.courses_of_atom[a])):
                if other.id not in pin.courses:
                    self._pinned[other.id] = self._pinned.get(other.id, 0) | busy
        if pins:
            self._open.clear()

    @cached_property
    def overlapping(self) -> list[int]:
        """By slot, the slots that overlap it by the clock, itself among them."""
        found = [0] * len(self.slots)
        for day in self.days.values():
            for i in bits(day):
                a = self.slots[i]
                for j in bits(day):
                    if self.slots[j].start < a.end and a.start < self.slots[j].end:
                        found[i] |= 1 << j
        return found

    @cached_property
    def days(self) -> dict[int, int]:
        """The slots of each day."""
        found: dict[int, int] = defaultdict(int)
        for i, slot in enumerate(self.slots):
            found[slot.day] |= 1 << i
        return dict(sorted(found.items()))

    @cached_property
    def halves(self) -> dict[tuple[int, str], int]:
        """The slots of each half-day."""
        found: dict[tuple[int, str], int] = defaultdict(int)
        for i, slot in enumerate(self.slots):
            found[slot.day, slot.half.value] |= 1 << i
        return dict(sorted(found.items()))

    def span(self, run: int) -> tuple[int, int]:
        """From when to when these slots last, on one line of time through the week."""
        first, last = (run & -run).bit_length() - 1, run.bit_length() - 1
        slots = [self.slots[first], self.slots[last]] if self._in_order else [self.slots[i] for i in bits(run)]
        return min(self._line(s)[0] for s in slots), max(self._line(s)[1] for s in slots)

    @cached_property
    def _in_order(self) -> bool:
        return all(a.next in (None, b.id) for a, b in zip(self.slots, self.slots[1:], strict=False))

    @staticmethod
    def _line(slot: Slot) -> tuple[int, int]:
        return slot.day * DAY + slot.start, slot.day * DAY + slot.end

    @cached_property
    def one_clock(self) -> bool:
        """Whether no two slots overlap: a school with one bell schedule."""
        return all(mask == 1 << i for i, mask in enumerate(self.overlapping))

    def periods_at_most(self, mask: int) -> int:
        """How many periods one person can have in these slots."""
        if self.one_clock:
            return mask.bit_count()
        return most_apart(self._line(self.slots[i]) for i in bits(mask))

    def clumps(self, mask: int) -> list[int]:
        """These slots in sets that overlap by the clock, directly or through others."""
        if self.one_clock:
            return [1 << i for i in bits(mask)]
        found: list[int] = []
        end = -1
        for i in sorted(bits(mask), key=lambda i: self._line(self.slots[i])):
            first, last = self._line(self.slots[i])
            if first < end:
                found[-1] |= 1 << i
            else:
                found.append(1 << i)
            end = max(end, last)
        return found

    # -- who and what ----------------------------------------------------------------------------------------------

    @cached_property
    def courses_of_teacher(self) -> dict[str, list[Course]]:
        """Courses by teacher id, for those who have any."""
        found: dict[str, list[Course]] = defaultdict(list)
        for course in self.school.courses:
            for teacher in course.teachers:
                found[teacher].append(course)
        return found

    @cached_property
    def caps(self) -> list[DayCap]:
        """What hard settings allow a day of some courses together."""
        return list(day_caps(self))

    @cached_property
    def capped(self) -> dict[str, DayCap]:
        """By course id, the tightest of the caps on the periods a day of it and others together."""
        found: dict[str, DayCap] = {}
        for cap in self.caps:
            for course in cap.courses:
                if course not in found or cap.units < found[course].units:
                    found[course] = cap
        return found

    def ids(self, rule: str) -> tuple[str, ...]:
        """The ids of the hard settings of a rule."""
        return tuple(s.id for s in self.hard[rule])
