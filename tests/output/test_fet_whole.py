"""A school written as a FET file: the clock, lessons in turn, rooms, rules, and what FET has no words for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks import fet_cl
from constraints import catalogue
from scheduler.domain import RuleSetting, School, Scope, Strength, Times, Timetable
from scheduler.domain.tiny import place, tiny
from scheduler.intake.fet import read_fet
from scheduler.output.fet import document, whole_file
from scheduler.output.fet.activities import activities_of
from scheduler.output.fet.clock import hours_of

ALWAYS = ("class_clash", "teacher_clash", "room_places")


def ask(school: School, *settings: RuleSetting) -> School:
    basic = [catalogue()[code].setting() for code in ALWAYS]
    numbered = [replace(s, id=f"{s.rule}-{i}") for i, s in enumerate(settings)]
    return replace(school, settings=(*basic, *numbered))


def setting(code: str, scope: Scope | None = None, strength: Strength = Strength.HARD, **params: Any) -> RuleSetting:
    return catalogue()[code].setting(scope=scope, strength=strength, **params)


def written(school: School, timetable: Timetable | None = None) -> tuple[ET.Element, str]:
    root, notes = whole_file(school, timetable or Timetable(), catalogue())
    return ET.fromstring(ET.tostring(root)), " | ".join(n.zh for n in notes)


def texts(root: ET.Element, path: str) -> list[str]:
    return [e.text or "" for e in root.iterfind(path)]


def test_noon_is_an_hour_of_break() -> None:
    hours = hours_of(tiny({"一1": "语2"}, days=2, periods=4, morning=2))
    assert hours.names == ("第1节 08:00", "第2节 08:50", "午休", "第3节 14:00", "第4节 14:50")
    assert hours.breaks == ((0, 2), (1, 2))


def test_bell_schedules_that_overlap_one_to_one_are_one_row_of_hours() -> None:
    """Lessons from 8:00 and from 8:05 meet only their like: hours are exact, without a clock in the name."""
    hours = hours_of(tiny({"一1": "语1", "七1": "语1"}, bells={"七": (485, 45)}, periods=2, morning=2))
    assert hours.exact
    assert hours.names == ("第1节", "第2节")


def test_bell_schedules_that_cross_are_said_to_be_inexact() -> None:
    """Every 50 minutes from 8:00 and from 8:30: the second lesson of one meets two of the other."""
    school = tiny({"一1": "语1", "七1": "语1"}, bells={"七": (510, 40)}, periods=2, morning=2)
    assert not hours_of(school).exact
    assert "作息" in written(school)[1]


def test_lessons_in_turn_are_one_activity() -> None:
    school = tiny({"一1": "音0.5 美0.5 语1"}, {"张": "一1音", "李": "一1美"}, periods=3)
    root, notes = written(school)
    activities = [(texts(a, "Teacher"), a.findtext("Subject")) for a in root.iter("Activity")]
    assert activities == [([], "语"), (["张", "李"], "音/美")]
    assert "1 个活动是轮换的课合写的，0 节" in notes


def test_two_classes_that_change_over_are_one_activity() -> None:
    """Else the teachers would be wanted in two places: one music lesson a week is half of each class's."""
    school = tiny({"一1": "音0.5 美0.5", "一2": "音0.5 美0.5"}, {"张": "一1音 一2音", "李": "一1美 一2美"}, periods=2)
    for timetable in (Timetable(), place(school, {"一1": "音/美 .", "一2": "美/音 ."})):
        found = activities_of(school, timetable, hours_of(school))
        assert [(set(a.teachers), set(a.groups)) for a in found] == [({"张", "李"}, {"一1", "一2"})]


def test_a_lesson_every_other_week_without_a_partner_is_weekly_and_said_to_be() -> None:
    root, notes = written(tiny({"一1": "音0.5 语1"}))
    assert len(list(root.iter("Activity"))) == 2
    assert "1 节隔周课写成了每周" in notes


def test_a_ground_for_two_classes_is_two_rooms() -> None:
    school = tiny({"一1": "体1", "一2": "体1", "一3": "体1"}, rooms={"操场": ("体", 2)}, periods=2)
    timetable = place(school, {"一1": "体 .", "一2": "体 .", "一3": ". 体"})
    assert texts(written(school)[0], ".//Rooms_List/Room/Name") == ["操场 #1", "操场 #2"]
    locked = texts(written(school, timetable)[0], ".//ConstraintActivityPreferredRoom/Room")
    assert sorted(locked) == ["操场 #1", "操场 #1", "操场 #2"]


def test_teaching_groups_share_the_subgroups_of_their_classes() -> None:
    school = tiny({"七1": "语1"}, bands={"物甲:物1": "七1", "物乙:物1": "七1"}, periods=2)
    root, _ = written(ask(school, setting("same_time")))
    groups = {g.findtext("Name"): texts(g, "Subgroup/Name") for g in root.iter("Group")}
    assert groups == {"七1": ["七1/0", "七1/1"], "物甲": ["七1/0"], "物乙": ["七1/1"]}
    assert len(list(root.iter("ConstraintActivitiesSameStartingTime"))) == 1


def test_a_name_with_marks_of_xml_is_only_a_name() -> None:
    school = tiny({"一1": "语1"}, {"<张 & \"李'\x01": "一1语"})
    assert texts(written(school)[0], ".//Teacher/Name") == ["<张 & \"李'?"]


def test_times_closed_to_a_teacher_and_to_a_class() -> None:
    closed = setting("forbidden_times", Scope(teachers=frozenset({"张"})), times=Times.parse("周一1"))
    classes = setting("forbidden_times", times=Times.parse("周一2"))
    school = tiny({"一1": "语1"}, {"张": "一1语"}, periods=3, morning=3)
    root, _ = written(ask(school, closed, classes))
    assert texts(root, ".//ConstraintTeacherNotAvailableTimes//Hour") == ["第1节 08:00"]
    assert texts(root, ".//ConstraintStudentsSetNotAvailableTimes//Hour") == ["第2节 08:50"]


def test_a_wish_weighs_in_fet_what_it_costs_here() -> None:
    soft = setting("preferred_times", Scope(subjects=frozenset({"语"})), Strength.SOFT, times=Times.parse("周一1"))
    root, _ = written(ask(tiny({"一1": "语2"}), replace(soft, weight=1250)))
    assert texts(root, ".//ConstraintActivitiesPreferredTimeSlots/Weight_Percentage") == ["1.25"]


def test_six_lessons_in_five_days_are_two_hours_a_day_at_most() -> None:
    root, _ = written(ask(tiny({"一1": "语6 数5"}, days=5), setting("subject_a_day")))
    assert texts(root, ".//Max_Number_of_Occupied_Time_Slots") == ["2"] * 5
    assert texts(root, ".//ConstraintMinDaysBetweenActivities/MinDays") == ["1"]


def test_what_fet_cannot_say_is_listed_with_its_count() -> None:
    _, notes = written(ask(tiny({"一1": "语2 数2"}, {"张": "一1语"}), setting("teacher_gaps", strength=Strength.SOFT)))
    assert "FET 里说不出（尽量）：教师少空堂（1）" in notes


def test_a_fet_reader_sees_the_same_school() -> None:
    """Written and read again: as many lessons of everybody, and the same people kept from being in two places."""
    school = tiny(
        {"七1": "语3 数1x2+1", "七2": "语3"}, {"张": "七1语 七2语", "王": "物甲"}, days=3, periods=4,
        bands={"物甲:物2": "七1 七2", "物乙:物2": "七1 七2"}, meetings={"会": "张 王"},
    )  # fmt: skip
    root, _ = whole_file(ask(school, setting("same_time")), Timetable(), catalogue())
    again = read_fet(ET.tostring(root, encoding="utf-8"), catalogue()).school
    assert again is not None

    def load(s: School) -> Counter[str]:
        return Counter(t for c in s.courses for x in c.sessions for t in c.teachers for _ in range(x.duration))

    assert load(again) == load(school)
    assert sum(len(c.sessions) for c in again.courses) == sum(len(c.sessions) for c in school.courses)
    by_subject = {c.subject: {a for g in c.groups for a in again.group[g].atoms} for c in again.courses if c.groups}
    assert len(by_subject["物"]) == 2
    assert len(again.grid.slots) == len(school.grid.slots)


def test_a_least_of_one_lesson_on_a_day_with_lessons_asks_nothing() -> None:
    """FET refuses a file that says so."""
    root, _ = written(ask(tiny({"一1": "语2"}, {"张": "一1语"}), setting("teacher_day_load", least=1, most=9)))
    assert not list(root.iter("ConstraintTeacherMinHoursDaily"))


_TIMES = Times.parse("周一1-2")
_TWO = Scope(courses=frozenset({"一1语", "一1数"}))
_FAMILIES: dict[str, tuple[Scope | None, dict[str, Any]]] = {
    "teacher_gaps_week": (None, {"most": 1}), "teacher_gaps_day": (None, {"most": 1}),
    "teacher_days": (None, {"least": 1, "most": 2}), "teacher_days_within": (None, {"first": 1, "last": 2, "most": 2}),
    "teacher_span": (None, {"most": 4}), "teacher_rest": (None, {"least": 1}), "teacher_run": (None, {"most": 2}),
    "teacher_day_load": (Scope(teachers=frozenset({"张"})), {"least": 2, "most": 3}),
    "class_gaps_week": (None, {"most": 3}),
    "class_gaps_day": (None, {"most": 2}), "class_days": (None, {"most": 2}), "class_span": (None, {"most": 4}),
    "class_days_within": (None, {"first": 1, "last": 1, "most": 2}), "class_rest": (None, {"least": 1}),
    "class_day_load": (None, {"least": 2, "most": 3}), "class_run": (None, {"most": 3}),
    "class_early_start": (None, {"most": 3}), "days_apart": (Scope(courses=frozenset({"一1语"})), {"days": 1}),
    "same_start": (_TWO, {"alike": "day"}), "not_at_once": (_TWO, {}), "side_by_side": (_TWO, {}),
    "right_after": (None, {"first": ("一1数",), "then": ("一1科",)}),
    "in_order": (None, {"first": ("一1数",), "then": ("一1科",)}),
    "ends_day": (Scope(courses=frozenset({"一1科"})), {}), "periods_between": (_TWO, {"least": 1}),
    "at_once": (_TWO, {"times": _TIMES, "least": 0, "most": 1}), "few_times": (_TWO, {"times": _TIMES, "most": 1}),
    "start_times": (Scope(courses=frozenset({"一1语"})), {"times": Times.parse("周一；周二；周三")}),
    "within_times": (Scope(courses=frozenset({"一1语"})), {"times": Times.parse("周一；周二；周三")}),
    "preferred_room": (Scope(courses=frozenset({"一1科"})), {"rooms": ("甲",)}),
    "few_rooms": (Scope(courses=frozenset({"一1语"})), {"most": 1}),
    "same_room": (Scope(courses=frozenset({"一1语"})), {}), "building_changes": (None, {"least": 1}),
    "teachers_apart": (Scope(teachers=frozenset({"张", "李"})), {}),
    "subjects_exclusive": (None, {"first": "数", "second": "科"}),
    "fixed_time": (Scope(subjects=frozenset({"数"})), {"times": Times.parse("周二1")}),
}  # fmt: skip


@pytest.mark.skipif(not fet_cl.installed(), reason="fet-cl is not installed")
@pytest.mark.parametrize("code", _FAMILIES)
def test_fet_knows_every_constraint_that_is_written(code: str, tmp_path: Path) -> None:
    """It reads the file, keeps each constraint, and finds a timetable; a tag it did not know would be left out."""
    scope, params = _FAMILIES[code]
    school = tiny({"一1": "语2 数1 科1"}, {"张": "一1语 一1数", "李": "一1科"}, days=3, periods=4, morning=4,
                  rooms={"甲": ("科语", 1), "乙": ("科语", 1)})  # fmt: skip
    school = replace(school, rooms=tuple(replace(r, building=r.id) for r in school.rooms))
    bare, _ = written(ask(school))
    root, notes = written(ask(school, setting(code, scope, **params)))
    more = _constraints(root) - _constraints(bare)
    assert more or code == "within_times", notes
    assert "说不出" not in notes
    path = tmp_path / "school.fet"
    document.write(path, root)
    with fet_cl.running(path, 20, seed=1) as child:
        child.process.wait(20)
        verdict = child.verdict()
        assert verdict.accepted, verdict.said
        (kept,) = child.folder.glob("timetables/*/*_data_and_timetable.fet")
        found = _constraints(ET.parse(kept).getroot())
    assert not _constraints(root) - found


def _constraints(root: ET.Element) -> Counter[str]:
    return Counter(e.tag for e in root.iter() if e.tag.startswith("Constraint") and e.tag not in ("Constraint",))
