"""Large junior schools by the number of classes: 35 full periods, laboratories over 85 % used."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from samples.bells import bells
from samples.book import DIGITS, Ask, Homework, Klass, Line, Lock, Meeting, Place, Plan
from samples.staffing import Roster, spread
from samples.tighten import Away, school_week, tighten

LINES = (
    Line("道德与法治", "2 2 2", homework=True),
    Line("语文", "5 5 5", doubles="7-9:1", half="上午", homework=True),
    Line("数学", "5 5 5", half="上午", homework=True),
    Line("英语", "4 4 4", homework=True),
    Line("历史", "2 2 2"),
    Line("地理", "2 2 -"),
    Line("生物学", "3 3 -", room="生物实验室"),
    Line("物理", "- 2 3", room="物理实验室", homework=True),
    Line("化学", "- - 3", doubles="9:1", room="化学实验室", homework=True),
    Line("体育与健康", "3 3 3", room="操场"),
    Line("体育活动", "2 2 2", room="操场"),
    Line("音乐", "1 1 1"),
    Line("美术", "1 1 1"),
    Line("信息科技", "1 1 1", room="计算机教室"),
    Line("劳动", "1 1 1"),
    Line("综合实践", "1 - -"),
    Line("班会", "1 1 1"),
    Line("心理健康", "0.5 - 0.5"),
    Line("安全教育", "0.5 - 0.5"),
)
DAY = """
07:50-08:00 到校
08:00-08:45 第1节
09:00-09:45 第2节
09:45-10:15 大课间
10:15-11:00 第3节
11:00-11:05 眼保健操
11:15-12:00 第4节
12:00-14:00 午休
14:00-14:45 第5节
14:45-14:50 眼保健操
15:00-15:45 第6节
15:45-16:15 大课间（阳光体育）
16:15-17:00 第7节
17:00-19:00 课后服务
"""
MEETINGS = (
    Meeting("语文", 2, "周二5-6；周二6-7"),
    Meeting("数学", 2, "周三5-6；周三6-7"),
    Meeting("英语", 2, "周四5-6；周四6-7"),
    Meeting("政史地", 1, "周五上午"),
    Meeting("理化生", 1, "周一7"),  # while the class teachers hold 班会: no laboratory stands empty for it
    Meeting("体育", 1, "周一1；周三1；周五1"),
)
PERIODS = 35
ROOMS = (("物理实验室", "物理"), ("化学实验室", "化学"), ("生物实验室", "生物学"), ("计算机教室", "信息科技"))
WEEK = school_week(pm=3)
STUDY = Away(("day",), keep=frozenset({0, 4}))  # a day of further training each week
TIGHT = {
    "政史地": (0.5, WEEK, Away(most=0)),
    "理化生": (0.3, WEEK, STUDY),
    "体育": (0.3, WEEK, STUDY),
    "艺术": (0.5, WEEK, STUDY),
    "综合": (0.4, WEEK, STUDY),
}
HOMEWORK = Homework(
    cap="90 90 90",
    service="60 60 60",
    minutes=(
        ("语文", "90-120 85-110 80-105"),
        ("数学", "90-120 85-110 80-105"),
        ("英语", "80-110 70-90 70-90"),
        ("物理", "- 30-50 45-60"),
        ("化学", "- - 30-50"),
        ("道德与法治", "20-40 20-30 20-30"),
    ),
)


def of_size(classes: int) -> Plan:
    """A school of so many classes (3 or more), its grades as even as can be: ``junior240`` and the like."""
    each, more = divmod(classes, 3)
    return junior(f"junior{classes}", [each + (n < more) for n in range(3)], 48, 600)


def junior(name: str, counts: Sequence[int], pupils_a_class: int, seconds: int) -> Plan:
    """A school of grades 7 to 9 with so many classes a grade; staff and rooms grow with its lessons."""
    total = sum(counts)
    pupils = iter(spread(total * pupils_a_class, total))
    classes = [
        Klass(f"{DIGITS[g - 1]}{n}", g, next(pupils), f"{g}{n:02d}教室", "初中")
        for g, count in enumerate(counts, 7)
        for n in range(1, count + 1)
    ]
    roster = _staff(name, classes)
    tighten(roster.staff.values(), roster.load, roster.daily, TIGHT, name)
    return Plan(
        7, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", f"{total}班初级中学（示例）"), ("学期", "2025-2026学年第一学期"), ("学段", "初中"),
            ("每周天数", 5), ("求解秒数", seconds),
        ),
        bells=tuple(bells("初中", "7-9", DAY)),
        staff=tuple(roster.staff.values()),
        places=tuple(_places(roster)),
        meetings=MEETINGS,
        locks=(Lock("周一7", "固排", subject="班会"), Lock("周五7", "避免", subject="物理")),
        asks=(
            Ask("teacher_run", "尽量", "重要", "most=3"),
            Ask("start_window", "必须", params="morning=480; afternoon=840", note="上午8:00、下午14:00起"),
        ),
        homework=HOMEWORK,
    )  # fmt: skip


def _staff(name: str, classes: list[Klass]) -> Roster:
    roster = Roster(name, LINES, classes, 7)
    names = [c.name for c in classes]
    own = ("班会", "心理健康", "安全教育")
    # Two classes share a Chinese and a maths teacher, each of them the class teacher of one.
    for first in range(0, len(names), 2):
        pair = names[first : first + 2]
        chinese, maths = roster.hire("语文"), roster.hire("数学")
        for head, klass in zip((chinese, maths), pair, strict=False):
            roster.class_teacher(head, klass, *own)
        for klass in pair:
            roster.give(chinese, klass, "语文")
            roster.give(maths, klass, "数学")
    loads = (
        ("英语", "英语", 8), ("道德与法治", "政史地", 14), ("历史", "政史地", 14), ("地理", "政史地", 14),
        ("生物学", "理化生", 13), ("物理", "理化生", 12.5), ("化学", "理化生", 12), ("音乐", "艺术", 15),
        ("美术", "艺术", 15), ("信息科技", "综合", 15), ("劳动", "综合", 15), ("综合实践", "综合", 10),
    )  # fmt: skip
    for subject, group, load in loads:
        lessons = sum(roster.weekly(c, subject) for c in names)
        roster.share(names, roster.hire_many(ceil(lessons / load), group), subject)
    outside = sum(roster.weekly(c, s) for c in names for s in ("体育与健康", "体育活动"))
    roster.share(names, roster.hire_many(ceil(outside / 15.5), "体育"), "体育与健康", "体育活动")
    return roster


def _places(roster: Roster) -> list[Place]:
    """As few rooms of each kind as the lessons need: no kind is used more than 96 % of the week."""
    made = []
    for kind, subject in ROOMS:
        lessons = sum(roster.weekly(c, subject) for c in roster.grade)
        count = ceil(lessons / (0.96 * PERIODS))
        made += [Place(f"{kind}{n}", kind) for n in range(1, count + 1)]
    outside = sum(roster.weekly(c, s) for c in roster.grade for s in ("体育与健康", "体育活动"))
    places = ceil(outside / (0.9 * PERIODS))
    hall = min(2, places // 2)
    grounds = (("操场", places - hall), ("体育馆", hall))
    return [*made, *(Place(name, "操场", holds) for name, holds in grounds if holds)]
