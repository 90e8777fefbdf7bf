"""Somebody on patrol in every service time (节节巡课)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE
from constraints.service._service import activities, is_of
from scheduler.domain import At, Office, RuleSetting, School, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation, say_clock


class DutyCover(Rule):
    """While there are after-school activities, somebody has a duty of this kind.

    What it asks: each time at which activities are held (of one day, from the same minute to the same minute) lies
    within a duty of the sheet 课后服务 whose kind or name holds the word and which names a teacher.
    Why: 节节巡课、巡岗.
    Breaks when: a time has no such duty; each counts.
    Parameters: kind, a word.
    References: NX-21.
    """

    code = "duty_cover"
    title = Text("课后服务有人巡视", "a patrol in every service time")
    asks = Text("每个课后服务时段都有教师巡视", "every service time has a teacher on patrol")
    breach = Text("{where} {who}时段没有人巡视", "{where} {who}: nobody on patrol")
    unit = Text("个时段", "times")
    params = (Param("kind", "巡视", "", Text("值班的类型或名称", "the kind or name of the duty")),)
    about_plan = True
    metric = "teacher_duty_spread"
    reference = "NX-21"
    mutants = (Mutant("another duty", params=(("kind", "值班"),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        held = activities(view.school, setting.scope)
        duties = [s for s in held if is_of(s, (setting["kind"],)) and s.teachers]
        for day, start, end in sorted({(s.day, s.start, s.end) for s in held if not is_of(s, (setting["kind"],))}):
            covered = sum(d.day == day and d.start <= start and end <= d.end for d in duties)
            clock = f"{say_clock(start)}–{say_clock(end)}"
            yield Measured((clock,), (At(day),), covered)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [Violation(setting.id, m.who, m.where, 1) for m in self.measure(view, setting) if not m.value]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if activities(school, setting.scope) else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        service = (
            Service(1, 940, 1000, "社团", "足球"), Service(1, 940, 1000, "社团", "合唱"),
            Service(1, 1000, 1060, "自习"),
            Service(1, 930, 1000, "巡视", teachers=("张",)), Service(1, 930, 1060, "值班", teachers=("李",)),
        )  # fmt: skip
        school = tiny({"一1": "语1"}, periods=1, office=Office(service=service))
        yield Case(
            "breaks",
            Text("16:40以后没有人巡视；值班也要巡视", "none after 16:40, nor for the duty"),
            school,
            Timetable(),
            2,
        )
        yield Case(
            "boundary", Text("值班到17:40，盖住全部", "the duty lasts until 17:40: all is covered"),
            tiny({"一1": "语1"}, periods=1, office=Office(service=service[:3] + service[4:])), Timetable(), 0,
            (("kind", "值班"),),
        )  # fmt: skip
        yield Case(
            "keeps", Text("只有足球、合唱，有人巡视", "football and choir alone: covered"),
            tiny({"一1": "语1"}, periods=1, office=Office(service=(*service[:2], service[3]))), Timetable(), 0,
        )  # fmt: skip
