"""What is to be done, by the school's own word."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import EVERYTHING, Declared


class Practice(Declared):
    """The school declares that it does what a regulation asks for.

    What it asks: the declared value is at least ``least``: 1 is yes; a share is in per cent.
    Why: who balances homework, how papers are marked: a timetable does not show it, so the school says it.
    Breaks when: less is declared; what is short counts, rounded up.
    Parameters: item, an id of ``items.yaml``; least, in the item's unit.
    References: HL-11, DC-37, WB-07, TJ-17.
    """

    code = "practice"
    title = Text("应有的做法（自查）", "practice (declared)")
    asks = Text("学校自查做到了规定的做法", "the school declares that it does what is asked for")
    breach = Text("自查没有做到：{who}（差 {amount}）", "declared as not done: {who} (short by {amount})")
    unit = Text("项", "items")
    params = (
        Param("item", "exam_marks_grades", "", Text("自查项目", "item declared")),
        Param("least", 1, "the item's unit", Text("至少（是为1）", "at least (yes is 1)")),
    )
    metric = "practice_declared"
    bounds = {"least": ">="}
    reference = "HL-11"
    mutants = (
        Mutant("less will do", params=(("least", -1),)),
        Mutant("another item", params=(("item", "marking_ratio"),)),
    )

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return setting["least"], EVERYTHING

    def cases(self) -> Iterable[Case]:
        said = Office(declared=(Declaration("exam_marks_grades", 0), Declaration("marking_ratio", 95)))
        school = tiny({"一1": "语1"}, office=said)
        yield Case("breaks", Text("没有用等级制：差1", "no grades instead of marks: one"), school, Timetable(), 1)
        marked = ("item", "marking_ratio")
        yield Case(
            "a share", Text("批改95%，要求100%：差5", "95 of 100 per cent marked: five short"),
            school, Timetable(), 5, (marked, ("least", 100)),
        )  # fmt: skip
        yield Case(
            "boundary", Text("要求95%：正好", "95 asked for: just so"),
            school, Timetable(), 0, (marked, ("least", 95)),
        )  # fmt: skip
        done = tiny({"一1": "语1"}, office=Office(declared=(Declaration("exam_marks_grades", 1),)))
        yield Case("keeps", Text("用等级制", "grades instead of marks"), done, Timetable(), 0)
