"""What is proposed: every remedy is a change of cells that compiles and does what its sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from constraints import catalogue
from scheduler.domain import RuleSetting, School, Strength, Text, Times
from scheduler.engine.precheck import Shortage
from scheduler.explain.conflict import Conflict, Member
from scheduler.explain.remedies import FALLS_SHORT, MOST, MOST_OF_A_KIND, PRICES, Remedy, propose
from scheduler.intake import Plan, compile_book, edited, read_plan
from tests.intake.books import read, sheets, write_book

SAMPLES = Path(__file__).parents[2] / "samples"

# Three classes of grade 3 and one of grade 4, five days of four lessons in the morning and two after noon.
CURRICULUM = [
    ["科目", "三年级", "四年级", "连堂", "场地类型", "每日最多"],
    ["语文", 7, 7, "3-4:1", None, "3:2；4:3"],
    ["数学", 6, 6, None, None, 2],
    ["英语", 5, 5, None, None, None],
    ["科学", 3, 3, 1, "科学教室", None],
    ["体育", 3, 3, None, "操场", None],
    ["音乐", 2, 2, None, None, None],
    ["自习", 4, 4, None, None, None],
]
CLASSES = [["班级", "年级", "班主任"], ["三1", 3, "王芳"], ["三2", 3, "李明"], ["三3", 3, "周洁"], ["四1", 4, "钱进"]]
STAFF = [
    ["姓名", "任教科目", "每日最多", "每周最多", "连续最多", "不可用时间", "教研组"],
    ["王芳", "语文", None, None, None, None, "语文组"],
    ["李明", "语文", None, None, None, None, "语文组"],
    ["周洁", "语文", None, None, None, None, "语文组"],
    ["钱进", "语文", None, None, None, None, "语文组"],
    ["赵强", "数学", 3, 18, 2, "周二下午；周五", "数学组"],
    ["吴敏", "数学", 4, None, None, None, "数学组"],
    ["孙力", "体育", None, None, None, "周四5-6", None],
    ["郑伟", "英语", None, None, None, None, None],
    ["冯雪", "科学、音乐", None, None, None, None, None],
    ["张伟(2)", "数学", None, 6, None, None, None],
]
TAUGHT = [
    ["班级", "语文", "数学", "英语", "科学", "体育", "音乐", "自习"],
    ["三1", "王芳", "赵强", "郑伟", "冯雪", "孙力", "冯雪", "无"],
    ["三2", "李明", "赵强", "郑伟", "冯雪", "孙力", "冯雪", "无"],
    ["三3", "周洁", "吴敏4+赵强2", "郑伟", "冯雪", "孙力", "冯雪", "无"],
    ["四1", "钱进", "吴敏", "郑伟", "冯雪", "孙力", "冯雪", "无"],
]
ROOMS = [["名称", "类型", "同时班数", "不可用时间"], ["操场", "操场", 2, "周一上午"], ["科学室", "科学教室", 1, "周三"]]
LOCKS = [
    ["班级", "教师", "科目", "时间", "方式"],
    ["三1", None, "数学", "周二下午", "固排"],
    [None, None, "英语", "周一1；周三", "禁排"],
]
MEETINGS = [["教研组", "节数", "候选时间"], ["语文组", 2, "周三下午"]]
RULES = [
    ["规则", "年级", "班级", "科目", "教师", "强度", "参数"],
    ["teacher_half_days", None, None, None, None, "必须", "most=6"],
    ["两科互斥", 3, None, None, None, None, "first=科学；second=音乐"],
    ["lesson_minutes_day", None, None, None, None, "必须", 240],
]
HOMEWORK = [
    ["项目", "三年级", "四年级"],
    ["每日上限", 40, 60],
    ["无作业日", "周三", None],
    ["语文", "60-90", "60-90"],
    ["数学", "45", "40-60"],
]
BELLS = [["作息表", "年级", "星期", "名称", "类型", "开始", "结束"]] + [
    ["全校", "3-4", "周一至周五", f"第{n}节", "上课", start, end]
    for n, (start, end) in enumerate(
        [("08:30", "09:10"), ("09:20", "10:00"), ("10:10", "10:50"), ("11:00", "11:40"), ("14:00", "14:40"),
         ("14:50", "15:30")], 1,
    )
]  # fmt: skip
BOOK: dict[str, Any] = {
    "作息": BELLS, "课程计划": CURRICULUM, "班级": CLASSES, "教师": STAFF, "任课": TAUGHT, "场地": ROOMS,
    "固排禁排": LOCKS, "教研": MEETINGS, "规则": RULES, "作业": HOMEWORK,
}  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    found = read(tmp_path_factory.mktemp("plan"), **BOOK)
    assert not found.problems
    return found


def of(plan: Plan) -> School:
    assert plan.school is not None
    return plan.school


def setting(plan: Plan, rule: str, cell: str = "") -> RuleSetting:
    """The first of a rule, or the one that a cell (教师!F6) asks."""
    return next(s for s in of(plan).settings if s.rule == rule and cell in ("", f"{s.source.sheet}!{s.source.cell}"))


def about(
    plan: Plan,
    *members: tuple[str | RuleSetting, Sequence[str]],
    courses: Sequence[str] = (),
    short: Shortage | None = None,
) -> list[Remedy]:
    """The remedies of a conflict of these settings (by id, or themselves) and people."""
    named = tuple(Member(s if isinstance(s, str) else s.id, tuple(who)) for s, who in members)
    return propose(plan, Conflict(named, tuple(courses), False, short), catalogue())


def by_cell(remedies: Sequence[Remedy], kind: str, sheet: str, cell: str) -> list[Remedy]:
    return [r for r in remedies if r.kind == kind and (r.edits[0].sheet, r.edits[0].cell) == (sheet, cell)]


def after(plan: Plan, remedy: Remedy) -> School:
    """The school once the remedy is carried out; the plan has no problem of its own then."""
    assert plan.book is not None
    changed = compile_book(edited(plan.book, remedy.edits), catalogue())
    assert not [p for p in changed.problems if p.fatal], remedy.text.zh
    return of(changed)


def taught(school: School, teacher: str) -> set[str]:
    return {c.id for c in school.courses_of_teacher[teacher]}


def test_a_teachers_closed_time_is_opened_in_parts(plan: Plan) -> None:
    away = setting(plan, "forbidden_times", "教师!F6")
    found = by_cell(about(plan, (away, ["三1"])), "time", "教师", "F6")
    assert {"周五", "周二6；周五", "周二下午；周五上午", "周二下午；周五下午", "周二下午"} <= {
        r.edits[0].new for r in found
    }
    for remedy in found:
        before = {s.id for s in of(plan).grid.slots if s in away["times"]}
        new = setting_after(after(plan, remedy), "F6")
        now = {s.id for s in of(plan).grid.slots if s in new["times"]} if new else set()
        assert now < before, remedy.text.zh
    whole = next(r for r in found if r.edits[0].new == "周五")
    assert whole.text == Text(
        "把 教师 F6 的“周二下午；周五”改为“周五”，赵强周二下午就可以上课",
        "change 教师 F6 from '周二下午；周五' to '周五': 赵强 could then teach on Tue afternoon",
    )


def setting_after(school: School, cell: str) -> RuleSetting | None:
    return next((s for s in school.settings if s.rule == "forbidden_times" and s.source.cell == cell), None)


def shortage(kind: str, who: Sequence[str], need: int, have: int) -> Shortage:
    return Shortage(kind, tuple(who), need, have, Text("缺", "short"))


def test_what_is_short_is_opened_first(plan: Plan) -> None:
    away = setting(plan, "forbidden_times", "教师!F6")
    found = by_cell(about(plan, (away, ["三1"]), short=shortage("teacher", ["赵强"], 20, 15)), "time", "教师", "F6")
    assert found[0].edits[0].new == "周二下午", "Friday holds six, five are short"
    assert found[0].price < PRICES["time"] + FALLS_SHORT
    few = [r for r in found if r.edits[0].new == "周五"]
    assert all(r.price > PRICES["time"] + FALLS_SHORT for r in few), "two lessons are too few"
    assert not [r for r in found if r.edits[0].new == "周二6；周五"]
    all_of_it = by_cell(about(plan, (away, ["三1"]), short=shortage("teacher", ["赵强"], 20, 12)), "time", "教师", "F6")
    assert all_of_it[0].edits[0].new is None, "Friday alone holds six of eight"
    assert "清空 教师 F6" in all_of_it[0].text.zh


def test_the_time_of_a_fixed_lesson_comes_first(plan: Plan) -> None:
    away, lock = setting(plan, "forbidden_times", "教师!F6"), setting(plan, "fixed_time")
    found = by_cell(about(plan, (away, ["三1"]), (lock, ["三1", "数学"])), "time", "教师", "F6")
    assert found[0].edits[0].new == "周二6；周五", "the lock is on Tuesday afternoon"


def test_limits_of_a_teacher_rise(plan: Plan) -> None:
    day, week, run = (
        setting(plan, r, c)
        for r, c in (("teacher_day_load", "教师!C6"), ("teacher_week_load", "教师!D6"), ("teacher_run", "教师!E6"))
    )
    found = about(plan, *((s, ["赵强"]) for s in (day, week, run)), short=shortage("teacher", ["赵强"], 22, 18))
    for s, cell, most in ((day, "C6", 4), (week, "D6", 22), (run, "E6", 3)):
        (remedy,) = [r for r in by_cell(found, "limit", "教师", cell) if r.edits[0].new == most]
        assert setting_of(after(plan, remedy), s)["most"] == most
        assert f"（教师 {cell}）" in remedy.text.zh
    one = next(r for r in by_cell(found, "limit", "教师", "D6") if r.edits[0].new == 19)
    assert one.price > PRICES["limit"] + FALLS_SHORT


def setting_of(school: School, like: RuleSetting) -> RuleSetting:
    return next(s for s in school.settings if s.id == like.id)


def test_a_subjects_lessons_a_day_rise_in_one_grade(plan: Plan) -> None:
    asked = next(
        s
        for s in of(plan).settings
        if s.rule == "subject_a_day" and s.scope.subjects == {"语文"} and 3 in s.scope.grades
    )
    (remedy,) = by_cell(about(plan, (asked, ["三1", "语文"])), "limit", "课程计划", "F2")
    assert remedy.edits[0].new == 3, "grade 4 has 3 already: one word for both"
    plain = next(s for s in of(plan).settings if s.rule == "subject_a_day" and s.scope.subjects == {"数学"})
    (remedy,) = by_cell(about(plan, (plain, ["四1", "数学"])), "limit", "课程计划", "F3")
    assert (remedy.edits[0].old, remedy.edits[0].new) == (2, "3:2；4:3")
    limits = {
        tuple(s.scope.grades): s["most"]
        for s in after(plan, remedy).settings
        if s.rule == "subject_a_day" and s.scope.subjects == {"数学"}
    }
    assert limits == {(3,): 2, (4,): 3}


def test_another_teacher_takes_a_class(plan: Plan) -> None:
    lessons = ["三1 数学", "三2 数学", "三3 数学/赵强"]
    found = about(plan, ("teacher_clash", ["赵强"]), courses=lessons)
    staff = [r for r in found if r.kind == "staff"]
    assert {r.edits[0].cell for r in staff} == {"C2", "C3", "C4"}
    (shared,) = by_cell(staff, "staff", "任课", "C4")  # not 吴敏, who has the rest of these lessons
    assert shared.edits[0].new == "吴敏4+张伟(2)2"
    assert "三3 数学/张伟(2)" in taught(after(plan, shared), "张伟(2)")
    first = by_cell(staff, "staff", "任课", "C2")[0]
    assert re.fullmatch("请 吴敏（还有 10 节空余）教 三1 的数学：任课 C2 由“赵强”改为“吴敏”", first.text.zh)
    assert "三1 数学" in taught(after(plan, first), "吴敏")
    assert "三1 数学" not in taught(after(plan, first), "赵强")
    named = {r.edits[0].new for r in staff if r.edits[0].cell != "C4"}
    assert named == {"吴敏", "张伟(2)"}


def test_only_teachers_with_periods_left_are_asked(tmp_path: Path) -> None:
    staff = [[*row] for row in STAFF]
    staff[6][3], staff[10][3] = 15, 5  # 吴敏: 15 a week and 10 taught; 张伟(2): 5 and none taught
    full = read(tmp_path, **{**BOOK, "教师": staff})
    assert not [r for r in about(full, ("teacher_clash", ["赵强"]), courses=["三1 数学"]) if r.kind == "staff"]


def test_a_room_holds_more_or_is_open_longer(plan: Plan) -> None:
    courses = [c.id for c in of(plan).courses if c.subject == "科学"]
    found = about(plan, ("room_places", ["科学室"]), courses=courses)
    (larger,) = by_cell(found, "room", "场地", "C3")
    assert larger.text.zh == "科学室同时班数由 1 改为 2（场地 C3）"
    assert after(plan, larger).room["科学室"].holds == 2
    opened = by_cell(found, "room", "场地", "D3")
    assert None in {r.edits[0].new for r in opened}
    for remedy in opened:
        assert len(after(plan, remedy).closed_rooms.get("科学室", ())) < len(of(plan).closed_rooms["科学室"])
    (own,) = by_cell(found, "room", "课程计划", "E5")
    assert not any(c.needs for c in after(plan, own).courses if c.subject == "科学")


def test_sport_is_never_held_in_the_class_room(plan: Plan) -> None:
    courses = [c.id for c in of(plan).courses if c.subject == "体育"]
    found = about(plan, ("room_places", ["操场"]), courses=courses)
    assert by_cell(found, "room", "场地", "C2")
    assert not [r for r in found if r.edits[0].sheet == "课程计划" and r.edits[0].cell == "E6"]


def test_a_lock_becomes_a_wish_or_moves(plan: Plan) -> None:
    lock = setting(plan, "fixed_time")
    found = about(plan, (lock, ["三1", "数学"]))
    (wish,) = by_cell(found, "lock", "固排禁排", "E2")
    preferred = next(s for s in after(plan, wish).settings if (s.source.sheet, s.source.cell) == ("固排禁排", "D2"))
    assert (preferred.rule, preferred.strength) == ("preferred_times", Strength.SOFT)
    moved = by_cell(found, "lock", "固排禁排", "D2")
    assert [r.edits[0].new for r in moved] == ["周二上午", "周一下午", "周三下午"]
    assert setting_of(after(plan, moved[0]), lock)["times"] == Times.parse("周二上午")
    assert "由周二下午改到周二上午" in moved[0].text.zh
    assert moved[0].price < moved[1].price < wish.price


def test_a_fixed_lesson_moves_to_times_that_are_open(tmp_path: Path) -> None:
    locks = [*LOCKS, ["三1", None, "数学", "周四5", "固排"], ["三1", None, "语文", "周四4", "固排"]]
    locks += [["三2", None, "数学", "周四3", "固排"]]
    plan = read(tmp_path, **{**BOOK, "固排禁排": locks})
    lock = setting(plan, "fixed_time", "固排禁排!D4")
    moved = by_cell(about(plan, (lock, ["三1", "数学"])), "lock", "固排禁排", "D4")
    assert [r.edits[0].new for r in moved] == ["周四6", "周四2", "周四1"], "4 is taken in the class, 3 by the teacher"
    row = [["班级", "科目", "时间", "方式"], ["三1", "体育", "周一5；周四4", "固排"]]
    plan = read(tmp_path, **{**BOOK, "固排禁排": row})
    moved = by_cell(about(plan, (setting(plan, "fixed_time"), ["三1", "体育"])), "lock", "固排禁排", "C2")
    assert {r.edits[0].new for r in moved} == {
        "周一6；周四4", "周二5；周四4", "周三5；周四4", "周一5；周四3", "周一5；周四2", "周一5；周四1"
    }  # fmt: skip


def test_a_forbidding_row_becomes_a_wish_or_opens(plan: Plan) -> None:
    row = setting(plan, "forbidden_times", "固排禁排!D3")
    found = about(plan, (row, ["三1"]))
    (wish,) = by_cell(found, "lock", "固排禁排", "E3")
    assert wish.edits[0].new == "避免"
    assert setting_of(after(plan, wish), row).strength is Strength.SOFT
    opened = {r.edits[0].new for r in by_cell(found, "time", "固排禁排", "D3")}
    assert {"周三", "周一1", "周一1；周三上午"} <= opened


def test_a_meeting_gets_more_times_or_is_shorter(plan: Plan) -> None:
    found = about(plan, ("teacher_clash", ["王芳"]), courses=["教研 语文组"])
    wide, any_time = by_cell(found, "meeting", "教研", "C2")
    (shorter,) = by_cell(found, "meeting", "教研", "B2")
    before = set(of(plan).course["教研 语文组"].starts)
    assert before < set(after(plan, wide).course["教研 语文组"].starts)
    assert wide.edits[0].new == "周三"
    assert any_time.edits[0].new is None
    assert {of(plan).grid.slot[s].day for s in after(plan, any_time).course["教研 语文组"].starts} == {1, 2, 3, 4, 5}
    assert after(plan, shorter).course["教研 语文组"].sessions[0].duration == 1


def test_a_rules_number_moves_for_all_or_for_one(plan: Plan) -> None:
    rule = setting(plan, "teacher_half_days")
    found = about(plan, (rule, ["赵强"]))
    (number,) = by_cell(found, "rule", "规则", "G2")
    assert setting_of(after(plan, number), rule)["most"] == 7
    (soft,) = by_cell(found, "rule", "规则", "F2")
    assert setting_of(after(plan, soft), rule).strength is Strength.SOFT
    own = [r for r in found if r.kind == "rule" and r.edits[0].cell == "A5"]
    assert len(own) == 2
    for remedy in own:
        school = after(plan, remedy)
        made = next(s for s in school.settings if s.source.cell == "A5")
        assert made.scope.teachers == {"赵强"}
        assert (made.strength, made["most"]) in ((Strength.HARD, 7), (Strength.SOFT, 6))
        general = setting_of(school, rule)
        assert (general.strength, general["most"]) == (Strength.HARD, 6)
        assert not general.scope.has_teacher(school.teacher["赵强"])
        assert general.scope.has_teacher(school.teacher["吴敏"])
        assert remedy.price < number.price < soft.price


def test_a_value_without_a_name_keeps_its_meaning(plan: Plan) -> None:
    rule = setting(plan, "lesson_minutes_day")
    (number,) = by_cell(about(plan, (rule, ["三1"])), "rule", "规则", "G4")
    assert setting_of(after(plan, number), rule)["most"] == 245


def test_a_row_without_a_strength_is_softened(plan: Plan) -> None:
    rule = setting(plan, "subjects_exclusive")
    found = about(plan, (rule, ["三1"]))
    (soft,) = by_cell(found, "rule", "规则", "F3")
    assert (soft.edits[0].old, soft.edits[0].new) == (None, "尽量")
    (one,) = [r for r in found if r.edits[0].cell == "A5"]
    school = after(plan, one)
    assert not setting_of(school, rule).scope.has_group(school.group["三1"])
    assert setting_of(school, rule).scope.has_group(school.group["三2"])


def test_a_default_gets_an_exception_in_a_new_sheet(tmp_path: Path) -> None:
    bare = read(tmp_path, **{**BOOK, "规则": None})
    found = about(bare, ("subject_a_day", ["三1", "英语"]), ("class_clash", ["三1"]), ("weekly_lessons", ["三1"]))
    (remedy,) = [r for r in found if r.kind == "rule"]
    assert remedy.edits[0].new == "规则", "the sheet gets its header row"
    school = after(bare, remedy)
    made = next(s for s in school.settings if s.rule == "subject_a_day" and s.source.sheet == "规则")
    assert (made.strength, made.scope.groups, made.scope.subjects) == (Strength.SOFT, {"三1"}, {"英语"})
    assert "对 三1 英语" in remedy.text.zh


def test_a_column_that_the_sheet_lacks_is_added(tmp_path: Path) -> None:
    few = read(tmp_path, **{**BOOK, "规则": [["规则", "参数"], ["teacher_half_days", 6]]})
    rule = setting(few, "teacher_half_days")
    found = about(few, (rule, ["赵强"]))
    soft = [r for r in found if setting_of(after(few, r), rule).strength is Strength.SOFT]
    assert soft
    assert [(e.cell, e.new) for e in soft[0].edits] == [("C1", "强度"), ("C2", "尽量")]


def test_a_regulation_comes_last_and_is_called_one(tmp_path: Path) -> None:
    bound = read(tmp_path, **{**BOOK, "学校": [["项目", "值"], ["学校名称", "x"], ["规则包", "lijin"]]})
    assert bound.school is not None, bound.problems
    rows = [s for s in of(bound).settings if s.source.pack and s.hard]
    rows = [s for s in rows if not (catalogue()[s.rule].structural or catalogue()[s.rule].about_plan)]
    assert rows
    for row in rows:
        found = about(bound, (row, ["三1"]), ("subject_a_day", ["三1", "英语"]))
        regulations = [r for r in found if r.kind == "regulation"]
        assert regulations, row.id
        assert found[-len(regulations) :] == regulations
        for remedy in regulations:
            assert row.source.quotation in remedy.text.zh
            assert row.source.ref in remedy.text.en
            assert "这是规定" in remedy.text.zh
            assert "It is a regulation" in remedy.text.en
            school = after(bound, remedy)
            strict = [s for s in school.settings if s.id == row.id]
            assert not any(s.scope.has_group(school.group["三1"]) for s in strict)
            assert any(
                s.rule == row.rule and s.strength is Strength.SOFT and s.source.sheet == "规则" for s in school.settings
            )


def test_fewer_doubles(plan: Plan) -> None:
    found = about(plan, ("class_clash", ["三1"]), courses=["三1 语文", "三1 科学"])
    (remedy,) = by_cell(found, "doubles", "课程计划", "D2")
    assert remedy.edits[0].new == "4:1"
    school = after(plan, remedy)
    assert [len([s for s in school.course[c].sessions if s.duration == 2]) for c in ("三1 语文", "四1 语文")] == [0, 1]
    (plain,) = by_cell(found, "doubles", "课程计划", "D5")
    assert plain.edits[0].new == "4:1", "1 for all becomes 1 for the other grade"


def test_a_lesson_less_keeps_the_week_full(plan: Plan) -> None:
    found = about(plan, ("class_clash", ["三1"]), courses=["三1 英语", "三3 数学/赵强"])
    (remedy,) = [r for r in found if r.kind == "lessons"]
    assert [(e.cell, e.old, e.new) for e in remedy.edits] == [("B4", 5, 4), ("B8", 4, 5)]
    school = after(plan, remedy)
    assert len(school.course["三1 英语"].sessions) == 4
    assert len(school.course["四1 英语"].sessions) == 5
    assert remedy == found[-1], "the last resort"


def test_no_lesson_is_taken_from_what_a_regulation_protects(tmp_path: Path, plan: Plan) -> None:
    school = [["项目", "值"], ["学校名称", "x"], ["规则包", "arts-district"]]  # 开足音乐、美术
    bound = read(tmp_path, **{**BOOK, "学校": school})
    conflict = ("class_clash", ["三1"])

    def less(of_plan: Plan, course: str) -> list[Remedy]:
        return [r for r in about(of_plan, conflict, courses=[course]) if r.kind == "lessons"]

    assert less(plan, "三1 音乐")
    assert less(bound, "三1 英语")
    assert not less(bound, "三1 音乐")


def test_sport_never_has_a_lesson_less(plan: Plan) -> None:
    assert not [r for r in about(plan, ("class_clash", ["三1"]), courses=["三1 体育"]) if r.kind == "lessons"]


def test_homework_gives_way(plan: Plan) -> None:
    cap, free = setting(plan, "homework_day_cap", "作业!B2"), setting(plan, "homework_free_days", "作业!B3")
    found = about(plan, (cap, ["三1"]), (free, ["三1"]), short=shortage("homework", ["三1"], 200, 180))
    least = by_cell(found, "homework", "作业", "B4")
    assert [r.edits[0].new for r in least] == ["40-90", None]
    targets = {(t.group, t.subject): t.least for t in after(plan, least[0]).homework.targets}
    assert (targets["三1", "语文"], targets["四1", "语文"]) == (40, 60)
    assert ("三1", "语文") not in {(t.group, t.subject) for t in after(plan, least[1]).homework.targets}
    (raised,) = by_cell(found, "homework", "作业", "B2")
    assert raised.edits[0].new == 45
    (day,) = by_cell(found, "homework", "作业", "B3")
    assert not any(s.rule == "homework_free_days" and 3 in s.scope.grades for s in after(plan, day).settings)


def test_a_cap_at_the_national_bound_is_not_raised(plan: Plan) -> None:
    cap = setting(plan, "homework_day_cap", "作业!C2")
    assert not by_cell(about(plan, (cap, ["四1"])), "homework", "作业", "C2")


def test_a_joint_lesson_changes_its_own_row(tmp_path: Path) -> None:
    groups = [["教学班", "班级", "科目", "教师", "课时"], ["合唱", "三1、三2", "音乐", "冯雪", 2]]
    staff = [*STAFF, ["韩梅", "音乐", None, None, None, None, None]]
    joint = read(tmp_path, **{**BOOK, "合班走班": groups, "教师": staff})
    found = about(joint, ("teacher_clash", ["冯雪"]), courses=["合唱 音乐"])
    (remedy,) = by_cell(found, "staff", "合班走班", "D2")
    assert after(joint, remedy).course["合唱 音乐"].teachers == ("韩梅",)
    assert not [r for r in found if r.kind == "lessons"], "the number of lessons stands in two sheets"


def test_merged_cells_are_said_to_change_together(tmp_path: Path) -> None:
    import openpyxl

    path = write_book(tmp_path / "plan.xlsx", sheets(**BOOK))
    book = openpyxl.load_workbook(path)
    book["教师"].merge_cells("F6:F7")
    book.save(path)
    merged = read_plan(path, catalogue())
    found = by_cell(about(merged, (setting(merged, "forbidden_times", "教师!F7"), ["四1"])), "time", "教师", "F7")
    assert found
    assert all("合并单元格 F6:F7 一起改" in r.text.zh and "F6:F7" in r.text.en for r in found)
    wide = next(r for r in found if r.edits[0].new == "周五")
    away = {s.source.cell: s["times"] for s in after(merged, wide).settings if s.rule == "forbidden_times"}
    assert away["F6"] == away["F7"] == Times.parse("周五")


def everything(plan: Plan) -> Conflict:
    """A conflict of all that is hard, and of all courses."""
    school = of(plan)
    people = [x.id for kind in (school.classes, school.teachers, school.rooms) for x in kind[:4]]
    hard = [s for s in school.settings if s.hard]
    return Conflict(tuple(Member(s.id, (w,)) for s in hard for w in people), tuple(school.course), False)


@pytest.mark.parametrize("sample", ["three-sheets", "impossible", "lixin24", "lijin39", "junior60"])
def test_whatever_is_proposed_compiles_and_changes_the_school(sample: str) -> None:
    plan = read_plan(SAMPLES / f"{sample}.xlsx", catalogue())
    found = propose(plan, everything(plan), catalogue())
    check_all(plan, found)
    wanted = {"staff", "rule"} if sample == "three-sheets" else {"time", "staff", "room"}
    assert {r.kind for r in found} >= wanted


def check_all(plan: Plan, found: list[Remedy]) -> None:
    assert found
    assert len(found) <= MOST
    assert [r.price for r in found] == sorted(r.price for r in found)
    assert len({frozenset(r.edits) for r in found}) == len(found)
    for remedy in found:
        assert sum(r.kind == remedy.kind for r in found) <= MOST_OF_A_KIND
        assert after(plan, remedy) != of(plan), remedy.text.zh
        for lang in ("zh", "en"):
            said = remedy.text.say(lang)
            assert said
            assert "None" not in said
            assert any(e.cell in said for e in remedy.edits), said
        if remedy.kind != "regulation":  # which is quoted as it stands
            assert not re.search("[，。：“]", remedy.text.en.replace(str(remedy.edits[0].old), ""))


def test_proposing_twice_is_the_same(plan: Plan) -> None:
    assert propose(plan, everything(plan), catalogue()) == propose(plan, everything(plan), catalogue())


def test_names_that_look_like_anything_else(tmp_path: Path) -> None:
    staff = [[*row] for row in STAFF]
    rows = [[*row] for row in TAUGHT]
    odd = "{赵}=强;"
    staff[5][0] = odd
    for row in (rows[1], rows[2]):
        row[2] = odd
    rows[3][2] = "吴敏"
    strange = read(tmp_path, **{**BOOK, "教师": staff, "任课": rows})
    assert strange.school is not None, strange.problems
    asked = (setting(strange, "forbidden_times", "教师!F6"), ["三1"]), (setting(strange, "teacher_half_days"), [odd])
    found = about(strange, *asked, courses=["三1 数学"])
    assert {r.kind for r in found} >= {"time", "staff", "rule"}
    opened = next(r for r in found if r.kind == "time")
    assert f"，{odd}周" in opened.text.say("zh")
    taken = next(r for r in found if r.kind == "staff")
    assert "三1 数学" not in taught(after(strange, taken), odd)


def test_without_a_workbook_nothing_is_proposed(plan: Plan) -> None:
    bare = Plan(of(plan), ())
    assert propose(bare, everything(plan), catalogue()) == []
    assert propose(Plan(None, ()), everything(plan), catalogue()) == []


def test_unknown_settings_and_people_are_passed_over(plan: Plan) -> None:
    assert about(plan, ("no_such_rule@x!A1", ["nobody"]), courses=["no such course"]) == []


def test_proposals_are_quick() -> None:
    plan = read_plan(SAMPLES / "lijin39.xlsx", catalogue())
    school = of(plan)
    closed = next(s for s in school.settings if s.source.sheet == "教师" and s.rule == "forbidden_times")
    (teacher,) = closed.scope.teachers
    courses = tuple(c.id for c in school.courses_of_teacher[teacher])
    conflict = Conflict((Member(closed.id, (teacher,)), Member("teacher_clash", (teacher,))), courses, True)
    begun = perf_counter()
    assert propose(plan, conflict, catalogue())
    assert perf_counter() - begun < 2, "0.02 s on an idle machine"
