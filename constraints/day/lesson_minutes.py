"""A lesson is so many minutes long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import bells_in, school_days
from scheduler.domain import At, BlockKind, RuleSetting, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class LessonMinutes(Rule):
    """Every lesson block of the bell schedules is so many minutes long.

    What it asks: each lesson block of a bell schedule is ``minutes`` long.
    Why: 每节课40分钟 (小学), 45分钟 (初中); longer lessons are homework time taken away.
    Breaks when: a lesson block is longer or shorter; the difference in minutes counts, each block once.
    Parameters: minutes.
    References: HZ-04, SX-20, PS-13, SU-04.
    """

    code = "lesson_minutes"
    title = Text("每节课分钟数", "minutes of a lesson")
    asks = Text("每节课的时长符合规定", "each lesson is as long as asked for")
    breach = Text("{who} {where}相差 {amount} 分钟", "{who}: {amount} minutes off at {where}")
    unit = Text("分钟", "minutes")
    params = (Param("minutes", 40, "minutes", Text("每节课多少分钟", "minutes of a lesson")),)
    about_plan = True
    metric = "lesson_minutes"
    bounds = {"minutes": "=="}
    reference = "HZ-04"
    mutants = (Mutant("five minutes more", params=(("minutes", 5),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                for period, block in enumerate(bells.on(day, BlockKind.LESSON), 1):
                    yield Measured((bells.id,), (At(day, period),), block.minutes)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        off = ((m, abs(int(m.value) - setting["minutes"])) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in off if amount]

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1", "七1": "语1"}, periods=2, bells={"七": (480, 45)})
        yield Case(
            "breaks",
            Text("初中每节45分钟，要求40：2节各差5", "junior lessons of 45, 40 asked for: two by 5"),
            school, Timetable(), 10,
        )  # fmt: skip
        primary, junior = Scope(grades=frozenset({1})), Scope(grades=frozenset({7}))
        yield Case("keeps", Text("小学每节40分钟", "primary lessons of 40"), school, Timetable(), 0, scope=primary)
        yield Case(
            "boundary", Text("初中要求45分钟：正好", "45 asked of the junior school: just right"),
            school, Timetable(), 0, (("minutes", 45),), junior,
        )  # fmt: skip
