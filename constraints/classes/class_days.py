"""Days a week on which a class has lessons (班级每周上课天数)."""

from __future__ import annotations

from constraints._people import OfClasses
from constraints._presence import Days
from scheduler.domain import Text


class ClassDays(OfClasses, Days):
    """A class has lessons on no more than ``most`` and no fewer than ``least`` days of the week.

    What it asks: the days with at least one lesson of the class lie between the two numbers.
    Why: classes that are at work or in practice for part of the week; adult and evening classes.
    Breaks when: there are more or fewer; each day beyond or short counts one, a week.
    Parameters: least, most — days a week; least 0 asks nothing.
    """

    code = "class_days"
    title = Text("班级每周上课天数", "a class's days a week")
    asks = Text("班级每周有课的天数在规定范围内", "days a week with lessons lie between least and most")
    breach = Text("{who} 在{where}的上课天数多或少 {amount} 天", "{who} is {amount} day(s) off the bounds in {where}")
