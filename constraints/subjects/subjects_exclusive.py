"""Two subjects that a class does not have on the same day (互斥)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, Group, Half, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class SubjectsExclusive(Rule):
    """Two subjects shut each other out of a day or a half-day.

    What it asks: a class has not both subjects on one day (or in one half-day).
    Why: two subjects with heavy preparation or heavy equipment, or the same teacher's two subjects, kept
    apart.
    Breaks when: a class has at least one lesson of each; every such day (half-day) counts once.
    Parameters: first, second: a subject or a tag; span: ``day`` or ``half``.
    References: 互斥 in the programs Chinese schools use; one flag a subject and span, each at least every
    lesson of it.
    """

    code = "subjects_exclusive"
    title = Text("两科互斥", "subjects not on one day")
    asks = Text("同一班两科不排在同一天（或同一半天）", "a class has not both subjects on one day (half-day)")
    breach = Text("{who} 在{where}两科同时出现", "{who}: both subjects on {where}")
    unit = Text("次", "times")
    wants = Text("{who} 的 {first} 和 {second} 不排在同一天或同一半天", "{who}: {first} and {second} are kept apart")
    params = (
        Param("first", "", "", Text("一科（或类别）", "a subject or tag")),
        Param("second", "", "", Text("另一科（或类别）", "another subject or tag")),
        Param("span", "day", "", Text("范围：day 同一天，half 同一半天", "day or half (half-day)")),
    )
    price = 1000
    reference = "互斥"
    mutants = (
        Mutant("allows both", shift=1),
        Mutant("forgets a subject", forget="first"),
        Mutant("forgets the last day", skip="last"),
        Mutant("half-days for days", params=(("span", "half"),)),
        Mutant("another subject", params=(("second", "美"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        halves = (None,) if setting["span"] == "day" else tuple(Half)
        spans = [
            [s for s in school.grid.slots if s.day == day and half in (None, s.half)]
            for day in school.grid.days for half in halves
        ]  # fmt: skip
        for klass in school.classes:
            first = _courses(school, setting, klass, setting["first"])
            second = _courses(school, setting, klass, setting["second"])
            for week in board.weeks if first and second else ():
                for span in spans:
                    one = board.worst(board.sessions(first, (s,), week) for s in span)
                    two = board.worst(board.sessions(second, (s,), week) for s in span)
                    board.at_most(setting, (klass.id,), one + two, 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        pair = (setting["first"], setting["second"])
        for klass in view.school.classes:
            for week in view.school.weeks:
                seen: dict[tuple[int, str], set[str]] = {}
                for x in view.of_class(klass, week):
                    if setting.scope.has_lessons(klass, x.course):
                        key = (x.slot.day, "" if setting["span"] == "day" else x.slot.half.value)
                        names = {x.course.subject, *view.school.subject[x.course.subject].tags}
                        seen.setdefault(key, set()).update(names.intersection(pair))
                for (day, _), names in sorted(seen.items()):
                    if names.issuperset(pair):
                        found.append(Violation(setting.id, (klass.id, *pair), (At(day, 0, week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(
            _courses(school, setting, k, setting["first"]) and _courses(school, setting, k, setting["second"])
            for k in school.classes
        )

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["first"] and setting["second"]:
            return None
        return Text("没有填哪两科（工作表 规则）", "the two subjects are not named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        asked = (("first", "音"), ("second", "体"))
        school = tiny({"一1": "音2 体1 美1"}, days=2, periods=3)
        yield Case(
            "breaks", Text("周一既有音乐又有体育：1次", "music and PE on Monday: one"),
            school, place(school, {"一1": "音 体 音 | . 美 ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("音乐在周一，体育在周二", "music on Monday, PE on Tuesday"),
            school, place(school, {"一1": "音 音 美 | 体 . ."}), 0, asked,
        )  # fmt: skip
        halves = tiny({"一1": "音1 体1"}, periods=4)
        yield Case(
            "boundary: half-days",
            Text("上午音乐、下午体育，只要求不在同一半天", "music before noon, PE after it"),
            halves, place(halves, {"一1": ". 音 体 ."}), 0, (*asked, ("span", "half")),
        )  # fmt: skip
        yield Case(
            "the same half-day", Text("都在上午：1次", "both before noon: one"),
            halves, place(halves, {"一1": "体 音 . ."}), 1, (*asked, ("span", "half")),
        )  # fmt: skip
        yield Case(
            "the same day",
            Text("按天算，上午音乐下午体育也不可以：1次", "by days: music and PE are on one: one"),
            halves, place(halves, {"一1": ". 音 体 ."}), 1, asked,
        )  # fmt: skip
        double = tiny({"一1": "美1x2 体1.5"}, days=2, periods=3)
        yield Case(
            "doubles, odd weeks, tags",
            Text("周一美术连堂，单周体育：1次", "an art double on Monday, PE there in odd weeks: one"),
            double, place(double, {"一1": "美 美 体/. | . . 体"}), 1, (("first", "art"), ("second", "pe")),
        )  # fmt: skip


def _courses(school: School, setting: RuleSetting, klass: Group, name: str) -> list[Course]:
    """The class's courses in the subject, or in the subjects with the tag."""
    subjects = school.tagged(name) | {name}
    courses = (c for c in school.courses_of(klass) if c.subject in subjects)
    return [c for c in courses if setting.scope.has_lessons(klass, c)]
