"""A class's main lessons are spread evenly over the days."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from scheduler.domain import At, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class ClassDayBalance(Rule):
    """No day of a class is heavy with main subjects while others are light.

    What it asks: on each day a class has no more periods of main subjects than its even share: the periods a
    week (every other week counts half), divided by the days of its bell schedule, rounded up.
    Why: pupils' load and homework lie on the main subjects; a day of them alone tires.
    Breaks when: a day has more; each period beyond counts one, a week.
    """

    code = "class_day_balance"
    title = Text("主科每天均衡", "main lessons balanced over the days")
    asks = Text("每个班每天的主科节数均衡", "a class's main lessons are spread evenly over the days")
    breach = Text("{who} 在{where}的主科多 {amount} 节", "{who} has {amount} main lesson(s) too many on {where}")
    unit = Text("节", "periods")
    strength = Strength.SOFT
    price = 500
    mutants = (Mutant("one period more", shift=1), Mutant("leaves out a day", skip="last"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        main = school.tagged("main")
        for klass in school.classes:
            courses = [c for c in school.courses_of(klass) if c.subject in main and setting.scope.has_lessons(klass, c)]
            slots = school.slots_of(klass)
            days = sorted({s.day for s in slots})
            if not courses or not days:
                continue
            share = ceil(ceil(sum(c.periods for c in courses)) / len(days))
            for day in days:
                today = [s for s in slots if s.day == day]
                for week in board.weeks:
                    board.at_most(setting, (klass.id,), board.lessons(courses, today, week), share)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        for klass in school.classes:
            mine = [
                c
                for c in school.courses_of_atom[klass.atoms[0]]
                if "main" in school.subject[c.subject].tags and setting.scope.has_lessons(klass, c)
            ]
            halves = sum(s.duration * (2 if s.weeks is Weeks.ALL else 1) for c in mine for s in c.sessions)
            days = {s.day for s in school.grid.slots if s.bell == klass.bell}
            ids = {c.id for c in mine}
            for week in school.weeks:
                held = [x.slot.day for x in view.of_class(klass, week) if x.course.id in ids]
                for day in sorted(days):
                    over = held.count(day) - -(-halves // (2 * len(days)))
                    if over > 0:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), over))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.subject in school.tagged("main") for c in school.courses)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2 数1 体1"}, days=2, periods=3)
        yield Case(
            "breaks",
            Text(
                "主科3节，两天各至多2节，周一3节：多1节",
                "three main lessons in two days, all on Monday: one",
            ),
            school, place(school, {"一1": "语 数 语 | 体 . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周一2节、周二1节", "two on Monday, one on Tuesday"),
            school, place(school, {"一1": "语 数 . | 体 语 ."}), 0,
        )  # fmt: skip
        even = tiny({"一1": "语1 数1"}, days=2, periods=2)
        yield Case(
            "keeps", Text("每天1节", "one a day"),
            even, place(even, {"一1": "语 . | . 数"}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "语1 英0.5 数0.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text(
                "一周2节、每天至多1节：周一单双周都有2节，共多2节",
                "two a week, one a day: two on Mondays of both weeks",
            ),
            halves, place(halves, {"一1": "语 英/数 | . ."}), 2,
        )  # fmt: skip
        long = tiny({"一1": "语1x2 数1"}, days=2, periods=3, morning=3)
        yield Case(
            "doubles", Text("连堂算2节，再加数学：多1节", "a double is two, mathematics on top: one"),
            long, place(long, {"一1": "语 语 数 | . . ."}), 1,
        )  # fmt: skip
