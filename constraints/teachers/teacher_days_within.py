"""Days a week on which a teacher has lessons in some periods (早晚课天数)."""

from __future__ import annotations

from constraints._people import OfTeachers
from constraints._presence import DaysWithin
from scheduler.domain import Text


class TeacherDaysWithin(OfTeachers, DaysWithin):
    """On no more than ``most`` days a week has a teacher lessons in the periods ``first`` to ``last``.

    What it asks: a day counts when one of the lessons lies in one of these periods of the day.
    Why: early and late periods are shared out; who brings children to school wants few early ones.
    Breaks when: there are more such days; each day beyond counts one, a week.
    Parameters: first, last — numbers of the period in the day; most — days a week.
    """

    code = "teacher_days_within"
    title = Text("教师某几节有课的天数", "a teacher's days with early or late lessons")
    asks = Text(
        "教师每周在规定的几节里有课的天数不超过规定", "lessons in these periods on no more days a week than told"
    )
    breach = Text(
        "{who} 在{where}的这几节有课，多 {amount} 天",
        "{who}: {amount} day(s) too many with lessons in these periods in {where}",
    )
