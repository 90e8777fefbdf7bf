"""A teacher is in one place at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from scheduler.domain import At, RuleSetting, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeacherClash(Rule):
    """A teacher is in one place at a time, by the clock.

    What it asks: no two lessons or meetings of a teacher overlap in clock time, also across bell schedules.
    Why: nobody can be in two rooms.
    Breaks when: two lessons of one teacher overlap by at least a minute in the same week.
    References: de Werra, An introduction to timetabling, EJOR 19 (1985).
    """

    code = "teacher_clash"
    title = Text("教师不冲突", "no teacher in two places")
    asks = Text(
        "同一教师同一时间只上一节课或参加一个活动（按钟点，跨作息表也算）",
        "a teacher has one lesson or meeting at a time, by the clock, across bell schedules too",
    )
    breach = Text("{who} 在{where}同时有两处安排", "{who} is in two places at {where}")
    unit = Text("处", "clashes")
    wants = Text("教师 {who} 同一时间只能在一处", "teacher {who} can be in one place at a time")
    strength = Strength.HARD
    only_hard = True
    reference = "de Werra 1985"
    mutants = (Mutant("allows two at once", shift=1), Mutant("forgets a lesson", forget="first"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            courses = school.courses_of_teacher[teacher.id]
            for moment in school.moments_of(teacher):
                for week in board.weeks:
                    board.at_most(setting, (teacher.id,), board.lessons(courses, moment.slots, week), 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                for a, b in combinations(view.of_teacher(teacher.id, week), 2):
                    if a.slot.overlaps(b.slot):
                        where = (At(b.slot.day, b.slot.period, week),)
                        found.append(Violation(setting.id, (teacher.id,), where, 1))
        return found

    def cases(self) -> Iterable[Case]:
        one = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语"}, periods=2)
        yield Case(
            "breaks", Text("张在第1节同时教两个班：1处", "two classes in lesson 1: one clash"),
            one, place(one, {"一1": "语 .", "一2": "语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1节、第2节各教一班", "one class in lesson 1, the other in lesson 2"),
            one, place(one, {"一1": "语 .", "一2": ". 语"}), 0,
        )  # fmt: skip
        two = tiny({"一1": "语1", "七1": "语1"}, {"张": "一1语 七1语"}, periods=2, bells={"七": (510, 45)})
        yield Case(
            "the clock decides",
            Text(
                "小学第1节 8:00–8:40 与初中第1节 8:30–9:15 重叠：1处",
                "8:00–8:40 and 8:30–9:15 overlap: one",
            ),
            two, place(two, {"一1": "语 .", "七1": "语 ."}), 1,
        )  # fmt: skip
        touching = tiny({"一1": "语1", "七1": "语1"}, {"张": "一1语 七1语"}, periods=2, bells={"七": (520, 45)})
        yield Case(
            "boundary",
            Text("8:40 下课，8:40 上课：不重叠", "one ends at 8:40, the other begins at 8:40: no overlap"),
            touching, place(touching, {"一1": "语 .", "七1": "语 ."}), 0,
        )  # fmt: skip
