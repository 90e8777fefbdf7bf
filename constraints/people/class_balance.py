"""Parallel classes are alike (均衡编班、均衡配备教师)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean

from scheduler.domain import Group, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

from .._limits import Limit, OfGrades, grade_name, grades_in


class ClassBalance(OfGrades, Limit):
    """The classes of a grade differ by no more than so much.

    What it asks: in each grade the largest class has at most ``most`` pupils more than the smallest; with ``of`` load,
    the same of the mean weekly lessons of the teachers of a class, so that no class has all the busy ones.
    Why: 均衡编班、均衡配备教师: pupils sorted by ability show first in classes of unequal size. By what the
    classes were made, the school declares (``conduct``, ability_classes).
    Breaks when: the spread is greater; each pupil, or lesson a week rounded up, beyond counts one.
    Parameters: most, pupils or lessons a week; of: pupils or load.
    References: LJ-16, TJ-11, HZ-18, HZ-24.
    """

    code = "class_balance"
    title = Text("均衡编班", "balanced classes")
    asks = Text("同年级各班相差不超过规定", "the classes of a grade are alike")
    breach = Text("{who}各班相差多 {amount}", "{who}: the classes differ by {amount} too many")
    unit = Text("人（节）", "pupils or lessons")
    params = (
        Param("most", 5, "pupils or lessons a week", Text("最多相差多少", "difference at most")),
        Param("of", "pupils", "pupils or load", Text("比人数（pupils）还是教师周课时（load）", "what is compared")),
    )
    metric = "class_balance"
    bounds = {"most": "<="}
    reference = "LJ-16"
    mutants = (Mutant("one more", params=(("most", 1),)), Mutant("compares loads", params=(("of", "load"),)))

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for grade in grades_in(view.school, setting.scope):
            values = [self._value(view.school, setting, k) for k in _parallel(view.school, setting, grade)]
            if len(values) > 1:
                yield Measured((grade_name(grade),), (), max(values) - min(values))

    @staticmethod
    def _value(school: School, setting: RuleSetting, klass: Group) -> float:
        if setting["of"] == "pupils":
            return klass.pupils
        staff = {t for c in school.courses_of(klass) for t in c.teachers}
        return fmean([sum(c.periods for c in school.courses_of_teacher[t]) for t in sorted(staff)] or [0])

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(len(_parallel(school, setting, g)) > 1 for g in grades_in(school, setting.scope))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["of"] == "pupils" and any(not k.pupils and setting.scope.has_group(k) for k in school.classes):
            return Text("有班级没有填人数（工作表 班级）", "some classes have no number of pupils (sheet 班级)")
        return None

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语3", "一2": "语1", "二1": "语1"}, {"张": "一1语", "李": "一2语", "王": "二1语"})
        pupils = {"一1": 46, "一2": 40, "二1": 20}
        school = replace(school, groups=tuple(replace(g, pupils=pupils[g.id]) for g in school.groups))
        yield Case("breaks", Text("46人和40人，最多差5：多1", "46 and 40, five allowed: one"), school, Timetable(), 1)
        yield Case("boundary", Text("最多差6：正好", "six allowed: just so"), school, Timetable(), 0, (("most", 6),))
        load = ("of", "load")
        yield Case(
            "loads", Text("教师周课时3和1，最多差1：多1", "loads of three and one, one allowed: one"),
            school, Timetable(), 1, (load, ("most", 1)),
        )  # fmt: skip
        yield Case("keeps", Text("课时差2", "loads differ by two"), school, Timetable(), 0, (load, ("most", 2)))


def _parallel(school: School, setting: RuleSetting, grade: int) -> list[Group]:
    return [k for k in school.classes if k.grade == grade and setting.scope.has_group(k)]
