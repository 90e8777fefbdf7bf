"""Classes taught together (合班), and groups drawn from classes (走班), as the plan says and the tables show."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scheduler.audits import audit_files
from scheduler.domain import Verdict
from scheduler.intake.foreign import NoteKind

from .layouts import fill, write_plan

PLAN = {
    "课程计划": [["科目", "七年级"], ["语文", 3], ["体育", 1], ["校本课程", 1]],
    "班级": [["班级", "年级"], ["七1", 7], ["七2", 7]],
    "任课": [["班级", "语文", "体育", "校本课程"], ["七1", "王芳", "无", "无"], ["七2", "李强", "无", "无"]],
    "合班走班": [
        ["教学班", "班级", "科目", "教师", "课时", "时段组"],
        ["合体", "七1、七2", "体育", "吴刚", 1, ""],
        ["七合唱", "七1、七2", "校本课程", "朱红", 1, "选修"],
        ["七美术社", "七1、七2", "校本课程", "马超", 1, "选修"],
    ],
}  # fmt: skip


def tables(path: Path, first: str, second: str) -> Path:
    book = openpyxl.Workbook()
    row = 1
    for name, week in (("七年级1班", first), ("七年级2班", second)):
        rows = [[name], ["节次", "周一", "周二", "周三", "周四", "周五"], ["1", *week.split()]]
        row = fill(book.worksheets[0], [list(r) for r in rows], row) + 1
    book.save(path)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "plan.xlsx", PLAN)


def test_lessons_of_two_classes_are_one_lesson(tmp_path: Path, plan: Path) -> None:
    found = audit_files([tables(tmp_path / "a.xlsx", "语 语 语 体 校本", "语 语 语 体 校本")], plan)
    assert not found.run.audit.hard_broken
    verdicts = {e.setting.rule: e.verdict for e in found.run.audit.entries}
    assert verdicts["teacher_clash"] is Verdict.KEPT
    assert verdicts["same_time"] is Verdict.KEPT
    taught = {c.teachers for c in found.run.school.courses if c.subject == "校本课程"}
    assert taught == {("朱红",), ("马超",)}
    assert not [n for n in found.notes if n.kind.serious]


def test_classes_that_do_not_agree_are_told(tmp_path: Path, plan: Path) -> None:
    found = audit_files([tables(tmp_path / "a.xlsx", "语 语 语 体 校本", "语 语 体 语 校本")], plan)
    notes = [n.text.zh for n in found.notes if n.kind is NoteKind.UNREAD]
    assert any("七2 的课表在周四第1节没有它" in n for n in notes)
    assert any("七1 的课表在周三第1节没有它" in n for n in notes)
    assert any(e.setting.rule == "weekly_lessons" for e in found.run.audit.hard_broken)


def test_a_teacher_beside_a_group_clashes(tmp_path: Path, plan: Path) -> None:
    found = audit_files([tables(tmp_path / "a.xlsx", "语 语 语 体 校本", "语 语 语 体 校本(朱红)")], plan)
    assert not any(e.setting.rule == "teacher_clash" for e in found.run.audit.hard_broken)  # the group is hers anyway
    found = audit_files([tables(tmp_path / "b.xlsx", "语(吴刚) 语 语 体 校本", "体 语 语 语 校本")], plan)
    assert any(e.setting.rule == "teacher_clash" for e in found.run.audit.hard_broken)
