"""Breaks between lessons are long enough (课间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from constraints._limits import NOON, Limit, bells_in, school_days
from scheduler.domain import At, Block, BlockKind, RuleSetting, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class BreakMinutes(Limit):
    """Between two lessons of one half-day lie at least so many minutes.

    What it asks: from the end of each lesson to the start of the next one of the same half-day pass ``least`` minutes,
    whatever stands between them (课间, 大课间, 眼保健操).
    Why: every break pupils leave the room; fifteen minutes are enough to go out.
    Breaks when: a break is shorter; the minutes short count, once for the schedule. The place named is the lesson
    before the break.
    Parameters: least, minutes.
    References: NC-24 (2024: 课间15分钟).
    """

    code = "break_minutes"
    title = Text("课间分钟数", "minutes of a break")
    asks = Text("同一半天两节课之间不少于规定分钟", "between two lessons of a half-day lie the minutes asked for")
    breach = Text("{who} {where}后课间少 {amount} 分钟", "{who}: the break after {where} is {amount} minutes short")
    unit = Text("分钟", "minutes")
    params = (Param("least", 15, "minutes", Text("至少多少分钟", "minutes at least")),)
    metric = "break_minutes"
    bounds = {"least": ">="}
    reference = "NC-24"
    mutants = (Mutant("five minutes more", params=(("least", 5),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                for period, (before, after) in enumerate(pairwise(bells.on(day, BlockKind.LESSON)), 1):
                    if (before.start < NOON) == (after.start < NOON):
                        yield Measured((bells.id,), (At(day, period),), after.start - before.end)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1"}, periods=4, morning=2)
        yield Case(
            "breaks", Text("上午、下午各一个10分钟课间：各少5", "one break of 10 in each half-day: 5 short each"),
            school, Timetable(), 10,
        )  # fmt: skip
        yield Case(
            "boundary: noon is no break", Text("要求10分钟：正好；午间不算", "10 asked for: just so; noon is none"),
            school, Timetable(), 0, (("least", 10),),
        )  # fmt: skip
        lessons = tuple(Block(1, s, s + 40, BlockKind.LESSON, "课") for s in (530, 590))
        mixed = tiny({"一1": "语1", "七1": "语1"}, periods=1, blocks=lessons, bells={"七": (470, 40)})
        yield Case(
            "uneven", Text("一年级课间10、20：少5；七年级20、20", "grade 1 10 and 20: 5 short; grade 7 has 20 and 20"),
            mixed, Timetable(), 5,
        )  # fmt: skip
        yield Case(
            "keeps: by grade", Text("七年级课间都是20", "the breaks of grade 7 are all 20"),
            mixed, Timetable(), 0, scope=Scope(grades=frozenset({7})),
        )  # fmt: skip
