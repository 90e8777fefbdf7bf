"""Tables and rules that the school makes public (公示)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain import BlockKind, Office, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class Posted(Rule):
    """The school makes public what a regulation names.

    What it asks: each item is among the tables that sheet 学校 says are made public; 作业公示 is found in 每日作业公示.
    That a table can be printed does not put it on the wall: only the school's word counts. With ``made`` the text asks
    only that a table exists (制定了课程表…): then what the plan holds or the run writes counts as well (课程表,
    作息时间表, 任课教师表, 作业公示 where there is homework, 课外活动安排表 where there are activities).
    Why: 公示 is what parents and inspectors can hold against what happens.
    Breaks when: an item is not public; each counts one.
    Parameters: items, words of the documents; made, whether it is enough that the table exists.
    References: DC-12, HZ-06, GZ-05, WB-04, DR-05, DA-01.
    """

    code = "posted"
    title = Text("公示的表（自查）", "tables made public (declared)")
    asks = Text("学校公示了规定的表和事项", "the school makes public what is asked for")
    breach = Text("没有公示：{who}", "not made public: {who}")
    unit = Text("项", "items")
    params = (
        Param("items", ("课程表", "作息时间表"), "", Text("哪些表", "which tables")),
        Param("made", False, "", Text("有这张表就可以", "that it exists is enough")),
    )
    about_plan = True
    metric = "published_items_missing"
    reference = "DC-12"
    mutants = (
        Mutant("another table", params=(("items", ("减负承诺",)),)),
        Mutant("existing is enough", params=(("made", True),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for item in setting["items"]:
            yield Measured((item,), (), float(not self._wanting(view.school, setting, item)))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        items = (i for i in setting["items"] if self._wanting(view.school, setting, i))
        return [Violation(setting.id, (i,), (), 1) for i in items]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        wanting = [i for i in setting["items"] if self._wanting(school, setting, i)]
        if not wanting or school.office.posted:
            return None
        return Text(
            f"没有填公示的表：{'、'.join(wanting)}（工作表 学校）",
            f"tables made public are not filled in: {', '.join(wanting)} (sheet 学校)",
        )

    @staticmethod
    def _wanting(school: School, setting: RuleSetting, item: str) -> bool:
        public = any(item in word for word in school.office.posted)
        return not public and not (setting["made"] and any(word in item for word in _existing(school)))

    def cases(self) -> Iterable[Case]:
        office = Office(posted=("作息时间表", "每日作业公示"))
        school = tiny({"一1": "语1"}, office=office)
        yield Case("breaks", Text("课程表没有公示：1项", "no timetable: one"), school, Timetable(), 1)
        yield Case(
            "boundary: a longer name", Text("“每日作业公示”就是作业公示", "a daily board is a board"),
            school, Timetable(), 0, (("items", ("作业公示",)),),
        )  # fmt: skip
        both = tiny({"一1": "语1"}, office=replace(office, posted=("课程表", *office.posted)))
        yield Case("keeps", Text("都公示了", "all are public"), both, Timetable(), 0)
        three = (("items", ("课程表", "作息时间表", "课外活动安排表")), ("made", True))
        yield Case(
            "need only exist", Text("没有课外活动，那张表就没有：1项", "no activities, so no table of them: one"),
            school, Timetable(), 1, three,
        )  # fmt: skip


def _existing(school: School) -> Iterable[str]:
    """Words for the tables that the plan holds or the run writes."""
    yield from ("课程表", "课表", "作息", "任课")
    if school.homework.targets:
        yield "作业公示"
    if school.office.service or any(b.on(d, BlockKind.ACTIVITY) for b in school.grid.bells for d in school.grid.days):
        yield "课外活动"
