"""What the pages show, worked out without a page: weeks, board, compliance, figures, colours."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from scheduler.domain import (
    Block,
    BlockKind,
    HomeworkAllocation,
    HomeworkItem,
    RuleSetting,
    School,
    Timetable,
    View,
    Weeks,
    homework_kind,
    homework_layer,
)
from scheduler.domain.tiny import assign, place, tiny
from scheduler.output.views.compliance import Mark, compliance, summary
from scheduler.output.views.coordination import coordination
from scheduler.output.views.figures import lessons_by_class, teacher_loads
from scheduler.output.views.homework import homework_board
from scheduler.output.views.palette import INK, contrast, palette
from scheduler.output.views.weekly import class_weeks, room_weeks, teacher_weeks
from scheduler.output.views.words import grade_names, two_lines
from scheduler.output.xlsx.style import GREY
from scheduler.rule import say_grades

from .schools import PACK, town, town_run


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
    assert [x.says for x in lines if x.mark is Mark.NOT_CHECKABLE] == [("缺少课后服务表，请填工作表“课后服务”",)]


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


def test_the_homework_board_marks_days_beyond_the_cap() -> None:
    school, timetable, homework = town()
    board = {row.klass: row.cells for row in homework_board(View(school, timetable, homework))}
    assert [c.over for c in board["三1"]] == [False, False, False, True, False]
    assert board["三1"][3].total == "合计 65／上限 60 超出"
    assert board["一1"][0].total == "无作业"


def with_caps(school: School, *caps: dict[str, object], free: tuple[int, ...] = ()) -> School:
    """The school with daily caps and days without homework."""
    asked = [RuleSetting(str(i), "homework_day_cap", params=tuple(cap.items())) for i, cap in enumerate(caps)]
    return replace(school, settings=(*asked, RuleSetting("free", "homework_free_days", params=(("days", free),))))


def test_the_board_says_kind_layer_place_coordinator_and_days_off() -> None:
    school = tiny({"五1": "语2 英1 数1"}, days=2, homework={"五1": "语20-40 英10-20:oral 数10-20:written:chosen"})
    (klass,) = school.groups
    plan = replace(school.homework, off_days=((5, "weekend", 30), (5, "holiday", 0), (6, "weekend", 60)))
    school = replace(school, groups=(replace(klass, class_teacher="王芳"),), homework=plan)
    school = with_caps(school, {"most": 20, "kind": "written"}, {"most": 12, "kind": "written", "statistic": "mean"})
    board = assign(school, {"五1": {"语": "25 0", "英": "10 0", "数": "5 0"}})
    items = tuple(replace(i, place="service") if i.subject == "数" else i for i in board.items)
    (row,) = homework_board(View(school, Timetable(), HomeworkAllocation(items)))
    assert row.cells[0].items == ("语 25", "英 10（口头）", "数 5（选做、校内）")
    assert row.cells[0].total == "书面作业 25／上限 20，共 35，选做 5 超出"
    assert (row.cells[1].total, row.cells[1].against) == ("无作业", "无作业")
    assert row.coordinator == "王芳"
    assert row.about == "书面平均每天 12.5／上限 12 超出；周末每天 30 分钟、节假日无作业"


def test_a_class_that_gets_no_written_homework() -> None:
    school = tiny({"一1": "语1"}, homework={"一1": "语0-40:oral"})
    school = with_caps(school, {"most": 0, "kind": "written"}, {"most": 15, "kind": "oral"})
    (row,) = homework_board(View(school, Timetable(), assign(school, {"一1": {"语": "20"}})))
    assert row.cells[0].total == "合计 20，无书面作业 超出"  # of the cap on oral homework
    assert not homework_board(View(school, Timetable(), HomeworkAllocation()))


def test_what_teachers_asked_stands_beside_what_the_board_gives() -> None:
    school = tiny(
        {"三1": "语3 数2 英1"}, {"张": "三1语", "李": "三1数", "Lily": "三1英"}, days=3,
        homework={"三1": "语30-40 数25-30 英10-10:reading"},
    )  # fmt: skip
    school = with_caps(school, {"most": 20}, free=(2,))
    timetable = place(school, {"三1": "语 数 . . | 语 数 . . | 语 英 . ."})
    (block,) = coordination(
        View(school, timetable, assign(school, {"三1": {"语": "0 0 15", "数": "20 0 0", "英": "0 0 15"}}))
    )
    assert (block.asked, block.given, block.days, block.room) == ("65–80", "50", ("20", "0", "30"), ("0", "0", "-10"))
    said = [(s.subject, s.teacher, s.task, s.asked, s.given, s.days, s.result, s.remark) for s in block.shares]
    assert said == [
        ("语", "张", "", "30–40", "15", ("·", "·", "15"), "少 15", "有课 3 天，3 天已满"),
        ("数", "李", "", "25–30", "20", ("20", "·", ""), "少 5", "有课 2 天，2 天已满"),
        ("英", "Lily", "阅读", "10", "15", ("", "", "15"), "多 5", ""),
    ]


def test_coordination_in_odd_and_even_weeks_and_without_a_wish() -> None:
    school = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "音10-20"})
    timetable = place(school, {"三1": "语 音/美 . ."})
    items = (HomeworkItem("三1", Weeks.ODD, 1, "音", 5, "service"), HomeworkItem("三1", Weeks.ALL, 1, "语", 10))
    (block,) = coordination(View(school, timetable, HomeworkAllocation(items)))
    said = [(s.subject, s.asked, s.given, s.service, s.short, s.over) for s in block.shares]
    assert said == [("语", "未报", "10", ("",), 0, 10), ("音", "10–20", "5/0", ("校内",), 5, 0)]
    assert block.room == ("",)  # no cap


@pytest.mark.parametrize(
    ("word", "kind", "layer"),
    [("听说型作业", "oral", None), ("动手", "practice", None), ("Written", "written", None),
     ("分层作业", None, "chosen"), ("必做", None, "required"),
     ("作业", None, None), ("", None, None), ("机械", None, None)],
)  # fmt: skip
def test_words_for_homework(word: str, kind: str | None, layer: str | None) -> None:
    assert (homework_kind(word), homework_layer(word)) == (kind, layer)


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


def test_homework_of_odd_and_even_weeks_stands_once_where_it_is_the_same() -> None:
    """The solver gives items week by week; the board showed each of them twice."""
    school = tiny({"三1": "语1 数1 音0.5"})
    items = [
        HomeworkItem("三1", week, 1, "语", 10, place)
        for week in (Weeks.ODD, Weeks.EVEN)
        for place in ("home", "service")
    ]
    items += [
        HomeworkItem("三1", Weeks.ODD, 1, "数", 15, "service"),
        HomeworkItem("三1", Weeks.ALL, 1, "音", 5, kind="oral"),
    ]
    ((cell,),) = (row.cells for row in homework_board(View(school, Timetable(), HomeworkAllocation(tuple(items)))))
    assert cell.items == ("语 20（校内10）", "数 15（校内）(单)", "音 5（口头）")
    assert cell.total == "合计 单40 双25"


@pytest.mark.parametrize(
    ("grades", "said"), [([3], "grade 3"), ([2, 1], "grades 1-2"), ([1, 3, 4, 5], "grades 1, 3-5"), ([10], "grade 10")]
)
def test_grades_are_said_in_english_too(grades: list[int], said: str) -> None:
    assert say_grades(grades, "en") == said
