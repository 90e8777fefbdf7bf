"""作业."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain import HomeworkTarget, School
from scheduler.intake import Plan

from .books import SMALL, read, said


def homework(tmp_path: Path, *rows: list[Any], **more: Any) -> Plan:
    return read(tmp_path, 作业=[["项目", "三年级"], *rows], **more)


def school_of(plan: Plan) -> School:
    assert plan.school is not None, said(plan)
    return plan.school


def test_targets_caps_and_free_days(tmp_path: Path) -> None:
    rows = [
        ["每日上限", 45],
        ["无作业日", "周三"],
        ["课后服务完成", 20],
        ["语文", "55-95"],
        ["数学", 60],
        ["体育", "无"],
    ]
    school = school_of(homework(tmp_path, *rows))
    assert school.homework.targets[:2] == (
        HomeworkTarget("三1", "语文", 55, 95),
        HomeworkTarget("三1", "数学", 60, 60),
    )
    assert school.homework.service == tuple((3, day, 20) for day in range(1, 6))
    found = {s.id: s for s in school.settings if "作业" in s.id}
    assert list(found) == ["homework_day_cap@作业!B2", "homework_free_days@作业!B3", "homework_subjects@作业!B5"]
    cap, free, subjects = found.values()
    assert (cap["most"], free["days"], subjects["subjects"]) == (45, (3,), ("语文", "数学"))


def test_service_on_its_days_only(tmp_path: Path) -> None:
    service = [["星期", "分钟"], ["周一、周二", 60]]
    school = school_of(homework(tmp_path, ["课后服务完成", 90], 课后服务=service))
    assert school.homework.service == ((3, 1, 60), (3, 2, 60))


@pytest.mark.parametrize(("grade", "cap"), [("一", 0), ("三", 60), ("七", 90)])
def test_national_caps_without_pack_or_sheet(tmp_path: Path, grade: str, cap: int) -> None:
    cells = {"课程计划!B1": f"{grade}年级", "班级!B2": f"{grade}年级", "班级!B3": f"{grade}年级"}
    school = school_of(read(tmp_path, cells))
    (found,) = [s["most"] for s in school.settings if s.rule == "homework_day_cap"]
    assert found == cap
    least = sum(t.least for t in school.homework.targets if t.group == "三1")
    most = sum(t.most for t in school.homework.targets if t.group == "三1")
    assert bool(most) == bool(cap)
    assert least <= most <= cap * 5


def test_usual_targets_keep_to_a_pack(tmp_path: Path) -> None:
    plan = read(tmp_path, 学校=[["项目", "值"], ["规则包", "huozhou"]])
    targets = school_of(plan).homework.targets
    assert {t.subject for t in targets} == {"语文", "数学"}
    assert sum(t.most for t in targets if t.group == "三1") <= 30 * 5


def test_subjects_marked_without_homework_give_none(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"课程计划!G2": "否", "课程计划!G4": "是"}))
    assert {t.subject for t in school.homework.targets} == {"数学", "体育"}


def test_targets_above_the_caps(tmp_path: Path) -> None:
    plan = homework(tmp_path, ["每日上限", 20], ["无作业日", "周三"], ["语文", "60-80"], ["数学", "50-60"])
    assert "工作表 作业，单元格 B5：三年级各科每周至少 110 分钟，多于每日上限 20 × 4 天 = 80 分钟" in said(plan)
    assert "减少 30 分钟，或改每日上限" in said(plan)
    assert plan.school is None


def test_targets_above_a_cap_that_nobody_wrote_name_the_pack(tmp_path: Path) -> None:
    """The message spoke of a cap of 30 minutes that stood nowhere in the workbook."""
    school = [["项目", "值"], ["规则包", "haidian-lixin"]]
    plan = homework(tmp_path, ["语文", "160-170"], 学校=school)
    assert "多于每日上限 30 × 5 天 = 150 分钟（上限出自 HL-09“三、四年级家庭作业时间控制在30分钟以内”）" in said(plan)
    assert "减少 10 分钟，或去掉这个规则包" in said(plan)


def test_minutes_that_excel_made_a_date(tmp_path: Path) -> None:
    plan = homework(tmp_path, ["语文", datetime(2025, 5, 10)])
    assert "工作表 作业，单元格 B2：每周分钟 “2025-05-10” 读不懂（Excel 把它变成了日期）" in said(plan)


def test_least_above_most(tmp_path: Path) -> None:
    assert "工作表 作业，单元格 B2：每周分钟 “95-55” 读不懂" in said(homework(tmp_path, ["语文", "95-55"]))


def test_unknown_item(tmp_path: Path) -> None:
    plan = homework(tmp_path, ["每日上线", 30])
    assert "工作表 作业，单元格 A2：项目或科目 “每日上线” 不在 课程计划 表 中（最接近：每日上限）" in said(plan)


def test_subject_without_lessons(tmp_path: Path) -> None:
    curriculum = [[*row[:2], None, *row[2:]] for row in SMALL["课程计划"]]
    curriculum[0][2] = "四年级"
    curriculum.append(["英语", None, 2])
    plan = homework(tmp_path, ["英语", "20-30"], 课程计划=curriculum)
    assert "工作表 作业，单元格 B2：三年级没有 英语 课，不能有作业" in said(plan)


def test_kinds_layers_and_days_off(tmp_path: Path) -> None:
    rows = [
        ["项目", "三年级", "类型", "层次"],
        ["周末每日", 40],
        ["假期每日", "30"],
        ["语文", "55-95"],
        ["数学", 60, "动手作业", "分层"],
        ["体育", "20-30", "运动", "选做"],
    ]
    school = school_of(read(tmp_path, 作业=rows))
    assert school.homework.off_days == ((3, "holiday", 30), (3, "weekend", 40))
    assert {(t.subject, t.kind, t.layer) for t in school.homework.targets} == {
        ("语文", "written", "required"), ("数学", "practice", "chosen"), ("体育", "sport", "chosen"),
    }  # fmt: skip


def test_kinds_without_minutes_are_kept_for_the_usual_targets(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, 作业=[["项目", "三年级", "类型"], ["数学", None, "口头"]]))
    assert {t.subject: t.kind for t in school.homework.targets} == {"语文": "written", "数学": "oral"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["语文", "30-40", "口投"], "单元格 C2：作业类型 “口投” 不在 书面、口头、阅读"),
        (["语文", "30-40", None, "必作"], "单元格 D2：层次 “必作” 不在 必做、选做 中（最接近：必做）"),
        (["周末每日", "半小时"], "单元格 B2：周末每日分钟 “半小时” 应是 0 到 600 的整数"),
    ],
)
def test_wrong_kinds_and_minutes(tmp_path: Path, row: list[Any], words: str) -> None:
    plan = read(tmp_path, 作业=[["项目", "三年级", "类型", "层次"], row])
    assert words in said(plan)
    assert plan.school is None


def test_a_subject_has_one_kind_of_homework(tmp_path: Path) -> None:
    plan = homework(tmp_path, ["语文", "30-40"], ["语文", "10-20"])
    assert "工作表 作业，单元格 A3：“语文” 重复（已在 A2）\n  可以：一科只填一行、一种类型" in said(plan)


def test_homework_in_service_with_several_activities_at_once(tmp_path: Path) -> None:
    """The minutes of a day are those of all its activities, not of the shortest."""
    rows = [
        ["星期", "开始", "结束", "名称"],
        ["周一", "16:00", "17:00", "作业辅导"],
        ["周一", "16:00", "16:20", "合唱"],
    ]
    school = school_of(homework(tmp_path, ["课后服务完成", 40], 课后服务=rows))
    assert school.homework.service == ((3, 1, 40),)
