"""The workbook and the web page: what stands in them, print set-up, hostile names, honest verdicts."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from scheduler.domain import (
    HomeworkAllocation,
    School,
    Timetable,
)
from scheduler.domain.tiny import place, tiny
from scheduler.output import Run
from scheduler.output.html import page
from scheduler.output.views.figures import figures
from scheduler.output.xlsx import write_xlsx

from .schools import PACK, run_of, town, town_run
from .test_answer import renamed

SHEETS = [
    "总课表", "班级课表", "教师课表", "场地课表", "作息时间表", "任课教师表", "课外活动安排表",
    "作业公示", "班级作业公示", "作业协调", "合规", "统计",
]  # fmt: skip
HOSTILE = {
    "一1": "=1+1", "一2": "<script>alert(1)</script>", "张": "@x' onmouseover='y", "李": "../../CON",
    "语": "{{ 7*7 }}&amp;",
    "操场": "[a]:*?/\\", "数": "+数", "小小学校": "</title><b>校&D", "体": "-体",
}  # fmt: skip


def hostile_run() -> Run:
    base = tiny({"一1": "语2 数1 音0.5 美0.5", "一2": "语1"},
                {"张": "一1语 一2语", "李": "一1数 一1+一2体"}, days=2,
                joint={"体1": "一1 一2"}, rooms={"操场": ("体", 1)}, meetings={"教研": "张 李"})  # fmt: skip
    school = renamed(base, HOSTILE)
    names = {old: HOSTILE.get(old, old) for old in base.group}
    rows = {names["一1"]: "+数 -体 . 音/美", names["一2"]: ". -体 . ."}
    return run_of(school, place(school, rows, 教研="2-1"))


def sheets(path: Path) -> dict[str, dict[str, Any]]:
    book = load_workbook(path, rich_text=True)
    return {s.title: {c.coordinate: c for row in s.iter_rows() for c in row} for s in book.worksheets}


def texts(path: Path, sheet: str) -> list[str]:
    return [str(c.value) for c in sheets(path)[sheet].values() if c.value is not None]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "课表.xlsx"
    write_xlsx(path, town_run())
    return path


def test_two_workbooks_are_equal_cell_for_cell(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "again.xlsx"
    write_xlsx(other, town_run())
    one, two = sheets(book), sheets(other)
    assert list(one) == list(two) == SHEETS
    for name in SHEETS:
        assert {
            k: (str(c.value), c.fill.fgColor.rgb, c.font.b, c.border.left and c.border.left.style)
            for k, c in one[name].items()
        } == {
            k: (str(c.value), c.fill.fgColor.rgb, c.font.b, c.border.left and c.border.left.style)
            for k, c in two[name].items()
        }


def test_print_setup(book: Path) -> None:
    loaded = load_workbook(book)
    whole = loaded["总课表"]
    assert (whole.page_setup.paperSize, whole.page_setup.orientation) == (8, "landscape")
    assert (whole.page_setup.fitToWidth, whole.page_setup.fitToHeight) == (1, 0)
    assert (whole.print_title_rows, whole.print_title_cols) == ("$1:$3", "$A:$B")
    classes = loaded["班级课表"]
    assert (classes.page_setup.paperSize, classes.page_setup.orientation) == (9, "landscape")
    assert len(classes.row_breaks.brk) == 5  # six classes, six pages
    for sheet in loaded.worksheets:
        assert sheet.print_area


def test_a_class_page_is_not_higher_or_wider_than_its_paper(book: Path) -> None:
    """Excel and WPS then keep the page breaks: A4 landscape within the margins is 784 by 530 points."""
    sheet = load_workbook(book)["班级课表"]
    breaks = [0, *(b.id for b in sheet.row_breaks.brk), sheet.max_row]
    for first, last in pairwise(breaks):
        assert sum(sheet.row_dimensions[r].height for r in range(first + 1, last + 1)) <= 530
    pixels = sum(d.width * 7 + 5 for d in sheet.column_dimensions.values())
    assert pixels * 0.75 <= 784


def test_every_class_teacher_and_weekday_stands_in_the_book(book: Path) -> None:
    school, _, _ = town()
    classes, teachers = texts(book, "班级课表"), texts(book, "教师课表")
    for klass in school.classes:
        assert f"{klass.id} 课程表" in classes
    for teacher in school.teachers:
        assert f"{teacher.id} 教师课表" in teachers
    assert "综合实践(单)/\n劳动(双)\n许诺/唐宁" in classes
    assert "午　餐　午　休" in classes
    assert "综合实践(单)/\n劳动(双)" in texts(book, "总课表")


def test_compliance_sheet_shows_who_and_where(book: Path) -> None:
    found = texts(book, "合规")
    assert "有 1 条必须遵守的规则被违反" in found
    said = next(t for t in found if "作业超出" in t)
    assert "三1 周四的作业超出 5 分钟" in said.split("\n")
    assert "40 分钟" in found
    assert "小学三至六年级每天书面作业总量平均完成时间不超过60分钟" in found
    for row in PACK.rows[1:]:
        assert row.quotation in found


def test_a_class_has_its_homework_on_a_page_of_its_own(book: Path) -> None:
    sheet = load_workbook(book)["班级作业公示"]
    breaks = [0, *(b.id for b in sheet.row_breaks.brk), sheet.max_row]
    assert len(breaks) == 5  # four classes have homework
    for first, last in pairwise(breaks):
        assert sum(sheet.row_dimensions[r].height for r in range(first + 1, last + 1)) <= 530
    pixels = sum(d.width * 7 + 5 for d in sheet.column_dimensions.values())
    assert pixels * 0.75 <= 784
    said = texts(book, "班级作业公示")
    assert "三1 作业公示" in said
    assert any("统筹：王芳（班主任）" in text for text in said)
    assert "65\n上限 60 超出" in said


def test_no_class_is_broken_between_two_pages_of_the_coordination(book: Path) -> None:
    sheet = load_workbook(book)["作业协调"]
    blocks = {c.value: c.row for (c,) in sheet.iter_rows(max_col=1) if "　班主任 " in str(c.value)}
    assert [name.split("　")[0] for name in blocks] == ["三1", "三2", "五1", "五2"]
    ends = [*(r - 1 for r in list(blocks.values())[1:]), sheet.max_row]
    assert {b.id for b in sheet.row_breaks.brk} <= set(ends)
    breaks = [0, *(b.id for b in sheet.row_breaks.brk), sheet.max_row]
    for first, last in pairwise(breaks):
        assert sum(sheet.row_dimensions[r].height for r in range(first + 1, last + 1)) <= 530
    pixels = sum(d.width * 7 + 5 for d in sheet.column_dimensions.values())
    assert pixels * 0.75 <= 784
    assert "王芳" in texts(book, "作业协调")


def test_figures_of_an_empty_answer_do_not_fail(tmp_path: Path) -> None:
    school = tiny({"一1": "语1"}, {"张": "一1语"})
    run = run_of(school, Timetable())
    assert [t.title for t in figures(run)] == ["各班每周课时"]
    write_xlsx(tmp_path / "empty.xlsx", run)
    for sheet in ("作业公示", "班级作业公示", "作业协调"):
        assert "没有布置作业" in texts(tmp_path / "empty.xlsx", sheet)
    assert "一1 课程表" in page(run)


def test_no_name_becomes_a_formula_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, hostile_run())
    found = sheets(path)
    assert list(found) == [name for name in SHEETS if name != "课外活动安排表"]  # it has none
    assert not [c for cells in found.values() for c in cells.values() if c.data_type == "f"]
    named = next(c for c in found["总课表"].values() if c.value == "=1+1")
    assert named.data_type == "s"
    assert named.quotePrefix
    assert not [c for cells in found.values() for c in cells.values() if c.value == "1" and c.quotePrefix]
    with ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if "sheet" in n)


def test_no_name_becomes_markup_on_the_page() -> None:
    text = page(hostile_run())
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "</title><b>" not in text
    assert "{{ 7*7 }}&amp;amp;" in text
    assert "' onmouseover='" not in text
    assert text.count("<script>") == 1


def test_control_characters_do_not_break_a_page(tmp_path: Path) -> None:
    base = tiny({"一1": "语1"}, {"张": "一1语"})
    school: School = renamed(base, {"张": "张\x00\x0b三"})
    run = run_of(school, place(school, {"一1": "语 . . ."}))
    write_xlsx(tmp_path / "x.xlsx", run)
    assert "张三 教师课表" in texts(tmp_path / "x.xlsx", "教师课表")
    assert "\x00" not in page(run)


def test_the_page_loads_nothing_and_is_always_the_same() -> None:
    text = page(town_run())
    assert text == page(town_run())
    assert not re.search(r"""(src|href)\s*=|url\(|@import|https?://""", text)
    assert 'lang="zh-CN"' in text
    assert "viewport" in text
    assert "size: A3 landscape" in text
    for tab in ("class", "teacher", "whole", "homework", "rules", "figures"):
        assert f'<section data-tab="{tab}"' in text
    assert "三1 周四的作业超出 5 分钟" in text
    for row in PACK.rows[1:]:
        assert row.quotation in text


def test_a_school_without_homework_has_no_board() -> None:
    school, timetable, _ = town()
    assert '<section data-tab="homework"' not in page(run_of(school, timetable, HomeworkAllocation()))
