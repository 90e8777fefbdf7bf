"""Meetings of research groups (教研): more candidate times, a shorter meeting."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import Course, CourseKind, Text, TimePattern, Times

from .clash import Clash
from .remedy import Remedy, emptied, price, rewritten
from .written import say_times, set_cell, write_times


def remedies(clash: Clash) -> Iterator[Remedy]:
    """For each meeting that takes part."""
    for course in clash.courses:
        for group, row in clash.origins.meeting.items():
            if course.kind is CourseKind.MEETING and row["group"] == clash.origins.course.get(course.id):
                yield from _wider(clash, group, course)
                yield from _shorter(clash, group, course)


def _wider(clash: Clash, group: str, course: Course) -> Iterator[Remedy]:
    cell = clash.origins.meeting[group]["times"]
    if cell.empty:
        return
    where = f"{cell.sheet} {cell.address}"
    grid = clash.school.grid
    open_to = [s for s in grid.slots if s.bell == course.bell]
    times = Times.parse(str(cell.value))
    days = Times(tuple(TimePattern(s.day) for s in open_to if s in times)).tidy()
    more = [s for s in open_to if s in days and s not in times]
    if more:
        new = write_times(days, cell.value)
        yield Remedy(
            "meeting", (set_cell(cell, new),),
            Text(f"{group}的教研可以排在{say_times(days, 'zh')}全天：{where} 由“{cell.value}”改为“{new}”",
                 f"the meeting of {group} may be at any time on {say_times(days, 'en')}: "
                 f"{where} from '{cell.value}' to '{new}'"),
            price("time", 20),
        )  # fmt: skip
    anywhen = Text(f"{group}的教研可以排在任何时间", f"the meeting of {group} may be at any time")
    yield emptied("meeting", cell, anywhen, price("time", 25))


def _shorter(clash: Clash, group: str, course: Course) -> Iterator[Remedy]:
    cell = clash.origins.meeting[group]["periods"]
    periods = course.sessions[0].duration
    if cell.address and periods > 1:
        fewer = periods - 1
        said = Text(f"{group}的教研由 {periods} 节改为 {fewer} 节",
                    f"the meeting of {group} takes {fewer} periods instead of {periods}")  # fmt: skip
        yield rewritten("meeting", cell, fewer, said, price("time", 35))
