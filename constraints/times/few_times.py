"""How many of certain times are used."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, Times, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class FewTimes(Rule):
    """The courses in scope use at most so many of the times.

    What it asks: of the slots in ``times``, at most ``most`` hold a lesson of the courses in scope.
    Why: few late afternoons for a group of lessons, few days in a far building.
    Breaks when: more are used; each slot beyond counts one, a week.
    Parameters: times; most, how many of them may be used.
    References: cf. FET, Activities occupy max time slots from selection.
    """

    code = "few_times"
    title = Text("少占这些时间", "few of these times")
    asks = Text("所列课程最多占用规定时间中的几节", "the courses named use at most so many of the times")
    breach = Text("{who} 多占了 {amount} 节", "{who} use {amount} of the times too many")
    unit = Text("节", "times")
    params = (
        Param("times", Times(), "times", Text("哪些时间", "the times")),
        Param("most", 0, "times", Text("最多占用几节", "how many may be used")),
    )
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a slot", forget="first"),
        Mutant("one more", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = board.school.within(setting.scope)
        bells = {c.bell for c in courses}
        slots = [s for s in board.school.grid.slots if s.bell in bells and s in setting["times"]]
        for week in board.weeks if len(slots) > setting["most"] else ():
            used = board.sum(board.any([board.lessons(courses, [s], week)]) for s in slots)
            board.at_most(setting, tuple(c.id for c in courses), used, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = sorted(c.id for c in view.school.within(setting.scope))
        patterns = setting["times"].patterns
        for week in view.school.weeks:
            lessons = [x for i in ids for x in view.of_course(i, week)]
            used = {(x.slot.day, x.slot.period, x.slot.id) for x in lessons if any(p.matches(x.slot) for p in patterns)}
            if len(used) > setting["most"]:
                where = tuple(At(day, period, week) for day, period, _ in sorted(used))
                found.append(Violation(setting.id, tuple(ids), where, len(used) - setting["most"]))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and bool(school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        def ask(most: int) -> tuple[tuple[str, object], ...]:
            return (("times", Times.parse("3-4")), ("most", most))

        chinese = Scope(subjects=frozenset({"语"}))
        school = tiny({"一1": "语2", "一2": "语1"}, days=1, periods=4, morning=2)
        yield Case(
            "breaks", Text("第3、4节都用了，最多1节：多1", "lessons 3 and 4 are used, one is allowed: one"),
            school, place(school, {"一1": ". . 语 语", "一2": "语 . . ."}), 1, ask(1), chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("都在上午", "all in the morning"),
            school, place(school, {"一1": "语 语 . .", "一2": "语 . . ."}), 0, ask(0), chinese,
        )  # fmt: skip
        yield Case(
            "boundary: two in one", Text("两个班都在第3节，只占1节", "two classes in lesson 3: one of the times"),
            school, place(school, {"一1": "语 . 语 .", "一2": ". . 语 ."}), 0, ask(1), chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2", "一2": "音0.5"}, periods=4, morning=2)
        yield Case(
            "doubles, odd weeks", Text("连堂占2节，单双周各多1", "the double takes two: one too many in both weeks"),
            double, place(double, {"一1": ". . 语 语", "一2": ". . 音/. ."}), 2, ask(1),
        )  # fmt: skip
