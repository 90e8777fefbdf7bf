"""Another teacher of the subject, with periods left, takes a class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil, floor

from scheduler.domain import Course, Teacher, Text
from scheduler.intake.words import key
from scheduler.intake.workbook import Cell

from .clash import Clash
from .remedy import Remedy, price
from .written import set_cell

_EACH = 3  # teachers tried for one course
_SEPARATORS = r"([+/、,，;；\n]+)"


def remedies(clash: Clash) -> Iterator[Remedy]:
    """Courses of the conflict move from those of whom too much is asked."""
    spare: dict[str, float] = {}
    for name in clash.teachers:
        for course in clash.lessons:
            if name in course.teachers and "class_meeting" not in clash.school.subject[course.subject].tags:
                yield from _moved(clash, course, name, spare)


def _moved(clash: Clash, course: Course, name: str, spare: dict[str, float]) -> Iterator[Remedy]:
    cell = clash.origins.course.get(course.id)
    if cell is None or cell.empty:
        return
    able = [t for t in clash.school.teachers if course.subject in t.subjects and t.id not in course.teachers]
    ranked = []
    for teacher in able:
        if teacher.id not in spare:
            spare[teacher.id] = _spare(clash, teacher, course)
        if spare[teacher.id] >= course.periods and renamed(cell.value, teacher.id, name) is None:
            ranked.append((not _teaches(clash, teacher, course), -spare[teacher.id], teacher.id))
    for stranger, left, other in sorted(ranked)[:_EACH]:
        new = renamed(cell.value, name, other)
        if new is not None:
            yield _remedy(clash, course, cell, (name, other, new), floor(-left), stranger)


def _remedy(
    clash: Clash, course: Course, cell: Cell, change: tuple[str, str, str], left: int, stranger: bool
) -> Remedy:
    name, other, new = change
    where = f"{cell.sheet} {cell.address}"
    groups = "、".join(course.groups)
    head = any(key(clash.school.group[g].class_teacher) == key(name) for g in course.groups)
    more = ceil(course.periods) + (10 if stranger else 0) + (15 if head else 0)
    return Remedy(
        "staff",
        (set_cell(cell, new),),
        Text(
            f"请 {other}（还有 {left} 节空余）教 {groups} 的{course.subject}：{where} 由“{cell.value}”改为“{new}”",
            f"let {other} (with {left} periods to spare) teach {course.subject} of {groups}: "
            f"{where} from '{cell.value}' to '{new}'",
        ),
        price("staff", more, enough=course.periods >= clash.short),
    )


def renamed(written: object, name: str, other: str) -> str | None:
    """The cell with another teacher in the place of one; None where he does not stand there just once.

    ``张三4+李四1`` keeps its numbers.
    """
    text = str(written)
    if key(text) == key(name):
        return other
    parts = re.split(_SEPARATORS, text)
    found = []
    for index, part in enumerate(parts):
        number = re.search(r"\s*\d+(?:\.\d+)?\s*节?\s*$", part)
        if key(part) == key(name):
            found.append((index, other))
        elif number and key(part[: number.start()]) == key(name):
            found.append((index, other + part[number.start() :]))
    if len(found) != 1:
        return None
    index, new = found[0]
    return "".join([*parts[:index], new, *parts[index + 1 :]])


def _teaches(clash: Clash, teacher: Teacher, course: Course) -> bool:
    """Whether the teacher has the subject in the same grade."""
    school = clash.school
    grades = school.grades_of(course)
    mine = school.courses_of_teacher[teacher.id]
    return any(c.subject == course.subject and not grades.isdisjoint(school.grades_of(c)) for c in mine)


def _spare(clash: Clash, teacher: Teacher, course: Course) -> float:
    """Periods a week that a teacher has open, under his limits, beyond those he teaches."""
    school = clash.school
    closed = school.closed_to_teacher.get(teacher.id, frozenset())
    limits = [s for s in school.settings if s.hard and not s.scope.courses and s.scope.has_teacher(teacher)]
    day_most = min((s["most"] for s in limits if s.rule == "teacher_day_load"), default=99)
    week_most = min((s["most"] for s in limits if s.rule == "teacher_week_load"), default=999)
    mine = school.courses_of_teacher[teacher.id]
    per_day: dict[int, int] = {}
    for moment in school.grid.moments({course.bell, *(c.bell for c in mine)}):
        if any(s.id not in closed for s in moment.slots):
            per_day[moment.day] = per_day.get(moment.day, 0) + 1
    room = min(sum(min(n, day_most) for n in per_day.values()), week_most)
    return room - sum(c.periods for c in mine)
