"""What 课程计划 and 任课 become."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from scheduler.domain import School, Weeks
from scheduler.intake import Plan

from .books import TEACHERS, read, said


def school_of(plan: Plan) -> School:
    assert said(plan) == ""
    assert plan.school is not None
    return plan.school


def test_to_be_staffed(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!D3": None})
    assert "工作表 任课，单元格 D3：三2 体育 还没有安排教师" in said(plan)
    assert plan.school is None


def test_nobody(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"任课!D3": "无"}))
    assert school.course["三2 体育"].teachers == ()


def test_two_teachers_in_the_room(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"任课!D3": "孙力/赵强"}))
    assert school.course["三2 体育"].teachers == ("孙力", "赵强")


def test_lessons_divided(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"任课!B3": "李明4+王芳1"}))
    assert school.course["三2 语文/李明"].periods == 4
    assert school.course["三2 语文/王芳"].periods == 1


def test_division_that_does_not_add_up(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!B3": "李明4+王芳2"})
    assert "工作表 任课，单元格 B3：任课节数合计 6，课程计划是 5" in said(plan)


def test_a_name_that_ends_in_a_number_is_a_name(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"任课!B3": "李老师2"}))
    assert school.course["三2 语文"].teachers == ("李老师2",)


@pytest.mark.parametrize("value", [5, 4.5, datetime(2025, 5, 1)])
def test_a_number_is_no_teacher(tmp_path: Path, value: object) -> None:
    plan = read(tmp_path, {"任课!B3": value})
    assert "工作表 任课，单元格 B3：“" in said(plan)
    assert "不是教师姓名" in said(plan)


def test_class_meeting_is_held_by_the_class_teacher(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!B3": 3, "课程计划!A5": "班会", "课程计划!B5": 1})
    assert school_of(plan).course["三2 班会"].teachers == ("李明",)


def test_every_other_week(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"课程计划!B2": 4.5, "课程计划!B3": 4.5}))
    course = school.course["三1 语文"]
    assert course.periods == 4.5
    assert [s.weeks for s in course.sessions] == [Weeks.ALL] * 4 + [Weeks.EITHER]
    assert school.weeks == (Weeks.ODD, Weeks.EVEN)


def test_doubles(tmp_path: Path) -> None:
    for word in ("1", "3:1", "1-6:1", "3:1×2", "三年级:1x2"):
        school = school_of(read(tmp_path, {"课程计划!C3": word}))
        assert [s.duration for s in school.course["三1 数学"].sessions] == [2, 1, 1]
    school = school_of(read(tmp_path, {"课程计划!C3": "7-9:1"}))
    assert [s.duration for s in school.course["三1 数学"].sessions] == [1] * 4


def test_doubles_that_take_too_many_lessons(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!C3": "3"})
    assert "工作表 课程计划，单元格 C3：三1 数学 每周 4 节，排不下 3 次 2 节连堂" in said(plan)


def test_double_with_no_two_adjacent_slots(tmp_path: Path) -> None:
    bells = [
        ["名称", "类型", "开始", "结束"],
        ["第1节", "上课", "8:30", "9:10"],
        ["午休", "午休", "12:00", "14:00"],
    ]
    bells += [["第2节", "上课", "14:00", "14:40"]]
    plan = read(tmp_path, {"课程计划!C3": "1"}, 作息=bells)
    assert "工作表 课程计划，单元格 C3：三年级的作息里没有连着的 2 节课，排不了 数学 连堂" in said(plan)


def test_unreadable_doubles(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!C3": "每周一次"})
    assert "工作表 课程计划，单元格 C3：连堂 “每周一次” 读不懂\n  可以：写成 1、3-6:1 或 3-6:1×2" in said(plan)


def test_room_kinds(tmp_path: Path) -> None:
    rooms = [["名称", "类型", "同时班数"], ["东操场", "操场", 2], ["西操场", "操场", 1], ["体育馆", "馆", 1]]
    school = school_of(read(tmp_path, {"课程计划!D4": "操场、体育馆"}, 场地=rooms))
    assert school.course["三1 体育"].needs[0].options == ("东操场", "西操场", "体育馆")
    assert school.room["东操场"].holds == 2


def test_room_kind_that_no_room_has(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!D4": "操坪"}, 场地=[["名称", "类型"], ["操场", "操场"]])
    assert "工作表 课程计划，单元格 D4：场地（类型） “操坪” 不在 场地 表 中（最接近：操场）" in said(plan)
    assert plan.school is None


def test_overfull_week(tmp_path: Path) -> None:
    bells = [["名称", "类型", "开始", "结束"], ["第1节", "上课", "8:30", "9:10"]]
    plan = read(tmp_path, 作息=bells)
    assert "工作表 课程计划，单元格 B1：三年级（三1、三2）每周 10 节，作息只有 5 节，多 5 节" in said(plan)
    assert plan.school is None


def test_week_that_is_not_full(tmp_path: Path) -> None:
    bells = [
        ["名称", "类型", "开始", "结束"],
        *[[f"第{i}节", "上课", f"{7 + i}:00", f"{7 + i}:40"] for i in (1, 2, 3)],
    ]
    plan = read(tmp_path, 作息=bells)
    assert "单元格 B1：三年级（三1、三2）每周 10 节，作息有 15 节，少 5 节" in said(plan)
    assert plan.school is None
    open_week = read(tmp_path, 作息=bells, 规则=[["规则", "强度"], ["class_week_full", "不用"]])
    assert open_week.school is not None


def test_grade_without_a_curriculum(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!B3": 4})
    assert "工作表 班级，单元格 A3：课程计划 表没有四年级的列" in said(plan)


def test_teachers_of_the_sheet_without_lessons_are_kept(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, 教师=[*TEACHERS, ["钱多", "语文", "兼职"]]))
    assert school.teacher["钱多"].kind == "part-time"
    assert school.teacher["钱多"].subjects == ("语文",)
