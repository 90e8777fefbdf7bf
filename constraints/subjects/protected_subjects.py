"""Protected subjects are not taken away (不得挤占)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from scheduler.domain import At, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class ProtectedSubjects(Rule):
    """Every class has all planned lessons of the protected subjects, given by an assigned teacher.

    What it asks: of the named subjects a class has at least the lessons a week of the curriculum plan (the
    mean of odd and even weeks), and only lessons with a teacher of the assignment count. Where the timetable that was
    really taught has been seen, it is that one which is looked at.
    Why: 任何人不得挤占体育、音乐、美术等课程: the small subjects are those that lose lessons before
    examinations.
    Breaks when: lessons of a protected subject are missing, or are held without a teacher; each lesson in
    each of the weeks looked at counts.
    Parameters: subjects: subjects or tags. Of electives that only some pupils of a class attend, those who
    attend them are asked.
    References: LJ-06, HL-03, HZ-09, GZ-09, WB-11, TJ-09, PS-09, PS-18, DR-13, AR-01,
    WB-24, SX-23.
    """

    code = "protected_subjects"
    title = Text("不得挤占的课程", "protected subjects")
    asks = Text(
        "体育、艺术等课程按计划开足，由任课教师上",
        "the protected subjects have all their lessons, by their teachers",
    )
    breach = Text("{who} {where}少 {amount} 节", "{who} lacks {amount} lesson(s) in {where}")
    unit = Text("节", "lessons")
    params = (Param("subjects", (), "", Text("哪些科目（或类别）", "the subjects or tags")),)
    about_plan = True
    metric = "protected_subject_shortfall"
    reference = "LJ-06"
    mutants = (Mutant("protects others", params=(("subjects", ("语",)),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        taught = view if view.actual is None else View(school, view.actual)
        wanted = _named(school, setting)
        for klass in school.classes:
            for row in school.curriculum if setting.scope.has_group(klass) else ():
                if row.grade != klass.grade or row.subject not in wanted:
                    continue
                attend = [a for a in klass.atoms if any(c.subject == row.subject for c in school.courses_of_atom[a])]
                held = min(
                    sum(
                        x.course.subject == row.subject and bool(x.course.teachers)
                        for week in school.weeks for x in taught.of_atom(atom, week)
                    )
                    for atom in attend or klass.atoms[:1]
                )  # fmt: skip
                short = ceil(row.lessons * len(school.weeks) - held)
                if short > 0:
                    found.append(Violation(setting.id, (klass.id, row.subject), (At(0),), short))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        wanted = _named(school, setting)
        return not wanted or any(row.subject in wanted for row in school.curriculum)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not setting["subjects"]:
            return Text("没有填受保护的科目（工作表 规则）", "no protected subject is named (sheet Rules)")
        if not school.curriculum:
            return Text("没有课程计划（工作表 课程计划）", "no curriculum plan (sheet Curriculum)")
        return None

    def cases(self) -> Iterable[Case]:
        asked = (("subjects", ("pe", "音")),)
        school = tiny({"一1": "体2 音1 语1"}, {"张": "一1体 一1语", "李": "一1音"}, days=1, periods=4)
        yield Case(
            "breaks", Text("体育计划2节，排了1节：少1节", "one of two PE lessons: one short"),
            school, place(school, {"一1": "体 音 语 ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("体育2节、音乐1节", "two PE lessons, one music lesson"),
            school, place(school, {"一1": "体 音 语 体"}), 0, asked,
        )  # fmt: skip
        yield Case(
            "boundary: not protected",
            Text("只保护体育、音乐，语文少1节不算", "Chinese is not protected here"),
            school, place(school, {"一1": "体 音 . 体"}), 0, asked,
        )  # fmt: skip
        nobody = tiny({"一1": "体1 音1"}, {"李": "一1音"})
        yield Case(
            "nobody teaches it", Text("体育没有教师：少1节", "no teacher for PE: one short"),
            nobody, place(nobody, {"一1": "体 音 . ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "really taught", Text("课表上有，实际少上1节体育", "one PE lesson of the timetable was not taught"),
            school, place(school, {"一1": "体 音 语 体"}), 1, asked, actual=place(school, {"一1": "体 音 语 ."}),
        )  # fmt: skip
        more = tiny({"一1": "音0.5 语1"}, {"李": "一1音 一1语"})
        more = replace(more, curriculum=tuple(replace(r, lessons=1.0) for r in more.curriculum))
        yield Case(
            "odd and even weeks",
            Text("计划每周1节，只有单周有：少1节", "one a week planned, odd weeks only: one short"),
            more, place(more, {"一1": "音/. 语 . ."}), 1, asked,
        )  # fmt: skip


def _named(school: School, setting: RuleSetting) -> frozenset[str]:
    """Ids of the subjects named, or tagged so, in the parameter."""
    return school.tagged(*setting["subjects"]) | school.subject.keys() & set(setting["subjects"])
