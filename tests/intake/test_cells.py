"""Traps in cells: each message names the sheet and the cell, and what would be right."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from constraints import catalogue
from scheduler.intake import read_plan

from .books import TEACHERS, read, said, sheets, write_book


def test_uncalculated_formula(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!B2": "=2+3"})
    assert "工作表 课程计划，单元格 B2：公式还没有计算出值" in said(plan)
    assert plan.school is None


def test_error_cell(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!C2": "#N/A"})
    assert "工作表 任课，单元格 C2：单元格是错误值 #N/A" in said(plan)
    assert "还没有安排" not in said(plan)  # one cell, one message


@pytest.mark.parametrize("value", ["５", "5 ", " 5", "5.0"])
def test_numbers_kept_as_text_are_read(tmp_path: Path, value: str) -> None:
    plan = read(tmp_path, {"课程计划!B2": value})
    assert plan.problems == ()
    assert plan.school is not None
    assert {r.subject: r.lessons for r in plan.school.curriculum}["语文"] == 5


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("五节", "“五节” 不是课时数"),
        (-1, "课时数 -1 小于 0"),
        (4.3, "课时数 4.3 只能是整数或 .5（隔周一节）\n  可以：写成 4.5"),
        (900, "课时数 900 太大"),
        (datetime(2025, 5, 1), "“2025-05-01” 不是课时数"),
        (True, "不是课时数"),
    ],
)
def test_wrong_lesson_counts(tmp_path: Path, value: Any, message: str) -> None:
    plan = read(tmp_path, {"课程计划!B2": value})
    assert f"工作表 课程计划，单元格 B2：{message}" in said(plan) or message in said(plan)
    assert "单元格 B2" in said(plan)
    assert plan.school is None


def test_merged_cells_count_for_all(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", sheets())
    book = openpyxl.load_workbook(path)
    book["任课"].merge_cells("C2:C3")
    book.save(path)
    plan = read_plan(path, catalogue())
    assert "工作表 任课，单元格 C2：合并单元格 C2:C3" in said(plan)
    assert plan.school is not None
    assert plan.school.course["三2 数学"].teachers == ("赵强",)


def test_merged_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", sheets())
    book = openpyxl.load_workbook(path)
    book["任课"].insert_rows(1)
    book["任课"]["A1"] = "阳光小学任课表"
    book["任课"].merge_cells("A1:D1")
    book.save(path)
    plan = read_plan(path, catalogue())
    assert plan.problems == ()
    assert plan.school is not None


def test_grades_that_excel_made_a_date(tmp_path: Path) -> None:
    bells = [["作息表", "年级", "星期", "名称", "类型", "开始", "结束"]]
    bells += [
        ["", datetime(2025, 1, 6), "周一至周五", f"第{i}节", "上课", f"{7 + i}:00", f"{7 + i}:40"] for i in (1, 2)
    ]
    plan = read(tmp_path, 作息=bells)
    assert "工作表 作息，单元格 B2：年级 “2025-01-06” 读不懂（Excel 把它变成了日期）" in said(plan)
    assert "设为“文本”格式" in said(plan)


def test_names_that_begin_like_formulas_are_text(tmp_path: Path) -> None:
    cells = {
        "班级!A2": ("text", "=三1"),
        "班级!B2": 3,
        "任课!A2": ("text", "=三1"),
        "任课!B2": ("text", "@王芳"),
    }
    plan = read(tmp_path, cells)
    assert plan.school is not None
    assert plan.school.classes[0].id == "=三1"
    assert plan.school.course["=三1 语文"].teachers == ("@王芳",)


@pytest.mark.parametrize("name", ["../三1", "三\n1", "三\t1"])
def test_odd_class_names_are_warned_of_and_kept(tmp_path: Path, name: str) -> None:
    plan = read(tmp_path, {"班级!A2": name, "任课!A2": name})
    assert "工作表 班级，单元格 A2：名称" in said(plan)
    assert "特殊字符" in said(plan)
    assert plan.school is not None
    assert len(plan.school.classes) == 2


def test_full_width_names_match(tmp_path: Path) -> None:
    teachers = [*TEACHERS, ["张伟(2)"]]
    cells = {"任课!C2": "张伟（２） ", "任课!A3": "三２", "任课!B2": "王 芳"}
    plan = read(tmp_path, cells, 教师=teachers)
    assert plan.problems == ()
    assert plan.school is not None
    assert plan.school.course["三1 数学"].teachers == ("张伟(2)",)


def test_messages_are_in_english_too(tmp_path: Path) -> None:
    plan = read(tmp_path, {"课程计划!B2": 4.3})
    assert "sheet 课程计划, cell B2: 4.3 lessons" in said(plan, "en")
    assert "Maybe: write 4.5" in said(plan, "en")
