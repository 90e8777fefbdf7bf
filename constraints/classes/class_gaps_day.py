"""Few idle periods of a class on a day (班级每日空节)."""

from __future__ import annotations

from constraints._gaps import GapsDay
from constraints._people import OfClasses
from scheduler.domain import Text


class ClassGapsDay(OfClasses, GapsDay):
    """A class waits in no more than ``most`` periods a day between its lessons.

    What it asks: on each day, the idle periods between the first and the last lesson. Periods at which the class is
    not at school are never idle; noon is no period.
    Why: pupils without a lesson want somebody to look after them.
    Breaks when: they are more; each idle period beyond ``most`` counts one, a week.
    Parameters: most — periods a day.
    """

    code = "class_gaps_day"
    title = Text("班级每日空节数", "a class's idle periods a day")
    asks = Text("班级每天夹在课间的空节不超过规定节数", "no more idle periods between lessons a day than told")
    breach = Text("{who} 在{where}的空节超 {amount} 节", "{who}: {amount} idle period(s) too many on {where}")
