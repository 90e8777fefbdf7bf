"""What a school is: people, rooms, subjects, courses, and the frozen School that holds them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from .office import Office
from .settings import RuleSetting, Scope
from .times import Bells, Moment, Slot, TimeGrid, Weeks


class CourseKind(StrEnum):
    """What a course is. Meetings have teachers and no groups; a class meeting is a lesson of its class."""

    LESSON = "lesson"
    MEETING = "meeting"


@dataclass(frozen=True)
class Subject:
    """A subject. Tags say what rules need to know of it:
    main, maths, language, pe, activity, class_meeting, music, art, science, labour, technology, practice, local."""

    id: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    """Pupils who are taught together: a class, or a teaching group drawn from classes (走班).

    ``atoms`` are sets of pupils never separated; groups that share an atom cannot have lessons at once.
    A class split by electives has as many atoms as its largest band has groups: all groups of a band meet at the
    same times, so one atom per parallel group is enough to find every clash.
    """

    id: str
    grade: int
    atoms: tuple[str, ...]
    pupils: int = 0
    is_class: bool = True
    bell: str = ""
    class_teacher: str = ""
    home_room: str = ""


@dataclass(frozen=True)
class Teacher:
    """A teacher. The id is the name, with a number where two have one name (``张伟(2)``)."""

    id: str
    kind: str = "full-time"  # full-time, part-time, itinerant
    subjects: tuple[str, ...] = ()
    research_group: str = ""


@dataclass(frozen=True)
class Room:
    """A room or ground that holds ``holds`` classes at once, in a ``building`` ('' where that does not matter)."""

    id: str
    kind: str
    holds: int = 1
    building: str = ""


@dataclass(frozen=True)
class RoomNeed:
    """One room out of ``options`` (room ids); a course that needs two rooms has two needs."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """One weekly lesson of a course: ``duration`` periods in a row (2 is a double lesson, 连堂), in some weeks."""

    id: str
    duration: int = 1
    weeks: Weeks = Weeks.ALL


@dataclass(frozen=True)
class Course:
    """A subject taught to groups by teachers, with its weekly sessions.

    ``starts`` are the slot ids on which a session may begin as far as the bell schedule goes; rules narrow them.
    Courses with equal ``band`` are held at the same times (走班). ``places`` is the number of classes it takes of a
    room's capacity.
    """

    id: str
    subject: str
    groups: tuple[str, ...]
    teachers: tuple[str, ...]
    sessions: tuple[Session, ...]
    starts: tuple[str, ...]
    bell: str
    kind: CourseKind = CourseKind.LESSON
    needs: tuple[RoomNeed, ...] = ()
    band: str = ""
    places: int = 1

    @property
    def periods(self) -> float:
        """Periods a week; a session every other week counts half."""
        return sum(s.duration * (1.0 if s.weeks is Weeks.ALL else 0.5) for s in self.sessions)


@dataclass(frozen=True)
class CurriculumRow:
    """What the curriculum plan asks for a grade in a subject, in lessons a week (0.5: every other week)."""

    grade: int
    subject: str
    lessons: float


@dataclass(frozen=True)
class HomeworkTarget:
    """Minutes of homework a week that a subject means to give a class: between ``least`` and ``most``.

    ``kind``: written, oral, or what else it is (reading, practice, inquiry, sport, labour …); ``layer``: required or
    chosen (必做, 选做). A subject gives a class one kind.
    """

    group: str
    subject: str
    least: int
    most: int
    kind: str = "written"
    layer: str = "required"


@dataclass(frozen=True)
class HomeworkPlan:
    """What homework the school wants. ``service`` gives the minutes of after-school service (课后服务) by grade
    and day in which homework can be done at school; ``off_days`` the minutes a day that are given for the week-end
    and for holidays."""

    targets: tuple[HomeworkTarget, ...] = ()
    service: tuple[tuple[int, int, int], ...] = ()  # (grade, day, minutes)
    off_days: tuple[tuple[int, str, int], ...] = ()  # (grade, weekend or holiday, minutes a day)

    @cached_property
    def service_minutes(self) -> dict[tuple[int, int], int]:
        """Service minutes by (grade, day)."""
        return {(grade, day): minutes for grade, day, minutes in self.service}


@dataclass(frozen=True)
class School:
    """One school's whole problem: everything that the engine, the rules and the audit know of it."""

    name: str
    grid: TimeGrid
    subjects: tuple[Subject, ...]
    groups: tuple[Group, ...]
    teachers: tuple[Teacher, ...]
    rooms: tuple[Room, ...]
    courses: tuple[Course, ...]
    curriculum: tuple[CurriculumRow, ...] = ()
    homework: HomeworkPlan = field(default_factory=HomeworkPlan)
    settings: tuple[RuleSetting, ...] = ()
    term: str = ""
    stage: str = ""
    packs: tuple[str, ...] = ()
    seconds: int = 60
    office: Office = field(default_factory=Office)
    other_bells: tuple[Bells, ...] = ()  # of the other season: audited, never a place for lessons

    @cached_property
    def subject(self) -> dict[str, Subject]:
        """Subjects by id."""
        return {s.id: s for s in self.subjects}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Groups by id."""
        return {g.id: g for g in self.groups}

    @cached_property
    def teacher(self) -> dict[str, Teacher]:
        """Teachers by id."""
        return {t.id: t for t in self.teachers}

    @cached_property
    def room(self) -> dict[str, Room]:
        """Rooms by id."""
        return {r.id: r for r in self.rooms}

    @cached_property
    def course(self) -> dict[str, Course]:
        """Courses by id."""
        return {c.id: c for c in self.courses}

    @cached_property
    def classes(self) -> tuple[Group, ...]:
        """The administrative classes (班级), in the order of the plan."""
        return tuple(g for g in self.groups if g.is_class)

    @cached_property
    def weeks(self) -> tuple[Weeks, ...]:
        """The weeks to look at: (ALL,), or (ODD, EVEN) when some session is held every other week."""
        odd_even = any(s.weeks is not Weeks.ALL for c in self.courses for s in c.sessions)
        return (Weeks.ODD, Weeks.EVEN) if odd_even else (Weeks.ALL,)

    @cached_property
    def atoms(self) -> dict[str, Group]:
        """Each atom with the class it belongs to."""
        return {atom: g for g in self.classes for atom in g.atoms}

    @cached_property
    def courses_of_teacher(self) -> dict[str, tuple[Course, ...]]:
        """Courses by teacher id; every teacher has an entry."""
        return {t.id: tuple(c for c in self.courses if t.id in c.teachers) for t in self.teachers}

    @cached_property
    def courses_of_atom(self) -> dict[str, tuple[Course, ...]]:
        """Courses by atom; every atom has an entry."""
        found: dict[str, list[Course]] = {atom: [] for atom in self.atoms}
        for course in self.courses:
            for atom in {a for g in course.groups for a in self.group[g].atoms}:
                found[atom].append(course)
        return {atom: tuple(courses) for atom, courses in found.items()}

    def within(self, scope: Scope) -> tuple[Course, ...]:
        """The courses that a scope is about, in the order of the plan; quick where it names them."""
        if scope.courses:
            named = (self.course[c] for c in scope.courses if c in self.course)
            return tuple(sorted((c for c in named if scope.has_course(c, self)), key=lambda c: self._rank[c.id]))
        return tuple(c for c in self.courses if scope.has_course(c, self))

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {c.id: i for i, c in enumerate(self.courses)}

    @cached_property
    def closed_to_teacher(self) -> dict[str, frozenset[str]]:
        """The slot ids at which a teacher is not at school: hard forbidden times that name teachers alone."""
        return self._closed(lambda s: s.teachers, lambda s: s.grades or s.groups or s.rooms)

    @cached_property
    def closed_to_group(self) -> dict[str, frozenset[str]]:
        """The slot ids at which a class or teaching group is not at school, by the groups that are named."""
        return self._closed(lambda s: s.groups, lambda s: s.grades or s.teachers or s.rooms)

    @cached_property
    def closed_rooms(self) -> dict[str, frozenset[str]]:
        """The slot ids at which a room may not be used: hard forbidden times that name rooms alone."""
        return self._closed(lambda s: s.rooms, lambda s: s.grades or s.groups or s.teachers)

    def _closed(
        self, who: Callable[[Scope], frozenset[str]], more: Callable[[Scope], object]
    ) -> dict[str, frozenset[str]]:
        closed: dict[str, frozenset[str]] = {}
        for setting in self.settings:
            scope = setting.scope
            if setting.rule != "forbidden_times" or not setting.hard or more(scope) or scope.subjects or scope.courses:
                continue
            slots = frozenset(s.id for s in self.grid.slots if s in setting["times"])
            for name in who(scope):
                closed[name] = closed.get(name, frozenset()) | slots
        return closed

    def courses_of(self, klass: Group, subject: str | None = None) -> tuple[Course, ...]:
        """The courses one pupil of the class attends (its first atom), all of them or those of one subject.

        Where a class is split by electives, one pupil stands for all: the groups of a band meet at the same times.
        """
        courses = self.courses_of_atom[klass.atoms[0]]
        return courses if subject is None else tuple(c for c in courses if c.subject == subject)

    def subjects_of(self, klass: Group) -> tuple[str, ...]:
        """The subjects of a class, in the order of its courses."""
        return tuple(dict.fromkeys(c.subject for c in self.courses_of(klass)))

    def slots_of(self, klass: Group) -> tuple[Slot, ...]:
        """The lesson slots of a class's bell schedule, in order."""
        return tuple(s for s in self.grid.slots if s.bell == klass.bell)

    def moments_of(self, teacher: Teacher) -> tuple[Moment, ...]:
        """The moments of a teacher's week over the bell schedules of his courses, in clock order."""
        return self.grid.moments(c.bell for c in self.courses_of_teacher[teacher.id])

    def tagged(self, *tags: str) -> frozenset[str]:
        """Ids of the subjects that carry one of the tags."""
        return frozenset(s.id for s in self.subjects if not s.tags.isdisjoint(tags))

    def grades_of(self, course: Course) -> frozenset[int]:
        """The grades of a course's groups; empty for a meeting."""
        return frozenset(self.group[g].grade for g in course.groups)
