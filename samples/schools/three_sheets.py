"""A village primary, one class a grade, with only 课程计划, 班级 and 任课: all else is a default."""

from samples.book import DIGITS, Klass, Line, Plan
from samples.staffing import Roster, spread

LINES = (
    Line("道德与法治", "2 2 2 2 2 2"),
    Line("语文", "8 8 7 7 6 6"),
    Line("数学", "4 4 4 4 5 5"),
    Line("英语", "- - 2 2 3 3"),
    Line("科学", "1 1 2 2 2 2"),
    Line("体育", "4 4 3 3 3 3"),
    Line("音乐", "2 2 2 2 2 2"),
    Line("美术", "2 2 2 2 2 2"),
    Line("信息科技", "- - 1 1 1 1"),
    Line("劳动", "1 1 1 1 1 1"),
    Line("综合实践", "- - 2 2 1 1"),
    Line("班会", "1 1 1 1 1 1"),
    Line("地方与校本课程", "1 1 1 1 1 1"),
)


def plan() -> Plan:
    """6 classes, 142 pupils, 11 teachers; class teachers teach Chinese and the small subjects."""
    pupils = spread(142, 6)
    classes = [Klass(f"{DIGITS[i]}1", i + 1, pupils[i], "") for i in range(6)]
    names = [c.name for c in classes]
    roster = Roster("three-sheets", LINES, classes, 1)
    for name in names:
        roster.class_teacher(roster.hire(), name, "语文", "道德与法治", "劳动", "班会", "地方与校本课程", "综合实践")
    roster.share(names, roster.hire_many(2), "数学", "科学")
    roster.share(names, roster.hire_many(1), "英语", "信息科技")
    roster.share(names, roster.hire_many(1), "体育")
    roster.share(names, roster.hire_many(1), "音乐", "美术")
    return Plan(1, LINES, tuple(classes), roster.cells, roster.class_teachers)
