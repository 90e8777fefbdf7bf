"""The activities of a FET file, and how constraints pick them: by id, or by what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from ..log import Log
from .asked import ENOUGH, BadConstraint, Constraint
from .people import Names, known, twice


@dataclass(frozen=True)
class Activity:
    """One lesson to be placed. ``split`` is the id of the first of those it was split with, 0 for one alone."""

    id: int
    split: int
    teachers: tuple[str, ...]
    students: tuple[str, ...]
    subject: str
    tags: tuple[str, ...]
    duration: int
    pupils: int

    @property
    def component(self) -> int:
        """Its number within the split, from 1."""
        return self.id - self.split + 1 if self.split else 1


_NUMBERS: dict[str, Callable[[Activity], int]] = {
    "Duration": lambda activity: activity.duration,
    "Component_Number": lambda activity: activity.component,
}


@dataclass
class Activities:
    """The active activities by id, and the ids of all."""

    names: Names
    active: dict[int, Activity] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)

    def named(self, constraint: Constraint, field_name: str = "Activity_Id") -> tuple[int, ...]:
        """The active ones among the ids a constraint gives. Raises BadConstraint for an id that stands nowhere."""
        found = []
        for word in constraint.texts(field_name):
            number = int(word) if word.strip().isascii() and word.strip().isdigit() and len(word) < 15 else -1
            if number not in self.ids:
                raise BadConstraint(f"没有编号为“{word[:20]}”的活动", f"there is no activity with id '{word[:20]}'")
            if number in self.active:
                found.append(number)
        return tuple(dict.fromkeys(found))

    def picked(self, constraint: Constraint) -> frozenset[int]:
        """The active ones that fit every filled field: teacher, students, subject, tag, duration, component number.

        Students fit when the activity has some of their pupils.
        """
        names, found = self.names, None
        for field_name, index, everything, zh, en in (
            ("Teacher", self._by_teacher, names.teachers, "教师", "teacher"),
            ("Students", {}, names.students, "学生组", "students set"),
            ("Subject", self._by_subject, names.subjects, "科目", "subject"),
            ("Activity_Tag", self._by_tag, names.tags, "标签", "activity tag"),
        ):
            name = constraint.text(field_name, "")
            if name:
                known(everything, name, zh, en)  # type: ignore[misc]
                ids = self._shared(name) if field_name == "Students" else index.get(name, frozenset())
                found = ids if found is None else found & ids
        numbers = [(f, constraint.number_of(f)) for f in _NUMBERS if constraint.text(f, "").strip()]
        picked = frozenset(self.active) if found is None else found
        return frozenset(i for i in picked if all(_NUMBERS[f](self.active[i]) == wanted for f, wanted in numbers))

    def alone(self, teacher: str, students: str) -> frozenset[int]:
        """The active ones with no other teacher, or no other students' set."""
        return self._alone.get(((teacher,), None) if teacher else (None, (students,)), frozenset())

    @cached_property
    def _alone(self) -> Mapping[tuple[tuple[str, ...] | None, tuple[str, ...] | None], frozenset[int]]:
        found: dict[tuple[tuple[str, ...] | None, tuple[str, ...] | None], set[int]] = defaultdict(set)
        for a in self.active.values():
            found[a.teachers, None].add(a.id)
            found[None, a.students].add(a.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def _shared(self, students: str) -> frozenset[int]:
        """The activities that have pupils of a students' set."""
        found: set[int] = set()
        for leaf in self.names.students[students].leaves:
            found |= self._by_leaf.get(leaf, frozenset())
        return frozenset(found)

    @cached_property
    def _by_leaf(self) -> Mapping[str, frozenset[int]]:
        of = self.names.students
        return self._index((a.id, tuple(x for s in a.students for x in of[s].leaves)) for a in self.active.values())

    @cached_property
    def _by_teacher(self) -> Mapping[str, frozenset[int]]:
        return self._index((a.id, a.teachers) for a in self.active.values())

    @cached_property
    def _by_subject(self) -> Mapping[str, frozenset[int]]:
        return self._index((a.id, (a.subject,)) for a in self.active.values())

    @cached_property
    def _by_tag(self) -> Mapping[str, frozenset[int]]:
        return self._index((a.id, a.tags) for a in self.active.values())

    @staticmethod
    def _index(pairs: Iterable[tuple[int, tuple[str, ...]]]) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for number, names in pairs:
            for name in names:
                found[name].add(number)
        return {name: frozenset(ids) for name, ids in found.items()}


def read_activities(root: Element, names: Names, log: Log) -> Activities:
    """All activities; those that contradict the lists of names, or cannot fit a day, are told."""
    found = Activities(names)
    for element in root.iterfind("Activities_List/Activity"):
        fields = Constraint.read(0, element)
        word = fields.text("Id", "")
        try:
            number = fields.number_of("Id")
            if number in found.ids:
                raise BadConstraint("这个编号用了两次", "this id is used twice")
            found.ids.add(number)
            if fields.flag("Active", True):
                found.active[number] = _read(number, fields, names)
        except BadConstraint as error:
            if len(log.problems) > ENOUGH:
                return found
            log.add("", f"活动 {word[:20]}：{error.zh}", f"activity {word[:20]}: {error.en}")
    return found


def _read(number: int, fields: Constraint, names: Names) -> Activity:
    teachers, students = twice(fields.texts("Teacher")), twice(fields.texts("Students"))
    teachers = tuple(names.teacher(t) for t in teachers if t)
    sets = [known(names.students, s, "学生组", "students set") for s in students if s]
    subject = fields.text("Subject")
    known(names.subjects, subject, "科目", "subject")
    tags = tuple(t for t in twice(fields.texts("Activity_Tag")) if t)
    for tag in tags:
        known(names.tags, tag, "标签", "activity tag")
    duration = fields.number_of("Duration", 1)
    if not 1 <= duration <= max(1, len(names.hours)):
        zh = f"时长是 {duration}，一天只有 {len(names.hours)} 节"
        raise BadConstraint(zh, f"its duration is {duration}, a day has {len(names.hours)} hours")
    pupils = fields.number_of("Number_Of_Students", sum(s.pupils for s in sets))
    split = fields.number_of("Activity_Group_Id", 0)
    return Activity(number, split, teachers, tuple(s.name for s in sets), subject, tags, duration, pupils)
