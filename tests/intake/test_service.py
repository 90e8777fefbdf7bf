"""课后服务."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.domain import Service
from scheduler.intake import Plan

from .books import TEACHERS, read, said

HEAD = ["年级", "星期", "开始", "结束", "分钟", "类型", "名称", "教师", "名额"]
BELLS = [
    ["年级", "星期", "名称", "类型", "开始", "结束"],
    ["", "", "第1节", "上课", "08:30", "09:10"],
    ["3", "", "第2节", "上课", "15:00", "15:40"],
    ["4", "", "第2节", "上课", "15:00", "15:30"],
]
TWO_GRADES = {"班级!A3": "四1", "班级!B3": 4, "任课!A3": "四1", "课程计划!C1": "四年级", "课程计划!C2": 5,
              "课程计划!C3": 4, "课程计划!C4": 1, "课程计划!D1": None}  # fmt: skip


def plan_of(tmp_path: Path, *rows: list[Any], cells: dict[str, Any] | None = None, **more: Any) -> Plan:
    return read(tmp_path, cells, 课后服务=[HEAD, *rows], **more)


def service(tmp_path: Path, *rows: list[Any], **more: Any) -> tuple[Service, ...]:
    plan = plan_of(tmp_path, *rows, **more)
    assert plan.school is not None, said(plan)
    return plan.school.office.service


def test_an_activity_for_each_day(tmp_path: Path) -> None:
    row = ["3", "周一、周三", "15:50", "16:50", None, "社团", "篮球社", "孙力、王芳", 30]
    assert service(tmp_path, row, 教师=TEACHERS) == tuple(
        Service(day, 950, 1010, "社团", "篮球社", (3,), ("孙力", "王芳"), 30) for day in (1, 3)
    )


def test_minutes_after_the_last_lesson_of_each_grade(tmp_path: Path) -> None:
    found = service(tmp_path, [None, "周二", None, None, 60], cells=TWO_GRADES, 作息=BELLS)
    assert [(s.day, s.start, s.end, s.grades) for s in found] == [(2, 930, 990, (4,)), (2, 940, 1000, (3,))]


def test_one_start_for_all_grades_names_none(tmp_path: Path) -> None:
    bells = [*BELLS[:2], ["", "", "第2节", "上课", "15:00", "15:40"]]
    found = service(tmp_path, [None, "周二", None, None, 60], cells=TWO_GRADES, 作息=bells)
    assert [(s.start, s.grades) for s in found] == [(940, ())]


@pytest.mark.parametrize(
    ("kind", "name", "kept"),
    [
        ("兴趣小组", "棋艺", "社团"),
        ("作业辅导、社团", None, "作业辅导、社团"),
        (None, "篮球", "社团"),
        (None, "作业辅导和社团", "作业辅导、社团"),
        (None, "特色讲座", "讲座"),
        (None, None, "课后服务"),
        (None, "延时服务", "课后服务"),
        ("书法", "书法", "书法"),
        ("patrol", None, "巡视"),
    ],
)
def test_kinds(tmp_path: Path, kind: str | None, name: str | None, kept: str) -> None:
    found = service(tmp_path, [None, "周一", "16:00", "17:00", None, kind, name])
    assert [(s.kind, s.name) for s in found] == [(kept, name or "")]


def test_a_kind_that_is_nearly_right_is_told(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [None, "周一", "16:00", "17:00", None, "作业扶导"])
    assert "工作表 课后服务，单元格 F2：类型 “作业扶导” 按原样保留（最接近：作业辅导）" in said(plan)
    assert plan.school is not None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([None, "周一", "16:00"], "单元格 E2：缺少课后服务的分钟数"),
        ([None, "周一", "17:00", "16:00"], "单元格 D2：结束 16:00 不晚于开始 17:00"),
        ([None, "周一", "23:00", None, 90], "单元格 C2：课后服务到半夜以后"),
        ([None, "周八", "16:00", "17:00"], "单元格 B2：星期 “周八” 读不懂"),
        ([None, "周六", None, None, 60], "单元格 B2：这一天没有课，要写明开始时刻"),
        (
            [None, "周一", "16:00", "17:00", None, None, None, "孙利"],
            "单元格 H2：教师 “孙利” 不在 教师 表 中（最接近：孙力）",
        ),
        (
            [None, "周一", "16:00", "17:00", None, None, None, None, "三十"],
            "单元格 I2：名额 “三十” 应是 0 到 100000 的整数",
        ),
    ],
)
def test_wrong_cells(tmp_path: Path, row: list[Any], words: str) -> None:
    plan = plan_of(tmp_path, row, 教师=TEACHERS)
    assert words in said(plan)
    assert plan.school is None


def test_on_a_saturday_with_its_own_start(tmp_path: Path) -> None:
    found = service(tmp_path, [None, "周六", "09:00", "10:00", None, "训练"])
    assert [(s.day, s.kind) for s in found] == [(6, "训练")]
