"""Sessions that begin alike: at the same time, on the same day, in the same period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class SameStart(Rule):
    """All sessions of the courses in scope begin alike.

    What it asks: any two sessions of the courses in scope begin at the same time (day and clock), or on the same day,
    or in the same period of their days.
    Why: parallel groups, a level taught by many at once, a course that keeps its period all week.
    Breaks when: two sessions begin differently; each pair counts one.
    Posted hard as equations with the course that has fewest sessions, so that the solver has one set of variables;
    soft, pairs that agree are counted one by one.
    Parameters: alike, ``time``, ``day`` or ``period``.
    References: cf. FET, Activities same starting time / day / hour.
    """

    code = "same_start"
    title = Text("同时开始", "beginning alike")
    asks = Text("所列课程同时（同天、同节次）开始", "the courses named begin at the same time (day, period)")
    breach = Text("{who} 没有同时开始（{where}）", "{who} do not begin alike ({where})")
    unit = Text("对", "pairs")
    params = (Param("alike", "time", "", Text("time 同一时间，day 同一天，period 同一节次", "time, day or period")),)
    price = 2000
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("only the day", params=(("alike", "day"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = sorted(board.school.within(setting.scope), key=lambda c: len(c.sessions))
        who = tuple(c.id for c in courses)
        weekly = all(s.weeks is Weeks.ALL for c in courses for s in c.sessions)
        for week in board.weeks if courses else ():
            if setting.hard and weekly:
                self._equate(board, setting, courses, week)
            else:
                board.at_most(setting, who, self._unlike(board, setting, courses, week, weekly), 0)

    @staticmethod
    def _equate(board: Board, setting: RuleSetting, courses: Sequence[Course], week: Weeks) -> None:
        """Every course has all its sessions where the first has its own."""
        first = courses[0]
        for slots in _alike(board.school, setting, courses).values():
            lead = board.sessions([first], slots, week)
            there = lead if len(first.sessions) == 1 else board.any([lead])
            for course in courses:
                if course is not first or len(first.sessions) > 1:
                    unlike = board.sessions([course], slots, week) - there * len(course.sessions)
                    board.exactly(setting, (first.id, course.id), unlike, 0)

    @staticmethod
    def _unlike(board: Board, setting: RuleSetting, courses: Sequence[Course], week: Weeks, weekly: bool) -> Lin:
        """The pairs of sessions that begin differently: all pairs without those alike, where their number is known."""
        begun = [
            [board.begins(c, s, week) for s in slots for c in courses]
            for slots in _alike(board.school, setting, courses).values()
        ]
        if weekly:
            number = sum(len(c.sessions) for c in courses)
            alike = board.sum(board.both(a, b) for group in begun for a, b in combinations(group, 2))
            return number * (number - 1) // 2 - alike
        return board.sum(board.both(a, b) for one, two in combinations(begun, 2) for a in one for b in two)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = {c.id for c in view.school.within(setting.scope)}
        parts = {"time": ("day", "start"), "day": ("day",), "period": ("period",)}[setting["alike"]]
        for week in view.school.weeks:
            begun = [x for x in view.lessons if x.first and x.week is week and x.course.id in ids]
            for x, y in combinations(begun, 2):
                if any(getattr(x.slot, part) != getattr(y.slot, part) for part in parts):
                    where = (At(x.slot.day, x.slot.period, week), At(y.slot.day, y.slot.period, week))
                    found.append(Violation(setting.id, tuple(dict.fromkeys((x.course.id, y.course.id))), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        three = tiny({"一1": "语1", "一2": "语1", "一3": "语1"}, days=2, periods=2)
        yield Case(
            "breaks", Text("两班周一第1节、一班周二第2节：2对", "two on Monday 1, one on Tuesday 2: two pairs"),
            three, place(three, {"一1": "语 . | . .", "一2": "语 . | . .", "一3": ". . | . 语"}), 2, scope=chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("都在周二第1节", "all on Tuesday 1"),
            three, place(three, {"一1": ". . | 语 .", "一2": ". . | 语 .", "一3": ". . | 语 ."}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "boundary: the same day", Text("都在周一，节次不同", "all on Monday, in different lessons"),
            three, place(three, {"一1": "语 . | . .", "一2": ". 语 | . .", "一3": "语 . | . ."}), 0,
            (("alike", "day"),), chinese,
        )  # fmt: skip
        yield Case(
            "the same period", Text("都在第2节，只有一节在第1节：2对", "lesson 2, but one in lesson 1: two pairs"),
            three, place(three, {"一1": ". 语 | . .", "一2": ". . | . 语", "一3": "语 . | . ."}), 2,
            (("alike", "period"),), chinese,
        )  # fmt: skip
        more = tiny({"一1": "语2", "一2": "语1x2"}, days=2, periods=4, morning=4)
        yield Case(
            "several sessions, a double", Text("三次中两次在周一：2对", "two of three sessions on Monday: two pairs"),
            more, place(more, {"一1": "语 . . . | 语 . . .", "一2": ". 语 语 . | . . . ."}), 2,
            (("alike", "day"),), chinese,
        )  # fmt: skip
        twice = tiny({"一1": "语2"}, days=3, periods=2)
        yield Case(
            "one course", Text("两次课节次相同", "both sessions in lesson 1"),
            twice, place(twice, {"一1": "语 . | . . | 语 ."}), 0, (("alike", "period"),), chinese,
        )  # fmt: skip
        halves = tiny({"一1": "音0.5", "一2": "音0.5"}, periods=2)
        yield Case(
            "odd and even weeks", Text("单周一班第1节、一班第2节：1对", "lessons 1 and 2 in odd weeks: one pair"),
            halves, place(halves, {"一1": "音/. .", "一2": ". 音/."}), 1,
        )  # fmt: skip


def _alike(school: School, setting: RuleSetting, courses: Sequence[Course]) -> dict[object, list[Slot]]:
    """The slots in which sessions begin alike, by what is the same."""
    bells = {c.bell for c in courses}
    found: dict[object, list[Slot]] = {}
    for s in school.grid.slots:
        if s.bell in bells:
            key = {"time": (s.day, s.start), "day": s.day, "period": s.period}[setting["alike"]]
            found.setdefault(key, []).append(s)
    return found
