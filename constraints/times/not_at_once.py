"""Courses that are never held at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class NotAtOnce(Rule):
    """No two of the courses in scope are held at the same time.

    What it asks: in every moment at most one of the courses in scope is held.
    Why: courses that share what the plan does not name: equipment, an assistant, pupils of several classes.
    Breaks when: two are held in the same moment; each pair counts one for every period in which they meet.
    Posted by moments: n lessons in a moment are n(n-1)/2 pairs, convex in n; hard, at most one.
    References: cf. FET, Activities not overlapping.
    """

    code = "not_at_once"
    title = Text("不同时上", "not at the same time")
    asks = Text("所列课程任意两门不同时上", "no two of the courses named are held at the same time")
    breach = Text("{who} 在{where}同时上", "{who} are held at the same time at {where}")
    unit = Text("节", "periods")
    price = 2000
    reference = "FET"
    mutants = (
        Mutant("allows two", shift=1),
        Mutant("forgets a course", forget="first"),
        Mutant("forgets the last moment", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = board.school.within(setting.scope)
        who = tuple(c.id for c in courses)
        for moment in board.school.grid.moments(c.bell for c in courses):
            for week in board.weeks:
                for bound in range(1, 2 if setting.hard else len(courses)):
                    board.at_most(setting, who, board.lessons(courses, moment.slots, week), bound)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = {c.id for c in view.school.within(setting.scope)}
        moments = view.school.grid.moments({c.bell for c in view.school.courses if c.id in ids})
        for week in view.school.weeks:
            lessons = [x for x in view.lessons if x.course.id in ids and x.week is week]
            for x, y in combinations(lessons, 2):
                if x.slot.overlaps(y.slot):
                    shared = sum(x.slot in m.slots and y.slot in m.slots for m in moments)
                    who = (x.course.id, y.course.id)
                    found.append(Violation(setting.id, who, (At(y.slot.day, y.slot.period, week),), shared))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return len(school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        three = tiny({"一1": "语1", "一2": "语1", "一3": "语1 数1"}, periods=3)
        yield Case(
            "breaks", Text("三个班的语文都在第1节：3对", "Chinese of three classes in lesson 1: three pairs"),
            three, place(three, {"一1": "语 . .", "一2": "语 . .", "一3": "语 数 ."}), 3, scope=chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("各在一节；数学不问", "one in each lesson; mathematics is not asked"),
            three, place(three, {"一1": "语 . .", "一2": ". 语 .", "一3": "数 . 语"}), 0, scope=chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2", "一2": "语1x2", "一3": "语1"}, periods=5, morning=5)
        yield Case(
            "boundary: one after the other", Text("连堂之后接连堂", "one double after the other"),
            double, place(double, {"一1": "语 语 . . .", "一2": ". . 语 语 .", "一3": ". . . . 语"}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "doubles count by periods", Text("两个连堂同时：2节", "two doubles at once: two periods"),
            double, place(double, {"一1": "语 语 . . .", "一2": "语 语 . . .", "一3": ". . . . 语"}), 2, scope=chinese,
        )  # fmt: skip
        clock = tiny({"一1": "语1", "七1": "语1"}, periods=2, bells={"七": (510, 45)})
        yield Case(
            "the clock decides", Text("七年级第1节与一年级第1节重叠", "lessons of two bell schedules overlap"),
            clock, place(clock, {"一1": "语 .", "七1": "语 ."}), 1, scope=chinese,
        )  # fmt: skip
        halves = tiny({"一1": "音0.5", "一2": "音1"}, periods=2)
        yield Case(
            "odd and even weeks", Text("单周同时：1节", "at once in odd weeks: one"),
            halves, place(halves, {"一1": "音/. .", "一2": "音 ."}), 1,
        )  # fmt: skip
