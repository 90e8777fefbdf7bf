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
    assert {b.id: b.grades for b in plan.school.grid.bells} == {"作息（三年级）": (3,), "作息（四年级）": (4,)}
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
    assert "工作表 班级，单元格 A2：三年级有多种作息（甲、乙）" in said(plan)
    named = read(tmp_path, {"班级!E1": "作息表", "班级!E2": "甲", "班级!E3": "乙"}, 作息=bells)
    assert named.school is not None, said(named)
    assert [c.bell for c in named.school.classes] == ["甲", "乙"]


SEASONAL = [
    [*HEAD, "季节"],
    ["", "", "", "第1节", "上课", "08:30", "09:10"],
    ["", "", "", "到校", "", "08:00", "08:10", "夏季"],
    ["", "", "", "到校", "", "08:15", "08:25", "冬季"],
    ["", "", "", "第2节", "上课", "14:30", "15:10", "夏季"],
    ["", "", "", "第2节", "上课", "14:00", "14:40", "冬季"],
]


@pytest.mark.parametrize(
    ("item", "now", "starts", "later"),
    [(["季节", "冬季"], "winter", {510, 840}, "summer"), (["学期", "x"], "summer", {510, 870}, "winter")],
)
def test_lessons_follow_one_season_and_the_other_is_kept(
    tmp_path: Path, item: list[str], now: str, starts: set[int], later: str
) -> None:
    """The first season of 作息 where 学校 names none."""
    plan = read(tmp_path, 学校=[["项目", "值"], item], 作息=SEASONAL)
    assert plan.school is not None, said(plan)
    (bells,) = plan.school.grid.bells
    (other,) = plan.school.other_bells
    assert (bells.season, other.season) == (now, later)
    assert {s.start for s in plan.school.grid.slots} == starts
    assert {len(b.blocks) for b in (bells, other)} == {15}
    assert bells.id != other.id
    assert other.grades == (3,)


def test_schedules_named_for_their_seasons(tmp_path: Path) -> None:
    rows = [[row[-1] if len(row) == 8 and i else "全年" if i else row[0], *row[1:]] for i, row in enumerate(SEASONAL)]
    rows = [rows[0], *[[s, "3", *row[2:7], s] for s in ("夏季", "冬季") for row in rows[1:] if row[0] in ("全年", s)]]
    plan = read(tmp_path, 学校=[["项目", "值"], ["季节", "冬季"]], 作息=rows)
    assert plan.school is not None, said(plan)
    assert [b.id for b in plan.school.grid.bells] == ["冬季"]
    assert [b.id for b in plan.school.other_bells] == ["夏季"]


def test_without_seasons_there_is_no_other_schedule(tmp_path: Path) -> None:
    plan = read(
        tmp_path, 学校=[["项目", "值"], ["季节", "冬季"]], 作息=[row[:7] for row in SEASONAL[:2]] + [NINE[2], NINE[3]]
    )
    assert plan.school is not None, said(plan)
    assert plan.school.other_bells == ()
    assert {b.season for b in plan.school.grid.bells} == {""}


def test_a_season_that_the_sheet_does_not_have(tmp_path: Path) -> None:
    rows = [SEASONAL[0], *[[*row[:7], "夏季"] for row in SEASONAL[1:3]]]
    plan = read(tmp_path, 学校=[["项目", "值"], ["季节", "冬季"]], 作息=rows)
    assert "工作表 学校，单元格 B2：作息 表没有冬季的时段" in said(plan)
    assert plan.school is None


def test_unknown_season(tmp_path: Path) -> None:
    plan = read(tmp_path, 作息=[SEASONAL[0], [*SEASONAL[1], "雨季"]])
    assert "工作表 作息，单元格 H2：季节 “雨季” 不在 夏季、冬季 中" in said(plan)


def test_clubs_at_once_are_one_block_of_the_day(tmp_path: Path) -> None:
    head = ["星期", "开始", "结束", "名称"]
    held = [
        ["周一", "16:00", "17:00", "合唱"],
        ["周一", "16:00", "16:40", "篮球"],
        ["周一", "17:00", "17:30", "作业辅导"],
    ]
    plan = read(tmp_path, 作息=NINE, 课后服务=[head, *held])
    assert plan.school is not None, said(plan)
    blocks = [b for b in plan.school.grid.bells[0].blocks if b.kind is BlockKind.SERVICE]
    assert [(b.start, b.end, b.name) for b in blocks] == [(960, 1020, "课后服务"), (1020, 1050, "作业辅导")]


def test_after_school_service_becomes_a_block(tmp_path: Path) -> None:
    service = [["星期", "开始", "结束", "值班教师"], ["周一、周三", "16:00", "17:30", "孙力"]]
    plan = read(tmp_path, 作息=NINE, 课后服务=service)
    assert plan.school is not None, said(plan)
    blocks = [b for b in plan.school.grid.bells[0].blocks if b.kind is BlockKind.SERVICE]
    assert [(b.day, b.start, b.minutes) for b in blocks] == [(1, 960, 90), (3, 960, 90)]
