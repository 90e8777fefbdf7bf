"""A crowded city-centre primary of 33 classes with one small ground: PE and activity are the squeeze.

The ground holds six classes and is not used in the first period: 6 × 25 places for 33 classes × 4 or 5
lessons outside. Class sizes are far above 45 on purpose: the compliance sheet shows it. Only Chinese and
maths give written homework; science gives something to do (HZ-22).
"""

from collections.abc import Iterator

from samples.bells import bells
from samples.beside import AUTUMN, answers, clubs
from samples.book import DIGITS, Activity, Ask, Happening, Homework, Klass, Line, Lock, Meeting, Place, Plan
from samples.staffing import Roster, spread
from samples.tighten import Away, school_week, tighten

LINES = (
    Line("品德与生活", "3 3 - - - -"),
    Line("品德与社会", "- - 3 3 2 2"),
    Line("语文", "8 8 7 7 6 6", half="上午", homework=True),
    Line("数学", "4 4 4 4 5 5", half="上午", homework=True),
    Line("英语", "- - 2 2 3 3"),
    Line("科学", "- - 2 2 2 2", room="科学教室"),
    Line("体育与健康", "4 4 3 3 3 3", room="操场"),
    Line("体育活动", "1 1 1 1 1 1", room="操场"),
    Line("音乐", "2 2 2 2 2 2", room="音乐教室"),
    Line("美术", "2 2 2 2 2 2"),
    Line("综合实践", "- - 1 1 2 2"),
    Line("信息技术", "- - 1 1 1 1", room="计算机教室"),
    Line("班会", "1 1 1 1 1 1"),
    Line("地方课程", "1 1 1 1 - -"),
)
UPPER = """
08:20-08:30 到校
08:30-09:10 第1节
09:10-09:40 大课间
09:40-10:20 第2节
10:20-10:25 眼保健操
10:35-11:15 第3节
11:25-12:05 第4节
12:05-14:10 午休
14:10-14:50 第5节
14:50-14:55 眼保健操
14:55-15:25 大课间（阳光体育）
15:25-16:05 第6节
16:05-17:35 课后服务
"""
LOWER = UPPER.replace("第6节", "第6节 周一").replace("16:05-17:35 课后服务", "16:05-17:35 课后服务 周一")
LOWER += "15:25-17:35 课后服务 周二至周五\n"
PLACES = (
    Place("操场", "操场", 6, "每天1"),
    Place("音乐教室1", "音乐教室", 1, "周三下午"),
    Place("音乐教室2", "音乐教室", 1, "周五下午"),
    Place("音乐教室3", "音乐教室", 1, "每天1；周三下午；周五下午"),
    Place("科学教室1", "科学教室", 1, "周二上午"),
    Place("科学教室2", "科学教室", 1, "周四上午；周五下午"),
    Place("计算机教室", "计算机教室", 1, "周一上午；周五下午"),
)
MEETINGS = (
    Meeting("语文低段", 1, "周二5；周三5"),
    Meeting("语文中段", 2, "周二5-6；周四5-6"),
    Meeting("语文高段", 2, "周三5-6；周四5-6"),
    Meeting("数学", 1, "周三6；周五6"),
    Meeting("英语", 1, "周三下午"),
    Meeting("体育", 1, "周二1；周四1"),
    Meeting("艺术", 1, "周三下午；周五下午"),
    Meeting("品德", 1, "周一5；周四5"),
    Meeting("信息", 1, "周三下午；周四下午"),
    Meeting("综合", 1, "周四下午"),
)
WEEK = school_week()
LENT = Away(("pm", "day"), 2, frozenset({0, 3}))
TIGHT = {
    "语文中段": (0.4, WEEK, Away(most=0)),
    "英语": (0.7, WEEK, Away(most=0)),
    "体育": (0.4, school_week(am=3), Away(("am",), keep=frozenset({0}))),
    "品德": (0.5, school_week(pm=1, pm0=2), Away(("am",), keep=frozenset({0, 3}))),
    "艺术": (0.5, WEEK, Away(("am", "pm"), 2, frozenset({0, 2, 4}))),
    "综合": (0.3, WEEK, LENT),
}
HOMEWORK = Homework(
    cap="0 0 30 30 60 60",
    free="- - 周五 周五 周五 周五",
    service="- - 15 15 30 30",
    minutes=(
        ("语文", "- - 50-60 50-60 100-125 100-125"),
        ("数学", "- - 40-50 40-50 80-105 80-105"),
        ("科学", "- - 10-10 10-10 10-10 10-10"),
    ),
    kinds={"科学": "实践"},
)
CALENDAR = (
    *AUTUMN,
    Happening("期末", "期末学科检测", "2026-01-14", "2026-01-15", "3-6"),
    Happening("书包检查", "检查学生书包", "2025-10-22"),
    Happening("问卷", "作业情况问卷", "2025-11-19"),
    Happening("教学检查", "教学常规检查", "每月"),
    Happening("家长会", "家长会", "2025-11-21"),
    Happening("会议", "教师例会", "每周一"),
)
ANSWERS = """
score_publication 否
special_classes 否
progress_ahead_weeks 0
balanced_staff 是
workbooks_outside 0
service_coverage 88
"""


def plan() -> Plan:
    """33 classes, 2190 pupils, 96 teachers."""
    pupils = iter(spread(2190, 33))
    counts = (6, 6, 6, 5, 5, 5)
    classes = [
        Klass(f"{DIGITS[g - 1]}{n}", g, next(pupils), f"{g}{n:02d}教室", "低年级" if g <= 2 else "中高年级")
        for g, count in enumerate(counts, 1)
        for n in range(1, count + 1)
    ]
    roster = _staff(classes)
    tighten(roster.staff.values(), roster.load, roster.daily, TIGHT, "huozhou33")
    return Plan(
        1, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", "市中心小学（示例）"), ("学期", "2025-2026学年第一学期"), ("学段", "小学"),
            ("每周天数", 5), ("规则包", "huozhou"), ("求解秒数", 90), ("省份", "山西"), ("下班时间", "18:00"),
            ("公示的表", "课程表、作息时间表"),
        ),
        bells=(*bells("中高年级", "3-6", UPPER), *bells("低年级", "1-2", LOWER)),
        staff=tuple(roster.staff.values()),
        places=PLACES,
        meetings=MEETINGS,
        locks=(Lock("周一下午", "固排", subject="班会"), Lock("周五6", "避免", subject="科学")),
        asks=(
            Ask("pe_not_first", "必须", note="第1节不排体育"),
            Ask("teacher_run", "尽量", "重要", "most=3"),
            Ask("teacher_not_across_noon", "尽量", "少许", note="上午末节与下午首节尽量不连上"),
        ),
        homework=HOMEWORK,
        activities=tuple(_activities(roster)),
        calendar=CALENDAR,
        answers=tuple(answers(ANSWERS)),
    )  # fmt: skip


def _activities(roster: Roster) -> Iterator[Activity]:
    """Homework help by the class teachers in turn, a stage a row; twelve clubs on Wednesday and Friday."""
    for day in range(1, 6):
        for stage, start in (("1-2", "16:05" if day == 1 else "15:25"), ("3-4", "16:05"), ("5-6", "16:05")):
            ours = [t for name, t in roster.class_teachers.items() if str(DIGITS.index(name[0]) + 1) in stage]
            yield Activity(f"周{DIGITS[day - 1]}", start, "17:35", "作业辅导", "", stage, tuple(ours[day - 1 :: 5]))
    busy = set(roster.class_teachers.values())
    others = [s for s in roster.staff.values() if s.name not in busy]
    yield from clubs("huozhou33", 12, (3, 5), ("16:35", "17:35"), ("3-4", "5-6"), others)


def _staff(classes: list[Klass]) -> Roster:
    roster = Roster("huozhou33", LINES, classes, 1)
    names = [c.name for c in classes]
    stage = {1: "低", 2: "低", 3: "中", 4: "中", 5: "高", 6: "高"}
    for c in classes:
        roster.class_teacher(roster.hire(f"语文{stage[c.grade]}段"), c.name, "语文", "班会", "地方课程")
    upper = names[12:]
    roster.share(names, roster.hire_many(20, "数学"), "数学")
    roster.share(names, roster.hire_many(7, "品德"), "品德与生活", "品德与社会")
    roster.share(upper, roster.hire_many(6, "英语"), "英语")
    roster.share(upper, roster.hire_many(5, "综合"), "科学")
    roster.share(upper, roster.hire_many(4, "综合"), "综合实践")
    roster.share(upper, roster.hire_many(2, "信息"), "信息技术")
    roster.share(names, roster.hire_many(5, "艺术"), "音乐")
    roster.share(names, roster.hire_many(5, "艺术"), "美术")
    roster.share(names, roster.hire_many(9, "体育"), "体育与健康", "体育活动")
    return roster
