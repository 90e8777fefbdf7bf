"""Double lessons against periods in a row: of a class, of a teacher, of the rooms. What a half-day holds is the most
runs that do not overlap; of longer sessions it counts the first two periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Course, Text

from .facts import Facts
from .flow import PLENTY, SINK, Cut, Net, most_apart
from .places import per_week
from .shortage import Shortage
from .why import finding

Runs = Mapping[int, int]  # where a run begins → the slots it takes


@dataclass(frozen=True)
class _Who:
    """A person, or a set of rooms with the runs that each of its places can take; how it is said."""

    ids: tuple[str, ...]
    name: Text
    places: tuple[tuple[int, int], ...] = ((-1, 1),)  # (open slots, how many at once)
    settings: tuple[str, ...] = ()


def doubles(facts: Facts) -> Iterator[Shortage]:
    """Classes, teachers and rooms with more double lessons than runs of periods for them."""
    runs = {c.id: r for c in facts.school.courses if (r := _runs(facts, c)) is not None}
    long = [c for c in facts.school.courses if c.id in runs]
    for who, courses in _resources(facts, long):
        cut = _cut(facts, who, courses, runs) if len(courses) > 1 else None
        if cut is not None:
            near = [c for c in courses if c.id in set(cut.demands)]
            units = sum(_sessions(facts, c) for c in near)
            need, have = per_week(facts, units, units - cut.short)
            text = Text(
                f"{who.name.zh} 每周要排 {need} 次连堂，连着空的时间最多排 {have} 次，差 {need - have} 次",
                f"{who.name.en}: {need} double lessons a week, periods in a row for {have} at most: "
                f"{need - have} short",
            )
            yield finding(facts, "double", who.ids, (need, have), text, near, (*cut.settings, *who.settings))


def _runs(facts: Facts, course: Course) -> Runs | None:
    """The first two periods of where its longer sessions may begin; None where it has none."""
    lengths = {s.duration for s in course.sessions if s.duration > 1}
    if not lengths:
        return None
    found: dict[int, int] = {}
    for length in lengths:
        for start, run in facts.begins(course, length).items():
            second = facts.slots[start].next
            if second is not None and not run & ~facts.open(course):
                found[start] = 1 << start | 1 << facts.bit[second]
    return found


def _sessions(facts: Facts, course: Course) -> int:
    return sum(facts.units(course, s.weeks) for s in course.sessions if s.duration > 1)


def _resources(facts: Facts, long: Sequence[Course]) -> Iterator[tuple[_Who, list[Course]]]:
    """Whoever can only hold one of these courses at a time, or as many as there are places."""
    school = facts.school
    teachers: dict[str, list[Course]] = {}
    pupils: dict[str, list[Course]] = {}
    places: dict[tuple[str, ...], list[Course]] = {}
    for course in long:
        for teacher in course.teachers:
            teachers.setdefault(teacher, []).append(course)
        for atom in {a for g in course.groups for a in school.group[g].atoms}:
            pupils.setdefault(atom, []).append(course)
        for options in {n.options for n in course.needs}:
            places.setdefault(options, []).append(course)
    for teacher, courses in teachers.items():
        name = Text(f"教师 {teacher}", f"teacher {teacher}")
        yield _Who((teacher,), name, settings=facts.ids("teacher_clash")), courses
    seen = set()
    for atom, courses in pupils.items():
        klass = school.atoms[atom].id
        if (klass, ids := tuple(c.id for c in courses)) not in seen:
            seen.add((klass, ids))
            yield _Who((klass,), Text(klass, klass), settings=facts.ids("class_clash")), courses
    for options, courses in places.items():
        names = "、".join(options)
        holds = tuple((~facts.mask(school.closed_rooms.get(r, ())), school.room[r].holds) for r in options)
        yield _Who(options, Text(f"场地 {names}", f"rooms {names}"), holds, facts.ids("room_places")), courses


def _cut(facts: Facts, who: _Who, courses: Sequence[Course], runs: Mapping[str, Runs]) -> Cut | None:
    """courses → half-days, within what is open to them and what a day may hold of them → runs that do not overlap."""
    net = Net()
    union: dict[int, int] = {run: run for c in courses for run in runs[c.id].values()}
    blocks: dict[int, int] = {}
    for mask in facts.halves.values():
        spans = [run for run in union if run & mask]
        if spans:
            blocks[mask] = net.node()
            most = sum(holds * most_apart(facts.span(r) for r in spans if not r & ~free) for free, holds in who.places)
            net.arc(blocks[mask], SINK, most * facts.weeks)
    for course in courses:
        cap = facts.capped.get(course.id)
        node = net.demand((course.id,), _sessions(facts, course))
        for day in facts.days.values():
            gate = net.node()
            net.arc(node, gate, cap.sessions if cap else PLENTY, (cap.setting,) if cap else ())
            for mask, block in blocks.items():
                if mask & day:
                    mine = most_apart(facts.span(run) for run in runs[course.id].values() if run & mask)
                    net.arc(gate, block, mine * facts.weeks)
    return net.cut()
