"""How tight a school is: what its teachers, rooms and classes have to do, over what they possibly could.

A teacher's possible periods are, day by day, the lessons that fit one after the other into the slots which
the hard rules leave to his lessons, up to his limit of the day; and never more than his limit of the week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from constraints import catalogue
from scheduler.domain import CourseKind, School, Slot, Teacher
from scheduler.errors import IntakeError
from scheduler.intake import read_plan
from scheduler.rule import Rule

TIGHT = 0.85


@dataclass(frozen=True)
class Use:
    """What is asked of somebody and what is possible, in the same unit (periods or minutes a week)."""

    asked: float
    possible: float

    @property
    def share(self) -> float:
        """asked / possible; infinite where nothing is possible."""
        return self.asked / self.possible if self.possible else float("inf")


@dataclass(frozen=True)
class Tightness:
    """One school's numbers. ``teachers`` holds those with lessons, ``rooms`` goes by kind of room."""

    school: School
    teachers: Mapping[str, Use]
    rooms: Mapping[str, Use]
    classes: Mapping[str, Use]

    @property
    def tight_teachers(self) -> float:
        """The share of the teachers with lessons whose use is 85 % or more."""
        return sum(u.share >= TIGHT for u in self.teachers.values()) / len(self.teachers)

    @property
    def full_classes(self) -> float:
        """The share of the classes that have a lesson in every slot."""
        return sum(u.share == 1 for u in self.classes.values()) / len(self.classes)


def tightness(school: School, rules: Mapping[str, Rule]) -> Tightness:
    """Measures a school under its own hard settings."""
    gone = {
        (course.id, slot.id)
        for setting in school.settings
        if setting.hard
        for course, slot in rules[setting.rule].forbids(school, setting)
    }
    busy = [t for t in school.teachers if any(c.groups for c in school.courses_of_teacher[t.id])]
    return Tightness(
        school,
        {t.id: _teacher(school, t, gone) for t in busy},
        _rooms(school),
        {
            c.id: Use(sum(course.periods for course in school.courses_of(c)), len(school.slots_of(c)))
            for c in school.classes
        },
    )


def disjoint(slots: Iterable[Slot]) -> int:
    """How many of these slots of one day can be taught by one person: earliest end first."""
    count, free = 0, 0
    for slot in sorted(slots, key=lambda s: s.end):
        if slot.start >= free:
            count, free = count + 1, slot.end
    return count


def _teacher(school: School, teacher: Teacher, gone: set[tuple[str, str]]) -> Use:
    courses = [c for c in school.courses_of_teacher[teacher.id] if c.kind is CourseKind.LESSON]
    slots: dict[str, Slot] = {}
    for course in courses:
        for session in course.sessions:
            for start in course.starts:
                run = school.grid.run(school.grid.slot[start], session.duration)
                if run and not any((course.id, s.id) in gone for s in run):
                    slots |= {s.id: s for s in run}
    day = _limit(school, teacher, "teacher_day_load")
    per_day = [disjoint(s for s in slots.values() if s.day == d) for d in school.grid.days]
    possible = min(sum(min(day, n) for n in per_day), _limit(school, teacher, "teacher_week_load"))
    return Use(sum(c.periods for c in courses), possible)


def _limit(school: School, teacher: Teacher, rule: str) -> int:
    asked = [s["most"] for s in school.settings if s.rule == rule and s.hard and s.scope.has_teacher(teacher)]
    return min(asked, default=99)


def _rooms(school: School) -> dict[str, Use]:
    """By kind of room, in class-minutes a week; closed times of a room are not possible."""
    asked: dict[str, float] = defaultdict(float)
    bells: dict[str, set[str]] = defaultdict(set)
    for course in school.courses:
        minutes = school.grid.slot[course.starts[0]]
        for need in course.needs:
            kind = school.room[need.options[0]].kind
            asked[kind] += course.periods * course.places * (minutes.end - minutes.start)
            bells[kind].add(course.bell)
    return {
        kind: Use(
            total,
            sum(r.holds * _open_minutes(school, r.id, bells[kind]) for r in school.rooms if r.kind == kind),
        )
        for kind, total in asked.items()
    }


def _open_minutes(school: School, room: str, bells: set[str]) -> int:
    """Minutes a week in which the room is open and somebody who uses it has lessons."""
    closed = [
        s["times"]
        for s in school.settings
        if s.rule == "forbidden_times" and s.hard and s.scope.rooms == {room} and not s.scope.subjects
    ]
    total = 0
    for day in school.grid.days:
        until = 0
        slots = [s for s in school.grid.slots if s.day == day and s.bell in bells]
        for slot in sorted(slots, key=lambda s: s.start):
            if not any(slot in times for times in closed):
                total += max(0, slot.end - max(slot.start, until))
                until = max(until, slot.end)
    return total


def table(folder: Path, names: Iterable[str]) -> str:
    """A Markdown table of the samples' workbooks in a folder, read as a user's plan is read."""
    titles = (
        "sample",
        "classes",
        "pupils",
        "teachers",
        "lessons",
        "weeks full",
        "teachers at 85 %+",
        "rooms",
    )
    rows = [titles, ("---",) * len(titles)]
    for name in names:
        found = measure(folder / f"{name}.xlsx")
        school = found.school
        lessons = sum(u.asked for u in found.classes.values())
        rooms = "; ".join(f"{kind} {use.share:.0%}" for kind, use in sorted(found.rooms.items()))
        rows.append(
            (
                name,
                f"{len(school.classes)}",
                f"{sum(c.pupils for c in school.classes)}",
                f"{len(school.teachers)}",
                f"{lessons:g}",
                f"{found.full_classes:.0%}",
                f"{found.tight_teachers:.0%} of {len(found.teachers)}",
                rooms,
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def measure(path: Path) -> Tightness:
    """The tightness of one workbook. Raises IntakeError when it cannot be read."""
    rules = catalogue()
    return tightness(read_school(path, rules), rules)


def read_school(path: Path, rules: Mapping[str, Rule]) -> School:
    """A workbook as a school. Raises IntakeError with all its problems when it cannot be read."""
    plan = read_plan(path, rules)
    if plan.school is None:
        raise IntakeError(plan.problems)
    return plan.school
