"""Families about people's days: the same ones for teachers and for students."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .asked import Asked, BadConstraint, Constraint, NotHandled
from .people import known
from .reading import Family, Reading

Params = Mapping[str, int | bool | str]


def _people(kind: str, rule: str, params: Callable[[Constraint, Reading], Params], tag: bool = False) -> Family:
    """A rule about one teacher or students' set, or all of them; with ``tag`` only activities that carry it count.

    ``kind`` is Teacher, Teachers, StudentsSet or Students. A set that is divided stands for each of its parts.
    """

    def read(c: Constraint, reading: Reading) -> Iterator[Asked]:
        names, teachers, groups = reading.names, frozenset[str](), frozenset[str]()
        if kind == "Teacher":
            teachers = frozenset({names.teacher(c.text("Teacher"))})
        elif kind == "StudentsSet":
            groups = names.leaves_of(c.text("Students"))
        roles = {}
        if tag:
            name = c.text("Activity_Tag")
            known(names.tags, name, "标签", "activity tag")
            tagged = frozenset(a.id for a in reading.activities.active.values() if name in a.tags)
            if not tagged:
                return
            roles = {"": tagged}
        yield Asked(c, rule, params(c, reading), roles, teachers, groups)

    return Family(read)


def _run(c: Constraint, reading: Reading) -> Params:
    """A row that is too long counts once."""
    return {"most": c.number_of("Maximum_Hours_Continuously"), "each": "row"}


def _most(field: str) -> Callable[[Constraint, Reading], Params]:
    return lambda c, reading: {"most": c.number_of(field)}


def _most_a_day(c: Constraint, reading: Reading) -> Params:
    """A day that is too long counts once."""
    return {"least": 0, "most": c.number_of("Maximum_Hours_Daily"), "each": "day"}


def _least_a_day(c: Constraint, reading: Reading) -> Params:
    """Teachers may always have free days; students by the file's word, and by default may not."""
    hours = len(reading.names.hours)
    least: Params = {"least": c.number_of("Minimum_Hours_Daily"), "most": hours}
    if "Teacher" in c.family:
        if not c.flag("Allow_Empty_Days", True):
            raise NotHandled("Allow_Empty_Days=false")
        return least
    return {**least, "every_day": not c.flag("Allow_Empty_Days", False)}


def _days_most(c: Constraint, reading: Reading) -> Params:
    return {"least": 0, "most": c.number_of("Max_Days_Per_Week")}


def _days_least(c: Constraint, reading: Reading) -> Params:
    return {"least": c.number_of("Minimum_Days_Per_Week"), "most": len(reading.names.days)}


def _interval(c: Constraint, reading: Reading) -> Params:
    """The hours from the first up to, not including, the last that is named; none named is the end of the day."""
    hours = reading.names.hours
    end = c.text("Interval_End_Hour", "")
    first = known(hours, c.text("Interval_Start_Hour"), "节", "hour")
    last = known(hours, end, "节", "hour") - 1 if end else len(hours)
    if last < first:
        raise BadConstraint("时间段的结束不在开始之后", "the interval does not end after it begins")
    return {"first": first, "last": last, "most": c.number_of("Max_Days_Per_Week")}


def _rest(c: Constraint, reading: Reading) -> Params:
    return {"least": c.number_of("Minimum_Resting_Hours"), "circular": c.flag("Circular", False)}


def _span(c: Constraint, reading: Reading) -> Params:
    if c.flag("Allow_One_Day_Exception_of_Plus_One", False):
        raise NotHandled("Allow_One_Day_Exception_of_Plus_One")
    return {"most": c.number_of("Max_Span")}


# What the family's name says behind the person, the rule's name behind teacher_ or class_, and how to read it
_KINDS: tuple[tuple[str, str, Callable[[Constraint, Reading], Params]], ...] = (
    ("MaxGapsPerWeek", "gaps_week", _most("Max_Gaps")),
    ("MaxGapsPerDay", "gaps_day", _most("Max_Gaps")),
    ("MaxDaysPerWeek", "days", _days_most),
    ("MinDaysPerWeek", "days", _days_least),
    ("MaxHoursDaily", "day_load", _most_a_day),
    ("MinHoursDaily", "day_load", _least_a_day),
    ("MaxHoursContinuously", "run", _run),
    ("IntervalMaxDaysPerWeek", "days_within", _interval),
    ("MaxSpanPerDay", "span", _span),
    ("MinRestingHours", "rest", _rest),
    ("EarlyMaxBeginningsAtSecondHour", "early_start", _most("Max_Beginnings_At_Second_Hour")),
)

_WHO = (("Teacher", "teacher"), ("Teachers", "teacher"), ("StudentsSet", "class"), ("Students", "class"))

FAMILIES = {
    **{
        f"Constraint{kind}{name}": _people(kind, f"{who}_{rule}", params)
        for kind, who in _WHO
        for name, rule, params in _KINDS
    },
    **{
        f"Constraint{kind}ActivityTag{name}": _people(kind, f"{who}_{rule}", params, tag=True)
        for kind, who in _WHO
        for name, rule, params in _KINDS
        if name in ("MaxHoursDaily", "MaxHoursContinuously")
    },
}
