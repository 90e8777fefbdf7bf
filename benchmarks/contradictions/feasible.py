"""Plans that are known to be possible, made as tight as their hidden timetable allows."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from constraints import catalogue
from samples.junior import junior
from samples.witness import broken, find
from samples.write import save
from scheduler.domain import CourseKind, School
from scheduler.intake.edits import edited
from scheduler.intake.plan import compile_book, read_plan
from scheduler.intake.workbook import open_book

from .planting import idle, teachers, weekly
from .site import Draft, Site
from .study import carried

LEAST, MOST = 4, 24  # classes


@dataclass(frozen=True)
class Feasible:
    """A plan and its name; a timetable of it was checked against every hard rule."""

    name: str
    school: School


def plans(count: int) -> Iterator[Feasible]:
    """So many plans, the same every time. A seed whose timetable is not found is passed over."""
    made = seed = 0
    while made < count:
        seed += 1
        found = plan(seed)
        if found is not None:
            made += 1
            yield found


def plan(seed: int) -> Feasible | None:
    """A junior school with a hidden timetable, most of whose open times were then closed; None without a timetable."""
    here = _site(seed)
    if here is None:
        return None
    rng = random.Random(f"feasible {seed}")
    draft = Draft(here)
    _people(here, draft, rng)
    _locks(here, draft, rng)
    school = compile_book(edited(here.book, draft.edits), catalogue()).school
    timetable = carried(here, school) if school else None
    if school is None or timetable is None or broken(school, timetable, catalogue()):
        return None
    return Feasible(here.name, school)


def _site(seed: int) -> Site | None:
    rng = random.Random(f"school {seed}")
    each, more = divmod(rng.randint(LEAST, MOST), 3)
    name = f"feasible{seed}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        save(junior(name, [each + (n < more) for n in range(3)], 45, 60), path)
        school = read_plan(path, catalogue()).school
        book = open_book(path)
    timetable = find(school, catalogue(), seed, steps=8000) if school else None
    if school is None or timetable is None or broken(school, timetable, catalogue()):
        return None
    return Site(name, path, book, school, timetable)


def _people(here: Site, draft: Draft, rng: random.Random) -> None:
    """Two teachers of three are away at most of the times at which they have nothing, some with the least limit that
    the hidden timetable keeps."""
    for name, bell, mine in teachers(here, rng, least=1):
        if rng.random() < 0.33:
            continue
        free = idle(here, name, bell)
        gone = rng.sample(free, round(rng.choice((0.5, 0.9, 1.0)) * len(free)))
        if gone:
            draft.away(name, here.said(bell, [s for s in here.slots(bell) if s in gone]))
        if rng.random() < 0.5:
            days = Counter(x.slot.day for x in mine if x.course.groups)
            draft.limit(name, "每日最多", max(days.values()))


def _locks(here: Site, draft: Draft, rng: random.Random) -> None:
    """Meetings at the one time that they have, some lessons fixed where they are, subjects forbidden where not."""
    for course in here.school.courses:
        mine = [x.slot for x in here.held if x.course is course]
        if course.kind is CourseKind.MEETING:
            draft.set("教研", course.id.partition(" ")[2], "候选时间", here.said(course.bell, mine))
        elif weekly(course) and rng.random() < 0.05:
            time = here.said(course.bell, [rng.choice(mine)])
            draft.lock("固排", time, 班级=course.groups[0], 科目=course.subject)
        elif weekly(course) and rng.random() < 0.1:
            free = [s for s in here.slots(course.bell) if s not in mine]
            draft.lock("禁排", here.said(course.bell, rng.sample(free, len(free) // 2)), 班级=course.groups[0],
                       科目=course.subject)  # fmt: skip
