"""Each family of constraints is read as the rule it is, for those it names."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.domain import RuleSetting, Strength, TimePattern

from .files import activity, asked, constraint, fet, school, tags, times

FOUR = "".join(activity(i, "T", "a") for i in (1, 2, 3)) + activity(4, "U", "H1", "P", duration=2, tag="G")
NAMES: dict[str, Any] = dict.fromkeys(
    ("Teacher_Name", "Students_Name", "Subject_Name", "Activity_Tag_Name", "Duration"), ""
)
IDS: dict[str, Any] = {"Activity_Id": [1, 4]}


def only(time: str = "", space: str = "") -> RuleSetting:
    (setting,) = asked(fet(time=time, space=space, activities=FOUR))
    return setting


def at(setting: RuleSetting) -> set[tuple[int, int]]:
    assert all(isinstance(p, TimePattern) and not p.half for p in setting["times"].patterns)
    return {(p.day, p.period) for p in setting["times"].patterns}


# fields of the constraint, the rule, its parameters, and whom it names
PEOPLE: tuple[tuple[str, dict[str, Any], str, dict[str, Any]], ...] = (
    ("MaxGapsPerWeek", {"Max_Gaps": 2}, "gaps_week", {"most": 2}),
    ("MaxGapsPerDay", {"Max_Gaps": 1}, "gaps_day", {"most": 1}),
    ("MaxDaysPerWeek", {"Max_Days_Per_Week": 3}, "days", {"least": 0, "most": 3}),
    ("MinDaysPerWeek", {"Minimum_Days_Per_Week": 2}, "days", {"least": 2, "most": 5}),
    ("MaxHoursDaily", {"Maximum_Hours_Daily": 4}, "day_load", {"least": 0, "most": 4, "each": "day"}),
    ("MaxHoursContinuously", {"Maximum_Hours_Continuously": 3}, "run", {"most": 3, "each": "row"}),
    (
        "IntervalMaxDaysPerWeek",
        {"Interval_Start_Hour": "h2", "Interval_End_Hour": "h4", "Max_Days_Per_Week": 1},
        "days_within",
        {"first": 2, "last": 3, "most": 1},
    ),
    ("MaxSpanPerDay", {"Max_Span": 5}, "span", {"most": 5}),
    ("MinRestingHours", {"Minimum_Resting_Hours": 3, "Circular": "true"}, "rest", {"least": 3, "circular": True}),
)


@pytest.mark.parametrize(("family", "fields", "rule", "params"), PEOPLE, ids=lambda x: x if isinstance(x, str) else "")
def test_people(family: str, fields: dict[str, Any], rule: str, params: dict[str, Any]) -> None:
    one = only(constraint(f"Teacher{family}", **fields, Teacher_Name="T"))
    assert (one.rule, one.scope.teachers) == (f"teacher_{rule}", {"T"})
    many = only(constraint(f"Teachers{family}", **fields))
    assert (many.rule, many.scope.teachers) == (f"teacher_{rule}", frozenset())
    pupils = only(constraint(f"StudentsSet{family}", **fields, Students="G1"))
    assert (pupils.rule, pupils.scope.groups) == (f"class_{rule}", {"a", "b"})
    everybody = only(constraint(f"Students{family}", **fields))
    assert (everybody.rule, everybody.scope.groups) == (f"class_{rule}", frozenset())
    for setting in (one, many, pupils, everybody):
        assert {k: setting[k] for k in params} == params
        assert setting.hard


def test_an_interval_may_last_to_the_end_of_the_day() -> None:
    fields: dict[str, Any] = {"Interval_Start_Hour": "h5", "Interval_End_Hour": "", "Max_Days_Per_Week": 1}
    setting = only(constraint("StudentsIntervalMaxDaysPerWeek", **fields))
    assert (setting["first"], setting["last"]) == (5, 6)


def test_least_hours_leave_the_most_open() -> None:
    setting = only(constraint("TeachersMinHoursDaily", Minimum_Hours_Daily=2))
    assert (setting["least"], setting["most"]) == (2, 6)


@pytest.mark.parametrize(("said", "every_day"), [({}, True), ({"Allow_Empty_Days": "true"}, False)])
def test_pupils_have_lessons_every_day_unless_the_file_says_otherwise(said: dict[str, str], every_day: bool) -> None:
    setting = only(constraint("StudentsSetMinHoursDaily", Minimum_Hours_Daily=3, Students="H1", **said))
    assert (setting["least"], setting["every_day"], setting.scope.groups) == (3, every_day, {"H1"})


def test_early_starts() -> None:
    setting = only(
        constraint("StudentsSetEarlyMaxBeginningsAtSecondHour", Students="Y3", Max_Beginnings_At_Second_Hour=1)
    )
    assert (setting.rule, setting["most"], setting.scope.groups) == ("class_early_start", 1, {"Y3"})


def test_only_lessons_with_the_tag_count() -> None:
    setting = only(constraint("TeachersActivityTagMaxHoursDaily", Activity_Tag_Name="G", Maximum_Hours_Daily=1))
    assert (setting.rule, setting.scope.courses) == ("teacher_day_load", {"4"})
    setting = only(
        constraint("StudentsActivityTagMaxHoursContinuously", Activity_Tag="G", Maximum_Hours_Continuously=1)
    )
    assert (setting.rule, setting.scope.courses) == ("class_run", {"4"})


def test_a_tag_that_nobody_carries_asks_nothing() -> None:
    text = constraint("TeachersActivityTagMaxHoursDaily", Activity_Tag_Name="G", Maximum_Hours_Daily=1)
    assert asked(fet(time=text)) == []


def test_closed_times() -> None:
    away = times("Not_Available_Time", "d1-h1 d2-h3")
    setting = only(constraint("TeacherNotAvailableTimes", Teacher="T", inner=away))
    assert (setting.rule, at(setting), setting.scope.teachers) == ("forbidden_times", {(1, 1), (2, 3)}, {"T"})
    setting = only(constraint("StudentsSetNotAvailableTimes", Students="Y1", inner=away))
    assert (at(setting), setting.scope.groups) == ({(1, 1), (2, 3)}, {"a", "b", "c", "d"})
    setting = only(space=constraint("RoomNotAvailableTimes", Room="R1", inner=away))
    assert (at(setting), setting.scope.rooms) == ({(1, 1), (2, 3)}, {"R1"})


def test_who_is_closed_is_known_to_the_school() -> None:
    away = times("Not_Available_Time", "d1-h1")
    found = school(fet(time=constraint("StudentsSetNotAvailableTimes", Students="G1", inner=away)))
    assert found.closed_to_group == {"a": {"1-1"}, "b": {"1-1"}}


def test_breaks_are_no_slots_and_no_lesson_runs_across_them() -> None:
    text = constraint("BreakTimes", inner=times("Break_Time", "d1-h3"))
    found = school(fet(time=text, activities=activity(1, duration=2)))
    assert "1-3" not in found.grid.slot
    assert found.grid.slot["1-2"].next is None
    assert "1-2" not in found.courses[0].starts
    assert "2-2" in found.courses[0].starts
    assert found.grid.slot["1-4"].period == 4


def test_one_starting_time() -> None:
    setting = only(constraint("ActivityPreferredStartingTime", Activity_Id=1, Preferred_Day="d2", Preferred_Hour="h3"))
    assert (setting.rule, at(setting), setting.scope.courses) == ("start_times", {(2, 3)}, {"1"})
    setting = only(constraint("ActivityPreferredStartingTime", Activity_Id=1, Preferred_Day="d2"))
    assert at(setting) == {(2, 0)}


SLOTS = times("Preferred_Time_Slot", "d1-h1 d1-h2", "Preferred_Day", "Preferred_Hour")
STARTS = times("Preferred_Starting_Time", "d1-h1 -h2", "Preferred_Starting_Day", "Preferred_Starting_Hour")


def test_times_of_one_activity() -> None:
    setting = only(constraint("ActivityPreferredStartingTimes", Activity_Id=4, inner=STARTS))
    assert (setting.rule, at(setting), setting.scope.courses) == ("start_times", {(1, 1), (0, 2)}, {"4"})
    setting = only(constraint("ActivityPreferredTimeSlots", Activity_Id=4, inner=SLOTS))
    assert (setting.rule, at(setting), setting.scope.courses) == ("within_times", {(1, 1), (1, 2)}, {"4"})


@pytest.mark.parametrize(
    ("filled", "courses"),
    [
        ({}, {"1", "2", "3", "4"}),
        ({"Teacher_Name": "T"}, {"1", "2", "3"}),
        ({"Students_Name": "Y1"}, {"1", "2", "3"}),  # pupils of the year, though the activity names a part of it
        ({"Subject_Name": "P"}, {"4"}),
        ({"Activity_Tag_Name": "G"}, {"4"}),
        ({"Duration": 1}, {"1", "2", "3"}),
        ({"Teacher_Name": "T", "Subject_Name": "P"}, set()),
    ],
)
def test_filters(filled: dict[str, Any], courses: set[str]) -> None:
    for family, inner, rule in (
        ("ActivitiesPreferredStartingTimes", STARTS, "start_times"),
        ("ActivitiesPreferredTimeSlots", SLOTS, "within_times"),
        ("ActivitiesEndStudentsDay", "", "ends_day"),
    ):
        found = asked(fet(time=constraint(family, **{**NAMES, **filled}, inner=inner), activities=FOUR))
        assert [(s.rule, s.scope.courses) for s in found] == ([(rule, courses)] if courses else [])


def test_a_component_of_each_split() -> None:
    parts = "".join(activity(i, split=1) for i in (1, 2, 3)) + activity(7, "U", "H1", split=7) + activity(9, "V", "H2")
    text = constraint("SubactivitiesPreferredStartingTimes", Component_Number=1, **NAMES, inner=STARTS)
    (setting,) = asked(fet(time=text, activities=parts))
    assert setting.scope.courses == {"1", "7", "9"}
    text = constraint("SubactivitiesPreferredTimeSlots", Component_Number=2, **NAMES, inner=SLOTS)
    (setting,) = asked(fet(time=text, activities=parts))
    assert setting.scope.courses == {"2"}


@pytest.mark.parametrize(
    ("family", "fields", "rule", "params"),
    [
        ("ActivitiesSameStartingTime", IDS, "same_start", {"alike": "time"}),
        ("ActivitiesSameStartingDay", IDS, "same_start", {"alike": "day"}),
        ("ActivitiesSameStartingHour", IDS, "same_start", {"alike": "period"}),
        ("ActivitiesNotOverlapping", IDS, "not_at_once", {}),
        ("MinGapsBetweenActivities", {**IDS, "MinGaps": 2}, "periods_between", {"least": 2}),
        ("TwoActivitiesGrouped", {"First_Activity_Id": 1, "Second_Activity_Id": 4}, "side_by_side", {}),
    ],
)
def test_relations(family: str, fields: dict[str, Any], rule: str, params: dict[str, Any]) -> None:
    setting = only(constraint(family, **fields))
    assert (setting.rule, setting.scope.courses) == (rule, {"1", "4"})
    assert {k: setting[k] for k in params} == params


def test_three_in_a_block() -> None:
    setting = only(constraint("ThreeActivitiesGrouped", First_Activity_Id=1, Second_Activity_Id=4, Third_Activity_Id=2))
    assert (setting.rule, setting.scope.courses) == ("side_by_side", {"1", "2", "4"})


@pytest.mark.parametrize(
    ("family", "rule", "params"),
    [
        ("TwoActivitiesConsecutive", "right_after", {}),
        ("TwoActivitiesOrdered", "in_order", {"same_day": False}),
        ("TwoActivitiesOrderedIfSameDay", "in_order", {"same_day": True}),
    ],
)
def test_first_and_then(family: str, rule: str, params: dict[str, Any]) -> None:
    setting = only(constraint(family, First_Activity_Id=4, Second_Activity_Id=1))
    assert (setting.rule, setting["first"], setting["then"]) == (rule, ("4",), ("1",))
    assert {k: setting[k] for k in params} == params


def test_days_apart() -> None:
    setting = only(constraint("MinDaysBetweenActivities", 100, **IDS, MinDays=2, Consecutive_If_Same_Day="true"))
    assert (setting.rule, setting["days"], setting.hard) == ("days_apart", 2, True)


@pytest.mark.parametrize("weight", [95, 0])
def test_softly_apart_but_together_on_one_day(weight: int) -> None:
    """The adjacency holds at every weight; a weight of nothing asks nothing else."""
    text = constraint("MinDaysBetweenActivities", weight, **IDS, MinDays=1, Consecutive_If_Same_Day="true")
    found = {s.rule: s for s in asked(fet(time=text, activities=FOUR))}
    assert found["adjacent_same_day"].hard
    assert found["adjacent_same_day"].scope.courses == {"1", "4"}
    assert ("days_apart" in found) == bool(weight)
    if weight:
        assert (found["days_apart"].strength, found["days_apart"].weight) == (Strength.SOFT, 95_000)


def test_softly_apart_only() -> None:
    setting = only(constraint("MinDaysBetweenActivities", 99.752, **IDS, MinDays=1, Consecutive_If_Same_Day="false"))
    assert (setting.rule, setting.strength, setting.weight) == ("days_apart", Strength.SOFT, 99_752)


def test_times_of_many_activities() -> None:
    chosen = times("Selected_Time_Slot", "d1-h1 d1-h2", "Selected_Day", "Selected_Hour")
    setting = only(
        constraint(
            "ActivitiesOccupyMaxTimeSlotsFromSelection", **IDS, Max_Number_of_Occupied_Time_Slots=1, inner=chosen
        )
    )
    assert (setting.rule, setting["most"], at(setting)) == ("few_times", 1, {(1, 1), (1, 2)})
    family, field = "ActivitiesMaxSimultaneousInSelectedTimeSlots", "Max_Number_of_Simultaneous_Activities"
    setting = only(constraint(family, **IDS, **{field: 1}, inner=chosen))
    assert (setting.rule, setting["least"], setting["most"], setting["or_none"]) == ("at_once", 0, 1, False)
    family, field = "ActivitiesMinSimultaneousInSelectedTimeSlots", "Min_Number_of_Simultaneous_Activities"
    setting = only(constraint(family, **IDS, **{field: 1}, Allow_Empty_Slots="true", inner=chosen))
    assert (setting.rule, setting["least"], setting["most"], setting["or_none"]) == ("at_once", 1, 2, True)


def test_the_last_lesson_of_the_day() -> None:
    setting = only(constraint("ActivityEndsStudentsDay", Activity_Id=4))
    assert (setting.rule, setting.scope.courses) == ("ends_day", {"4"})


def test_what_is_inactive_is_not_asked() -> None:
    gone = activity(1) + activity(2, active=False) + activity(3, "U", "H1")
    text = (
        constraint("ActivitiesSameStartingTime", Activity_Id=[1, 2])
        + constraint("TwoActivitiesConsecutive", First_Activity_Id=1, Second_Activity_Id=2)
        + constraint("TwoActivitiesGrouped", First_Activity_Id=2, Second_Activity_Id=1)
        + constraint("ActivityEndsStudentsDay", Activity_Id=2)
        + constraint("ActivityEndsStudentsDay", Activity_Id=3, inner=tags(Active="false"))
    )
    found = school(fet(time=text, activities=gone))
    assert [s for s in found.settings if s.source.sheet] == []
    assert [c.id for c in found.courses] == ["1", "3"]


def test_a_setting_says_where_it_stands() -> None:
    setting = only(constraint("ActivityEndsStudentsDay", Activity_Id=4))
    assert (setting.source.sheet, setting.source.cell) == ("ConstraintActivityEndsStudentsDay", "2")


def test_nobody_is_in_two_places_though_the_file_asks_nothing() -> None:
    found = school(fet())
    assert [s.rule for s in found.settings] == ["class_clash", "teacher_clash", "room_places"]


def test_new_names_of_fields() -> None:
    """Older and newer names of a field mean the same."""
    old = constraint("TeacherMaxHoursDaily", Teacher_Name="T", Maximum_Hours_Daily=3)
    new = constraint("TeacherMaxHoursDaily", Teacher="T", Maximum_Hours_Daily=3)
    assert only(old) == only(new)
    old = constraint("ActivityPreferredStartingTime", Activity_Id=1, Preferred_Day="d2", Preferred_Hour="h3")
    new = constraint("ActivityPreferredStartingTime", Activity_Id=1, Day="d2", Hour="h3")
    assert only(old) == only(new)
    old = constraint("ActivitiesPreferredTimeSlots", **NAMES, inner=SLOTS)
    new = constraint("ActivitiesPreferredTimeSlots", Teacher="", Students="", Subject="", Activity_Tag="",
                     inner=times("Preferred_Time_Slot", "d1-h1 d1-h2"))  # fmt: skip
    assert only(old) == only(new)
    old = constraint("MinNDaysBetweenActivities", 90, **IDS, MinDays=1, Adjacent_If_Broken="false")
    new = constraint("MinDaysBetweenActivities", 90, **IDS, MinDays=1, Consecutive_If_Same_Day="false")
    assert only(old).params == only(new).params
