"""A nine-year school under the five-four system: 15 primary, 24 junior classes, two clocks, shared staff.

What it shows: lessons of 40 and 45 minutes that overlap by the clock for teachers of both stages; electives
(走班) in grades 7 and 8; classes taught together (合班); double lessons; two teachers in the room, lessons
divided between two, lessons without a teacher; teachers lent to village schools on some days; a visiting
teacher; 师徒 kept apart; class meetings fixed on Monday; two teachers of one name. The table is
Shandong's plan as the school divides it over 五四制.
"""

from samples.bells import bells
from samples.book import DIGITS, Ask, Homework, Joint, Klass, Line, Lock, Meeting, Place, Plan
from samples.staffing import Roster, spread
from samples.tighten import Away, school_week, tighten

LINES = (
    Line("道德与法治", "3 3 2 2 2 2 2 2 2"),
    Line("语文", "8 8 7 7 6 5 5 5 5", doubles="3-9:1", half="上午", homework=True),
    Line("数学", "4 4 4 4 5 5 5 5 5", half="上午", homework=True),
    Line("英语", "- - 2 2 3 4 4 4 4", homework=True),
    Line("科学", "1 1 2 2 2 - - - -", room="科学教室"),
    Line("历史", "- - - - - 2 2 2 2"),
    Line("地理", "- - - - - 2 2 - -"),
    Line("生物", "- - - - - 2 2 - -", room="生物实验室"),
    Line("物理", "- - - - - - - 3 4", doubles="9:1", room="物理实验室", homework=True),
    Line("化学", "- - - - - - - 2 3", room="化学实验室", homework=True),
    Line("体育", "4 4 3 3 3 3 3 3 3", room="操场"),
    Line("体育活动", "1 1 1 1 1 1 1 1 1", room="操场"),
    Line("音乐", "2 2 2 2 2 1 1 1 1", room="音乐教室"),
    Line("美术", "2 2 2 2 2 1 1 1 1", room="美术教室"),
    Line("信息科技", "- - 1 1 1 1 1 1 -", room="计算机教室"),
    Line("劳动", "1 1 1 1 1 1 1 1 1"),
    Line("综合实践", "1 1 1 1 1 1 1 - -"),
    Line("校本课程", "- - - - - - 2 2 -"),
    Line("班会", "1 1 1 1 1 1 1 1 1"),
    Line("阅读", "1 1 1 1 - 1 - - -"),
    Line("自习", "- - - - - 1 - - 1"),
)
MIDDLE = """
08:20-08:30 到校
08:30-09:10 第1节
09:10-09:40 大课间
09:40-10:20 第2节
10:20-10:25 眼保健操
10:35-11:15 第3节
11:25-12:05 第4节
12:05-14:00 午休
14:00-14:40 第5节
14:40-14:45 眼保健操
14:45-15:15 大课间（阳光体育）
15:15-15:55 第6节
15:55-17:25 课后服务
"""
LOW = (
    MIDDLE.replace("第6节", "第6节 周一至周四").replace("课后服务", "课后服务 周一至周四")
    + "15:15-17:25 课后服务 周五\n"
)
JUNIOR = """
07:50-08:00 到校
08:00-08:45 第1节
08:55-09:40 第2节
09:40-10:10 大课间
10:10-10:55 第3节
10:55-11:00 眼保健操
11:10-11:55 第4节
11:55-14:00 午休
14:00-14:45 第5节
14:45-14:50 眼保健操
15:00-15:45 第6节
15:45-16:15 大课间（阳光体育）
16:15-17:00 第7节 周一至周四
17:00-18:00 课后服务 周一至周四
16:15-18:00 课后服务 周五
"""
PLACES = (
    Place("操场", "操场", 5),
    Place("体育馆", "操场", 1, "周一上午；周三上午；周五上午"),
    Place("音乐教室1", "音乐教室"),
    Place("音乐教室2", "音乐教室", 1, "周五下午"),
    Place("美术教室1", "美术教室"),
    Place("美术教室2", "美术教室", 1, "周四下午；周五下午"),
    Place("计算机教室", "计算机教室"),
    Place("科学教室", "科学教室"),
    Place("生物实验室", "生物实验室", 1, "周三下午；周五上午"),
    Place("化学实验室", "化学实验室"),
    Place("物理实验室1", "物理实验室"),
    Place("物理实验室2", "物理实验室", 1, "周二；周三；周五上午"),
    Place("礼堂", "礼堂", 2),
    Place("书法教室", "专用教室"),
    Place("创客教室", "专用教室"),
    Place("图书馆", "专用教室", 2),
)
MEETINGS = (
    Meeting("小学语文", 1, "周二下午；周四下午"),
    Meeting("小学数学", 1, "周三下午；周五5"),
    Meeting("初中语文", 2, "周二下午；周三下午"),
    Meeting("初中数学", 2, "周三下午；周四下午"),
    Meeting("英语", 1, "周五下午；周三下午"),
    Meeting("理化生", 1, "周四下午；周二下午"),
    Meeting("政史地", 1, "周一上午；周五上午"),
    Meeting("体育", 1, "周一上午；周五上午"),
    Meeting("科学", 1, "周三下午；周五5"),
    Meeting("综合", 1, "周一上午"),
    Meeting("艺术", 1, "周二下午；周五上午"),
)
WEEK = school_week(pm=3, pm4=2)
SHARED = school_week(am=3, pm=2)  # between two bell schedules about five periods a day are left
LENT = Away(("pm", "day"), 2, frozenset({0}))
TIGHT = {
    "小学语文": (0.25, school_week(), Away(most=0)),
    "小学数学": (0.2, school_week(), Away(keep=frozenset({0, 2, 4}))),
    "英语": (0.15, WEEK, Away(keep=frozenset({0, 2, 4}))),
    "理化生": (0.5, WEEK, Away(("am", "pm"), 2, frozenset({1, 3}))),
    "政史地": (0.75, WEEK, LENT),
    "体育": (0.7, SHARED, Away(most=0)),
    "艺术": (0.5, SHARED, Away(most=0)),
    "综合": (0.5, school_week(), LENT),
}
HOMEWORK = Homework(
    cap="0 30 30 45 60 90 90 90 90",
    free="- 周三 周三 周三 周三 - - - -",
    service="- 15 15 20 30 45 45 45 45",
    minutes=(
        ("语文", "- 45-60 40-55 60-80 80-110 90-120 90-120 85-110 85-110"),
        ("数学", "- 40-55 30-45 60-75 70-100 90-120 90-120 85-110 85-110"),
        ("英语", "- - 10-20 15-25 25-30 75-100 75-100 60-85 60-85"),
        ("物理", "- - - - - - - 45-60 50-70"),
        ("化学", "- - - - - - - 20-40 35-55"),
    ),
)
ELECTIVES = {
    7: (
        ("书法", "书法教室"),
        ("篮球", "操场"),
        ("合唱", "音乐教室1"),
        ("编程", "计算机教室"),
        ("版画", "美术教室1"),
        ("名著阅读", "图书馆"),
    ),
    8: (
        ("足球", "操场"),
        ("民乐", "音乐教室1"),
        ("创客", "创客教室"),
        ("素描", "美术教室1"),
        ("演讲", "图书馆"),
    ),
}


def plan() -> Plan:
    """39 classes, 1582 pupils, 204 teachers."""
    pupils = iter(spread(1582, 39))
    bell = {1: "小学低段", 2: "小学低段", 3: "小学", 4: "小学", 5: "小学"}
    classes = [
        Klass(f"{DIGITS[g - 1]}{n}", g, next(pupils), f"{g}0{n}教室", bell.get(g, "初中"))
        for g in range(1, 10)
        for n in range(1, 4 if g <= 5 else 7)
    ]
    roster = Roster("lijin39", LINES, classes, 1)
    names = [c.name for c in classes]
    _primary(roster, names[:15])
    _junior(roster, names[15:])
    _shared(roster, names)
    joints = (*_together(roster), *_electives(roster))
    _lessons_with_two(roster)
    pairs = _apart(roster)
    tighten(roster.staff.values(), roster.load, roster.daily, TIGHT, "lijin39")
    while len(roster.staff) < 204:  # lent to village schools all week, on long leave, or in the offices
        roster.hire()
    return Plan(
        1, LINES, tuple(classes), roster.cells, roster.class_teachers,
        school=(
            ("学校名称", "九年一贯制学校（示例）"), ("学期", "2025-2026学年第一学期"), ("学段", "九年一贯制"),
            ("每周天数", 5), ("规则包", "lijin"), ("求解秒数", 120),
        ),
        bells=(*bells("小学", "3-5", MIDDLE), *bells("小学低段", "1-2", LOW), *bells("初中", "6-9", JUNIOR)),
        staff=tuple(roster.staff.values()),
        places=PLACES,
        joints=joints,
        meetings=MEETINGS,
        locks=(Lock("周一下午", "固排", subject="班会"), Lock("周五下午", "避免", subject="化学")),
        asks=(
            *(Ask("teachers_apart", "必须", teachers="、".join(pair), note="师徒错开") for pair in pairs),
            Ask("teacher_run", "尽量", "重要", "most=3"),
            Ask("teacher_few_days", "尽量", "重要", teachers=pairs[-1][-1], note="兼课教师尽量集中在几天"),
        ),
        homework=HOMEWORK,
    )  # fmt: skip


def _primary(roster: Roster, names: list[str]) -> None:
    for name in names:
        roster.class_teacher(roster.hire("小学语文"), name, "语文", "班会")
    roster.share(names, roster.hire_many(12, "小学数学"), "数学")
    roster.share(names, roster.hire_many(2, "英语"), "英语")
    roster.share(names, roster.hire_many(4, "政史地"), "道德与法治")
    roster.share(names, roster.hire_many(3, "科学"), "科学")
    roster.share(names, roster.hire_many(3, "综合"), "劳动", "综合实践")
    for name in names:
        if roster.weekly(name, "阅读"):
            roster.nobody(name, "阅读")


def _junior(roster: Roster, names: list[str]) -> None:
    for name in names:
        roster.class_teacher(roster.hire("初中语文"), name, "语文", "班会", "阅读")
        if roster.weekly(name, "自习"):
            roster.nobody(name, "自习")
    roster.share(names, [roster.hire("初中数学", "张伟"), *roster.hire_many(23, "初中数学")], "数学")
    english = roster.hire_many(24, "英语")
    roster.divide(names[17], "英语", **{english[0]: 3, english[1]: 1})
    roster.share(names, english, "英语")
    for subject, count in (("道德与法治", 6), ("历史", 6), ("地理", 3)):
        roster.share(names, roster.hire_many(count, "政史地"), subject)
    for subject, count in (("生物", 3), ("物理", 6)):
        roster.share(names, roster.hire_many(count, "理化生"), subject)
    roster.share(names, roster.hire_many(3, "综合"), "劳动", "综合实践")


def _shared(roster: Roster, names: list[str]) -> None:
    """PE, music, art and IT teachers who teach in both stages; the last art teacher visits on two days."""
    joined = ("九1", "九2", "九3", "九4", "九5", "九6")
    roster.outside(joined, "音乐")
    roster.outside([f"六{n}" for n in range(1, 7)], "体育活动")
    roster.share(names, [roster.hire("体育", "张伟(2)"), *roster.hire_many(10, "体育")], "体育", "体育活动")
    roster.share(names, roster.hire_many(4, "艺术"), "音乐")
    visiting = roster.hire("艺术", kind="走教", away="周一；周三；周五", day=4)
    for name in names[:3]:
        roster.give(visiting, name, "美术")
    roster.share(names, roster.hire_many(4, "艺术"), "美术")


def _together(roster: Roster) -> list[Joint]:
    """Music of grade 9 and activity of grade 6, two classes at a time."""
    music = [t for t, s in roster.staff.items() if "音乐" in s.subjects]
    sport = [t for t, s in roster.staff.items() if "体育" in s.subjects]
    made = []
    for grade, subject, teachers, room in (("九", "音乐", music, "礼堂"), ("六", "体育活动", sport, "操场")):
        for n in (1, 3, 5):
            pair = (f"{grade}{n}", f"{grade}{n + 1}")
            teacher = min(teachers, key=lambda t: roster.load[t])
            roster.teach(teacher, subject, 1)
            made.append(Joint("".join(pair) + subject, pair, subject, teacher, 1, room))
    return made


def _electives(roster: Roster) -> list[Joint]:
    """The groups of grades 7 and 8, each grade at one time for all its classes."""
    made = []
    able = [t for t, s in roster.staff.items() if s.group in ("初中数学", "英语") and roster.load[t]]
    for grade, groups in ELECTIVES.items():
        members = tuple(f"{DIGITS[grade - 1]}{n}" for n in range(1, 7))
        roster.outside(members, "校本课程")
        for name, room in groups:
            teacher = min(able, key=lambda t: roster.load[t])
            roster.teach(teacher, "校本课程", 2)
            made.append(
                Joint(
                    f"{DIGITS[grade - 1]}年级{name}",
                    members,
                    "校本课程",
                    teacher,
                    2,
                    room,
                    f"{grade}年级选修",
                )
            )
    return made


def _lessons_with_two(roster: Roster) -> None:
    """Chemistry with a laboratory assistant in grade 9, IT with a second teacher in grade 6."""
    names = list(roster.grade)
    chemists = roster.hire_many(3, "理化生")
    assistant = roster.hire("理化生")
    for n in range(1, 7):
        roster.together(f"九{n}", "化学", chemists[n % 3], assistant)
    roster.share(names, chemists, "化学")
    first, second = roster.hire_many(2, "综合")
    for n in range(1, 7):
        roster.together(f"六{n}", "信息科技", first, second)
    roster.share(names, [first, second], "信息科技")


def _apart(roster: Roster) -> list[tuple[str, str]]:
    """Mentor and apprentice: neighbours of three research groups."""
    groups = ("初中数学", "英语", "小学语文")
    members = [[t for t, s in roster.staff.items() if s.group == group and roster.load[t]] for group in groups]
    return [(people[2], people[3]) for people in members]
