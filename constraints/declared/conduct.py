"""What is not to happen, by the school's own word (不得…)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Scope, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import NOTHING, Declared


class Conduct(Declared):
    """The school declares no case of what a regulation forbids.

    What it asks: the declared number of cases is 0 (``no`` is 0, ``yes`` is 1); weeks ahead of the plan, and other
    figures of which none is wanted, likewise.
    Why: paid tutoring, publishing marks, lessons that run over cannot be seen in any plan: 减负自查 asks the school.
    Breaks when: cases are declared; each counts one.
    Parameters: item, an id of ``items.yaml``.
    References: LJ-15, ZX-05, DC-11, DC-34, TB-02, WB-16.
    """

    code = "conduct"
    title = Text("不得有的行为（自查）", "conduct (declared)")
    asks = Text("学校自查没有规定禁止的行为", "the school declares that what is forbidden does not happen")
    breach = Text("自查有：{who}（{amount}）", "declared: {who} ({amount})")
    unit = Text("起", "cases")
    params = (Param("item", "overrun", "", Text("自查项目", "item declared")),)
    metric = "conduct_breaches"
    reference = "LJ-15"
    mutants = (Mutant("another item", params=(("item", "paid_tutoring"),)),)

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return NOTHING, 0

    def cases(self) -> Iterable[Case]:
        said = Office(declared=(Declaration("overrun", 1), Declaration("paid_tutoring", 0)))
        school = tiny({"一1": "语1"}, office=said)
        yield Case("breaks", Text("自查有拖堂：1起", "lessons run over: one"), school, Timetable(), 1)
        yield Case(
            "keeps", Text("自查没有有偿补习", "no paid tutoring"), school, Timetable(), 0, (("item", "paid_tutoring"),)
        )
        grades = Office(
            declared=(Declaration("progress_ahead_weeks", 1.5, (1,)), Declaration("progress_ahead_weeks", -1, (2,)))
        )
        ahead = tiny({"一1": "语1", "二1": "语1"}, office=grades)
        weeks = (("item", "progress_ahead_weeks"),)
        yield Case(
            "in one grade", Text("一年级提前一周半，按2周计", "a week and a half ahead in grade 1: two"),
            ahead, Timetable(), 2, weeks,
        )  # fmt: skip
        yield Case(
            "boundary: by grade", Text("只看二年级：比计划慢，不算", "grade 2 is behind the plan: nothing"),
            ahead, Timetable(), 0, weeks, Scope(grades=frozenset({2})),
        )  # fmt: skip
