"""A class has PE at most once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from scheduler.domain import At, BlockKind, Group, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class PeOnceADay(Rule):
    """PE lessons of a class lie on different days.

    What it asks: on each day at most one PE session of a class begins, all subjects tagged ``pe`` together;
    where a week has more PE than days, ⌈sessions ÷ days⌉. A double lesson is one session.
    Why: exercise is wanted every day; two PE lessons on one day leave another day without.
    Breaks when: more PE sessions of a class begin on a day; each one beyond counts.
    References: DC-02, DC-03 (exercise every day) can hardly be kept otherwise.
    """

    code = "pe_once_a_day"
    title = Text("体育课每天不重复", "PE once a day")
    asks = Text("同一班一天最多一次体育课", "a class has PE at most once a day")
    breach = Text("{who} 在{where}多出 {amount} 次体育课", "{who}: {amount} PE lesson(s) too many on {where}")
    unit = Text("次", "lessons")
    strength = Strength.HARD
    price = 2000
    reference = "DC-02"
    mutants = (
        Mutant("allows two a day", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets the last day", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, pe = board.school, board.school.tagged("pe")
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            courses = [c for c in school.courses_of(klass) if c.subject in pe]
            courses = [c for c in courses if setting.scope.has_lessons(klass, c)]
            days = len({s.day for s in school.slots_of(klass)})
            for week in board.weeks if courses else ():
                held = (Weeks.ALL, Weeks.EITHER, week)
                number = sum(s.weeks in held for c in courses for s in c.sessions)
                bound = -(-number // days)
                for day in slots if number > bound else ():
                    board.at_most(setting, (klass.id,), board.sessions(courses, slots[day], week), bound)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            for week in view.school.weeks:
                bound = self._bound(view.school, setting, klass, week)
                begun = Counter(
                    x.slot.day for x in view.of_class(klass, week)
                    if x.first and "pe" in view.school.subject[x.course.subject].tags
                    and setting.scope.has_lessons(klass, x.course)
                )  # fmt: skip
                for day, number in sorted(begun.items()):
                    if number > bound:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), number - bound))
        return found

    @staticmethod
    def _bound(school: School, setting: RuleSetting, klass: Group, week: Weeks) -> int:
        """The PE sessions possible in the week over the school days."""
        days = {b.day for b in school.grid.bell[klass.bell].blocks if b.kind is BlockKind.LESSON}
        number = 0
        for course in school.courses_of_atom[klass.atoms[0]]:
            if course.subject in school.tagged("pe") and setting.scope.has_lessons(klass, course):
                number += sum(s.weeks is Weeks.EITHER or s.weeks.covers(week) for s in course.sessions)
        return ceil(number / len(days))

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.subject in school.tagged("pe") for c in school.courses)

    def cases(self) -> Iterable[Case]:
        two = tiny({"一1": "体2 语1"}, days=2, periods=3)
        yield Case(
            "breaks", Text("周一两节体育：多1次", "two on Monday: one too many"),
            two, place(two, {"一1": "体 . 体 | . 语 ."}), 1,
        )  # fmt: skip
        yield Case("keeps", Text("每天一节", "one a day"), two, place(two, {"一1": "体 . . | . 语 体"}), 0)
        double = tiny({"一1": "体1x2+1"}, days=2, periods=4)
        yield Case(
            "boundary: a double is one", Text("连堂算一次", "a double lesson counts once"),
            double, place(double, {"一1": "体 体 . . | . . 体 ."}), 0,
        )  # fmt: skip
        three = tiny({"一1": "体3"}, days=2, periods=3)
        yield Case(
            "more PE than days", Text("3节两天：一天可以2节", "three in two days: two a day are right"),
            three, place(three, {"一1": "体 . 体 | 体 . ."}), 0,
        )  # fmt: skip
        other = tiny({"一1": "体1.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text("双周周一两节：多1次", "two on the Monday of even weeks: one too many"),
            other, place(other, {"一1": "体 ./体 | . ."}), 1,
        )  # fmt: skip
