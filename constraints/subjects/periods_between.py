"""Periods between sessions of one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class PeriodsBetween(Rule):
    """Between two sessions of the courses in scope on one day lie at least so many periods.

    What it asks: of two sessions of the courses in scope on one day, the later begins at least ``least`` periods after
    the earlier has ended, by the numbers of the periods.
    Why: exercise, singing or tests not one straight after the other.
    Breaks when: fewer periods lie between; each pair counts the periods it lacks (sessions that overlap lack as many
    more as they share).
    Posted by periods: each session keeps its own periods and ``least`` after them; n sessions that keep one period are
    n(n-1)/2 pairs, convex in n; hard, at most one keeps a period.
    Parameters: least, periods between.
    References: cf. FET, Min gaps between activities.
    """

    code = "periods_between"
    title = Text("同一天两次课间隔", "periods between lessons of a day")
    asks = Text("同一天的两次课之间至少隔规定的节数", "at least so many periods lie between two sessions of a day")
    breach = Text("{who} 在{where}间隔少了 {amount} 节", "{who}: {amount} period(s) too near at {where}")
    unit = Text("节", "periods")
    params = (Param("least", 1, "periods", Text("至少隔几节", "periods between at least")),)
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("one period more", params=(("least", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        courses = school.within(setting.scope)
        who = tuple(c.id for c in courses)
        sessions = sum(len(c.sessions) for c in courses)
        bells = {c.bell for c in courses}
        for day in school.grid.days if sessions > 1 else ():
            slots = [s for s in school.grid.slots if s.day == day and s.bell in bells]
            low, high = min((s.period for s in slots), default=1), max((s.period for s in slots), default=0)
            for period in range(low, high + setting["least"] + 1):
                for week in board.weeks:
                    kept = self._kept(board, courses, slots, period, setting["least"], week)
                    for bound in range(1, 2 if setting.hard else sessions):
                        board.at_most(setting, who, kept, bound)

    @staticmethod
    def _kept(
        board: Board, courses: Sequence[Course], slots: Sequence[Slot], period: int, least: int, week: Weeks
    ) -> Lin:
        """How many sessions keep this period: are held in it or ended up to ``least`` periods before it."""
        held = board.lessons(courses, [s for s in slots if s.period == period], week)
        recent = [s for s in slots if period - least <= s.period < period]
        return held + board.sum(board.ends(c, s, week) for c in courses for s in recent)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = [c.id for c in view.school.within(setting.scope)]
        for week in view.school.weeks:
            kept = []
            for i in ids:
                for x in (x for x in view.of_course(i, week) if x.first):
                    last = x.slot.period + x.session.duration - 1 + setting["least"]
                    kept.append((x, set(range(x.slot.period, last + 1))))
            for (x, one), (y, two) in combinations(kept, 2):
                if x.slot.day == y.slot.day and one & two:
                    where = (At(x.slot.day, x.slot.period, week), At(y.slot.day, y.slot.period, week))
                    who = tuple(dict.fromkeys((x.course.id, y.course.id)))
                    found.append(Violation(setting.id, who, where, len(one & two)))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        two = tiny({"一1": "语2"}, days=2, periods=5, morning=3)
        yield Case(
            "breaks", Text("第1、3节只隔1节，应隔2节：少1", "one lesson between, two are asked: one"),
            two, place(two, {"一1": "语 . 语 . . | . . . . ."}), 1, (("least", 2),), chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1、4节隔2节", "two lessons between lessons 1 and 4"),
            two, place(two, {"一1": "语 . . 语 . | . . . . ."}), 0, (("least", 2),), chinese,
        )  # fmt: skip
        yield Case(
            "boundary: different days", Text("不在同一天，不要求", "on different days nothing is asked"),
            two, place(two, {"一1": ". . . . 语 | 语 . . . ."}), 0, scope=chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2+1", "一2": "语1"}, periods=5, morning=5)
        yield Case(
            "three sessions, a double",
            Text("连堂、一节、一节：1＋1", "a double, then one at once, then one at once: one and one"),
            double, place(double, {"一1": "语 语 语 . .", "一2": ". . . 语 ."}), 2, (("least", 1),), chinese,
        )  # fmt: skip
        halves = tiny({"一1": "语1.5"}, periods=4, morning=4)
        yield Case(
            "odd and even weeks", Text("单周相连：少1", "in a row in odd weeks: one"),
            halves, place(halves, {"一1": "语 语/. . ."}), 1, scope=chinese,
        )  # fmt: skip
