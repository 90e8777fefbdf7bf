"""Times at which sessions may begin."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, Times, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class StartTimes(Rule):
    """Every session of the courses in scope begins at one of the times given.

    What it asks: the first period of each session lies in ``times``; where the others lie is not asked.
    Why: lessons agreed with others, double lessons that begin on odd periods, lessons that are fixed by hand.
    Breaks when: a session begins at another time; each counts one, a week.
    Posted hard: slots that no session begun at a right time takes are forbidden beforehand; what wrong starts of longer
    sessions are left then, a row excludes.
    Parameters: times, written times such as ``周一1；周三3``; none asks nothing.
    References: cf. FET, Activity preferred starting time(s).
    """

    code = "start_times"
    title = Text("开始时间", "starting times")
    asks = Text("每次课都在规定的时间开始", "each session begins at one of the times given")
    breach = Text("{who} 在{where}开始，不在规定的开始时间", "{who} begins at {where}, not at a time given")
    unit = Text("次", "sessions")
    params = (Param("times", Times(), "times", Text("可以开始的时间", "the times at which to begin")),)
    price = 2000
    reference = "FET"
    mutants = (
        Mutant("lets a slot through", forbids="skip"),
        Mutant("allows a wrong start", shift=1),
        Mutant("forgets the times", params=(("times", Times()),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        if not setting.hard or not setting["times"]:
            return
        right = {s.id for s in school.grid.slots if s in setting["times"]}
        for course in school.within(setting.scope):
            lengths = {s.duration for s in course.sessions}
            starts = [school.grid.slot[s] for s in course.starts if s in right]
            reached = {s.id for start in starts for n in lengths for s in school.grid.run(start, n)}
            yield from ((course, s) for s in school.grid.slots if s.bell == course.bell and s.id not in reached)

    def post(self, board: Board, setting: RuleSetting) -> None:
        if not setting["times"]:
            return
        wrong = [s for s in board.school.grid.slots if s not in setting["times"]]
        for course in board.school.within(setting.scope):
            slots = [s for s in wrong if s.bell == course.bell]
            if setting.hard and all(s.duration == 1 for s in course.sessions):
                continue
            for week in board.weeks:
                board.at_most(setting, (course.id,), board.sessions([course], slots, week), 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        patterns = setting["times"].patterns
        ids = {c.id for c in view.school.within(setting.scope)}
        for x in view.lessons if patterns else ():
            if x.first and x.course.id in ids and not any(p.matches(x.slot) for p in patterns):
                where = (At(x.slot.day, x.slot.period, x.week),)
                found.append(Violation(setting.id, (x.course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and bool(school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        one = tiny({"一1": "语2 数1"}, days=1, periods=4, morning=2)
        asked = (("times", Times.parse("1、3")),)
        yield Case(
            "breaks", Text("一节从第2节开始：1次", "one begins in lesson 2: one"),
            one, place(one, {"一1": "数 语 语 ."}), 1, asked, chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1、3节", "lessons 1 and 3"),
            one, place(one, {"一1": "语 . 语 数"}), 0, asked, chinese,
        )  # fmt: skip
        double = tiny({"一1": "语2x2 数1"}, days=1, periods=6, morning=6)
        yield Case(
            "boundary: only the start", Text("连堂从第1、3节开始，跨到第2、4节", "doubles from lessons 1 and 3"),
            double, place(double, {"一1": "语 语 语 语 . 数"}), 0, asked, chinese,
        )  # fmt: skip
        yield Case(
            "a wrong start within reach", Text("连堂从第2节开始：1次", "a double begins in lesson 2: one"),
            double, place(double, {"一1": ". 语 语 . . 数"}), 1, asked, chinese,
        )  # fmt: skip
        halves = tiny({"一1": "音0.5 数1"}, periods=3)
        yield Case(
            "odd and even weeks", Text("音乐单周第2节：1次；数学不问", "music in lesson 2 of odd weeks: one"),
            halves, place(halves, {"一1": ". 音/. 数"}), 1, asked, Scope(courses=frozenset({"一1音"})),
        )  # fmt: skip
