"""Exactly so many lessons of a subject before or after noon (上下午分布)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class HalfDayCount(Rule):
    """A class has exactly ``count`` lessons a week of a subject in one half of the day.

    What it asks: of the named subjects, each class has ``count`` periods a week before noon (or after it).
    Why: 上下午分布: a school shares out its good hours by agreement between the subjects.
    Breaks when: there are more or fewer; each period in each week counts.
    Parameters: half: ``am`` or ``pm``; count: lessons a week. The subjects are the setting's own (column
    科目).
    References: 上下午分布 in the programs Chinese schools use.
    """

    code = "half_day_count"
    title = Text("上下午分布", "lessons before and after noon")
    asks = Text(
        "指定科目每周在上午（或下午）正好几节",
        "the subject has so many lessons a week before (or after) noon",
    )
    breach = Text("{who} {where}该半天相差 {amount} 节", "{who}: {amount} lesson(s) off in {where}")
    unit = Text("节", "lessons")
    params = (
        Param("half", "am", "", Text("半天：am 上午，pm 下午", "am or pm")),
        Param("count", 0, "lessons a week", Text("每周几节", "lessons a week")),
    )
    price = 500
    reference = "上下午分布"
    mutants = (
        Mutant("one more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets a class", skip="last"),
        Mutant("one more asked", params=(("count", 1),)),
        Mutant("the other half", params=(("half", "pm"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, scope = board.school, setting.scope
        half = [s for s in school.grid.slots if s.half == setting["half"]]
        for klass in school.classes:
            for subject in sorted(scope.subjects):
                courses = [c for c in school.courses_of(klass, subject) if scope.has_lessons(klass, c)]
                for week in board.weeks if courses else ():
                    held = board.lessons(courses, half, week)
                    board.exactly(setting, (klass.id, subject), held, setting["count"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            for week in view.school.weeks:
                held = {
                    c.subject: 0 for c in view.school.courses_of_atom[klass.atoms[0]]
                    if c.subject in setting.scope.subjects and setting.scope.has_lessons(klass, c)
                }  # fmt: skip
                for x in view.of_class(klass, week):
                    if x.course.subject in held and setting.scope.has_lessons(klass, x.course):
                        held[x.course.subject] += x.slot.half.value == setting["half"]
                for subject, number in sorted(held.items()):
                    if number != setting["count"]:
                        amount = abs(number - setting["count"])
                        where = (At(0, 0, week),)
                        found.append(Violation(setting.id, (klass.id, subject), where, amount))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(setting.scope.has_course(c, school) for c in school.courses)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting.scope.subjects:
            return None
        return Text("没有填科目（工作表 规则）", "no subject is named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        science = Scope(subjects=frozenset({"科"}))
        school = tiny({"一1": "科2 语1", "一2": "科2"}, days=1, periods=4, morning=2)
        asked = (("half", "am"), ("count", 1))
        yield Case(
            "breaks",
            Text("一1上午2节，要求1节：差1；一2正好", "一1 has 2 before noon, 1 asked for: one off"),
            school, place(school, {"一1": "科 科 语 .", "一2": "科 . 科 ."}), 1, asked, science,
        )  # fmt: skip
        yield Case(
            "keeps", Text("上午1节、下午1节", "one before noon, one after"),
            school, place(school, {"一1": "科 语 . 科", "一2": ". 科 科 ."}), 0, asked, science,
        )  # fmt: skip
        yield Case(
            "boundary: none after noon", Text("下午0节：都在上午", "none after noon: both before it"),
            school, place(school, {"一1": "科 科 语 .", "一2": "科 科 . ."}), 0, (("half", "pm"),), science,
        )  # fmt: skip
        double = tiny({"一1": "科1x2 音0.5"}, periods=4, morning=2)
        both = Scope(subjects=frozenset({"科", "音"}))
        yield Case(
            "doubles, odd and even weeks",
            Text(
                "科学连堂在下午：每周少1；音乐双周少1：共3",
                "science after noon: 1 in both weeks; music 1 in even ones",
            ),
            double, place(double, {"一1": "音/. . 科 科"}), 3, asked, both,
        )  # fmt: skip
