"""All breaks of a day together (课间总量)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from constraints._limits import NOON, Limit, bells_in, school_days
from scheduler.domain import At, BlockKind, Office, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class BreakTotal(Limit):
    """The breaks of a school day are together at least so many minutes.

    What it asks: the minutes between the lessons of the morning, and between those of the afternoon, add up to
    ``least`` on each school day; noon is none of them, what stands in a break (大课间, 眼保健操) belongs to it.
    Why: time to move. Beijing 2024: breaks of 15 minutes and two long ones of 30 make 90 minutes with six lessons
    and 105 with seven.
    Breaks when: a day has fewer; the minutes short count, once for the schedule.
    Parameters: least, minutes a day; province, where it is the rule ('' everywhere): schools of others are not asked.
    References: NC-25.
    """

    code = "break_total"
    title = Text("全天课间总时长", "the breaks of a day together")
    asks = Text("每个上学日课间合计不少于规定分钟", "the breaks of each school day reach the minutes asked for")
    breach = Text("{who} {where}课间合计少 {amount} 分钟", "{who}: the breaks of {where} are {amount} minutes short")
    unit = Text("分钟", "minutes")
    params = (
        Param("least", 90, "minutes a day", Text("至少多少分钟", "minutes at least")),
        Param("province", "", "", Text("只在哪个省市要求（空为各地）", "only in this province (empty: everywhere)")),
    )
    metric = "break_total_minutes_day"
    bounds = {"least": ">="}
    reference = "NC-25"
    mutants = (Mutant("ten minutes more", params=(("least", 10),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                pairs = pairwise(bells.on(day, BlockKind.LESSON))
                breaks = (b.start - a.end for a, b in pairs if (a.start < NOON) == (b.start < NOON))
                yield Measured((bells.id,), (At(day),), sum(breaks))

    def applies(self, school: School, setting: RuleSetting) -> bool:
        wanted, here = setting["province"], school.office.province
        return not wanted or not here or wanted in here

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not setting["province"] or school.office.province:
            return None
        return Text("没有填省份（工作表 学校）", "the province is not given (sheet 学校)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1"}, periods=5, morning=3)
        yield Case(
            "breaks", Text("课间10＋10，下午10：30，要求40：少10", "10 + 10 and 10 after noon: 30 of 40"),
            school, Timetable(), 10, (("least", 40),),
        )  # fmt: skip
        yield Case("boundary", Text("正好30", "just 30"), school, Timetable(), 0, (("least", 30),))
        beijing = replace(school, office=Office(province="北京市"))
        yield Case(
            "keeps: in that province", Text("北京市：30，够", "in Beijing: 30, enough"),
            beijing, Timetable(), 0, (("least", 25), ("province", "北京")),
        )  # fmt: skip
