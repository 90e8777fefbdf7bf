"""What a school's written run says of the shared teachers and of the arts and PE: small, for a process to hand back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.auditor import Audit
from scheduler.domain import School, Slot, Text, Timetable, View, Weeks
from scheduler.intake import words

from .domain import District

ARTS = ("music", "art", "pe")


@dataclass(frozen=True)
class Presence:
    """A period that a shared teacher spends at a school in one week; ``week`` is ALL in a school without odd and even
    weeks. ``who``: the class, or what else he is there for. ``lesson``: not for a meeting, which is no load."""

    teacher: str
    school: str
    week: Weeks
    slot: Slot
    subject: str
    who: str
    lesson: bool = True


@dataclass(frozen=True)
class Arts:
    """Lessons a week of a subject of arts or PE (``kind``: music, art or pe), mean of odd and even weeks: all of them,
    those that a specialist gives, those without a teacher."""

    kind: str
    subject: str
    lessons: float
    specialists: float
    nobody: float = 0.0


@dataclass(frozen=True)
class Written:
    """What one school's files say. ``broken``: the rules that must hold and that its timetable or homework breaks."""

    school: str
    presences: tuple[Presence, ...] = ()
    arts: tuple[Arts, ...] = ()
    broken: tuple[Text, ...] = ()


def written(name: str, school: School, timetable: Timetable, broken: tuple[Text, ...], district: District) -> Written:
    """Looks through a school's timetable. ``name``: the school's in the district."""
    view = View(school, timetable)
    return Written(name, tuple(_presences(name, view, district)), tuple(_arts(view, district)), broken)


def broken_rules(audit: Audit, titles: dict[str, Text]) -> tuple[Text, ...]:
    """The titles of the rules that must hold and are broken by the timetable; ``titles`` by rule."""
    return tuple(dict.fromkeys(titles[entry.setting.rule] for entry in audit.invalid))


def _presences(name: str, view: View, district: District) -> Iterator[Presence]:
    shared = {words.key(t): t for t in district.teacher}
    for lesson in view.lessons:
        for teacher in lesson.course.teachers:
            if (known := shared.get(words.key(teacher))) is not None:
                groups = "、".join(lesson.course.groups)
                yield Presence(known, name, lesson.week, lesson.slot, lesson.course.subject,
                               groups or lesson.course.id, bool(groups))  # fmt: skip


def _arts(view: View, district: District) -> Iterator[Arts]:
    school, weeks = view.school, len(view.school.weeks)
    kinds = {s.id: kind for s in school.subjects for kind in ARTS if kind in s.tags}
    courses = [c for c in school.courses if c.subject in kinds and c.groups]
    trained = {t for t in {t for c in courses for t in c.teachers} if is_specialist(t, school, district)}
    for subject, kind in kinds.items():
        taught = [set(x.course.teachers) for x in view.lessons if x.course.subject == subject and x.course.groups]
        if taught:
            given, nobody = sum(bool(t & trained) for t in taught), sum(not t for t in taught)
            yield Arts(kind, subject, len(taught) / weeks, given / weeks, nobody / weeks)


def is_specialist(teacher: str, school: School, district: District) -> bool:
    """Whether a teacher of arts or PE is trained for it (专任). A shared one is what the district says; one of the
    school's own is, when the school calls him no part-time teacher (兼职) and he is no teacher of Chinese, mathematics
    or English who gives a few lessons of it."""
    shared = next((t for t in district.teachers if words.key(t.id) == words.key(teacher)), None)
    if shared is not None:
        return shared.specialist
    own = school.teacher[teacher]
    main = school.tagged("main")
    taught = {c.subject for c in school.courses_of_teacher[teacher] if c.groups}
    return own.kind != "part-time" and main.isdisjoint(taught | set(own.subjects))
