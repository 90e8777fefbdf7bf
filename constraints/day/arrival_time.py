"""When pupils come to school (到校时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from constraints._limits import Limit, bells_in, school_days
from scheduler.domain import At, Bells, Block, BlockKind, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param


class ArrivalTime(Limit):
    """Pupils come to school no earlier than one clock time, and no later than another.

    What it asks: the arrival block of each school day begins from ``least`` to ``most``; a day without one begins with
    its first block. With a ``season`` only the schedules of that season and those of the whole year are looked at.
    Why: sleep. Regulation: 冬季到校时间不得早于7:50，夏季可相应提前15分钟.
    Breaks when: a day begins earlier or later; the minutes count, once for the schedule.
    Parameters: least and most, minutes after midnight; season, ``summer``, ``winter`` or '' (all).
    References: SX-14, SX-15, SX-16.
    """

    code = "arrival_time"
    title = Text("到校时间", "arrival at school")
    asks = Text("学生到校时间在规定的范围内", "pupils arrive within the hours allowed")
    breach = Text("{who} {where}到校时间差 {amount} 分钟", "{who}: arrival {amount} minutes off on {where}")
    unit = Text("分钟", "minutes")
    params = (
        Param("least", 0, TIME_OF_DAY, Text("不早于", "no earlier than")),
        Param("most", 1440, TIME_OF_DAY, Text("不晚于", "no later than")),
        Param("season", "", "", Text("季节：summer 夏季，winter 冬季，空为全年", "summer, winter, or empty for both")),
    )
    metric = "arrival_time"
    reference = "SX-14, SX-15"
    mutants = (
        Mutant("ten minutes later", params=(("least", 10),)),
        Mutant("ten minutes earlier", params=(("most", -10),)),
        Mutant("another season", params=(("season", "winter"),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            if _held_in(bells, setting["season"]):
                for day in school_days(bells):
                    blocks = bells.on(day, BlockKind.ARRIVAL) or bells.on(day)
                    yield Measured((bells.id,), (At(day),), blocks[0].start)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(_held_in(bells, setting["season"]) for bells, _ in bells_in(school, setting.scope))

    def cases(self) -> Iterable[Case]:
        arrival = Block(1, 460, 480, BlockKind.ARRIVAL, "到校")
        duty = Block(1, 440, 460, BlockKind.OTHER, "值日生打扫")
        school = tiny({"一1": "语1"}, periods=1, blocks=(duty, arrival))
        winter = replace(school.grid.bells[0], id="冬季", season="winter")
        grid = replace(school.grid, bells=(replace(school.grid.bells[0], season="summer"),))
        both = replace(school, grid=grid, other_bells=(winter,))
        later = replace(winter, blocks=tuple(b for b in winter.blocks if b.kind is BlockKind.LESSON))
        grown = replace(both, other_bells=(later,))
        yield Case(
            "breaks", Text("冬季7:40到校，不得早于7:50：早10", "7:40 in winter, not before 7:50: 10"),
            both, Timetable(), 10, (("least", 470), ("season", "winter")),
        )  # fmt: skip
        yield Case(
            "by season", Text("夏季同样7:40到校：早5", "7:40 in summer too: 5"),
            grown, Timetable(), 5, (("least", 465), ("season", "summer")),
        )  # fmt: skip
        yield Case(
            "boundary", Text("7:40到校：正好", "arrival at 7:40: just right"),
            both, Timetable(), 0, (("least", 460), ("most", 460)),
        )  # fmt: skip
        plain = tiny({"一1": "语1"}, periods=1)
        yield Case(
            "no arrival block", Text("没有到校时段，从8:00的第一节算起：晚20", "from the lesson at 8:00: 20 late"),
            plain, Timetable(), 20, (("most", 460), ("season", "winter")),
        )  # fmt: skip
        yield Case("keeps", Text("没有限制", "nothing is asked"), both, Timetable(), 0)


def _held_in(bells: Bells, season: str) -> bool:
    """Whether a schedule is in force in a season ('' for any)."""
    return not season or bells.season in ("", season)
