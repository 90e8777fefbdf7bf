"""What the constraints of a FET file are written with: the school, its hours and activities, and both sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from xml.etree import ElementTree as ET

from scheduler.domain import Course, CourseKind, Group, RuleSetting, School, Teacher, Weeks
from scheduler.rule import Rule

from .activities import Activity
from .clock import Hour, Hours
from .document import Element, Field, constraint

ALWAYS = 100_000  # the weight of what must hold, in thousandths of a per cent


class Said(Enum):
    """How far a setting is said in FET's words."""

    EXACTLY = "exactly"
    NEARLY = "nearly"
    NOT = "not"


@dataclass
class Book:
    """The file that is being written. Constraints go into ``time`` and ``space``; ``tags`` are given to activities
    as constraints ask for them."""

    school: School
    rules: Mapping[str, Rule]
    hours: Hours
    activities: list[Activity]
    rooms: dict[str, tuple[str, ...]]
    time: Element = field(default_factory=lambda: ET.Element("Time_Constraints_List"))
    space: Element = field(default_factory=lambda: ET.Element("Space_Constraints_List"))
    tags: dict[frozenset[int], str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)  # FET refuses to say a thing twice

    @cached_property
    def of_course(self) -> dict[str, list[Activity]]:
        """The activities of each course."""
        found: dict[str, list[Activity]] = defaultdict(list)
        for activity in self.activities:
            for course in activity.courses:
                found[course.id].append(activity)
        return found

    def of(self, courses: Iterable[Course]) -> list[Activity]:
        """The activities of some courses, each once, in order."""
        found = {a.id: a for c in courses for a in self.of_course.get(c.id, ())}
        return [found[number] for number in sorted(found)]

    def scoped(self, setting: RuleSetting) -> list[Activity]:
        """The activities that a setting about lessons is about."""
        return self.of(self.school.within(setting.scope))

    def weight(self, setting: RuleSetting) -> int:
        """Its weight: what must hold is 100 %, a wish has one per cent for each 1000 of its cost."""
        return ALWAYS if setting.hard else min(setting.weight, ALWAYS - 1)

    def put(self, tag: str, fields: Iterable[Field], setting: RuleSetting | None = None) -> None:
        """A time constraint, once; of no setting: one that must hold."""
        self._put(self.time, tag, list(fields), setting)

    def put_space(self, tag: str, fields: Iterable[Field], setting: RuleSetting | None = None) -> None:
        """A space constraint, once."""
        self._put(self.space, tag, list(fields), setting)

    def _put(self, section: Element, tag: str, fields: list[Field], setting: RuleSetting | None) -> None:
        weight = self.weight(setting) if setting else ALWAYS
        said = repr((tag, fields, weight))
        if said not in self.written:
            self.written.add(said)
            constraint(section, tag, fields, weight)

    def tag(self, activities: Iterable[Activity], name: str) -> str:
        """The tag that just these activities have; equal sets share one."""
        members = frozenset(a.id for a in activities)
        return self.tags.setdefault(members, f"{name} {len(self.tags) + 1}")

    def title(self, setting: RuleSetting) -> str:
        """The rule's title, as teachers say it."""
        return self.rules[setting.rule].title.zh if setting.rule in self.rules else setting.rule

    def teachers(self, setting: RuleSetting) -> list[Teacher]:
        """The teachers that a setting is about."""
        found = {t for c in self.school.within(setting.scope) for t in c.teachers} if setting.scope.courses else None
        return [t for t in self.school.teachers
                if setting.scope.has_teacher(t) and (found is None or t.id in found)]  # fmt: skip

    def classes(self, setting: RuleSetting) -> list[Group]:
        """The classes that a setting is about."""
        return [g for g in self.school.classes if setting.scope.has_group(g)]

    def counted(self, setting: RuleSetting, courses: Iterable[Course], meetings: bool) -> str | None:
        """The tag of the lessons that a rule about a person counts, None where those are all he has."""
        all_of = list(courses)
        counted = [c for c in all_of if (meetings or c.kind is CourseKind.LESSON)
                   and (not setting.scope.courses or c.id in setting.scope.courses)]  # fmt: skip
        if len(counted) == len(all_of):
            return None
        wide = setting.scope.courses or {c.id for c in self.school.courses if c.kind is CourseKind.LESSON}
        return self.tag(self.of(c for c in self.school.courses if c.id in wide), self.title(setting))

    def uneven(self, activities: Iterable[Activity]) -> bool:
        """Whether some are lessons every other week, of which FET knows nothing."""
        return any(s.weeks is not Weeks.ALL for a in activities for _, s in a.parts)


def hours_fields(hours: Hours, wanted: Collection[Hour], tag: str, day: str, hour: str) -> list[Field]:
    """A list of times with its count: ``Number_of_…`` and an element for each."""
    found: list[Field] = [(f"Number_of_{tag}s", len(wanted))]
    for at in sorted(wanted):
        found.append((tag, [(day, hours.say(at)[0]), (hour, hours.say(at)[1])]))
    return found


def ids(activities: Collection[Activity]) -> list[Field]:
    """A list of activities with its count."""
    return [("Number_of_Activities", len(activities)), *(("Activity_Id", a.id) for a in activities)]


Sayer = Callable[[Book, RuleSetting], Said]
