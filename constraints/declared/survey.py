"""A figure that the school reports (问卷、统计)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import Declared


class Survey(Declared):
    """The school reports a figure; where a text expects one, it lies between bounds.

    What it asks: the figure is declared. Without bounds any figure will do, and the reports show it.
    Why: 监测 and 问卷: answers of pupils and teachers, the weight of a bag, forms filled in a year.
    Breaks when: the figure lies outside the bounds; what it is off counts, rounded up.
    Parameters: item, an id of ``items.yaml``; least and most, in the item's unit.
    References: SX-08, SX-10, SX-30, TB-04, TB-08.
    """

    code = "survey"
    title = Text("上报的数字（自查）", "figures reported (declared)")
    asks = Text("学校上报规定的数字", "the school reports the figure asked for")
    breach = Text("{who}：差 {amount}", "{who}: off by {amount}")
    unit = Text("个单位", "units")
    params = (
        Param("item", "bag_weight", "", Text("自查项目", "item declared")),
        Param("least", 0, "the item's unit", Text("至少", "at least")),
        Param("most", 1_000_000, "the item's unit", Text("至多", "at most")),
    )
    metric = "practice_declared"
    bounds = {"least": ">=", "most": "<="}
    reference = "SX-08"
    mutants = (
        Mutant("another item", params=(("item", "fewer_meetings"),)),
        Mutant("less will do", params=(("least", -1),)),
        Mutant("more will do", params=(("most", 1),)),
    )

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return setting["least"], setting["most"]

    def cases(self) -> Iterable[Case]:
        said = Office(declared=(Declaration("bag_weight", 20), Declaration("fewer_meetings", 12)))
        school = tiny({"七1": "语1"}, office=said)
        yield Case("keeps", Text("书包20公斤，只作报告", "a bag of 20 kg is reported"), school, Timetable(), 0)
        yield Case(
            "too much", Text("最多5公斤：多15", "five kg at most: 15 too many"), school, Timetable(), 15, (("most", 5),)
        )
        fewer = ("item", "fewer_meetings")
        yield Case(
            "breaks", Text("会议减少12%，要求15%：差3", "12 per cent fewer meetings, 15 asked for: three"),
            school, Timetable(), 3, (fewer, ("least", 15)),
        )  # fmt: skip
        yield Case(
            "boundary", Text("要求12%：正好", "12 asked for: just so"), school, Timetable(), 0, (fewer, ("least", 12))
        )
