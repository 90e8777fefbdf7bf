"""Rule settings: which rule is asked of whom, how strongly, with which parameters, and who asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .school import Course, Group, School, Teacher

DEFAULT_LANG = "zh"


@dataclass(frozen=True)
class Text:
    """A text in both languages; ``{names}`` in it are filled in by ``say``."""

    zh: str
    en: str

    def say(self, lang: str = DEFAULT_LANG, **values: object) -> str:
        """The text in ``lang`` (zh or en) with its values filled in."""
        template = self.en if lang == "en" else self.zh
        return template.format(**values) if values else template


class Strength(StrEnum):
    """How binding: hard must hold, soft costs, target is reported only, off is not looked at."""

    HARD = "hard"
    SOFT = "soft"
    TARGET = "target"
    OFF = "off"


class Way(StrEnum):
    """How a regulation gets its verdict."""

    ENFORCED = "enforced"
    AUDITED = "audited"
    DECLARED = "declared"
    REPORTED = "reported"


class Verdict(StrEnum):
    """What the audit says of a rule setting."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_APPLICABLE = "not applicable"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True)
class Scope:
    """Whom a setting is about; an empty field means all. ``minus`` takes out those with a setting of their own.

    ``courses`` name single courses. A rule about people then speaks of everybody that ``teachers`` or ``groups`` name
    and counts only their lessons in these courses.
    """

    grades: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()
    minus: tuple[Scope, ...] = ()

    def has_teacher(self, teacher: Teacher) -> bool:
        """Whether a rule about teachers asks something of this one (subjects: one of those he teaches)."""
        if any(m.has_teacher(teacher) for m in self.minus):
            return False
        if self.subjects and not self.subjects.intersection(teacher.subjects):
            return False
        return not self.teachers or teacher.id in self.teachers

    def has_group(self, group: Group) -> bool:
        """Whether a rule about classes asks something of this one."""
        if any(m.has_group(group) for m in self.minus):
            return False
        return (not self.grades or group.grade in self.grades) and (not self.groups or group.id in self.groups)

    def has_lessons(self, group: Group, course: Course) -> bool:
        """Whether a rule about a class's lessons asks something of this course, as one of this class's courses.

        ``groups`` name the class, or the teaching groups (走班) that the course is for.
        """
        if any(m.has_lessons(group, course) for m in self.minus):
            return False
        return (
            self.has_subject(course.subject)
            and (not self.courses or course.id in self.courses)
            and (not self.grades or group.grade in self.grades)
            and (not self.groups or group.id in self.groups or self.groups.issuperset(course.groups))
            and (not self.teachers or not self.teachers.isdisjoint(course.teachers))
            and (not self.rooms or any(self.rooms.issuperset(n.options) for n in course.needs))
        )

    def has_subject(self, subject: str) -> bool:
        """Whether a rule about subjects asks something of this one."""
        return not self.subjects or subject in self.subjects

    def has_course(self, course: Course, school: School) -> bool:
        """Whether a rule about lessons asks something of this course: every filled field must fit it.

        Rooms fit a course that can only be held in them; whether a lesson that has a choice is in one of them is
        known only once rooms are given.
        """
        if any(m.has_course(course, school) for m in self.minus):
            return False
        return (
            self.has_subject(course.subject)
            and (not self.courses or course.id in self.courses)
            and (not self.groups or _meets(self.groups, course, school))
            and (not self.grades or bool(self.grades & school.grades_of(course)))
            and (not self.teachers or not self.teachers.isdisjoint(course.teachers))
            and (not self.rooms or any(self.rooms.issuperset(n.options) for n in course.needs))
        )


def _meets(groups: frozenset[str], course: Course, school: School) -> bool:
    atoms = {a for g in groups if g in school.group for a in school.group[g].atoms}
    return any(not atoms.isdisjoint(school.group[g].atoms) for g in course.groups)


@dataclass(frozen=True)
class Source:
    """Who asks: a pack's row with its quotation, or a cell of the workbook, or the program's own default."""

    pack: str = ""
    ref: str = ""
    quotation: str = ""
    document: str = ""
    part: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class RuleSetting:
    """One rule asked of one scope. ``weight`` is the cost of one unit of breach, in integer thousandths."""

    id: str
    rule: str
    scope: Scope = field(default_factory=Scope)
    params: tuple[tuple[str, Any], ...] = ()
    strength: Strength = Strength.HARD
    weight: int = 1000
    source: Source = field(default_factory=Source)

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter. Raises KeyError with the rule's name when there is none."""
        for key, value in self.params:
            if key == name:
                return value
        raise KeyError(f"{self.rule}: {name}")

    @property
    def hard(self) -> bool:
        """Whether it must hold."""
        return self.strength is Strength.HARD

    def with_params(self, **values: Any) -> RuleSetting:
        """The same setting with some parameters changed."""
        merged: Mapping[str, Any] = {**dict(self.params), **values}
        return replace(self, params=tuple(sorted(merged.items())))
