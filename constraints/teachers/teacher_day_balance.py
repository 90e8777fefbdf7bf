"""A full-time teacher's lessons are balanced over the days (均衡)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from scheduler.domain import At, CourseKind, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeacherDayBalance(Rule):
    """No day of a full-time teacher is much heavier than his average.

    What it asks: on each day he has at most one lesson more than his even share, which is his lessons a week
    divided by the school days, rounded up. The one more leaves room for a free half-day. Meetings are no
    lessons; teachers who come for some days only are not asked.
    Why: six lessons on Monday and one on Tuesday is a bad week at the same load.
    Breaks when: a day has more. The first lesson beyond counts one, every further one of the same day counts
    two: the cost is convex, so that one day of two too many is worse than two days of one too many. Bounding
    every day by the share balances; keeping only the greatest day small would not.
    References: Chiarandini et al., The balanced academic curriculum problem revisited, J. Heuristics 18
    (2012).
    """

    code = "teacher_day_balance"
    title = Text("教师每天均衡", "a teacher's lessons balanced over the days")
    asks = Text("专任教师每天的课大体均衡", "a full-time teacher's lessons are spread over the days")
    breach = Text(
        "{who} 在{where}的课太集中，计 {amount} 分",
        "{who} has too many lessons on {where}: {amount} point(s)",
    )
    unit = Text("分", "points")
    strength = Strength.SOFT
    price = 500
    reference = "Chiarandini et al. 2012"
    mutants = (
        Mutant("one lesson more", shift=1),
        Mutant("no dearer for the second lesson", skip="last"),
        Mutant("leaves out a day", skip="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            if teacher.kind != "full-time" or not setting.scope.has_teacher(teacher):
                continue
            courses = school.courses_of_teacher[teacher.id]
            lessons = [c for c in courses if c.kind is CourseKind.LESSON]
            share = ceil(ceil(sum(c.periods for c in lessons)) / len(school.grid.days)) + 1
            for day in school.grid.days:
                today = [s for s in school.grid.slots if s.day == day]
                for week in board.weeks:
                    load = board.lessons(lessons, today, week)
                    board.at_most(setting, (teacher.id,), load, share)
                    if not setting.hard:
                        board.at_most(setting, (teacher.id,), board.above(load, share), 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        days = len(view.school.grid.days)
        for teacher in view.school.teachers:
            if teacher.kind != "full-time" or not setting.scope.has_teacher(teacher):
                continue
            mine = [c for c in view.school.courses_of_teacher[teacher.id] if c.groups]
            halves = sum(s.duration * (2 if s.weeks is Weeks.ALL else 1) for c in mine for s in c.sessions)
            allowed = -(-halves // (2 * days)) + 1
            for week in view.school.weeks:
                held = Counter(x.slot.day for x in view.of_teacher(teacher.id, week) if x.course.groups)
                for day, count in sorted(held.items()):
                    if count > allowed:
                        amount = 2 * (count - allowed) - 1
                        found.append(Violation(setting.id, (teacher.id,), (At(day, 0, week),), amount))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return len(school.grid.days) > 1

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语3"}, {"张": "一1语"}, days=3, periods=3, morning=3)
        yield Case(
            "breaks",
            Text(
                "3节3天，每天至多 1+1 节，周一3节：1",
                "three lessons in three days, two a day at most, three on Monday: one",
            ),
            school, place(school, {"一1": "语 语 语 | . . . | . . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周一2节、周二1节", "two on Monday, one on Tuesday"),
            school, place(school, {"一1": "语 语 . | . 语 . | . . ."}), 0,
        )  # fmt: skip
        yield Case(
            "keeps", Text("每天1节", "one a day"),
            school, place(school, {"一1": "语 . . | . 语 . | . . 语"}), 0,
        )  # fmt: skip
        heavy = tiny({"一1": "语1x2+2"}, {"张": "一1语"}, days=4, periods=4, morning=4)
        yield Case(
            "two too many on one day",
            Text(
                "4节都在周一（含连堂），至多2节：1+2=3",
                "all four on Monday with a double, two allowed: 1 + 2 = 3",
            ),
            heavy, place(heavy, {"一1": "语 语 语 语 | . . . . | . . . . | . . . ."}), 3,
        )  # fmt: skip
        part = tiny({"一1": "语3"}, {"张": "一1语"}, days=3, periods=3, part_time=["张"])
        yield Case(
            "part-time teachers are not asked",
            Text("兼职教师一天上完", "a part-time teacher comes for one day"),
            part, place(part, {"一1": "语 语 语 | . . . | . . ."}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "语2 音0.5 美0.5"}, {"张": "一1语 一1音"}, days=3, periods=3)
        yield Case(
            "odd and even weeks",
            Text(
                "2.5节3天，至多2节，单周周一3节：1",
                "2.5 in three days, two allowed, three on odd Mondays: one",
            ),
            halves, place(halves, {"一1": "语 语 音/. | . . ./美 | . . ."}), 1,
        )  # fmt: skip
