"""Few idle periods of a class in a week (班级每周空节)."""

from __future__ import annotations

from constraints._gaps import GapsWeek
from constraints._people import OfClasses
from scheduler.domain import Text


class ClassGapsWeek(OfClasses, GapsWeek):
    """A class waits in no more than ``most`` periods a week between its lessons.

    What it asks: the idle periods between the first and the last lesson of each day, added up over the week.
    Periods at which the class is not at school are never idle; noon is no period.
    Why: pupils without a lesson want somebody to look after them; where the week is not full the empty periods
    belong at the end of the day.
    Breaks when: they are more; each idle period beyond ``most`` counts one, a week.
    Parameters: most — periods a week.
    """

    code = "class_gaps_week"
    title = Text("班级每周空节数", "a class's idle periods a week")
    asks = Text("班级每周夹在课间的空节不超过规定节数", "no more idle periods between lessons a week than told")
    breach = Text("{who} 在{where}的空节超 {amount} 节", "{who}: {amount} idle period(s) too many in {where}")
