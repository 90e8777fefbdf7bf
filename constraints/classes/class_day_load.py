"""Most and least lessons of a class on a day (班级每日节数)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._loads import BOUNDS, EACH, DayLoad
from constraints._people import OfClasses
from scheduler.domain import RuleSetting, Text
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Param


class ClassDayLoad(OfClasses, DayLoad):
    """A class has no more than ``most`` lessons on a day, and no fewer than ``least`` on a day with lessons.

    What it asks: on every day at most ``most`` periods of lessons, and at least ``least`` on a day with any, or on
    every school day (``every_day``).
    Why: pupils' strength, and no way to school for a single lesson.
    Breaks when: a day has more, or fewer; each period beyond or short counts one, a week; with ``each`` 'day', a day
    with more counts one, however many more.
    Parameters: least, most — periods a day; least 0 asks nothing; every_day — whether least is asked of days without
    lessons too; each — period or day.
    """

    code = "class_day_load"
    title = Text("班级每日节数", "a class's lessons a day")
    asks = Text("班级每天的课不超过规定节数，也不少于规定节数", "most and least lessons of a class a day")
    breach = Text("{who} 在{where}的节数多或少 {amount} 节", "{who} is {amount} lesson(s) off the bounds on {where}")
    params = (
        *BOUNDS,
        EACH,
        Param("every_day", False, "yes or no", Text("没课的日子也算少", "days without lessons are short too")),
    )

    def every_day(self, setting: RuleSetting) -> bool:
        return bool(setting["every_day"])

    def cases(self) -> Iterable[Case]:
        yield from super().cases()
        bounds = (("every_day", True), ("least", 2), ("most", 3))
        school = tiny({"一1": "语2 数1"}, days=2, periods=3, morning=3)
        yield Case(
            "every day", Text("周二没课，最少2节：少2节", "nothing on Tuesday where two are the least: two"),
            school, place(school, {"一1": "语 语 数 | . . ."}), 2, bounds,
        )  # fmt: skip
        bands = tiny(
            {"一1": "语1", "一2": "语1"}, bands={"走班1:日1": "一1 一2", "走班2:日1": "一1 一2"},
            days=1, periods=3, morning=3,
        )  # fmt: skip
        yield Case(
            "keeps: groups that meet at once are one lesson for a pupil",
            Text("走班时每名学生只上1节：共2节", "of two parallel groups a pupil attends one: two lessons"),
            bands,
            place(bands, {"一1": "语 . .", "一2": "语 . .", "走班1": ". 日 .", "走班2": ". 日 ."}), 0, (("most", 2),),
        )  # fmt: skip
