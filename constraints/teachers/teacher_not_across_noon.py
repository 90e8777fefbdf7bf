"""Not the last lesson of the morning and the first of the afternoon (不跨中午)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from scheduler.domain import At, CourseKind, Half, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeacherNotAcrossNoon(Rule):
    """No teacher has both the last lesson of the morning and the first of the afternoon of one day.

    What it asks: a lesson in the last morning slot of a class's bell schedule and one in the first afternoon
    slot do not belong to one teacher on one day. Meetings are no lessons.
    Why: a noon rest.
    Breaks when: both do; each such pair of slots counts one, a week.
    """

    code = "teacher_not_across_noon"
    title = Text("教师不跨中午", "no teacher across noon")
    asks = Text("教师上午最后一节和下午第一节不连上", "not both the last morning and the first afternoon lesson")
    breach = Text("{who} 在{where}跨中午上课", "{who} teaches across noon on {where}")
    unit = Text("天", "days")
    price = 1000
    mutants = (Mutant("allows both", shift=1), Mutant("leaves out a day", skip="last"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            lessons = [c for c in school.courses_of_teacher[teacher.id] if c.kind is CourseKind.LESSON]
            bells = sorted({c.bell for c in lessons})
            for day, before, after in product(school.grid.days, bells, bells):
                am = [s for s in school.grid.slots if (s.bell, s.day, s.half) == (before, day, Half.AM)]
                pm = [s for s in school.grid.slots if (s.bell, s.day, s.half) == (after, day, Half.PM)]
                if am and pm:
                    pair = [max(am, key=lambda s: s.start), min(pm, key=lambda s: s.start)]
                    for week in board.weeks:
                        board.at_most(setting, (teacher.id,), board.lessons(lessons, pair, week), 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        last: dict[tuple[str, int], str] = {}
        first: dict[tuple[str, int], str] = {}
        for slot in sorted(view.school.grid.slots, key=lambda s: s.start):
            if slot.half == "am":
                last[slot.bell, slot.day] = slot.id
            else:
                first.setdefault((slot.bell, slot.day), slot.id)
        found = []
        for teacher in view.school.teachers:
            for week in view.school.weeks if setting.scope.has_teacher(teacher) else ():
                lessons = [x.slot for x in view.of_teacher(teacher.id, week) if x.course.groups]
                for day in view.school.grid.days:
                    befores = sum(s.day == day and last.get((s.bell, day)) == s.id for s in lessons)
                    afters = sum(s.day == day and first.get((s.bell, day)) == s.id for s in lessons)
                    if befores and afters:
                        where = (At(day, 0, week),)
                        found.append(Violation(setting.id, (teacher.id,), where, befores * afters))
        return found

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2"}, {"张": "一1语"}, days=2, periods=4, morning=2)
        yield Case(
            "breaks", Text("周一第2、3节：1天", "lessons 2 and 3 on Monday: one day"),
            school, place(school, {"一1": ". 语 语 . | . . . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第2节和第4节，中午能歇", "lessons 2 and 4: noon is free"),
            school, place(school, {"一1": ". 语 . 语 | . . . ."}), 0,
        )  # fmt: skip
        yield Case(
            "keeps: different days", Text("周一第2节，周二第3节", "lesson 2 on Monday, lesson 3 on Tuesday"),
            school, place(school, {"一1": ". 语 . . | . . 语 ."}), 0,
        )  # fmt: skip
        meeting = tiny({"一1": "音0.5 美1x2"}, {"张": "一1音 一1美"}, periods=4, morning=2, meetings={"会": "张"})
        yield Case(
            "odd weeks, a double, a meeting",
            Text(
                "音乐单周第2节，美术连堂第3、4节：单周1天；教研不算",
                "music in lesson 2 of odd weeks, a double after noon: one",
            ),
            meeting, place(meeting, {"一1": ". 音/. 美 美"}, 会="1-1"), 1,
        )  # fmt: skip
