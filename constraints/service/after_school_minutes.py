"""At least so many minutes of after-school service a day (课后服务时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE, Limit, OfGrades, grade_name, school_days
from constraints.service._service import has_service, service_minutes
from scheduler.domain import At, Block, BlockKind, Office, RuleSetting, School, Scope, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class AfterSchoolMinutes(OfGrades, Limit):
    """After-school service is at least so long on every school day.

    What it asks: on each day with lessons the service of every grade (blocks of the bell schedule and activities of the
    sheet 课后服务; activities at once count once) takes at least ``least`` minutes.
    Why: 课后服务每天至少开展2小时; parents' working hours.
    Breaks when: a grade's day has fewer minutes; the minutes short count.
    Parameters: least, minutes a day.
    References: HL-16, DR-01, DR-27, NC-12.
    """

    code = "after_school_minutes"
    title = Text("课后服务时间", "after-school service")
    asks = Text("每个上学日课后服务不少于规定分钟", "each school day has the service minutes asked for")
    breach = Text("{who} {where}课后服务少 {amount} 分钟", "{who}: {amount} minutes of service short on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("least", 60, "minutes a day", Text("每天至少多少分钟", "minutes a day at least")),)
    metric = "after_school_minutes_day"
    bounds = {"least": ">="}
    reference = "HL-16, DR-01"
    mutants = (Mutant("ten minutes more", params=(("least", 10),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        grades = set()
        for klass in filter(setting.scope.has_group, view.school.classes):
            if (klass.grade, klass.bell) not in grades:
                grades.add((klass.grade, klass.bell))
                for day in school_days(view.school.grid.bell[klass.bell]):
                    yield Measured((grade_name(klass.grade),), (At(day),), service_minutes(view.school, klass, day))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if has_service(school, setting.scope) else NO_SERVICE

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
            "keeps", Text("两段共120分钟", "two blocks, 120 minutes"),
            longer, Timetable(), 0, (("least", 120),),
        )  # fmt: skip
        clubs = (Service(1, 960, 1020, "社团", "合唱"), Service(1, 990, 1050, "社团", "足球", (2,)))
        sheet = tiny({"一1": "语1", "二1": "语1"}, periods=1, office=Office(service=clubs))
        yield Case(
            "the sheet", Text("一年级60，二年级16:00至17:30共90，要求90：少30", "grade 1 has 60 of 90, grade 2 all"),
            sheet, Timetable(), 30, (("least", 90),),
        )  # fmt: skip
        planned = tiny({"一1": "语1"}, periods=1, service=60)
        yield Case(
            "minutes alone", Text("作业表里有60分钟", "60 minutes without a clock time"),
            planned, Timetable(), 0, scope=Scope(grades=frozenset({1})),
        )  # fmt: skip
