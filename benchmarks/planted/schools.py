"""Model schools for the study: a primary and a junior school of any size, with a timetable found without the solver.

They keep as many rows of the packs as one school can: 26, 30 and 34 lessons, PE or activity once on every day, breaks
of 15 minutes, two long breaks. What one school cannot keep (four PE lessons here, three there) is changed row by row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from math import ceil
from pathlib import Path

from constraints import catalogue
from samples.bells import bells
from samples.book import DIGITS, Ask, Bell, Klass, Line, Meeting, Place, Plan
from samples.staffing import Roster
from samples.tightness import read_school
from samples.witness import find
from samples.write import save
from scheduler.domain import School, Timetable

PRIMARY = (
    Line("道德与法治", "2 2 2 2 2 2"),
    Line("语文", "6 6 6 6 6 6"),
    Line("写字", "2 2 1 1 1 1"),
    Line("数学", "4 4 4 4 4 4"),
    Line("英语", "- - 2 2 3 3"),
    Line("科学", "- - 2 2 3 3"),
    Line("体育", "4 4 3 3 3 3", room="操场"),
    Line("体育活动", "1 1 2 2 2 2", room="操场"),
    Line("音乐", "2 2 2 2 1 1", room="音乐教室"),
    Line("美术", "2 2 2 2 1 1", room="美术教室"),
    Line("信息科技", "- - 1 1 1 1", room="计算机教室"),
    Line("综合实践", "1 1 1 1 1 1"),
    Line("劳动", "1 1 1 1 1 1"),
    Line("班会", "1 1 1 1 1 1"),
)
JUNIOR = (
    Line("道德与法治", "2 2 1"),
    Line("语文", "6 5 5"),
    Line("写字", "1 1 1"),
    Line("数学", "4 5 5"),
    Line("英语", "4 4 4"),
    Line("历史", "1 1 1"),
    Line("地理", "1 1 -"),
    Line("生物", "3 1 -"),
    Line("物理", "- 3 3"),
    Line("化学", "- - 3"),
    Line("体育", "3 3 3", room="操场"),
    Line("体育活动", "2 2 2", room="操场"),
    Line("音乐", "1 1 1", room="音乐教室"),
    Line("美术", "1 1 1", room="美术教室"),
    Line("信息科技", "1 1 -", room="计算机教室"),
    Line("综合实践", "1 1 1"),
    Line("劳动", "1 1 1"),
    Line("班会", "1 1 1"),
    Line("心理健康", "0.5 - 0.5"),
    Line("安全教育", "0.5 - 0.5"),
)
PRIMARY_DAY = """
08:10-08:20 到校
08:20-08:30 早操（晨间活动）
08:30-09:10 第1节
09:10-09:40 大课间
09:40-10:20 第2节
10:20-10:25 眼保健操
10:35-11:15 第3节
11:30-12:10 第4节
12:10-12:40 午饭
12:40-14:00 午休
14:00-14:40 第5节
14:40-14:45 眼保健操
14:45-15:15 大课间（阳光体育）
15:15-15:55 第6节
15:55-16:10 阅读
16:10-16:20 自由活动
"""
LOWER_DAY = PRIMARY_DAY.replace("第6节", "第6节 周一").replace("阅读", "阅读 周二至周五")
JUNIOR_DAY = """
07:50-08:00 到校
08:00-08:45 第1节
08:45-09:15 大课间
09:15-10:00 第2节
10:00-10:05 眼保健操
10:15-11:00 第3节
11:15-12:00 第4节
12:00-12:30 午饭
12:30-14:00 午休
14:00-14:45 第5节
14:45-14:50 眼保健操
14:50-15:20 大课间（阳光体育）
15:20-16:05 第6节
16:20-17:05 第7节 周一至周四
17:05-17:20 阅读
17:20-17:30 自由活动
"""


@cache
def school(stage: str, classes: int) -> tuple[School, Timetable]:
    """A school of a stage (``primary`` or ``junior``) with its timetable, the same every time. Raises LookupError when
    no timetable was found."""
    rules = catalogue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        save(_plan(stage, classes), path)
        made = read_school(path, rules)
    timetable = find(made, rules)
    if timetable is None:
        raise LookupError(f"{stage} {classes}")
    return made, timetable


def _plan(stage: str, count: int) -> Plan:
    first, grades, lines = (1, 6, PRIMARY) if stage == "primary" else (7, 3, JUNIOR)
    each, more = divmod(count, grades)
    classes = tuple(
        Klass(f"{DIGITS[g - 1]}{n}", g, 40 + n % 3, f"{g}{n:02d}教室", "低年级" if g <= 2 else "其他年级")
        for g in range(first, first + grades)
        for n in range(1, each + (g - first < more) + 1)
    )
    roster = _staff(f"{stage}{count}", lines, classes, first)
    return Plan(
        first, lines, classes, roster.cells, roster.class_teachers,
        school=(
            ("学校名称", f"{count}班学校（示例）"), ("学期", "2025-2026学年第一学期"),
            ("学段", "小学" if first == 1 else "初中"), ("每周天数", 5),
        ),
        bells=tuple(_bells(stage)),
        staff=tuple(roster.staff.values()),
        places=tuple(_places(roster)),
        meetings=tuple(Meeting(group, 1, times) for group, times in _MEETINGS),
        asks=(Ask("activity_on_no_pe_day", "必须"),),
    )  # fmt: skip


_MEETINGS = (("语文", "周二下午"), ("数学", "周三下午"), ("英语", "周四下午"))
_SHARED = (
    ("英语", ("英语",), 15), ("道德与法治", ("道德与法治", "历史", "地理"), 12), ("科学", ("科学", "生物"), 12),
    ("理化", ("物理", "化学"), 12), ("体育", ("体育", "体育活动"), 15), ("音乐", ("音乐",), 14),
    ("美术", ("美术",), 14), ("综合", ("信息科技", "综合实践", "劳动"), 12),
)  # fmt: skip


def _staff(seed: str, lines: tuple[Line, ...], classes: tuple[Klass, ...], first: int) -> Roster:
    roster = Roster(seed, lines, classes, first)
    names = [c.name for c in classes]
    for at in range(0, len(names), 2):  # two classes share a maths teacher; each has a Chinese teacher of its own
        maths = roster.hire("数学")
        for name in names[at : at + 2]:
            head = roster.hire("语文")
            roster.class_teacher(head, name, "语文", "写字", "班会", "心理健康", "安全教育")
            roster.give(maths, name, "数学")
    for group, subjects, load in _SHARED:
        lessons = sum(roster.weekly(name, s) for name in names for s in subjects)
        if lessons:
            roster.share(names, roster.hire_many(ceil(lessons / load) + 1, group), *subjects)
    return roster


def _places(roster: Roster) -> Iterator[Place]:
    """Rooms whose names do not tell their kind, so many that each stands empty for a third of the week."""
    weekly = {
        kind: sum(roster.weekly(c, s) for c in roster.grade for s in subjects)
        for kind, subjects in (
            ("音乐教室", ("音乐",)), ("美术教室", ("美术",)), ("计算机教室", ("信息科技",)),
            ("操场", ("体育", "体育活动")),
        )
    }  # fmt: skip
    number = 0
    for kind, lessons in weekly.items():
        need = ceil(lessons / 20)
        if kind == "操场":
            yield Place("东场", kind, need + 1)
            continue
        for _ in range(need):
            number += 1
            yield Place(f"北楼{number}", kind)
    yield Place("南楼1", "图书馆")
    yield Place("南楼2", "阅览室")


def _bells(stage: str) -> Iterator[Bell]:
    days = (("其他年级", "3-6", PRIMARY_DAY), ("低年级", "1-2", LOWER_DAY))
    for schedule, grades, text in days if stage == "primary" else (("其他年级", "7-9", JUNIOR_DAY),):
        yield from bells(schedule, grades, text)
