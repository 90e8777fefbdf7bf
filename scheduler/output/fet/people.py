"""Who and where in a FET file: subjects, teachers, years with their groups and subgroups, buildings and rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.domain import Group, School

from .activities import Activity
from .document import Element, Field, child

_GRADES = "零一二三四五六七八九"


@dataclass
class Names:
    """Names that FET wants different from each other."""

    used: set[str] = field(default_factory=set)

    def new(self, wanted: str) -> str:
        """The name itself, or with a number behind it."""
        name, number = wanted, 2
        while name in self.used:
            name, number = f"{wanted} ({number})", number + 1
        self.used.add(name)
        return name


def add_subjects(root: Element, activities: Iterable[Activity]) -> None:
    """Every subject that is taught."""
    section = child(root, "Subjects_List", [])
    for name in dict.fromkeys(a.subject for a in activities):
        child(section, "Subject", [("Name", name), ("Comments", "")])


def add_tags(root: Element, tags: Iterable[str]) -> None:
    """The tags by which constraints name activities."""
    section = child(root, "Activity_Tags_List", [])
    for name in tags:
        child(section, "Activity_Tag", [("Name", name), ("Printable", False), ("Comments", "")])


def add_teachers(root: Element, school: School) -> None:
    """Every teacher."""
    section = child(root, "Teachers_List", [])
    for t in school.teachers:
        fields: list[Field] = [
            ("Name", t.id),
            ("Target_Number_of_Hours", 0),
            ("Qualified_Subjects", ""),
            ("Comments", ""),
        ]
        child(section, "Teacher", fields)


def add_students(root: Element, school: School) -> None:
    """Grades as years, classes and teaching groups as groups; pupils never separated are subgroups where a class is
    divided or lends its pupils to a teaching group."""
    names = Names({g.id for g in school.groups})
    section = child(root, "Students_List", [])
    shared = {atom for g in school.groups if not g.is_class for atom in g.atoms}
    subgroup = {atom: names.new(atom if atom not in school.group else f"{atom} 全体") for atom in school.atoms}
    for grade in dict.fromkeys(g.grade for g in school.groups):
        members = [g for g in school.groups if g.grade == grade]
        year = child(
            section, "Year", [("Name", names.new(_grade(grade))), *_size(sum(g.pupils for g in members if g.is_class))]
        )
        for group in members:
            made = child(year, "Group", [("Name", group.id), *_size(group.pupils)])
            for atom in group.atoms if _divided(group, shared) else ():
                child(made, "Subgroup", [("Name", subgroup[atom]), *_size(0)])


def _grade(grade: int) -> str:
    return f"{_GRADES[grade]}年级" if 0 < grade < len(_GRADES) else f"年级 {grade}"


def _size(pupils: int) -> list[Field]:
    return [("Number_of_Students", pupils), ("Comments", "")]


def _divided(group: Group, shared: set[str]) -> bool:
    return len(group.atoms) > 1 or not group.is_class or not shared.isdisjoint(group.atoms)


def rooms_of(school: School) -> dict[str, tuple[str, ...]]:
    """The FET rooms of each room: FET's hold one class, so a ground for five classes is five (操场 #1 … #5), though
    never more than there are courses to use it. What is no real room has none."""
    names = Names({r.id for r in school.rooms})
    found: dict[str, tuple[str, ...]] = {}
    for room in school.rooms:
        wanting = sum(any(room.id in need.options for need in c.needs) for c in school.courses)
        count = min(room.holds, max(wanting, 1))
        if room.kind == "none":
            found[room.id] = ()
        elif room.holds == 1:
            found[room.id] = (room.id,)
        else:
            found[room.id] = tuple(names.new(f"{room.id} #{n}") for n in range(1, count + 1))
    return found


def add_rooms(root: Element, school: School, rooms: dict[str, tuple[str, ...]]) -> None:
    """Buildings and rooms."""
    buildings = child(root, "Buildings_List", [])
    for name in dict.fromkeys(r.building for r in school.rooms if r.building):
        child(buildings, "Building", [("Name", name), ("Comments", "")])
    section = child(root, "Rooms_List", [])
    for room in school.rooms:
        for name in rooms[room.id]:
            fields: list[Field] = [("Name", name), ("Building", room.building), ("Capacity", 30000), ("Virtual", False)]
            child(section, "Room", [*fields, ("Comments", "")])
