"""Closed times: of teachers and rooms (不可用时间), and of rows of 固排禁排 that forbid."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import Course, RuleSetting, Text
from scheduler.intake.workbook import Cell

from .clash import Clash
from .freeing import Closed
from .remedy import Remedy, price
from .written import say_times, set_cell, write_times


def remedies(clash: Clash) -> Iterator[Remedy]:
    """Part of a closed time is opened."""
    for setting in clash.asked.values():
        if setting.rule == "forbidden_times" and setting.hard:
            yield from _of_setting(clash, setting)
    for name in clash.rooms:  # also one that is too small: it would hold more if it were open longer
        yield from _of_room(clash, name)


def _of_setting(clash: Clash, setting: RuleSetting) -> Iterator[Remedy]:
    source, origins = (setting.source.sheet, setting.source.cell), clash.origins
    for name in sorted(setting.scope.teachers):
        cell = origins.teacher.get(name, {}).get("away")
        if cell is not None and (cell.sheet, cell.address) == source:
            mine = clash.school.courses_of_teacher.get(name, ())
            then = "{times}就可以上课", "could then teach on {times}"
            yield from _opened(clash, setting, cell, mine, "time", (name, name), then)
    row = origins.lock.get(setting.id)
    if row is not None:
        inside = [c for c in clash.school.courses if setting.scope.has_course(c, clash.school)]
        then = "就可以排在{times}", "can then be held on {times}"
        yield from _opened(clash, setting, row["times"], inside, "time", whose(inside), then)


def whose(courses: list[Course]) -> tuple[str, str]:
    """A row's lessons in a few words."""
    if len(courses) == 1:
        return courses[0].id, courses[0].id
    subjects = list(dict.fromkeys(c.subject for c in courses))
    return (subjects[0], subjects[0]) if len(subjects) == 1 else ("课", "lessons")


def _of_room(clash: Clash, name: str) -> Iterator[Remedy]:
    cell = clash.origins.room.get(name, {}).get("away")
    if cell is None or cell.empty:
        return
    using = [c for c in clash.school.courses if any(name in n.options for n in c.needs)]
    for setting in clash.school.settings:
        if (setting.source.sheet, setting.source.cell) == (cell.sheet, cell.address) and setting.hard:
            then = "{times}就可以用", "can then be used on {times}"
            yield from _opened(clash, setting, cell, using, "room", (name, name), then)


def _opened(
    clash: Clash,
    setting: RuleSetting,
    cell: Cell,
    courses: list[Course] | tuple[Course, ...],
    kind: str,
    name: tuple[str, str],
    then: tuple[str, str],
) -> Iterator[Remedy]:
    closed = Closed(setting["times"], clash.times, clash.slots(courses), clash.wanted)
    for one in closed.openings(clash.short):
        new = write_times(one.left, cell.value)
        where = f"{cell.sheet} {cell.address}"
        change = (
            (f"把 {where} 的“{cell.value}”改为“{new}”", f"change {where} from '{cell.value}' to '{new}'")
            if new
            else (f"清空 {where} 的“{cell.value}”", f"empty {where} ('{cell.value}')")
        )
        text = Text(
            f"{change[0]}，{name[0]}{then[0].replace('{times}', say_times(one.open, 'zh'))}",
            f"{change[1]}: {name[1]} {then[1].replace('{times}', say_times(one.open, 'en'))}",
        )
        cost = price(kind, one.count + (0 if one.fits else 20), enough=one.count >= clash.short)
        yield Remedy(kind, (set_cell(cell, new),), text, cost)
