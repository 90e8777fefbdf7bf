"""What the reports are made from: areas, the head teacher's page, posted tables, the shares of the subjects."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import (
    At,
    Block,
    BlockKind,
    CurriculumRow,
    Declaration,
    Office,
    RuleSetting,
    School,
    Subject,
    Timetable,
)
from scheduler.domain.tiny import tiny
from scheduler.output import Run
from scheduler.output.html import page
from scheduler.output.views.areas import Area, area_of
from scheduler.output.views.compliance import Line, Mark, by_area, compliance
from scheduler.output.views.head import head
from scheduler.output.views.posting import activity_table, say_days, school_days, staff_table
from scheduler.output.views.shares import share_table
from scheduler.output.xlsx import write_xlsx
from scheduler.packs import declared_items, pack_names, read_pack
from scheduler.rule import Violation

from .schools import run_of, town, town_run

WEEK = {  # lessons of grades 1 to 9 that the plan of 2022 allows
    "语文": "8 8 7 7 6 6 5 5 5", "数学": "4 4 4 4 4 5 5 5 5", "英语": "0 0 2 2 2 3 4 4 4",
    "体育": "4 4 3 3 3 3 3 3 3", "音乐": "2 2 2 2 2 2 1 1 1", "美术": "2 2 2 2 2 2 1 1 1",
    "科学": "1 1 2 2 2 2 2 5 7", "道德与法治": "2 2 2 2 2 2 2 2 2", "历史": "0 0 0 0 0 0 4 4 2",
    "信息科技": "0 0 1 1 1 1 1 1 0", "劳动": "3 3 5 5 6 4 6 3 4",
}  # fmt: skip
TAGS = {
    "语文": "language", "数学": "maths", "体育": "pe", "音乐": "music", "美术": "art", "科学": "science",
    "信息科技": "technology", "劳动": "labour",
}  # fmt: skip


def of_curriculum(grades: int = 9, **changed: str) -> Run:
    rows = [
        CurriculumRow(grade, subject, float(n))
        for subject, week in {**WEEK, **changed}.items()
        for grade, n in enumerate(week.split()[:grades], 1)
        if float(n)
    ]
    base = tiny({"一1": "语1"})
    subjects = tuple(Subject(s, frozenset({TAGS[s]} if s in TAGS else ())) for s in WEEK)
    school = replace(base, subjects=(*base.subjects, *subjects), curriculum=tuple(rows))
    return replace(run_of(school, Timetable()), rules=catalogue())


def shares(run: Run) -> dict[str, dict[str, str]]:
    table = share_table(run)
    assert table is not None
    heads = [name if name != "结论" else f"结论 {table.columns[n - 1]}" for n, name in enumerate(table.columns)]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in table.rows}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_rule_lies_in_the_area_of_its_folder_or_by_name(code: str) -> None:
    """A new folder has to be given an area: without one its rules would all be lessons."""
    rule = catalogue()[code]
    if type(rule).__module__.split(".")[1] not in ("classes", "subjects", "times"):
        lessons = {"no_lessons_in", "elective_places", "same_as_taught"}
        assert (area_of(rule, rule.setting()) is Area.LESSONS) == (code in lessons)


def test_what_is_declared_lies_in_the_area_of_its_item() -> None:
    assert {item.area.upper() for item in declared_items().values()} <= set(Area.__members__)
    conduct = catalogue()["conduct"]
    assert area_of(conduct, conduct.setting(item="homework_noon")) is Area.HOMEWORK
    assert area_of(conduct, conduct.setting(item="overrun")) is Area.DAY
    assert area_of(conduct, conduct.setting(item="paid_tutoring")) is Area.CONDUCT


def test_every_area_has_regulations() -> None:
    rules = catalogue()
    rows = [row for name in pack_names() for row in read_pack(name).rows if row.rule]
    found = {area_of(rules[row.rule], RuleSetting(row.id, row.rule, params=row.params)) for row in rows}
    assert found == set(Area)


def declared(*said: Declaration, **params: Any) -> Line:
    rule = catalogue()["practice"]
    setting = rule.setting(**params)
    school = tiny({"一1": "语1"}, office=Office(declared=said))
    run = replace(run_of(school, Timetable()), rules=catalogue())
    entries = audit(replace(school, settings=(setting,)), Timetable(), run.homework, catalogue())
    return compliance(replace(run, audit=entries, packs=()))[0]


def test_a_declared_line_names_its_item_and_its_figure() -> None:
    line = declared(Declaration("marking_ratio", 100), item="marking_ratio", least=100)
    assert (line.title, line.value) == ("应有的做法（自查）：家庭作业全批全改", "100 %")
    yes = declared(Declaration("indoor_exercise", 1), item="indoor_exercise")
    assert (yes.title, yes.value, yes.area) == ("应有的做法（自查）：雾霾等天气有室内操方案", "是", Area.EXERCISE)
    assert declared(Declaration("indoor_exercise", 0), item="indoor_exercise").value == "否"


def line(mark: Mark, title: str, area: Area = Area.DAY, ref: str = "", says: tuple[str, ...] = ()) -> Line:
    return Line("包", title, "《文件》", "原文" * 30, "必须", mark, says, area=area, ref=ref, places=len(says))


def test_an_area_begins_with_what_is_broken() -> None:
    marks = (Mark.KEPT, Mark.PARTLY, Mark.TO_DECLARE, Mark.BROKEN, Mark.KEPT)
    ((area, found),) = by_area([line(mark, str(n)) for n, mark in enumerate(marks)])
    assert area is Area.DAY
    assert [x.title for x in found] == ["3", "1", "2", "0", "4"]


def test_the_heads_page_tells_regulations_and_counts_wishes() -> None:
    page = head([
        line(Mark.PARTLY, "愿望", Area.LESSONS),
        line(Mark.PARTLY, "目标", Area.LESSONS, "A-2", ("甲", "乙", "丙")),
        line(Mark.BROKEN, "上限", Area.HOMEWORK, "A-1", ("丁",)),
        line(Mark.TO_DECLARE, "应有的做法（自查）：不拖堂", Area.DAY, "A-3"),
        line(Mark.NOT_CHECKABLE, "考试", Area.EXAMS, "A-4", ("没有填校历",)),
    ])  # fmt: skip
    assert (page.verdict, page.sound) == ("有 1 条必须遵守的规则被违反", False)
    assert [(mark, title, where) for mark, title, _, where in page.broken] == [
        (Mark.BROKEN, "上限", "丁"), (Mark.PARTLY, "目标", "甲；乙……共 3 处"),
    ]  # fmt: skip
    assert page.broken[0][2] == f"A-1“{'原文' * 18}……”"
    assert page.open == (("作息", "不拖堂"), ("考试与校历", "考试（没有填校历）"))
    assert page.marks == (Mark.BROKEN, Mark.PARTLY, Mark.TO_DECLARE, Mark.NOT_CHECKABLE)
    assert page.counts[-1] == ("合计", (1, 2, 1, 1))
    assert page.counts[0] == ("课程与课表", (0, 2, 0, 0))


def test_the_days_of_an_area_too_long_are_counted() -> None:
    page = head([line(Mark.TO_DECLARE, f"：事{n}", Area.CONDUCT, "A") for n in range(12)])
    assert page.open == (("办学行为与公示", "；".join(f"事{n}" for n in range(8)) + "……共 12 项"),)


@pytest.mark.parametrize(
    ("days", "said"),
    [((1, 2, 3, 4, 5), ""), ((1, 2, 3, 4), "周一至周四"), ((1, 3), "周一、周三"), ((1, 2), "周一、周二"),
     ((1, 2, 3, 5), "周一至周三、周五"), ((5,), "周五")],
)  # fmt: skip
def test_days_are_said_in_runs(days: tuple[int, ...], said: str) -> None:
    assert say_days(town()[0], days) == said


def test_a_school_day_says_on_which_days_a_block_is() -> None:
    (day,) = school_days(town()[0])
    rows = {what: (time, minutes, days) for time, minutes, what, days in day.rows}
    assert rows["课后服务"] == ("16:10–17:30", "80", "周一、周二、周四、周五")
    assert rows["午餐午休"] == ("11:10–13:50", "160", "")
    assert "课间" not in rows
    assert [time for time, *_ in day.rows] == sorted(time for time, *_ in day.rows)


def test_both_seasons_are_posted() -> None:
    school = town()[0]
    (bells,) = school.grid.bells
    late = tuple(replace(b, start=b.start + 30, end=b.end + 30) for b in bells.blocks)
    school = replace(school, other_bells=(replace(bells, id="冬", blocks=late, season="winter"),))
    titles = [day.title for day in school_days(school)]
    assert len(titles) == 2
    assert titles[1].startswith("冬季")


def test_the_staff_table_has_everybody_who_teaches_a_class() -> None:
    school = town()[0]
    table = staff_table(school)
    row = dict(zip(table.columns, next(r for r in table.rows if r[0] == "三1"), strict=True))
    assert (row["班主任"], row["语文"], row["英语"]) == ("王芳", "王芳", "Lily李")
    assert dict(zip(table.columns, table.rows[0], strict=True))["英语"] == ""
    assert "数学教研" not in table.columns


def test_fixed_activities_come_from_the_bells() -> None:
    table = activity_table(town()[0])
    assert table.columns == ("星期", "时间", "年级", "活动")
    assert ("每天", "09:35–09:39", "全校", "大课间") in table.rows
    assert ("周一、周二、周四、周五", "16:10–17:30", "全校", "课后服务") in table.rows


def test_an_activity_of_some_grades_says_which() -> None:
    def with_walk(school: School) -> School:
        (bells,) = school.grid.bells
        walk = Block(2, 1000, 1030, BlockKind.ACTIVITY, "散步")
        two = replace(bells, id="低", grades=(1,), blocks=(walk,))
        return replace(school, grid=replace(school.grid, bells=(*school.grid.bells, two)))

    rows = activity_table(with_walk(town()[0])).rows
    assert ("周二", "16:40–17:10", "一年级", "散步") in rows


def test_lawful_shares_are_in_their_ranges() -> None:
    table = share_table(of_curriculum())
    assert table is not None
    assert not [cell for cell in table.wrong if table.columns[cell[1] - 1] == "2022年方案"]
    found = shares(of_curriculum())
    # 语文: 8+8+7+7+6+6+5+5 lessons of 35 weeks, 5 of 33: 1985 of 9522 lessons
    assert (found["语文"]["总课时"], found["语文"]["占九年%"]) == ("1985", "20.8")
    assert found["语文"]["一"] == "8"
    assert found["历史、地理"]["一"] == ""
    assert found["信息科技"]["2001年方案"] == ""


def test_the_two_traps_are_seen_and_explained() -> None:
    """PE every day is 16 per cent where 11 are the most, three English lessons 8.7 where 8 are."""
    found = shares(of_curriculum(体育="5 5 5 5 5 5 5 5 5", 英语="0 0 3 3 3 3 4 4 4"))
    assert found["体育与健康"]["结论 2022年方案"].startswith("超出")
    assert found["外语"]["结论 2022年方案"].startswith("超出")
    table = share_table(of_curriculum())
    assert table is not None
    assert any(note.startswith("体育与健康") and "16%" in note for note in table.notes)
    assert any(note.startswith("外语") and "8.7%" in note for note in table.notes)


def test_shares_without_the_junior_grades_are_open() -> None:
    found = shares(of_curriculum(6))
    assert found["语文"]["占九年%"].startswith("≥")
    assert found["语文"]["结论 2022年方案"] == "待定，偏高"
    table = share_table(of_curriculum(6))
    assert table is not None
    assert not table.wrong
    assert "七至九年级" in table.notes[0]


def test_there_is_no_share_table_without_a_plan_or_its_rule() -> None:
    run = of_curriculum()
    assert share_table(replace(run, school=replace(run.school, curriculum=()))) is None
    assert share_table(replace(run, rules={})) is None


def test_the_workbook_has_the_shares(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", of_curriculum(体育="5 5 5 5 5 5 5 5 5"))
    sheet = load_workbook(tmp_path / "x.xlsx")["课时比例"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    over = next(text for text in cells if str(text).startswith("超出"))
    assert cells[over].fill.fgColor.rgb.endswith("FBE3E1")
    assert 1985 in cells
    assert sheet.print_area


def test_an_unjudged_row_has_its_area_and_id() -> None:
    lines = {x.ref: x for x in compliance(town_run()) if x.ref}
    assert lines["no-tutoring"].area is Area.CONDUCT
    assert lines["no-tutoring"].way == "学校自查"


def test_the_page_is_ordered_by_area() -> None:
    text = page(town_run())
    areas = re.findall("<h3>(.*?)</h3>", text)
    assert areas == [area.value for area, _ in by_area(compliance(town_run()))]
    assert text.index("<h3>课程与课表</h3>") < text.index("小学三至六年级每天书面作业总量")
    assert '<th class="who">合计</th><td class="bad">1</td>' in text


def test_the_sheet_says_area_and_id_of_each_regulation(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", town_run())
    rows = [[c.value for c in row] for row in load_workbook(tmp_path / "x.xlsx")["合规"].iter_rows()]
    head = next(row for row in rows if row[0] == "领域")
    tutoring = next(dict(zip(head, row, strict=True)) for row in rows if row[3] == "条款 no-tutoring")
    assert (tutoring["领域"], tutoring["依据"]) == ("办学行为与公示", "no-tutoring 《双减意见》 二")


def test_a_breach_names_no_tag() -> None:
    """It said 一1、pe、maths."""
    rule = catalogue()["not_right_before"]
    said = rule.say(Violation("x", ("一1", "pe", "maths"), (At(3, 0, "all"),), 1), "zh")
    assert said == "一1、体育、数学 在周三前后相接"


def test_a_schedule_that_is_named_by_its_grades_says_them_once() -> None:
    """作息（三至四年级） 夏季 三至四年级"""
    school = town()[0]
    (bells,) = school.grid.bells
    named = replace(bells, name="作息（三至四年级）", grades=(3, 4), season="summer")
    other = replace(bells, id="冬", name="冬季作息", grades=(3, 4), season="winter")
    school = replace(school, grid=replace(school.grid, bells=(named,)), other_bells=(other,))
    assert [day.title for day in school_days(school)] == ["作息（三至四年级） 夏季", "冬季作息 三至四年级"]
