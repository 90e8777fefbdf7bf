"""Families about how activities lie to each other."""

from __future__ import annotations

from collections.abc import Iterator

from .asked import Asked, Constraint
from .reading import Family, Reading


def _days_apart(c: Constraint, reading: Reading) -> Iterator[Asked]:
    """The days between any two. Consecutive_If_Same_Day holds at every weight: those that share a day after all follow
    directly; where no two may share a day it says nothing. At no weight does FET ever put three on a day (seen with
    fet-cl 6.8.5, though its count of conflicts knows no such limit)."""
    scope = frozenset(reading.activities.named(c))
    days = c.number_of("MinDays")
    if len(scope) < 2 or days == 0:
        return
    yield Asked(c, "days_apart", {"days": days}, {"": scope})
    if not c.hard and c.flag("Consecutive_If_Same_Day", True):
        yield Asked(c, "adjacent_same_day", {}, {"": scope}, always=True)
    elif not c.hard and 2 < len(scope) <= 2 * len(reading.names.days):
        yield Asked(c, "sessions_a_day", {"most": 2}, {"": scope}, always=True)


def _gaps_between(c: Constraint, reading: Reading) -> Iterator[Asked]:
    scope = frozenset(reading.activities.named(c))
    least = c.number_of("MinGaps")
    if len(scope) > 1 and least:
        yield Asked(c, "periods_between", {"least": least}, {"": scope})


def _together(rule: str, **params: object) -> Family:
    """A rule about two or more of the activities that the constraint lists."""

    def read(c: Constraint, reading: Reading) -> Iterator[Asked]:
        scope = frozenset(reading.activities.named(c))
        if len(scope) > 1:
            yield Asked(c, rule, params, {"": scope})

    return Family(read)


def _follow(rule: str, **params: object) -> Family:
    """A rule about a first and a second activity; nothing where one is inactive."""

    def read(c: Constraint, reading: Reading) -> Iterator[Asked]:
        first = frozenset(reading.activities.named(c, "First_Activity_Id"))
        then = frozenset(reading.activities.named(c, "Second_Activity_Id"))
        if first and then and first != then:
            yield Asked(c, rule, params, {"first": first, "then": then})

    return Family(read)


def _grouped(c: Constraint, reading: Reading) -> Iterator[Asked]:
    ids = [n for f in ("First", "Second", "Third") for n in reading.activities.named(c, f"{f}_Activity_Id")]
    stated = sum(f"{f}_Activity_Id" in c.fields for f in ("First", "Second", "Third"))
    if len(set(ids)) == stated:
        yield Asked(c, "side_by_side", {}, {"": frozenset(ids)})


FAMILIES = {
    "ConstraintMinDaysBetweenActivities": Family(_days_apart),
    "ConstraintMinNDaysBetweenActivities": Family(_days_apart),
    "ConstraintMinGapsBetweenActivities": Family(_gaps_between),
    "ConstraintActivitiesSameStartingTime": _together("same_start", alike="time"),
    "ConstraintActivitiesSameStartingDay": _together("same_start", alike="day"),
    "ConstraintActivitiesSameStartingHour": _together("same_start", alike="period"),
    "ConstraintActivitiesNotOverlapping": _together("not_at_once"),
    "ConstraintTwoActivitiesConsecutive": _follow("right_after"),
    "ConstraintTwoActivitiesOrdered": _follow("in_order", same_day=False),
    "ConstraintTwoActivitiesOrderedIfSameDay": _follow("in_order", same_day=True),
    "ConstraintTwoActivitiesGrouped": Family(_grouped),
    "ConstraintThreeActivitiesGrouped": Family(_grouped),
}
