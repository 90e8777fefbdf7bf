"""So many lessons a week in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain import At, RuleSetting, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class WeeklyTotal(Rule):
    """A class has so many lessons a week, all subjects together.

    What it asks: the lessons of a class in a week, all subjects, are ``==``, ``<=`` or ``>=`` the number (the
    mean of odd and even weeks).
    Why: 不得增加周活动总量; the weekly total is the first thing an inspection counts.
    Breaks when: the total differs in the forbidden direction; each lesson in each of the weeks looked at
    counts.
    Parameters: lessons, lessons a week; op, one of ``==`` ``<=`` ``>=``. The timetable places the assigned
    lessons, so it is the assignment that keeps or breaks it.
    References: HL-01, HL-02, HZ-08, WB-09, P3-06, GZ-15, NC-01.
    """

    code = "weekly_total"
    title = Text("周总课时", "lessons a week in all")
    asks = Text("每班每周总节数符合规定", "each class has the number of lessons a week that is asked for")
    breach = Text("{who} {where}总课时相差 {amount} 节", "{who}: {amount} lesson(s) off in {where}")
    unit = Text("节", "lessons")
    params = (
        Param("lessons", 30, "lessons a week", Text("每周节数", "lessons a week")),
        Param("op", "==", "", Text("比较：== <= >=", "comparison: == <= >=")),
    )
    about_plan = True
    metric = "weekly_total"
    bounds = {"lessons": "op"}
    reference = "HL-01"
    mutants = (
        Mutant("a lesson more", params=(("lessons", 1),)),
        Mutant("at most instead of exactly", params=(("op", "<="),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        weeks = view.school.weeks
        for klass in filter(setting.scope.has_group, view.school.classes):
            yield Measured((klass.id,), (At(0),), sum(len(view.of_class(klass, w)) for w in weeks) / len(weeks))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for m in self.measure(view, setting):
            over = round((m.value - setting["lessons"]) * len(view.school.weeks))
            if (over > 0 and setting["op"] != ">=") or (over < 0 and setting["op"] != "<="):
                found.append(Violation(setting.id, m.who, m.where, abs(over)))
        return found

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2", "二1": "语3"})
        held = place(school, {"一1": "语 语 . .", "二1": "语 语 语 ."})
        yield Case(
            "breaks", Text("一1有2节，要求3节：差1节；二1正好", "一1 has 2 of 3: one off; 二1 is right"),
            school, held, 1, (("lessons", 3),),
        )  # fmt: skip
        yield Case(
            "boundary", Text("最多3节：2节、3节都可以", "at most three: two and three are right"),
            school, held, 0, (("lessons", 3), ("op", "<=")),
        )  # fmt: skip
        yield Case(
            "at least", Text("至少2节：都达到", "at least two: both reach it"),
            school, held, 0, (("lessons", 2), ("op", ">=")),
        )  # fmt: skip
        yield Case(
            "by grade", Text("二年级最多2节：多1节", "grade 2 at most two: one too many"),
            school, held, 1, (("lessons", 2), ("op", "<=")), Scope(grades=frozenset({2})),
        )  # fmt: skip
        other = tiny({"一1": "语1 音0.5 美0.5"})
        yield Case(
            "odd and even weeks",
            Text("都在单周：单周3节、双周1节，平均2节", "odd weeks 3, even weeks 1: two on average"),
            other, place(other, {"一1": "语 音/. 美/. ."}), 0, (("lessons", 2),),
        )  # fmt: skip
