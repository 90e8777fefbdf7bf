"""Times within which sessions lie."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, Times, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class WithinTimes(Rule):
    """Every period of the courses in scope lies in the times given.

    What it asks: no period of a session lies outside ``times``. Unlike ``preferred_times`` it speaks of every course
    in scope, meetings too.
    Why: single lessons that have their own times: a shared hall, a visiting teacher, a practical course.
    Breaks when: a period lies outside; each counts one, a week.
    Parameters: times, written times such as ``周一；周三上午；周四5-6``; none asks nothing.
    References: cf. FET, Activities preferred time slots.
    """

    code = "within_times"
    title = Text("限定时间内", "within the times given")
    asks = Text("每节课都在规定的时间之内", "every period lies in the times given")
    breach = Text("{who} 在{where}，不在规定的时间之内", "{who} is at {where}, outside the times given")
    unit = Text("节", "periods")
    params = (Param("times", Times(), "times", Text("限定的时间", "the times")),)
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("lets a slot through", forbids="skip"),
        Mutant("forgets the times", params=(("times", Times()),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        outside = [s for s in school.grid.slots if s not in setting["times"]] if setting["times"] else []
        for course in school.within(setting.scope) if outside else ():
            yield from ((course, s) for s in outside if s.bell == course.bell)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        patterns = setting["times"].patterns
        ids = {c.id for c in view.school.within(setting.scope)}
        for x in view.lessons if patterns else ():
            if x.course.id in ids and not any(p.matches(x.slot) for p in patterns):
                where = (At(x.slot.day, x.slot.period, x.week),)
                found.append(Violation(setting.id, (x.course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and bool(school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        am = (("times", Times.parse("上午")),)
        chinese = Scope(subjects=frozenset({"语"}))
        one = tiny({"一1": "语2 数1"}, periods=4, morning=2)
        yield Case(
            "breaks", Text("一节在下午：1节", "one in the afternoon: one"),
            one, place(one, {"一1": "语 数 语 ."}), 1, am, chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("都在上午", "both in the morning"),
            one, place(one, {"一1": "语 语 数 ."}), 0, am, chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2 音0.5"}, {"张": "一1语"}, periods=4, morning=4, meetings={"会": "张"})
        yield Case(
            "boundary: meetings too", Text("会在第2节之内", "the meeting is in lesson 2"),
            double, place(double, {"一1": "音/. . 语 语"}, 会="1-2"), 0, (("times", Times.parse("1-2")),),
            Scope(courses=frozenset({"会"})),
        )  # fmt: skip
        yield Case(
            "each period of a double", Text("连堂第3节在外，单双周各1节", "the second period is outside in both weeks"),
            double, place(double, {"一1": "音/. 语 语 ."}, 会="1-4"), 2, (("times", Times.parse("1-2")),), chinese,
        )  # fmt: skip
        yield Case(
            "a meeting outside", Text("会在第4节，单双周各1节", "the meeting is in lesson 4 in both weeks"),
            double, place(double, {"一1": "音/. 语 语 ."}, 会="1-4"), 2, (("times", Times.parse("1-2")),),
            Scope(courses=frozenset({"会"})),
        )  # fmt: skip
