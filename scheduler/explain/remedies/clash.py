"""A conflict seen from the workbook: whose it is, what is asked, and how much is short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.domain import Course, CourseKind, RuleSetting, School, Slot
from scheduler.intake.origins import Origins
from scheduler.intake.workbook import Book
from scheduler.rule import Rule

if TYPE_CHECKING:
    from ..conflict import Conflict


@dataclass(frozen=True)
class Clash:
    """One conflict of a plan, with the cells behind it."""

    school: School
    origins: Origins
    book: Book
    conflict: Conflict
    rules: Mapping[str, Rule]

    @cached_property
    def asked(self) -> dict[str, RuleSetting]:
        """The settings that take part, by id."""
        known = {s.id: s for s in self.school.settings}
        shortage = self.conflict.shortage
        ids = [m.setting for m in self.conflict.members] + list(shortage.settings if shortage else ())
        return {id: known[id] for id in dict.fromkeys(ids) if id in known}

    @cached_property
    def who(self) -> tuple[str, ...]:
        """The ids of all of whom something is asked."""
        shortage = self.conflict.shortage
        named = [w for m in self.conflict.members for w in m.who]
        return tuple(dict.fromkeys([*named, *(shortage.who if shortage else ())]))

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The courses that take part."""
        shortage = self.conflict.shortage
        named = [*self.conflict.courses, *(shortage.courses if shortage else ()), *self.who]
        return tuple(self.school.course[id] for id in dict.fromkeys(named) if id in self.school.course)

    @cached_property
    def lessons(self) -> tuple[Course, ...]:
        """Those of them that classes have."""
        return tuple(c for c in self.courses if c.kind is CourseKind.LESSON)

    @cached_property
    def teachers(self) -> tuple[str, ...]:
        """The teachers of whom something is asked."""
        scopes = [t for s in self.asked.values() for t in sorted(s.scope.teachers)]
        found = [t for t in dict.fromkeys([*self.who, *scopes]) if t in self.school.teacher]
        return tuple(found)

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """The rooms of which something is asked."""
        scopes = [r for s in self.asked.values() for r in sorted(s.scope.rooms)]
        return tuple(r for r in dict.fromkeys([*self.who, *scopes]) if r in self.school.room)

    @property
    def short(self) -> int:
        """How much is missing at least, in the shortage's unit; 1 where nothing was counted."""
        shortage = self.conflict.shortage
        return max(1, shortage.need - shortage.have) if shortage else 1

    @cached_property
    def wanted(self) -> frozenset[tuple[int, int]]:
        """The times (day, period) that the conflict is about, where it is about some: those of fixed lessons."""
        found = {
            (s.day, s.period)
            for setting in self.asked.values()
            if setting.rule in ("fixed_time", "preferred_times")
            for s in self.school.grid.slots
            if s in setting["times"]
        }
        return frozenset(found)

    def slots(self, courses: Iterable[Course]) -> tuple[Slot, ...]:
        """The lesson times of the bell schedules of these courses (of all where there are none): one slot for each day,
        half-day and number of the lesson."""
        bells = {c.bell for c in courses}
        slots = (s for s in self.school.grid.slots if not bells or s.bell in bells)
        return tuple({(s.day, s.half, s.period): s for s in slots}.values())

    @cached_property
    def times(self) -> tuple[Slot, ...]:
        """All lesson times of the school, as ``slots`` gives them."""
        return self.slots(())

    def closed(self, course: Course) -> frozenset[str]:
        """The slot ids at which a hard setting, or a room, shuts the course out."""
        school, closed = self.school, set[str]()
        for setting in school.settings:
            if setting.rule == "forbidden_times" and setting.hard and setting.scope.has_course(course, school):
                closed |= {s.id for s in school.grid.slots if s in setting["times"]}
        for need in (n for n in course.needs if n.options):
            closed |= frozenset.intersection(*(school.closed_rooms.get(r, frozenset()) for r in need.options))
        return frozenset(closed)
