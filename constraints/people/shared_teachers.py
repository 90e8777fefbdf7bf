"""Teachers who work in more than one school or stage (轮岗支教、走教)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain import RuleSetting, School, Teacher, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

from .._limits import Limit


class SharedTeachers(Limit):
    """So many teachers are shared between schools, or between primary and junior school.

    What it asks: the itinerant teachers (走教), and with ``junior`` those who teach grades on both sides of it, are at
    least ``least``.
    Why: 轮岗支教，均衡教师资源; 将小学与初中的教师整体调配.
    Breaks when: there are fewer; each teacher short counts one.
    Parameters: least, teachers; subjects or tags (empty: all); junior, the first grade of the junior school, 7 or 6
    (0: only between schools).
    References: LJ-19, NX-09, AR-04, DR-26.
    """

    code = "shared_teachers"
    title = Text("共用教师", "shared teachers")
    asks = Text("有教师在几所学校或小学、初中两段任教", "some teachers work in more than one school or stage")
    breach = Text("共用的教师少 {amount} 人", "{amount} shared teacher(s) short")
    unit = Text("人", "teachers")
    params = (
        Param("least", 0, "teachers", Text("至少几人", "teachers at least")),
        Param("subjects", (), "", Text("哪些科目（空着是全部）", "subjects (empty: all)")),
        Param("junior", 0, "grade", Text("初中从几年级起（0：只看走教）", "first grade of the junior school")),
    )
    metric = "shared_teacher_count"
    bounds = {"least": ">="}
    reference = "LJ-19"
    mutants = (
        Mutant("one more", params=(("least", 1),)),
        Mutant("another boundary", params=(("junior", -1),)),
        Mutant("any subject", params=(("subjects", ()),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        shared = [t for t in view.school.teachers if _asked(view.school, setting, t)]
        yield Measured((), (), sum(_is_shared(view.school, t, setting["junior"]) for t in shared))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.teachers else Text("没有填教师（工作表 教师）", "no teachers are filled in (sheet 教师)")

    def cases(self) -> Iterable[Case]:
        staff = {"张": "六1语 七1语", "李": "六1体", "王": "七1体"}
        school = tiny({"六1": "语1 体1", "七1": "语1 体1"}, staff)
        away = tuple(replace(t, kind="itinerant") if t.id == "李" else t for t in school.teachers)
        school = replace(school, teachers=away)
        yield Case("breaks", Text("走教只有李1人，要求2人：少1", "李 alone is itinerant, two asked for: one"),
                   school, Timetable(), 1, (("least", 2),))  # fmt: skip
        yield Case(
            "boundary: both stages", Text("张教六、七年级：共2人，正好", "张 teaches grades 6 and 7: two, just so"),
            school, Timetable(), 0, (("least", 2), ("junior", 7)),
        )  # fmt: skip
        yield Case(
            "of a subject", Text("语文没有走教的：少1", "none teaches Chinese: one"),
            school, Timetable(), 1, (("least", 1), ("subjects", ("language",))),
        )  # fmt: skip
        yield Case("keeps", Text("只统计", "counted only"), school, Timetable(), 0)


def _asked(school: School, setting: RuleSetting, teacher: Teacher) -> bool:
    subjects = school.tagged(*setting["subjects"]) | set(setting["subjects"])
    return setting.scope.has_teacher(teacher) and (not subjects or not subjects.isdisjoint(teacher.subjects))


def _is_shared(school: School, teacher: Teacher, junior: int) -> bool:
    grades = {g for c in school.courses_of_teacher[teacher.id] for g in school.grades_of(c)}
    both = bool(junior and grades) and min(grades) < junior <= max(grades)
    return teacher.kind == "itinerant" or both
