"""The school that a timetable shows: the plan's rules, bells and curriculum, with the courses that are really held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain import (
    Course,
    CurriculumRow,
    Group,
    Placement,
    RoomNeed,
    School,
    Session,
    Slot,
    Teacher,
    TimeGrid,
    Timetable,
    Weeks,
)
from scheduler.rule import say_day

from ..grid import make_slots
from ..subjects import make_subject
from .bells import Places
from .names import ClassNames
from .notes import NoteKind, Notes
from .placing import Held, Placed
from .texts import courses_of
from .weeks import Meeting


@dataclass
class Builder:
    """Makes courses and placements of what was seen, class by class."""

    plan: School
    placed: Placed
    names: ClassNames
    notes: Notes

    def build(self, meetings: Sequence[Meeting]) -> tuple[School, Timetable]:
        """The school and its timetable."""
        self.groups = self._groups()
        self.grid = self._grid()
        self.courses: dict[str, Course] = {}
        self.placements: list[Placement] = []
        joint: dict[str, dict[str, list[Held]]] = {}
        for klass, held in self.placed.lessons.items():
            by_subject: dict[str, list[Held]] = {}
            for h in held:
                by_subject.setdefault(h.taught.subject, []).append(h)
            for subject, lessons in by_subject.items():
                planned = courses_of(self.plan, klass, subject)
                if planned and all(self._is_joint(c, klass) for c in planned):
                    for course in planned:
                        joint.setdefault(course.id, {})[klass] = lessons
                else:
                    self._own(klass, subject, lessons, [c for c in planned if not self._is_joint(c, klass)])
        for id, by_class in joint.items():
            self._together(self.plan.course[id], by_class)
        self._meet(meetings)
        return self._school(), Timetable(tuple(sorted(self.placements)))

    @staticmethod
    def _is_joint(course: Course, klass: str) -> bool:
        return course.groups != (klass,)

    # one class's own lessons

    def _own(self, klass: str, subject: str, lessons: Sequence[Held], planned: Sequence[Course]) -> None:
        default = planned[0].teachers if len({c.teachers for c in planned}) == 1 else ()
        if len({c.teachers for c in planned}) > 1 and not all(h.taught.teachers for h in lessons):
            zh = f"{klass} {subject} 由几位教师分上，课表没写是谁：这些课按没有教师核查"
            en = f"{klass} {subject} is divided between teachers and the table does not say whose a lesson is"
            self.notes.add(NoteKind.TEACHER, zh, en)
        by_teacher: dict[tuple[str, ...], list[Held]] = {}
        for h in lessons:
            by_teacher.setdefault(h.taught.teachers or default, []).append(h)
        for teachers, held in by_teacher.items():
            self._tell_other_teacher(klass, subject, teachers, planned)
            name = f"{klass} {subject}" + (f"/{'、'.join(teachers) or '无'}" if len(by_teacher) > 1 else "")
            doubles = sum(s.duration > 1 for c in planned if c.teachers == teachers for s in c.sessions)
            needs = next((c.needs for c in planned if all(len(n.options) == 1 for n in c.needs)), ())
            bell = self.placed.bell_of[klass]
            self._course(
                Course(name, subject, (klass,), teachers, (), self._starts(bell), bell, needs=needs), held, doubles
            )

    def _tell_other_teacher(
        self, klass: str, subject: str, teachers: tuple[str, ...], planned: Sequence[Course]
    ) -> None:
        known = {t for c in planned for t in c.teachers}
        if teachers and known and not known.issuperset(teachers):
            zh = f"{klass} {subject}：课表写{'、'.join(teachers)}，计划是{'、'.join(sorted(known))}，按课表的算"
            en = f"{klass} {subject}: the table has {', '.join(teachers)}, the plan {', '.join(sorted(known))}"
            self.notes.add(NoteKind.TEACHER, zh, en)

    def _course(self, course: Course, held: Iterable[Held], doubles: int = 0) -> None:
        """Add a course with a session for each lesson; two in a row are a double lesson where they are written in one
        cell, or as far as the plan has doubles."""
        sessions: list[Session] = []
        left = doubles
        for first, second in _pairs(list(held)):
            merged = second is not None and first.seen.area and first.seen.area == second.seen.area
            both = second is not None and (merged or left > 0)
            left -= bool(both)
            for h, duration in ((first, 2),) if both else ((first, 1), *(((second, 1),) if second else ())):
                rooms = self._rooms(course, h)
                session = Session(f"#{len(sessions) + 1}", duration, h.taught.weeks)
                sessions.append(session)
                self.placements.append(Placement(course.id, session.id, h.slot.id, h.taught.weeks, rooms))
        written = [h.taught.rooms for h in held]
        needs = course.needs
        if all(written) and not needs and len(set(written)) == 1:
            needs = tuple(RoomNeed((r,)) for r in written[0])
        self.courses[course.id] = replace(course, sessions=tuple(sessions), needs=needs)

    @staticmethod
    def _rooms(course: Course, held: Held) -> tuple[str, ...]:
        """The rooms written in the cell, else those that the plan leaves no choice of."""
        if held.taught.rooms and len(held.taught.rooms) >= len(course.needs):
            return held.taught.rooms
        return tuple(n.options[0] for n in course.needs)

    # lessons of several classes

    def _together(self, course: Course, by_class: Mapping[str, Sequence[Held]]) -> None:
        """A course of several classes or of part of one (合班、走班): held when its classes' tables say so."""
        seen: dict[tuple[str, Weeks], Held] = {}
        for held in by_class.values():
            for h in held:
                seen.setdefault((h.slot.id, h.taught.weeks), h)
        for klass, held in by_class.items():
            lacking = [h for at, h in seen.items() if at not in {(x.slot.id, x.taught.weeks) for x in held}]
            if lacking:
                where = "、".join(f"{say_day(h.slot.day, 'zh')}第{h.slot.period}节" for h in lacking)
                zh = f"{course.id} 是几个班一起上的，{klass} 的课表在{where}没有它"
                en = f"{course.id} is held for several classes; the table of {klass} lacks it {len(lacking)} time(s)"
                self.notes.add(NoteKind.UNREAD, zh, en)
        bell = self.placed.bell_of[next(iter(by_class))]
        needs = course.needs if all(len(n.options) == 1 for n in course.needs) else ()
        made = replace(course, sessions=(), bell=bell, starts=self._starts(bell), needs=needs)
        self._course(made, sorted(seen.values(), key=lambda h: (h.slot.day, h.slot.start)),
                     sum(s.duration > 1 for s in course.sessions))  # fmt: skip

    def _meet(self, meetings: Sequence[Meeting]) -> None:
        """The meetings of our own timetable.csv; without any, the plan's meetings are not part of the school."""
        held: dict[str, list[tuple[Slot, Weeks]]] = {}
        for m in meetings:
            bells = self.grid.bell.get(self.plan.course[m.course].bell)
            slots = Places.of(bells, (m.label,), False).find(m.day, m.label) if bells else ()
            held.setdefault(m.course, []).extend((s, m.weeks) for s in slots)
        for id, at in held.items():
            course = self.plan.course[id]
            lengths = [s.duration for s in course.sessions]
            starts = sorted(at, key=lambda x: (x[0].day, x[0].start))
            chosen = starts[:: max(lengths, default=1)]
            sessions = tuple(Session(f"#{n}", max(lengths, default=1), w) for n, (_, w) in enumerate(chosen, 1))
            self.courses[id] = replace(course, sessions=sessions, needs=())
            self.placements += [Placement(id, f"#{n}", s.id, w) for n, (s, w) in enumerate(chosen, 1)]

    # the school

    def _starts(self, bell: str) -> tuple[str, ...]:
        return tuple(s.id for s in self.grid.slots if s.bell == bell)

    def _groups(self) -> tuple[Group, ...]:
        """The classes that a file has, and the teaching groups drawn from them alone or with others."""
        bell_of = self.placed.bell_of
        found = [replace(k, bell=bell_of[k.id]) for k in self.plan.classes if k.id in bell_of]
        added = sorted((pair, name) for pair, name in self.names.added.items() if name in bell_of)
        found += [Group(name, pair[0], (name,), bell=bell_of[name]) for pair, name in added]
        order = {k.id: n for n, k in enumerate(found)}
        found.sort(key=lambda k: (k.grade, order[k.id]) if added else (0, order[k.id]))
        atoms = {a for k in found for a in k.atoms}
        others = [g for g in self.plan.groups if not g.is_class and not atoms.isdisjoint(g.atoms)]
        return (*found, *(replace(g, atoms=tuple(a for a in g.atoms if a in atoms)) for g in others))

    def _grid(self) -> TimeGrid:
        """The plan's bell schedules as far as they are kept, and those that the files show."""
        used = self.placed.bells
        meeting = {c.bell for c in self.plan.courses if not c.groups}
        bells = [used.get(b.id, b) for b in self.plan.grid.bells if b.id in used or b.id in meeting]
        bells += [b for id, b in used.items() if id not in self.plan.grid.bell]
        return TimeGrid(tuple(bells), tuple(s for b in bells for s in make_slots(b)))

    def _school(self) -> School:
        courses = tuple(self._in_plan_order())
        names = dict.fromkeys([*(s.id for s in self.plan.subjects), *(c.subject for c in courses)])
        subjects = tuple(self.plan.subject.get(n) or make_subject(n) for n in names)
        classes = {g.id for g in self.groups}
        homework = replace(
            self.plan.homework, targets=tuple(t for t in self.plan.homework.targets if t.group in classes)
        )
        return replace(
            self.plan, grid=self.grid, subjects=subjects, groups=self.groups, courses=courses,
            teachers=tuple(self._teachers(courses)), curriculum=(*self.plan.curriculum, *self._unasked(courses)),
            homework=homework,
        )  # fmt: skip

    def _in_plan_order(self) -> Iterator[Course]:
        order = {s.id: n for n, s in enumerate(self.plan.subjects)}
        group = {g.id: n for n, g in enumerate(self.groups)}
        yield from sorted(
            self.courses.values(),
            key=lambda c: (not c.groups, min((group[g] for g in c.groups if g in group), default=0),
                           order.get(c.subject, len(order)), c.id),
        )  # fmt: skip

    def _unasked(self, courses: Iterable[Course]) -> Iterator[CurriculumRow]:
        """A row of no lessons for each subject that a grade has and the plan does not ask for."""
        asked = {(row.grade, row.subject) for row in self.plan.curriculum}
        grade = {g.id: g.grade for g in self.groups}
        shown = dict.fromkeys((grade[g], c.subject) for c in courses for g in c.groups if g in grade)
        yield from (CurriculumRow(*pair, 0.0) for pair in shown if pair not in asked)

    def _teachers(self, courses: Sequence[Course]) -> Iterator[Teacher]:
        """The plan's teachers, and those that only the table names, with the subjects it shows for them."""
        taught: dict[str, dict[str, None]] = {}
        for course in courses:
            for name in course.teachers if course.groups else ():
                taught.setdefault(name, {})[course.subject] = None
        meeting = {t for c in courses if not c.groups for t in c.teachers}
        for teacher in self.plan.teachers:
            if teacher.subjects or teacher.id in taught or teacher.id in meeting:
                yield replace(teacher, subjects=tuple(dict.fromkeys([*teacher.subjects, *taught.get(teacher.id, ())])))
        yield from (Teacher(n, subjects=tuple(s)) for n, s in taught.items() if n not in self.plan.teacher)


def _pairs(held: Sequence[Held]) -> Iterator[tuple[Held, Held | None]]:
    """Lessons in order, two together that follow one another in one half-day, in the same weeks."""
    left = list(held)
    while left:
        first = left.pop(0)
        second = next((h for h in left if h.slot.id == first.slot.next and h.taught.weeks is first.taught.weeks), None)
        if second is not None:
            left.remove(second)
        yield first, second
