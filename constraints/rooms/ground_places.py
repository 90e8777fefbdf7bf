"""How full the sports ground is (运动场地是否够用)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Course, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

from .._limits import Limit


class GroundPlaces(Limit):
    """The lessons of some subjects take no more than a share of the places of their grounds.

    What it asks: for the rooms that these subjects choose from, the lessons a week that are to be held there, each as
    many times as it brings classes, are at most ``most`` per cent of all places: classes at once, times the lessons
    of the week. Lessons of any subject that can only be held there count. ``room_places`` keeps each single lesson
    within its places; this one tells how much is left.
    Why: 运动场地不足，影响学科开设: a ground that is nearly full forbids every wish about PE.
    Breaks when: the share is greater; each per cent beyond counts one.
    Parameters: most, per cent of the places; subjects or tags.
    References: LJ-18.
    """

    code = "ground_places"
    title = Text("场地使用率", "how full the grounds are")
    asks = Text("体育场地够用", "the sports grounds have places enough")
    breach = Text("{who}的使用率超出 {amount}%", "{who}: {amount} per cent too full")
    unit = Text("%", "per cent")
    params = (
        Param("most", 100, "per cent of the places", Text("最多占百分之几", "per cent at most")),
        Param("subjects", ("pe",), "", Text("哪些科目", "subjects")),
    )
    metric = "room_capacity_excess"
    bounds = {"most": "<="}
    reference = "LJ-18"
    mutants = (Mutant("much fuller", params=(("most", 60),)), Mutant("other subjects", params=(("subjects", ("数",)),)))

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        school = view.school
        for rooms, courses in _grounds(school, setting).items():
            moments = len(school.grid.moments(b.id for b in school.grid.bells))
            places = sum(school.room[r].holds for r in rooms) * moments
            taken = sum(c.periods * c.places for c in courses)
            yield Measured(tuple(sorted(rooms)), (), 100 * taken / places if places else 0)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.subject in _named(school, setting) for c in school.courses)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if _grounds(school, setting):
            return None
        return Text(
            "课程计划没有填体育课的场地（工作表 课程计划、场地）", "no ground is given for PE (sheets 课程计划, 场地)"
        )

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体2 数1", "一2": "体1"}, periods=2, rooms={"操场": ("体", 1)})
        yield Case("breaks", Text("2个位置要上3节：超50%", "three lessons for two places: 50"), school, Timetable(), 50)
        yield Case("boundary", Text("最多150%：正好", "150 allowed: just so"), school, Timetable(), 0, (("most", 150),))
        wide = tiny({"一1": "体1 音0.5", "一2": "体1"}, periods=2, rooms={"操场": ("体音", 2)})
        yield Case("keeps", Text("4个位置上2.5节：63%", "two and a half for four places"), wide, Timetable(), 0)
        yield Case(
            "others count too", Text("2.5节占4个位置的62.5%，最多60%：超3", "62.5 per cent, 60 allowed: three"),
            wide, Timetable(), 3, (("most", 60),),
        )  # fmt: skip


def _grounds(school: School, setting: RuleSetting) -> dict[frozenset[str], list[Course]]:
    """Sets of rooms that the subjects choose from, with all courses that can only be held in them."""
    wanted = _named(school, setting)
    asked = [c for c in school.within(setting.scope) if c.subject in wanted]
    grounds = dict.fromkeys(frozenset(n.options) for c in asked for n in c.needs)
    return {g: [c for c in school.courses if any(g.issuperset(n.options) for n in c.needs)] for g in grounds}


def _named(school: School, setting: RuleSetting) -> frozenset[str]:
    return school.tagged(*setting["subjects"]) | school.subject.keys() & set(setting["subjects"])
