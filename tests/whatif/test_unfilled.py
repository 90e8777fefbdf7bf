"""Changes on a workbook whose sheets 教师 and 场地 have a header and no rows, as ``kebiao template`` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import School
from scheduler.intake import Plan, compile_book, edited, read_plan
from scheduler.whatif.change import ChangeError, changed
from scheduler.whatif.phrase import read_phrase
from tests.intake.books import TEACHERS, sheets, write_book

ROOMS = ["场地", "类型", "同时班数", "不可用时间"]


def read(tmp_path: Path) -> Plan:
    rows = sheets(教师=[TEACHERS[0]], 场地=[ROOMS])
    rows["课程计划"][3][3] = "操场"
    found = read_plan(write_book(tmp_path / "plan.xlsx", rows), catalogue())
    assert found.school is not None
    return found


def after(plan: Plan, phrase: str) -> School:
    """The changed school, from the workbook that the office would have; it has no new problem."""
    assert plan.book is not None
    found = changed(plan, read_phrase(phrase), catalogue())
    again = compile_book(edited(plan.book, found.edits), catalogue())
    assert again.school is not None
    assert [p for p in again.problems if p not in plan.problems] == []
    return again.school


def teachers(school: School) -> set[str]:
    return {t.id for t in school.teachers}


def test_a_new_teacher_leaves_the_others_known_where_no_teacher_is_listed(tmp_path: Path) -> None:
    """One row in the empty sheet 教师 made it count as the list of all: everybody else was 'not in 教师'."""
    plan = read(tmp_path)
    school = after(plan, "新教师 钱多 数学 三1")
    assert teachers(school) == {"王芳", "李明", "赵强", "孙力", "钱多"}
    assert {t for c in school.courses if c.groups == ("三1",) and c.subject == "数学" for t in c.teachers} == {"钱多"}


def test_the_class_teacher_of_a_new_class_leaves_the_others_known(tmp_path: Path) -> None:
    school = after(read(tmp_path), "增班 三3 同=三1")
    assert teachers(school) == {"王芳", "李明", "赵强", "孙力", "待定(三3)"}


def test_a_new_teacher_without_classes_is_nobody_where_no_teacher_is_listed(tmp_path: Path) -> None:
    with pytest.raises(ChangeError, match="not filled: say which classes 钱多 teaches"):
        changed(read(tmp_path), read_phrase("新教师 钱多 数学"), catalogue())


def test_a_new_room_is_of_no_use_where_no_room_is_listed(tmp_path: Path) -> None:
    """One row in the empty sheet 场地 made every other kind of room an unknown one."""
    plan = read(tmp_path)
    with pytest.raises(ChangeError, match="not filled: no lesson waits for a room"):
        changed(plan, read_phrase("增加场地 音乐室"), catalogue())
