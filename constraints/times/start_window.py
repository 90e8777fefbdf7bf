"""Lessons begin no earlier than allowed in the morning and in the afternoon."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, CourseKind, Half, RuleSetting, School, Slot, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class StartWindow(Rule):
    """No lesson before a clock time in the morning, nor before one in the afternoon.

    What it asks: no period of a lesson that begins before ``morning`` in the morning, or before ``afternoon``
    in the afternoon. Meetings of teachers are free.
    Why: sleep (primary not before 8:20, junior high not before 8:00) and the noon rest.
    Breaks when: a period begins too early; each period counts one a week.
    Parameters: morning, afternoon — minutes after midnight; 0 asks nothing.
    References: 教基厅函〔2021〕11号 (sleep); DC-13, DC-14.
    """

    code = "start_window"
    title = Text("上课不早于", "lessons not before")
    asks = Text("上午、下午第一节课不早于规定时间", "lessons begin no earlier than the times given")
    breach = Text("{who} 在{where}上课太早", "{who} begins too early at {where}")
    unit = Text("节", "periods")
    params = (
        Param(
            "morning",
            0,
            "minutes after midnight",
            Text("上午最早（零点起分钟数）", "earliest in the morning"),
        ),
        Param(
            "afternoon",
            0,
            "minutes after midnight",
            Text("下午最早（零点起分钟数）", "earliest in the afternoon"),
        ),
    )
    reference = "DC-13; DC-14"
    price = 4000
    mutants = (
        Mutant("lets a slot through", forbids="skip"),
        Mutant("a minute later in the morning", params=(("morning", 1),)),
        Mutant("a minute later in the afternoon", params=(("afternoon", 1),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        least = {Half.AM: setting["morning"], Half.PM: setting["afternoon"]}
        early = [s for s in school.grid.slots if s.start < least[s.half]]
        for course in school.courses if early else ():
            if course.kind is CourseKind.LESSON and setting.scope.has_course(course, school):
                yield from ((course, s) for s in early if s.bell == course.bell)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for lesson in view.lessons:
            course, slot = lesson.course, lesson.slot
            bound = setting["morning"] if slot.half == "am" else setting["afternoon"]
            if course.groups and slot.start < bound and setting.scope.has_course(course, view.school):
                found.append(Violation(setting.id, (course.id,), (At(slot.day, slot.period, lesson.week),), 1))
        return found

    def cases(self) -> Iterable[Case]:
        times = (("morning", 530), ("afternoon", 840))
        school = tiny({"一1": "语1 音0.5"}, {"张": "一1语"}, periods=3, morning=2, meetings={"会": "张"})
        yield Case(
            "breaks",
            Text("第1节 8:00，早于 8:50：单双周各1节", "lesson 1 at 8:00, before 8:50: one each week"),
            school, place(school, {"一1": "语 . 音/."}, 会="1-3"), 2, times,
        )  # fmt: skip
        yield Case(
            "boundary",
            Text("第2节 8:50，正好；下午 14:00，正好", "lesson 2 at 8:50 and lesson 3 at 14:00: just right"),
            school, place(school, {"一1": ". 语 音/."}, 会="1-3"), 0, times,
        )  # fmt: skip
        yield Case(
            "keeps: a meeting may be early",
            Text("教研在第1节，不算上课", "the meeting in lesson 1 is no lesson"),
            school, place(school, {"一1": ". 语 音/."}, 会="1-1"), 0, times,
        )  # fmt: skip
        yield Case(
            "only in odd weeks",
            Text("音乐单周 14:00，早于 14:10：1节", "music at 14:00 in odd weeks, before 14:10"),
            school, place(school, {"一1": ". 语 音/."}, 会="1-1"), 1, (("morning", 530), ("afternoon", 850)),
        )  # fmt: skip
        long = tiny({"一1": "体1x2"}, periods=4, morning=2)
        yield Case(
            "doubles",
            Text("连堂第1节早于 8:50，第2节不早：1节", "the first period of a double is early: one"),
            long, place(long, {"一1": "体 体 . ."}), 1, times,
        )  # fmt: skip
