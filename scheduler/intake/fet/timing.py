"""Families about when activities are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain import Times

from .asked import Asked, Constraint
from .reading import Family, Reading
from .times import read_time, read_times


def _closed_to_teacher(c: Constraint, reading: Reading) -> Iterator[Asked]:
    times = read_times(c, reading.names)
    yield Asked(c, "forbidden_times", {"times": times}, teachers=frozenset({reading.names.teacher(c.text("Teacher"))}))


def _closed_to_students(c: Constraint, reading: Reading) -> Iterator[Asked]:
    times = read_times(c, reading.names)
    yield Asked(c, "forbidden_times", {"times": times}, groups=reading.names.leaves_of(c.text("Students")))


def _start_of_one(c: Constraint, reading: Reading) -> Iterator[Asked]:
    times = Times((read_time(c, reading.names),))
    yield from _about("start_times", c, reading.activities.named(c), times=times)


def _starts_of_one(c: Constraint, reading: Reading) -> Iterator[Asked]:
    times = read_times(c, reading.names)
    yield from _about("start_times", c, reading.activities.named(c), times=times)


def _starts_of_many(c: Constraint, reading: Reading) -> Iterator[Asked]:
    times = read_times(c, reading.names)
    yield from _about("start_times", c, reading.activities.picked(c), times=times)


def _slots_of_one(c: Constraint, reading: Reading) -> Iterator[Asked]:
    yield from _about("within_times", c, reading.activities.named(c), times=read_times(c, reading.names))


def _slots_of_many(c: Constraint, reading: Reading) -> Iterator[Asked]:
    yield from _about("within_times", c, reading.activities.picked(c), times=read_times(c, reading.names))


def _ends_day(c: Constraint, reading: Reading) -> Iterator[Asked]:
    yield from _about("ends_day", c, reading.activities.named(c))


def _many_end_day(c: Constraint, reading: Reading) -> Iterator[Asked]:
    yield from _about("ends_day", c, reading.activities.picked(c))


def _few_times(c: Constraint, reading: Reading) -> Iterator[Asked]:
    most = c.number_of("Max_Number_of_Occupied_Time_Slots")
    times = read_times(c, reading.names)
    yield from _about("few_times", c, reading.activities.named(c), times=times, most=most)


def _at_once_most(c: Constraint, reading: Reading) -> Iterator[Asked]:
    most = c.number_of("Max_Number_of_Simultaneous_Activities")
    times = read_times(c, reading.names)
    yield from _about("at_once", c, reading.activities.named(c), times=times, least=0, most=most)


def _at_once_least(c: Constraint, reading: Reading) -> Iterator[Asked]:
    ids = reading.activities.named(c)
    least = c.number_of("Min_Number_of_Simultaneous_Activities")
    most, or_none = max(len(ids), least), c.flag("Allow_Empty_Slots", False)
    times = read_times(c, reading.names)
    yield from _about("at_once", c, ids, times=times, least=least, most=most, or_none=or_none)


def _about(rule: str, c: Constraint, ids: Iterable[int], **params: object) -> Iterator[Asked]:
    """A rule asked of some activities; nothing where all of them are inactive."""
    scope = frozenset(ids)
    if scope:
        yield Asked(c, rule, params, {"": scope})


FAMILIES = {
    "ConstraintTeacherNotAvailableTimes": Family(_closed_to_teacher),
    "ConstraintStudentsSetNotAvailableTimes": Family(_closed_to_students),
    "ConstraintActivityPreferredStartingTime": Family(_start_of_one),
    "ConstraintActivityPreferredTime": Family(_start_of_one),
    "ConstraintActivityPreferredDay": Family(_start_of_one),
    "ConstraintActivityPreferredStartingTimes": Family(_starts_of_one),
    "ConstraintActivitiesPreferredStartingTimes": Family(_starts_of_many),
    "ConstraintSubactivitiesPreferredStartingTimes": Family(_starts_of_many),
    "ConstraintActivityPreferredTimeSlots": Family(_slots_of_one),
    "ConstraintActivitiesPreferredTimeSlots": Family(_slots_of_many),
    "ConstraintSubactivitiesPreferredTimeSlots": Family(_slots_of_many),
    "ConstraintActivityEndsStudentsDay": Family(_ends_day),
    "ConstraintActivitiesEndStudentsDay": Family(_many_end_day),
    "ConstraintActivitiesOccupyMaxTimeSlotsFromSelection": Family(_few_times),
    "ConstraintActivitiesMaxSimultaneousInSelectedTimeSlots": Family(_at_once_most),
    "ConstraintActivitiesMinSimultaneousInSelectedTimeSlots": Family(_at_once_least),
}
