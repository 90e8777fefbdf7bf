"""After-school activities of a kind, so often a week, on these days, at this time (社团时间、劳动、阅读)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE, OfGrades, grade_name, grades_in
from constraints.service._service import is_of
from scheduler.domain import At, Office, RuleSetting, School, Scope, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param, Violation


class ServiceActivities(OfGrades):
    """A grade has after-school activities of these kinds so many times a week.

    What it asks: of the activities of a grade, those of one of the ``kinds`` (in their kind or name) that lie within
    ``start`` and ``end`` are held at ``least`` times a week at least; with ``days``, so many times on each of them.
    Activities of one day that begin at once are one time. With ``share``, at least so many per cent of all the times of
    the grade have one of the kinds, and ``least`` is not looked at.
    Why: 周一至周三15:40至16:40社团活动, 每周四特色讲座, 4天自习加周五活动.
    Breaks when: a grade has fewer; each time missing counts (with ``share``, each per cent).
    Parameters: kinds, words; least, times; days, weekdays (1 is Monday); start and end, minutes after midnight; share,
    per cent.
    References: HL-14, HL-15, YB-10, YB-14, NX-04 to NX-07, NX-19, CX-09, DA-06.
    """

    code = "service_activities"
    title = Text("课后活动安排", "after-school activities")
    asks = Text("各年级每周有规定的课后活动", "each grade has these after-school activities in the week")
    breach = Text("{who} {where}少 {amount} 次", "{who}: {amount} time(s) short, {where}")
    unit = Text("次", "times")
    params = (
        Param("kinds", ("社团",), "words", Text("哪些活动（类型或名称）", "kinds or names of activities")),
        Param("least", 1, "times a week", Text("至少几次", "times at least")),
        Param("days", (), "", Text("星期几（空为全周）", "on these weekdays (empty: in the week)")),
        Param("start", 0, TIME_OF_DAY, Text("不早于", "no earlier than")),
        Param("end", 1440, TIME_OF_DAY, Text("不晚于", "no later than")),
        Param("share", 0, "per cent", Text("占全部次数的百分比（0 为不要求）", "per cent of all times (0: not asked)")),
    )
    about_plan = True
    metric = "activity_slots_week"
    bounds = {"least": ">=", "share": ">="}
    reference = "HL-14, NX-04"
    mutants = (
        Mutant("once more", params=(("least", 1),)),
        Mutant("others", params=(("kinds", ("书法",)),)),
        Mutant("any day", params=(("days", ()),)),
        Mutant("later", params=(("start", 60),)),
        Mutant("sooner over", params=(("end", -400),)),
        Mutant("a greater share", params=(("share", 10),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for grade in grades_in(view.school, setting.scope):
            held = view.school.office.service_of(grade)
            these = {
                (s.day, s.start) for s in held
                if is_of(s, setting["kinds"]) and s.start >= setting["start"] and s.end <= setting["end"]
            }  # fmt: skip
            for day in setting["days"] or (0,):
                times = {(s.day, s.start) for s in held if day in (0, s.day)}
                here = {t for t in these if day in (0, t[0])}
                value = 100 * len(here) / max(1, len(times)) if setting["share"] else len(here)
                yield Measured((grade_name(grade), *setting["kinds"]), (At(day),), value)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        least = setting["share"] or setting["least"]
        short = ((m, -int(-(least - m.value) // 1)) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in short if amount > 0]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        given = any(school.office.service_of(g) for g in grades_in(school, setting.scope))
        return None if given else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        service = (
            Service(1, 940, 1000, "社团", "足球"), Service(1, 940, 1000, "社团", "合唱"),
            Service(2, 940, 1000, "阅读", "社团式阅读", (1,)), Service(3, 1000, 1060, "作业辅导"),
        )  # fmt: skip
        school = tiny({"一1": "语1", "二1": "语1"}, days=3, periods=1, office=Office(service=service))
        days = (("days", (1, 2)),)
        yield Case(
            "breaks",
            Text("二年级周二没有社团：少1次", "grade 2 has none on Tuesday: one"),
            school,
            Timetable(),
            1,
            days,
        )
        yield Case(
            "at a time", Text("15:40至16:40：一年级周一、周二，二年级周一", "15:40 to 16:40: grade 2 lacks Tuesday"),
            school, Timetable(), 1, (*days, ("start", 940), ("end", 1000)),
        )  # fmt: skip
        yield Case(
            "boundary: in the week", Text("足球、合唱同时，算一次：二年级正好", "two at once are one time"),
            school, Timetable(), 0,
        )  # fmt: skip
        yield Case(
            "a share", Text("一年级3次里2次，67%；二年级2次里1次，50%，要求60%：少10", "67 % and 50 % of 60 %"),
            school, Timetable(), 10, (("share", 60),),
        )  # fmt: skip
        yield Case(
            "keeps: by grade", Text("一年级每周2次", "grade 1 has two"),
            school, Timetable(), 0, (("least", 2),), Scope(grades=frozenset({1})),
        )  # fmt: skip
