"""Homework for a week-end or a holiday, minutes a day (周末和节假日作业)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from constraints._limits import Limit, grades_in
from scheduler.domain import At, HomeworkPlan, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

_NO_LIMIT = 24 * 60


class HomeworkOffDays(Limit):
    """What is given for a week-end or a holiday takes at most so long a day.

    What it asks: the minutes a day that sheet 作业 gives for week-ends or for holidays are at most ``most``;
    with the default they are only measured.
    Why: 节假日作业…每天书面作业时间不超1小时; 双休日、节假日要控制笔头作业的量.
    Breaks when: a grade's minutes are above; the amount is the minutes beyond, once a grade.
    Parameters: most (minutes a day), on (weekend or holiday).
    References: YB-06, PS-15.
    """

    code = "homework_off_days"
    title = Text("周末和节假日作业", "homework for days off")
    asks = Text("周末或节假日每天的作业时间不超过上限", "the homework for a day off is at most so long")
    breach = Text("{who} 休息日的作业每天多 {amount} 分钟", "{who}: {amount} minutes a day off too many")
    unit = Text("分钟", "minutes")
    params = (
        Param("most", _NO_LIMIT, "minutes a day", Text("每天最多几分钟", "most minutes a day")),
        Param("on", "weekend", "days off", Text("weekend 周末或 holiday 节假日", "weekend or holiday")),
    )
    reference = "YB-06"
    metric = "homework_minutes_day"
    bounds = {"most": "<="}
    mutants = (
        Mutant("allows five minutes more", params=(("most", 5),)),
        Mutant("takes the other days off", params=(("on", "weekend"),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        asked = grades_in(view.school, setting.scope)
        for grade, on, minutes in view.school.homework.off_days:
            if on == setting["on"] and grade in asked:
                classes = (k.id for k in view.school.classes if k.grade == grade and setting.scope.has_group(k))
                yield Measured(tuple(classes), (At(0),), minutes)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        given = {grade for grade, on, _ in school.homework.off_days if on == setting["on"]}
        if given.issuperset(grades_in(school, setting.scope)):
            return None
        zh, en = ("周末每日", "week-end") if setting["on"] == "weekend" else ("假期每日", "holiday")
        return Text(f"没有填写{zh}的作业分钟（工作表 作业）", f"the {en} minutes a day are not given (sheet 作业)")

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(grades_in(school, setting.scope))

    def cases(self) -> Iterable[Case]:
        plan = HomeworkPlan(off_days=((3, "weekend", 30), (3, "holiday", 65), (5, "weekend", 60), (5, "holiday", 60)))
        school = replace(tiny({"三1": "语1", "三2": "语1", "五1": "语1"}), homework=plan)
        for name, zh, en, amount, params in (
            ("breaks", "三年级节假日每天 65，上限 60：超 5", "grade 3 has 65 on holidays, cap 60: 5 over", 5,
             {"most": 60, "on": "holiday"}),
            ("boundary", "周末最多 60，正好", "at most 60 on week-ends: just kept", 0, {"most": 60}),
            ("keeps", "不设上限，只报告", "without a bound it is only measured", 0, {"on": "holiday"}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, Timetable(), amount, tuple(params.items()))
