"""Few idle periods of a teacher in a week (每周空堂数)."""

from __future__ import annotations

from constraints._gaps import GapsWeek
from constraints._people import OfTeachers
from scheduler.domain import Text


class TeacherGapsWeek(OfTeachers, GapsWeek):
    """A teacher waits in no more than ``most`` periods a week between his lessons.

    What it asks: the idle periods between the first and the last lesson of each day, added up over the week.
    Periods at which he is not at school are never idle; noon is no period.
    Why: time at school that is neither a lesson nor free.
    Breaks when: they are more; each idle period beyond ``most`` counts one, a week.
    Parameters: most — periods a week.
    Unlike ``teacher_gaps``, which counts half-days with a gap, this counts periods.
    """

    code = "teacher_gaps_week"
    title = Text("教师每周空堂节数", "a teacher's idle periods a week")
    asks = Text("教师每周夹在课间的空堂不超过规定节数", "no more idle periods between lessons a week than told")
    breach = Text("{who} 在{where}的空堂超 {amount} 节", "{who}: {amount} idle period(s) too many in {where}")
