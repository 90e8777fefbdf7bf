"""Each family of counting: a school short by just one is told with the right figures, its neighbour is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.domain import Course, CourseKind, HomeworkPlan, HomeworkTarget, School, Scope, Session, Source, Weeks
from scheduler.domain.tiny import tiny

from .asking import ask, basic, counted, figures, of

Found = list[tuple[str, tuple[str, ...], int, int]]
THREE = ("一1", "一2", "一3")


def away(times: str, most: int = 9, **more: Any) -> School:
    """张 teaches Chinese four times in each of two classes, in a week of twelve periods."""
    school = basic(tiny({"一1": "语4", "一2": "语4"}, {"张": "一1语 一2语"}, days=2, periods=6, morning=4))
    school = ask(school, "forbidden_times", of(teachers="张"), times=times)
    return ask(school, "teacher_day_load", of(teachers="张"), most=most, **more)


@pytest.mark.parametrize(
    ("school", "found"),
    [
        (away("周一3-6"), []),
        (away("周一3-6；周二6"), [("teacher", ("张",), 8, 7)]),
        (away("", 4), []),
        (away("", 3), [("teacher", ("张",), 8, 6)]),
        (away("周一1-2", 4), []),
        (away("周一1-3", 4), [("teacher", ("张",), 8, 7)]),
    ],
)
def test_a_teacher_against_open_periods_and_days(school: School, found: Found) -> None:
    assert figures(school) == found


def test_some_of_a_teachers_lessons_may_be_too_many_though_all_are_not() -> None:
    """Eight lessons in twelve periods; the four of one class, and one of the other, must lie in four."""
    school = basic(tiny({"一1": "语4", "一2": "语1 数1"}, {"张": "一1语 一2语 一2数"}, days=2, periods=6, morning=4))
    school = ask(school, "forbidden_times", of(subjects="语"), times="周一3-6；周二3-6")
    (found,) = counted(school)
    assert (found.kind, found.who, found.need, found.have) == ("teacher", ("张",), 5, 4)
    assert found.courses == ("一1语", "一2语")
    assert found.slots == ("铃/1-1", "铃/1-2", "铃/2-1", "铃/2-2")
    assert found.settings == ("teacher_clash", "forbidden_times")
    assert found.text.say("zh") == (
        "教师 张 有些课每周要上 5 节，可排时间最多 4 节，差 1 节\n"
        "  课：一1语 4 节、一2语 1 节\n  可排的时间：周一至周二第1-2节"
    )
    assert found.text.say("en").endswith("\n  lessons: 一1语 4, 一2语 1\n  open times: Mon-Tue 1-2")
    assert figures(ask(replace(school, settings=school.settings[:-1]), "forbidden_times", of(subjects="语"),
                       times="周一3-6；周二4-6")) == []  # fmt: skip


def test_the_limits_that_bind_are_said_and_their_sources_told() -> None:
    school = away("周一1-3", 4)
    told = Source(sheet="教师", cell="G3")
    school = replace(school, settings=tuple(replace(s, source=told) if s.rule == "teacher_day_load" else s
                                            for s in school.settings))  # fmt: skip
    (found,) = counted(school)
    assert "差 1 节（见 教师 G3）\n  课：" in found.say("zh")
    assert found.say("zh").endswith("；每天最多 4 节")
    assert set(found.settings) >= {"teacher_day_load", "forbidden_times"}


@pytest.mark.parametrize(("lessons", "found"), [(7, []), (8, [("teacher", ("张",), 8, 7)])])
def test_two_in_a_row_leave_every_third_period_free(lessons: int, found: Found) -> None:
    school = basic(tiny({"一1": f"语{lessons}"}, {"张": "一1语"}, days=1, periods=9, morning=5))
    assert figures(ask(school, "teacher_run", most=2)) == found


@pytest.mark.parametrize(("most", "found"), [(3, []), (2, [("teacher", ("张",), 5, 4)])])
def test_half_days(most: int, found: Found) -> None:
    school = basic(tiny({"一1": "语5"}, {"张": "一1语"}, days=2, periods=4))
    assert figures(ask(school, "teacher_half_days", most=most)) == found


@pytest.mark.parametrize(("most", "found"), [(3, []), (2, [("itinerant", ("张",), 3, 2)])])
def test_days_of_an_itinerant_teacher_against_one_lesson_a_day(most: int, found: Found) -> None:
    school = basic(tiny({"一1": "音3"}, {"张": "一1音"}, days=4, periods=2, part_time=["张"]))
    school = ask(ask(school, "subject_a_day", most=1), "teacher_days", most=most)
    assert figures(school) == found


@pytest.mark.parametrize(("times", "found"), [("周三", []), ("周二；周三", [("itinerant", ("一1", "音"), 2, 1)])])
def test_days_he_is_there_against_one_lesson_a_day(times: str, found: Found) -> None:
    school = basic(tiny({"一1": "音2", "一2": "语2"}, {"张": "一1音"}, days=3, periods=2, part_time=["张"]))
    school = ask(ask(school, "subject_a_day", most=1), "forbidden_times", of(teachers="张"), times=times)
    assert figures(school) == found


@pytest.mark.parametrize(("most", "found"), [(4, []), (3, [("teacher", ("张",), 4, 3)])])
def test_lessons_a_week(most: int, found: Found) -> None:
    school = basic(tiny({"一1": "语4"}, {"张": "一1语"}, days=2, periods=4))
    assert figures(ask(school, "teacher_week_load", most=most)) == found


def test_two_teachers_who_are_never_busy_at_once() -> None:
    school = basic(tiny({"一1": "语2", "一2": "语3"}, {"张": "一1语", "李": "一2语"}, days=1, periods=4))
    assert figures(ask(school, "teachers_apart", of(teachers="张 李"))) == [("team", ("张", "李"), 5, 4)]
    school = basic(tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语", "李": "一2语"}, days=1, periods=4))
    assert figures(ask(school, "teachers_apart", of(teachers="张 李"))) == []


# -- single courses, days ----------------------------------------------------------------------------------------------


def test_a_session_without_any_open_time() -> None:
    school = basic(tiny({"一1": "科1x2 语1"}, days=1, periods=4, morning=2))
    assert figures(ask(school, "forbidden_times", of(subjects="科"), times="周一2")) == []
    closed = ask(school, "forbidden_times", of(subjects="科"), times="周一2；周一3")
    assert figures(closed) == [("double", ("一1科",), 1, 0)]


def test_more_lessons_a_week_than_the_daily_most_allows() -> None:
    five, four = (basic(tiny({"一1": f"语{n}"}, days=2, periods=4)) for n in (5, 4))
    assert figures(ask(five, "subject_a_day", of(subjects="语"), most=2)) == [("day", ("一1", "语"), 5, 4)]
    assert figures(ask(four, "subject_a_day", of(subjects="语"), most=2)) == []


def test_classes_that_are_short_alike_are_told_once() -> None:
    school = basic(tiny({"一1": "语5", "一2": "语5"}, days=2, periods=4))
    assert figures(ask(school, "subject_a_day", most=2)) == [("day", ("一1", "一2", "语"), 5, 4)]


@pytest.mark.parametrize(("days", "found"), [(2, []), (3, [("day", ("一1语",), 3, 2)])])
def test_days_apart(days: int, found: Found) -> None:
    school = basic(tiny({"一1": "语3"}, days=5, periods=2))
    assert figures(ask(school, "days_apart", Scope(courses=frozenset({"一1语"})), days=days)) == found


def test_two_lessons_every_other_week_need_one_time() -> None:
    school = tiny({"一1": "音0.5"}, days=1, periods=1)
    (course,) = school.courses

    def halves(*weeks: Weeks) -> School:
        sessions = tuple(Session(f"#{i}", 1, w) for i, w in enumerate(weeks))
        return basic(replace(school, courses=(replace(course, sessions=sessions),)))

    assert figures(halves(Weeks.EITHER, Weeks.EITHER)) == []
    assert figures(halves(Weeks.EITHER, Weeks.EITHER, Weeks.EITHER)) == [("time", ("一1音",), 2, 1)]


# -- classes -----------------------------------------------------------------------------------------------------------


def test_a_week_with_more_lessons_than_slots_and_one_with_fewer() -> None:
    over, full, under = (basic(tiny({"一1": f"语{n} 数2"}, days=2, periods=4)) for n in (7, 6, 5))
    assert figures(over) == [("class", ("一1",), 9, 8)]
    assert [figures(ask(s, "class_week_full")) for s in (full, under)] == [[], [("week", ("一1",), 8, 7)]]


def test_lessons_that_may_not_begin_early_against_the_rest_of_the_week() -> None:
    school = basic(tiny({"一1": "语3", "一2": "语2"}, days=1, periods=4))
    assert figures(ask(school, "start_window", morning=500)) == []
    school = basic(tiny({"一1": "语2 数2", "一2": "语2"}, days=1, periods=4))
    (found,) = counted(ask(school, "start_window", morning=500))
    assert (found.kind, found.who, found.need, found.have) == ("class", ("一1",), 4, 3)
    assert found.settings == ("class_clash", "start_window")
    assert "上午 08:20 前不上课" in found.text.zh


def test_some_subjects_of_a_class_may_be_too_many_for_their_times() -> None:
    school = basic(tiny({"一1": "语2 数1 音1"}, days=2, periods=3, morning=1))
    school = ask(school, "preferred_times", of(subjects="语 数"), times="上午")
    (found,) = counted(school)
    assert (found.kind, found.need, found.have, found.courses) == ("class", 3, 2, ("一1语", "一1数"))
    assert figures(ask(basic(tiny({"一1": "语1 数1 音1"}, days=2, periods=3, morning=1)), "preferred_times",
                       of(subjects="语 数"), times="上午")) == []  # fmt: skip


def test_teaching_groups_have_the_times_open_to_all_of_them() -> None:
    school = tiny({"一1": "语1", "一2": "语1"}, {"张": "甲科", "李": "乙科"}, days=1, periods=3,
                  bands={"甲:科1": "一1 一2", "乙:科1": "一1 一2"})  # fmt: skip
    school = basic(school)
    one = ask(school, "forbidden_times", of(teachers="张"), times="周一1")
    assert figures(ask(one, "forbidden_times", of(teachers="李"), times="周一2")) == []
    both = ask(one, "forbidden_times", of(teachers="李"), times="周一2；周一3")
    assert figures(both) == [("band", ("甲科", "乙科"), 1, 0)]


# -- rooms and doubles -------------------------------------------------------------------------------------------------


def test_a_room_short_of_places() -> None:
    school = basic(tiny({"一1": "科2", "一2": "科2"}, days=1, periods=3, rooms={"实验室": ("科", 1)}))
    assert figures(school) == [("room", ("实验室",), 4, 3)]
    assert figures(basic(tiny({"一1": "科2", "一2": "科1"}, days=1, periods=3, rooms={"实验室": ("科", 1)}))) == []


def shared_room(lessons: int) -> School:
    """张 and 李 come on the same three afternoons and both need the one studio, others may have it all week."""
    classes, staff = {"一1": f"美{lessons} 音1", "一2": "美2 音1", "一3": "美1"}, {"张": "一1美", "李": "一2美"}
    school = tiny(classes, staff, days=3, periods=4, rooms={"画室": ("美", 1)})
    return ask(basic(school), "preferred_times", of(teachers="张 李"), times="下午")


def test_two_teachers_who_share_one_room_on_the_same_afternoons() -> None:
    assert figures(shared_room(4)) == []
    (found,) = counted(shared_room(5))
    assert (found.kind, found.who, found.need, found.have) == ("room", ("画室",), 7, 6)
    assert found.courses == ("一1美", "一2美")
    assert "preferred_times" in found.settings


def test_a_room_with_teachers_who_can_hold_one_lesson_at_a_time() -> None:
    """The ground holds two classes, but one teacher has all three lessons and only two times are open."""
    classes, rooms = dict.fromkeys(THREE, "体1"), {"操场": ("体", 2)}
    school = basic(tiny(classes, {"张": "一1体 一2体 一3体"}, days=1, periods=4, rooms=rooms))
    assert figures(ask(school, "forbidden_times", of(rooms="操场"), times="周一1-2")) == [("teacher", ("张",), 3, 2)]
    assert figures(ask(school, "forbidden_times", of(rooms="操场"), times="周一1")) == []


def test_doubles_of_a_class_a_teacher_and_a_room() -> None:
    """Three periods before noon and three after hold one double each."""
    classes = tiny({"一1": "语1x2 数1x2 科1x2"}, days=1, periods=6, morning=3)
    assert figures(basic(classes)) == [("double", ("一1",), 3, 2)]
    wide = tiny({"一1": "语1x2 数1x2 科1x2"}, days=1, periods=6, morning=4)
    assert figures(basic(wide)) == []
    staff = tiny(dict.fromkeys(THREE, "科1x2"), {"张": "一1科 一2科 一3科"}, days=1, periods=6, morning=3)
    assert figures(basic(staff)) == [("double", ("张",), 3, 2)]
    room = tiny(dict.fromkeys(THREE, "科1x2"), days=1, periods=6, morning=3, rooms={"实验室": ("科", 1)})
    assert figures(basic(room)) == [("double", ("实验室",), 3, 2)]


# -- sport -------------------------------------------------------------------------------------------------------------


def pe(teachers: int, most: int) -> School:
    """Six classes with PE on each of two days; so many teachers, each with so many lessons a day."""
    classes = [f"一{i}" for i in range(1, 7)]
    staff = {f"体师{t}": " ".join(f"{c}体" for c in classes[t::teachers]) for t in range(teachers)}
    school = basic(tiny(dict.fromkeys(classes, "体2 语4"), staff, days=2, periods=4, rooms={"操场": ("体", 6)}))
    school = ask(ask(school, "pe_or_activity_daily"), "teacher_day_load", most=most)
    return ask(school, "forbidden_times", of(rooms="操场"), times="周二1-3")


def test_each_day_asks_for_its_own_sport() -> None:
    """On Tuesday the ground is open in one lesson: four teachers give four classes their PE, six want it."""
    (found,) = (s for s in counted(pe(4, 3)) if s.kind == "day")
    assert (found.need, found.have, set(found.who)) == (4, 2, {"一1", "一2", "一5", "一6"})
    assert figures(pe(6, 3)) == []


def test_a_ground_too_small_for_a_day() -> None:
    school = basic(
        tiny({"一1": "体2", "一2": "体2", "一3": "体2"}, days=2, periods=2, morning=1, rooms={"操场": ("体", 2)})
    )
    school = ask(school, "pe_or_activity_daily")
    closed = ask(school, "forbidden_times", of(rooms="操场"), times="周二1")
    (found,) = counted(closed)
    assert (found.kind, found.need, found.have, set(found.who)) == ("day", 3, 2, {"一1", "一2", "一3"})
    assert {"pe_or_activity_daily", "forbidden_times", "room_places"} <= set(found.settings)
    assert found.text.zh.startswith("周二 3 个班")
    assert figures(school) == []


def test_too_few_lessons_of_sport_for_one_a_day() -> None:
    """With the national pack and three PE lessons a week ``solve`` only said that rules contradict each other."""
    school = tiny({"三1": "体3 活1 语1", "四1": "体3 活2", "五1": "体4.5 语0.5"}, days=5, periods=1, morning=1)
    law = Source(pack="a", ref="A-1", quotation="每天一节体育课", document="《办法》", part="第二条")
    school = ask(school, "pe_or_activity_daily")
    school = replace(school, settings=(replace(school.settings[0], source=law),))
    (found,) = counted(school)
    assert (found.who, found.need, found.have) == (("三1", "五1"), 5, 4)
    assert "课程计划里只有 4 节（见 A-1“每天一节体育课”）\n  可以：" in found.say("zh")
    assert "the curriculum has 4 (see A-1“每天一节体育课”)\n  Maybe: " in found.say("en")


# -- locks -------------------------------------------------------------------------------------------------------------


def locked(times: str = "周一1", **more: str) -> School:
    """The class meeting of 一1 is locked; 张 takes it and a lesson of 一2."""
    school = basic(tiny({"一1": "班1 语2", "一2": "数1"}, {"张": "一1班 一2数"}, days=1, periods=4))
    return ask(school, "fixed_time", of(groups="一1", subjects="班"), times=times)


def test_a_lock_where_the_teacher_is_away() -> None:
    assert figures(ask(locked(), "forbidden_times", of(teachers="张"), times="周一2")) == []
    (found,) = counted(ask(locked(), "forbidden_times", of(teachers="张"), times="周一1"))
    assert (found.kind, found.who, found.need, found.have) == ("lock", ("一1", "班"), 1, 0)
    assert set(found.settings) == {"fixed_time", "forbidden_times"}
    assert "固排在周一第1节" in found.text.zh


def test_two_locks_that_want_one_teacher() -> None:
    (found,) = counted(ask(locked(), "fixed_time", of(groups="一2", subjects="数"), times="周一1"))
    assert (found.kind, found.who[0], found.need, found.have) == ("lock", "张", 2, 1)
    assert {"fixed_time", "fixed_time1"} <= set(found.settings)
    assert figures(ask(locked(), "fixed_time", of(groups="一2", subjects="数"), times="周一2")) == []


def test_two_locks_that_want_one_class() -> None:
    (found,) = counted(ask(locked(), "fixed_time", of(groups="一1", subjects="语"), times="周一1"))
    assert (found.kind, found.who[0]) == ("lock", "一1")
    assert figures(ask(locked(), "fixed_time", of(groups="一1", subjects="语"), times="周一2")) == []


def test_locks_that_want_more_places_than_a_room_has() -> None:
    school = basic(tiny({"一1": "体1", "一2": "体1", "一3": "体1"}, days=1, periods=3, rooms={"操场": ("体", 2)}))
    assert figures(ask(school, "fixed_time", of(groups="一1 一2", subjects="体"), times="周一1")) == []
    assert figures(ask(school, "fixed_time", of(subjects="体"), times="周一1")) == [("lock", ("操场",), 3, 2)]


def test_more_locks_than_lessons() -> None:
    assert figures(locked("周一1；周一2")) == [("lock", ("一1", "班"), 2, 1)]


def test_a_lock_takes_its_time_from_all_others() -> None:
    """张's only other lesson may be held in the locked time alone."""
    taken = ask(locked(), "preferred_times", of(subjects="数"), times="周一1")
    (found,) = counted(taken)
    assert (found.kind, found.who, found.need, found.have) == ("time", ("一2数",), 1, 0)
    assert found.courses == ("一2数", "一1班")
    assert found.text.zh.endswith("固排占去的时间：一1班 周一第1节")
    assert set(found.settings) == {"preferred_times", "fixed_time"}
    assert figures(ask(locked(), "preferred_times", of(subjects="数"), times="周一1-2")) == []


# -- meetings ----------------------------------------------------------------------------------------------------------


def meeting(times: str, lessons: int) -> School:
    """张 and 李 meet once, in one of these periods; each has so many lessons in a week of four periods."""
    school = tiny({"一1": f"语{lessons}", "一2": f"数{lessons}"}, {"张": "一1语", "李": "一2数"}, days=1, periods=4,
                  meetings={"会": "张 李"})  # fmt: skip
    starts = tuple(s.id for s in school.grid.slots if str(s.period) in times)
    courses = tuple(replace(c, starts=starts) if c.kind is CourseKind.MEETING else c for c in school.courses)
    return basic(replace(school, courses=courses))


def test_a_meeting_without_a_time_at_which_all_members_are_free() -> None:
    """In lesson 1 the lessons of 张 need the period, in lesson 2 those of 李."""
    one = ask(meeting("12", 1), "preferred_times", of(subjects="语"), times="周一1")
    assert figures(one) == []
    crossed = ask(ask(meeting("12", 1), "preferred_times", of(subjects="语"), times="周一1"), "preferred_times",
                  of(subjects="数"), times="周一2")  # fmt: skip
    (found,) = counted(crossed)
    assert (found.kind, found.who, found.need, found.have) == ("meeting", ("会", "张", "李"), 1, 0)
    assert "周一第1节要上课：张；周一第2节要上课：李" in found.text.zh


def test_two_meetings_with_a_member_and_one_time_in_common() -> None:
    def two(first: str, second: str) -> School:
        school = tiny({"一1": "语1"}, {"张": "一1语"}, days=1, periods=4, meetings={"会": "张 李", "组": "张 王"})

        def at(course: Course) -> Course:
            wanted = {"会": first, "组": second}.get(course.id)
            return replace(course, starts=tuple(f"铃/1-{n}" for n in wanted)) if wanted else course

        return basic(replace(school, courses=tuple(map(at, school.courses))))

    (found,) = counted(two("1", "1"))
    assert (found.kind, found.who, found.need, found.have) == ("meeting", ("会", "组"), 2, 1)
    assert figures(two("1", "12")) == []


# -- homework ----------------------------------------------------------------------------------------------------------


def written(*targets: tuple[str, int], days: int = 3) -> School:
    school = tiny({"三1": "语3 数2 英2"}, days=days, periods=3, morning=2)
    plan = HomeworkPlan(tuple(HomeworkTarget("三1", subject, least, least + 30) for subject, least in targets))
    return ask(basic(replace(school, homework=plan)), "homework_weekly")


def test_the_least_of_all_subjects_against_the_daily_cap() -> None:
    school = written(("语", 60), ("数", 35))
    (found,) = counted(ask(school, "homework_day_cap", most=30))
    assert (found.kind, found.who, found.need, found.have) == ("homework", ("三1",), 95, 90)
    assert set(found.settings) >= {"homework_weekly", "homework_day_cap"}
    assert figures(ask(written(("语", 60), ("数", 30)), "homework_day_cap", most=30)) == []


def test_days_without_homework_and_days_with_lessons() -> None:
    school = ask(ask(written(("语", 65)), "homework_day_cap", most=30), "homework_free_days", days=(2,))
    assert figures(school) == [("homework", ("三1",), 65, 60)]
    twice = ask(ask(written(("数", 60)), "homework_day_cap", most=30), "homework_on_lesson_days")
    assert figures(twice) == []
    twice = ask(ask(written(("数", 65)), "homework_day_cap", most=30), "homework_on_lesson_days")
    assert figures(twice) == [("homework", ("三1",), 65, 60)]


def test_homework_that_is_wanted_and_not_allowed() -> None:
    assert figures(ask(written(("英", 20)), "homework_subjects", subjects=("语", "英"))) == []
    assert figures(ask(written(("英", 20)), "homework_subjects", subjects=("语",))) == [("homework", ("三1",), 20, 0)]


def test_subjects_a_day() -> None:
    """Chinese needs three days of at most twenty minutes, mathematics one: four pieces on three days."""
    school = written(("语", 60), ("数", 20))
    for subject in "语数":
        school = ask(school, "homework_day_cap", of(subjects=subject), most=20)
    assert figures(ask(school, "homework_subjects_a_day", most=2)) == []
    assert figures(ask(school, "homework_subjects_a_day", most=1)) == [("homework", ("三1",), 4, 3)]


def test_soft_homework_proves_nothing() -> None:
    school = ask(written(("语", 95)), "homework_day_cap", most=30)
    assert counted(school)
    soft = tuple(s for s in school.settings if s.rule != "homework_weekly")
    assert counted(replace(school, settings=soft)) == []


@pytest.mark.parametrize(
    ("count", "closed", "found"),
    [
        (2, "", []),
        (4, "", [("half", ("一1", "语"), 4, 3)]),  # more than the subject has
        (2, "周一1", []),
        (2, "周一1；周二1", [("half", ("一1", "语"), 2, 1)]),  # too few mornings
        (0, "", []),
        (0, "周二3", [("half", ("一1", "语"), 3, 2)]),  # too few afternoons for the rest
    ],
)
def test_so_many_lessons_of_a_half_day(count: int, closed: str, found: Found) -> None:
    """Three lessons of Chinese in three days of two periods before noon and one after; once a day."""
    school = basic(tiny({"一1": "语3 数5"}, days=3, periods=3, morning=2))
    school = ask(school, "half_day_count", of(subjects="语"), half="am", count=count)
    school = ask(school, "forbidden_times", of(subjects="语"), times=f"周一2；周二2；周三2；{closed}".rstrip("；"))
    assert [f for f in figures(school) if f[0] == "half"] == found


def test_lessons_of_a_half_day_where_weeks_differ() -> None:
    """Two and a half lessons a week: three in the fuller week, two in the poorer one."""
    school = basic(tiny({"一1": "语2.5 数3"}, days=3, periods=3, morning=2))
    most = [figures(ask(school, "half_day_count", of(subjects="语"), half="am", count=n)) for n in (2, 3)]
    assert most == [[], [("half", ("一1", "语"), 3, 2)]]


@pytest.mark.parametrize(("closed", "found"), [("周二1", []), ("周一2", [("room", ("实验室",), 3, 2)])])
def test_lessons_locked_to_a_half_day_of_a_room(closed: str, found: Found) -> None:
    """Three classes are locked to the lab on Monday morning, which has three periods of one place."""
    plan = {f"一{n}": "科1 语4" for n in (1, 2, 3)}
    school = basic(tiny(plan, days=2, periods=3, morning=3, rooms={"实验室": ("科", 1)}))
    school = ask(school, "fixed_time", of(subjects="科"), times="周一上午")
    school = ask(school, "forbidden_times", of(rooms="实验室"), times=closed)
    assert figures(school) == found


@pytest.mark.parametrize(("most", "found"), [(2, []), (1, [("double", ("一1", "语"), 2, 1)])])
def test_a_double_is_longer_than_a_day_may_have(most: int, found: Found) -> None:
    school = basic(tiny({"一1": "语1x2 数2"}, days=2, periods=2, morning=2))
    assert figures(ask(school, "subject_a_day", of(subjects="语"), most=most)) == found
