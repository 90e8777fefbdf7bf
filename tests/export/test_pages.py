"""The workbook and the web page: what stands in them, print set-up, hostile names, honest verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from scheduler.domain import Block, BlockKind, HomeworkAllocation, School, Timetable, View
from scheduler.domain.tiny import place, tiny
from scheduler.export import Run
from scheduler.export.html import page
from scheduler.export.views.compliance import Mark, compliance, summary
from scheduler.export.views.figures import figures, lessons_by_class, teacher_loads
from scheduler.export.views.homework import homework_board
from scheduler.export.views.palette import INK, contrast, palette
from scheduler.export.views.weekly import class_weeks, room_weeks, teacher_weeks
from scheduler.export.views.words import grade_names, two_lines
from scheduler.export.xlsx import write_xlsx
from scheduler.export.xlsx.style import GREY

from .schools import PACK, run_of, town, town_run
from .test_answer import renamed

SHEETS = ["总课表", "班级课表", "教师课表", "场地课表", "作业公示", "合规", "统计"]
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


def test_every_pack_row_appears_and_none_unjudged_is_kept() -> None:
    lines = [line for line in compliance(town_run()) if line.section == "国家规定"]
    assert [line.mark for line in lines] == [
        Mark.BROKEN, Mark.TO_DECLARE, Mark.UNCHECKED, Mark.NOT_APPLICABLE, Mark.UNCHECKED,
    ]  # fmt: skip
    assert [line.says for line in lines[1:3]] == [("由学校自查并负责",), ("需要作息调查",)]


def test_every_entry_of_the_audit_appears_once() -> None:
    run = town_run()
    lines = compliance(run)
    assert len(lines) == len(run.audit.entries) + len(PACK.rows) - 1
    assert dict(summary(lines))[Mark.NOT_CHECKABLE] == 1
    assert [x.says for x in lines if x.mark is Mark.NOT_CHECKABLE] == [
        ("缺少课后服务表，请填工作表“课后服务”",)
    ]


def test_a_pack_that_was_not_given_hides_nothing() -> None:
    lines = compliance(replace(town_run(), packs=()))
    assert lines[0].section == "national"
    assert lines[0].mark is Mark.BROKEN


def test_statistics_count_lessons_against_the_plan() -> None:
    school, timetable, homework = town()
    assert not lessons_by_class(View(school, timetable)).wrong
    less = Timetable(tuple(p for p in timetable.placements if p.course != "三1数学" or p.session != "#1"))
    table = lessons_by_class(View(school, less, homework))
    ((row, column),) = table.wrong
    assert (table.rows[row][0], table.columns[column], table.rows[row][column]) == ("三1", "数学", "3/4")


def test_parallel_groups_of_a_band_count_once() -> None:
    school = tiny({"七1": "语1", "七2": "语1"}, bands={"A:英2": "七1 七2", "B:英2": "七1 七2"})
    timetable = place(school, {"A": "英 . 英 .", "B": "英 . 英 ."})
    table = lessons_by_class(View(school, timetable))
    english = table.columns.index("英")
    assert [row[english] for row in table.rows] == ["2", "2"]


def test_loads_and_gaps_of_a_teacher() -> None:
    school = tiny({"一1": "语2", "一2": "语1"}, {"张": "一1语 一2语"}, days=2, periods=6, morning=4)
    timetable = place(school, {"一1": "语 . . . . . | 语 . . . . .", "一2": ". . . 语 . . | . . . . . ."})
    (row,) = teacher_loads(View(school, timetable)).rows
    # Monday's lessons 1 and 4 leave 2 and 3 empty; Tuesday has one lesson
    assert row == ("张", "3", "2", "1", "2", "2", "2", "语")


def test_figures_of_an_empty_answer_do_not_fail(tmp_path: Path) -> None:
    school = tiny({"一1": "语1"}, {"张": "一1语"})
    run = run_of(school, Timetable())
    assert [t.title for t in figures(run)] == ["各班每周课时"]
    write_xlsx(tmp_path / "empty.xlsx", run)
    assert "没有布置作业" in texts(tmp_path / "empty.xlsx", "作业公示")
    assert "一1 课程表" in page(run)


def test_the_homework_board_marks_days_beyond_the_cap() -> None:
    school, timetable, homework = town()
    board = {row.klass: row.cells for row in homework_board(View(school, timetable, homework))}
    assert [c.over for c in board["三1"]] == [False, False, False, True, False]
    assert board["三1"][3].total == "合计 65／上限 60 超出"
    assert board["一1"][0].total == "无作业"


def test_a_band_is_one_cell_with_its_groups() -> None:
    school = tiny(
        {"七1": "语1", "七2": "语1"},
        {"甲": "A英", "乙": "B英"},
        bands={"A:英1": "七1 七2", "B:英1": "七1 七2"},
    )
    week = class_weeks(school, place(school, {"A": "英 . . .", "B": "英 . . ."}))[0]
    assert (week.rows[0].cells[0].label, week.rows[0].cells[0].detail) == ("英", "A 甲；B 乙")


def test_a_teacher_of_two_bell_schedules_has_both_in_clock_order() -> None:
    school = tiny({"一1": "语1", "七1": "语1"}, {"张": "一1语 七1语"}, bells={"七": (485, 45)})
    (week,) = teacher_weeks(school, place(school, {"一1": ". 语 . .", "七1": "语 . . ."}))
    held = [(r.time, c.label) for r in week.rows for c in r.cells if c.label]
    assert held == [("08:05–08:50", "七1"), ("08:50–09:30", "一1")]
    assert [r.time for r in week.rows] == sorted(r.time for r in week.rows)


def test_a_room_shows_who_is_in_it() -> None:
    school = tiny({"一1": "体1", "一2": "体1"}, rooms={"操场": ("体", 2), "馆": ("音", 1)})
    (week,) = room_weeks(school, place(school, {"一1": "体 . . .", "一2": "体 . . ."}))
    assert (week.owner, week.rows[0].cells[0].label) == ("操场", "一1/一2")


def test_no_name_becomes_a_formula_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, hostile_run())
    found = sheets(path)
    assert list(found) == SHEETS
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


def test_colours_are_legible_distinct_and_stable() -> None:
    school, _, _ = town()
    fills = palette(school)
    assert len(set(fills.values())) == len(fills)
    assert min(contrast(INK, fill) for fill in fills.values()) >= 7
    assert min(contrast(GREY, fill) for fill in fills.values()) >= 4.5
    assert palette(replace(school, subjects=tuple(reversed(school.subjects)))) == fills
    main = sorted(contrast("000000", fills[s]) for s in ("语文", "数学", "英语", "体育"))
    assert all(b - a > 0.5 for a, b in pairwise(main))  # told apart in grey too


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        ({3}, "三年级"),
        ({1, 2}, "一至二年级"),
        ({1, 3, 4, 5}, "一年级、三至五年级"),
        ({9, 10}, "九至10年级"),
        (set(), ""),
    ],
)
def test_grades_are_said_in_runs(grades: set[int], said: str) -> None:
    assert grade_names(grades) == said


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("语文", "语文"),
        ("道德与法治", "道德与\n法治"),
        ("音乐(单)/美术(双)", "音乐(单)/\n美术(双)"),
        ("a-b-c", "a-b-c"),
    ],
)
def test_long_names_take_two_even_lines(label: str, lines: str) -> None:
    assert two_lines(label) == lines


def test_a_breach_of_both_weeks_is_said_once() -> None:
    """Found on a sample: each breach stood twice, for odd and for even weeks."""
    broken = next(line for line in compliance(town_run()) if line.mark is Mark.BROKEN)
    assert [s[:5] for s in broken.says] == ["三1 周四", "三2 周四", "五1 周四", "五2 周四"]
    assert broken.amount == 40  # 5 minutes × 4 classes × 2 weeks: what the audit counts is not changed


def test_a_teacher_has_one_class_in_both_weeks_once() -> None:
    school = tiny({"一1": "音0.5 美0.5"}, {"张": "一1音 一1美"})
    (week,) = teacher_weeks(school, place(school, {"一1": "音/美 . . ."}))
    assert (week.rows[0].cells[0].label, week.rows[0].cells[0].detail) == ("一1", "音(单)/美(双)")


def test_an_activity_at_the_time_of_a_lesson_stands_in_its_row() -> None:
    """Lower grades go out where the others have a lesson: the page has one row for that time, not two."""
    base = tiny({"一1": "语1"}, days=2, blocks=[Block(2, 890, 930, BlockKind.ACTIVITY, "户外活动")])
    grid = replace(base.grid, slots=tuple(s for s in base.grid.slots if (s.day, s.period) != (2, 4)))
    school = replace(base, grid=grid)
    rows = class_weeks(school, place(school, {"一1": "语 . . ."}))[0].rows
    assert [row.time for row in rows] == ["08:00–08:40", "08:50–09:30", "14:00–14:40", "14:50–15:30"]
    assert [(c.open, c.label, c.detail) for c in rows[3].cells] == [(True, "", ""), (False, "", "户外活动")]


def test_blocks_of_one_time_and_different_names_share_a_row() -> None:
    blocks = [Block(1, 970, 1000, BlockKind.SERVICE, "社团"), Block(2, 970, 1000, BlockKind.SERVICE, "讲座")]
    school = tiny({"一1": "语1"}, days=2, blocks=blocks)
    row = class_weeks(school, Timetable())[0].rows[-1]
    assert (row.label, [c.label for c in row.cells]) == ("", ["社团", "讲座"])
