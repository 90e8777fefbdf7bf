"""Sheets and headers found by name, and names that stand nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from .books import SMALL, TEACHERS, read, said


@pytest.mark.parametrize("name", ["课程计划", "班级", "任课"])
def test_missing_required_sheet(tmp_path: Path, name: str) -> None:
    plan = read(tmp_path, **{name: None})
    assert f"缺少工作表 {name}" in said(plan)
    assert plan.school is None


def test_misspelt_sheet_is_suggested(tmp_path: Path) -> None:
    plan = read(tmp_path, 任课=None, 任课安排=SMALL["任课"])
    assert "缺少工作表 任课\n  可以：工作表 任课安排 是否应叫 任课？" in said(plan)


def test_missing_column(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!A1": "班名称呼"})
    assert "工作表 班级：找不到表头；应有列 班级" in said(plan)


def test_misspelt_column_is_told(tmp_path: Path) -> None:
    teachers = [[*TEACHERS[0][:3], "每天最多", *TEACHERS[0][4:]], *TEACHERS[1:]]
    plan = read(tmp_path, 教师=teachers)
    assert "工作表 教师，单元格 D1：不认识列 “每天最多”，没有读\n  可以：改为 每日最多？" in said(plan)
    assert plan.school is not None


def test_english_headers_any_order_and_full_width(tmp_path: Path) -> None:
    classes = [["Grade", "ＣＬＡＳＳ", "Class Teacher"], [3, "三1", "王芳"], [3, "三2", "李明"]]
    plan = read(tmp_path, 班级=None, Classes=classes, **{"学 校": [["值", "项目"], ["小学校", "学校名称"]]}, 学校=None)
    assert plan.problems == ()
    assert plan.school is not None
    assert plan.school.name == "小学校"
    assert plan.school.classes[1].class_teacher == "李明"


def test_columns_with_units_in_brackets(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!C1": "人数（人）"})
    assert plan.problems == ()
    assert plan.school is not None
    assert plan.school.classes[0].pupils == 40


def test_what_stands_beside_the_timetable(tmp_path: Path) -> None:
    rows = [["项目", "值"], ["省份", "北京市"], ["下班时间", "17：30"], ["公示的表", "课表、作息表、每日作业公示"]]
    plan = read(tmp_path, 学校=rows)
    assert plan.school is not None, said(plan)
    office = plan.school.office
    assert (office.province, office.work_end) == ("北京", 17 * 60 + 30)
    assert office.posted == ("课程表", "作息时间表", "每日作业公示")
    assert (office.calendar, office.declared, office.service) == (None, (), ())


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("省份", "湖难", "单元格 B2：省份 “湖难” 不在 全国省份 中（最接近：湖"),
        ("下班时间", "六点", "单元格 B2：时刻 “六点” 读不懂\n  可以：写成 08:40"),
        ("季节", "雨季", "单元格 B2：季节 “雨季” 不在 夏季、冬季 中"),
    ],
)
def test_wrong_items_of_the_school(tmp_path: Path, item: str, value: str, words: str) -> None:
    plan = read(tmp_path, 学校=[["项目", "值"], [item, value]])
    assert words in said(plan)
    assert plan.school is None


def test_unknown_teacher_with_the_nearest(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!C3": "赵 强强"}, 教师=TEACHERS)
    assert "工作表 任课，单元格 C3：教师 “赵 强强” 不在 教师 表 中（最接近：赵强）\n  可以：写成 赵强" in said(plan)
    assert plan.school is None


def test_two_of_one_name_need_their_number(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!C3": "张伟"}, 教师=[*TEACHERS, ["张伟(1)"], ["张伟(2)"]])
    assert "单元格 C3：教师 “张伟” 不在 教师 表 中（最接近：张伟(" in said(plan)


def test_unknown_class_in_assignment(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!A3": "三22"})
    assert "工作表 任课，单元格 A3：班级 “三22” 不在 班级 表 中（最接近：三2）" in said(plan)
    assert "没有班级 “三2” 的一行" in said(plan)


def test_unknown_subject_column(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!C1": "数 学课"})
    assert "工作表 任课，单元格 C1：科目 “数 学课” 不在 课程计划 表 中（最接近：数学）" in said(plan)


def test_alias_of_a_subject_is_the_same_subject(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!A4": "体育与健康"})
    assert plan.problems == ()
    assert plan.school is not None
    assert plan.school.course["三1 体育与健康"].teachers == ("孙力",)
    assert plan.school.subject["体育与健康"].tags == {"pe"}


def test_duplicate_class(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!A3": "三１"})
    assert "工作表 班级，单元格 A3：班级 “三１” 重复（已在 A2）" in said(plan)


def test_duplicate_teacher(tmp_path: Path) -> None:
    plan = read(tmp_path, 教师=[*TEACHERS, ["王芳"]])
    assert "工作表 教师，单元格 A6：教师 “王芳” 重复（已在 A2）" in said(plan)
    assert "写成 王芳(1)、王芳(2)" in said(plan)


def test_duplicate_subject(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!A5": "语文", "课程计划!B5": 1})
    assert "工作表 课程计划，单元格 A5：科目 “语文” 重复（已在 A2）" in said(plan)


def test_class_without_a_grade(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!A2": "实验班", "班级!B2": None})
    assert "工作表 班级，单元格 A2：从班名 “实验班” 看不出年级" in said(plan)


def test_unknown_class_teacher(tmp_path: Path) -> None:
    plan = read(tmp_path, {"班级!D2": "王方"}, 教师=TEACHERS)
    assert "工作表 班级，单元格 D2：教师 “王方” 不在 教师 表 中（最接近：王芳）" in said(plan)


def test_unknown_pack(tmp_path: Path) -> None:
    plan = read(tmp_path, 学校=[["项目", "值"], ["规则包", "huozou"]])
    assert "工作表 学校，单元格 B2：规则包 “huozou” 不在 程序的规则包 中（最接近：huozhou）" in said(plan)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!B2": "x", "班级!C2": "y", "任课!B3": None})
    text = said(plan)
    assert "课程计划，单元格 B2" in text
    assert "班级，单元格 C2" in text
