"""Pupils can be in bed in time (就寝时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit
from constraints.day._night import WASH, WAY, evenings, where
from scheduler.domain import Block, BlockKind, Office, RuleSetting, Service, Text, Timetable, View
from scheduler.domain.tiny import assign, tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param


class BedTime(Limit):
    """When school, the way home, homework, supper and washing are done, it is not yet so late.

    What it asks: the end of the school day (service and evening self-study included) + the way home + the homework that
    is done at home + supper and washing is ``most`` or before, on each school day. Of several classes with one bell
    schedule the one with the most homework that day is looked at.
    Why: 小学生就寝时间一般不晚于21:20，初中生22:00.
    Breaks when: it is later; the minutes count, once for the schedule.
    Parameters: most, minutes after midnight (1280 is 21:20); way_home (one way) and wash, minutes, both assumed.
    References: NC-16 (教基厅函〔2021〕11号).
    """

    code = "bed_time"
    title = Text("就寝时间", "bedtime")
    asks = Text(
        "放学、回家、作业、晚饭洗漱之后不晚于规定的就寝时间",
        "school, the way home, homework and supper are over by the time to go to bed",
    )
    breach = Text("{who} {where}晚了 {amount} 分钟", "{who}: {amount} minutes too late on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("most", 1280, TIME_OF_DAY, Text("不晚于", "no later than")), WAY, WASH)
    metric = "bed_time"
    bounds = {"most": "<="}
    reference = "NC-16"
    mutants = (
        Mutant("ten minutes earlier", params=(("most", -10),)),
        Mutant("a longer way", params=(("way_home", 10),)),
        Mutant("a longer supper", params=(("wash", 10),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, day, ready in evenings(view, setting):
            yield Measured(*where(bells, day), ready)

    def cases(self) -> Iterable[Case]:
        study = Block(1, 1140, 1200, BlockKind.SELF_STUDY, "晚自习")
        school = tiny(
            {"七1": "语1", "七2": "语1"}, periods=1, blocks=(study,), homework={"七1": "语0-30", "七2": "语0-60"}
        )
        board = assign(school, {"七1": {"语": "30"}, "七2": {"语": "20"}})
        yield Case(
            "breaks", Text("20:00＋30＋作业30＋60＝22:00，要求21:50：晚10", "20:00 + 30 + 30 + 60: 10 late"),
            school, Timetable(), 10, (("most", 1310),), homework=board,
        )  # fmt: skip
        yield Case(
            "boundary", Text("22:00：正好", "22:00: just so"), school, Timetable(), 0, (("most", 1320),), homework=board
        )
        office = Office(service=(Service(1, 960, 1080, "作业辅导"),))
        service = tiny({"一1": "语1"}, periods=1, office=office)
        yield Case(
            "keeps: after the service", Text("18:00＋30＋60＝19:30", "18:00 + 30 + 60 = 19:30"),
            service, Timetable(), 0, (("most", 1170),),
        )  # fmt: skip
