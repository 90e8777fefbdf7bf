"""Plantings that are proved to be what they say, and what is measured of each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from constraints import catalogue
from samples.witness import broken
from scheduler.domain import Placement, School, Timetable
from scheduler.engine.rooms import NoRooms, give_rooms
from scheduler.intake.edits import edited
from scheduler.intake.plan import Plan, compile_book

from . import of_groups, of_locks, of_rooms, of_subjects, of_teachers
from .planting import KINDS, Known, Planting
from .proof import minimal, possible, smallest, structural
from .searching import counted
from .site import Site

MODULES = (of_teachers, of_rooms, of_locks, of_subjects, of_groups)  # each enters its kinds
TRIES = 8  # victims looked at for a planting that can be proved


@dataclass(frozen=True)
class Proved:
    """A planting that is proved: without its last piece the hidden timetable keeps every hard rule; with it the cause
    (ids of settings) is impossible for these courses, and possible without any one of them."""

    kind: Known
    number: int
    planting: Planting
    plan: Plan
    cause: frozenset[str]
    courses: tuple[str, ...]


def proved(site: Site, known: Known, count: int) -> Iterator[Proved]:
    """Up to ``count`` proved plantings of a kind, the same every time."""
    rng = random.Random(f"{known.name} {site.name}")
    number = 0
    for tried, planting in enumerate(known.plant(site, rng)):
        if number == count or tried >= TRIES:
            return
        found = prove(site, known, planting, number + 1)
        if found is not None:
            number += 1
            yield found


def prove(site: Site, known: Known, planting: Planting, number: int = 1) -> Proved | None:
    """The planting with its smallest cause, None where something of it cannot be proved."""
    plan = compile_book(edited(site.book, planting.edits), catalogue())
    if planting.read != (plan.school is None) or not was_possible(site, planting):
        return None
    if plan.school is None:
        cells = {(e.sheet, e.cell) for e in planting.edits}
        near = {(e.sheet, e.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for e in planting.edits}
        named = [p for p in plan.problems if p.fatal and (p.sheet, p.cell) in cells]
        named += [p for p in plan.problems if p.fatal and any(p.sheet == sheet for sheet, _ in near)]
        return Proved(known, number, planting, plan, planting.cause, ()) if named else None
    courses = concerned(site, planting, plan.school)
    cause = smallest(plan.school, sorted(planting.cause), courses, homework=planting.homework)
    return Proved(known, number, planting, plan, cause, courses) if cause else None


def concerned(site: Site, planting: Planting, school: School) -> tuple[str, ...]:
    """The courses that a planting is about: those it names, and those its edits made."""
    named = {*planting.courses, *(c.id for c in school.courses if c.id not in site.school.course)}
    if planting.homework and not planting.courses:
        classes = [school.group[w] for w in planting.who]
        named |= {c.id for g in classes for c in school.courses_of(g)}
    return tuple(c.id for c in school.courses if c.id in named)


def was_possible(site: Site, planting: Planting) -> bool:
    """Whether the hidden timetable keeps every hard rule of the plan without the last piece of the planting."""
    if not planting.before:
        return True  # the site itself
    school = compile_book(edited(site.book, planting.before), catalogue()).school
    if school is None:
        return False
    timetable = carried(site, school)
    if timetable is None or broken(school, timetable, catalogue()):
        return False
    if not planting.homework:
        return True
    courses = concerned(site, planting, school)
    lessons = Timetable(tuple(p for p in timetable.placements if p.course in courses))
    return bool(possible(school, [s.id for s in school.settings], courses, timetable=lessons, homework=True))


def carried(site: Site, school: School) -> Timetable | None:
    """The hidden timetable in a changed plan: new courses are held where the lessons were that they stand for."""
    found: list[Placement] = []
    before: dict[str, list[Placement]] = {}
    for p in site.timetable.placements:
        before.setdefault(p.course, []).append(p)
    for course in school.courses:
        old = site.school.course.get(course.id)
        if old is None:
            atoms = {a.partition("/")[0] for g in course.groups for a in school.group[g].atoms}
            old = next(
                c for c in site.school.courses
                if c.subject == course.subject and set(c.teachers) == set(course.teachers) and atoms & set(c.groups)
            )  # fmt: skip
        there = zip(before[old.id], sorted(course.sessions, key=lambda s: s.id), strict=True)
        found += [replace(p, course=course.id, session=p.session if old.id == course.id else s.id) for p, s in there]
    bare = Timetable(tuple(replace(p, rooms=()) for p in found))
    try:
        return give_rooms(school, bare)
    except NoRooms:
        return None


def measured(one: Proved, search: Callable[..., Any] | None, seconds: float) -> dict[str, Any]:
    """What counting and the search for conflicts make of a planting; seconds of each."""
    known = one.kind
    facts = {"kind": known.name, "counting": known.counting, "number": one.number, "cause": sorted(one.cause)}
    school = one.plan.school
    if school is None:
        return {
            **facts,
            "stage": "reading",
            "found": True,
            "named": True,
            "counted": True,
            "count": 0.0,
            "seconds": 0.0,
        }
    rules = catalogue()
    began = time.perf_counter()
    short = counted(school, rules)
    count = time.perf_counter() - began
    facts |= {"counted": bool(short), "count": round(count, 4)}
    if search is None:
        return {**facts, "stage": "counting", "found": bool(short)}
    began = time.perf_counter()
    conflicts = list(search(school, rules, seconds=seconds))
    took = time.perf_counter() - began
    return {
        **facts, "stage": "search", "found": bool(conflicts), "seconds": round(took, 3),
        **(_named(one, school, conflicts[0]) if conflicts else {"named": False}),
    }  # fmt: skip


def _named(one: Proved, school: School, conflict: Any) -> dict[str, Any]:
    """Whether the set that was named is the planted one, or else proved to be a smallest one."""
    ids = frozenset(m.setting for m in conflict.members) - structural(school)
    planted = ids == one.cause
    alone = planted or minimal(school, ids, conflict.courses, homework=one.planting.homework)
    return {"named": bool(alone), "planted": planted, "unknown": alone is None, "ids": sorted(ids),
            "says_minimal": bool(conflict.minimal)}  # fmt: skip


__all__ = ["KINDS", "Proved", "carried", "measured", "prove", "proved"]
