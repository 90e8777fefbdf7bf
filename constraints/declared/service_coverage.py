"""Every pupil who wants it is in after-school service (课后服务全覆盖), by the school's own word."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import EVERYTHING, Declared


class ServiceCoverage(Declared):
    """After-school service takes in at least so great a share of the pupils.

    What it asks: the declared share of pupils who attend is at least ``least``. Attending is voluntary: the share is
    of those who ask for it.
    Why: 课后服务“两个全覆盖”: every school, and every pupil who wants it.
    Breaks when: the share is less; each per cent short counts, rounded up.
    Parameters: least, per cent of the pupils.
    References: DR-19, DR-32.
    """

    code = "service_coverage"
    title = Text("课后服务覆盖面（自查）", "after-school coverage (declared)")
    asks = Text("参加课后服务的学生达到规定的比例", "after-school service takes in the share of pupils asked for")
    breach = Text("{who}：少 {amount}", "{who}: {amount} short")
    unit = Text("%", "per cent")
    params = (Param("least", 100, "per cent", Text("至少百分之几", "per cent at least")),)
    metric = "after_school_coverage"
    bounds = {"least": ">="}
    reference = "DR-19"
    mutants = (Mutant("less will do", params=(("least", -3),)),)

    def items(self, setting: RuleSetting) -> tuple[str, ...]:
        return ("service_coverage",)

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return setting["least"], EVERYTHING

    def cases(self) -> Iterable[Case]:
        most = tiny({"一1": "语1"}, office=Office(declared=(Declaration("service_coverage", 97.5),)))
        yield Case(
            "breaks", Text("97.5%：少2.5，按3计", "97.5 per cent: three short, rounded up"), most, Timetable(), 3
        )
        yield Case("keeps", Text("要求90%", "90 asked for"), most, Timetable(), 0, (("least", 90),))
        everybody = tiny({"一1": "语1"}, office=Office(declared=(Declaration("service_coverage", 100),)))
        yield Case("boundary", Text("100%：正好", "100 per cent: just so"), everybody, Timetable(), 0)
