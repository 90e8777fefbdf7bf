"""How many lessons lie in certain times at once."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, Times, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class AtOnce(Rule):
    """In each of the times, at least and at most so many of the courses in scope are held.

    What it asks: for each slot in ``times``, the number of lessons of the courses in scope held in it lies between
    ``least`` and ``most``; with ``or_none`` a slot may also hold none.
    Why: places in a dining hall, teachers on duty, a hall that is to be full or empty.
    Breaks when: a slot holds more or fewer; each lesson too many or lacking counts.
    Parameters: times; least, most, lessons at once; or_none.
    References: cf. FET, Activities max / min simultaneous in selected time slots.
    """

    code = "at_once"
    title = Text("同时上课数", "lessons at once")
    asks = Text(
        "规定的时间里，所列课程同时上的节数在规定范围内", "in each of the times so many of the courses are held at once"
    )
    breach = Text("{who} 在{where}同时上的节数差 {amount}", "{who}: {amount} too many or too few at {where}")
    unit = Text("节", "lessons")
    params = (
        Param("times", Times(), "times", Text("哪些时间", "the times")),
        Param("least", 0, "lessons at once", Text("至少", "at least")),
        Param("most", 99, "lessons at once", Text("至多", "at most")),
        Param("or_none", False, "", Text("一节也没有也可以", "or none at all")),
    )
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("moved by one", shift=1),
        Mutant("forgets a course", forget="first"),
        Mutant("forgets the last slot", skip="last"),
        Mutant("one more", params=(("most", 1),)),
        Mutant("one less", params=(("least", -1),)),
        Mutant("or none", params=(("or_none", True),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = board.school.within(setting.scope)
        who = tuple(c.id for c in courses)
        bells = {c.bell for c in courses}
        for slot in (s for s in board.school.grid.slots if s.bell in bells and s in setting["times"]):
            for week in board.weeks:
                held = board.lessons(courses, [slot], week)
                if setting["most"] < len(courses):
                    board.at_most(setting, who, held, setting["most"])
                if setting["least"] > 0:
                    asked = board.any([held]) * setting["least"] if setting["or_none"] else setting["least"]
                    board.at_least(setting, who, held, asked)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        courses = view.school.within(setting.scope)
        ids, bells = {c.id for c in courses}, {c.bell for c in courses}
        for week in view.school.weeks:
            held = [x.slot.id for x in view.lessons if x.week is week and x.course.id in ids]
            for slot in view.school.grid.slots:
                if slot.bell in bells and slot in setting["times"]:
                    number = held.count(slot.id)
                    lacking = 0 if setting["or_none"] and not number else setting["least"] - number
                    amount = max(0, number - setting["most"]) + max(0, lacking)
                    if amount:
                        where = (At(slot.day, slot.period, week),)
                        found.append(Violation(setting.id, tuple(sorted(ids)), where, amount))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and bool(school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        def ask(**values: object) -> tuple[tuple[str, object], ...]:
            return (("times", Times.parse("2-3")), *values.items())

        chinese = Scope(subjects=frozenset({"语"}))
        three = tiny({"一1": "语1", "一2": "语1", "一3": "语1"}, periods=3, morning=3)
        yield Case(
            "breaks", Text("第2节3个班，至多1个：多2", "three in lesson 2, one allowed: two"),
            three, place(three, {"一1": ". 语 .", "一2": ". 语 .", "一3": ". 语 ."}), 2, ask(most=1), chinese,
        )  # fmt: skip
        yield Case(
            "keeps: other times", Text("第1节不问", "lesson 1 is not asked"),
            three, place(three, {"一1": "语 . .", "一2": "语 . .", "一3": ". . 语"}), 0, ask(most=1), chinese,
        )  # fmt: skip
        yield Case(
            "boundary: at least one in each", Text("第2、3节各一个班", "one in lesson 2, one in lesson 3"),
            three, place(three, {"一1": "语 . .", "一2": ". 语 .", "一3": ". . 语"}), 0, ask(least=1), chinese,
        )  # fmt: skip
        yield Case(
            "two or none", Text("第2节没有、第3节1个，要2个：少1", "none in lesson 2, one of two in lesson 3: one"),
            three, place(three, {"一1": "语 . .", "一2": "语 . .", "一3": ". . 语"}), 1,
            ask(least=2, or_none=True), chinese,
        )  # fmt: skip
        yield Case(
            "two in each", Text("第2节少2、第3节少1", "two lacking in lesson 2, one in lesson 3"),
            three, place(three, {"一1": "语 . .", "一2": "语 . .", "一3": ". . 语"}), 3, ask(least=2), chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2", "一2": "音0.5"}, periods=3, morning=3)
        yield Case(
            "doubles, odd weeks", Text("单周第2节连堂与音乐同时：多1", "the double and music in odd weeks: one"),
            double, place(double, {"一1": "语 语 .", "一2": ". 音/. ."}), 1, ask(most=1),
        )  # fmt: skip
