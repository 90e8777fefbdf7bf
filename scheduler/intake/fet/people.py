"""The names in a FET file: students' sets, teachers, subjects, tags, rooms, days and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from ..log import Log
from ..words import nearest
from .asked import BadConstraint

T = TypeVar("T")
MOST_DAYS, MOST_HOURS = 100, 72


@dataclass(frozen=True)
class StudentsSet:
    """A year, group or subgroup: ``leaves`` are the sets in it that are not divided (itself, where it is one)."""

    name: str
    year: int  # counted from 1: the first year it stands in
    pupils: int
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class VirtualRoom:
    """A room that stands for several: one room out of each set is wanted."""

    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RealRoom:
    """A room with its building and the number of pupils it holds."""

    building: str
    capacity: int


@dataclass
class Names:
    """Everything that constraints and activities may name."""

    days: dict[str, int] = field(default_factory=dict)
    hours: dict[str, int] = field(default_factory=dict)
    students: dict[str, StudentsSet] = field(default_factory=dict)
    teachers: dict[str, None] = field(default_factory=dict)
    subjects: dict[str, None] = field(default_factory=dict)
    tags: dict[str, None] = field(default_factory=dict)
    rooms: dict[str, RealRoom] = field(default_factory=dict)
    virtual: dict[str, VirtualRoom] = field(default_factory=dict)

    @property
    def leaves(self) -> list[str]:
        """The students' sets that are not divided, in the order of the file."""
        return list(dict.fromkeys(leaf for s in self.students.values() for leaf in s.leaves))

    def leaves_of(self, name: str) -> frozenset[str]:
        """The undivided sets in a set. Raises BadConstraint when there is no such set."""
        return frozenset(known(self.students, name, "学生组", "students set").leaves)

    def teacher(self, name: str) -> str:
        """The teacher's name. Raises BadConstraint when there is none."""
        known(self.teachers, name, "教师", "teacher")
        return name


def known(names: dict[str, T], name: str, zh: str, en: str) -> T:
    """The entry of a name. Raises BadConstraint with the nearest name when there is none."""
    if name in names:
        return names[name]
    near = nearest(name, list(names)[:3000]) if name else ""
    maybe = (f"（最接近：{near}）", f" (nearest: {near})") if near else ("", "")
    raise BadConstraint(f"没有{zh}“{name[:60]}”{maybe[0]}", f"there is no {en} '{name[:60]}'{maybe[1]}")


def read_names(root: Element, log: Log) -> Names:
    """All lists of names; what is named twice or not at all is told."""
    names = Names()
    lists: tuple[tuple[str, dict[str, Any], str, str], ...] = (
        ("Days_List", names.days, "天", "day"),
        ("Hours_List", names.hours, "节", "hour"),
        ("Teachers_List", names.teachers, "教师", "teacher"),
        ("Subjects_List", names.subjects, "科目", "subject"),
        ("Activity_Tags_List", names.tags, "标签", "activity tag"),
        ("Subject_Tags_List", names.tags, "标签", "activity tag"),
    )
    for tag, place, zh, en in lists:
        found = _names(root, tag)
        place.update({name: number for number, name in enumerate(found, 1)})
        _tell_twice(found, zh, en, log)
    for place, most, zh, en in ((names.days, MOST_DAYS, "天", "days"), (names.hours, MOST_HOURS, "节", "hours")):
        if not 1 <= len(place) <= most:
            log.add("", f"有 {len(place)} {zh}，应为 1 到 {most}", f"there are {len(place)} {en}, not 1 to {most}")
    _read_rooms(root, names, log)
    _read_students(root, names, log)
    return names


def _tell_twice(names: Iterable[str], zh: str, en: str, log: Log) -> None:
    """Tell the first of the names that stand twice."""
    again = [name for name, times in Counter(names).items() if times > 1]
    for name in again[:5]:
        log.add("", f"{zh}“{name[:60]}”写了两次", f"{en} '{name[:60]}' stands twice")


def _names(root: Element, tag: str) -> list[str]:
    """The names in a list; in the oldest files days and hours are names alone, now each is an element with one."""
    found = root.find(tag)
    if found is None:
        return []
    return [e.text or "" for e in found.iter("Name")]


def _number(element: Element, tag: str, default: int) -> int:
    word = (element.findtext(tag) or "").strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) < 9 else default


def _read_rooms(root: Element, names: Names, log: Log) -> None:
    _tell_twice((r.findtext("Name") or "" for r in root.iterfind("Rooms_List/Room")), "教室", "room", log)
    for room in root.iterfind("Rooms_List/Room"):
        name = room.findtext("Name") or ""
        if (room.findtext("Virtual") or "").strip().lower() == "true":
            sets = room.findall("Set_of_Real_Rooms")
            names.virtual[name] = VirtualRoom(tuple(tuple(e.text or "" for e in s.findall("Real_Room")) for s in sets))
        else:
            names.rooms[name] = RealRoom(room.findtext("Building") or "", _number(room, "Capacity", 30_000))
    for name, virtual in names.virtual.items():
        for real in [r for rooms in virtual.sets for r in rooms if r not in names.rooms][:5]:
            log.add(
                "", f"虚拟教室“{name}”里没有教室“{real}”", f"virtual room '{name}' names '{real}', which is no room"
            )


def _read_students(root: Element, names: Names, log: Log) -> None:
    """Years, groups and subgroups; a set that stands in several places is one set."""
    leaves: dict[str, dict[str, None]] = {}
    year_of: dict[str, int] = {}
    pupils: dict[str, int] = {}
    kind: dict[str, str] = {}
    again: list[str] = []

    def note(element: Element, level: str, year: int) -> str:
        name = element.findtext("Name") or ""
        if kind.setdefault(name, level) != level or (level == "Year" and name in year_of):
            again.extend((name, name))
        year_of.setdefault(name, year)
        pupils.setdefault(name, _number(element, "Number_of_Students", 0))
        leaves.setdefault(name, {})
        return name

    for number, year in enumerate(root.iterfind("Students_List/Year"), 1):
        top = note(year, "Year", number)
        for group in year.iterfind("Group"):
            middle = note(group, "Group", number)
            for subgroup in group.iterfind("Subgroup"):
                leaves[middle][note(subgroup, "Subgroup", number)] = None
            leaves[top].update(leaves[middle] or {middle: None})
    _tell_twice(again, "学生组", "students set", log)
    for name, inside in leaves.items():
        names.students[name] = StudentsSet(name, year_of[name], pupils[name], tuple(inside) or (name,))


def twice(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once, in order."""
    return tuple(dict.fromkeys(names))
