"""Sessions of some courses on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class SessionsADay(Rule):
    """The courses in scope have together at most so many sessions on one day.

    What it asks: of all sessions of the courses in scope (one course or several), no more than ``most`` on a day;
    a double lesson is one session.
    Why: the outermost limit where days between lessons are only a wish.
    Breaks when: a day has more; each session beyond counts one, a week.
    Parameters: most, sessions a day.
    References: cf. FET, whose search never puts three activities of one Min days constraint on a day.
    """

    code = "sessions_a_day"
    title = Text("每日次数", "sessions a day")
    asks = Text("这些课一天合起来不超过规定次数", "no more than so many sessions of these courses on a day")
    breach = Text("{who} 在{where}多了 {amount} 次", "{who}: {amount} session(s) too many on {where}")
    unit = Text("次", "sessions")
    params = (Param("most", 2, "sessions a day", Text("每天最多几次", "most a day")),)
    price = 2000
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a session", forget="first"),
        Mutant("forgets a day", skip="last"),
        Mutant("one more", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = board.school.within(setting.scope)
        who = tuple(c.id for c in courses)
        for day in board.school.grid.days:
            slots = [s for s in board.school.grid.slots if s.day == day]
            for week in board.weeks:
                board.at_most(setting, who, board.sessions(courses, slots, week), setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = tuple(c.id for c in view.school.within(setting.scope))
        for week in view.school.weeks:
            held = Counter(x.slot.day for i in ids for x in view.of_course(i, week) if x.first)
            for day, count in sorted(held.items()):
                if count > setting["most"]:
                    where = (At(day, 0, week),)
                    found.append(Violation(setting.id, ids, where, count - setting["most"]))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        most: int = setting["most"]
        return sum(len(c.sessions) for c in school.within(setting.scope)) > most

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        two = tiny({"一1": "语3"}, days=2, periods=3)
        yield Case(
            "breaks", Text("周一三次，最多2次：多1次", "three on Monday, two allowed: one"),
            two, place(two, {"一1": "语 语 语 | . . ."}), 1, scope=chinese,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周一2次，周二1次", "two on Monday, one on Tuesday"),
            two, place(two, {"一1": "语 语 . | . . 语"}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "on the last day", Text("周二2次，最多1次：多1次", "two on Tuesday, one allowed: one"),
            two, place(two, {"一1": "语 . . | 语 . 语"}), 1, (("most", 1),), chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2+1 数1"}, days=2, periods=4, morning=4)
        yield Case(
            "keeps: a double is one session",
            Text("连堂加一节：2次；数学另算", "a double and a lesson are two; mathematics apart"),
            double, place(double, {"一1": "语 语 语 数 | . . . ."}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "two courses", Text("语文2次、数学1次，最多2次：多1次", "two and one of another, two allowed: one"),
            double, place(double, {"一1": "语 语 语 数 | . . . ."}), 1,
            scope=Scope(courses=frozenset({"一1语", "一1数"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1.5 数1"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周周一2次，最多1次：1", "two on the Monday of odd weeks, one allowed: one"),
            halves, place(halves, {"一1": "语 语/. | . 数"}), 1, (("most", 1),), chinese,
        )  # fmt: skip
