"""After a late duty no early lesson (弹性上下班)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, CourseKind, Office, RuleSetting, School, Service, Slot, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import TIME_OF_DAY, Case, Mutant, Param, Rule, Violation


class LateDutyEarlyLesson(Rule):
    """Who is on duty late has no lesson in the first periods of the next day.

    What it asks: a teacher whose after-school duty (sheet 课后服务) ends at ``late`` or later has no lesson in the
    first ``before`` periods of the day after; meetings are no lessons. A day without school after it asks nothing.
    Why: 学校可统筹安排教师实行“弹性上下班制”: who leaves late may come late.
    Breaks when: a lesson lies there; each period counts, a week, once for the lesson.
    Parameters: late, minutes after midnight (1050 is 17:30); before, periods.
    Price: 1000 a period.
    References: DR-04.
    """

    code = "late_duty_early_lesson"
    title = Text("晚值班次日不排早课", "no early lesson after a late duty")
    asks = Text("课后值班较晚的教师，第二天前几节不排课", "no lesson in the first periods after a late duty")
    breach = Text("{who} 前一天值班较晚，{where}有课", "{who}: a lesson at {where} after a late duty")
    unit = Text("节", "periods")
    params = (
        Param("late", 1050, TIME_OF_DAY, Text("值班到几点算晚", "a duty is late that ends then or later")),
        Param("before", 2, "periods", Text("第二天前几节", "the first periods of the next day")),
    )
    price = 1000
    metric = "late_duty_early_lesson"
    bounds = {"before": ">="}
    reference = "DR-04"
    mutants = (
        Mutant("lets one through", forbids="skip"),
        Mutant("later duties only", params=(("late", 10),)),
        Mutant("one period more", params=(("before", 1),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        mornings = {(t, s.day + 1) for s in school.office.service if s.end >= setting["late"] for t in s.teachers}
        asked = {t.id for t in school.teachers if setting.scope.has_teacher(t)}
        for course in school.courses:
            staff = asked.intersection(course.teachers) if course.kind is CourseKind.LESSON else set()
            for slot in school.grid.slots if staff else ():
                early = slot.bell == course.bell and slot.period <= setting["before"]
                if early and any((t, slot.day) in mornings for t in staff):
                    yield course, slot

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for x in view.lessons:
            if x.course.groups and x.slot.period <= setting["before"]:
                late = {
                    name
                    for s in view.school.office.service if (s.day + 1, s.end >= setting["late"]) == (x.slot.day, True)
                    for name in s.teachers
                    if name in x.course.teachers and setting.scope.has_teacher(view.school.teacher[name])
                }  # fmt: skip
                if late:
                    where = (At(x.slot.day, x.slot.period, x.week),)
                    found.append(Violation(setting.id, tuple(sorted(late)), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(s.teachers for s in school.office.service) or not school.office.service

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if any(s.teachers for s in school.office.service):
            return None
        return Text(
            "课后服务没有填教师（工作表 课后服务）", "no teacher is named for after-school service (sheet 课后服务)"
        )

    def cases(self) -> Iterable[Case]:
        office = Office(
            service=(Service(1, 960, 1050, "作业辅导", teachers=("张", "李")), Service(1, 960, 1000, "社团"))
        )
        staff = {"张": "一1语", "李": "一1语 一1音", "王": "一1数"}
        school = tiny({"一1": "语1 数1"}, staff, days=2, periods=3, office=office)
        yield Case(
            "breaks", Text("周一值班到17:30，周二第2节有课：1节", "duty until 17:30, lesson 2 on Tuesday: one"),
            school, place(school, {"一1": ". . . | 数 语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary: lesson 3", Text("周二第3节可以", "lesson 3 is late enough"),
            school, place(school, {"一1": ". . . | 数 . 语"}), 0,
        )  # fmt: skip
        yield Case(
            "keeps: the day itself", Text("周一第1节可以", "lesson 1 of the same day is right"),
            school, place(school, {"一1": "语 . . | . 数 ."}), 0,
        )  # fmt: skip
        other = tiny({"一1": "语1x2 音0.5"}, staff, days=2, periods=3, morning=3, office=office)
        yield Case(
            "doubles, odd and even weeks",
            Text("连堂第2、3节：第2节每周1；音乐单周第1节：共3", "lesson 2 each week, lesson 1 in odd weeks: 3"),
            other, place(other, {"一1": ". . . | 音/. 语 语"}), 3,
        )  # fmt: skip
