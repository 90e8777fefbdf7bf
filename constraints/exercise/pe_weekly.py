"""So many PE lessons a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class PeWeekly(Rule):
    """A class has so many PE lessons a week.

    What it asks: the lessons of a class in subjects tagged ``pe`` are ``==``, ``<=`` or ``>=`` the number
    (the mean of odd and even weeks).
    Why: 小学一至二年级每周4课时，三至六年级和初中每周3课时 (国家规定).
    Breaks when: the number differs in the forbidden direction; each lesson in each of the weeks looked at
    counts.
    Parameters: lessons, lessons a week; op, one of ``==`` ``<=`` ``>=``.
    References: DC-01, ZX-08.
    """

    code = "pe_weekly"
    title = Text("每周体育课节数", "PE lessons a week")
    asks = Text("每班每周体育课节数符合规定", "each class has the PE lessons a week that are asked for")
    breach = Text("{who} {where}体育课相差 {amount} 节", "{who}: {amount} PE lesson(s) off in {where}")
    unit = Text("节", "lessons")
    params = (
        Param("lessons", 3, "lessons a week", Text("每周节数", "lessons a week")),
        Param("op", "==", "", Text("比较：== <= >=", "comparison: == <= >=")),
    )
    about_plan = True
    metric = "weekly_lessons"
    bounds = {"lessons": "op"}
    reference = "DC-01"
    mutants = (
        Mutant("a lesson more", params=(("lessons", 1),)),
        Mutant("at least instead of exactly", params=(("op", ">="),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        pe, weeks = view.school.tagged("pe"), view.school.weeks
        for klass in filter(setting.scope.has_group, view.school.classes):
            held = sum(x.course.subject in pe for w in weeks for x in view.of_class(klass, w))
            yield Measured((klass.id,), (At(0),), held / len(weeks))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for m in self.measure(view, setting):
            over = round((m.value - setting["lessons"]) * len(view.school.weeks))
            if (over > 0 and setting["op"] != ">=") or (over < 0 and setting["op"] != "<="):
                found.append(Violation(setting.id, m.who, m.where, abs(over)))
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if school.tagged("pe"):
            return None
        return Text("课程计划里没有体育课（工作表 课程计划）", "no PE in the plan (sheet Curriculum)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体2 语1", "二1": "体3"})
        held = place(school, {"一1": "体 体 语 .", "二1": "体 体 体 ."})
        yield Case("breaks", Text("一1有2节，要求3节：差1节", "一1 has 2 of 3: one off"), school, held, 1)
        yield Case(
            "boundary", Text("至少2节：2节、3节都可以", "at least two: two and three are right"),
            school, held, 0, (("lessons", 2), ("op", ">=")),
        )  # fmt: skip
        yield Case(
            "by grade", Text("二年级正好3节", "grade 2 has three"),
            school, held, 0, scope=Scope(grades=frozenset({2})),
        )  # fmt: skip
        yield Case(
            "one too many", Text("要求2节：二1多1节", "two asked for: 二1 has one too many"),
            school, held, 1, (("lessons", 2),),
        )  # fmt: skip
        other = tiny({"一1": "体1.5 语0.5"})
        yield Case(
            "odd and even weeks",
            Text("单周2节、双周1节，要求2节：共差1节", "odd weeks 2, even weeks 1, two asked for: one"),
            other, place(other, {"一1": "体 体/语 . ."}), 1, (("lessons", 2),),
        )  # fmt: skip
