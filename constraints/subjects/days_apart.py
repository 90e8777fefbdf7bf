"""Days between the sessions of a course."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class DaysApart(Rule):
    """Any two sessions of the courses in scope lie at least so many days apart.

    What it asks: of two sessions of the courses in scope (of one course or of two), the days differ by at least
    ``days``: 1 is 'not on one day', 2 'not on one day nor on two that follow each other'.
    Why: lessons of a subject spread over the week: time to read, to practise, to forget a little.
    Breaks when: two sessions are nearer; each pair counts the days it lacks. A double lesson is one session.
    Posted by windows: a pair that lacks k days lies in just k windows of ``days`` days that follow each other (those
    that stick out of the week included), so the pairs in all windows are the amount, and n sessions in a window are
    n(n-1)/2 pairs: convex in n, no variable for a pair is wanted.
    Parameters: days, the least difference of the days.
    References: cf. FET, Min days between activities; XHSTT Spread Events.
    """

    code = "days_apart"
    title = Text("课次间隔天数", "days between lessons")
    asks = Text(
        "同一门课的任意两次课至少相隔规定的天数", "any two sessions of a course lie at least so many days apart"
    )
    breach = Text("{who} 在{where}相隔少了 {amount} 天", "{who}: {amount} day(s) too near on {where}")
    unit = Text("天", "days")
    params = (
        Param("days", 1, "days", Text("至少相隔几天（1 为不在同一天）", "days apart at least (1: not on one day)")),
    )
    price = 2000
    reference = "FET; XHSTT"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a session", forget="first"),
        Mutant("forgets the last window", skip="last"),
        Mutant("a day more", params=(("days", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, days = board.school, setting["days"]
        courses = school.within(setting.scope)
        sessions = sum(len(c.sessions) for c in courses)
        if days < 1 or sessions < 2 or not school.grid.days:
            return
        who = tuple(c.id for c in courses)
        low, high = school.grid.days[0], school.grid.days[-1]
        on = {d: [s for s in school.grid.slots if s.day == d] for d in school.grid.days}
        # hard, a window that sticks out of the week asks nothing that a whole one does not
        firsts = range(low, max(low, high - days + 1) + 1) if setting.hard else range(low - days + 1, high + 1)
        for week in board.weeks:
            begun = {d: board.sessions(courses, on[d], week) for d in on}
            for first in firsts:
                held = board.sum(begun[d] for d in on if first <= d < first + days)
                for bound in range(1, 2 if setting.hard else sessions):
                    board.at_most(setting, who, held, bound)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = [c.id for c in view.school.within(setting.scope)]
        for week in view.school.weeks:
            begun = sorted((x.slot.day, x.slot.period, i) for i in ids for x in view.of_course(i, week) if x.first)
            for (day, period, one), (later, after, two) in combinations(begun, 2):
                lacking = setting["days"] - (later - day)
                if lacking > 0:
                    where = (At(day, period, week), At(later, after, week))
                    found.append(Violation(setting.id, tuple(dict.fromkeys((one, two))), where, lacking))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        two = tiny({"一1": "语2"}, days=3, periods=2)
        yield Case(
            "breaks", Text("两节都在周一，应隔1天：少1天", "both on Monday, a day apart is asked: one"),
            two, place(two, {"一1": "语 语 | . . | . ."}), 1, scope=chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("周一、周三", "Monday and Wednesday"),
            two, place(two, {"一1": "语 . | . . | . 语"}), 0, (("days", 2),), chinese,
        )  # fmt: skip
        yield Case(
            "boundary: the next day", Text("周一、周二，隔1天正好", "Monday and Tuesday are one day apart: right"),
            two, place(two, {"一1": "语 . | . 语 | . ."}), 0, scope=chinese,
        )  # fmt: skip
        three = tiny({"一1": "语3"}, days=3, periods=2)
        yield Case(
            "three sessions, two days",
            Text("周一两节、周二一节，应隔2天：2＋1＋1＝4", "two on Monday, one on Tuesday, two days asked: 2+1+1"),
            three, place(three, {"一1": "语 语 | 语 . | . ."}), 4, (("days", 2),), chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2+1 数1"}, days=2, periods=4, morning=4)
        yield Case(
            "a double is one session", Text("连堂加一节同一天：1对", "a double and a lesson on one day: one pair"),
            double, place(double, {"一1": "语 语 语 . | . . . 数"}), 1, scope=chinese,
        )  # fmt: skip
        yield Case(
            "two courses", Text("语文、数学都在周二：1对", "Chinese and mathematics on Tuesday: one pair"),
            double, place(double, {"一1": "语 语 . . | . . 语 数"}), 1,
            scope=Scope(courses=frozenset({"一1语", "一1数"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周周一两节：1", "two on the Monday of odd weeks: one"),
            halves, place(halves, {"一1": "语 语/. | . ."}), 1, scope=chinese,
        )  # fmt: skip
