"""What is asked of whom: defaults, sheets, locks, 规则."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from constraints import catalogue
from scheduler.domain import RuleSetting, School, Scope, Strength, Times
from scheduler.intake import Plan

from .books import TEACHERS, read, said

LOCKS = ["班级", "教师", "场地", "科目", "时间", "方式"]
RULES = ["规则", "年级", "班级", "科目", "教师", "场地", "强度", "权重", "参数", "备注"]


def school_of(plan: Plan) -> School:
    assert plan.school is not None, said(plan)
    return plan.school


def settings(school: School, rule: str) -> list[RuleSetting]:
    return [s for s in school.settings if s.rule == rule]


def rule_row(tmp_path: Path, **cells: Any) -> Plan:
    row = [cells.get(name) for name in RULES]
    return read(tmp_path, 规则=[RULES, row])


def lock_rows(tmp_path: Path, *rows: list[Any], **more: Any) -> Plan:
    return read(tmp_path, 固排禁排=[LOCKS, *rows], **more)


def test_defaults_are_the_rules_that_are_not_off(tmp_path: Path) -> None:
    school = school_of(read(tmp_path))
    wanted = {r.code for r in catalogue().values() if r.strength is not Strength.OFF} | {"homework_day_cap"}
    assert {s.rule for s in school.settings} == wanted
    assert all(s.id == s.rule for s in school.settings)


def test_ids_are_unique(tmp_path: Path) -> None:
    school = school_of(
        read(
            tmp_path,
            {"课程计划!E2": "3:2"},
            学校=[["项目", "值"], ["规则包", "霍州市中心小学减负自查（山西）、lijin"]],
        )
    )
    ids = [s.id for s in school.settings]
    assert len(ids) == len(set(ids))
    assert school.packs == ("huozhou", "lijin")


def test_limits_of_a_teacher_take_him_out_of_the_default(tmp_path: Path) -> None:
    teachers = [TEACHERS[0], ["王芳", "语文", "专任", 3, 12, 2, "周一；周三上午", "语文组"], *TEACHERS[2:]]
    school = school_of(read(tmp_path, 教师=teachers))
    only = Scope(teachers=frozenset({"王芳"}))
    (load,) = settings(school, "teacher_day_load")
    assert (load.id, load.scope, load["most"]) == ("teacher_day_load@教师!D2", only, 3)
    assert (load.source.sheet, load.source.cell) == ("教师", "D2")
    default, own = settings(school, "teacher_run")
    assert default.scope.minus == (only,)
    assert (own["most"], own.strength) == (2, Strength.HARD)
    (away,) = settings(school, "forbidden_times")
    assert (away.id, away.scope, str(away["times"])) == ("forbidden_times@教师!G2", only, "周一；周三上午")


def test_unavailable_room(tmp_path: Path) -> None:
    rooms = [["名称", "类型", "同时班数", "不可用时间"], ["操场", "操场", 2, "周五"]]
    (away,) = settings(school_of(read(tmp_path, 场地=rooms)), "forbidden_times")
    assert away.scope == Scope(rooms=frozenset({"操场"}))
    assert away.id == "forbidden_times@场地!D2"


def test_most_a_day_and_preferred_half(tmp_path: Path) -> None:
    school = school_of(read(tmp_path, {"课程计划!E2": 2, "课程计划!F3": "上午"}))
    default, own = settings(school, "subject_a_day")
    assert own.scope == Scope(subjects=frozenset({"语文"}))
    assert default.scope.minus == (own.scope,)
    (half,) = settings(school, "preferred_times")
    assert (half.strength, half["times"], half.scope.subjects) == (
        Strength.SOFT,
        Times.parse("上午"),
        {"数学"},
    )


@pytest.mark.parametrize(
    ("way", "rule", "strength"),
    [
        ("固排", "fixed_time", Strength.HARD),
        ("禁排", "forbidden_times", Strength.HARD),
        ("避免", "forbidden_times", Strength.SOFT),
        ("优先", "preferred_times", Strength.SOFT),
    ],
)
def test_locks(tmp_path: Path, way: str, rule: str, strength: Strength) -> None:
    school = school_of(lock_rows(tmp_path, ["三1、三2", None, None, "语文", "周二2", way]))
    (lock,) = settings(school, rule)
    assert lock.id == f"{rule}@固排禁排!E2"
    assert lock.scope == Scope(groups=frozenset({"三1", "三2"}), subjects=frozenset({"语文"}))
    assert (lock.strength, str(lock["times"])) == (strength, "周二2")


def test_fixed_room_narrows_the_need(tmp_path: Path) -> None:
    rooms = [["名称", "类型", "同时班数"], ["东操场", "操场", 2], ["西操场", "操场", 1]]
    plan = lock_rows(tmp_path, ["三1", None, "东操场", "体育", None, "固排"], 场地=rooms)
    school = school_of(
        read(
            tmp_path,
            {"课程计划!D4": "操场"},
            场地=rooms,
            固排禁排=[LOCKS, ["三1", None, "西操场", "体育", None, "固排"]],
        )
    )
    assert school_of(plan).course["三1 体育"].needs[0].options == ("东操场",)
    assert school.course["三1 体育"].needs[0].options == ("西操场",)
    assert school.course["三2 体育"].needs[0].options == ("东操场", "西操场")
    assert not settings(school, "fixed_time")


def test_lock_on_a_closed_slot(tmp_path: Path) -> None:
    plan = lock_rows(tmp_path, [None, None, None, "体育", "周一9", "固排"])
    assert "工作表 固排禁排，单元格 E2：周一9 不是上课时间" in said(plan)
    assert plan.school is None


def test_unreadable_time(tmp_path: Path) -> None:
    plan = lock_rows(tmp_path, [None, None, None, "体育", "周八1", "固排"])
    assert "工作表 固排禁排，单元格 E2：时间 “周八1” 读不懂" in said(plan)


def test_fixed_where_the_teacher_is_away(tmp_path: Path) -> None:
    teachers = [*TEACHERS[:4], ["孙力", "体育", "", None, None, None, "周一", ""]]
    plan = lock_rows(tmp_path, ["三1", None, None, "体育", "周一2", "固排"], 教师=teachers)
    assert "工作表 固排禁排，单元格 E2：三1 体育 固排在 周一第2节，但 教师 G5 不许排在这时" in said(plan)


def test_fixed_and_forbidden(tmp_path: Path) -> None:
    plan = lock_rows(tmp_path, ["三1", None, None, "体育", "周一2", "固排"], ["三1", None, None, None, "周一", "禁排"])
    assert "单元格 E2：三1 体育 固排在 周一第2节，但 固排禁排 E3 不许排在这时" in said(plan)


def test_two_lessons_fixed_at_once(tmp_path: Path) -> None:
    plan = lock_rows(
        tmp_path, ["三1", None, None, "体育", "周一2", "固排"], ["三1", None, None, "语文", "周一2", "固排"]
    )
    assert "工作表 固排禁排，单元格 E3：三1 在 周一第2节 已固排 三1 体育（E2），不能再固排 三1 语文" in said(plan)


def test_one_teacher_fixed_in_two_classes_at_once(tmp_path: Path) -> None:
    plan = lock_rows(tmp_path, [None, None, None, "体育", "周一2", "固排"])
    assert "工作表 固排禁排，单元格 E2：孙力 在 周一第2节 已固排 三1 体育（E2），不能再固排 三2 体育" in said(plan)


def test_unknown_way(tmp_path: Path) -> None:
    plan = lock_rows(tmp_path, ["三1", None, None, "体育", "周一2", "固定排"])
    assert "工作表 固排禁排，单元格 F2：方式 “固定排” 不在 固排、禁排、优先、避免 中" in said(plan)


def test_rule_by_title_replaces_the_default(tmp_path: Path) -> None:
    title = catalogue()["main_in_morning"].title.zh
    school = school_of(rule_row(tmp_path, 规则=title, 强度="尽量", 权重="重要"))
    (only,) = settings(school, "main_in_morning")
    assert only.id == "main_in_morning@规则!A2"
    assert only.weight == 4 * catalogue()["main_in_morning"].price


def test_rule_for_some_narrows_the_default(tmp_path: Path) -> None:
    school = school_of(rule_row(tmp_path, 规则="main_in_morning", 年级="1-3", 强度="必须"))
    default, own = settings(school, "main_in_morning")
    assert own.scope == Scope(grades=frozenset({1, 2, 3}))
    assert own.strength is Strength.HARD
    assert default.scope.minus == (own.scope,)


def test_rule_off(tmp_path: Path) -> None:
    school = school_of(rule_row(tmp_path, 规则="main_in_morning", 强度="不用"))
    assert not settings(school, "main_in_morning")


def test_homework_rule_for_one_subject_leaves_the_others(tmp_path: Path) -> None:
    plan = rule_row(tmp_path, 规则="homework_least_piece", 科目="语文", 参数="least=15")
    default, own = settings(school_of(plan), "homework_least_piece")
    assert own["least"] == 15
    assert default.scope.subjects == {"数学", "体育"}
    assert default.scope.has_group(school_of(plan).classes[0])


def test_rule_replaces_the_pack_for_those_it_names(tmp_path: Path) -> None:
    rules = [RULES, ["daily_exercise", 3, None, None, None, None, "必须", None, "least=70", None]]
    school = school_of(read(tmp_path, 学校=[["项目", "值"], ["规则包", "huozhou"]], 规则=rules))
    pack, own = settings(school, "daily_exercise")
    assert (pack.id, pack["least"], own["least"]) == ("HZ-07", 60, 70)
    assert not pack.scope.has_group(school.classes[0])


def test_cap_of_the_plan_stays_beside_that_of_the_pack(tmp_path: Path) -> None:
    homework = [["项目", "三年级"], ["每日上限", 50]]
    school = school_of(read(tmp_path, 学校=[["项目", "值"], ["规则包", "huozhou"]], 作业=homework))
    caps = {s.id: s["most"] for s in settings(school, "homework_day_cap") if 3 in s.scope.grades}
    assert caps == {"HZ-11": 30, "homework_day_cap@作业!B2": 50}


@pytest.mark.parametrize(
    ("params", "rule", "name", "value"),
    [
        ("most=4", "teacher_run", "most", 4),
        ("４", "teacher_run", "most", 4),
        ("４", "teacher_half_days", "most", 4),
        ("times=周一1；周三上午", "forbidden_times", "times", Times.parse("周一1；周三上午")),
        ("kinds=大课间、眼保健操", "day_blocks", "kinds", ("long_break", "eye_exercises")),
        ("days=周二、周四", "homework_free_days", "days", (2, 4)),
        ("subjects=语文、maths", "homework_subjects", "subjects", ("语文", "maths")),
        ("first=体育；then=数学", "subject_follow", "first", "体育"),
        ("half=上午；count=1", "half_day_count", "half", "am"),
        ("morning=8:30", "start_window", "morning", 510),
        ("days=双休日、节假日；blocks=午休", "no_lessons_in", "days", ("双休日", "节假日")),
        ("kinds=练字；minutes=20", "blocks_a_day", "kinds", ("练字",)),
        ("least=08:30", "first_lesson_start", "least", 510),
    ],
)
def test_parameters_are_read_by_their_type(tmp_path: Path, params: str, rule: str, name: str, value: Any) -> None:
    school = school_of(rule_row(tmp_path, 规则=rule, 科目="语文" if rule == "half_day_count" else None, 参数=params))
    assert settings(school, rule)[-1][name] == value


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"规则": "main_in_mornin"},
            "单元格 A2：规则 “main_in_mornin” 不在 规则目录 中（最接近：main_in_morning）",
        ),
        (
            {"规则": "teacher_run", "参数": "mst=3"},
            "单元格 I2：参数 “mst” 不在 规则 teacher_run 中（最接近：most）",
        ),
        ({"规则": "teacher_run", "参数": "most=三"}, "单元格 I2：参数 most 的值 “三” 读不懂"),
        (
            {"规则": "teacher_run", "强度": "必需"},
            "单元格 G2：强度 “必需” 不在 必须、尽量、不用 中（最接近：必须）",
        ),
        ({"规则": "teacher_run", "权重": "很重"}, "单元格 H2：权重 “很重” 读不懂"),
        ({"规则": "teacher_run", "年级": "三到二"}, "单元格 B2：年级 “三到二” 读不懂"),
        (
            {"规则": "teacher_run", "科目": "语闻"},
            "单元格 D2：科目 “语闻” 不在 课程计划 表 中（最接近：语文）",
        ),
        ({"规则": "class_clash", "强度": "尽量"}, "单元格 G2：“"),
    ],
)
def test_wrong_rule_rows(tmp_path: Path, cells: dict[str, Any], message: str) -> None:
    plan = rule_row(tmp_path, **cells)
    assert f"工作表 规则，{message}" in said(plan)
    assert plan.school is None
