"""The answer: where every session is placed, what homework is given, and an indexed view of both for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .school import Course, Group, HomeworkTarget, School, Session
from .times import Slot, Weeks


@dataclass(frozen=True, order=True)
class Placement:
    """A session placed: it begins at slot ``start``, in ``weeks`` (ALL, ODD or EVEN), in ``rooms`` (one a need)."""

    course: str
    session: str
    start: str
    weeks: Weeks = Weeks.ALL
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timetable:
    """Every placement of a school; a missing session is a session that is not placed."""

    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, order=True)
class HomeworkItem:
    """Homework of one subject on one day. ``place``: home, or service (done in after-school service)."""

    group: str
    week: Weeks
    day: int
    subject: str
    minutes: int
    place: str = "home"
    kind: str = "written"
    layer: str = "required"


@dataclass(frozen=True)
class HomeworkAllocation:
    """The homework board (作业公示) of a school."""

    items: tuple[HomeworkItem, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """One period of a placed session as it happens in one week: the unit in which rules count."""

    course: Course
    session: Session
    slot: Slot
    week: Weeks
    rooms: tuple[str, ...]
    first: bool  # whether this is the session's first period


@dataclass(frozen=True)
class View:
    """An indexed view of an answer. Rules check against it; it knows nothing of how the answer was made.

    Every index is by person and week; ``school.weeks`` are the weeks that exist. A session that is held every week
    appears in each of them. ``actual`` is the timetable that was really taught, where that was seen (阴阳课表).
    """

    school: School
    timetable: Timetable
    homework: HomeworkAllocation = field(default_factory=HomeworkAllocation)
    actual: Timetable | None = None

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every period of every placed session in every week, in clock order."""
        found = []
        for p in self.timetable.placements:
            course = self.school.course[p.course]
            session = next(s for s in course.sessions if s.id == p.session)
            run = self.school.grid.run(self.school.grid.slot[p.start], session.duration)
            for week in self.school.weeks:
                if p.weeks.covers(week):
                    found += [Lesson(course, session, s, week, p.rooms, s is run[0]) for s in run]
        return tuple(sorted(found, key=lambda x: (x.week, x.slot.day, x.slot.start, x.slot.id, x.course.id)))

    @cached_property
    def _by_teacher(self) -> dict[tuple[str, Weeks], list[Lesson]]:
        return self._index(lambda x: x.course.teachers)

    @cached_property
    def _by_atom(self) -> dict[tuple[str, Weeks], list[Lesson]]:
        group = self.school.group
        return self._index(lambda x: {a for g in x.course.groups for a in group[g].atoms})

    @cached_property
    def _by_course(self) -> dict[tuple[str, Weeks], list[Lesson]]:
        return self._index(lambda x: (x.course.id,))

    @cached_property
    def _by_room(self) -> dict[tuple[str, Weeks], list[Lesson]]:
        return self._index(lambda x: x.rooms)

    def _index(self, keys: object) -> dict[tuple[str, Weeks], list[Lesson]]:
        index: dict[tuple[str, Weeks], list[Lesson]] = defaultdict(list)
        for lesson in self.lessons:
            for key in keys(lesson):  # type: ignore[operator]
                index[key, lesson.week].append(lesson)
        return index

    def of_teacher(self, teacher: str, week: Weeks) -> list[Lesson]:
        """A teacher's lessons and meetings in one week, in clock order."""
        return self._by_teacher.get((teacher, week), [])

    def of_atom(self, atom: str, week: Weeks) -> list[Lesson]:
        """The lessons of pupils never separated, in one week, in clock order."""
        return self._by_atom.get((atom, week), [])

    def of_class(self, klass: Group, week: Weeks) -> list[Lesson]:
        """The lessons of one pupil of a class in one week, in clock order (see ``School.courses_of``)."""
        return self.of_atom(klass.atoms[0], week)

    def of_course(self, course: str, week: Weeks) -> list[Lesson]:
        """A course's lessons in one week, in clock order."""
        return self._by_course.get((course, week), [])

    def in_room(self, room: str, week: Weeks) -> list[Lesson]:
        """The lessons in a room in one week, in clock order."""
        return self._by_room.get((room, week), [])

    @cached_property
    def _minutes(self) -> dict[tuple[str, Weeks, int], dict[str, int]]:
        total: dict[tuple[str, Weeks, int], dict[str, int]] = defaultdict(dict)
        for item in self.homework.items:
            for week in self.school.weeks:
                if item.week.covers(week):
                    day = total[item.group, week, item.day]
                    day[item.subject] = day.get(item.subject, 0) + item.minutes
        return total

    def homework_of(self, group: str, week: Weeks, day: int) -> dict[str, int]:
        """Homework minutes of a class on a day of a week by subject; subjects that give none are left out."""
        return self._minutes.get((group, week, day), {})

    def minutes(self, group: str, week: Weeks, day: int, subject: str) -> int:
        """Homework minutes of a class in a subject on a day of a week."""
        return self.homework_of(group, week, day).get(subject, 0)

    @property
    def targets(self) -> Iterable[HomeworkTarget]:
        """The homework the school wants, class by class and subject by subject."""
        return self.school.homework.targets
