"""So many school days a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import bells_in, school_days
from scheduler.domain import At, RuleSetting, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class DaysPerWeek(Rule):
    """The bell schedules have lessons on just so many days a week.

    What it asks: the days of a bell schedule on which there are lessons are ``days``.
    Why: 每周上课5天; no teaching at weekends.
    Breaks when: there are more or fewer; each day counts, once for the schedule.
    Parameters: days, days a week.
    References: HZ-01.
    """

    code = "days_per_week"
    title = Text("每周上课天数", "school days a week")
    asks = Text("每周上课天数符合规定", "there are as many school days a week as asked for")
    breach = Text("{who} {where}上课天数相差 {amount} 天", "{who}: {amount} day(s) off in {where}")
    unit = Text("天", "days")
    params = (Param("days", 5, "days a week", Text("每周几天", "days a week")),)
    about_plan = True
    metric = "days_per_week"
    bounds = {"days": "=="}
    reference = "HZ-01"
    mutants = (Mutant("a day more", params=(("days", 1),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            yield Measured((bells.id,), (At(0),), len(school_days(bells)))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        off = ((m, abs(int(m.value) - setting["days"])) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in off if amount]

    def cases(self) -> Iterable[Case]:
        six = tiny({"一1": "语1", "七1": "语1"}, days=6, periods=1, bells={"七": (480, 45)})
        yield Case(
            "breaks", Text("两套作息都上6天：各多1天", "both schedules have six days: one each"),
            six, Timetable(), 2,
        )  # fmt: skip
        yield Case("boundary", Text("要求6天", "six asked for"), six, Timetable(), 0, (("days", 6),))
        yield Case(
            "by grade", Text("只看七年级：多1天", "grade 7 only: one"),
            six, Timetable(), 1, scope=Scope(grades=frozenset({7})),
        )  # fmt: skip
        five = tiny({"一1": "语1"}, days=5, periods=1)
        yield Case("keeps", Text("周一至周五", "Monday to Friday"), five, Timetable(), 0)
