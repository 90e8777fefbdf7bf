"""Rules about a person's day, in FET's words: teachers one by one, and classes by their students sets."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import Course, RuleSetting

from .book import Book, Said, Sayer
from .document import Field

_Someone = tuple[str, list[Course]]


def _people(book: Book, setting: RuleSetting) -> tuple[str, Iterator[_Someone]]:
    """Teacher or StudentsSet, and everybody the setting is about with all courses of his."""
    if setting.rule.startswith("teacher"):
        return "Teacher", ((t.id, list(book.school.courses_of_teacher[t.id])) for t in book.teachers(setting))
    return "StudentsSet", ((g.id, list(book.school.courses_of(g))) for g in book.classes(setting))


def _who(kind: str, name: str) -> Field:
    return ("Teacher_Name" if kind == "Teacher" else "Students", name)


def _hours(tag: str, field: str, param: str = "most") -> Sayer:
    """A bound on hours, of all lessons of a person or of those with a tag."""

    def say(book: Book, setting: RuleSetting) -> Said:
        kind, people = _people(book, setting)
        said = Said.EXACTLY if setting.hard else Said.NEARLY
        for name, courses in people:
            if not courses:
                continue
            counted = book.counted(setting, courses, meetings=kind != "Teacher")
            said = Said.NEARLY if book.uneven(book.of(courses)) else said
            label = "Activity_Tag_Name" if kind == "Teacher" else "Activity_Tag"
            marked: list[Field] = [] if counted is None else [(label, counted)]
            wide = f"ActivityTag{tag}" if counted else tag
            book.put(f"Constraint{kind}{wide}", [_who(kind, name), *marked, (field, setting[param])], setting)
        return said

    return say


def _bound(tag: str, field: str, param: str = "most", *, soft: bool = True, more: tuple[Field, ...] = ()) -> Sayer:
    """A bound on days, gaps or the like, of the whole person; ``soft``: whether FET knows it as a wish too."""

    def say(book: Book, setting: RuleSetting) -> Said:
        if setting.scope.courses or not (setting.hard or soft):
            return Said.NOT
        kind, people = _people(book, setting)
        said = Said.EXACTLY
        for name, courses in people:
            if not courses:
                continue
            said = Said.NEARLY if book.uneven(book.of(courses)) else said
            extra = [f for f in more if kind == "Teacher" or f[0] != "Allow_One_Day_Exception_of_Plus_One"]
            if "circular" in dict(setting.params):
                extra.append(("Circular", setting["circular"]))
            book.put(f"Constraint{kind}{tag}", [_who(kind, name), (field, setting[param]), *extra], setting)
        return said

    return say


_MAX_DAY = _hours("MaxHoursDaily", "Maximum_Hours_Daily")


def say_day_load(book: Book, setting: RuleSetting) -> Said:
    """Hours a day: most, and least on a day with any (or on every day)."""
    said = Said.EXACTLY
    kind, people = _people(book, setting)
    if setting["most"] < len(book.hours.names):
        said = _MAX_DAY(book, setting)
    every = "every_day" in dict(setting.params) and bool(setting["every_day"])
    if setting["least"] <= (0 if every else 1):
        return said
    if not setting.hard:
        return Said.NOT  # FET knows the least number of hours only as a must
    for name, courses in people:
        if not courses:
            continue
        if book.counted(setting, courses, meetings=kind != "Teacher") is not None:
            said = Said.NEARLY  # his meetings count too
        fields: list[Field] = [("Minimum_Hours_Daily", setting["least"]), ("Allow_Empty_Days", not every)]
        book.put(f"Constraint{kind}MinHoursDaily", [_who(kind, name), *fields], setting)
    return said


def say_days(book: Book, setting: RuleSetting) -> Said:
    """Days a week with a lesson: most and least."""
    if setting.scope.courses:
        return Said.NOT
    params, said = dict(setting.params), Said.EXACTLY
    if params["most"] < len(book.hours.days):
        said = _bound("MaxDaysPerWeek", "Max_Days_Per_Week")(book, setting)
    if params.get("least"):
        if not setting.rule.startswith("teacher"):
            return Said.NOT
        said = _bound("MinDaysPerWeek", "Minimum_Days_Per_Week", "least")(book, setting)
    return said


def say_days_within(book: Book, setting: RuleSetting) -> Said:
    """Days a week with a lesson between two hours of the day."""
    if setting.scope.courses or not setting.hard:
        return Said.NOT
    first = [book.hours.hour_of[s.id] for s in book.school.grid.slots if s.period == setting["first"]]
    last = [book.hours.hour_of[s.id] for s in book.school.grid.slots if s.period == setting["last"]]
    if len(set(first)) != 1 or len(set(last)) != 1:
        return Said.NOT
    names = (*book.hours.names, "")
    bounds: list[Field] = [("Interval_Start_Hour", names[first[0]]), ("Interval_End_Hour", names[last[0] + 1])]
    kind, people = _people(book, setting)
    for name, courses in people:
        if courses:
            fields = [_who(kind, name), *bounds, ("Max_Days_Per_Week", setting["most"])]
            book.put(f"Constraint{kind}IntervalMaxDaysPerWeek", fields, setting)
    return Said.EXACTLY


def say_building_changes(book: Book, setting: RuleSetting) -> Said:
    """Hours between lessons in different buildings."""
    if setting.scope.courses or not setting.hard:
        return Said.NOT
    for teacher in book.teachers(setting):
        fields: list[Field] = [("Teacher", teacher.id), ("Min_Gaps_Between_Building_Changes", setting["least"])]
        book.put_space("ConstraintTeacherMinGapsBetweenBuildingChanges", fields, setting)
    return Said.EXACTLY


_EXCEPTION: tuple[Field, ...] = (("Allow_One_Day_Exception_of_Plus_One", False),)
_SAYERS: dict[str, Sayer] = {
    "day_load": say_day_load,
    "run": _hours("MaxHoursContinuously", "Maximum_Hours_Continuously"),
    "gaps_week": _bound("MaxGapsPerWeek", "Max_Gaps", soft=False),
    "gaps_day": _bound("MaxGapsPerDay", "Max_Gaps", soft=False),
    "days": say_days,
    "days_within": say_days_within,
    "span": _bound("MaxSpanPerDay", "Max_Span", soft=False, more=_EXCEPTION),
    "rest": _bound("MinRestingHours", "Minimum_Resting_Hours", "least", soft=False),
}  # fmt: skip
SAYERS: dict[str, Sayer] = {
    **{f"teacher_{name}": say for name, say in _SAYERS.items()},
    **{f"class_{name}": say for name, say in _SAYERS.items()},
    "building_changes": say_building_changes,
    "class_early_start": _bound("EarlyMaxBeginningsAtSecondHour", "Max_Beginnings_At_Second_Hour", soft=False),
}
