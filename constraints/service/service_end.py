"""After-school service lasts until working people leave (课后服务结束时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE
from constraints.service._service import service_times
from scheduler.domain import At, Office, RuleSetting, School, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param, Rule, Violation


class ServiceEnd(Rule):
    """After-school service ends no earlier than working people leave.

    What it asks: on each day on which a class has service, the last of it ends at ``least`` or later.
    Why: 课后服务结束时间要与当地正常下班时间相衔接.
    Breaks when: it ends earlier; the minutes count.
    Parameters: least, minutes after midnight; 0: the time that the school gives as 下班时间.
    References: DR-01, DR-15, NC-12.
    """

    code = "service_end"
    title = Text("课后服务结束时间", "the end of after-school service")
    asks = Text("课后服务结束时间不早于当地下班时间", "service ends no earlier than working people leave")
    breach = Text("{who} {where}早结束 {amount} 分钟", "{who}: it ends {amount} minutes too early on {where}")
    unit = Text("分钟", "minutes")
    params = (
        Param(
            "least",
            0,
            TIME_OF_DAY,
            Text("不早于（0 为学校填的下班时间）", "no earlier than (0: as the school says)"),
        ),
    )
    about_plan = True
    metric = "after_school_end"
    bounds = {"least": ">="}
    reference = "DR-01"
    mutants = (Mutant("ten minutes later", params=(("least", 10),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            for day in range(1, 8):
                times = service_times(view.school, klass, day)
                if times:
                    yield Measured((klass.id,), (At(day),), times[-1][1])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        least = setting["least"] or view.school.office.work_end
        early = ((m, least - int(m.value)) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, minutes) for m, minutes in early if minutes > 0]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not setting["least"] and not school.office.work_end:
            return Text("没有填当地下班时间（工作表 学校）", "the end of the working day is not given (sheet 学校)")
        classes = [k for k in school.classes if setting.scope.has_group(k)]
        timed = any(service_times(school, k, day) for k in classes for day in range(1, 8))
        return None if timed else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        service = (Service(1, 960, 1050, "作业辅导"), Service(1, 960, 1020, "社团"), Service(2, 960, 1080, "社团"))
        school = tiny({"一1": "语1"}, days=2, periods=1, office=Office(service=service, work_end=1080))
        yield Case(
            "breaks",
            Text("周一17:30结束，下班18:00：早30", "17:30 on Monday, work ends at 18:00: 30"),
            school,
            Timetable(),
            30,
        )
        yield Case("boundary", Text("17:30：正好", "17:30: just so"), school, Timetable(), 0, (("least", 1050),))
        early = tiny({"一1": "语1"}, days=2, periods=1, office=Office(service=service, work_end=1020))
        yield Case("keeps", Text("下班17:00", "work ends at 17:00"), early, Timetable(), 0)
