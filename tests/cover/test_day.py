"""Whose lessons a date has: the term, holidays, make-up days, odd and even weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.cover import CoverError, Days, Kind, Record, school_day
from scheduler.domain import Calendar, Event, Office, School, Weeks
from scheduler.domain.tiny import place, tiny

from .schools import MONDAY, TERM, asked, days, holiday, make_up, three_classes

OCTOBER = Calendar(
    TERM.first, TERM.last,
    (
        holiday(date(2026, 10, 1), date(2026, 10, 7), "国庆节"),
        holiday(date(2026, 11, 6), date(2026, 11, 6), "秋假", (2,)),
        make_up(date(2026, 9, 26), "国庆调休，补周三的课"),
        make_up(date(2026, 10, 10), "补10月7日的课"),
        make_up(date(2026, 10, 17), "国庆调休"),
        Event(date(2026, 11, 9), date(2026, 11, 10), "期中", "期中考试"),
    ),
)  # fmt: skip


def school(calendar: Calendar | None = OCTOBER) -> School:
    return replace(three_classes()[0], office=Office(calendar=calendar))


def halves(calendar: Calendar | None = TERM) -> Days:
    """音 in odd weeks and 美 in even weeks, on Monday."""
    plan = tiny({"一1": "语1 音0.5 美0.5"}, {"张": "一1语 一1音", "李": "一1美"}, days=2, periods=2)
    return days(asked(plan, calendar=calendar), place(plan, {"一1": "音/美 . | 语 ."}))


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (date(2026, 9, 7), 1), (date(2026, 9, 30), 3), (date(2026, 10, 8), 4),
        (date(2026, 9, 26), 3),  # a Saturday that follows Wednesday
        (date(2026, 10, 10), 3),  # a Saturday that makes up for Wednesday 7 October
    ],
)  # fmt: skip
def test_whose_lessons_a_date_has(when: date, day: int) -> None:
    assert school_day(school(), when).day == day


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 8, 31), "不在学期内"), (date(2027, 1, 23), "不在学期内"), (date(2026, 10, 1), "国庆节"),
        (date(2026, 10, 7), "国庆节"), (date(2026, 9, 27), "周日没有课"), (date(2026, 10, 17), "补周三的课"),
    ],
)  # fmt: skip
def test_dates_without_lessons_say_why(when: date, said: str) -> None:
    with pytest.raises(CoverError) as error:
        school_day(school(), when)
    assert said in error.value.text.zh
    assert error.value.exit_code == 2


def test_a_make_up_day_may_be_told_what_it_follows() -> None:
    assert school_day(school(), date(2026, 10, 17), follow=2).day == 2


def test_a_holiday_of_one_grade_leaves_the_others() -> None:
    plan = tiny({"一1": "语1", "二1": "语1"}, {"张": "一1语 二1语"}, days=5, periods=2)
    timetable = place(plan, {"一1": ". . | . . | . . | . . | 语 .", "二1": ". . | . . | . . | . . | . 语"})
    held = days(asked(plan, calendar=OCTOBER), timetable)
    assert [h.course.id for h in held.held(date(2026, 11, 6))] == ["一1语"]
    assert [h.course.id for h in held.held(date(2026, 11, 13))] == ["一1语", "二1语"]


def test_what_the_calendar_has_besides_is_said() -> None:
    assert school_day(school(), date(2026, 11, 9)).events == ("期中考试",)


@pytest.mark.parametrize(("weeks", "course"), [(0, "一1音"), (1, "一1美"), (2, "一1音")])
def test_weeks_are_odd_and_even_from_the_first_of_the_term(weeks: int, course: str) -> None:
    """The term begins on Tuesday 1 September: the first week is odd, 14 September is in the third."""
    held = halves()
    assert [h.course.id for h in held.held(date(2026, 9, 14) + timedelta(weeks=weeks))] == [course]


def test_without_a_calendar_the_week_has_to_be_said_where_weeks_differ() -> None:
    plain = halves(None)
    with pytest.raises(CoverError, match="--week"):
        plain.held(MONDAY)
    told = replace(plain, asked=MONDAY, week=Weeks.EVEN)
    assert [h.course.id for h in told.held(MONDAY)] == ["一1美"]
    with pytest.raises(CoverError):
        told.held(MONDAY + timedelta(weeks=1))  # of that week nothing was said
    assert days(*three_classes()).held(MONDAY)


def test_what_was_said_of_a_week_is_remembered_by_its_records() -> None:
    record = Record(Kind.AWAY, MONDAY, "张", week="odd", number=1)
    assert [h.course.id for h in halves(None).with_records([record]).held(MONDAY)] == ["一1音"]


def test_a_make_up_day_stands_for_the_day_it_follows_in_its_week() -> None:
    around = days(school(), three_classes()[1]).around(date(2026, 9, 26))
    assert {n: d.date.day for n, d in around.items()} == {1: 21, 2: 22, 3: 26, 4: 24, 5: 25}
    around = days(school(), three_classes()[1]).around(date(2026, 9, 22))
    assert {n: d.date.day for n, d in around.items()} == {1: 21, 2: 22, 3: 23, 4: 24, 5: 25}
    assert sorted(days(school(), three_classes()[1]).around(date(2026, 9, 30))) == [1, 2, 3]  # then come the holidays


def test_a_timetable_of_more_than_seven_days_has_no_dates() -> None:
    plan = tiny({"一1": "语1"}, days=8, periods=1)
    with pytest.raises(CoverError):
        school_day(plan, MONDAY)


def test_somebody_away_for_a_part_of_a_double_leaves_a_part_of_it() -> None:
    plan = tiny({"一1": "美1x2"}, {"张": "一1美", "李": "一1语"}, periods=4, morning=4)
    held = days(asked(plan), place(plan, {"一1": ". 美 美 ."}), [Record(Kind.AWAY, MONDAY, "张", times="3", number=1)])
    assert [([s.period for s in h.slots], h.teachers, h.uncovered) for h in held.held(MONDAY)] == [
        ([2], ("张",), False), ([3], (), True),
    ]  # fmt: skip


def test_a_second_teacher_in_the_room_holds_the_lesson_alone() -> None:
    plan = tiny({"一1": "语1"}, {"张": "一1语", "李": "一1语"}, periods=2)
    (held,) = days(asked(plan), place(plan, {"一1": "语 ."}), [Record(Kind.AWAY, MONDAY, "张", number=1)]).held(MONDAY)
    assert (held.teachers, held.away, held.uncovered) == (("李",), ("张",), False)
