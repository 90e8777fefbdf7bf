"""At least so many minutes of after-school service a day (课后服务)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Block, BlockKind, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class AfterSchoolMinutes(Rule):
    """After-school service is at least so long on every school day.

    What it asks: the service blocks of a bell schedule are together at least ``least`` minutes on each day
    with lessons.
    Why: 课后服务每天不少于…; parents' working hours.
    Breaks when: a day has fewer minutes; the minutes short count, once for the schedule.
    Parameters: least, minutes a day.
    References: HL-16, DR-01, NC-12.
    """

    code = "after_school_minutes"
    title = Text("课后服务时间", "after-school service")
    asks = Text("每个上学日课后服务不少于规定分钟", "each school day has the service minutes asked for")
    breach = Text("{who} {where}课后服务少 {amount} 分钟", "{who}: {amount} minutes of service short on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("least", 60, "minutes a day", Text("每天至少多少分钟", "minutes a day at least")),)
    about_plan = True
    reference = "HL-16"
    mutants = (Mutant("ten minutes more", params=(("least", 10),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        asked = {k.bell for k in view.school.classes if setting.scope.has_group(k)}
        for bells in view.school.grid.bells:
            days = {b.day for b in bells.blocks if b.kind is BlockKind.LESSON}
            for day in sorted(days) if bells.id in asked else ():
                short = setting["least"] - sum(b.minutes for b in bells.on(day, BlockKind.SERVICE))
                if short > 0:
                    found.append(Violation(setting.id, (bells.id,), (At(day),), short))
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        asked = {k.bell for k in school.classes if setting.scope.has_group(k)}
        bells = [b for b in school.grid.bells if b.id in asked]
        if any(block.kind is BlockKind.SERVICE for b in bells for block in b.blocks):
            return None
        return Text("作息表里没有课后服务时段（工作表 作息）", "no after-school service block (sheet Bells)")

    def cases(self) -> Iterable[Case]:
        service = tuple(
            Block(day, 960, 960 + length, BlockKind.SERVICE, "课后服务") for day, length in ((1, 60), (2, 40))
        )
        school = tiny({"一1": "语1"}, days=2, periods=1, blocks=service)
        yield Case("breaks", Text("周二40分钟：少20", "40 minutes on Tuesday: 20 short"), school, Timetable(), 20)
        yield Case(
            "boundary", Text("至少40分钟：正好", "40 asked for: just enough"),
            school, Timetable(), 0, (("least", 40),),
        )  # fmt: skip
        two = (service[0], Block(1, 1020, 1080, BlockKind.SERVICE, "第二段"))
        longer = tiny({"一1": "语1"}, periods=1, blocks=two)
        yield Case(
            "keeps",
            Text("两段共120分钟", "two blocks, 120 minutes"),
            longer,
            Timetable(),
            0,
            (("least", 120),),
        )
