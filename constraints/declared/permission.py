"""What a regulation allows: it asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Param, Rule, Violation


class Permission(Rule):
    """Something may be done; a school that does not do it is as right as one that does.

    What it asks: nothing; it stands in the reports with its words, as not applicable.
    Why: some rows of the documents permit (单元检测, 初中晚自习): they have a place, and never a breach.
    Breaks when: never.
    Parameters: item, an id of ``items.yaml``.
    References: ZX-04, DR-03.
    """

    code = "permission"
    title = Text("允许的做法", "permission")
    asks = Text("规定允许这样做，不作要求", "allowed, not asked for")
    breach = Text("", "")
    unit = Text("项", "items")
    params = (Param("item", "unit_quizzes", "", Text("允许的做法", "what is allowed")),)
    about_plan = True
    reference = "ZX-04"

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return []

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return False

    def cases(self) -> Iterable[Case]:
        school = tiny({"七1": "语1"})
        yield Case("not used", Text("可以不做", "need not be done"), school, Timetable(), 0)
        yield Case(
            "another", Text("晚自习也一样", "the same for evenings"),
            school, Timetable(), 0, (("item", "evening_self_study"),),
        )  # fmt: skip
