"""Reading back an exported workbook that people changed: what stands in it, and every cell that is not clear."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler import api
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, Placement, School, Session, Teacher, Timetable, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.intake.back import BackError
from scheduler.intake.workbook import BadFileError
from scheduler.output import Run
from scheduler.output.xlsx import write_xlsx
from scheduler.whatif.handmade import Adopted, adopt, say_count

from ..engine.schools import with_defaults
from ..moves.schools import RULES, rich, solved
from ..output.schools import town

SAMPLES = Path(__file__).parents[2] / "samples"


def run_of(school: School, timetable: Timetable, homework: HomeworkAllocation | None = None) -> Run:
    given = homework or HomeworkAllocation()
    return Run(school, timetable, given, audit(school, timetable, given, RULES), (), RULES, {})


def simple() -> Run:
    """Two classes of two teachers who share nobody; four lessons of two kinds a day."""
    school = with_defaults(
        tiny(
            {"三1": "语4 数3 体1", "三2": "语4 数3 体1"},
            {"张三": "三1语 三2数 三1体", "李四": "三1数 三2语 三2体"},
            days=2,
        )
    )  # fmt: skip
    rows = {"三1": "语 数 语 体 | 语 数 语 数", "三2": "语 数 语 体 | 语 数 语 数"}
    return run_of(school, place(school, rows))


def everything() -> Run:
    """Doubles, odd and even weeks, a joint lesson, a band, a meeting, rooms, two bell schedules, homework."""
    made = solved(rich())
    return run_of(made.school, made.timetable, made.homework)


@pytest.fixture(scope="module")
def whole() -> Run:
    return everything()


def edited(run: Run, path: Path, *changes: Callable[[Any], None]) -> Path:
    """The run's workbook after somebody's changes, saved as a spreadsheet program would."""
    write_xlsx(path, run.marked)
    book = openpyxl.load_workbook(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def at(sheet: Any, klass: str, day: int, period: int) -> Any:
    """A lesson's cell of a class's page: by title, head and label, as a person would find it."""
    title = next(c.row for c in sheet["A"] if c.value == f"{klass} 课程表")
    row = next(r for r in range(title, title + 40) if sheet.cell(r, 1).value == f"第{period}节")
    return sheet.cell(row, 2 + day)


def on(sheet: Any, klass: str, day: int, period: int, periods: int) -> Any:
    """The same lesson's cell of 总课表."""
    row = next(c.row for c in sheet["A"] if c.value == klass)
    return sheet.cell(row, 2 + (day - 1) * periods + period)


def put(klass: str, day: int, period: int, text: object, sheet: str = "班级课表") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        at(book[sheet], klass, day, period).value = text

    return change


def exchange(klass: str, one: tuple[int, int], other: tuple[int, int]) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        a, b = at(book["班级课表"], klass, *one), at(book["班级课表"], klass, *other)
        a.value, b.value = b.value, a.value
        a.data_type = b.data_type = "s"  # also what begins with =

    return change


def unmerged(sheet: Any) -> Any:
    """A sheet without merged cells: openpyxl leaves them where they were when rows are moved, Excel does not."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    return sheet


def on_whole(klass: str, day: int, period: int, text: str, periods: int = 4) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        on(book["总课表"], klass, day, period, periods).value = text

    return change


def held(run: Run, klass: str) -> dict[tuple[int, int], str]:
    """What a class has by day and period."""
    slot, found = run.school.grid.slot, {}
    for p in run.timetable.placements:
        course = run.school.course[p.course]
        duration = next(s.duration for s in course.sessions if s.id == p.session)
        for s in run.school.grid.run(slot[p.start], duration) if klass in course.groups else ():
            found[s.day, s.period] = course.subject
    return found


def said(found: Adopted) -> str:
    return "\n".join(p.say("zh") for p in (*found.back.problems, *found.back.notes))


def breaches(found: Adopted) -> list[str]:
    return [b.say("zh") for b in found.worse]


# -- untouched --


def test_untouched_nothing_differs(whole: Run, tmp_path: Path) -> None:
    """Also saved again by another program, which flattens the cells' two sizes of letters."""
    for run in (whole, simple()):
        found = adopt(run, edited(run, tmp_path / "课表.xlsx"), "结果")
        assert found.run.timetable == run.timetable
        assert not found.changed
        assert not found.back.notes


@pytest.mark.parametrize("name", ["three-sheets", "lixin24", "huozhou33", "lijin39", "junior60"])
def test_untouched_nothing_differs_in_any_sample(name: str, tmp_path: Path) -> None:
    plan = api.load(SAMPLES / f"{name}.xlsx")
    run = api.solve(plan, seconds=60, until_first=True)
    write_xlsx(tmp_path / "课表.xlsx", run.marked)
    found = adopt(run, tmp_path / "课表.xlsx", "结果")
    assert found.run.timetable == run.timetable
    assert not found.changed
    assert found.run.audit == run.audit


def test_odd_weeks_doubles_and_bands_are_in_the_workbook(whole: Run) -> None:
    """So that the test above is one: the school has all that is hard to read."""
    school, placements = whole.school, whole.timetable.placements
    assert {p.weeks for p in placements} == {Weeks.ALL, Weeks.ODD, Weeks.EVEN}
    assert any(s.duration == 2 for c in school.courses for s in c.sessions)
    assert any(c.band for c in school.courses)
    assert any(len(c.groups) > 1 for c in school.courses)
    assert any(not c.groups for c in school.courses)


# -- what people do --


def test_two_cells_exchanged(tmp_path: Path) -> None:
    run = simple()
    found = adopt(run, edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 1), (1, 4))), "结果")
    assert said(found) == ""
    assert {k: v for k, v in held(found.run, "三1").items() if held(run, "三1")[k] != v} == {(1, 1): "体", (1, 4): "语"}
    assert held(found.run, "三2") == held(run, "三2")
    assert len(found.moved) == 2
    assert found.run.record["adopted"]["cells"] == 2


def test_what_two_teachers_now_do_at_once_is_told_with_both_cells(tmp_path: Path) -> None:
    """张三 teaches 语 in 三1 and 数 in 三2: 三1 has 语 in the first and 三2 数 in the second lesson."""
    run = simple()
    path = edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 1), (1, 2)))
    found = adopt(run, path, "结果")
    book = openpyxl.load_workbook(path)["班级课表"]
    mine, other = at(book, "三1", 1, 2).coordinate, at(book, "三2", 1, 2).coordinate
    clashes = [line for line in breaches(found) if "张三" in line]
    assert clashes == [f"班级课表 {mine}（三1）、{other}（三2）：张三 在周一第2节同时有两处安排"]
    assert found.run.record["status"] == "broken"
    assert {b["rule"] for b in found.run.record["breaks"]} == {"teacher_clash"}


@pytest.mark.parametrize("text", ["体", "体\n张三", "体 张三", "体（张三）", " 体\u3000", "体 / 张三"])
def test_words_typed_anew(text: str, tmp_path: Path) -> None:
    run = simple()
    path = edited(run, tmp_path / "a.xlsx", put("三1", 1, 1, text), put("三1", 1, 4, "语"))
    found = adopt(run, path, "结果")
    assert not found.back.problems
    assert (held(found.run, "三1")[1, 1], held(found.run, "三1")[1, 4]) == ("体", "语")
    assert not found.back.counts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("家长会", "认不出是什么课"),
        ("体 李四", "由 张三 任教，不是 李四"),
        ("体 王五", "教师“王五”不在计划里"),
        ("英", "没有"),
        ("语/数", "单双周"),
        ("=NOPE()", "公式"),
        ("#N/A", "错误值"),
    ],
)
def test_what_is_not_clear_is_told_by_cell_and_left_out(text: str, words: str, tmp_path: Path) -> None:
    run = simple()
    path = edited(run, tmp_path / "a.xlsx", put("三1", 1, 4, text))
    found = adopt(run, path, "结果")
    (problem,) = found.back.problems
    assert (problem.sheet, problem.cell) == (
        "班级课表",
        at(openpyxl.load_workbook(path)["班级课表"], "三1", 1, 4).coordinate,
    )
    assert words in problem.say("zh")
    assert (1, 4) not in held(found.run, "三1")
    assert found.changed


def test_a_lesson_too_few_and_one_too_many(tmp_path: Path) -> None:
    run = simple()
    found = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 4, "语")), "结果")
    texts = [say_count(run.school, c, "zh") for c in found.back.counts]
    assert texts[0].startswith("三1语 多 1 节（班级课表 ")
    assert texts[1] == "三1体 少 1 节（原在周一第4节）"
    assert len(held(found.run, "三1")) == 8
    assert {b["rule"] for b in found.run.record["breaks"]} >= {"weekly_lessons"}


def test_an_emptied_cell_is_a_missing_lesson(tmp_path: Path) -> None:
    run = simple()
    for text in (None, "", "—"):
        found = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 4, text)), "结果")
        assert not found.back.problems
        assert [(c.course, c.missing, c.extra) for c in found.back.counts] == [("三1体", 1, 0)]


def test_self_study_is_no_lesson_and_told(tmp_path: Path) -> None:
    run = simple()
    found = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 4, "自习")), "结果")
    assert "按空堂算" in said(found)
    assert [c.course for c in found.back.counts] == ["三1体"]


# -- lessons of several kinds --


def spots(run: Run, course: str) -> list[tuple[int, int, Weeks]]:
    slot = run.school.grid.slot
    return sorted(
        (slot[p.start].day, slot[p.start].period, p.weeks) for p in run.timetable.placements if p.course == course
    )


def test_odd_and_even_weeks_turned_round(whole: Run, tmp_path: Path) -> None:
    """音 and 美 of 三1 every other week; where they share a cell its weeks are turned, else one is retyped."""
    (music,), (art,) = spots(whole, "三1音"), spots(whole, "三1美")
    turn = {Weeks.ODD: "双", Weeks.EVEN: "单"}
    changes = [put("三1", *music[:2], f"音({turn[music[2]]})"), put("三1", *art[:2], f"美({turn[art[2]]})")]
    if music[:2] == art[:2]:
        changes = [put("三1", *music[:2], f"音({turn[music[2]]})/\n美({turn[art[2]]})\n赵/赵")]
    found = adopt(whole, edited(whole, tmp_path / "a.xlsx", *changes), "结果")
    assert not found.back.problems, said(found)
    assert [w for _, _, w in spots(found.run, "三1音")] != [music[2]]
    assert [w for _, _, w in spots(found.run, "三1美")] != [art[2]]
    assert {m.course for m in found.moved} == {"三1音", "三1美"}


def test_a_lesson_of_two_classes_changed_on_one_page_only(whole: Run, tmp_path: Path) -> None:
    """It is told by both cells, and left out: which of the two is right is not ours to say."""
    (spot,) = spots(whole, "三1+三2班")
    found = adopt(whole, edited(whole, tmp_path / "a.xlsx", put("三1", *spot[:2], None)), "结果")
    (problem,) = found.back.problems
    assert "三1、三2 一起上，三2 写在这里，三1（" in problem.text.zh
    assert spots(found.run, "三1+三2班") == []


def test_a_lesson_of_two_classes_changed_on_both_pages(whole: Run, tmp_path: Path) -> None:
    day, period, _ = spots(whole, "三1+三2班")[0]
    free = [
        (d, n) for d in range(1, 5) for n in range(1, 5) if all((d, n) not in shown(whole, k) for k in ("三1", "三2"))
    ]
    target = free[0] if free else (day, 1 + period % 4)
    changes = [exchange(k, (day, period), target) for k in ("三1", "三2")]
    found = adopt(whole, edited(whole, tmp_path / "a.xlsx", *changes), "结果")
    assert not found.back.problems, said(found)
    assert [s[:2] for s in spots(found.run, "三1+三2班")] == [target]


def shown(run: Run, klass: str) -> set[tuple[int, int]]:
    """The times at which one of a class's pupils has a lesson."""
    group, slot = run.school.group, run.school.grid.slot
    courses = {
        c.id: c for c in run.school.courses if any(set(group[klass].atoms) & set(group[g].atoms) for g in c.groups)
    }
    found = set()
    for p in run.timetable.placements:
        if p.course in courses:
            duration = next(s.duration for s in courses[p.course].sessions if s.id == p.session)
            found |= {(s.day, s.period) for s in run.school.grid.run(slot[p.start], duration)}
    return found


def test_the_groups_of_a_band_move_with_the_cells_of_their_classes(whole: Run, tmp_path: Path) -> None:
    day, period, _ = spots(whole, "选甲选")[0]
    assert spots(whole, "选乙选") == [(day, period, Weeks.ALL)]
    target = (day, 1 + period % 4)
    path = edited(whole, tmp_path / "a.xlsx", *(exchange(k, (day, period), target) for k in ("三1", "三2")))
    found = adopt(whole, path, "结果")
    assert [spots(found.run, c) for c in ("选甲选", "选乙选")] == [[(*target, Weeks.ALL)]] * 2, said(found)


def test_a_double_lesson_torn_apart_is_told(tmp_path: Path) -> None:
    school = with_defaults(tiny({"三1": "语2 数1x2 体3"}, {"张": "三1语 三1数 三1体"}, days=2, periods=4, morning=4))
    run = run_of(school, place(school, {"三1": "数 数 语 体 | 语 体 体 ."}))
    moved = adopt(run, edited(run, tmp_path / "a.xlsx", *(put("三1", 1, n, "体") for n in (1, 2)),
                              *(put("三1", 2, n, "数") for n in (2, 3))), "结果")  # fmt: skip
    assert spots(moved.run, "三1数") == [(2, 2, Weeks.ALL)]
    assert not moved.back.counts
    torn = adopt(run, edited(run, tmp_path / "b.xlsx", exchange("三1", (1, 2), (1, 4))), "结果")
    assert [say_count(school, c, "zh") for c in torn.back.counts] == ["三1数 的连堂被拆开：班级课表 C4、C7"]
    assert "weekly_lessons" in {b["rule"] for b in torn.run.record["breaks"]}


def test_shared_subjects_need_the_teacher(tmp_path: Path) -> None:
    """张三4+李四1: 数学 alone does not say whose lesson it is, unless both cells are those that stood there."""
    school = tiny({"三1": "语2"}, {"张": "三1语"}, days=1)
    (course,) = school.courses
    more = replace(course, id="三1语/李", teachers=("李",), sessions=(Session("#1"),))
    school = replace(school, courses=(replace(course, sessions=(Session("#1"),)), more),
                     teachers=(*school.teachers, Teacher("李")))  # fmt: skip
    grid = [s.id for s in school.grid.slots]
    run = run_of(school, Timetable((Placement("三1语", "#1", grid[0]), Placement("三1语/李", "#1", grid[1]))))
    found = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 1, "语"), put("三1", 1, 2, "语")), "结果")
    assert "分给几位教师（张、李）" in said(found)
    found = adopt(run, edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 1), (1, 2))), "结果")
    assert not found.back.problems
    assert spots(found.run, "三1语") == [(1, 2, Weeks.ALL)]


def test_rooms_as_written_or_the_free_one(tmp_path: Path) -> None:
    school = with_defaults(
        tiny({"三1": "音1 语2", "三2": "音1 语2"}, {"张": "三1音", "王": "三2音", "李": "三1语", "赵": "三2语"}, days=1,
             periods=3, morning=3, rooms={"甲室": ("音", 1), "乙室": ("音", 1), "操场": ("体", 1)})
    )  # fmt: skip
    run = run_of(school, place(school, {"三1": "音 语 语", "三2": "语 音 语"}))
    assert {p.rooms for p in run.timetable.placements if "音" in p.course} == {("甲室",)}

    def rooms(*changes: Callable[[Any], None]) -> tuple[tuple[str, ...], str]:
        found = adopt(run, edited(run, tmp_path / "a.xlsx", *changes), "结果")
        mine = next(p.rooms for p in found.run.timetable.placements if p.course == "三1音")
        return mine, said(found)

    for text in ("音", "音 张"):
        assert rooms(put("三1", 1, 1, "语"), put("三1", 1, 2, text)) == (("乙室",), ""), "甲室 is taken then"
        assert rooms(put("三1", 1, 1, "语"), put("三1", 1, 3, text)) == (("甲室",), "")
    assert rooms(put("三1", 1, 1, "语"), put("三1", 1, 3, "音 张 乙室")) == (("乙室",), "")
    assert rooms(put("三1", 1, 1, "音 乙室")) == (("乙室",), "")
    full = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 1, "语"), put("三1", 1, 2, "音 张 甲室")), "结果")
    assert [b["rule"] for b in full.run.record["breaks"]] == ["room_places"]
    found = adopt(run, edited(run, tmp_path / "a.xlsx", put("三1", 1, 1, "音 操场")), "结果")
    assert "三1音 不能用 操场（可用：甲室、乙室）" in said(found)


# -- the two sheets --


def test_the_sheet_of_the_whole_school_where_that_alone_was_changed(tmp_path: Path) -> None:
    run = simple()
    path = edited(run, tmp_path / "a.xlsx", on_whole("三1", 1, 1, "体"), on_whole("三1", 1, 4, "语"))
    found = adopt(run, path, "结果")
    assert said(found) == ""
    assert (held(found.run, "三1")[1, 1], held(found.run, "三1")[1, 4]) == ("体", "语")
    assert {e.cell.sheet for e in found.back.edits} == {"总课表"}


def test_both_sheets_changed_alike_and_in_different_ways(tmp_path: Path) -> None:
    run = simple()
    same = [exchange("三1", (1, 1), (1, 4)), on_whole("三1", 1, 1, "体"), on_whole("三1", 1, 4, "语")]
    assert said(adopt(run, edited(run, tmp_path / "a.xlsx", *same), "结果")) == ""
    other = [exchange("三1", (1, 1), (1, 4)), on_whole("三1", 2, 1, "数"), on_whole("三1", 2, 2, "语")]
    found = adopt(run, edited(run, tmp_path / "a.xlsx", *other), "结果")
    assert len(found.back.problems) == 4
    assert all("两张表都改过" in p.text.zh for p in found.back.problems)
    assert held(found.run, "三1")[1, 1] == "体"
    assert held(found.run, "三1")[2, 1] == "语"
    mixed = [exchange("三1", (1, 1), (1, 4)), on_whole("三2", 1, 1, "体"), on_whole("三2", 1, 4, "语")]
    found = adopt(run, edited(run, tmp_path / "a.xlsx", *mixed), "结果")
    assert not found.back.problems
    assert [held(found.run, k)[1, 1] for k in ("三1", "三2")] == ["体", "体"]


def test_pages_of_teachers_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    run = simple()

    def change(book: Any) -> None:
        sheet = book["教师课表"]
        cell = next(c for row in sheet.iter_rows() for c in row if c.value and str(c.value).startswith("三1"))
        cell.value = "三2\n数"

    found = adopt(run, edited(run, tmp_path / "a.xlsx", change), "结果")
    assert "的这张改过，不读" in said(found)
    assert not found.changed


def test_homework_follows_the_lessons_where_it_must(tmp_path: Path) -> None:
    """语 is no longer taught on Monday, so its Monday's homework goes to other days; 数 keeps its own."""
    school = with_defaults(
        tiny({"三1": "语2 数2"}, {"张": "三1语 三1数"}, days=3, periods=2, homework={"三1": "语20-30 数10-10"})
    )
    homework = assign(school, {"三1": {"语": "10 10 0", "数": "0 10 0"}})
    run = run_of(school, place(school, {"三1": "语 数 | 语 数 | . ."}), homework)
    assert not run.audit.invalid or {e.setting.rule for e in run.audit.invalid} <= {"class_week_full"}
    found = adopt(run, edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 1), (3, 1))), "结果")
    assert not {e.setting.rule for e in found.run.audit.invalid} & {"homework_on_lesson_days", "homework_weekly"}
    given = {(i.day, i.subject): i.minutes for i in found.run.homework.items}
    assert (1, "语") not in given
    assert given[2, "数"] == 10
    assert sum(n for (_, subject), n in given.items() if subject == "语") == 20
    kept = adopt(run, edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 1), (1, 2))), "结果")
    assert kept.run.homework == homework


# -- rows, columns, merged cells, other files --


def test_rows_come_and_go(tmp_path: Path) -> None:
    """Rows inserted above, and a remark inside, do no harm; a row of lessons deleted is told, as is a lost title."""
    run = simple()

    def above(book: Any) -> None:
        sheet = unmerged(book["班级课表"])
        sheet.insert_rows(1, 3)
        sheet["A2"] = "已改"

    assert not adopt(run, edited(run, tmp_path / "a.xlsx", above), "结果").changed

    def gone(book: Any) -> None:
        sheet = unmerged(book["班级课表"])
        sheet.delete_rows(at(sheet, "三1", 1, 2).row)

    found = adopt(run, edited(run, tmp_path / "a.xlsx", gone), "结果")
    assert "三1 的课表里没有第2节（周一、周二）的格子了" in said(found)
    assert held(found.run, "三2") == held(run, "三2")

    def title(book: Any) -> None:
        sheet = book["班级课表"]
        next(c for c in sheet["A"] if c.value == "三2 课程表").value = "我们班"

    found = adopt(run, edited(run, tmp_path / "a.xlsx", title), "结果")
    assert "没有班级的标题" in said(found)
    assert held(found.run, "三2") == held(run, "三2"), "the sheet of the whole school has it"


def test_a_class_that_is_nowhere_is_told(tmp_path: Path) -> None:
    run = simple()

    def change(book: Any) -> None:
        next(c for c in book["班级课表"]["A"] if c.value == "三2 课程表").value = "我们班"
        sheet = unmerged(book["总课表"])
        sheet.delete_rows(next(c.row for c in sheet["A"] if c.value == "三2"))

    found = adopt(run, edited(run, tmp_path / "a.xlsx", change), "结果")
    assert "没有 三2 的课表" in said(found)
    assert held(found.run, "三2") == {}


def test_merged_cells_are_both_periods(tmp_path: Path) -> None:
    run = simple()

    def change(book: Any) -> None:
        sheet = book["班级课表"]
        first, second = at(sheet, "三1", 1, 1), at(sheet, "三1", 1, 2)
        sheet.merge_cells(f"{first.coordinate}:{second.coordinate}")

    found = adopt(run, edited(run, tmp_path / "a.xlsx", change), "结果")
    assert [say_count(run.school, c, "zh")[:7] for c in found.back.counts] == ["三1语 多 1", "三1数 少 1"]


def test_a_formula_that_was_calculated_is_its_value(tmp_path: Path) -> None:
    run = simple()
    path = edited(run, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    cell = at(book["班级课表"], "三1", 1, 4)
    text = str(cell.value).replace("\n", "&#10;")
    cell.value = "=1"
    book.save(path)
    _calculated(path, cell.coordinate, text)
    assert not adopt(run, path, "结果").changed


def _calculated(path: Path, address: str, text: str) -> None:
    """Give a formula's cell a value, as Excel keeps beside it."""
    old = path.with_suffix(".old")
    shutil.move(path, old)
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode() if name.endswith(".xml") else ""
            found = re.search(rf'<c r="{address}"([^>]*?)><f>1</f><v ?/?>(</v>)?</c>', data)
            if found:
                data = data.replace(found[0], f'<c r="{address}" t="str"><f>1</f><v>{text}</v></c>')
            target.writestr(name, data or source.read(name))


def test_lessons_typed_where_there_are_none(tmp_path: Path) -> None:
    """A row of the break, and a period that the day does not have."""
    school, timetable, homework = _town()
    run = run_of(school, timetable, homework)

    def change(book: Any) -> None:
        sheet = book["班级课表"]
        row = next(r for r in range(1, 30) if str(sheet.cell(r, 3).value or "").replace("　", "") == "大课间")
        sheet.unmerge_cells(start_row=row, end_row=row, start_column=3, end_column=7)
        sheet.cell(row, 4).value = "数学"

    found = adopt(run, edited(run, tmp_path / "a.xlsx", change), "结果")
    assert "这一行不是正课，“数学”没有读" in said(found)


def _town() -> tuple[School, Timetable, HomeworkAllocation]:
    school, timetable, homework = town()
    return replace(school, settings=()), timetable, homework


def test_files_that_are_no_timetable(tmp_path: Path) -> None:
    run = simple()
    with pytest.raises(BackError) as caught:
        adopt(run, SAMPLES / "three-sheets.xlsx", "结果")
    assert caught.value.exit_code == 3
    assert "不是本程序写出的课表" in caught.value.text.zh
    for content in (b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0" + bytes(100), "语,数".encode()):
        (tmp_path / "bad.xlsx").write_bytes(content)
        with pytest.raises(BadFileError):
            adopt(run, tmp_path / "bad.xlsx", "结果")
    with pytest.raises(BadFileError):
        adopt(run, tmp_path / "none.xlsx", "结果")


def test_names_that_look_like_formulas_or_like_each_other(tmp_path: Path) -> None:
    school = with_defaults(
        tiny({"三1": "=语2 语1 数1", "三11": "=语2 语1 数1"}, {"-张": "三1=语 三11语", "张": "三11=语 三1语"})
    )
    rows = {"三1": "=语 =语 语 数", "三11": "数 语 =语 =语"}
    run = run_of(school, place(school, rows))
    assert not adopt(run, edited(run, tmp_path / "a.xlsx"), "结果").changed
    found = adopt(run, edited(run, tmp_path / "a.xlsx", exchange("三1", (1, 2), (1, 3))), "结果")
    assert not found.back.problems
    assert [held(found.run, "三1")[1, n] for n in (2, 3)] == ["语", "=语"]
