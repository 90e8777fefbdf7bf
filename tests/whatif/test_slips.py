"""Slips: what changed for each class and each teacher, in words to paste and as a workbook to print."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, HomeworkItem, School, Timetable, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.output import Run
from scheduler.whatif.between import between
from scheduler.whatif.differences import Moved
from scheduler.whatif.slip_book import write_slips
from scheduler.whatif.slips import Slip, slips, slips_of

RULES = catalogue()


def school(**teachers: str) -> School:
    """Two classes; 数 is a double lesson, 音 and 美 every other week, 体 of both classes together."""
    staff = {"张": "三1语 三2语", "李": "三1数", "王": "三1+三2体", "赵": "三1音 三1美"}
    return tiny(
        {"三1": "语1 数1x2 音0.5 美0.5", "三2": "语1"}, {**staff, **teachers}, days=2, periods=4, morning=2,
        joint={"体1": "三1 三2"}, rooms={"甲场": ("体", 2), "乙场": ("体", 2)},
    )  # fmt: skip


def before(s: School) -> Timetable:
    return place(s, {"三1": "语 体 数 数 | 音/美 . . .", "三2": ". 体 语 . | . . . ."})


def run(s: School, t: Timetable, homework: HomeworkAllocation | None = None) -> Run:
    given = homework or HomeworkAllocation()
    return Run(s, t, given, audit(s, t, given, RULES), (), RULES, {})


def texts(found: tuple[Slip, ...], lang: str = "zh") -> dict[str, list[str]]:
    return {slip.owner: [line.say(lang) for line in slip.lines] for slip in found}


def test_a_moved_double_lesson_with_its_clock_times() -> None:
    """8:00 and every 50 minutes, 40 each, the afternoon from 14:00: lessons 3 and 4 end at 15:30."""
    s = school()
    new = place(s, {"三1": "语 体 . . | 音/美 . 数 数", "三2": ". 体 语 . | . . . ."})
    found = texts(slips(between(run(s, before(s)), run(s, new))))
    line = "周一第3–4节 14:00–15:30 → 周二第3–4节 14:00–15:30"
    assert found == {"三1": [f"数（李）：{line}"], "李": [f"三1 数：{line}"]}
    english = texts(slips(between(run(s, before(s)), run(s, new))), "en")
    assert english["李"] == ["三1 数: Mon 3–4 14:00–15:30 → Tue 3–4 14:00–15:30"]


def test_a_lesson_of_two_classes_is_told_to_both_and_once_to_its_teacher() -> None:
    s = school()
    new = place(s, {"三1": "语 . 数 数 | 音/美 体 . .", "三2": ". . 语 . | . 体 . ."})
    found = texts(slips(between(run(s, before(s)), run(s, new))))
    line = "周一第2节 08:50–09:30 → 周二第2节 08:50–09:30，场地 甲场"
    assert found == {"三1": [f"体（王）：{line}"], "三2": [f"体（王）：{line}"], "王": [f"三1、三2 体：{line}"]}


def test_odd_and_even_weeks_turned_round() -> None:
    s = school()
    new = place(s, {"三1": "语 体 数 数 | 美/音 . . .", "三2": ". 体 语 . | . . . ."})
    found = texts(slips(between(run(s, before(s)), run(s, new))))
    assert set(found) == {"三1", "赵"}
    assert "音（赵）：周二第1节(单周) 08:00–08:40 → 周二第1节(双周) 08:00–08:40" in found["三1"]


def test_other_rooms_only() -> None:
    s = school()
    new = Timetable(tuple(replace(p, rooms=("乙场",)) if p.rooms else p for p in before(s).placements))
    found = between(run(s, before(s)), run(s, new))
    assert not found.moved
    assert texts(slips(found))["王"] == ["三1、三2 体：周一第2节 08:50–09:30，场地 甲场 → 乙场"]


def test_lessons_that_come_and_go() -> None:
    s = school()
    less = Timetable(tuple(p for p in before(s).placements if p.course != "三2语"))
    gone = texts(slips(between(run(s, before(s)), run(s, less))))
    assert gone == {"三2": ["语（张）：取消 周一第3节 14:00–14:40"], "张": ["三2 语：取消 周一第3节 14:00–14:40"]}
    new = texts(slips(between(run(s, less), run(s, before(s)))))
    assert new["张"] == ["三2 语：新增 周一第3节 14:00–14:40"]


def test_another_teacher_is_told_all_the_times_and_the_old_one_who_it_is() -> None:
    """The lesson moves as well: its old teacher need not know where to."""
    old, new = school(), school(李="", 孙="三1数")
    after = place(new, {"三1": "语 体 . . | 音/美 . 数 数", "三2": ". 体 语 . | . . . ."})
    found = texts(slips(between(run(old, before(old)), run(new, after))))
    assert found["李"] == ["三1 数：改由 孙 上"]
    assert found["孙"] == ["三1 数：改由您上（原 李）：周二第3–4节 14:00–15:30"]
    assert found["三1"][0] == "数：任课教师 李 → 孙"
    assert found["三1"][1].startswith("数（孙）：周一第3–4节")


def test_another_teacher_stands_in_the_printed_columns_before_and_now(tmp_path: Path) -> None:
    """Both columns were empty where a lesson changed its teacher and nothing else."""
    old, new = school(), school(李="", 孙="三1数")
    write_slips(tmp_path / "通知.xlsx", slips(between(run(old, before(old)), run(new, before(new)))), "", "zh")
    book = openpyxl.load_workbook(tmp_path / "通知.xlsx")
    rows = [row[:3] for sheet in book for row in sheet.values if row[1] not in (None, "原来")]
    assert rows == [("数", "李", "孙"), ("三1 数", "李", "孙"), ("三1 数", "李", "孙")]


def test_nobody_who_is_not_concerned_gets_a_slip() -> None:
    s = school()
    assert slips(between(run(s, before(s)), run(s, before(s)))) == ()
    assert slips_of(s, s, ()) == ()
    old = next(p for p in before(s).placements if p.course == "三2语")
    (moved,) = (Moved(old.course, old.session, old, replace(old, start="铃/2-4")),)
    assert {slip.owner: slip.teacher for slip in slips_of(s, s, [moved])} == {"三2": False, "张": True}


def test_the_text_to_paste() -> None:
    s = school()
    new = place(s, {"三1": "语 . . . | 音/美 体 数 数", "三2": ". . 语 . | . 体 . ."})
    found = {slip.owner: slip for slip in slips(between(run(s, before(s)), run(s, new)))}
    assert found["王"].say("zh").splitlines()[0] == "【王老师】课表有 1 处变动"
    assert found["三1"].say("zh").splitlines() == [
        "【三1】课表有 2 处变动", f"1. {found['三1'].lines[0].say('zh')}", f"2. {found['三1'].lines[1].say('zh')}",
    ]  # fmt: skip
    spots = [line.after for line in found["三1"].lines]
    assert spots == sorted(spots, key=lambda x: (x.day, x.start) if x else (0, 0)), "in the order of the new week"


def test_homework_by_class_and_day() -> None:
    s = school()
    old = HomeworkAllocation((HomeworkItem("三1", Weeks.ALL, 1, "语", 20), HomeworkItem("三1", Weeks.ALL, 1, "数", 15)))
    new = HomeworkAllocation((HomeworkItem("三1", Weeks.ALL, 1, "语", 10), HomeworkItem("三1", Weeks.ODD, 1, "数", 15)))
    (found,) = between(run(s, before(s), old), run(s, before(s), new)).homework
    assert (found.group, found.day, found.before, found.after) == ("三1", 1, 35, 17.5)
    assert found.subjects == (("语", 20, 10), ("数", 15, 7.5))


def test_the_workbook_has_a_block_a_person_and_keeps_to_its_pages(tmp_path: Path) -> None:
    """Names that begin like formulas stay words; a page holds about 760 points."""
    s = school()
    new = place(s, {"三1": "语 . . . | 音/美 体 数 数", "三2": ". . 语 . | . 体 . ."})
    found = slips(between(run(s, before(s)), run(s, new)))
    many = [replace(slip, owner=f"={n}{slip.owner}") for n in range(30) for slip in found]
    write_slips(tmp_path / "通知.xlsx", many, "实验小学", "zh")
    book = openpyxl.load_workbook(tmp_path / "通知.xlsx")
    assert book.sheetnames == ["班级通知", "教师通知"]
    for sheet, teacher in zip(book, (False, True), strict=True):
        titles = [c.value for c in sheet["A"] if c.value and str(c.value).startswith("【")]
        assert len(titles) == sum(slip.teacher is teacher for slip in many)
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        breaks = [0, *(b.id for b in sheet.row_breaks.brk), sheet.max_row]
        for first, last in pairwise(breaks):
            assert sum(sheet.row_dimensions[r].height or 15 for r in range(first + 1, last + 1)) <= 780
            assert str(sheet.cell(first + 1, 1).value).startswith("【")
