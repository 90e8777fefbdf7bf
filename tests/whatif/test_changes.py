"""Every kind of change on real plans: the edited workbook compiles, and the school changed as was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import Course, Placement, School, Strength, Times, Timetable, Weeks
from scheduler.intake import Edit, Plan, compile_book, edited, read_plan, write_edited
from scheduler.whatif.change import Change, Changed, ChangeError, changed, exchanged
from scheduler.whatif.derived import derived
from scheduler.whatif.kind import kinds
from scheduler.whatif.phrase import read_phrase
from tests.intake.books import TEACHERS, read, sheets, write_book

SAMPLES = Path(__file__).parents[2] / "samples"
LIJIN, LIXIN, THREE = "lijin39", "lixin24", "three-sheets"


@cache
def plan(name: str) -> Plan:
    return read_plan(SAMPLES / f"{name}.xlsx", catalogue())


def one(phrase: str) -> Change:
    (change,) = read_phrase(phrase, "test")
    return change


def after(name: str, *phrases: str) -> Changed:
    """The plan after these changes, which bring no new problem, not even a warning."""
    found = changed(plan(name), [one(p) for p in phrases], catalogue())
    assert found.plan.school is not None
    assert [p.say("zh") for p in found.plan.problems if p not in plan(name).problems] == []
    return found


def school(name: str, *phrases: str) -> School:
    found = after(name, *phrases).plan.school
    assert found is not None
    return found


def before(name: str) -> School:
    found = plan(name).school
    assert found is not None
    return found


def error(name: str, *phrases: str) -> ChangeError:
    with pytest.raises(ChangeError) as caught:
        changed(plan(name), [one(p) for p in phrases], catalogue())
    assert caught.value.exit_code == 3
    return caught.value


def of(found: School, klass: str, subject: str) -> list[Course]:
    return [c for c in found.courses_of(found.group[klass]) if c.subject == subject]


def staff(found: School, klass: str, subject: str) -> set[str]:
    return {t for c in of(found, klass, subject) for t in c.teachers}


def times_of(found: School, teacher: str) -> set[tuple[int, int]]:
    closed = found.closed_to_teacher.get(teacher, frozenset())
    return {(s.day, s.period) for s in found.grid.slots if s.id in closed}


def cap(found: School, grade: int) -> int:
    caps = [s["most"] for s in found.settings if s.rule == "homework_day_cap" and s.scope.grades == {grade} and s.hard]
    return int(min(caps))


def target(found: School, klass: str, subject: str) -> tuple[int, int]:
    return next((t.least, t.most) for t in found.homework.targets if (t.group, t.subject) == (klass, subject))


# --- teachers ---------------------------------------------------------------------------------------------------------


def test_absent_closes_the_times_in_the_sheet_of_teachers() -> None:
    found = after(LIJIN, "不可用 吕俊杰 周二下午")
    assert found.edits == (Edit("教师", "G17", None, "周二下午"),)
    assert found.plan.school is not None
    assert times_of(found.plan.school, "吕俊杰") == {(2, 5), (2, 6), (2, 7)}


def test_absent_keeps_what_was_closed_and_says_nothing_twice() -> None:
    teacher = next(t for t in before(LIJIN).teachers if times_of(before(LIJIN), t.id)).id
    had = times_of(before(LIJIN), teacher)
    assert times_of(school(LIJIN, f"不可用 {teacher} 周五"), teacher) == had | {(5, p) for p in range(1, 8)} & {
        (s.day, s.period) for s in before(LIJIN).grid.slots
    }
    cell = plan(LIJIN).origins.teacher[teacher]["away"]  # type: ignore[union-attr]
    assert after(LIJIN, f"不可用 {teacher} {str(cell.value).replace(' ', '')}").edits == ()


def test_absent_without_a_sheet_of_teachers_is_a_row_of_locks() -> None:
    found = after(THREE, "absent 杨婷婷 Tue pm")
    assert {e.sheet for e in found.edits} == {"固排禁排"}
    assert found.plan.school is not None
    closed = [s for s in found.plan.school.settings if s.rule == "forbidden_times" and "杨婷婷" in s.scope.teachers]
    assert [(s["times"], s.strength) for s in closed] == [(Times.parse("周二下午"), Strength.HARD)]


def test_leaves_hands_over_every_class_and_the_row_is_gone() -> None:
    found = school(LIJIN, "离职 宋雨桐 钟玉兰")
    assert "宋雨桐" not in found.teacher
    mine = [c for c in before(LIJIN).courses_of_teacher["宋雨桐"] if c.groups]
    assert mine
    assert all("钟玉兰" in found.course[c.id].teachers for c in mine)
    assert found.group["一1"].class_teacher == "钟玉兰"


def test_leaves_to_several_shares_out_by_class_and_subject() -> None:
    taught = [c for c in before(LIJIN).courses_of_teacher["罗永康"] if c.groups]
    assert len({c.groups for c in taught}) > 2
    found = school(LIJIN, "离职 罗永康 张伟(2) 王秀英")
    heirs = {c.groups: set(found.course[c.id].teachers) for c in taught}
    assert set().union(*heirs.values()) == {"张伟(2)", "王秀英"}
    for course in taught:  # whoever has a class has all its lessons
        assert set(found.course[course.id].teachers) == heirs[course.groups]


def test_leaves_to_nobody_keeps_the_lessons_for_somebody_to_be_found() -> None:
    closed = next(t.id for t in before(LIJIN).teachers if times_of(before(LIJIN), t.id))
    found = school(LIJIN, f"离职 {closed}")
    mine = [c.id for c in before(LIJIN).courses_of_teacher[closed]]
    assert [c.id for c in found.courses_of_teacher[f"待定({closed})"]] == mine
    assert times_of(found, f"待定({closed})") == set()


def test_who_leaves_is_in_no_list_of_duties_or_rules() -> None:
    found = after(LIXIN, "离职 刘子轩 沈岩", "取消固排 班会").plan
    assert found.book is not None
    left = [c.value for s in found.book.sheets for c in s.cells.values() if "刘子轩" in str(c.value)]
    assert left == []
    apart = school(LIJIN, "离职 李新民 徐家豪")
    assert not any("李新民" in s.scope.teachers for s in apart.settings)
    pairs = [s for s in apart.settings if s.rule == "teachers_apart"]
    assert {frozenset(s.scope.teachers) for s in pairs} == {frozenset({"彭杰", "周红"}), frozenset({"万思远", "徐娜"})}


def test_replaced_in_some_classes_only() -> None:
    found = school(LIJIN, "替换 张伟(2) 罗永康 一1、一2")
    assert staff(found, "一1", "体育") == staff(found, "一2", "体育活动") == {"罗永康"}
    assert staff(found, "一3", "体育") == {"张伟(2)"}
    head = school(LIXIN, "替换 冯学文 付平 一1", "取消固排 班会")
    assert (head.group["一1"].class_teacher, staff(head, "一1", "班会")) == ("付平", {"付平"})


def test_replaced_everywhere_is_class_teacher_too() -> None:
    found = school(THREE, "替换 沈悦 赵明")
    assert found.group["一1"].class_teacher == "赵明"
    assert "沈悦" not in found.teacher
    assert staff(found, "一1", "语文") == {"赵明"}


def test_replacing_one_of_two_leaves_the_other(tmp_path: Path) -> None:
    rows = sheets(教师=TEACHERS, 任课=[["班级", "语文", "数学", "体育"], ["三1", "王芳", "赵强3+李明1", "孙力/王芳"],
                                       ["三2", "李明", "赵强", "孙力"]])  # fmt: skip
    read_ = read_plan(write_book(tmp_path / "p.xlsx", rows), catalogue())
    found = changed(read_, [one("替换 赵强 李明"), one("离职 孙力 王芳")], catalogue())
    cells = {e.cell: e.new for e in found.edits if e.sheet == "任课"}
    assert cells == {"C2": "李明", "C3": "李明", "D2": "王芳", "D3": "王芳"}


def test_joins_and_takes_a_class() -> None:
    found = school(LIJIN, "新教师 王小明 数学 一1、一2 小学数学")
    assert staff(found, "一1", "数学") == staff(found, "一2", "数学") == {"王小明"}
    assert found.teacher["王小明"].research_group == "小学数学"
    assert staff(school(THREE, "新教师 王小明 数学 一年级"), "一1", "数学") == {"王小明"}


def test_joins_then_replaces() -> None:
    assert staff(school(LIJIN, "新教师 王小明 数学", "替换 吕俊杰 王小明"), "一1", "数学") == {"王小明"}


# --- classes and lessons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "new", "like"), [(LIJIN, "一4", "一1"), (LIJIN, "七7", "七1"), (LIJIN, "九7", "九1"),
                                                   (LIXIN, "五5", "五1"), (THREE, "一2", "一1")])  # fmt: skip
def test_class_added_has_the_lessons_of_its_model(name: str, new: str, like: str) -> None:
    found = school(name, f"增班 {new} 同={like} 45")
    klass, model = found.group[new], found.group[like]
    assert (klass.grade, klass.bell, klass.pupils) == (model.grade, model.bell, 45)
    head = {model.class_teacher: f"待定({new})"}  # the class teacher's lessons are of somebody new
    assert klass.class_teacher == f"待定({new})"
    assert set(found.subjects_of(klass)) == set(found.subjects_of(model))
    for subject in found.subjects_of(model):
        mine, theirs = of(found, new, subject), of(found, like, subject)
        assert sum(c.periods for c in mine) == sum(c.periods for c in theirs)
        if not mine[0].band:
            assert {t for c in mine for t in c.teachers} == {head.get(t, t) for c in theirs for t in c.teachers}
    assert len(found.classes) == len(before(name).classes) + 1


def test_class_added_with_a_class_teacher_who_is_there() -> None:
    found = school(LIJIN, "增班 一4 同=一1 班主任=何海涛")
    assert found.group["一4"].class_teacher == "何海涛"
    assert staff(found, "一4", "语文") == {"何海涛"}
    assert staff(found, "一4", "数学") == staff(found, "一1", "数学")


def test_class_added_with_its_teachers_open() -> None:
    found = school(LIJIN, "增班 七7 同=七1 教师=待定")
    alone = [c for c in found.courses_of(found.group["七7"]) if not c.band]
    assert alone
    assert all(c.teachers == () for c in alone)


@pytest.mark.parametrize(
    ("name", "klass"), [(LIJIN, "一1"), (LIJIN, "九1"), (LIJIN, "七3"), (LIXIN, "六2"), (THREE, "六1")]
)
def test_class_removed_is_nowhere(name: str, klass: str) -> None:
    found = after(name, f"减班 {klass}").plan
    assert found.book is not None
    assert found.school is not None
    assert klass not in found.school.group
    named = [c for s in found.book.sheets if s.name != "课后服务" for c in s.cells.values()
             if klass in str(c.value).replace("，", "、").split("、")]  # fmt: skip
    assert named == []
    assert not any(t.group == klass for t in found.school.homework.targets)


def test_lessons_of_a_grade_in_exchange_for_another_subject() -> None:
    found = school(LIJIN, "课时 五年级 数学 6 换=科学")
    for klass in ("五1", "五2", "五3"):
        assert sum(c.periods for c in of(found, klass, "数学")) == 6
        assert sum(c.periods for c in of(found, klass, "科学")) == 1
    assert sum(c.periods for c in of(found, "四1", "数学")) == 4


def test_two_changes_may_need_each_other() -> None:
    """A lesson more alone is one too many for the week; with one less of another subject the plan is sound."""
    alone = error(LIJIN, "课时 五年级 数学 6")
    assert [p.sheet for p in alone.problems] == ["课程计划"]
    assert "31" in alone.text.zh
    found = school(LIJIN, "课时 五年级 数学 6", "课时 五年级 科学 1")
    assert sum(c.periods for c in of(found, "五1", "数学")) == 6


def test_lessons_follow_in_groups_shares_and_homework(tmp_path: Path) -> None:
    found = school(LIJIN, "课时 九年级 音乐 2 换=自习")
    assert sum(c.periods for c in of(found, "九1", "音乐")) == 2
    assert of(found, "九1", "自习") == []
    rows = sheets(
        任课=[
            ["班级", "语文", "数学", "体育"],
            ["三1", "王芳", "赵强3+李明1", "孙力"],
            ["三2", "李明", "赵强", "孙力"],
        ],
        作业=[["项目", "三年级"], ["语文", "40-60"], ["体育", "10-20"]],
    )
    read_ = read_plan(write_book(tmp_path / "p.xlsx", rows), catalogue())
    made = changed(read_, [one("课时 三年级 数学 5"), one("课时 三年级 体育 0")], catalogue())
    assert made.plan.school is not None
    assert {c.id: c.periods for c in of(made.plan.school, "三1", "数学")} == {"三1 数学/赵强": 4, "三1 数学/李明": 1}
    assert {t.subject for t in made.plan.school.homework.targets} == {"语文"}


def test_lessons_of_a_new_subject_need_no_teacher() -> None:
    found = school(THREE, "课时 一年级 英语 1")
    assert [c.teachers for c in of(found, "一1", "英语")] == [()]
    assert staff(school(THREE, "课时 一年级 英语 1 教师=黄志刚"), "一1", "英语") == {"黄志刚"}
    assert (
        sum(c.periods for c in of(school(THREE, "课时 五1 数学 4"), "五1", "数学")) == 4
    )  # the only class of its grade


# --- homework ---------------------------------------------------------------------------------------------------------


def test_homework_cap_brings_the_minutes_down_with_it() -> None:
    found = school(LIJIN, "作业上限 五年级 30")
    assert cap(found, 5) == 30
    least = sum(t.least for t in found.homework.targets if t.group == "五1")
    assert 0 < least <= 30 * 4
    assert target(found, "四1", "语文") == target(before(LIJIN), "四1", "语文")
    loose = school(LIJIN, "作业上限 五年级 50")
    assert target(loose, "五1", "语文") == target(before(LIJIN), "五1", "语文")


def test_homework_free_days() -> None:
    def free(found: School) -> set[int]:
        rows = [s for s in found.settings if s.rule == "homework_free_days" and 5 in s.scope.grades and s.source.sheet]
        return {d for s in rows for d in s["days"]}

    assert free(school(LIJIN, "无作业日 五年级 周三、周五")) == {3, 5}
    assert free(school(LIJIN, "无作业日 五年级 无")) == set()
    assert free(school(THREE, "无作业日 五年级 周三")) == {3}


def test_homework_minutes_of_a_subject() -> None:
    assert target(school(LIJIN, "作业分钟 五年级 数学 40-60"), "五1", "数学") == (40, 60)
    assert target(school(LIJIN, "作业分钟 五年级 科学 20"), "五1", "科学") == (20, 20)
    gone = school(LIJIN, "作业分钟 五年级 英语 无")
    assert not any(t.subject == "英语" and t.group == "五1" for t in gone.homework.targets)


# --- bells ------------------------------------------------------------------------------------------------------------


def starts(found: School, klass: str) -> list[int]:
    return [s.start for s in found.slots_of(found.group[klass]) if s.day == 1]


def test_shift_moves_one_schedule_by_the_minutes() -> None:
    found, was = school(LIJIN, "作息平移 小学 推迟10"), before(LIJIN)
    assert starts(found, "五1") == [s + 10 for s in starts(was, "五1")]
    assert starts(found, "九1") == starts(was, "九1")
    all_ = school(LIXIN, "作息平移 提前5分钟")
    assert starts(all_, "五1") == [s - 5 for s in starts(before(LIXIN), "五1")]
    service = {(s.day, s.name): s.start for s in before(LIXIN).office.service if s.start}
    assert service
    assert {(s.day, s.name): s.start + 5 for s in all_.office.service if s.start} == service


def test_first_lesson() -> None:
    found = school(LIXIN, "首节时间 08:30")
    assert {starts(found, c.id)[0] for c in found.classes} == {8 * 60 + 30}


def test_bells_without_a_sheet_are_written_out_first() -> None:
    """The same slots as the usual schedule, ten minutes later."""
    found, was = school(THREE, "作息平移 推迟10"), before(THREE)
    assert [(s.id, s.start - 10, s.end - 10, s.next) for s in found.grid.slots] == [
        (s.id, s.start, s.end, s.next) for s in was.grid.slots
    ]


def test_one_block_begins_later() -> None:
    found = school(LIJIN, "作息 小学 第1节 08:35-09:10")
    assert starts(found, "五1")[0] == 8 * 60 + 35
    assert starts(found, "一1")[0] == 8 * 60 + 30
    assert "重叠" in error(LIJIN, "作息 第1节 08:35-09:10").text.zh  # the junior's second lesson begins before that


def test_season(tmp_path: Path) -> None:
    bells = [["作息表", "年级", "星期", "名称", "类型", "开始", "结束", "季节"]]
    for season, hour in (("夏季", 8), ("冬季", 9)):
        for n in (1, 2):
            bells.append(
                ["全校", "3", "周一至周五", f"第{n}节", "上课", f"{hour + n:02}:00", f"{hour + n:02}:40", season]
            )
    summer = read(tmp_path, 作息=bells)
    assert summer.school is not None
    winter = changed(summer, [one("季节 冬季")], catalogue()).plan.school
    assert winter is not None
    assert starts(winter, "三1") == [s + 60 for s in starts(summer.school, "三1")]


# --- rules, rooms, locks ----------------------------------------------------------------------------------------------


def test_packs_come_and_go() -> None:
    assert school(THREE, "规则包 lijin").packs == ("lijin",)
    gone = school(LIXIN, "规则包 haidian-lixin 去掉")
    assert gone.packs == ()
    assert not any(s.source.pack for s in gone.settings)
    assert any(s.source.pack for s in before(LIXIN).settings)


def test_rule_for_one_and_for_all() -> None:
    mine = [s for s in school(LIJIN, "规则 teacher_day_load 必须 most=5 宋雨桐").settings
            if s.rule == "teacher_day_load" and s["most"] == 5 and s.source.sheet == "规则"]  # fmt: skip
    assert [(s.scope.teachers, s.strength) for s in mine] == [(frozenset({"宋雨桐"}), Strength.HARD)]
    found = after(LIJIN, "规则 teacher_run 必须 most=4")
    assert {e.cell: e.new for e in found.edits} == {"G5": "必须", "I5": "most=4"}  # the row there is
    fresh = after(LIJIN, "规则 两科互斥 尽量 first=体育;second=体育活动 三年级").edits
    assert {e.cell[1:] for e in fresh} == {"7"}  # a rule that adds up gets a row of its own


def test_room_lost_at_times_and_wholly() -> None:
    closed = school(LIJIN, "场地停用 音乐教室1 周五")
    assert {closed.grid.slot[s].day for s in closed.closed_rooms["音乐教室1"]} == {5}
    gone = school(LIJIN, "场地停用 体育馆")
    assert "体育馆" not in gone.room
    pe = of(gone, "一1", "体育")[0]
    assert [n.options for n in pe.needs] == [("操场",)]


def test_room_lost_needs_another_where_it_was_the_only_one() -> None:
    assert "本班教室" in error(LIJIN, "场地停用 科学教室").text.zh
    assert of(school(LIJIN, "场地停用 科学教室 改用=本班教室"), "五1", "科学")[0].needs == ()
    moved = school(LIJIN, "场地停用 科学教室 改用=创客教室")
    assert [n.options for n in of(moved, "五1", "科学")[0].needs] == [("创客教室",)]
    assert "2 个班" in error(LIJIN, "场地停用 礼堂 改用=音乐教室").text.zh  # too small: not passed over in silence


def test_room_gained_and_places() -> None:
    found = school(LIJIN, "增加场地 音乐教室3 音乐教室")
    assert "音乐教室3" in of(found, "一1", "音乐")[0].needs[0].options
    assert school(LIJIN, "同时班数 操场 3").room["操场"].holds == 3


@pytest.mark.parametrize(("name", "days"), [(LIJIN, {2}), (LIXIN, {1, 3})])
def test_indoor_closes_the_grounds_and_opens_the_classrooms(name: str, days: set[int]) -> None:
    found = school(name, "雨天 " + "、".join(f"周{'一二三四五'[d - 1]}" for d in sorted(days)))
    slots = found.grid.slots
    inside = next(r for r in found.room if r not in before(name).room)
    assert days <= {d for d in days if all(s.id in found.closed_rooms["操场"] for s in slots if s.day == d)}
    assert {s.day for s in slots if s.id not in found.closed_rooms[inside]} == days
    assert found.room[inside].holds == len(found.classes)
    sport = [c for c in found.courses if "pe" in found.subject[c.subject].tags]
    assert all(any(inside in n.options for n in c.needs) for c in sport)
    assert found.closed_rooms.get("体育馆") == before(name).closed_rooms.get("体育馆")


def test_locks_of_every_way() -> None:
    def added(phrase: str) -> tuple[str, Strength, str, frozenset[str], frozenset[str]]:
        old = {s.id for s in before(LIJIN).settings}
        (s,) = [s for s in school(LIJIN, phrase).settings if s.id not in old]
        return s.rule, s.strength, str(s["times"]), s.scope.groups, s.scope.subjects

    five = frozenset({"五1", "五2", "五3"})
    pe = frozenset({"体育"})
    assert added("固排 五1 数学 周一1") == (
        "fixed_time",
        Strength.HARD,
        "周一1",
        frozenset({"五1"}),
        frozenset({"数学"}),
    )
    assert added("禁排 五年级 体育 每天1") == ("forbidden_times", Strength.HARD, "每天1", five, pe)
    assert added("优先 五年级 体育 下午")[:2] == ("preferred_times", Strength.SOFT)
    assert added("避免 五年级 体育 每天1")[:2] == ("forbidden_times", Strength.SOFT)
    assert school(THREE, "固排 班会 周一6").settings != before(THREE).settings


def test_unlock_takes_the_row_away() -> None:
    found = school(LIJIN, "取消固排 班会")
    assert not any(s.rule == "fixed_time" for s in found.settings)
    assert any(s.rule == "fixed_time" for s in before(LIJIN).settings)
    assert "班会 周一下午 固排" in error(LIJIN, "取消固排 数学").text.zh  # what there is
    assert after(LIJIN, "固排 五1 数学 周一1", "取消固排 五1 数学").edits == ()


def test_meeting_moved_longer_cancelled() -> None:
    found = school(LIJIN, "教研 英语 周三 2")
    meeting = found.course["教研 英语"]
    assert meeting.sessions[0].duration == 2
    assert {found.grid.slot[s].day for s in meeting.starts} == {3}
    assert "教研 英语" not in school(LIJIN, "教研 英语 取消").course
    assert "教研 英语" in before(LIJIN).course


def test_swap_weeks_is_of_the_timetable() -> None:
    found = after(LIXIN, "单双周对调 五年级")
    assert found.edits == ()
    wanted = {c.id for c in before(LIXIN).courses if any(s.weeks is Weeks.EITHER for s in c.sessions)
              and any(g.startswith("五") for g in c.groups)}  # fmt: skip
    assert found.swapped == wanted != set()
    some = sorted(wanted)[0]
    table = Timetable((Placement(some, "#1", "a", Weeks.ODD), Placement("other", "#1", "a", Weeks.ODD),
                       Placement(some, "#2", "b")))  # fmt: skip
    assert [p.weeks for p in exchanged(table, found.swapped).placements] == [Weeks.EVEN, Weeks.ODD, Weeks.ALL]
    assert after(LIXIN, "单双周对调 五年级", "单双周对调 五年级").swapped == frozenset()
    assert "隔周" in error(LIJIN, "单双周对调").text.zh


def test_a_cap_of_one_grade_moves_the_targets_of_that_grade_alone_and_says_so() -> None:
    """Minutes that nobody wrote are a share of the cap: wishes cost more, no minute was changed, nothing said why."""
    old, new = before(THREE), after(THREE, "作业上限 五年级 40")
    assert new.plan.school is not None
    differ = {*old.homework.targets} ^ {*new.plan.school.homework.targets}
    assert {old.group[t.group].id for t in differ} == {"五1"}
    for grade in (4, 6):
        assert {s["most"] for s in old.settings if s.rule == "homework_day_cap" and grade in s.scope.grades} == {
            s["most"] for s in new.plan.school.settings if s.rule == "homework_day_cap" and grade in s.scope.grades
        }
    (said,) = derived(plan(THREE), new.plan)
    assert "五年级没有写作业分钟" in said.zh
    assert "语文 40–85 → 25–55" in said.zh
    assert "语文 40–85 → 25–55" in said.en
    assert derived(plan(THREE), after(THREE, "课时 五年级 音乐 1").plan) == ()
    assert derived(plan(LIXIN), after(LIXIN, "作业上限 五年级 40").plan) == ()  # there the minutes are written


def test_set_any_cell() -> None:
    assert after(LIJIN, "set 场地!C2=3").edits == (Edit("场地", "C2", 5, 3),)
    assert after(LIJIN, "set 教师!D2=").edits == (Edit("教师", "D2", 2, None),)
    assert after(LIJIN, "set Curriculum!C5=").edits == ()  # the sheet by any of its names
    assert after(THREE, "set 规则!A1=规则", "set 规则!A2=teacher_run").edits[0].sheet == "规则"


# --- names that nobody knows ------------------------------------------------------------------------------------------


_NEAREST = """
不可用 吕俊洁 周二 → 吕俊杰
离职 吕俊杰 何海桃 → 何海涛
替换 吕俊洁 何海涛 → 吕俊杰
新教师 王小明 数雪 → 数学
增班 一9 同=一11 → 一1
增班 一9 同=一1 班主任=何海桃 → 何海涛
减班 九9 → 九
课时 五年级 数雪 4 → 数学
作业分钟 五年级 数雪 40 → 数学
作息 小雪 第1节 08:00-08:40 → 小学
作息 小学 第11节 08:00-08:40 → 第1节
规则包 lijing → lijin
规则 teacher_dayload 必须 → teacher_day_load
规则 teacher_run 强度=必需 → 必须
场地停用 体育官 → 体育馆
增加场地 新室 音乐教师 → 音乐教室
同时班数 操厂 3 → 操场
固排 五1 数雪 周一1 → 数学
教研 英于 周三 → 英语
set 课程计化!C5=4 → 课程计划
雨天 周二 场地=操厂 → 操场
单双周对调 科目=数雪 → 数学
"""


@pytest.mark.parametrize("line", _NEAREST.strip().splitlines())
def test_an_unknown_name_is_answered_with_the_nearest(line: str) -> None:
    phrase, _, near = line.partition(" → ")
    with pytest.raises(ChangeError) as caught:
        changed(plan(LIJIN), read_phrase(phrase, "雨天 · plan.yaml:7"), catalogue())
    found = caught.value
    assert near in found.text.zh
    assert near in found.text.en
    assert found.text.zh.startswith("雨天 · plan.yaml:7：")
    assert found.text.en.startswith("雨天 · plan.yaml:7: ")


_REFUSED = """
不可用 吕俊杰 时间=周九
课时 五年级 数学 4.3
课时 五年级 数学 -1
作业上限 五年级 9999
作息 小学 第1节 09:00-08:00
首节时间 开始=25:99
同时班数 操场 0
同时班数 操场 班数=很多
教研 英语 周三 9
课时 五1 数学 4
离职 吕俊杰 吕俊杰
替换 吕俊杰 吕俊杰
作息平移 小学 提前900
增班 一1 同=一2
新教师 吕俊杰 数学
增加场地 操场
无作业日 年级=八月 周三
作业上限 年级=十二年级 30
规则包 lijin
规则包 haidian-lixin 去掉
规则 teacher_run
set 课程计划 4
单双周对调 三年级
场地停用 操场 周五 改用=礼堂
季节 冬季
教研 英语
"""


@pytest.mark.parametrize("phrase", _REFUSED.strip().splitlines())
def test_what_makes_no_sense_is_refused(phrase: str) -> None:
    with pytest.raises(ChangeError) as caught:
        changed(plan(LIJIN), read_phrase(phrase, "test"), catalogue())
    assert caught.value.text.zh.startswith("test：")
    assert caught.value.text.en != caught.value.text.zh


def test_only_a_workbook_can_be_changed() -> None:
    bare = Plan(before(THREE), ())
    with pytest.raises(ChangeError):
        changed(bare, [one("减班 一1")], catalogue())


def test_an_unknown_kind() -> None:
    with pytest.raises(ChangeError) as caught:
        changed(plan(THREE), [Change("absentt")], catalogue())
    assert "absent" in caught.value.text.en


def test_merged_cells_are_not_changed_behind_the_back(tmp_path: Path) -> None:
    import openpyxl

    path = write_book(tmp_path / "m.xlsx", sheets(作业=[["项目", "三年级", "四年级"], ["每日上限", 40, None]]))
    book = openpyxl.load_workbook(path)
    book["作业"].merge_cells("B2:C2")
    book.save(path)
    with pytest.raises(ChangeError) as caught:
        changed(read_plan(path, catalogue()), [one("作业上限 三年级 30")], catalogue())
    assert "B2:C2" in caught.value.text.zh


# --- what holds of every change ---------------------------------------------------------------------------------------

_EACH = """
不可用 吕俊杰 周二下午
离职 何海涛 刘宁
替换 张伟(2) 罗永康 一1
新教师 王小明 语文 二1
增班 八7 同=八1
减班 三1
课时 五年级 数学 6 换=科学
作业上限 六年级 80
无作业日 七年级 周三
作业分钟 八年级 数学 60-80
作息平移 初中 推迟5
规则 teacher_run 必须 most=4
场地停用 美术教室2 周一
增加场地 音乐教室3 音乐教室
同时班数 礼堂 3
固排 九2 数学 周三1
教研 体育 周一
set 学校!B7=90
""".strip().splitlines()


def test_more_teachers_is_a_question_for_a_district() -> None:
    with pytest.raises(ChangeError, match="run of a district"):
        after(THREE, "增加教师 美术 2")
    assert one("增加教师 美术 2").say("zh") == "全区增加 2 位美术教师"


def test_a_change_may_say_for_which_schools_of_a_district() -> None:
    found = one("不可用 张三 周二下午 学校=东村小学")
    assert found["school"] == "东村小学"
    assert (found.say("zh"), found["teacher"]) == ("张三 周二下午 不在（东村小学）", "张三")


def test_every_kind_was_tried_here() -> None:
    text = Path(__file__).read_text("utf-8")
    tried = {kind.code for kind in kinds().values()
             if any(f'"{w} ' in text or f"'{w} " in text or f'"{w}"' in text
                    for w in (kind.text.zh, kind.code, kind.text.en, *kind.implied))}  # fmt: skip
    assert tried == set(kinds())


def test_no_change_touches_the_file_and_all_of_them_can_be_written(tmp_path: Path) -> None:
    path = SAMPLES / f"{LIJIN}.xlsx"
    content = path.read_bytes()
    found = after(LIJIN, *_EACH)
    write_edited(path, found.edits, tmp_path / "out.xlsx")
    assert path.read_bytes() == content
    again = read_plan(tmp_path / "out.xlsx", catalogue())
    assert again.school == found.plan.school
    assert plan(LIJIN).book is not None
    assert compile_book(edited(plan(LIJIN).book, found.edits), catalogue()).school == found.plan.school  # type: ignore[arg-type]


def _pairs() -> Iterator[tuple[str, str]]:
    every = list(combinations(_EACH, 2))
    yield from every[:: len(every) // 16]


def _content(found: Changed) -> object:
    """The school without the order of rows and the addresses in which they stand."""
    assert found.plan.school is not None
    s = found.plan.school
    settings = sorted((x.rule, repr(x.scope), x.strength.value, x.weight, repr(x.params)) for x in s.settings)
    return (settings, sorted(map(repr, s.courses)), sorted(map(repr, s.groups)), sorted(map(repr, s.teachers)),
            sorted(map(repr, s.rooms)), s.grid, sorted(map(repr, s.homework.targets)))  # fmt: skip


@pytest.mark.parametrize(("one_", "other"), list(_pairs()))
def test_changes_that_do_not_touch_each_other_commute(one_: str, other: str) -> None:
    assert _content(after(LIJIN, one_, other)) == _content(after(LIJIN, other, one_))


def test_no_changes_are_no_change() -> None:
    found = changed(plan(THREE), [], catalogue())
    assert (found.edits, found.plan) == ((), plan(THREE))


@pytest.mark.parametrize(("lang", "pick"), [("zh", lambda k: k.text.zh), ("en", lambda k: k.text.en)])
def test_every_kind_says_itself_and_reads_its_example(lang: str, pick: Callable[..., str]) -> None:
    words: dict[str, str] = {}
    for kind in kinds().values():
        assert pick(kind)
        assert kind.edits.__doc__
        for word in kind.words:
            assert words.setdefault(word, kind.code) == kind.code  # no word names two kinds
        (change,) = read_phrase(kind.example.say(lang))
        assert change.kind == kind.code
        assert change.say(lang)
        assert change.say("zh") != change.say("en")


def test_said_as_a_person_would() -> None:
    assert one("不可用 张三 周二下午").say("zh") == "张三 周二下午 不在"
    assert one("不可用 张三 周二下午").say("en") == "张三 is away on Tue afternoon"
    assert one("作业上限 五年级 30").say("zh") == "五年级作业每天最多 30 分钟"
    assert Change.of("absent", teacher="张三", times="周二下午") == Change("absent", one("不可用 张三 周二下午").values)
