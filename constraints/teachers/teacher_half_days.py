"""Most half-days a week on which a teacher has to be at school."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from scheduler.domain import At, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class TeacherHalfDays(Rule):
    """A teacher has something on at most ``most`` half-days a week.

    What it asks: the half-days with a lesson or meeting are at most ``most``.
    Why: itinerant and part-time teachers, further training, a free half-day promised.
    Breaks when: there are more; each half-day beyond counts one, a week.
    Parameters: most — half-days a week.
    """

    code = "teacher_half_days"
    title = Text("教师半天数", "a teacher's half-days")
    asks = Text("教师每周有课或有活动的半天数不超过规定", "lessons and meetings on no more than so many half-days")
    breach = Text("{who} 每周多 {amount} 个半天", "{who} has {amount} half-day(s) too many")
    unit = Text("个半天", "half-days")
    params = (Param("most", 10, "half-days a week", Text("每周最多几个半天", "most a week")),)
    price = 1000
    mutants = (
        Mutant("one half-day more", shift=1),
        Mutant("forgets a half-day", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            halves = [
                list(moments) for _, moments in groupby(school.moments_of(teacher), key=lambda m: (m.day, m.half))
            ]
            if not setting.scope.has_teacher(teacher) or len(halves) <= setting["most"]:
                continue
            for week in board.weeks:
                present = [board.worst(board.busy(teacher, m, week) for m in half) for half in halves]
                board.at_most(setting, (teacher.id,), board.sum(present), setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                halves = {(x.slot.day, x.slot.half) for x in view.of_teacher(teacher.id, week)}
                over = len(halves) - setting["most"]
                if over > 0:
                    found.append(Violation(setting.id, (teacher.id,), (At(0, 0, week),), over))
        return found

    def cases(self) -> Iterable[Case]:
        one = (("most", 1),)
        school = tiny({"一1": "语2"}, {"张": "一1语"}, days=2, periods=2, morning=1)
        yield Case(
            "breaks",
            Text(
                "周一上午、下午各一节，最多1个半天：多1个",
                "Monday morning and afternoon, one allowed: one",
            ),
            school, place(school, {"一1": "语 语 | . ."}), 1, one,
        )  # fmt: skip
        yield Case(
            "boundary", Text("两个半天，正好", "two half-days: just right"),
            school, place(school, {"一1": "语 . | . 语"}), 0, (("most", 2),),
        )  # fmt: skip
        long = tiny({"一1": "美1x2"}, {"张": "一1美"}, days=2, periods=3, morning=2)
        yield Case(
            "keeps: a double is one half-day", Text("连堂在一个半天里", "a double lies in one half-day"),
            long, place(long, {"一1": "美 美 . | . . ."}), 0, one,
        )  # fmt: skip
        meeting = tiny({"一1": "音0.5 语0.5"}, {"张": "一1音"}, periods=2, morning=1, meetings={"会": "张"})
        yield Case(
            "odd and even weeks",
            Text(
                "单周上午有课、下午开会：单周多1个",
                "a lesson and a meeting in odd weeks, one half-day allowed: one",
            ),
            meeting, place(meeting, {"一1": "音/语 ."}, 会="1-2"), 1, one,
        )  # fmt: skip
