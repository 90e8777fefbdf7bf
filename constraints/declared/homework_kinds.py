"""Kinds of homework that are not given (机械重复、惩罚性作业等), by the school's own word."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import Declaration, Office, RuleSetting, School, Text, Timetable
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param

from ._declared import NOTHING, Declared
from ._items import item


class HomeworkKinds(Declared):
    """The school declares that it gives no homework of the kinds named.

    What it asks: for each kind the declaration is no.
    Why: a homework board shows minutes, not whether the work is copying, a punishment or meant for parents.
    Breaks when: homework of a kind is declared; each kind counts one.
    Parameters: kinds, words of ``items.yaml`` (机械重复, 大量抄写, 脱节, 过难, 惩罚, 午间, 家长批改, 手机, 微信 …).
    References: LJ-12, HL-12, DR-10, CX-04.
    """

    code = "homework_kinds"
    title = Text("不布置的作业种类（自查）", "kinds of homework (declared)")
    asks = Text("学校自查不布置规定禁止的作业", "the school declares that it gives no homework of these kinds")
    breach = Text("自查有：{who}", "declared: {who}")
    unit = Text("种", "kinds")
    params = (Param("kinds", ("机械重复", "惩罚"), "", Text("哪些作业", "kinds of homework")),)
    metric = "homework_forbidden_kinds"
    reference = "LJ-12"
    mutants = (Mutant("another kind", params=(("kinds", ("手机",)),)),)

    def items(self, setting: RuleSetting) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item(kind).id for kind in setting["kinds"]))

    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        return NOTHING, 0

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["kinds"]) and super().applies(school, setting)

    def cases(self) -> Iterable[Case]:
        said = Office(
            declared=(
                Declaration("homework_mechanical", 1),
                Declaration("homework_punishment", 1),
                Declaration("homework_by_phone", 0),
            )
        )
        school = tiny({"三1": "语1"}, office=said)
        yield Case("breaks", Text("机械重复和惩罚都有：2种", "both kinds: two"), school, Timetable(), 2)
        yield Case(
            "boundary: only these", Text("只问手机：没有", "phones alone: none"),
            school, Timetable(), 0, (("kinds", ("手机",)),),
        )  # fmt: skip
        yield Case(
            "by id too", Text("也可以写项目编号：1种", "an id will do: one"),
            school, Timetable(), 1, (("kinds", ("homework_mechanical", "手机")),),
        )  # fmt: skip
        good = Office(declared=(Declaration("homework_mechanical", 0), Declaration("homework_punishment", 0)))
        yield Case("keeps", Text("都没有", "neither"), tiny({"三1": "语1"}, office=good), Timetable(), 0)
