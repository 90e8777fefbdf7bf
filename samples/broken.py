"""Ten plans that look like any other and cannot be timetabled: ``python -m samples.broken [-o DIR]``.

Each is a whole plan of a small school with the contradiction (in two of them, two) that a real office ran into; what
it is stands in the function that writes it, with the arithmetic. The same cells every time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from constraints import catalogue
from samples.bells import bells
from samples.beside import AUTUMN
from samples.book import DIGITS, Ask, Homework, Joint, Klass, Line, Lock, Meeting, Place, Plan
from samples.junior import junior
from samples.schools.impossible import DAY
from samples.staffing import Roster, spread
from samples.write import save

FOLDER = Path(__file__).resolve().parent / "impossible"
LINES = (
    Line("道德与法治", "2 2 2 2 2 2"),
    Line("语文", "8 8 6 6 6 6", half="上午", homework=True),
    Line("数学", "5 5 5 5 5 5", half="上午", homework=True),
    Line("英语", "- - 2 2 2 2", homework=True),
    Line("科学", "2 2 2 2 2 2"),
    Line("体育", "3 3 3 3 3 3", room="操场"),
    Line("体育活动", "2 2 2 2 2 2", room="操场"),
    Line("音乐", "2 2 2 2 2 2"),
    Line("美术", "2 2 2 2 2 2"),
    Line("信息科技", "1 1 1 1 1 1", room="计算机教室"),
    Line("劳动", "1 1 1 1 1 1"),
    Line("综合实践", "1 1 1 1 1 1"),
    Line("班会", "1 1 1 1 1 1"),
)
HOMEWORK = Homework(
    cap="0 0 45 45 60 60",
    free="- - 周三 周三 周三 周三",
    minutes=(
        ("语文", "- - 40-60 40-60 60-80 60-80"),
        ("数学", "- - 40-60 40-60 50-70 50-70"),
        ("英语", "- - 15-30 15-30 20-40 20-40"),
    ),
)


def _primary(name: str, each: int) -> Plan:
    """A primary of so many classes a grade: 30 lessons in 30 periods, everybody with some room to move."""
    pupils = iter(spread(42 * 6 * each, 6 * each))
    classes = [
        Klass(f"{DIGITS[g - 1]}{n}", g, next(pupils), f"{g}{n:02d}教室")
        for g in range(1, 7)
        for n in range(1, each + 1)
    ]
    names = [c.name for c in classes]
    roster = Roster(name, LINES, classes, 1)
    for klass in names:
        roster.class_teacher(roster.hire("语文"), klass, "语文", "班会", "道德与法治")
    shares = (
        ("数学", 2 * each, ("数学",)), ("英语", each, ("英语",)), ("综合", each, ("科学",)),
        ("体育", 2 * each, ("体育", "体育活动")), ("艺术", each, ("音乐",)), ("艺术", each, ("美术",)),
        ("综合", 2 * each - 1, ("信息科技", "劳动", "综合实践")),
    )  # fmt: skip
    for group, count, subjects in shares:
        roster.share(names, roster.hire_many(count, group), *subjects)
    return Plan(
        1, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", name), ("学期", "2025-2026学年第一学期"), ("学段", "小学"), ("每周天数", 5), ("求解秒数", 60),
        ),
        bells=tuple(bells("全校", "1-6", DAY)),
        staff=tuple(roster.staff.values()),
        places=(Place("操场", "操场", each + 1), Place("计算机教室", "计算机教室")),
        meetings=(Meeting("数学", 1, "周三下午；周四下午"), Meeting("英语", 1, "周二下午；周五下午")),
        locks=(Lock("周一6", "固排", subject="班会"),),
        asks=(Ask("teacher_run", "尽量", "重要", "most=3"),),
        homework=HOMEWORK,
        calendar=AUTUMN,
    )  # fmt: skip


def _junior(name: str, *counts: int) -> Plan:
    """A junior school whose teachers have no closed times nor limits yet."""
    plan = junior(name, counts, 46, 60)
    plan.school = (("学校名称", name), *plan.school[1:])
    plan.staff = tuple(replace(s, day=None, away="") for s in plan.staff)
    plan.calendar = AUTUMN
    return plan


def _who(plan: Plan, subject: str, klass: str = "") -> str:
    """The teacher of a subject in a class (the first that has it)."""
    return next(t for (c, s), t in plan.teachers_of.items() if s == subject and klass in ("", c))


def _change(plan: Plan, name: str, **facts: object) -> None:
    plan.staff = tuple(replace(s, **facts) if s.name == name else s for s in plan.staff)  # type: ignore[arg-type]


def _room(plan: Plan, kind: str, **facts: object) -> None:
    plan.places = tuple(replace(p, **facts) if p.kind == kind else p for p in plan.places)  # type: ignore[arg-type]


def lab() -> Plan:
    """实验室不够: biology has 8 classes × 3 = 24 lessons; its laboratory is closed on Tuesday and Friday, and the last
    lesson of Monday is everybody's 班会: 3 × 7 - 1 = 20."""
    plan = _junior("城关初级中学", 4, 4, 4)
    _room(plan, "生物实验室", away="周二；周五")
    return plan


def leave() -> Plan:
    """体育老师请假: 15 lessons of PE; the teacher comes on three mornings and for two lessons on Friday: 14."""
    plan = _primary("东风路小学", 3)
    _change(plan, _who(plan, "体育"), away="每天下午；周四上午；周五3-4")
    return plan


def meeting() -> Plan:
    """教研时间冲突: the Chinese group meets on Tuesday afternoon; one of them studies elsewhere just then."""
    plan = _junior("河湾中学", 5, 5, 5)
    _change(plan, _who(plan, "语文"), away="周二下午")
    return plan


def shared() -> Plan:
    """两位教师共用机房: 12 lessons in one computer room; both teachers come on Tuesday and Thursday afternoon only:
    7 + 3 = 10 periods. Either of them alone would fit."""
    plan = _junior("向阳中学", 4, 4, 4)
    first = _who(plan, "信息科技")
    spare = next(s for s in plan.staff if s.group == "综合" and s.name != first and "劳动" in s.subjects)
    names = [c.name for c in plan.classes]
    for klass in names[6:]:
        plan.teachers_of[klass, "信息科技"] = "陆家栋"
    partner = replace(spare, name="陆家栋", subjects=["信息科技"], kind="兼职", group="")
    plan.staff = (*plan.staff, partner)
    for name in (first, partner.name):
        _change(plan, name, kind="兼职", away="周一；周三；周四上午；周五", group="")
    for klass in names:  # the first gives up what he taught beside it
        for subject in ("劳动", "综合实践"):
            if plan.teachers_of.get((klass, subject)) == first:
                plan.teachers_of[klass, subject] = spare.name
    return plan


def locks() -> Plan:
    """固排打架, twice: four subjects of 七1 fixed on Wednesday afternoon, which has three lessons; and chemistry of 九1
    fixed on Friday afternoon, where the laboratory's row forbids all chemistry."""
    plan = _junior("柳林镇中学", 3, 3, 3)
    plan.locks = (
        *plan.locks,
        Lock("周三下午", "固排", "七1", subject="音乐"),
        Lock("周三下午", "固排", "七1", subject="美术"),
        Lock("周三下午", "固排", "七1", subject="劳动"),
        Lock("周三下午", "固排", "七1", subject="信息科技"),
        Lock("周五下午", "禁排", subject="化学"),
        Lock("周五下午", "固排", "九1", subject="化学"),
    )
    return plan


def visiting() -> Plan:
    """走教教师, and a second: the music teacher has 12 classes' 24 lessons with a colleague, 12 each; one visits on
    Tuesday and Thursday, at most five a day: 10. And the mathematics group's times are those at which one is away."""
    plan = _primary("青山小学", 2)
    _change(plan, _who(plan, "音乐"), kind="走教", away="周一；周三；周五", day=5, group="")
    _change(plan, _who(plan, "数学"), away="周三下午；周四下午")
    return plan


def homework() -> Plan:
    """作业放不下: grade 3 has four homework days, one subject a day and 45 minutes: Chinese (60) takes two days,
    mathematics (50) two, English (15) one: five."""
    plan = _primary("南门小学", 2)
    minutes = (("语文", "- - 60-70 40-60 60-80 60-80"), ("数学", "- - 50-60 40-60 50-70 50-70"), HOMEWORK.minutes[2])
    plan.homework = replace(HOMEWORK, minutes=minutes)
    plan.asks = (
        *plan.asks,
        Ask("homework_subjects_a_day", "必须", params="most=1", grades="三年级", note="每天只留一科作业"),
        Ask("homework_weekly", "必须", grades="三年级", note="教研组定的周作业量要完成"),
    )
    return plan


def doubles() -> Plan:
    """连堂排不下: chemistry of grade 9 has a double lesson; the laboratory is let to the upper school in the second,
    fourth and sixth lesson of every day, so that no two lessons follow each other."""
    plan = _junior("第三中学", 6, 6, 4)
    _room(plan, "化学实验室", away="每天2；每天4；每天6")
    return plan


def ground() -> Plan:
    """操场周二不够: sport every day for 12 classes; the ground is closed on Tuesday morning, and two
    lessons × 3 places = 6."""
    plan = _primary("实验小学", 2)
    _room(plan, "操场", away="周二上午")
    plan.asks = (*plan.asks, Ask("pe_or_activity_daily", "必须", params="least=1", note="每天一节体育类课"))
    return plan


def bands() -> Plan:
    """走班排不下: three groups of grade 7 meet at once; their teachers are away on Monday and Wednesday, on Tuesday and
    Thursday, and on Friday."""
    plan = _junior("育才中学", 6, 5, 5)
    names = tuple(c.name for c in plan.classes if c.grade == 7)
    teachers = [_who(plan, s, names[0]) for s in ("历史", "地理", "生物学")]
    for klass in names:
        plan.teachers_of[klass, "综合实践"] = ""
    groups = ("史料研读", "乡土地理", "校园植物")
    plan.joints = tuple(
        Joint(f"七年级{title}", names, "综合实践", teacher, 1, band="七年级选修")
        for title, teacher in zip(groups, teachers, strict=True)
    )
    for teacher, away in zip(teachers, ("周一；周三", "周二；周四", "周五"), strict=True):
        _change(plan, teacher, away=away, group="")
    return plan


def titled(plan: Plan) -> Plan:
    """The plan with its rules called by their titles, as an office would."""
    rules = catalogue()
    plan.asks = tuple(replace(a, rule=rules[a.rule].title.zh) for a in plan.asks)
    return plan


BROKEN: dict[str, Callable[[], Plan]] = {
    "01实验室不够": lab,
    "02体育老师请假": leave,
    "03教研时间冲突": meeting,
    "04两位教师共用机房": shared,
    "05固排打架": locks,
    "06走教教师": visiting,
    "07作业放不下": homework,
    "08连堂排不下": doubles,
    "09操场周二不够": ground,
    "10走班排不下": bands,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Write the ten workbooks; returns the exit code."""
    parser = argparse.ArgumentParser(description="write the plans that cannot be timetabled")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="DIR")
    folder = parser.parse_args(argv).output
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in BROKEN.items():
        save(titled(make()), folder / f"{name}.xlsx")
        print(folder / f"{name}.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
