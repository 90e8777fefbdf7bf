"""What stands beside the timetable: 校历, 课后服务 and 自查 as the School's office."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import BlockKind, Office, Service

from .draft import Draft
from .log import Log
from .sheets.service import ServiceLine
from .staff import Staff


def make_office(draft: Draft, staff: Staff, log: Log) -> Office:
    """All of it. Notes teachers of 课后服务 whom nobody knows, and activities without a start."""
    return Office(
        calendar=draft.calendar,
        service=tuple(sorted(s for line in draft.service for s in _services(line, draft, staff, log))),
        declared=draft.declared,
        work_end=draft.school.work_end,
        province=draft.school.province,
        posted=draft.school.posted,
    )


def _services(line: ServiceLine, draft: Draft, staff: Staff, log: Log) -> Iterator[Service]:
    """An activity for each day and start (grades whose lessons end at different times)."""
    teachers = staff.listed(line.teachers)
    for day in line.days:
        starts = {line.start: line.grades} if line.start else _after_lessons(line, day, draft)
        if not starts:
            log.add(
                line.cell, "这一天没有课，要写明开始时刻", "there are no lessons on that day: say when it starts",
                "填写 开始：15:50", "fill 开始 (start): 15:50",
            )  # fmt: skip
        for start, grades in starts.items():
            yield Service(day, start, start + line.minutes, line.kind, line.name, grades, teachers, line.places)


def _after_lessons(line: ServiceLine, day: int, draft: Draft) -> dict[int, tuple[int, ...]]:
    """When each grade's day ends, with the grades; () for all of those that the line is about."""
    ends: dict[int, int] = {}
    clock = draft.clockwork
    for klass in draft.classes:
        bells = clock.grid.bell.get(clock.bell_of.get(klass.name, ""))
        blocks = [b for b in bells.on(day) if b.kind is not BlockKind.SERVICE] if bells else []
        if blocks and (not line.grades or klass.grade in line.grades):
            ends.setdefault(klass.grade, max(b.end for b in blocks))
    found: dict[int, tuple[int, ...]] = {}
    for grade, end in sorted(ends.items()):
        found[end] = (*found.get(end, ()), grade)
    return found if len(found) > 1 else dict.fromkeys(found, line.grades)
