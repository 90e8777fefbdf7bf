"""Rows of 固排禁排: made a wish, or a fixed time moved to one that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain import Course, RuleSetting, Slot, Text, TimePattern, Times
from scheduler.intake.origins import Named

from .clash import Clash
from .remedy import Remedy, price
from .times import whose
from .written import say_times, set_cell, write_times

_SOFTER = {"fixed_time": ("优先", "preferred"), "forbidden_times": ("避免", "avoided")}
_MOVES = 3


def remedies(clash: Clash) -> Iterator[Remedy]:
    """For each row that takes part and must hold."""
    for setting in clash.asked.values():
        row = clash.origins.lock.get(setting.id)
        if row is not None and setting.hard and setting.rule in _SOFTER:
            yield _wish(clash, setting, row)
            if setting.rule == "fixed_time":
                yield from _moved(clash, setting, row)


def _wish(clash: Clash, setting: RuleSetting, row: Named) -> Remedy:
    zh, en = _SOFTER[setting.rule]
    way, times = row["way"], setting["times"]
    about = whose(_lessons(clash, setting))
    where = f"{way.sheet} {way.address}"
    fixed = setting.rule == "fixed_time"
    said = say_times(times, "zh")
    return Remedy(
        "lock",
        (set_cell(way, zh),),
        Text(
            f"{about[0]}{'尽量' if fixed else '尽量不'}排在{said}，不再必须：{where} 由“{way.value}”改为“{zh}”",
            f"{about[1]}: {'' if fixed else 'not '}on {say_times(times, 'en')} as far as possible, no longer always: "
            f"{where} from '{way.value}' to '{zh}' ({en})",
        ),
        price("time", 15),
    )


def _moved(clash: Clash, setting: RuleSetting, row: Named) -> Iterator[Remedy]:
    """One of the fixed times moves: to another lesson of the day, then to other days."""
    cell, courses = row["times"], _lessons(clash, setting)
    where = f"{cell.sheet} {cell.address}"
    about = whose(courses)
    for pattern in setting["times"].patterns:
        for far, other in enumerate(_others(clash, setting, pattern, courses)[:_MOVES]):
            times = Times(tuple(other if p == pattern else p for p in setting["times"].patterns))
            new = write_times(times, cell.value)
            before, after = Times((pattern,)), Times((other,))
            yield Remedy(
                "lock",
                (set_cell(cell, new),),
                Text(
                    f"{about[0]}由{say_times(before, 'zh')}改到{say_times(after, 'zh')}：{where} 改为“{new}”",
                    f"move {about[1]} from {say_times(before, 'en')} to {say_times(after, 'en')}: "
                    f"{where} becomes '{new}'",
                ),
                price("time", 5 + far),
            )


def _lessons(clash: Clash, setting: RuleSetting) -> list[Course]:
    return [c for c in clash.school.courses if setting.scope.has_course(c, clash.school)]


def _others(clash: Clash, setting: RuleSetting, pattern: TimePattern, courses: Sequence[Course]) -> list[TimePattern]:
    """Times of the same kind that are open to every lesson and that no other row has taken, the nearest first."""
    slots = clash.slots(courses)
    taken = [
        s["times"]
        for s in clash.school.settings
        if s.rule == "fixed_time" and s.hard and s.id != setting.id and _meet(_lessons(clash, s), courses)
    ]
    closed = [clash.closed(c) for c in _distinct(courses)]
    found: dict[TimePattern, None] = {}
    for slot in slots:
        other = _like(pattern, slot)
        here = [s for s in slots if other.matches(s)]
        free = [s for s in here if not any(s in t for t in taken)]
        if other in setting["times"].patterns or not free:
            continue
        if all(any(s.id not in shut for s in free) for shut in closed):
            found[other] = None
    # an hour that the conflict's closed times leave open comes from the same day first
    return sorted(found, key=lambda p: (p.day != pattern.day, p.half != pattern.half, abs(p.period - pattern.period)))


def _like(pattern: TimePattern, slot: Slot) -> TimePattern:
    """The slot's time, as exact as the pattern."""
    return TimePattern(
        slot.day if pattern.day else 0,
        slot.half.value if pattern.half and not pattern.period else "",
        slot.period if pattern.period else 0,
    )


def _meet(one: Sequence[Course], other: Sequence[Course]) -> bool:
    """Whether lessons of both share a class or a teacher."""
    people = {p for c in one for p in (*c.groups, *c.teachers)}
    return any(not people.isdisjoint((*c.groups, *c.teachers)) for c in other)


def _distinct(courses: Sequence[Course]) -> list[Course]:
    """One course for each combination of teachers, bell schedule and rooms: the others are closed at the same times."""
    return list({(c.teachers, c.groups, c.bell, c.needs): c for c in courses}.values())
