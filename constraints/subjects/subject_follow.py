"""One subject comes directly after another."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, Group, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class SubjectFollow(Rule):
    """Every lesson of ``then`` comes directly after a lesson of ``first``.

    What it asks: wherever a session of ``then`` begins, the class has ``first`` in the lesson before it, in
    the same half-day.
    Why: practice right after theory, composition right after reading.
    Breaks when: a session of ``then`` begins elsewhere; each counts. The second half of a double lesson is no
    beginning. With more sessions of ``then`` than of ``first`` some breaches cannot be helped.
    Parameters: first, then: a subject or a tag.
    References: cf. FET, Two activities consecutive.
    """

    code = "subject_follow"
    title = Text("两科紧接", "one subject right after the other")
    asks = Text("后一科紧接在前一科之后（同一半天）", "the second subject comes right after the first")
    breach = Text("{who} 在{where}没有紧接", "{who} does not come right after at {where}")
    unit = Text("次", "lessons")
    params = (
        Param("first", "", "", Text("在前的科目（或类别）", "the subject or tag that comes first")),
        Param("then", "", "", Text("紧接的科目（或类别）", "the subject or tag right after it")),
    )
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows it anywhere", shift=1),
        Mutant("forgets the first lesson of the day", skip="first"),
        Mutant("forgets a lesson", forget="last"),
        Mutant("another subject", params=(("first", "美"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        before = {s.next: s for s in school.grid.slots if s.next}
        for klass in school.classes:
            first = _courses(school, setting, klass, setting["first"])
            then = _courses(school, setting, klass, setting["then"])
            bells = {c.bell for c in then}
            for slot in (s for s in school.grid.slots if s.bell in bells):
                previous = (before[slot.id],) if slot.id in before else ()
                for week in board.weeks:
                    alone = board.sessions(then, (slot,), week) - board.lessons(first, previous, week)
                    board.at_most(setting, (klass.id,), alone, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        names = (setting["first"], setting["then"])
        for klass in view.school.classes:
            for week in view.school.weeks:
                asked = [x for x in view.of_class(klass, week) if setting.scope.has_lessons(klass, x.course)]
                called = [{x.course.subject, *view.school.subject[x.course.subject].tags} for x in asked]
                right = {x.slot.next for x, called_ in zip(asked, called, strict=True) if names[0] in called_}
                for x, called_ in zip(asked, called, strict=True):
                    if x.first and names[1] in called_ and x.slot.id not in right:
                        where = (At(x.slot.day, x.slot.period, week),)
                        found.append(Violation(setting.id, (klass.id, x.course.subject), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(_courses(school, setting, k, setting["then"]) for k in school.classes)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["first"] and setting["then"]:
            return None
        return Text("没有填前后两科（工作表 规则）", "the two subjects are not named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        asked = (("first", "科"), ("then", "劳"))
        school = tiny({"一1": "科1 劳1 美1"}, days=1, periods=4, morning=2)
        yield Case(
            "breaks", Text("劳动之前不是科学：1次", "labour does not follow science: one"),
            school, place(school, {"一1": "科 . 劳 美"}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1节科学，第2节劳动", "science, then labour"),
            school, place(school, {"一1": "科 劳 美 ."}), 0, asked,
        )  # fmt: skip
        yield Case(
            "boundary: noon between",
            Text("第2节、第3节隔着中午：1次", "lessons 2 and 3 with noon between: one"),
            school, place(school, {"一1": "美 科 劳 ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "after noon", Text("下午第3、4节紧接", "lessons 3 and 4"),
            school, place(school, {"一1": "美 . 科 劳"}), 0, asked,
        )  # fmt: skip
        yield Case(
            "first of the day", Text("劳动在第1节：1次", "labour in lesson 1: one"),
            school, place(school, {"一1": "劳 科 美 ."}), 1, asked,
        )  # fmt: skip
        double = tiny({"一1": "科1 劳1x2"}, periods=4, morning=4)
        yield Case(
            "a double after it", Text("科学后接劳动连堂", "a labour double after science"),
            double, place(double, {"一1": "科 劳 劳 ."}), 0, asked,
        )  # fmt: skip
        other = tiny({"一1": "科1 劳0.5 美0.5"}, periods=3, morning=3)
        yield Case(
            "odd and even weeks",
            Text("双周美术，单周劳动不在其后：1次", "labour elsewhere in odd weeks: one"),
            other, place(other, {"一1": "劳/美 科 ."}), 1, asked,
        )  # fmt: skip


def _courses(school: School, setting: RuleSetting, klass: Group, name: str) -> list[Course]:
    """The class's courses in the subject, or in the subjects with the tag."""
    subjects = school.tagged(name) | {name}
    courses = (c for c in school.courses_of(klass) if c.subject in subjects)
    return [c for c in courses if setting.scope.has_lessons(klass, c)]
