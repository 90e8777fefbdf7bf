"""Rules about lessons and their relations, in FET's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from math import ceil

from scheduler.domain import Course, RuleSetting, Times, Weeks

from .activities import Activity
from .book import Book, Said, Sayer, hours_fields, ids
from .clock import Hour
from .document import Field

_START = ("Preferred_Starting_Time", "Preferred_Starting_Day", "Preferred_Starting_Hour")
_SLOT = ("Selected_Time_Slot", "Selected_Day", "Selected_Hour")


def _in(book: Book, times: Times) -> frozenset[Hour]:
    return frozenset(book.hours.at(s) for s in book.school.grid.slots if s in times)


def _exactly(book: Book, activities: Iterable[Activity], *, if_hard: RuleSetting | None = None) -> Said:
    """Exactly, but where lessons every other week are concerned, or a wish is counted in another way."""
    return Said.NEARLY if book.uneven(activities) or (if_hard and not if_hard.hard) else Said.EXACTLY


def say_bands(book: Book, setting: RuleSetting) -> Said:
    """The teaching groups of a band: their sessions begin together, one by one."""
    bands: dict[str, list[Course]] = defaultdict(list)
    for course in book.school.within(setting.scope):
        if course.band:
            bands[course.band].append(course)
    said = Said.EXACTLY
    for courses in bands.values():
        rows = [sorted(book.of([c]), key=lambda a: (-a.duration, a.id)) for c in courses]
        said = _exactly(book, (a for row in rows for a in row)) if said is Said.EXACTLY else said
        if len({tuple(a.duration for a in row) for row in rows}) > 1:
            return Said.NOT
        for together in zip(*rows, strict=True):
            if len(together) > 1:
                book.put("ConstraintActivitiesSameStartingTime", ids(together), setting)
    return said


def say_subject_a_day(book: Book, setting: RuleSetting) -> Said:
    """So many lessons of a subject a day: days between them where it is one, a limit on each day where it is more."""
    subjects = {c.subject for c in book.school.courses}
    return _a_day(book, setting, [frozenset({s}) for s in sorted(subjects)], setting["most"])


def say_pe_a_day(book: Book, setting: RuleSetting) -> Said:
    """PE once a day, all its subjects together."""
    return _a_day(book, setting, [book.school.tagged("pe")], 0)


def _a_day(book: Book, setting: RuleSetting, subjects: Sequence[frozenset[str]], most: int) -> Said:
    school, said, done = book.school, Said.EXACTLY, set[tuple[int, ...]]()
    for klass, names in product(school.classes, subjects):
        courses = [c for c in school.courses_of(klass) if c.subject in names and setting.scope.has_lessons(klass, c)]
        activities = book.of(courses)
        key = tuple(a.id for a in activities)
        if len(key) < 2 or key in done:
            continue
        done.add(key)
        said = _exactly(book, activities, if_hard=setting) if said is Said.EXACTLY else said
        sessions = sum(1 if s.weeks is Weeks.ALL else 0.5 for c in courses for s in c.sessions)
        limit = most or ceil(ceil(sessions) / len(book.hours.days))
        long = max(a.duration for a in activities)
        if not most and limit > 1 and long > 1:
            limit, said = limit * long, Said.NEARLY  # the rule counts sessions, FET the hours they take
        if limit == 1:
            _days_between(book, setting, activities, 1, consecutive=False)
        elif setting.hard:
            _limit_each_day(book, setting, activities, limit)
        else:
            said = Said.NEARLY
    return said


def _days_between(
    book: Book, setting: RuleSetting, activities: Sequence[Activity], days: int, *, consecutive: bool
) -> None:
    fields: list[Field] = [("Consecutive_If_Same_Day", consecutive), *ids(activities), ("MinDays", days)]
    book.put("ConstraintMinDaysBetweenActivities", fields, setting)


def _limit_each_day(book: Book, setting: RuleSetting, activities: Sequence[Activity], most: int) -> None:
    """At most so many hours of a day are taken by activities of one class, which are never at once."""
    for day in range(len(book.hours.days)):
        times = {at for at in book.hours.open if at[0] == day}
        fields = [
            *ids(activities),
            *hours_fields(book.hours, times, *_SLOT),
            ("Max_Number_of_Occupied_Time_Slots", most),
        ]
        book.put("ConstraintActivitiesOccupyMaxTimeSlotsFromSelection", fields, setting)


def say_days_apart(book: Book, setting: RuleSetting) -> Said:
    """Days between sessions; where they must also be consecutive on one day, in the same constraint."""
    activities = book.scoped(setting)
    tied = any(s.rule == "adjacent_same_day" and s.scope == setting.scope for s in book.school.settings)
    if len(activities) > 1:
        _days_between(book, setting, activities, setting["days"], consecutive=tied)
    return _exactly(book, activities)


def say_adjacent(book: Book, setting: RuleSetting) -> Said:
    """Said with the days between the same sessions, if there is such a setting."""
    tied = any(s.rule == "days_apart" and s.scope == setting.scope for s in book.school.settings)
    return Said.EXACTLY if tied and setting.hard else Said.NOT


def say_exclusive(book: Book, setting: RuleSetting) -> Said:
    """Two subjects not on one day: a day between every lesson of one and every lesson of the other."""
    if setting["span"] != "day":
        return Said.NOT
    school = book.school
    names = [school.tagged(setting[p]) | {setting[p]} for p in ("first", "second")]
    pairs: dict[tuple[int, int], tuple[Activity, Activity]] = {}
    for klass in book.classes(setting):
        first, second = (book.of(c for c in school.courses_of(klass) if c.subject in n) for n in names)
        pairs |= {(a.id, b.id): (a, b) for a, b in product(first, second) if a.id != b.id}
    for pair in pairs.values():
        _days_between(book, setting, pair, 1, consecutive=False)
    return _exactly(book, (a for pair in pairs.values() for a in pair), if_hard=setting)


def say_teachers_apart(book: Book, setting: RuleSetting) -> Said:
    """Nothing of all their lessons at once."""
    courses = (c for t in book.teachers(setting) for c in book.school.courses_of_teacher[t.id])
    activities = book.of(courses)
    if len(activities) > 1:
        book.put("ConstraintActivitiesNotOverlapping", ids(activities), setting)
    return _exactly(book, activities, if_hard=setting)


def say_fixed(book: Book, setting: RuleSetting) -> Said:
    """A lesson of each course at each of the times: the first sessions are tied to them, one each."""
    if not setting.scope.subjects:
        return Said.NOT
    said = _exactly(book, book.scoped(setting), if_hard=setting)
    by_class: dict[tuple[tuple[str, ...], str], int] = defaultdict(int)
    for course in book.school.within(setting.scope):
        by_class[course.groups, course.subject] += 1
        activities = book.of([course])
        if len(activities) < len(setting["times"].patterns) or any(a.duration > 1 for a in activities):
            return Said.NOT
        for pattern, activity in zip(setting["times"].patterns, activities, strict=False):
            times = hours_fields(book.hours, _in(book, Times((pattern,))), *_START)
            book.put("ConstraintActivityPreferredStartingTimes", [("Activity_Id", activity.id), *times], setting)
    return Said.NEARLY if any(n > 1 for n in by_class.values()) else said


def say_start_times(book: Book, setting: RuleSetting) -> Said:
    """Each session begins at one of the times."""
    times = hours_fields(book.hours, _in(book, setting["times"]), *_START)
    for activity in book.scoped(setting):
        book.put("ConstraintActivityPreferredStartingTimes", [("Activity_Id", activity.id), *times], setting)
    return _exactly(book, book.scoped(setting))


def _together(tag: str, *, fewest: int = 2) -> Sayer:
    """A constraint that lists the scope's activities."""

    def say(book: Book, setting: RuleSetting) -> Said:
        activities = book.scoped(setting)
        if len(activities) >= fewest:
            book.put(tag, ids(activities), setting)
        return _exactly(book, activities)

    return say


def say_same_start(book: Book, setting: RuleSetting) -> Said:
    """The same time, day or hour."""
    tag = {"time": "Time", "day": "Day", "period": "Hour"}[setting["alike"]]
    return _together(f"ConstraintActivitiesSameStarting{tag}")(book, setting)


def say_grouped(book: Book, setting: RuleSetting) -> Said:
    """Two or three activities one right after another, in any order."""
    activities = book.scoped(setting)
    if len(activities) not in (2, 3):
        return Said.NOT
    places = zip(("First", "Second", "Third"), activities, strict=False)
    fields: list[Field] = [(f"{place}_Activity_Id", a.id) for place, a in places]
    book.put(f"Constraint{'Two' if len(activities) == 2 else 'Three'}ActivitiesGrouped", fields, setting)
    return _exactly(book, activities)


def _two(tag: str) -> Sayer:
    """One activity and then another, where ``first`` and ``then`` are courses of one session each."""

    def say(book: Book, setting: RuleSetting) -> Said:
        first, then = (book.of(book.school.course[c] for c in setting[p]) for p in ("first", "then"))
        if len(first) != 1 or len(then) != 1:
            return Said.NOT
        same_day = "IfSameDay" if dict(setting.params).get("same_day") else ""
        fields: list[Field] = [("First_Activity_Id", first[0].id), ("Second_Activity_Id", then[0].id)]
        book.put(f"Constraint{tag}{same_day}", fields, setting)
        return _exactly(book, (*first, *then))

    return say


def say_ends_day(book: Book, setting: RuleSetting) -> Said:
    """The last activity of its classes' day."""
    for activity in book.scoped(setting):
        book.put("ConstraintActivityEndsStudentsDay", [("Activity_Id", activity.id)], setting)
    return _exactly(book, book.scoped(setting))


def say_periods_between(book: Book, setting: RuleSetting) -> Said:
    """Hours between two activities of one day."""
    activities = book.scoped(setting)
    fields: list[Field] = [*ids(activities), ("MinGaps", setting["least"])]
    book.put("ConstraintMinGapsBetweenActivities", fields, setting)
    return _exactly(book, activities)


def say_at_once(book: Book, setting: RuleSetting) -> Said:
    """How many activities in each of some hours."""
    activities = book.scoped(setting)
    fields = [*ids(activities), *hours_fields(book.hours, _in(book, setting["times"]), *_SLOT)]
    if setting["most"] < len(activities):
        last: Field = ("Max_Number_of_Simultaneous_Activities", setting["most"])
        book.put("ConstraintActivitiesMaxSimultaneousInSelectedTimeSlots", [*fields, last], setting)
    if setting["least"]:
        empty: Field = ("Allow_Empty_Slots", setting["or_none"])
        end: list[Field] = [("Min_Number_of_Simultaneous_Activities", setting["least"]), empty]
        book.put("ConstraintActivitiesMinSimultaneousInSelectedTimeSlots", [*fields, *end], setting)
    return _exactly(book, activities)


def say_few_times(book: Book, setting: RuleSetting) -> Said:
    """How many of some hours are used."""
    activities = book.scoped(setting)
    times = hours_fields(book.hours, _in(book, setting["times"]), *_SLOT)
    most: Field = ("Max_Number_of_Occupied_Time_Slots", setting["most"])
    book.put("ConstraintActivitiesOccupyMaxTimeSlotsFromSelection", [*ids(activities), *times, most], setting)
    return _exactly(book, activities)


SAYERS: dict[str, Sayer] = {
    "same_time": say_bands, "subject_a_day": say_subject_a_day, "pe_once_a_day": say_pe_a_day,
    "days_apart": say_days_apart, "adjacent_same_day": say_adjacent, "subjects_exclusive": say_exclusive,
    "teachers_apart": say_teachers_apart, "fixed_time": say_fixed, "start_times": say_start_times,
    "same_start": say_same_start, "not_at_once": _together("ConstraintActivitiesNotOverlapping"),
    "side_by_side": say_grouped, "right_after": _two("TwoActivitiesConsecutive"), "ends_day": say_ends_day,
    "periods_between": say_periods_between, "at_once": say_at_once, "few_times": say_few_times,
    "in_order": _two("TwoActivitiesOrdered"),
}  # fmt: skip
