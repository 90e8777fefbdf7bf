"""What stands beside the timetable goes through a workbook and through JSON unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import School
from scheduler.intake import read_plan
from scheduler.intake.as_book import write_book
from scheduler.output.json_files import json_dump, json_load

from .books import TEACHERS, read, said


def full(tmp_path: Path) -> School:
    head = ["年级", "星期", "开始", "结束", "类型", "名称", "教师", "名额"]
    plan = read(
        tmp_path,
        学校=[["项目", "值"], ["省份", "山东"], ["下班时间", "18:00"], ["公示的表", "课程表、监督电话"]],
        教师=TEACHERS,
        课后服务=[
            head,
            ["3", "周一、周三", "16:00", "17:00", "社团", "篮球社", "孙力", 30],
            [None, "周五", "16:00", "17:00"],
        ],
        校历=[
            ["类型", "名称", "日期", "结束", "年级", "科目", "批准"],
            ["学期", None, "2025-09-01", "2026-01-23"],
            ["期末", "期末考试", "1月15日至16日", None, 3, "语文、数学"],
            ["科技竞赛", "航模赛", "11月8日", None, None, None, "是"],
            ["作业抽查", None, "每周"],
        ],
        自查=[["项目", "年级", "填报", "说明"], ["workbook_sets", 3, 1, "配套"], ["marking_ratio", None, "99.5%"]],
    )
    assert plan.school is not None, said(plan)
    assert said(plan) == ""
    return plan.school


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_as_a_workbook_and_read_again(tmp_path: Path, lang: str) -> None:
    """The workbook's grades are made anew, so what is said of grade 3 is said of its classes' new grade."""
    school = full(tmp_path)
    write_book(tmp_path / "again.xlsx", school, catalogue(), lang)
    again = read_plan(tmp_path / "again.xlsx", catalogue())
    assert again.school is not None, said(again)
    assert {k.grade for k in again.school.classes} == {1}
    office, written = school.office, again.school.office
    assert (written.province, written.work_end, written.posted) == (office.province, office.work_end, office.posted)
    assert [(s.day, s.start, s.end, s.kind, s.name, s.teachers, s.places) for s in written.service] == [
        (s.day, s.start, s.end, s.kind, s.name, s.teachers, s.places) for s in office.service
    ]
    assert {s.name: s.grades for s in written.service} == {"篮球社": (1,), "": ()}
    assert [(d.item, d.value, d.remark) for d in written.declared] == [
        ("workbook_sets", 1, "配套"), ("marking_ratio", 99.5, ""),
    ]  # fmt: skip
    assert office.calendar is not None
    assert written.calendar is not None
    assert [(e.first, e.last, e.kind, e.name, e.subjects, e.approved) for e in written.calendar.events] == [
        (e.first, e.last, e.kind, e.name, e.subjects, e.approved) for e in office.calendar.events
    ]
    assert {e.grades for e in written.calendar.of(["期末"])} == {(1,)}


def test_through_json(tmp_path: Path) -> None:
    school = full(tmp_path)
    assert json_load(School, json.loads(json.dumps(json_dump(school)))) == school
