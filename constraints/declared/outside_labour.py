"""Labour outside lessons (课外劳动), by the school's own word."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Scope, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import EVERYTHING, Declared


class OutsideLabour(Declared):
    """Pupils work at home and at school for so many minutes a week, beside the lesson of labour.

    What it asks: the declared minutes a week are at least ``least``.
    Why: 劳动教育: two hours a week in grades 1-2, three in the others, outside lessons.
    Breaks when: fewer are declared; the minutes short count.
    Parameters: least, minutes a week.
    References: NC-27 (NA-23).
    """

    code = "outside_labour"
    title = Text("课外劳动时间（自查）", "labour outside lessons (declared)")
    asks = Text("每周课外劳动不少于规定分钟", "pupils work outside lessons for so many minutes a week")
    breach = Text("{who}：少 {amount}", "{who}: {amount} short")
    unit = Text("分钟", "minutes")
    params = (Param("least", 120, "minutes a week", Text("每周至少多少分钟", "minutes a week at least")),)
    metric = "outside_labour_minutes_week"
    bounds = {"least": ">="}
    reference = "NC-27"
    mutants = (Mutant("ten minutes more", params=(("least", 10),)),)

    def items(self, setting: RuleSetting) -> tuple[str, ...]:
        return ("outside_labour",)

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return setting["least"], EVERYTHING

    def cases(self) -> Iterable[Case]:
        by_grade = (Declaration("outside_labour", 120, (1, 2)), Declaration("outside_labour", 150, (3,)))
        school = tiny({"一1": "语1", "二1": "语1", "三1": "语1"}, office=Office(declared=by_grade))
        low, high = Scope(grades=frozenset({1, 2})), Scope(grades=frozenset({3}))
        yield Case(
            "breaks", Text("三年级150分钟，要求180：少30", "150 of 180 minutes in grade 3: 30 short"),
            school, Timetable(), 30, (("least", 180),), high,
        )  # fmt: skip
        yield Case(
            "boundary", Text("一二年级120分钟：正好", "120 in grades 1-2: just so"), school, Timetable(), 0, scope=low
        )
        yield Case("keeps", Text("三年级150分钟", "150 in grade 3"), school, Timetable(), 0, scope=high)
        yield Case(
            "two grades, one word", Text("一二年级一起申报，只算一次：少60", "declared together, counted once: 60"),
            school, Timetable(), 60, (("least", 180),), low,
        )  # fmt: skip
