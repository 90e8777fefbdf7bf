"""So many lessons a week of named subjects (每周几节写字、音乐、美术)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit
from constraints._words import say_word
from scheduler.domain import At, RuleSetting, School, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Violation


class SubjectLessons(Limit):
    """A class has so many lessons a week of each of these subjects.

    What it asks: of each subject named (by its name, or by a tag: all subjects that carry it together) every class has
    at least ``least`` and at most ``most`` lessons a week by its courses; what is held every other week counts half. A
    subject that the school does not have counts none. Of electives only those pupils are asked who attend them.
    Why: 每周3节体育课, 音乐、美术课各2节: regulations count single subjects.
    Breaks when: a class has fewer or more; the lessons count, a half as one.
    Parameters: subjects (each by itself), least and most, lessons a week.
    References: DC-01, DC-05 to DC-08, ZX-08, SX-01 to SX-05, NC-05 to NC-08, NC-19.
    """

    code = "subject_lessons"
    title = Text("指定科目每周节数", "lessons a week of a subject")
    asks = Text("各班指定科目每周节数在规定范围内", "each class has the lessons a week of these subjects")
    breach = Text("{who} 每周{subject}相差 {amount} 节", "{who}: {amount} lesson(s) of {subject} a week off")
    unit = Text("节", "lessons")
    params = (
        Param("subjects", (), "", Text("哪些科目（或类别），各自计算", "the subjects or tags, each by itself")),
        Param("least", 0, "lessons a week", Text("每周至少几节", "a week at least")),
        Param("most", 99, "lessons a week", Text("每周最多几节", "a week at most")),
    )
    metric = "weekly_lessons"
    each = "subjects"
    reference = "DC-07, NC-06"
    mutants = (
        Mutant("one more", params=(("least", 1),)),
        Mutant("one fewer", params=(("most", -1),)),
        Mutant("another subject", params=(("subjects", ("数",)),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        school = view.school
        for klass in filter(setting.scope.has_group, school.classes):
            for word in setting["subjects"]:
                meant = {word, *school.tagged(word)}
                lessons = [
                    sum(c.periods for c in school.courses_of_atom[atom] if c.subject in meant) for atom in klass.atoms
                ]
                for number in sorted({n for n in lessons if n} or {0}):
                    yield Measured((klass.id, word), (At(0),), number)

    def say(self, violation: Violation, lang: str) -> str:
        klass, word = violation.who
        return self.breach.say(lang, who=klass, subject=say_word(word, lang), amount=violation.amount)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if setting["subjects"] else Text("没有填科目（工作表 规则）", "no subject is named (sheet 规则)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体3 音0.5 美2 数1", "二1": "体2 音2 美1 数1"}, periods=8)
        arts = ("subjects", ("音", "美"))
        yield Case(
            "breaks", Text("音乐、美术各2节：一1音乐0.5，差2；二1美术1，差1", "一1 short of 1.5, 二1 of 1"),
            school, Timetable(), 3, (arts, ("least", 2), ("most", 2)),
        )  # fmt: skip
        yield Case(
            "boundary", Text("二年级体育正好2节", "grade 2 has just two PE lessons"),
            school, Timetable(), 0, (("subjects", ("pe",)), ("least", 2), ("most", 2)), Scope(grades=frozenset({2})),
        )  # fmt: skip
        yield Case(
            "a tag counts together", Text("一1主科共1节，最多0节：多1", "one main lesson, none allowed"),
            school, Timetable(), 1, (("subjects", ("main",)), ("most", 0)), Scope(grades=frozenset({1})),
        )  # fmt: skip
        yield Case(
            "not in the plan", Text("没有写字课：两班各差1", "nobody has calligraphy: one in each class"),
            school, Timetable(), 2, (("subjects", ("写字",)), ("least", 1)),
        )  # fmt: skip
        bands = tiny({"一1": "语1"}, bands={"甲:美2": "一1", "乙:科2": "一1"})
        yield Case(
            "keeps: electives", Text("选美术的每周2节", "those who chose art have two"),
            bands, Timetable(), 0, (("subjects", ("art",)), ("least", 2)),
        )  # fmt: skip
