"""合班走班 and 教研."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduler.domain import CourseKind, School
from scheduler.intake import Plan

from .books import TEACHERS, read, said

HEAD = ["教学班", "班级", "科目", "教师", "课时", "场地", "时段组"]


def plan_of(tmp_path: Path, *rows: list[Any], cells: dict[str, Any] | None = None, **more: Any) -> Plan:
    return read(tmp_path, cells, 合班走班=[HEAD, *rows], **more)


def school_of(plan: Plan) -> School:
    assert said(plan) == ""
    assert plan.school is not None
    return plan.school


def test_classes_that_sit_together(tmp_path: Path) -> None:
    rooms = [["名称", "类型", "同时班数"], ["操场", "操场", 2], ["小院", "操场", 1]]
    row = ["", "三1、三2", "体育", "孙力", 1, "操场"]
    school = school_of(plan_of(tmp_path, row, cells={"任课!D2": None, "任课!D3": None}, 场地=rooms))
    course = next(c for c in school.courses if c.subject == "体育")
    assert course.groups == ("三1", "三2")
    assert course.places == 2
    assert course.teachers == ("孙力",)
    assert course.needs[0].options == ("操场",)  # the yard holds one class only
    assert all(g.is_class for g in school.groups)


def test_a_band_gives_each_pupil_one_group(tmp_path: Path) -> None:
    rows = [[f"班{k}", "三1、三2", "体育", name, 1, "", "体育选项"] for k, name in enumerate(("孙力", "王芳", "李明"))]
    rows += [
        ["数A", "三1", "数学", "赵强", 4, "", "数学分层"],
        ["数B", "三1", "数学", "李明", 4, "", "数学分层"],
    ]
    school = school_of(plan_of(tmp_path, *rows))
    assert school.group["三1"].atoms == ("三1/0", "三1/1", "三1/2")
    assert school.group["班1"].atoms == ("三1/1", "三2/1")
    assert school.group["数A"].atoms == ("三1/0", "三1/2")
    assert school.group["数B"].atoms == ("三1/1",)
    for band in ("体育选项", "数学分层"):
        taken = [a for c in school.courses if c.band == band for g in c.groups for a in school.group[g].atoms]
        assert len(taken) == len(set(taken))
        assert set(school.group["三1"].atoms) <= set(taken)
    assert not school.group["班1"].is_class
    periods = {c.id: sum(x.periods for x in school.courses_of(c)) for c in school.classes}
    assert periods == {"三1": 10, "三2": 10}


def test_group_lessons_equal_the_curriculum(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["", "三1、三2", "体育", "孙力", 2])
    assert "工作表 合班走班，单元格 E2：三1 体育 课时 2，课程计划是 1（课程计划 B4）" in said(plan)
    assert plan.school is None


def test_groups_of_a_band_have_equal_lessons(tmp_path: Path) -> None:
    rows = [["A", "三1", "体育", "孙力", 1, "", "x"], ["B", "三1", "数学", "赵强", 4, "", "x"]]
    plan = plan_of(tmp_path, *rows)
    assert "工作表 合班走班，单元格 E3：时段组 “x” 的课时要一样：A 1，B 4" in said(plan)


def test_group_with_unknown_names(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["", "三1、三9", "体育", "孙力", 1], ["", "三2", "体肓课", "孙利", 1], 教师=TEACHERS)
    assert "工作表 合班走班，单元格 B2：班级 “三9” 不在 班级 表 中" in said(plan)
    assert "工作表 合班走班，单元格 C3：科目 “体肓课” 不在 课程计划 表 中" in said(plan)


def test_group_to_be_staffed(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["合体", "三1、三2", "体育", None, 1])
    assert "工作表 合班走班，单元格 D2：合体 还没有安排教师" in said(plan)


def test_no_room_holds_so_many_classes(tmp_path: Path) -> None:
    rooms = [["名称", "类型", "同时班数"], ["操场", "操场", 1]]
    plan = plan_of(tmp_path, ["", "三1、三2", "体育", "孙力", 1, "操场"], 场地=rooms)
    assert "工作表 合班走班，单元格 F2：“操场” 没有一处能同时容纳 2 个班" in said(plan)


def test_meeting_of_a_research_group(tmp_path: Path) -> None:
    meetings = [["教研组", "节数", "候选时间"], ["语文组", 2, "周三1-2；周四1"]]
    plan = read(tmp_path, 教师=TEACHERS, 教研=meetings)
    school = school_of(plan)
    course = school.course["教研 语文组"]
    assert course.kind is CourseKind.MEETING
    assert course.groups == ()
    assert course.teachers == ("王芳", "李明")
    assert course.starts == ("作息/3-1",)  # Thursday has only its first lesson among the candidates
    assert course.sessions[0].duration == 2


def test_meeting_of_a_subject_without_a_teachers_sheet(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, 教研=[["教研组", "节数", "候选时间"], ["语文组", 1, ""]]))
    assert school.course["教研 语文组"].teachers == ("王芳", "李明")
    assert {t.id for t in school.teachers if t.research_group == "语文组"} == {"王芳", "李明"}


def test_meeting_of_an_unknown_group(tmp_path: Path) -> None:
    plan = read(tmp_path, 教师=TEACHERS, 教研=[["教研组", "节数", "候选时间"], ["语问组", 1, ""]])
    assert "工作表 教研，单元格 A2：教研组 “语问组” 不在 教师 表的 教研组 列 中（最接近：语文组）" in said(plan)


def test_meeting_that_fits_no_candidate_time(tmp_path: Path) -> None:
    plan = read(tmp_path, 教师=TEACHERS, 教研=[["教研组", "节数", "候选时间"], ["语文组", 2, "周三2；周四1"]])
    assert "工作表 教研，单元格 C2：教研组 “语文组” 的候选时间里没有连着的 2 节" in said(plan)
