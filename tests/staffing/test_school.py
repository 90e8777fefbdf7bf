"""One school's workbook: which cells are open, who may take them, what is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from constraints import catalogue
from scheduler.errors import IntakeError
from scheduler.intake import compile_book, edited
from scheduler.intake.workbook import Book, open_book
from scheduler.staffing import Staffed, staff_school
from tests.intake.books import TEACHERS, sheets, write_book

SAMPLES = Path(__file__).parents[2] / "samples"
ROWS: Any = TEACHERS
HEAD: list[str] = ROWS[0]
STAFF: list[list[Any]] = ROWS[1:]


def teacher(name: str, subjects: str = "", week: int | None = None, **more: Any) -> list[Any]:
    """A row of 教师."""
    values = {"姓名": name, "任教科目": subjects or None, "每周最多": week, **more}
    return [values.get(column) for column in HEAD]


def book_of(tmp_path: Path, *teachers: list[Any], cells: dict[str, Any] | None = None, **more: Any) -> Book:
    """The small plan with these teachers; ``cells`` empty some of 任课 (C2: 数学 of 三1)."""
    rows = sheets(教师=[HEAD, *teachers], **more) if teachers else sheets(**more)
    return open_book(write_book(tmp_path / "plan.xlsx", rows, cells))


def staffed(book: Book, **more: Any) -> Staffed:
    """Staffed, and what was written read back: without problems where nothing is short."""
    found = staff_school(book, catalogue(), 10.0, **more)
    plan = compile_book(edited(book, found.edits), catalogue())
    if not found.short:
        assert plan.school is not None, [p.say("zh") for p in plan.problems]
        assert not any(p.fatal for p in plan.problems)
    return found


def who(found: Staffed) -> dict[str, str]:
    """Teacher by class and subject."""
    return {f"{g.klass}{g.subject}": g.teacher for g in found.given}


TWO = {"任课!C2": None, "任课!C3": None}  # 数学 of both classes


def test_an_open_cell_goes_to_who_teaches_the_subject(tmp_path: Path) -> None:
    found = staffed(book_of(tmp_path, *STAFF, cells=TWO))
    assert who(found) == {"三1数学": "赵强", "三2数学": "赵强"}
    assert [(e.sheet, e.cell, e.old, e.new) for e in found.edits] == [
        ("任课", "C2", None, "赵强"), ("任课", "C3", None, "赵强"),
    ]  # fmt: skip
    assert found.proven
    assert found.texts == ()


def test_a_plan_without_open_cells_is_left_as_it_is(tmp_path: Path) -> None:
    found = staffed(book_of(tmp_path, *STAFF))
    assert (found.edits, found.short, found.texts) == ((), (), ())


def test_nobody_has_more_than_his_week(tmp_path: Path) -> None:
    """数学 is 4 lessons in each class: 赵强 may have 4, so 钱进 takes the other."""
    rows = [*STAFF[:2], teacher("赵强", "数学", 4), teacher("钱进", "数学", 9), STAFF[3]]
    assert sorted(who(staffed(book_of(tmp_path, *rows, cells=TWO))).values()) == ["赵强", "钱进"]


def test_what_is_written_counts(tmp_path: Path) -> None:
    rows = [*STAFF[:2], teacher("赵强", "数学", 7), teacher("钱进", "数学", 9), STAFF[3]]
    found = staffed(book_of(tmp_path, *rows, cells={"任课!C3": None}))
    assert who(found) == {"三2数学": "钱进"}
    assert next(x for x in found.loads if x.teacher == "赵强").after == 4


def test_days_at_school_bound_the_week(tmp_path: Path) -> None:
    """Two lessons a day: who is there on Monday only can give two, and a class of 数学 wants four."""
    away: dict[str, Any] = {"不可用时间": "周二；周三；周四；周五"}
    rows = [*STAFF[:2], teacher("赵强", "数学", None, **away), STAFF[3]]
    found = staffed(book_of(tmp_path, *rows, cells=TWO))
    assert [(s.subject, s.lessons, s.classes) for s in found.short] == [("数学", 8, ("三1", "三2"))]
    assert found.proven
    assert found.bound == 8


def test_class_teachers_take_their_own_class(tmp_path: Path) -> None:
    rows = [teacher("王芳", "语文、体育"), teacher("李明", "语文、体育"), *STAFF[2:]]
    cells = {"任课!D2": None, "任课!D3": None}
    assert who(staffed(book_of(tmp_path, *rows, cells=cells))) == {"三1体育": "孙力", "三2体育": "孙力"}, "specialist"
    rows[-1] = teacher("孙力", "语文")
    assert who(staffed(book_of(tmp_path, *rows, cells=cells))) == {"三1体育": "王芳", "三2体育": "李明"}


@pytest.mark.parametrize("swapped", [False, True])
def test_who_had_the_class_last_year_keeps_it(tmp_path: Path, swapped: bool) -> None:
    """The sheet names last year's classes: 三1 was 二1. 周红 has left."""
    rows = [*STAFF[:2], teacher("赵强", "数学"), teacher("钱进", "数学"), STAFF[3]]
    pair = ["钱进", "赵强"] if swapped else ["赵强", "钱进"]
    last = [["班级", "语文", "数学"], ["二1", "周红", pair[0]], ["二2", "王芳", pair[1]], ["三1", "王芳", "周红"]]
    found = staffed(book_of(tmp_path, *rows, cells=TWO, 去年任课=last))
    assert who(found) == {"三1数学": pair[0], "三2数学": pair[1]}


def test_a_class_that_keeps_its_name_is_found_by_it(tmp_path: Path) -> None:
    rows = [*STAFF[:2], teacher("赵强", "数学"), teacher("钱进", "数学"), STAFF[3]]
    names = {"班级!A2": "2023级1班", "班级!A3": "2023级2班", "任课!A2": "2023级1班", "任课!A3": "2023级2班"}
    last = [["班级", "数学"], ["2023级1班", "钱进"], ["2023级2班", "赵强"]]
    found = staffed(book_of(tmp_path, *rows, cells={**TWO, **names}, 去年任课=last))
    assert who(found) == {"2023级1班数学": "钱进", "2023级2班数学": "赵强"}


def test_lessons_every_other_week_are_half_lessons(tmp_path: Path) -> None:
    """体育 every other week in two classes is one lesson a week: 孙力 may have one."""
    rows = [*STAFF[:3], teacher("孙力", "体育", 1)]
    cells = {"任课!D2": None, "任课!D3": None, "课程计划!B4": 0.5, "课程计划!B3": 4.5}
    found = staffed(book_of(tmp_path, *rows, cells=cells))
    assert who(found) == {"三1体育": "孙力", "三2体育": "孙力"}


def test_no_class_is_divided(tmp_path: Path) -> None:
    """Two with three lessons left each, one class of four: six are enough in figures only."""
    rows = [*STAFF[:2], teacher("赵强", "数学", 3), teacher("钱进", "数学", 3), STAFF[3]]
    found = staffed(book_of(tmp_path, *rows, cells={"任课!C2": None, "任课!C3": "王芳"}))
    assert [s.lessons for s in found.short] == [4]


def test_most_bounds_those_without_a_limit(tmp_path: Path) -> None:
    book = book_of(tmp_path, *STAFF, cells=TWO)
    assert not staffed(book, most=8).short
    assert [s.lessons for s in staffed(book, most=7).short] == [4]


def test_other_problems_are_told_first(tmp_path: Path) -> None:
    book = book_of(tmp_path, *STAFF, cells={**TWO, "任课!B2": "无此人"})
    with pytest.raises(IntakeError) as error:
        staff_school(book, catalogue())
    assert [(p.sheet, p.cell) for p in error.value.problems] == [("任课", "B2")]


def test_without_the_sheet_of_teachers_those_who_teach_the_subject_are_asked(tmp_path: Path) -> None:
    found = staffed(book_of(tmp_path, cells={"任课!C3": None}))
    assert who(found) == {"三2数学": "赵强"}


def test_where_nobody_is_said_to_teach_anything_it_says_so(tmp_path: Path) -> None:
    everything = {f"任课!{column}{row}": None for column in "BCD" for row in (2, 3)}
    found = staffed(book_of(tmp_path, teacher("王芳"), teacher("李明"), cells=everything))
    assert [t.zh for t in found.texts] == ["没有写谁能教什么：在 教师 表填 任教科目"]


def test_the_meeting_of_a_subject_that_nobody_teaches_yet_is_no_problem(tmp_path: Path) -> None:
    """Who meets, and on which bells, is known when all are staffed."""
    meeting = [["教研组", "节数", "候选时间"], ["数学", 1, "周三下午"]]
    rows = [*STAFF[:2], teacher("赵强", "数学"), STAFF[3]]
    found = staff_school(book_of(tmp_path, *rows, cells=TWO, 教研=meeting), catalogue(), 10.0)
    assert who(found) == {"三1数学": "赵强", "三2数学": "赵强"}


def emptied(source: str, *subjects: str) -> Book:
    """A sample with some columns of 任课 emptied."""
    from scheduler.intake import Edit

    book = open_book(SAMPLES / source)
    sheet = next(s for s in book.sheets if s.name == "任课")
    columns = [c for c in sheet.columns(1) if sheet.at(1, c).value in subjects]
    cells = [sheet.at(row, column) for row in sheet.rows[1:] for column in columns]
    return edited(book, [Edit("任课", c.address, c.value, None) for c in cells if not c.empty])


@pytest.mark.parametrize("subjects", [("音乐",), ("数学", "英语"), ("道德与法治", "健康教育"), ("体育", "体育活动")])
def test_a_school_that_was_staffed_can_be_staffed_again(subjects: tuple[str, ...]) -> None:
    book = emptied("lixin24.xlsx", *subjects)
    found = staff_school(book, catalogue(), 3.0)
    assert found.short == ()
    assert found.proven
    plan = compile_book(edited(book, found.edits), catalogue())
    assert not plan.problems
    before = compile_book(open_book(SAMPLES / "lixin24.xlsx"), catalogue())
    assert plan.school is not None
    assert before.school is not None
    assert sum(c.periods for c in plan.school.courses) == sum(c.periods for c in before.school.courses)
    if "道德与法治" in subjects:
        assert all(plan.school.group[g.klass].class_teacher == g.teacher for g in found.given)


def test_loads_of_one_subject_are_even() -> None:
    found = staff_school(emptied("lixin24.xlsx", "音乐"), catalogue(), 5.0)
    assert {x.after for x in found.loads if x.subjects == ("音乐",)} == {16}


def test_pe_and_activity_of_a_class_stay_together_and_grades_are_few() -> None:
    """Seven teachers, six grades: dealt one after the other everybody would have three grades."""
    found = staff_school(emptied("lixin24.xlsx", "体育", "体育活动"), catalogue(), 3.0)
    given = who(found)
    same = sum(given[f"{k}体育"] == given[f"{k}体育活动"] for k in {g.klass for g in found.given})
    assert same >= 20  # of 24
    assert sum(len(x.grades) for x in found.loads if "体育" in x.subjects) <= 14


def test_the_file_is_not_touched(tmp_path: Path) -> None:
    book = book_of(tmp_path, *STAFF, cells=TWO)
    before = book.path.read_bytes()
    staffed(book)
    assert book.path.read_bytes() == before
    assert openpyxl.load_workbook(book.path)["任课"]["C2"].value is None
