"""One subject not right before another (体育后不接数学)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from scheduler.domain import At, Course, Group, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation

from .._words import say_word


class NotRightBefore(Rule):
    """A lesson of ``first`` is not directly followed by one of ``then``.

    What it asks: within a half-day, the lesson after ``first`` is not ``then``.
    Why: pupils come hot and restless from PE; mathematics right after it is half lost.
    Breaks when: on a day of a class some lesson of ``first`` has ``then`` in the next lesson of the half-day;
    each day counts once.
    Parameters: first, then: a subject or a tag.
    References: timetabling customs (体育课后不排数学). One slack a class and day.
    """

    code = "not_right_before"
    title = Text("体育后不接数学", "no mathematics right after PE")
    asks = Text(
        "前一科（体育）下课后，同一半天的下一节不排后一科（数学）",
        "in a half-day the second subject (mathematics) does not come right after the first (PE)",
    )
    breach = Text("{who} 在{where}前后相接", "{who}: one right after the other on {where}")
    unit = Text("天", "days")
    wants = Text("{who} 的 {first} 后面不紧接 {then}", "{who}: {first} is not right before {then}")
    params = (
        Param("first", "pe", "", Text("前一科（或类别）", "the subject or tag before")),
        Param("then", "maths", "", Text("后一科（或类别）", "the subject or tag not to follow it")),
    )
    strength = Strength.SOFT
    price = 500
    mutants = (
        Mutant("allows it", shift=1),
        Mutant("forgets the last day", skip="last"),
        Mutant("forgets the slack", forget="first"),
        Mutant("another subject", params=(("then", "语"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        grid = school.grid
        pairs = {d: [(s, grid.slot[s.next]) for s in grid.slots if s.next and s.day == d] for d in grid.days}
        for klass in school.classes:
            first = _courses(school, setting, klass, setting["first"])
            then = _courses(school, setting, klass, setting["then"])
            for week in board.weeks if first and then else ():
                for day in grid.days:
                    worst = board.worst(
                        board.lessons(first, (a,), week) + board.lessons(then, (b,), week) - 1 for a, b in pairs[day]
                    )
                    board.at_most(setting, (klass.id,), worst, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        names = (setting["first"], setting["then"])
        for klass in view.school.classes:
            for week in view.school.weeks:
                asked = [x for x in view.of_class(klass, week) if setting.scope.has_lessons(klass, x.course)]
                days = set()
                for a, b in pairwise(asked):
                    tags_a, tags_b = (view.school.subject[x.course.subject].tags for x in (a, b))
                    wrong = names[0] in {a.course.subject, *tags_a} and names[1] in {
                        b.course.subject,
                        *tags_b,
                    }
                    if wrong and a.slot.next == b.slot.id:
                        days.add(a.slot.day)
                found += [Violation(setting.id, (klass.id, *names), (At(d, 0, week),), 1) for d in sorted(days)]
        return found

    def say(self, violation: Violation, lang: str) -> str:
        klass, *names = violation.who
        return super().say(replace(violation, who=(klass, *(say_word(name, lang) for name in names))), lang)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(
            _courses(school, setting, k, setting["first"]) and _courses(school, setting, k, setting["then"])
            for k in school.classes
        )

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体1 数1 语1"}, periods=4, morning=2)
        yield Case(
            "breaks", Text("第1节体育、第2节数学：1天", "PE, then mathematics: one day"),
            school, place(school, {"一1": "体 数 语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary: noon between",
            Text("第2节体育、第3节数学隔着中午", "PE and mathematics with noon between"),
            school, place(school, {"一1": "语 体 数 ."}), 0,
        )  # fmt: skip
        yield Case(
            "the other way round", Text("先数学后体育可以", "mathematics, then PE is right"),
            school, place(school, {"一1": "数 体 语 ."}), 0,
        )  # fmt: skip
        late = tiny({"一1": "体2 数2"}, days=2, periods=4, morning=4)
        yield Case(
            "a day counts once", Text("周二两次，算1天", "twice on Tuesday: one day"),
            late, place(late, {"一1": ". . . . | 体 数 体 数"}), 1,
        )  # fmt: skip
        double = tiny({"一1": "体1x2 数0.5 语0.5"}, periods=4, morning=4)
        yield Case(
            "doubles, odd and even weeks",
            Text("连堂体育后单周数学、双周语文：1天", "after a PE double, odd weeks: one day"),
            double, place(double, {"一1": "体 体 数/语 ."}), 1,
        )  # fmt: skip


def _courses(school: School, setting: RuleSetting, klass: Group, name: str) -> list[Course]:
    """The class's courses in the subject, or in the subjects with the tag."""
    subjects = school.tagged(name) | {name}
    courses = (c for c in school.courses_of(klass) if c.subject in subjects)
    return [c for c in courses if setting.scope.has_lessons(klass, c)]
