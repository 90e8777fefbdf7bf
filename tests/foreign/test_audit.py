"""What comes of a timetable that was read: verdicts, and everything that was not understood, with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler.audits import FilesAudit, audit_files
from scheduler.domain import Verdict
from scheduler.intake.foreign import ForeignError, Note, NoteKind

from . import layouts

Sheet = Any


def edit(paths: list[Path], change: Callable[[Sheet], object]) -> list[Path]:
    book = openpyxl.load_workbook(paths[0])
    change(book.worksheets[0])
    book.save(paths[0])
    return paths


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return layouts.write_plan(tmp_path / "plan.xlsx")


def breaches(found: FilesAudit, rule: str) -> list[tuple[tuple[str, ...], int]]:
    (entry,) = (e for e in found.run.audit.entries if e.setting.rule == rule)
    return [(v.who, v.amount) for v in entry.violations]


def verdict(found: FilesAudit, rule: str) -> Verdict:
    (entry,) = (e for e in found.run.audit.entries if e.setting.rule == rule)
    return entry.verdict


def told(found: FilesAudit, kind: NoteKind) -> list[Note]:
    return [n for n in found.notes if n.kind is kind]


def test_a_sound_timetable_keeps_every_hard_rule(tmp_path: Path, plan: Path) -> None:
    found = audit_files(layouts.teachers_in_the_cell(tmp_path), plan)
    assert [
        (e.setting.rule, e.violations) for e in found.run.audit.hard_broken if e.setting.rule != "teacher_clash"
    ] == []
    assert verdict(found, "weekly_lessons") is Verdict.KEPT
    assert verdict(found, "class_week_full") is Verdict.KEPT


def test_a_lesson_left_out_is_a_breach(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(3, 2).__setattr__("value", None))
    found = audit_files(paths, plan)
    assert breaches(found, "weekly_lessons") == [(("三(1)班", "语文"), 2)]  # in odd weeks and in even weeks
    assert breaches(found, "class_week_full") == [(("三(1)班",), 1), (("三(1)班",), 1)]


def test_one_lesson_for_another_is_two_breaches(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(3, 2).__setattr__("value", "数"))
    found = audit_files(paths, plan)
    assert breaches(found, "weekly_lessons") == [(("三(1)班", "数学"), 2), (("三(1)班", "语文"), 2)]


def test_a_subject_that_nobody_asked_for_is_a_breach(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(3, 2).__setattr__("value", "物理"))
    found = audit_files(paths, plan)
    assert (("三(1)班", "物理"), 2) in breaches(found, "weekly_lessons")
    assert found.run.school.subject["物理"].tags == {"science"}


def test_a_subject_that_is_not_in_the_file_is_a_breach(tmp_path: Path, plan: Path) -> None:
    def no_labour(sheet: Sheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "劳":
                    cell.value = "语"

    found = audit_files(edit(layouts.one_under_another(tmp_path), no_labour), plan)
    assert {who for who, _ in breaches(found, "weekly_lessons")} >= {(k, "劳动") for k in ("三(1)班", "四(2)班")}


def test_a_cell_that_is_not_understood_is_listed_with_its_place(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(3, 2).__setattr__("value", "数雪"))
    (note,) = told(audit_files(paths, plan), NoteKind.UNREAD)
    assert (note.sheet, note.cell, note.value) == ("Sheet", "B3", "数雪")
    assert "最接近：数学" in note.text.zh


def test_a_class_that_the_plan_does_not_have_is_listed(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(1, 1).__setattr__("value", "三年级7班课程表"))
    found = audit_files(paths, plan)
    (strange,) = told(found, NoteKind.CLASS)
    assert "三年级7班" in strange.text.zh
    assert "最接近：三(2)班" in strange.text.zh
    assert (strange.cell, strange.value) == ("A1", "三年级7班课程表")
    (missing,) = told(found, NoteKind.MISSING)
    assert "三(1)班" in missing.text.zh
    assert [k.id for k in found.run.school.classes] == ["三(2)班", "四(1)班", "四(2)班"]


def test_a_table_of_nobody_is_listed(tmp_path: Path, plan: Path) -> None:
    paths = edit(
        layouts.one_under_another(tmp_path),
        lambda s: s.unmerge_cells("A1:F1") or s.cell(1, 1).__setattr__("value", None),
    )
    (note,) = told(audit_files(paths, plan), NoteKind.CLASS)
    assert note.text.zh == "这张课表没有写是哪个班"


def test_a_table_without_a_name_is_not_that_of_the_table_above(tmp_path: Path, plan: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = [
        ["三1班课程表"],
        ["节次", "周一", "周二", "周三", "周四", "周五"],
        ["1", *"语数英体科"],
        ["2", *"数语英体科"],
    ]
    layouts.fill(sheet, rows)
    layouts.fill(sheet, rows[1:], 5)
    book.save(tmp_path / "a.xlsx")
    found = audit_files([tmp_path / "a.xlsx"], plan)
    (note,) = told(found, NoteKind.CLASS)
    assert (note.text.zh, note.cell) == ("这张课表没有写是哪个班", "B5")
    assert not told(found, NoteKind.TWICE)


def test_two_different_tables_of_a_class_are_listed(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = layouts.one_under_another(tmp_path / "a")
    second = edit(layouts.weekdays_down(tmp_path / "b"), lambda s: s.cell(3, 2).__setattr__("value", "数学"))
    found = audit_files([*first, *second], plan)
    (note,) = told(found, NoteKind.TWICE)
    assert "三(1)班 有两张不同的课表（1 处不同，如周一）" in note.text.zh
    assert breaches(found, "weekly_lessons") == []  # the first is used


def test_two_equal_tables_of_a_class_are_one(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    found = audit_files(
        [*layouts.one_under_another(tmp_path / "a"), *layouts.teachers_in_the_cell(tmp_path / "b")], plan
    )
    assert not told(found, NoteKind.TWICE)
    assert any("4 张课表与别的一张相同" in n.text.zh for n in told(found, NoteKind.SKIPPED))
    assert any(c.teachers for c in found.run.school.courses)  # the one that says more is used


def test_a_teacher_in_two_places_is_seen(tmp_path: Path, plan: Path) -> None:
    def give(sheet: Sheet) -> None:
        sheet.cell(3, 2).value = "语文(王芳)"
        sheet.cell(13, 2).value = "数学(王芳)"

    found = audit_files(edit(layouts.teachers_in_the_cell(tmp_path), give), plan)
    (entry,) = (e for e in found.run.audit.entries if e.setting.rule == "teacher_clash")
    assert any(v.who[0] == "王芳" and v.where[0].day == 1 for v in entry.violations)


def test_nothing_is_said_of_what_the_table_does_not_show(tmp_path: Path, plan: Path) -> None:
    """Without teachers, homework and meetings there is no verdict on them, rather than a good one."""
    found = audit_files(layouts.one_under_another(tmp_path), plan)
    assert verdict(found, "teacher_clash") is Verdict.NOT_CHECKABLE
    assert verdict(found, "class_clash") is Verdict.KEPT
    for entry in found.run.audit.entries:
        if entry.setting.rule.startswith("homework_") and entry.setting.rule != "homework_possible":
            assert entry.verdict in (Verdict.NOT_CHECKABLE, Verdict.NOT_APPLICABLE)


def test_the_plan_says_who_teaches_where_the_table_does_not(tmp_path: Path) -> None:
    subjects = list(layouts.NAMES.values())
    rows = [["班级", *subjects]]
    rows += [[f"{layouts.ZH[k[0]]}({k[1]})班", *(layouts.teacher(k, s) for s in subjects)] for k in layouts.CLASSES]
    plan = layouts.write_plan(tmp_path / "plan.xlsx", {**layouts.plan_rows(), "任课": rows})
    found = audit_files(layouts.one_under_another(tmp_path), plan)
    assert found.run.school.course["三(1)班 语文"].teachers == ("王芳",)
    assert verdict(found, "teacher_clash") is not Verdict.NOT_CHECKABLE
    other = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(3, 2).__setattr__("value", "语 赵四"))
    notes = [n.text.zh for n in told(audit_files(other, plan), NoteKind.TEACHER)]
    assert "三(1)班 语文：课表写赵四，计划是王芳，按课表的算" in notes
    assert any("“赵四”不在计划里" in n for n in notes)


def test_a_plan_with_a_fault_elsewhere_is_refused(tmp_path: Path) -> None:
    from scheduler.errors import IntakeError

    plan = layouts.write_plan(
        tmp_path / "plan.xlsx", {**layouts.plan_rows(), "班级": [["班级", "年级"], ["三1", "某年级"]]}
    )
    with pytest.raises(IntakeError):
        audit_files(layouts.one_under_another(tmp_path), plan)


def test_merged_cells_are_a_double_lesson_and_an_activity_of_all(tmp_path: Path, plan: Path) -> None:
    def merge(sheet: Sheet) -> None:
        sheet.cell(5, 2).value = "体"
        sheet.merge_cells("B5:B6")
        sheet.cell(8, 2).value = "班"
        sheet.merge_cells("B8:F8")

    found = audit_files(edit(layouts.one_under_another(tmp_path), merge), plan)
    course = found.run.school.course["三(1)班 体育与健康"]
    assert max(s.duration for s in course.sessions) == 2
    assert found.run.school.course["三(1)班 班会"].periods == 6  # its own and five of the activity


def test_lessons_on_a_saturday_are_not_lost(tmp_path: Path, plan: Path) -> None:
    def saturday(sheet: Sheet) -> None:
        sheet.cell(2, 7).value = "星期六"
        for row in range(3, 7):
            sheet.cell(row, 7).value = "数"

    found = audit_files(edit(layouts.one_under_another(tmp_path), saturday), plan)
    assert any("周六有课" in n.text.zh for n in told(found, NoteKind.TIMES))
    assert (("三(1)班", "数学"), 8) in breaches(found, "weekly_lessons")
    assert {s.day for s in found.run.school.slots_of(found.run.school.group["三(2)班"])} == {1, 2, 3, 4, 5}


def test_a_period_that_the_bells_do_not_have_is_listed(tmp_path: Path, plan: Path) -> None:
    paths = edit(layouts.one_under_another(tmp_path), lambda s: s.cell(8, 1).__setattr__("value", "第9节"))
    notes = told(audit_files(paths, plan), NoteKind.UNREAD)
    assert len(notes) == 5
    assert "作息里没有周一 第9节" in notes[0].text.zh


def test_the_clock_of_the_table_is_used_where_it_differs(tmp_path: Path, plan: Path) -> None:
    def shift(sheet: Sheet) -> None:
        for row in sheet.iter_rows(max_col=1):
            text = str(row[0].value or "")
            if text.startswith("08：30"):
                row[0].value = "08：00—08：50"

    found = audit_files(edit(layouts.clock_times_alone(tmp_path), shift), plan)
    first = found.run.school.slots_of(found.run.school.classes[0])[0]
    assert (first.start, first.end) == (480, 530)
    assert any(n.kind is NoteKind.TIMES for n in found.notes)
    noon = [b for b in found.run.school.grid.bells[0].blocks if b.kind.value == "noon"]
    assert {(b.start, b.end) for b in noon} == {(720, 840)}  # no row says so: there is no lesson


def test_the_plan_s_clock_stays_where_it_agrees(tmp_path: Path, plan: Path) -> None:
    found = audit_files(layouts.clock_times_alone(tmp_path), plan)
    assert not told(found, NoteKind.TIMES)
    assert [b.id for b in found.run.school.grid.bells] == ["作息"]


def test_a_file_without_a_timetable_is_refused(tmp_path: Path, plan: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["采购清单", "数量"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(ForeignError) as caught:
        audit_files([tmp_path / "x.xlsx"], plan)
    assert caught.value.exit_code == 3
    assert caught.value.notes[0].kind is NoteKind.SKIPPED


def test_a_teacher_s_timetable_is_passed_over(tmp_path: Path, plan: Path) -> None:
    paths = layouts.one_under_another(tmp_path)
    book = openpyxl.load_workbook(paths[0])
    page = book.create_sheet("教师课表")
    for row in layouts.grid((3, 1), ["1", "2", "3", "4", "5", "6"]):
        page.append(row)
    book.save(paths[0])
    found = audit_files(paths, plan)
    assert not found.run.audit.hard_broken
    assert [n.sheet for n in told(found, NoteKind.SKIPPED)] == ["教师课表"]


def test_rooms_are_checked_where_the_plan_leaves_no_choice(tmp_path: Path) -> None:
    """One ground for one class: the second class with PE at the time is one too many."""
    sheets = layouts.plan_rows()
    sheets["课程计划"] = [[*row, "场地类型" if not n else "操场" if row[0] == "体育与健康" else ""]
                         for n, row in enumerate(sheets["课程计划"])]  # fmt: skip
    plan = layouts.write_plan(
        tmp_path / "plan.xlsx", {**sheets, "场地": [["名称", "类型", "同时班数"], ["操场", "操场", 1]]}
    )
    paths = layouts.one_under_another(tmp_path)

    def clash(sheet: Sheet) -> None:
        rows = [r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "3"]
        for row in rows[:2]:
            sheet.cell(row, 6).value = "体"

    before = audit_files(paths, plan)
    after = audit_files(edit(paths, clash), plan)
    assert verdict(before, "room_places") is not Verdict.NOT_CHECKABLE
    assert sum(n for _, n in breaches(after, "room_places")) > sum(n for _, n in breaches(before, "room_places"))


def test_equal_files_give_equal_audits(tmp_path: Path, plan: Path) -> None:
    paths = layouts.teachers_in_the_cell(tmp_path)
    first, second = audit_files(paths, plan), audit_files(paths, plan)
    assert first.run.timetable == second.run.timetable
    assert first.notes == second.notes
    assert replace(first.run.school) == second.run.school


def test_what_was_really_taught_is_compared(tmp_path: Path) -> None:
    """阴阳课表: labour in the timetable that was handed in, Chinese in the one on the classroom's wall."""
    rules = [["规则", "参数", "强度"], ["same_as_taught", "", "必须"], ["protected_subjects", "subjects=劳动", "必须"]]
    plan = layouts.write_plan(tmp_path / "plan.xlsx", {**layouts.plan_rows(), "规则": rules})
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    shown = layouts.teachers_in_the_cell(tmp_path / "a")
    real = layouts.weekdays_down(tmp_path / "b")

    def labour_away(sheet: Sheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "劳动":
                    cell.value = "语文"

    same = audit_files(shown, plan, taught=real)
    assert verdict(same, "same_as_taught") is Verdict.KEPT
    assert verdict(audit_files(shown, plan), "same_as_taught") is Verdict.NOT_CHECKABLE
    found = audit_files(shown, plan, taught=edit(real, labour_away))
    assert verdict(found, "weekly_lessons") is Verdict.KEPT  # on paper all is well
    differ = dict(breaches(found, "same_as_taught"))
    assert differ == {(f"{layouts.ZH[g]}({n})班",): 2 for g, n in layouts.CLASSES}
    assert {who for who, _ in breaches(found, "protected_subjects")} == {
        (f"{layouts.ZH[g]}({n})班", "劳动") for g, n in layouts.CLASSES
    }
