"""The rows of timetable.csv and homework.csv: the answer as two plain tables that other programs read.

The layouts are stable: ``FORMAT`` goes up, with an entry in the changelog, when a column changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import (
    Course,
    Group,
    HomeworkAllocation,
    HomeworkItem,
    Placement,
    School,
    Session,
    Slot,
    Timetable,
)

if TYPE_CHECKING:
    from .run import Run

FORMAT = 1
TIMETABLE_COLUMNS = (
    "school", "class", "week", "day", "period", "start", "end", "subject", "teacher", "room", "lesson",
)  # fmt: skip
HOMEWORK_COLUMNS = ("school", "class", "week", "day", "subject", "kind", "layer", "place", "minutes")


@dataclass(frozen=True)
class Period:
    """One period of a placed session. ``lesson`` is the id that all rows of the placement share."""

    placement: Placement
    course: Course
    session: Session
    slot: Slot
    lesson: str


def periods(school: School, timetable: Timetable) -> tuple[Period, ...]:
    """Every period of every placement, in the order of the sorted placements.

    A session placed where it does not fit (a double lesson that begins in the last period) has its first
    period only.
    """
    names = {(course.id, session.id): label for label, (course, session) in lesson_ids(school).items()}
    known, used = set(names.values()), set[str]()
    found = []
    for p in sorted(timetable.placements):
        lesson = _unused(names[p.course, p.session], known, used)
        used.add(lesson)
        course = school.course[p.course]
        session = next(s for s in course.sessions if s.id == p.session)
        start = school.grid.slot[p.start]
        run = school.grid.run(start, session.duration) or (start,)
        found += [Period(p, course, session, slot, lesson) for slot in run]
    return tuple(found)


def lesson_ids(school: School) -> dict[str, tuple[Course, Session]]:
    """The id of each session of the school in the ``lesson`` column; teaching groups are named in it."""
    found: dict[str, tuple[Course, Session]] = {}
    for course in school.courses:
        unnamed = [g for g in course.groups if not school.group[g].is_class and g not in course.id]
        label = course.id + (f"({join(unnamed)})" if unnamed else "")
        for session in course.sessions:
            lesson = _unused(f"{label}·{session.id}", (), found)
            found[lesson] = (course, session)
    return found


def find_lesson(lessons: dict[str, tuple[Course, Session]], lesson: str) -> tuple[Course, Session] | None:
    """The session of a ``lesson`` id; the second placement of a session has ``~2`` behind its id."""
    return lessons.get(lesson) or lessons.get(re.sub(r"(~\d+)+$", "", lesson))


def _unused(name: str, known: Iterable[str], used: Iterable[str]) -> str:
    """The name itself when it is free, else with the first free number behind it."""
    if name not in used:
        return name
    number = 2
    while (numbered := f"{name}~{number}") in used or numbered in known:
        number += 1
    return numbered


def classes_of(school: School, course: Course) -> tuple[Group, ...]:
    """The classes a course takes pupils from, in the order of the plan; none for a meeting."""
    atoms = {a for g in course.groups for a in school.group[g].atoms}
    return tuple(k for k in school.classes if not atoms.isdisjoint(k.atoms))


def shown_period(school: School, klass: Group | None, slot: Slot) -> int:
    """The number of a slot in the class's own bell schedule: of the lesson that shares most time with it."""
    if klass is None or slot.bell == klass.bell:
        return slot.period
    shared = [(min(s.end, slot.end) - max(s.start, slot.start), -s.period)
              for s in school.slots_of(klass) if s.overlaps(slot)]  # fmt: skip
    return -max(shared)[1] if shared else slot.period


def clock(minutes: int) -> str:
    """08:40 for 520 minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def join(names: Sequence[str]) -> str:
    """Names in one cell, joined by ``/``; a ``/`` within a name is written ``\\/``."""
    return "/".join(n.replace("\\", "\\\\").replace("/", "\\/") for n in names)


def split(cell: str) -> tuple[str, ...]:
    """The names of a cell; undoes ``join``."""
    names = re.findall(r"(?:^|/)((?:[^/\\]|\\.)*)", cell, re.DOTALL) if cell else []
    return tuple(re.sub(r"\\(.)", r"\1", n, flags=re.DOTALL) for n in names)


def timetable_rows(run: Run) -> list[tuple[str, ...]]:
    """The rows of timetable.csv without the header: a row a class and occupied slot, ordered by class and
    clock.

    A teaching group (走班) has a row for each class it is drawn from. What only teachers attend has an empty
    class and stands at the end.
    """
    school, order = run.school, {k.id: i for i, k in enumerate(run.school.classes)}
    rows = []
    for p in periods(school, run.timetable):
        for klass in classes_of(school, p.course) or (None,):
            name = klass.id if klass else ""
            period = shown_period(school, klass, p.slot)
            row = (
                school.name, name, p.placement.weeks.value, str(p.slot.day), str(period), clock(p.slot.start),
                clock(p.slot.end), p.course.subject, join(p.course.teachers), join(p.placement.rooms),
                p.lesson,
            )  # fmt: skip
            key = (
                order.get(name, len(order)),
                p.slot.day,
                p.slot.start,
                p.placement.weeks,
                p.lesson,
                p.slot.id,
            )
            rows.append((key, row))
    return [row for _, row in sorted(rows)]


def homework_rows(run: Run) -> list[tuple[str, ...]]:
    """The rows of homework.csv without the header, ordered by class, day and subject as in the plan."""
    return [
        (
            run.school.name,
            i.group,
            i.week.value,
            str(i.day),
            i.subject,
            i.kind,
            i.layer,
            i.place,
            str(i.minutes),
        )
        for i in ordered_homework(run.school, run.homework)
    ]


def ordered_homework(school: School, homework: HomeworkAllocation) -> list[HomeworkItem]:
    """The homework board by class, day and subject, in the order of the plan."""
    groups = {g.id: i for i, g in enumerate(school.groups)}
    subjects = {s.id: i for i, s in enumerate(school.subjects)}
    return sorted(homework.items, key=lambda i: (groups[i.group], i.day, subjects[i.subject], i))
