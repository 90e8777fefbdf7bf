"""Few idle periods of a teacher on a day (每日空堂数)."""

from __future__ import annotations

from constraints._gaps import GapsDay
from constraints._people import OfTeachers
from scheduler.domain import Text


class TeacherGapsDay(OfTeachers, GapsDay):
    """A teacher waits in no more than ``most`` periods a day between his lessons.

    What it asks: on each day, the idle periods between the first and the last lesson. Periods at which he is not at
    school are never idle; noon is no period.
    Why: one long day of waiting is worse than a gap now and then.
    Breaks when: they are more; each idle period beyond ``most`` counts one, a week.
    Parameters: most — periods a day.
    """

    code = "teacher_gaps_day"
    title = Text("教师每日空堂节数", "a teacher's idle periods a day")
    asks = Text("教师每天夹在课间的空堂不超过规定节数", "no more idle periods between lessons a day than told")
    breach = Text("{who} 在{where}的空堂超 {amount} 节", "{who}: {amount} idle period(s) too many on {where}")
