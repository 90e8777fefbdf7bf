"""The first lesson begins no earlier than that (上课时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from constraints._limits import NOON, Limit, bells_in, school_days
from scheduler.domain import At, BlockKind, RuleSetting, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param


class FirstLessonStart(Limit):
    """The first lesson of the morning, or of the afternoon, begins no earlier than a clock time.

    What it asks: in every bell schedule of every season, the first lesson of each school day that begins before noon
    (``am``), or from noon on (``pm``), begins at ``least`` or later. A half-day without lessons is not looked at.
    Why: sleep. Regulations: 上午上课时间，小学不早于8:20，中学不早于8:00; 下午不早于14:00.
    Breaks when: a day begins earlier; the minutes count, once for the schedule.
    Parameters: least, minutes after midnight (500 is 8:20); half, ``am`` or ``pm``.
    References: DC-13, DC-14, DC-15, NC-17 (教基厅函〔2021〕11号).
    """

    code = "first_lesson_start"
    title = Text("第一节课开始时间", "the start of the first lesson")
    asks = Text("上午（或下午）第一节课不早于规定时刻", "the first lesson of the half-day begins no earlier than that")
    breach = Text("{who} {where}早了 {amount} 分钟", "{who}: {amount} minutes too early on {where}")
    unit = Text("分钟", "minutes")
    params = (
        Param("least", 500, TIME_OF_DAY, Text("不早于", "no earlier than")),
        Param("half", "am", "", Text("半天：am 上午，pm 下午", "am or pm")),
    )
    metric = "first_lesson_start"
    bounds = {"least": ">="}
    reference = "DC-13, NC-17"
    mutants = (
        Mutant("ten minutes later", params=(("least", 10),)),
        Mutant("looks at the afternoon", params=(("half", "pm"),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                starts = [b.start for b in bells.on(day, BlockKind.LESSON)]
                here = [s for s in starts if (s < NOON) == (setting["half"] == "am")]
                if here:
                    yield Measured((bells.id,), (At(day),), min(here))

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1", "七1": "语1"}, days=2, periods=3, bells={"七": (510, 45)})
        yield Case(
            "breaks", Text("小学8:00上课，要求8:20：两天各早20", "primary at 8:00, 8:20 asked for: 20 on two days"),
            school, Timetable(), 40,
        )  # fmt: skip
        yield Case(
            "keeps: by grade", Text("七年级8:30上课", "grade 7 begins at 8:30"),
            school, Timetable(), 0, scope=Scope(grades=frozenset({7})),
        )  # fmt: skip
        yield Case(
            "boundary: the afternoon", Text("小学下午14:00：正好", "primary, 14:00 after noon: just right"),
            school, Timetable(), 0, (("half", "pm"), ("least", 840)),
        )  # fmt: skip
        summer = replace(school.grid.bells[0], id="夏季", season="summer")
        both = replace(school, other_bells=(summer,))
        yield Case(
            "both seasons", Text("冬夏两套作息都早20：共80", "the schedules of both seasons: 80 in all"),
            both, Timetable(), 80, scope=Scope(grades=frozenset({1})),
        )  # fmt: skip
