"""作息 and the default days."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.domain import BlockKind, Half
from scheduler.intake.daybook import default_blocks, lessons_by_day

from .books import read, said

HEAD = ["作息表", "年级", "星期", "名称", "类型", "开始", "结束"]
NINE = [
    HEAD,
    ["", "1-9", "周一至周五", "第1节", "上课", "08:30", "09:10"],
    ["", "", "", "午休", "", "11:00", "13：00"],
    ["", "3", "每天", "第2节", "上课", "13:00", "13:40"],
]


def test_26_lessons_are_five_on_four_days_and_six_on_one() -> None:
    assert sorted(lessons_by_day(26, 5).values()) == [5, 5, 5, 5, 6]
    assert sorted(lessons_by_day(34, 5).values()) == [6, 7, 7, 7, 7]


@pytest.mark.parametrize(("grade", "total", "minutes"), [(1, 26, 40), (4, 30, 40), (8, 34, 45)])
def test_default_days_hold_an_hour_of_long_breaks(grade: int, total: int, minutes: int) -> None:
    blocks = default_blocks(grade, total, 5)
    assert sum(b.kind is BlockKind.LESSON for b in blocks) == total
    assert {b.minutes for b in blocks if b.kind is BlockKind.LESSON} == {minutes}
    for day in range(1, 6):
        assert sum(b.minutes for b in blocks if b.day == day and b.kind is BlockKind.LONG_BREAK) == 60
    for first in blocks:
        assert not [b for b in blocks if first < b and b.day == first.day and b.start < first.end]


def test_slots_are_split_at_the_noon_rest(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=NINE)
    assert plan.school is not None, said(plan)
    slots = plan.school.slots_of(plan.school.classes[0])
    assert [s.id for s in slots[:2]] == ["作息/1-1", "作息/1-2"]
    assert [s.half for s in slots[:2]] == [Half.AM, Half.PM]
    assert slots[0].next is None


def test_next_is_the_following_lesson_of_the_half_day(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[*NINE[:2], ["", "", "", "第2节", "上课", "10:00", "10:40"]])
    assert plan.school is not None, said(plan)
    assert plan.school.grid.slot["作息/1-1"].next == "作息/1-2"


def test_one_schedule_becomes_one_bells_for_each_day_structure(tmp_path: Path) -> None:
    cells = {"班级!A3": "四1", "班级!B3": 4, "任课!A3": "四1", "课程计划!C1": "四年级"}
    cells |= {"课程计划!C2": 5, "课程计划!C3": 0, "课程计划!C4": 0, "课程计划!D1": None}
    plan = read(tmp_path, cells, 作息=NINE)
    assert plan.school is not None, said(plan)
    assert {b.id: b.grades for b in plan.school.grid.bells} == {"作息3": (3,), "作息4": (4,)}
    assert len(plan.school.slots_of(plan.school.group["四1"])) == 5


def test_unknown_kind(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[*NINE, ["", "", "", "课间", "大课见", "10:00", "10:30"]])
    assert "工作表 作息，单元格 E5：类型 “大课见” 不在 已知类型 中（最接近：大课间）" in said(plan)


def test_end_before_start(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[*NINE, ["", "", "", "第3节", "上课", "15:00", "14:40"]])
    assert "工作表 作息，单元格 G5：结束 14:40 不晚于开始 15:00" in said(plan)


def test_overlapping_lessons(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[*NINE, ["", "", "", "第9节", "上课", "13:20", "14:00"]])
    assert "工作表 作息，单元格 F5：“第9节” 与 “第2节”（F4）时间重叠" in said(plan)
    assert plan.school is None


def test_unreadable_clock(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[*NINE, ["", "", "", "第3节", "上课", "八点", "14:40"]])
    assert "工作表 作息，单元格 F5：时刻 “八点” 读不懂\n  可以：写成 08:40" in said(plan)


def test_two_schedules_for_one_grade_must_be_named(tmp_path: Path) -> None:
    bells = [HEAD, *[[name, 3, "", f"第{i}节", "上课", f"{start + i}:00", f"{start + i}:40"]
                     for name, start in (("甲", 7), ("乙", 8)) for i in (1, 2)]]  # fmt: skip
    plan = read(tmp_path, 作息=bells)
    assert "工作表 班级，单元格 A2：3 年级有多种作息（甲、乙）" in said(plan)
    named = read(tmp_path, {"班级!E1": "作息表", "班级!E2": "甲", "班级!E3": "乙"}, 作息=bells)
    assert named.school is not None, said(named)
    assert [c.bell for c in named.school.classes] == ["甲", "乙"]


def test_after_school_service_becomes_a_block(tmp_path: Path) -> None:
    service = [["星期", "开始", "结束", "值班教师"], ["周一、周三", "16:00", "17:30", "孙力"]]
    plan = read(tmp_path, 作息=NINE, 课后服务=service)
    assert plan.school is not None, said(plan)
    blocks = [b for b in plan.school.grid.bells[0].blocks if b.kind is BlockKind.SERVICE]
    assert [(b.day, b.start, b.minutes) for b in blocks] == [(1, 960, 90), (3, 960, 90)]
