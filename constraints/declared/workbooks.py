"""Few workbooks for pupils (教辅材料), by the school's own word."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import NOTHING, Declared


class Workbooks(Declared):
    """Workbooks in use are no more than allowed.

    What it asks: the declared number of sets or titles is at most ``most``.
    Why: 一教一辅: a workbook beyond the textbook's own is work for pupils and money for parents.
    Breaks when: more are declared; each beyond counts one.
    Parameters: item, an id of ``items.yaml`` (workbook_sets, workbooks_outside, other_exercises); most, sets or titles.
    References: ZX-13, TJ-14, SX-11, DC-36.
    """

    code = "workbooks"
    title = Text("教辅材料（自查）", "workbooks (declared)")
    asks = Text("教辅材料不超过规定的套数", "no more workbooks than allowed")
    breach = Text("{who}：多 {amount}", "{who}: {amount} too many")
    unit = Text("套", "sets")
    params = (
        Param("item", "workbook_sets", "", Text("自查项目", "item declared")),
        Param("most", 0, "sets", Text("最多几套", "sets at most")),
    )
    metric = "workbook_sets"
    bounds = {"most": "<="}
    reference = "ZX-13"
    mutants = (
        Mutant("one more", params=(("most", 1),)),
        Mutant("another item", params=(("item", "other_exercises"),)),
    )

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return NOTHING, setting["most"]

    def cases(self) -> Iterable[Case]:
        said = Office(declared=(Declaration("workbook_sets", 2), Declaration("other_exercises", 0)))
        school = tiny({"七1": "语1"}, office=said)
        yield Case(
            "breaks", Text("两套，最多一套：多1", "two sets, one allowed: one"), school, Timetable(), 1, (("most", 1),)
        )
        yield Case("boundary", Text("最多两套：正好", "two allowed: just so"), school, Timetable(), 0, (("most", 2),))
        yield Case(
            "keeps", Text("不用其他练习", "no other exercises"), school, Timetable(), 0, (("item", "other_exercises"),)
        )
