"""After-school service on so many days (课后服务天数)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE, Limit
from constraints.service._service import has_service, service_minutes
from scheduler.domain import At, Office, RuleSetting, School, Scope, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class ServiceDays(Limit):
    """After-school service is offered on so many days a week.

    What it asks: every class has service (blocks of the bell schedule or activities of the sheet 课后服务) on at least
    ``least`` days of the week.
    Why: 学校每周5天都要开展课后服务.
    Breaks when: a class has fewer days; the days short count.
    Parameters: least, days a week.
    References: DR-01, DR-33, NC-12.
    """

    code = "service_days"
    title = Text("课后服务天数", "days of after-school service")
    asks = Text("每周课后服务的天数不少于规定", "there is service on so many days a week")
    breach = Text("{who} 每周少 {amount} 天", "{who}: {amount} day(s) a week short")
    unit = Text("天", "days")
    params = (Param("least", 5, "days a week", Text("每周至少几天", "days a week at least")),)
    metric = "after_school_days"
    bounds = {"least": ">="}
    reference = "DR-01"
    mutants = (Mutant("a day more", params=(("least", 1),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            days = sum(service_minutes(view.school, klass, day) > 0 for day in range(1, 8))
            yield Measured((klass.id,), (At(0),), days)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if has_service(school, setting.scope) else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        office = Office(service=tuple(Service(day, 960, 1080, "作业辅导") for day in (1, 2, 3, 4)))
        school = tiny({"一1": "语1"}, days=5, periods=1, office=office)
        yield Case("breaks", Text("周五没有：少1天", "none on Friday: one day"), school, Timetable(), 1)
        yield Case("boundary", Text("要求4天", "four asked for"), school, Timetable(), 0, (("least", 4),))
        more = Office(service=(*office.service, Service(5, 960, 1020, "社团", grades=(2,))))
        both = tiny({"一1": "语1", "二1": "语1"}, days=5, periods=1, office=more)
        yield Case(
            "keeps: by grade", Text("二年级5天", "grade 2 has five days"),
            both, Timetable(), 0, scope=Scope(grades=frozenset({2})),
        )  # fmt: skip
