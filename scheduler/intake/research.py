"""From 教研 to meetings: courses with teachers and no groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from scheduler.domain import Course, CourseKind, Session, Slot, TimeGrid

from . import words
from .draft import Draft
from .log import Log
from .sheets.meetings import MeetingLine
from .staff import MEETING, Staff


def meeting_courses(draft: Draft, staff: Staff, courses: Sequence[Course], log: Log) -> Iterator[Course]:
    """A course for each research group. It keeps the bell schedule in which its teachers teach most."""
    for line in draft.meetings:
        members = _members(line, draft, courses)
        if not members:
            groups = list(dict.fromkeys(t.group for t in draft.teachers if t.group))
            log.unknown(
                line.cell,
                ("教研组", "research group"),
                line.group,
                groups,
                ("教师 表的 教研组 列", "column 教研组 of sheet 教师"),
            )
            continue
        bell = _bell(members, draft, courses)
        starts = tuple(s.id for s in possible_starts(draft.clockwork.grid, bell, line))
        if not starts:
            log.add(
                line.times_cell if line.times_cell.address else line.cell,
                f"教研组 “{line.group}” 的候选时间里没有连着的 {line.periods} 节",
                f"no {line.periods} period(s) in a row in the times of '{line.group}'",
            )
        yield Course(
            f"{MEETING} {line.group}",
            MEETING,
            (),
            members,
            (Session("#1", line.periods),),
            starts,
            bell,
            CourseKind.MEETING,
        )


def possible_starts(grid: TimeGrid, bell: str, line: MeetingLine) -> Iterator[Slot]:
    """The slots on which a meeting may begin: all its periods lie in the candidate times."""
    for slot in grid.slots:
        run = grid.run(slot, line.periods) if slot.bell == bell else ()
        if run and all(not line.times or s in line.times for s in run):
            yield slot


def _members(line: MeetingLine, draft: Draft, courses: Sequence[Course]) -> tuple[str, ...]:
    """Those whose 教研组 it is; where no teacher has one, those who teach the subject of that name."""
    wanted = words.key(line.group)
    if any(t.group for t in draft.teachers):
        return tuple(t.name for t in draft.teachers if words.key(t.group) == wanted)
    subject = draft.subjects.find(line.group.removesuffix("组").removesuffix("教研"))
    return tuple(dict.fromkeys(t for c in courses if c.subject == subject for t in c.teachers))


def _bell(members: Sequence[str], draft: Draft, courses: Sequence[Course]) -> str:
    counts = Counter[str]()
    for course in courses:
        counts[course.bell] += round(2 * course.periods) * len({*members}.intersection(course.teachers))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] else next((b.id for b in draft.clockwork.grid.bells), "")
