"""The night is long enough (睡眠时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit, school_days
from constraints.day._night import WASH, WAY, arrival, evenings, where
from scheduler.domain import Block, BlockKind, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import assign, tiny
from scheduler.rule import Case, Measured, Mutant, Param


class SleepHours(Limit):
    """Between one school day and the next pupils can sleep so long.

    What it asks: from the evening, when school (service and evening self-study included), the way home, homework,
    supper and washing are over, to the next morning, when the way to school begins, pass at least ``least`` minutes.
    The night before a day without school is not looked at. What pupils do with the time is theirs: this is the sleep
    that the school leaves them.
    Why: 小学生每天睡眠不少于10小时，初中生9小时.
    Breaks when: a night is shorter; the minutes short count, once for the schedule, named by the day before the night.
    Parameters: least, minutes a night (600 are ten hours; 541 are more than nine); way_home (one way) and wash,
    minutes, both assumed.
    References: DC-17, LJ-02, ZX-07, WB-06, P2-05, TJ-05, SX-18, NC-15 (教基厅函〔2021〕11号).
    """

    code = "sleep_hours"
    title = Text("睡眠时间", "sleep")
    asks = Text("作息与作业留给学生的睡眠时间不少于规定分钟", "school and homework leave pupils the sleep asked for")
    breach = Text("{who} {where}晚上睡眠少 {amount} 分钟", "{who}: the night after {where} is {amount} minutes short")
    unit = Text("分钟", "minutes")
    params = (Param("least", 600, "minutes a night", Text("每晚至少多少分钟", "minutes a night at least")), WAY, WASH)
    metric = "sleep_window_hours"
    bounds = {"least": ">="}
    reference = "DC-17, NC-15"
    mutants = (
        Mutant("ten minutes more", params=(("least", 10),)),
        Mutant("a longer way", params=(("way_home", 10),)),
        Mutant("a longer supper", params=(("wash", 10),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, day, ready in evenings(view, setting):
            if day + 1 in school_days(bells):
                leaves = arrival(bells, day + 1) - setting["way_home"]
                yield Measured(*where(bells, day), leaves + 24 * 60 - ready)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(d + 1 in school.grid.days for d in school.grid.days)

    def cases(self) -> Iterable[Case]:
        late = Block(1, 1230, 1290, BlockKind.SELF_STUDY, "晚自习")
        early = Block(2, 410, 430, BlockKind.ARRIVAL, "到校")
        school = tiny({"七1": "语1"}, days=2, periods=1, blocks=(late, early), homework={"七1": "语0-60"})
        yield Case(
            "breaks", Text("21:30放学，23:00就寝，6:20出门：440，要求480：少40", "23:00 to 6:20: 440 of 480"),
            school, Timetable(), 40, (("least", 480),),
        )  # fmt: skip
        yield Case("boundary", Text("正好440", "just 440"), school, Timetable(), 0, (("least", 440),))
        yield Case(
            "with homework", Text("作业30分钟：少30", "homework of 30: 30 short"),
            school, Timetable(), 30, (("least", 440),), homework=assign(school, {"七1": {"语": "30 60"}}),
        )  # fmt: skip
        plain = tiny({"一1": "语1"}, days=2, periods=1)
        yield Case("keeps", Text("一天只有一节课", "a day of one lesson"), plain, Timetable(), 0)
