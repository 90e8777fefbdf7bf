"""PE is not the first lesson of the day."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Slot, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Rule, Violation


class PeNotFirst(Rule):
    """PE is not held in the first lesson of a day.

    What it asks: no lesson of a subject tagged ``pe`` lies in the first lesson of its bell schedule's day.
    Why: pupils have just had breakfast, the ground is cold or wet, and the lesson after it begins restless.
    Breaks when: a PE lesson takes the first slot of a day; each counts, a lesson of several classes once.
    References: timetabling customs (体育不排第一节).
    """

    code = "pe_not_first"
    title = Text("体育不排第一节", "PE not first")
    asks = Text("体育课尽量不排在每天第一节", "PE is not the first lesson of a day")
    breach = Text("{who} 在{where}，是当天第一节", "{who} is at {where}, the first lesson of the day")
    unit = Text("节", "lessons")
    strength = Strength.SOFT
    price = 1000
    mutants = (Mutant("lets the first Monday lesson through", forbids="skip"),)

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        first: dict[tuple[str, int], Slot] = {}
        for slot in school.grid.slots:
            known = first.setdefault((slot.bell, slot.day), slot)
            if slot.start < known.start:
                first[slot.bell, slot.day] = slot
        pe = school.tagged("pe")
        for course in school.courses:
            if course.subject in pe and setting.scope.has_course(course, school):
                yield from ((course, s) for s in first.values() if s.bell == course.bell)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        for x in view.lessons:
            if "pe" not in school.subject[x.course.subject].tags or not setting.scope.has_course(x.course, school):
                continue
            day = [s for s in school.grid.slots if s.bell == x.slot.bell and s.day == x.slot.day]
            if not any(s.start < x.slot.start for s in day):
                who = (*x.course.groups, x.course.subject)
                found.append(Violation(setting.id, who, (At(x.slot.day, x.slot.period, x.week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.subject in school.tagged("pe") and setting.scope.has_course(c, school) for c in school.courses)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体2 语1"}, days=2, periods=3)
        yield Case(
            "breaks", Text("周一第1节体育：1节", "PE in Monday's first lesson: one"),
            school, place(school, {"一1": "体 . . | . 体 语"}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第2节起可以", "from the second lesson on it is right"),
            school, place(school, {"一1": ". 体 . | 语 体 ."}), 0,
        )  # fmt: skip
        yield Case(
            "others may be first", Text("语文在第1节", "Chinese comes first"),
            school, place(school, {"一1": "语 体 . | . . 体"}), 0,
        )  # fmt: skip
        other = tiny({"一1": "体0.5 美0.5"}, periods=3)
        yield Case(
            "odd and even weeks", Text("双周第1节体育：1节", "first in even weeks: one"),
            other, place(other, {"一1": "美/体 . ."}), 1,
        )  # fmt: skip
