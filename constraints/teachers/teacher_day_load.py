"""Most and least lessons of a teacher on a day (每日最多、最少)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from scheduler.domain import At, CourseKind, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class TeacherDayLoad(Rule):
    """A teacher has no more than ``most`` lessons on a day, and no fewer than ``least`` on a day he teaches.

    What it asks: on every day at most ``most`` periods of lessons, and on a day with any lesson at least
    ``least``. Meetings are no lessons.
    Why: voice and preparation; a long way for one lesson.
    Breaks when: a day has more, or fewer but not none; each period beyond or short counts one, a week.
    Parameters: least, most — periods a day; least 0 asks nothing.
    """

    code = "teacher_day_load"
    title = Text("教师每日节数", "a teacher's lessons a day")
    asks = Text(
        "教师每天的课不超过规定节数；有课的日子不少于规定节数",
        "most lessons a day, and least on a day with lessons",
    )
    breach = Text("{who} 在{where}的节数多或少 {amount} 节", "{who} is {amount} lesson(s) off the bounds on {where}")
    unit = Text("节", "periods")
    params = (
        Param("least", 0, "periods a day", Text("有课的日子最少几节", "least on a day with lessons")),
        Param("most", 6, "periods a day", Text("每天最多几节", "most a day")),
    )
    price = 1000
    mutants = (
        Mutant("moves the bounds", shift=1),
        Mutant("leaves out a day", skip="first"),
        Mutant("forgets a lesson", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
        Mutant("least - 1", params=(("least", -1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, least, most = board.school, setting["least"], setting["most"]
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            courses = school.courses_of_teacher[teacher.id]
            lessons = [c for c in courses if c.kind is CourseKind.LESSON]
            meetings = [c for c in courses if c.kind is CourseKind.MEETING]
            for _, group in groupby(school.moments_of(teacher), key=lambda m: m.day):
                moments = list(group)
                slots = {s.id: s for m in moments for s in m.slots}.values()
                for week in board.weeks:
                    load = board.lessons(lessons, slots, week)
                    board.at_most(setting, (teacher.id,), load, most)
                    if least > 1:
                        teaches = board.worst(
                            board.busy(teacher, m, week) - board.lessons(meetings, m.slots, week) for m in moments
                        )
                        board.at_least(setting, (teacher.id,), load - teaches * least, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                days = [x.slot.day for x in view.of_teacher(teacher.id, week) if x.course.groups]
                for day in sorted(set(days)):
                    count = days.count(day)
                    off = max(count - setting["most"], setting["least"] - count, 0)
                    if off:
                        found.append(Violation(setting.id, (teacher.id,), (At(day, 0, week),), off))
        return found

    def cases(self) -> Iterable[Case]:
        bounds = (("least", 2), ("most", 2))
        school = tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语 一2语"}, days=2, periods=3, morning=3)
        yield Case(
            "breaks",
            Text(
                "周一3节多1节、周二1节少1节：2节",
                "three on Monday, one on Tuesday, two allowed and wanted: two",
            ),
            school, place(school, {"一1": "语 . 语 | . . .", "一2": ". 语 . | 语 . ."}), 2, bounds,
        )  # fmt: skip
        yield Case(
            "boundary", Text("每天2节，正好", "two a day: just right"),
            school, place(school, {"一1": "语 . . | 语 . .", "一2": ". 语 . | . 语 ."}), 0, bounds,
        )  # fmt: skip
        meeting = tiny({"一1": "语2"}, {"张": "一1语"}, days=2, periods=3, meetings={"会": "张"})
        yield Case(
            "keeps: a day off, and a meeting is no lesson",
            Text("周一2节，周二只开会", "two lessons on Monday, only the meeting on Tuesday"),
            meeting, place(meeting, {"一1": "语 语 . | . . ."}, 会="2-1"), 0, bounds,
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5 美0.5"}, {"张": "一1语 一1音"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text("双周只有1节，最少2节：少1节", "one lesson in even weeks where two are the least: one"),
            halves, place(halves, {"一1": "语 音/美 | . ."}), 1, bounds,
        )  # fmt: skip
        long = tiny({"一1": "美1x2 语1"}, {"张": "一1美 一1语"}, days=1, periods=3, morning=3)
        yield Case(
            "doubles", Text("连堂2节加1节，最多2节：多1节", "a double and a single, two allowed: one"),
            long, place(long, {"一1": "美 美 语"}), 1, bounds,
        )  # fmt: skip
