"""Every pupil has a place in the electives and clubs (走班、社团人人有位)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil

from scheduler.domain import At, Office, RuleSetting, School, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Violation, say_at, say_clock, say_grades

from .._limits import Limit, grades_in


class ElectivePlaces(Limit):
    """Where teaching groups or clubs are drawn from classes, no pupil is left without one.

    What it asks: of a class that takes part in a band (走班), each part of its pupils is in one of the band's groups;
    and at each time of after-school service the activities together have places for all pupils of the grades they are
    open to (an activity without a number of places takes all who come). Pupils without a place are at most ``most``.
    Why: 学生自愿选课，编排走班班级: a pupil whom no group takes stands in the corridor.
    Breaks when: pupils are left over; each beyond ``most`` counts one, by class and band, or by time and grades.
    Parameters: most, pupils.
    References: NX-13, YB-20.
    """

    code = "elective_places"
    title = Text("走班和社团人人有位", "a place for every pupil")
    asks = Text("每个学生在走班和社团中都有位置", "every pupil has a teaching group and a club")
    breach = Text("{who}有 {amount} 名学生没有位置", "{who}: {amount} pupil(s) without a place")
    unit = Text("人", "pupils")
    params = (Param("most", 0, "pupils", Text("最多几人", "pupils at most")),)
    metric = "elective_unassigned"
    bounds = {"most": "<="}
    reference = "NX-13"
    mutants = (Mutant("one may be left", params=(("most", 1),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        yield from _left_in_bands(view.school, setting)
        yield from _left_in_service(view.school, setting)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.band for c in school.courses) or any(s.places for s in school.office.service)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        asked = [k for k in school.classes if setting.scope.has_group(k)]
        if all(k.pupils for k in asked):
            return None
        return Text("有班级没有填人数（工作表 班级）", "some classes have no number of pupils (sheet 班级)")

    def say(self, violation: Violation, lang: str) -> str:
        who = " ".join(violation.who)
        if violation.where:
            clock, *grades = violation.who
            who = f"{say_at(violation.where[0], lang)} {clock} {say_grades(map(int, grades), lang)}"
        return self.breach.say(lang, who=who, amount=violation.amount)

    def cases(self) -> Iterable[Case]:
        bands = {"舞蹈班:音1": "一1", "合唱班:音1": "一1", "书画班:美1": "一1"}
        school = tiny({"一1": "语1"}, bands=bands)
        yield Case(
            "breaks",
            Text("40人分3份，音乐收2份，美术收1份：14人加27人", "of 40 a third has no music, two thirds no art: 41"),
            school, Timetable(), 41,
        )  # fmt: skip
        club = (
            Service(1, 960, 1000, "社团", "篮球", (1,), places=30),
            Service(1, 960, 1000, "社团", "合唱", (1,), places=9),
        )
        short = tiny({"一1": "语1", "二1": "语1"}, office=Office(service=club))
        yield Case("clubs", Text("一年级40人，39个位置：1人", "39 places for 40 pupils: one"), short, Timetable(), 1)
        yield Case("boundary", Text("许1人：正好", "one allowed: just so"), short, Timetable(), 0, (("most", 1),))
        two = (*club, Service(1, 960, 1000, "社团", "足球", (2,), places=40))
        full = tiny({"一1": "语1", "二1": "语1"}, office=Office(service=two))
        yield Case(
            "two grades at once",
            Text("一年级少1个位置，二年级正好：1人，只算一次", "one of grade 1 is left: told once"),
            full, Timetable(), 1,
        )  # fmt: skip
        more = tiny({"一1": "语1"}, office=Office(service=(*club, Service(1, 960, 1020, "作业辅导"))))
        yield Case("keeps", Text("其余的做作业", "all others do homework"), more, Timetable(), 0)


def _left_in_bands(school: School, setting: RuleSetting) -> Iterator[Measured]:
    bands: dict[str, set[str]] = defaultdict(set)
    for course in school.courses:
        if course.band:
            bands[course.band].update(a for g in course.groups for a in school.group[g].atoms)
    for band, taken in bands.items():
        for klass in school.classes:
            left = [a for a in klass.atoms if a not in taken]
            if setting.scope.has_group(klass) and len(left) < len(klass.atoms):
                yield Measured((klass.id, band), (), ceil(klass.pupils * len(left) / len(klass.atoms)))


def _left_in_service(school: School, setting: RuleSetting) -> Iterator[Measured]:
    """At each start of an activity: each grade alone, then all grades of the activities then, where together more
    pupils are left than each grade has told."""
    service = school.office.service
    times = {(s.day, s.start) for s in service}
    pupils = {
        g: sum(k.pupils for k in school.classes if k.grade == g and setting.scope.has_group(k))
        for g in grades_in(school, setting.scope)
    }
    for day, start in sorted(times):
        together = [s for s in service if s.day == day and s.start <= start < s.end]
        open_to = [g for g in pupils if any(not s.grades or g in s.grades for s in together)]
        told = 0
        for grades in dict.fromkeys([(g,) for g in open_to] + [tuple(open_to)]):
            able = [s for s in together if not s.grades or not set(grades).isdisjoint(s.grades)]
            if grades and all(s.places for s in able):
                left = max(sum(pupils[g] for g in grades) - sum(s.places for s in able) - told, 0)
                told += left
                clock = say_clock(start)
                yield Measured((clock, *map(str, grades)), (At(day),), left)
