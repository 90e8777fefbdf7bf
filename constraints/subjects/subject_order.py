"""On a day with both, one subject comes before the other."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, Group, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class SubjectOrder(Rule):
    """On a day on which a class has both, every lesson of ``first`` comes before every lesson of ``then``.

    What it asks: no lesson of ``then`` comes before a lesson of ``first`` on the same day of a class.
    Why: theory before practice, the lesson before its self-study.
    Breaks when: on a day a lesson of ``then`` begins before one of ``first``; each such day counts once.
    Parameters: first, then: a subject or a tag.
    References: cf. FET, Two activities ordered.
    """

    code = "subject_order"
    title = Text("两科先后", "one subject before the other")
    asks = Text("同一天都有时，前一科排在后一科之前", "on a day with both, the first subject comes first")
    breach = Text("{who} 在{where}先后颠倒", "{who}: wrong order on {where}")
    unit = Text("天", "days")
    wants = Text("{who} 同一天里 {first} 在 {then} 之前", "{who}: {first} before {then} on a day")
    params = (
        Param("first", "", "", Text("在前的科目（或类别）", "the subject or tag that comes first")),
        Param("then", "", "", Text("在后的科目（或类别）", "the subject or tag that comes after it")),
    )
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows the wrong order", shift=1),
        Mutant("forgets the last day", skip="last"),
        Mutant("forgets the slack", forget="first"),
        Mutant("another subject", params=(("first", "美"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            first = _courses(school, setting, klass, setting["first"])
            then = _courses(school, setting, klass, setting["then"])
            for week in board.weeks if first and then else ():
                for day in slots:
                    late = [(s.start, board.sessions(first, (s,), week)) for s in slots[day]]
                    early = [(s.start, board.sessions(then, (s,), week)) for s in slots[day]]
                    wrong = board.worst(a + b - 1 for t, a in late for s, b in early if s < t)
                    board.at_most(setting, (klass.id,), wrong, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        names = (setting["first"], setting["then"])
        for klass in view.school.classes:
            for week in view.school.weeks:
                times: dict[int, tuple[list[int], list[int]]] = {}
                for x in view.of_class(klass, week):
                    called = {x.course.subject, *view.school.subject[x.course.subject].tags}
                    for number, name in enumerate(names):
                        if name in called and setting.scope.has_lessons(klass, x.course):
                            times.setdefault(x.slot.day, ([], []))[number].append(x.slot.start)
                for day, (first, then) in sorted(times.items()):
                    if first and then and min(then) < max(first):
                        found.append(Violation(setting.id, (klass.id, *names), (At(day, 0, week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(
            _courses(school, setting, k, setting["first"]) and _courses(school, setting, k, setting["then"])
            for k in school.classes
        )

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["first"] and setting["then"]:
            return None
        return Text("没有填先后两科（工作表 规则）", "the two subjects are not named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        asked = (("first", "科"), ("then", "劳"))
        school = tiny({"一1": "科1 劳2 美1"}, days=2, periods=4)
        yield Case(
            "breaks", Text("周一劳动在科学之前：1天", "labour before science on Monday: one day"),
            school, place(school, {"一1": "劳 科 劳 . | . . . 美"}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("科学第1节，劳动第2、3节", "science first, labour after it"),
            school, place(school, {"一1": "科 劳 劳 . | . . . 美"}), 0, asked,
        )  # fmt: skip
        yield Case(
            "boundary: other days", Text("不在同一天，先后不限", "on different days any order is right"),
            school, place(school, {"一1": "劳 劳 . . | 科 . . 美"}), 0, asked,
        )  # fmt: skip
        tuesday = tiny({"一1": "科1 劳1x2"}, days=2, periods=3, morning=3)
        yield Case(
            "a double before", Text("周二劳动连堂在前：1天", "a labour double first on Tuesday: one day"),
            tuesday, place(tuesday, {"一1": ". . . | 劳 劳 科"}), 1, asked,
        )  # fmt: skip
        other = tiny({"一1": "科0.5 劳1"}, periods=3)
        yield Case(
            "odd and even weeks", Text("单周颠倒：1天", "wrong in odd weeks: one day"),
            other, place(other, {"一1": "劳 科/. ."}), 1, asked,
        )  # fmt: skip


def _courses(school: School, setting: RuleSetting, klass: Group, name: str) -> list[Course]:
    """The class's courses in the subject, or in the subjects with the tag."""
    subjects = school.tagged(name) | {name}
    courses = (c for c in school.courses_of(klass) if c.subject in subjects)
    return [c for c in courses if setting.scope.has_lessons(klass, c)]
