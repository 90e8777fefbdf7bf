"""Activities that nothing in the file tells apart become the sessions of one course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scheduler.domain import Course, Session, TimeGrid

from .activities import Activity
from .asked import Asked
from .rooms import NOWHERE, Places
from .times import BELL


def gather(activities: Iterable[Activity], asked: Sequence[Asked], places: Mapping[int, Places]) -> dict[int, str]:
    """The course of each activity.

    Two activities share a course when they were split from one, have the same people, subject, tags and length, and
    every constraint that names one names the other, in the same part; the course has the id of its first activity.
    """
    marks: dict[int, list[int]] = defaultdict(list)
    mark = 0
    for one in asked:
        for ids in one.roles.values():
            mark += 1
            for number in ids:
                marks[number].append(mark)
    first: dict[tuple[object, ...], str] = {}
    found = {}
    for a in activities:
        alone = a.id if not a.split or not (a.teachers or a.students) else a.split
        key = (alone, a.teachers, a.students, a.subject, a.tags, a.duration, a.pupils, tuple(marks[a.id]),
               id(places.get(a.id, NOWHERE)))  # fmt: skip
        found[a.id] = first.setdefault(key, str(a.id))
    return found


def make_courses(
    activities: Iterable[Activity], course_of: Mapping[int, str], places: Mapping[int, Places], grid: TimeGrid
) -> tuple[Course, ...]:
    """The courses, in the order of the file."""
    members: dict[str, list[Activity]] = defaultdict(list)
    for a in activities:
        members[course_of[a.id]].append(a)
    starts: dict[int, tuple[str, ...]] = {}
    courses = []
    for name, sessions in members.items():
        a = sessions[0]
        if a.duration not in starts:
            starts[a.duration] = tuple(s.id for s in grid.slots if grid.run(s, a.duration))
        courses.append(
            Course(
                name, a.subject, a.students, a.teachers, tuple(Session(str(x.id), x.duration) for x in sessions),
                starts[a.duration], BELL, needs=places.get(a.id, NOWHERE).needs,
            )
        )  # fmt: skip
    return tuple(courses)
