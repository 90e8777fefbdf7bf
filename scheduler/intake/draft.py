"""The plan as read, sheet by sheet, before it is compiled into a School."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.domain import Calendar, Declaration, TimeGrid

from . import words
from .grid import Clockwork
from .sheets.assignment import AssignmentSheet
from .sheets.classes import ClassLine
from .sheets.curriculum import CurriculumLine, CurriculumSheet
from .sheets.groups import GroupLine
from .sheets.homework import HomeworkSheet
from .sheets.locks import LockLine
from .sheets.meetings import MeetingLine
from .sheets.rooms import RoomLine
from .sheets.rules import RuleSheet
from .sheets.school import SchoolLine
from .sheets.service import ServiceLine
from .sheets.teachers import TeacherLine
from .subjects import SubjectNames


@dataclass(frozen=True)
class Draft:
    """Every sheet's rows; names are not yet checked against each other."""

    school: SchoolLine
    curriculum: CurriculumSheet
    subjects: SubjectNames
    classes: Sequence[ClassLine]
    teachers: Sequence[TeacherLine]
    assignment: AssignmentSheet
    rooms: Sequence[RoomLine]
    groups: Sequence[GroupLine]
    meetings: Sequence[MeetingLine]
    locks: Sequence[LockLine]
    rules: RuleSheet
    homework: HomeworkSheet
    service: Sequence[ServiceLine]
    calendar: Calendar | None = None
    declared: tuple[Declaration, ...] = ()
    clockwork: Clockwork = field(default_factory=lambda: Clockwork(TimeGrid((), ())))

    @cached_property
    def line(self) -> Mapping[str, CurriculumLine]:
        """Curriculum rows by subject."""
        return {line.subject: line for line in self.curriculum.lines}

    @cached_property
    def klass(self) -> Mapping[str, ClassLine]:
        """Class rows by name."""
        return {c.name: c for c in self.classes}

    @cached_property
    def room(self) -> Mapping[str, RoomLine]:
        """Room rows by key."""
        return {words.key(r.name): r for r in self.rooms}

    @cached_property
    def taught_together(self) -> Mapping[tuple[str, str], Sequence[GroupLine]]:
        """Rows of 合班走班 by (class, subject)."""
        found: dict[tuple[str, str], list[GroupLine]] = {}
        for line in self.groups:
            for klass in line.classes:
                found.setdefault((klass, line.subject), []).append(line)
        return found

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """The grades that have classes."""
        return tuple(sorted({c.grade for c in self.classes}))
