"""Evening self-study ends in time (晚自习结束时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit, bells_in, fits, school_days
from scheduler.domain import (
    At,
    Bells,
    Block,
    BlockKind,
    Office,
    RuleSetting,
    School,
    Scope,
    Service,
    Text,
    Timetable,
    View,
)
from scheduler.domain.tiny import tiny
from scheduler.rule import TIME_OF_DAY, Case, Measured, Mutant, Param

EVENING = 18 * 60


class EveningStudyEnd(Limit):
    """Evening self-study ends at a clock time or before.

    What it asks: the last self-study of a school day that begins from 18:00 (a block of the bell schedule, or an
    activity 自习 of the after-school service) ends at ``most`` or before.
    Why: sleep. Regulation: 初中晚自习结束时间不晚于20:30 in several provinces.
    Breaks when: a day ends later; the minutes count, once for the schedule.
    Parameters: most, minutes after midnight (1230 is 20:30).
    References: NC-13.
    """

    code = "evening_study_end"
    title = Text("晚自习结束时间", "the end of evening self-study")
    asks = Text("晚自习不晚于规定时刻结束", "evening self-study ends no later than that")
    breach = Text(
        "{who} {where}晚自习晚了 {amount} 分钟", "{who}: evening self-study {amount} minutes too long on {where}"
    )
    unit = Text("分钟", "minutes")
    params = (Param("most", 1230, TIME_OF_DAY, Text("不晚于", "no later than")),)
    metric = "evening_study_end"
    bounds = {"most": "<="}
    reference = "NC-13"
    mutants = (Mutant("ten minutes earlier", params=(("most", -10),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, classes in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                ends = _ends(view.school, bells, {k.grade for k in classes}, day)
                if ends:
                    yield Measured((bells.id,), (At(day),), max(ends))

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(
            _ends(school, bells, {k.grade for k in classes}, day)
            for bells, classes in bells_in(school, setting.scope) for day in school_days(bells)
        )  # fmt: skip

    def cases(self) -> Iterable[Case]:
        study = tuple(
            Block(day, start, end, BlockKind.SELF_STUDY, "晚自习")
            for day, start, end in ((1, 1110, 1170), (1, 1180, 1250), (2, 1110, 1230), (2, 430, 460))
        )
        school = tiny({"七1": "语1"}, days=2, periods=1, blocks=study)
        yield Case("breaks", Text("周一20:50结束：晚20", "20:50 on Monday: 20 late"), school, Timetable(), 20)
        yield Case("boundary", Text("20:50：正好", "20:50: just so"), school, Timetable(), 0, (("most", 1250),))
        late = Office(service=(Service(1, 1140, 1260, "自习", grades=(7,)),))
        service = tiny({"七1": "语1", "一1": "语1"}, periods=1, office=late)
        yield Case(
            "in the service", Text("七年级的自习到21:00：晚30", "self-study until 21:00 in grade 7: 30 late"),
            service, Timetable(), 30,
        )  # fmt: skip
        first = Scope(grades=frozenset({1}))
        separate = tiny({"七1": "语1", "一1": "语1"}, periods=1, bells={"七": (485, 45)}, office=late)
        yield Case("keeps: by grade", Text("一年级没有", "grade 1 has none"), separate, Timetable(), 0, scope=first)


def _ends(school: School, bells: Bells, grades: set[int], day: int) -> list[int]:
    """When the self-study of an evening ends, block by block."""
    blocks = (b for b in bells.on(day) if b.kind is not BlockKind.LESSON and fits(b, ("自习",)))
    service = (s for g in grades for s in school.office.service_of(g, day) if "自习" in s.kind + s.name)
    study = [*((b.start, b.end) for b in blocks), *((s.start, s.end) for s in service)]
    return [end for start, end in study if start >= EVENING]
