"""A city primary of 24 classes, the everyday case: 26 and 30 lessons, half weeks, clubs, research meetings.

The curriculum is the 2001 plan (26 lessons in grades 1-2, 30 in grades 3-6) as the school divides it: sports
activity comes from the local and school lessons, so that every day has PE or activity; 信息技术 and 班会 come
from 综合实践.
"""

from collections.abc import Iterator

from samples.bells import bells
from samples.beside import AUTUMN, answers, clubs
from samples.book import DIGITS, Activity, Ask, Happening, Homework, Klass, Line, Lock, Meeting, Place, Plan
from samples.staffing import Roster, spread
from samples.tighten import Away, school_week, tighten

LINES = (
    Line("道德与法治", "3 3 2 2 2 2"),
    Line("语文", "8 8 6 6 5 5", doubles="3-6:1", half="上午", homework=True),
    Line("写字", "- - 1 1 0.5 0.5"),
    Line("数学", "4 4 4 4 5 5", half="上午", homework=True),
    Line("英语", "- - 2 2 3 3", homework=True),
    Line("科学", "- - 2 2 2 2", room="科学教室"),
    Line("体育", "4 4 3 3 3 3", room="操场"),
    Line("体育活动", "1 1 2 2 2 2", room="操场"),
    Line("音乐", "2 2 2 2 2 2", room="音乐教室"),
    Line("美术", "2 2 2 2 2 2", room="美术教室"),
    Line("信息技术", "- - 1 1 1 1", room="计算机教室"),
    Line("综合实践", "- - 1 1 1 1"),
    Line("班会", "1 1 1 1 1 1"),
    Line("健康教育", "0.5 0.5 0.5 0.5 0.5 0.5"),
    Line("安全教育", "0.5 0.5 0.5 0.5 - -"),
)
UPPER = """
08:10-08:20 到校
08:20-09:00 第1节
09:00-09:30 大课间
09:30-10:10 第2节
10:10-10:15 眼保健操
10:20-11:00 第3节
11:10-11:50 第4节
11:50-13:30 午餐午休
13:30-14:10 第5节
14:10-14:15 眼保健操
14:20-15:00 第6节
15:10-15:30 阅读
15:40-16:40 社团活动 周一、周二、周三
15:40-16:40 讲座（特色讲座） 周四
15:40-16:40 课后管理 周五
"""
LOWER = UPPER.replace("第6节", "第6节 周一") + "14:20-15:00 活动（户外活动） 周二至周五\n"
PLACES = (
    Place("操场", "操场", 5, "每天1"),
    Place("体育馆", "操场", 1, "周二上午；周三上午；周四上午；周五上午"),
    Place("音乐教室1", "音乐教室", 1, "周四下午"),
    Place("音乐教室2", "音乐教室", 1, "周二1；周四下午"),
    Place("美术教室1", "美术教室", 1, "周三下午"),
    Place("美术教室2", "美术教室", 1, "周三下午；周五下午"),
    Place("科学教室1", "科学教室"),
    Place("科学教室2", "科学教室", 1, "周五上午"),
    Place("计算机教室", "计算机教室", 1, "每天下午"),
)
MEETINGS = (
    Meeting("一年级语文", 1, "周二5；周四5"),
    Meeting("二年级语文", 1, "周三5；周五5"),
    Meeting("语文高段", 2, "周二5-6；周四5-6"),
    Meeting("数学", 2, "周三5-6；周五5-6"),
    Meeting("英语", 1, "周三下午；周五下午"),
    Meeting("体育", 1, "周一6"),
    Meeting("艺术", 1, "周三下午；周五下午"),
    Meeting("综合", 1, "周二下午；周四下午"),
)
WEEK = school_week()
LOW_WEEK = school_week(pm=1, pm0=2)
TIGHT = {
    "一年级语文": (0.25, LOW_WEEK, Away(most=0)),
    "二年级语文": (0.25, LOW_WEEK, Away(most=0)),
    "数学": (0.25, WEEK, Away(most=0)),
    "英语": (0.6, WEEK, Away(most=0)),
    "艺术": (0.5, WEEK, Away(("am",), keep=frozenset({0, 2, 4}))),
    "综合": (0.6, WEEK, Away(("am",), keep=frozenset({0, 4}))),
}
HOMEWORK = Homework(
    cap="0 0 30 30 60 60",
    free="- - 周三 周三 周三 周三",
    service="- - 20 20 30 30",
    minutes=(
        ("语文", "- - 40-55 40-55 80-110 80-110"),
        ("数学", "- - 30-45 30-45 60-90 60-90"),
        ("英语", "- - 10-20 10-20 20-40 20-40"),
    ),
)
CALENDAR = (
    *AUTUMN,
    Happening("期末", "期末学业检测", "2026-01-15", "2026-01-16", "3-6", "语文、数学、英语"),
    Happening("运动会", "秋季运动会", "2025-10-17"),
    Happening("读书节", "读书节", "2025-12-01", "2025-12-05"),
    Happening("家长会", "家长会", "2025-11-14"),
    Happening("问卷", "学生和家长问卷", "2025-12-12"),
    Happening("书包检查", "抽查书包", "每月"),
    Happening("作业抽查", "教导处抽查作业量", "每周"),
    Happening("视力筛查", "视力筛查", "每学期2次"),
    Happening("会议", "全体教师会", "每月第2周周四"),
)
ANSWERS = """
private_swaps 否
indoor_exercise 是 雾霾天在教室做室内操
marking_ratio 100
homework_for_parents 否
homework_marked_by_parents 否
score_publication 否
homework_four_levels 是 优、良、合格、不合格
workbooks_outside 0
exam_set_by_centre 是
service_coverage 96
"""


def plan() -> Plan:
    """24 classes, 910 pupils, 59 staff of whom 52 teach."""
    pupils = spread(910, 24)
    classes = [
        Klass(
            f"{DIGITS[g - 1]}{n}",
            g,
            pupils[4 * (g - 1) + n - 1],
            f"{g}0{n}教室",
            "低年级" if g <= 2 else "中高年级",
        )
        for g in range(1, 7)
        for n in range(1, 5)
    ]
    roster = _staff(classes)
    tighten(roster.staff.values(), roster.load, roster.daily, TIGHT, "lixin24")
    return Plan(
        1, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", "立新学校小学（示例）"), ("学期", "2025-2026学年第一学期"), ("学段", "小学"),
            ("每周天数", 5), ("规则包", "haidian-lixin"), ("求解秒数", 60), ("省份", "北京"), ("下班时间", "17:30"),
            ("公示的表", "课程表、作息时间表、作业公示"),
        ),
        bells=(*bells("中高年级", "3-6", UPPER), *bells("低年级", "1-2", LOWER)),
        staff=tuple(roster.staff.values()),
        places=PLACES,
        meetings=MEETINGS,
        locks=(
            Lock("周一6", "固排", subject="班会"),
            Lock("周五", "优先", subject="综合实践"),
            Lock("每天1", "避免", subject="音乐"),
        ),
        asks=(
            Ask("activity_on_no_pe_day", "必须", note="没有体育课的当天安排体育活动"),
            Ask("teacher_run", "尽量", "重要", "most=3"),
            Ask("subjects_exclusive", "尽量", "一般", "first=体育; second=体育活动; span=day"),
        ),
        homework=HOMEWORK,
        activities=tuple(_activities(roster)),
        calendar=CALENDAR,
        answers=tuple(answers(ANSWERS)),
    )  # fmt: skip


def _activities(roster: Roster) -> Iterator[Activity]:
    """36 clubs on three days, a lecture on Thursday, homework help by the class teachers on Friday."""
    clock = "15:40", "16:40"
    yield from clubs("lixin24", 36, (1, 2, 3), clock, ("1-2", "3-4", "5-6"), roster.staff.values())
    yield Activity("周四", *clock, "讲座", "特色讲座")
    for grade in range(1, 7):
        teachers = [t for name, t in roster.class_teachers.items() if name.startswith(DIGITS[grade - 1])]
        yield Activity("周五", *clock, "作业辅导", "课后管理", str(grade), tuple(teachers))


def _staff(classes: list[Klass]) -> Roster:
    roster = Roster("lixin24", LINES, classes, 1)
    names = [c.name for c in classes]
    lower, upper = names[:8], names[8:]
    small = ("写字", "班会", "健康教育", "安全教育", "道德与法治")
    for name in names:
        teacher = roster.hire({"一": "一年级语文", "二": "二年级语文"}.get(name[0], "语文高段"))
        roster.class_teacher(teacher, name, "语文", *small)
    roster.share(lower, roster.hire_many(2, "数学"), "数学")
    roster.share(upper, roster.hire_many(6, "数学"), "数学")
    roster.share(upper, roster.hire_many(3, "英语"), "英语")
    roster.share(upper, roster.hire_many(2, "综合"), "科学")
    roster.share(upper, roster.hire_many(1), "信息技术")
    roster.share(upper, roster.hire_many(1, "综合"), "综合实践")
    roster.share(names, roster.hire_many(3, "艺术"), "音乐")
    roster.share(names, roster.hire_many(3, "艺术"), "美术")
    roster.share(names, roster.hire_many(7, "体育"), "体育", "体育活动")
    for _ in range(7):  # 校长室、教务、总务、校医、图书、财务、少先队: on the staff list, without lessons
        roster.hire(kind="兼职")
    return roster
