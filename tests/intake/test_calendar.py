"""校历."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain import Calendar, Event
from scheduler.intake import Plan
from scheduler.intake.dates import Term, read_days, read_often
from scheduler.intake.sheets.calendar import kind_of
from scheduler.packs import pack_names, read_pack

from .books import read, said

HEAD = ["类型", "名称", "日期", "结束", "年级", "科目", "批准"]
TERM = ["学期", None, "2025-09-01", "2026-01-23"]
AUTUMN = Term(date(2025, 9, 1), date(2026, 1, 23))


def plan_of(tmp_path: Path, *rows: list[Any], **more: Any) -> Plan:
    return read(tmp_path, 校历=[HEAD, TERM, *rows], **more)


def calendar_of(tmp_path: Path, *rows: list[Any], **more: Any) -> Calendar:
    plan = plan_of(tmp_path, *rows, **more)
    assert plan.school is not None, said(plan)
    assert said(plan) == ""
    assert plan.school.office.calendar is not None
    return plan.school.office.calendar


def test_the_term_and_its_events(tmp_path: Path) -> None:
    found = calendar_of(
        tmp_path,
        ["期中考试", "期中检测", datetime(2025, 11, 5), None, "3", "语文、数学"],
        ["国庆节", None, "10月1日至8日"],
        ["竞赛", "区科技节", "2025/12/20", None, None, None, "是"],
    )
    assert (found.first, found.last) == (date(2025, 9, 1), date(2026, 1, 23))
    assert found.events == (
        Event(date(2025, 10, 1), date(2025, 10, 8), "假期", "国庆节"),
        Event(date(2025, 11, 5), date(2025, 11, 5), "期中", "期中检测", (3,), ("语文", "数学")),
        Event(date(2025, 12, 20), date(2025, 12, 20), "竞赛", "区科技节", approved=True),
    )


def test_start_and_end_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = [["开始", "结束", "名称"], ["2025年9月1日", None, "开学典礼"], ["2026.1.23", None, "散学典礼"]]
    plan = read(tmp_path, 校历=[*rows, ["2025-10-01", datetime(2025, 10, 8), "国庆节"]])
    assert plan.school is not None, said(plan)
    found = plan.school.office.calendar
    assert found is not None
    assert (found.first, found.last) == (AUTUMN.first, AUTUMN.last)
    assert [(e.kind, e.last.day) for e in found.of(["假期"])] == [("假期", 8)]


@pytest.mark.parametrize("value", [None, " "])
def test_an_empty_sheet_is_no_calendar(tmp_path: Path, value: Any) -> None:
    plan = read(tmp_path, 校历=[HEAD, [None, value]])
    assert plan.school is not None, said(plan)
    assert plan.school.office.calendar is None


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025-09-01", (2025, 9, 1), (2025, 9, 1)),
        ("2025／9／1", (2025, 9, 1), (2025, 9, 1)),
        ("2025年9月1日", (2025, 9, 1), (2025, 9, 1)),
        ("20250901", (2025, 9, 1), (2025, 9, 1)),
        (20250901, (2025, 9, 1), (2025, 9, 1)),
        ("2025-09-01 00:00:00", (2025, 9, 1), (2025, 9, 1)),
        (date(2025, 9, 1), (2025, 9, 1), (2025, 9, 1)),
        (datetime(2025, 9, 1, 8, 30), (2025, 9, 1), (2025, 9, 1)),
        ("11月5日（周三）", (2025, 11, 5), (2025, 11, 5)),
        ("1月5日", (2026, 1, 5), (2026, 1, 5)),
        ("10.1", (2025, 10, 1), (2025, 10, 1)),
        ("10月1日-8日", (2025, 10, 1), (2025, 10, 8)),
        ("10.1-10.8", (2025, 10, 1), (2025, 10, 8)),
        ("10-1至10-8", (2025, 10, 1), (2025, 10, 8)),
        ("2025-10-01~2025-10-08", (2025, 10, 1), (2025, 10, 8)),
        ("12月30日到1月2日", (2025, 12, 30), (2026, 1, 2)),
        ("1月24日至2月22日", (2026, 1, 24), (2026, 2, 22)),
    ],
)
def test_dates(written: Any, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert read_days(written, AUTUMN) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "written",
    ["", "九月", "2025-13-01", "2025-02-30", "1999-09-01", "2225-09-01", "45901", time(8), True, "-", "至"],
)
def test_what_is_no_date(tmp_path: Path, written: Any) -> None:
    plan = plan_of(tmp_path, ["期中", "x", written])
    assert "C3" in [p.cell for p in plan.problems]
    assert plan.school is None


def test_the_term_itself_needs_its_year(tmp_path: Path) -> None:
    plan = read(tmp_path, 校历=[HEAD, ["学期", None, "9月1日", "1月23日"]])
    assert "单元格 C2：日期 “9月1日” 读不懂" in said(plan)


def test_every_week_leaves_out_the_week_of_a_holiday(tmp_path: Path) -> None:
    holiday = ["假期", "国庆", "2025-09-29", "2025-10-05"]
    found = calendar_of(tmp_path, holiday, ["作业检查", "教导处抽查", "每周"])
    events = found.of(["作业抽查"])
    assert found.weeks == 21
    assert len(events) == 20
    assert sorted(found.week(e.first) for e in events) == [w for w in range(1, 22) if w != 5]
    assert {e.first.weekday() for e in events} == {2}  # the middle of the week
    assert {e.name for e in events} == {"教导处抽查"}


def test_every_wednesday_moves_for_a_holiday(tmp_path: Path) -> None:
    found = calendar_of(tmp_path, ["假期", "国庆", "10月1日"], ["会议", "教师会", "每周三"])
    days = [e.first for e in found.of(["会议"])]
    assert len(days) == 21
    assert date(2025, 10, 1) not in days
    assert [d for d in days if d.isoweekday() != 3] == [date(2025, 10, 2)]


def test_a_day_that_is_moved_is_a_school_day_and_no_extra_teaching(tmp_path: Path) -> None:
    rows = [["假期", "国庆", "2025-09-29至2025-10-05"], ["调休", "国庆调休", "2025-10-04"], ["问卷", None, "每周"]]
    found = calendar_of(tmp_path, *rows, ["补课", "初三补课", "2025-11-08"])
    assert date(2025, 10, 4) in [e.first for e in found.of(["问卷"])]
    assert [e.name for e in found.of(["补课"])] == ["初三补课"]


@pytest.mark.parametrize(
    ("often", "days"),
    [
        ("每月", ["09-16", "10-16", "11-17", "12-16", "01-13"]),
        ("每月15日", ["09-15", "10-15", "11-14", "12-15", "01-15"]),
        ("每月第一周", ["09-03", "10-08", "11-05", "12-03", "01-07"]),
        ("每月第2周周三", ["09-10", "10-15", "11-12", "12-10", "01-14"]),
        ("每学期2次", ["10-07", "12-18"]),
        ("termly", ["11-12"]),
    ],
)
def test_what_recurs_by_month_and_term(tmp_path: Path, often: str, days: list[str]) -> None:
    found = calendar_of(tmp_path, ["问卷", "家长问卷", often])
    assert [f"{e.first:%m-%d}" for e in found.events] == days


@pytest.mark.parametrize(
    ("often", "count"),
    [
        ("每天", 105),
        ("daily", 105),
        ("every day", 105),
        ("每周两次", 42),
        ("每周一、周四", 42),
        ("weekly on Wed", 21),
        ("every week", 21),
        ("每周", 21),
    ],
)
def test_what_recurs_by_day_and_week(tmp_path: Path, often: str, count: int) -> None:
    assert len(calendar_of(tmp_path, ["问卷", "x", often]).events) == count


@pytest.mark.parametrize("value", ["每周八", "每天上午", "每学期末", "每月32日晚", "每"])
def test_what_recurs_but_cannot_be_read(tmp_path: Path, value: str) -> None:
    plan = plan_of(tmp_path, ["问卷", "x", value])
    assert f"工作表 校历，单元格 C3：日期 “{value}” 读不懂\n  可以：写成 2025-11-05、10月1日至8日 或 每周三" in said(
        plan
    )
    assert plan.school is None


def test_a_plain_date_is_not_how_often() -> None:
    assert read_often("2025-09-01") is None
    assert read_often(datetime(2025, 9, 1)) is None


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("期中考试", "期中"), ("三年级期末质量检测", "期末"), ("第一次月考", "月考"), ("周测", "周考"),
        ("单元测试", "单元"), ("区统一考试", "统考"), ("模拟考试", "模拟"), ("国庆节", "假期"), ("放假", "假期"),
        ("补课日", "补课"), ("问卷调查", "问卷"),
        ("期中家长会", ""), ("每周作业抽测", ""), ("五月体育测试", ""), ("读书节", ""), ("Midterm", "期中"),
    ],
)  # fmt: skip
def test_kinds_and_their_aliases(written: str, kind: str) -> None:
    assert kind_of(written) == kind


def test_a_kind_of_the_schools_own_is_kept(tmp_path: Path) -> None:
    found = calendar_of(tmp_path, ["读书节", "第十届读书节", "2025-12-01"])
    assert [(e.kind, e.name) for e in found.events] == [("读书节", "第十届读书节")]


def test_a_kind_that_is_nearly_right_is_told(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["问卷调察", "x", "2025-12-01"])
    assert "工作表 校历，单元格 A3：类型 “问卷调察” 按原样保留（最接近：问卷调查）" in said(plan)
    assert plan.school is not None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["期中", "x", None], "单元格 C3：缺少日期"),
        ([None, "x", "2025-11-05"], "单元格 A3：缺少类型"),
        (["期中", "x", "2025-11-05", "2025-11-01"], "单元格 D3：结束 2025-11-01 不晚于开始 2025-11-05"),
        (["期中", "x", "2025-11-05", "2027-11-01"], "单元格 D3：从 2025-11-05 到 2027-11-01 超过一年"),
        (["期中", "x", "2024-11-05"], "单元格 C3：2024-11-05 不在学期 2025-09-01 至 2026-01-23 之内"),
        (["期中", "x", "2025-11-05", None, "十年级"], "单元格 E3：年级 “十年级” 读不懂"),
        (["期中", "x", "2025-11-05", None, None, "语闻"], "单元格 F3：科目 “语闻” 不在 课程计划 表 中（最接近：语文）"),
        (["期中", "x", "2025-11-05", None, None, None, "也许"], "单元格 G3：是否 “也许” 读不懂"),
        (["学期", "x", "2025-11-05", "每周"], ""),
    ],
)
def test_wrong_cells(tmp_path: Path, row: list[Any], words: str) -> None:
    plan = plan_of(tmp_path, row)
    assert words in said(plan)
    if not words:  # only the first row of the term counts
        assert plan.school is not None


def test_without_a_term(tmp_path: Path) -> None:
    plan = read(tmp_path, 校历=[HEAD, ["期中", "x", "2025-11-05"]])
    assert "缺少学期的第一天和最后一天\n  可以：加一行：类型 学期，日期 2025-09-01，结束 2026-01-23" in said(plan)
    assert plan.school is None


def test_a_term_of_two_years(tmp_path: Path) -> None:
    plan = read(tmp_path, 校历=[HEAD, ["开学", None, "2025-09-01"], ["学期结束", None, "2027-01-23"]])
    assert "学期从 2025-09-01 到 2027-01-23，不像一个学期" in said(plan)


def test_all_problems_at_once(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["期中", "x", "十一月"], ["期末", "x", "2026-01-99"])
    assert [p.cell for p in plan.problems] == ["C3", "C4"]


ASKED = sorted({k for name in pack_names() for row in read_pack(name).rows if row.rule == "events"
                for k in dict(row.params)["kinds"]})  # fmt: skip


def test_every_kind_of_event_that_a_pack_asks_for_can_be_written_without_a_question(tmp_path: Path) -> None:
    found = calendar_of(tmp_path, *([kind, None, "2025-11-05"] for kind in ASKED))
    assert len(found.events) == len(ASKED)
