"""What the master has to know of a school: who is shared there, his lessons, and what each half-day can hold of them.

Everything here is counting that holds for every timetable of the school (a *relaxation*): a half-day holds at most so
many lessons of a teacher, a course at most so many a day, a playground so many classes. A *unit* is one period in one
week: where a school has odd and even weeks both are counted together, so that a period held every week is two units.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.domain import Course, Half, RuleSetting, School
from scheduler.engine.model import forbidden, live
from scheduler.engine.precheck.facts import Facts
from scheduler.engine.room_choice import connected
from scheduler.rule import Rule

from .domain import Absence, District, Visit

HalfDay = tuple[int, Half]


@dataclass(frozen=True)
class Load:
    """Courses of one teacher that are alike for the master: ``units`` of all of them a week, ``most`` of them that a
    half-day can hold, ``day`` of them that a day can hold. ``grounds``: the sets of rooms that each takes ``places``
    of (their numbers in ``Part.grounds``). ``lesson``: not a meeting, which counts for no limit of lessons."""

    subject: str
    units: int
    most: Mapping[HalfDay, int]
    day: int
    grounds: tuple[int, ...] = ()
    places: int = 1
    lesson: bool = True


@dataclass(frozen=True)
class Teaching:
    """A shared teacher at one school. ``most``: units that each half-day can hold of him; those that hold none are left
    out. ``day``: lesson units a day by the school's own hard limits, None without. ``leaves``, ``comes``: the end of
    the last period of each morning and the start of the first of each afternoon that are open to him (minutes after
    midnight)."""

    loads: tuple[Load, ...]
    most: Mapping[HalfDay, int]
    day: int | None = None
    leaves: Mapping[int, int] = field(default_factory=dict)
    comes: Mapping[int, int] = field(default_factory=dict)

    @property
    def units(self) -> int:
        """Units a week, meetings among them."""
        return sum(load.units for load in self.loads)

    @property
    def days(self) -> int:
        """The fewest days a week on which his lessons can be given."""
        held = sorted((self.holds(day) for day in {day for day, _ in self.most}), reverse=True)
        needed = [next((n for n in range(len(held)) if sum(held[:n]) >= self.units), len(held))]
        needed += [-(-load.units // load.day) for load in self.loads if load.day]
        return max(needed)

    def holds(self, day: int, half: Half | None = None) -> int:
        """Units that this half-day, or the whole day, can hold of him."""
        return sum(n for (d, h), n in self.most.items() if d == day and half in (None, h))


@dataclass(frozen=True)
class Ground:
    """A set of rooms that are given out together: ``places`` units a half-day, and the units of places that the lessons
    of teachers who are not shared need in all, and at most in each half-day."""

    rooms: tuple[str, ...]
    places: Mapping[HalfDay, int]
    others: int
    others_most: Mapping[HalfDay, int]


@dataclass(frozen=True)
class Part:
    """One school for the master; small, and can be sent between processes. ``weeks``: 2 with odd and even weeks, else
    1. ``lessons``: sessions a week of the whole school, a measure of its size."""

    school: str
    teachings: Mapping[str, Teaching]
    grounds: tuple[Ground, ...] = ()
    weeks: int = 1
    lessons: int = 0

    def absences(self, visits: Iterable[Visit], quotas: Mapping[tuple[str, str, int], int]) -> frozenset[Absence]:
        """What the school is to be solved under when its shared teachers come on these visits."""
        here = {(v.teacher, v.day, v.half) for v in visits if v.school == self.school}
        found = {
            Absence(t, self.school, day, half)
            for t, teaching in self.teachings.items()
            for day, half in teaching.most
            if (t, day, half) not in here
        }
        found |= {Absence(t, s, day, most=most) for (t, s, day), most in quotas.items() if s == self.school}
        return frozenset(found)


def part_of(school: School, district: District, name: str, rules: Mapping[str, Rule]) -> Part:
    """The part of a school of the district (``name``), from its prepared plan, in which its shared teachers
    stand with their limits and the times at which they are nowhere."""
    asked = live(school, rules)
    facts = Facts(school, asked, forbidden(school, rules, asked))
    shared = [t for t in district.teacher if facts.courses_of_teacher.get(t)]
    sets = connected(school)
    number = {room: i for i, rooms in enumerate(sets) for room in rooms}
    teachings = {t: _Reader(facts, t, number).teaching() for t in shared}
    grounds = tuple(_ground(facts, rooms, {*shared}) for rooms in sets)
    size = sum(len(c.sessions) for c in school.courses)
    return Part(name, teachings, grounds, facts.weeks, size)


class _Reader:
    """Reads one teacher's lessons off the counting facts of a school."""

    def __init__(self, facts: Facts, teacher: str, ground_of: Mapping[str, int]):
        self._facts, self._teacher, self._ground_of = facts, teacher, ground_of
        self._courses = facts.courses_of_teacher[teacher]

    def teaching(self) -> Teaching:
        facts = self._facts
        reach = 0
        for course in self._courses:
            reach |= facts.open(course)
        most = {
            half: facts.weeks * facts.periods_at_most(mask & reach) for half, mask in _halves(facts) if mask & reach
        }
        slots = [s for i, s in enumerate(facts.slots) if reach >> i & 1]
        leaves: dict[int, int] = {}
        comes: dict[int, int] = {}
        for slot in slots:
            if slot.half is Half.AM:
                leaves[slot.day] = max(leaves.get(slot.day, 0), slot.end)
            else:
                comes[slot.day] = min(comes.get(slot.day, slot.start), slot.start)
        return Teaching(tuple(self._loads()), most, self._day(), leaves, comes)

    def _loads(self) -> Iterator[Load]:
        """His courses, those that are alike as one."""
        alike = Counter(self._key(course) for course in self._courses)
        for (subject, units, halves, day, grounds, places, lesson), n in alike.items():
            most = {half: n * held for half, held in halves}
            yield Load(subject, n * units, most, n * day, grounds, places, lesson)

    def _key(self, course: Course) -> tuple[
        str, int, tuple[tuple[HalfDay, int], ...], int, tuple[int, ...], int, bool
    ]:  # fmt: skip
        facts, units = self._facts, self._facts.load[course.id]
        cap = facts.capped.get(course.id)
        day = min(units, cap.units) if cap else units
        parts = ((half, mask & facts.open(course)) for half, mask in _halves(facts))
        halves = tuple((half, min(day, facts.weeks * facts.periods_at_most(m))) for half, m in parts if m)
        grounds = tuple(sorted({self._ground_of[n.options[0]] for n in course.needs}))
        return course.subject, units, halves, day, grounds, course.places, bool(course.groups)

    def _day(self) -> int | None:
        """The school's own limit on his lessons a day."""
        teacher = self._facts.school.teacher[self._teacher]
        asked = [
            s for s in self._facts.hard["teacher_day_load"] if _of_all_his_lessons(s, self._facts.school, teacher.id)
        ]
        return min((int(s["most"]) * self._facts.weeks for s in asked), default=None)


def _of_all_his_lessons(setting: RuleSetting, school: School, teacher: str) -> bool:
    return setting.scope.has_teacher(school.teacher[teacher]) and not setting.scope.courses


def _halves(facts: Facts) -> Iterator[tuple[HalfDay, int]]:
    for (day, half), mask in facts.halves.items():
        yield (day, Half(half)), mask


def _ground(facts: Facts, rooms: frozenset[str], shared: set[str]) -> Ground:
    """Places of a set of rooms by half-day, and what teachers who are not shared take of them."""
    school = facts.school
    open_ = {
        room: facts.mask(s.id for s in facts.slots if s.id not in school.closed_rooms.get(room, ())) for room in rooms
    }
    places = {
        half: sum(school.room[r].holds * facts.weeks * facts.periods_at_most(mask & open_[r]) for r in rooms)
        for half, mask in _halves(facts)
    }
    needed, most = 0, dict.fromkeys(places, 0)
    for course in school.courses:
        uses = sum(n.options[0] in rooms for n in course.needs)
        if not uses or not shared.isdisjoint(course.teachers):
            continue
        units = facts.load[course.id]
        needed += uses * course.places * units
        for half, mask in _halves(facts):
            held = min(units, facts.weeks * facts.periods_at_most(mask & facts.open(course)))
            most[half] += uses * course.places * held
    return Ground(tuple(sorted(rooms)), places, needed, most)


def clock_allows(district: District, morning: tuple[str, Teaching], afternoon: tuple[str, Teaching], day: int) -> bool:
    """Whether somebody at one school in the morning can be at the other when its afternoon begins."""
    (first, before), (then, after) = morning, afternoon
    minutes = district.minutes(first, then)
    return minutes is not None and before.leaves[day] + minutes <= after.comes[day]


def by_teacher(parts: Iterable[Part]) -> dict[str, dict[str, Teaching]]:
    """teacher → school → what he teaches there."""
    found: dict[str, dict[str, Teaching]] = defaultdict(dict)
    for part in parts:
        for teacher, teaching in part.teachings.items():
            found[teacher][part.school] = teaching
    return dict(found)
