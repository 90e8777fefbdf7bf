"""Most and least lessons of a teacher on a day (每日最多、最少)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._loads import BOUNDS, EACH, DayLoad
from constraints._people import OfTeachers
from scheduler.domain import Text
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case


class TeacherDayLoad(OfTeachers, DayLoad):
    """A teacher has no more than ``most`` lessons on a day, and no fewer than ``least`` on a day he teaches.

    What it asks: on every day at most ``most`` periods of lessons, and on a day with any lesson at least
    ``least``. Meetings are no lessons.
    Why: voice and preparation; a long way for one lesson.
    Breaks when: a day has more, or fewer but not none; each period beyond or short counts one, a week; with ``each``
    'day', a day with more counts one, however many more.
    Parameters: least, most — periods a day; least 0 asks nothing; each — period or day.
    """

    code = "teacher_day_load"
    title = Text("教师每日节数", "a teacher's lessons a day")
    asks = Text(
        "教师每天的课不超过规定节数；有课的日子不少于规定节数",
        "most lessons a day, and least on a day with lessons",
    )
    breach = Text("{who} 在{where}的节数多或少 {amount} 节", "{who} is {amount} lesson(s) off the bounds on {where}")
    params = (*BOUNDS, EACH)

    def cases(self) -> Iterable[Case]:
        yield from super().cases()
        bounds = (("least", 2), ("most", 2))
        school = tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语 一2语"}, days=2, periods=3, morning=3)
        yield Case(
            "two classes",
            Text("周一两个班3节多1节，周二1节少1节：2节", "three in two classes on Monday, one on Tuesday: two"),
            school, place(school, {"一1": "语 . 语 | . . .", "一2": ". 语 . | 语 . ."}), 2, bounds,
        )  # fmt: skip
        meeting = tiny({"一1": "语2"}, {"张": "一1语"}, days=2, periods=3, meetings={"会": "张"})
        yield Case(
            "keeps: a day off, and a meeting is no lesson",
            Text("周一2节，周二只开会", "two lessons on Monday, only the meeting on Tuesday"),
            meeting, place(meeting, {"一1": "语 语 . | . . ."}, 会="2-1"), 0, bounds,
        )  # fmt: skip
