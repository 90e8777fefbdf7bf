"""The lessons of a date as they are held: the weekly timetable with the exceptions that were recorded on top of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from scheduler.domain import Course, School, Slot, Times, Timetable, Weeks

from .calendar import CoverError as CoverError
from .calendar import SchoolDay as SchoolDay
from .calendar import school_day as school_day
from .exceptions import Kind, Piece, Record, active


@dataclass(frozen=True)
class Held:
    """A lesson or meeting (or a part of it) as it is held on a date: ``teachers`` are those who are there, ``away``
    those of the lesson who are not; ``record`` is the exception behind it, if there is one."""

    course: Course
    session: str
    slots: tuple[Slot, ...]
    teachers: tuple[str, ...]
    rooms: tuple[str, ...]
    away: tuple[str, ...] = ()
    record: Record | None = None

    @property
    def uncovered(self) -> bool:
        """Whether pupils wait for somebody: all its teachers are away, and nobody takes it."""
        return bool(self.away and self.course.groups and not self.teachers)

    @property
    def piece(self) -> Piece:
        """The same as a record names it."""
        return Piece(self.course.id, self.session, self.slots[0].id, len(self.slots))

    def overlaps(self, slots: Iterable[Slot]) -> bool:
        """Whether it is held at one of these times, by the clock."""
        return any(a.overlaps(b) for b in slots for a in self.slots)


@dataclass(frozen=True)
class Days:
    """The dates of a run: its timetable with the records on top of it. ``week`` and ``follow`` as for ``school_day``,
    of the date ``asked`` and, the week, of those in the same calendar week. ``others``: the same of the
    term's other runs that have records, the last recorded in comes last; only the tally looks at them."""

    school: School
    timetable: Timetable
    records: tuple[Record, ...] = ()
    week: Weeks | None = None
    follow: int | None = None
    asked: date | None = None
    others: tuple[Days, ...] = ()
    _known: dict[date, tuple[Held, ...]] = field(default_factory=dict, compare=False, repr=False)

    def with_records(self, records: Iterable[Record]) -> Days:
        """The same with more records."""
        return replace(self, records=(*self.records, *records), _known={})

    def day(self, when: date) -> SchoolDay:
        """The school day of a date. Raises CoverError where there is none."""
        near = self.asked is not None and _monday(when) == _monday(self.asked)
        week, follow = (self.week if near else None), (self.follow if when == self.asked else None)
        return school_day(self.school, when, week or self._said_week.get(_monday(when)), follow or self._said.get(when))

    def around(self, when: date) -> dict[int, SchoolDay]:
        """The school days of a date's calendar week by weekday of the timetable. Where a make-up day follows a weekday
        that the week has already, the date itself stands for it."""
        found: dict[int, SchoolDay] = {}
        dates = [_monday(when) + timedelta(days=n) for n in range(7)]
        for each in [*(d for d in reversed(dates) if d != when), when]:
            try:
                day = self.day(each)
            except CoverError:
                continue
            found[day.day] = day
        return dict(sorted(found.items()))

    def held(self, when: date) -> tuple[Held, ...]:
        """Every lesson and meeting as it is held on a date, in clock order. Raises CoverError as ``day`` does."""
        if when not in self._known:
            lessons = [piece for lesson in self._lessons(self.day(when)) for piece in self._pieces(lesson, when)]
            lessons.sort(key=lambda h: (h.slots[0].start, h.course.groups, h.course.id))
            self._known[when] = tuple(lessons)
        return self._known[when]

    def away(self, when: date) -> dict[str, Times | None]:
        """Who is away on a date, and when; None: the whole day."""
        found: dict[str, Times | None] = {}
        for r in self._active:
            if r.kind is Kind.AWAY and r.date == when:
                before = found.get(r.teacher, Times())
                both = before is None or not r.times
                found[r.teacher] = (
                    None if both else Times((*(before or Times()).patterns, *Times.parse(r.times).patterns))
                )
        return found

    def exchanges(self, when: date) -> list[Record]:
        """The exchanges that concern a date."""
        found = (r for r in self._active if r.kind is Kind.EXCHANGE and when in (r.date, r.to))
        return [r for r in found if self._fits(r)]

    def stale(self, when: date) -> tuple[Record, ...]:
        """The records of a date whose lesson is not in the timetable any more."""
        known = {(h.course.id, h.session, s.id) for h in self.held(when) for s in h.slots}

        def fits(r: Record) -> bool:
            if r.kind is Kind.EXCHANGE:
                return self._fits(r)
            return (r.lesson.course, r.lesson.session, r.lesson.start) in known

        return tuple(r for r in self._active if r.kind is not Kind.AWAY and when in (r.date, r.to) and not fits(r))

    # -- how it is put together ----------------------------------------------------------------------------------------

    @cached_property
    def _active(self) -> tuple[Record, ...]:
        return active(self.records)

    @cached_property
    def _said_week(self) -> dict[date, Weeks]:
        """What kind of week it is, by its Monday, where records say so."""
        return {_monday(r.date): Weeks(r.week) for r in self._active if r.week}

    @cached_property
    def _said(self) -> dict[date, int]:
        """The weekday that a date follows, where records say so."""
        return {r.date: r.follow for r in self._active if r.follow}

    @cached_property
    def _weekly(self) -> dict[int, list[tuple[Weeks, Held]]]:
        """The weekly timetable by day."""
        found: dict[int, list[tuple[Weeks, Held]]] = defaultdict(list)
        durations = {(c.id, s.id): s.duration for c in self.school.courses for s in c.sessions}
        for p in self.timetable.placements:
            course, start = self.school.course[p.course], self.school.grid.slot[p.start]
            run = self.school.grid.run(start, durations[p.course, p.session])
            found[start.day].append((p.weeks, Held(course, p.session, run, course.teachers, p.rooms)))
        return found

    def _lessons(self, day: SchoolDay) -> Iterator[Held]:
        """The day's lessons after the exchanges, whoever is away."""
        moved = self.exchanges(day.date)
        gone = {(r.lesson.course, r.lesson.session) for r in moved if r.date == day.date}
        gone |= {(r.other.course, r.other.session) for r in moved if r.to == day.date}
        for weeks, held in self._weekly.get(day.day, ()):
            grades = self.school.grades_of(held.course)
            here = weeks.covers(day.week) and (not grades or not grades <= day.off)
            if here and (held.course.id, held.session) not in gone:
                yield held
        for r in moved:
            if r.date == day.date:
                yield self._placed(r.other, r.lesson.start, r.other_rooms, r)
            if r.to == day.date:
                yield self._placed(r.lesson, r.other.start, r.rooms, r)

    def _fits(self, r: Record) -> bool:
        """Whether the plan still has the two lessons of an exchange, and their times on those days."""
        return r.to is not None and self._stands(r.lesson, r.date) and self._stands(r.other, r.to)

    def _stands(self, piece: Piece, when: date) -> bool:
        course, slot = self.school.course.get(piece.course), self.school.grid.slot.get(piece.start)
        if course is None or slot is None or piece.session not in {s.id for s in course.sessions}:
            return False
        try:
            return self.day(when).day == slot.day and bool(self.school.grid.run(slot, piece.periods))
        except CoverError:
            return False

    def _placed(self, piece: Piece, start: str, rooms: tuple[str, ...], record: Record) -> Held:
        course, grid = self.school.course[piece.course], self.school.grid
        return Held(
            course, piece.session, grid.run(grid.slot[start], piece.periods), course.teachers, rooms, (), record
        )

    def _pieces(self, lesson: Held, when: date) -> Iterator[Held]:
        """The lesson cut where other people are there."""
        away = self.away(when)
        if away.keys().isdisjoint(lesson.course.teachers):
            yield lesson
            return
        taken = self._taken(when)

        def present(slot: Slot) -> tuple[tuple[str, ...], tuple[str, ...], Record | None]:
            def gone(name: str) -> bool:
                return name in away and is_away(away[name], slot)

            record = taken.get((lesson.course.id, lesson.session, slot.id))
            here = tuple(t for t in lesson.course.teachers if not gone(t))
            missing = tuple(t for t in lesson.course.teachers if gone(t))
            if record is not None and missing:
                missing += (record.teacher,) if gone(record.teacher) else ()
                here += () if gone(record.teacher) else (record.teacher,)
            return here, missing, record if missing else lesson.record

        for (here, missing, record), slots in groupby(lesson.slots, present):
            yield replace(lesson, slots=tuple(slots), teachers=here, away=missing, record=record)

    def _taken(self, when: date) -> dict[tuple[str, str, str], Record]:
        """Who takes which period: the last who was found for it."""
        grid = self.school.grid
        found = {}
        for r in self._active:
            if r.date == when and r.kind in (Kind.COVER, Kind.STUDY) and r.lesson.start in grid.slot:
                for slot in grid.run(grid.slot[r.lesson.start], r.lesson.periods):
                    found[r.lesson.course, r.lesson.session, slot.id] = r
        return found


def is_away(times: Times | None, slot: Slot) -> bool:
    """Whether somebody who is away at these times (None: all day) misses a slot."""
    return times is None or slot in times


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())
