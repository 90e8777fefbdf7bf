"""A small primary of 9 classes that looks innocent and cannot be done, for two reasons that counting shows.

1. 走教: the visiting music teacher comes on Tuesday and Thursday, 2 × 6 = 12 periods, but has
   7 classes × 2 = 14 lessons.
2. 科学教室: 9 classes × 3 = 27 lessons in one room that has 30 − 4 (周五上午, 设备检修) = 26 periods.

Every class has 30 lessons for 30 periods, every other teacher an easy week: mending both makes it possible.
"""

from samples.bells import bells
from samples.book import DIGITS, Klass, Line, Lock, Place, Plan
from samples.staffing import Roster, spread

LINES = (
    Line("道德与法治", "2 2 2"),
    Line("语文", "6 6 6", half="上午"),
    Line("数学", "5 5 5", half="上午"),
    Line("英语", "2 2 2"),
    Line("科学", "3 3 3", room="科学教室"),
    Line("体育", "3 3 3", room="操场"),
    Line("音乐", "2 2 2"),
    Line("美术", "2 2 2"),
    Line("信息科技", "1 1 1"),
    Line("劳动", "1 1 1"),
    Line("综合实践", "2 2 2"),
    Line("班会", "1 1 1"),
)
DAY = """
08:30-09:10 第1节
09:10-09:40 大课间
09:40-10:20 第2节
10:30-11:10 第3节
11:20-12:00 第4节
12:00-14:00 午休
14:00-14:40 第5节
14:50-15:30 第6节
15:30-16:30 课后服务
"""


def plan() -> Plan:
    """9 classes (grades 4-6), 351 pupils, 22 teachers."""
    pupils = iter(spread(351, 9))
    classes = [Klass(f"{DIGITS[g - 1]}{n}", g, next(pupils), "", "全校") for g in (4, 5, 6) for n in (1, 2, 3)]
    names = [c.name for c in classes]
    roster = Roster("impossible", LINES, classes, 4)
    for name in names:
        roster.class_teacher(roster.hire("语文"), name, "语文", "班会", "道德与法治")
    visiting = roster.hire("艺术", kind="走教", away="周一；周三；周五")
    for name in names[:7]:
        roster.give(visiting, name, "音乐")
    roster.share(names, roster.hire_many(4, "数学"), "数学")
    roster.share(names, roster.hire_many(1, "英语"), "英语")
    roster.share(names, roster.hire_many(2, "综合"), "科学")
    roster.share(names, roster.hire_many(2, "体育"), "体育")
    roster.share(names, roster.hire_many(1, "艺术"), "美术", "音乐")
    roster.share(names, roster.hire_many(2, "综合"), "综合实践", "信息科技", "劳动")
    return Plan(
        4, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", "排不出的小学（示例）"), ("学段", "小学"), ("每周天数", 5), ("求解秒数", 20),
        ),
        bells=tuple(bells("全校", "4-6", DAY)),
        staff=tuple(roster.staff.values()),
        places=(Place("科学教室", "科学教室", 1, "周五上午"), Place("操场", "操场", 2)),
        locks=(Lock("周一", "固排", subject="班会"),),
    )  # fmt: skip
