"""Days a week on which a teacher has lessons (每周到校天数)."""

from __future__ import annotations

from constraints._people import OfTeachers
from constraints._presence import Days
from scheduler.domain import Text


class TeacherDays(OfTeachers, Days):
    """A teacher has lessons on no more than ``most`` and no fewer than ``least`` days of the week.

    What it asks: the days with at least one lesson or meeting of his lie between the two numbers.
    Why: free days for those who teach elsewhere or live far away; presence for those who are wanted every day.
    Breaks when: there are more or fewer; each day beyond or short counts one, a week.
    Parameters: least, most — days a week; least 0 asks nothing.
    """

    code = "teacher_days"
    title = Text("教师每周上课天数", "a teacher's days a week")
    asks = Text("教师每周有课的天数在规定范围内", "days a week with lessons lie between least and most")
    breach = Text("{who} 在{where}的上课天数多或少 {amount} 天", "{who} is {amount} day(s) off the bounds in {where}")
