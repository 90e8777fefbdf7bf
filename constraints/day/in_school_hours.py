"""So long a day in school (在校时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit, bells_in
from scheduler.domain import At, Block, BlockKind, RuleSetting, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class InSchoolHours(Limit):
    """Pupils are in school at most so many minutes a day, the noon break not counted.

    What it asks: from the arrival block (or, without one, the first block of the day) to the end of the last
    lesson or activity block, less the noon blocks between, a bell schedule's day is at most ``most`` minutes.
    After-school service is not counted: it is voluntary.
    Why: 小学生每天在校时间不超过6小时.
    Breaks when: a day of a bell schedule is longer; the minutes beyond count, once for the schedule.
    Parameters: most, minutes a day.
    References: HZ-02, GZ-02, SX-17.
    """

    code = "in_school_hours"
    title = Text("每天在校时间", "hours in school")
    asks = Text(
        "每天在校时间（不含午休和课后服务）不超过规定分钟",
        "the school day, without noon and service, is no longer than asked for",
    )
    breach = Text("{who} {where}在校超出 {amount} 分钟", "{who}: {amount} minutes too long on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("most", 360, "minutes a day", Text("每天最多多少分钟", "minutes a day at most")),)
    metric = "in_school_minutes_day"
    bounds = {"most": "<="}
    reference = "HZ-02"
    mutants = (Mutant("half an hour more", params=(("most", 30),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in sorted({b.day for b in bells.blocks}):
                yield Measured((bells.id,), (At(day),), _minutes(bells.on(day)))

    def cases(self) -> Iterable[Case]:
        noon = Block(1, 700, 840, BlockKind.NOON, "午休")
        arrival = Block(1, 460, 480, BlockKind.ARRIVAL, "到校")
        school = tiny({"一1": "语1"}, periods=6, morning=4, blocks=(arrival, noon))
        yield Case(
            "breaks",
            Text(
                "7:40到校，15:30放学，午休140分钟：330，要求300：超30",
                "7:40 to 15:30 less 140 at noon: 330, 30 beyond 300",
            ),
            school, Timetable(), 30, (("most", 300),),
        )  # fmt: skip
        yield Case("keeps", Text("330分钟，最多360", "330 minutes, 360 allowed"), school, Timetable(), 0)
        yield Case("boundary", Text("正好330分钟", "just 330 minutes"), school, Timetable(), 0, (("most", 330),))
        service = Block(1, 930, 1050, BlockKind.SERVICE, "课后服务")
        late = tiny({"一1": "语1"}, periods=6, morning=4, blocks=(noon, service))
        yield Case(
            "service is not counted", Text("8:00至15:30，减午休140：310", "8:00 to 15:30 less 140: 310"),
            late, Timetable(), 0, (("most", 310),),
        )  # fmt: skip


def _minutes(blocks: tuple[Block, ...]) -> int:
    """Minutes in school on one day, whose blocks are given in clock order."""
    ends = [b.end for b in blocks if b.kind in (BlockKind.LESSON, BlockKind.ACTIVITY)]
    if not ends:
        return 0
    arrivals = [b.start for b in blocks if b.kind is BlockKind.ARRIVAL]
    start, end = min(arrivals or [blocks[0].start]), max(ends)
    noon = sum(max(0, min(b.end, end) - max(b.start, start)) for b in blocks if b.kind is BlockKind.NOON)
    return end - start - noon
