"""Finding by name whom and what a change is about; an unknown name is answered with the nearest that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scheduler.domain import School, Text
from scheduler.intake import words
from scheduler.intake.staff import MEETING
from scheduler.intake.subjects import SubjectNames

from .error import ChangeError
from .shapes import ALL, listed

CLASS = Text("班级", "class")
GRADE = Text("年级或班级", "grade or class")
TEACHER = Text("教师", "teacher")
SUBJECT = Text("科目", "subject")
ROOM = Text("场地", "room")
COLUMNS = {"grades": GRADE, "class": CLASS, "teacher": TEACHER, "subject": SUBJECT, "room": ROOM}


def unknown(what: Text, written: Any, known: Iterable[str]) -> ChangeError:
    """A name that the plan lacks, with the nearest."""
    near = words.nearest(str(written), known)
    zh = f"计划里没有{what.zh} “{written}”" + (f"（最接近：{near}）" if near else "")
    en = f"the plan has no {what.en} '{written}'" + (f" (nearest: {near})" if near else "")
    return ChangeError(Text(zh, en))


def pick(what: Text, written: Any, known: Iterable[str]) -> str:
    """The known name that is written, compared as the workbook's names are."""
    names = list(known)
    wanted = words.key(written)
    found = next((name for name in names if wanted and words.key(name) == wanted), None)
    if found is None:
        raise unknown(what, written, names)
    return found


@dataclass(frozen=True)
class Names:
    """The names of a school."""

    school: School

    @cached_property
    def teachers(self) -> list[str]:
        """All teachers."""
        return [t.id for t in self.school.teachers]

    @cached_property
    def classes(self) -> list[str]:
        """All classes."""
        return [g.id for g in self.school.classes]

    @cached_property
    def subjects(self) -> list[str]:
        """All subjects that are taught."""
        return [s.id for s in self.school.subjects if s.id != MEETING]

    @cached_property
    def rooms(self) -> list[str]:
        """All rooms."""
        return [r.id for r in self.school.rooms]

    @cached_property
    def kinds(self) -> list[str]:
        """All kinds of rooms."""
        return list(dict.fromkeys(r.kind for r in self.school.rooms))

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """The grades that have classes."""
        return tuple(sorted({c.grade for c in self.school.classes}))

    def teacher(self, written: Any) -> str:
        """A teacher's id."""
        return pick(TEACHER, written, self.teachers)

    def klass(self, written: Any) -> str:
        """A class's id."""
        return pick(CLASS, written, self.classes)

    def room(self, written: Any) -> str:
        """A room's id."""
        return pick(ROOM, written, self.rooms)

    def subject(self, written: Any) -> str:
        """A subject's id, also by a usual alias of its name."""
        found = SubjectNames(tuple(self.subjects)).find(str(written))
        if found is None:
            raise unknown(SUBJECT, written, self.subjects)
        return found

    def grades_in(self, written: Any) -> tuple[int, ...]:
        """The grades of 五年级, 3-6年级, 全校; those that have no class are unknown."""
        if words.key(written) in ALL:
            return self.grades
        try:
            found = words.grades(written)
        except ValueError:
            raise unknown(Text("年级", "grade"), written, map(str, self.grades)) from None
        if not found or not set(found) <= set(self.grades):
            raise unknown(Text("年级", "grade"), written, map(str, self.grades))
        return found

    def classes_in(self, written: Any) -> tuple[str, ...]:
        """The classes of a list of classes and grades."""
        found: list[str] = []
        for word in listed(written):
            if words.key(word) in {words.key(c) for c in self.classes}:
                found.append(self.klass(word))
                continue
            try:
                grades = self.grades_in(word)
            except ChangeError:
                raise unknown(GRADE, word, [*self.classes, *map(str, self.grades)]) from None
            found += [c.id for c in self.school.classes if c.grade in grades]
        return tuple(dict.fromkeys(found))

    def sorted_out(self, written: Any) -> dict[str, str]:
        """What a list names, by the columns of 固排禁排 and 规则: grades, class, teacher, subject, room."""
        found: dict[str, list[str]] = {}
        for word in listed(written):
            if words.key(word) not in ALL:
                column, name = self._sort(word)
                found.setdefault(column, []).append(name)
        return {column: "、".join(names) for column, names in found.items()}

    def _sort(self, word: str) -> tuple[str, str]:
        lists: Mapping[str, list[str]] = {
            "class": [*self.classes, *(g.id for g in self.school.groups if not g.is_class)],
            "teacher": self.teachers,
            "room": [*self.rooms, *self.kinds],
        }
        for column, names in lists.items():
            if found := next((n for n in names if words.key(n) == words.key(word)), None):
                return column, found
        if found := SubjectNames(tuple(self.subjects)).find(word):
            return "subject", found
        try:
            self.grades_in(word)
        except ChangeError:
            known = [*self.subjects, *(n for names in lists.values() for n in names)]
            raise unknown(Text("班级、科目、教师或场地", "class, subject, teacher or room"), word, known) from None
        return "grades", word
