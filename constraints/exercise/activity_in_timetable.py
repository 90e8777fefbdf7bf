"""Physical activity stands in the timetable."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Block, BlockKind, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Rule, Violation


class ActivityInTimetable(Rule):
    """The class's timetable shows its activity time.

    What it asks: a class has at least one lesson tagged ``activity`` a week, or its bell schedule has a block
    of kind activity (活动).
    Why: 将体育课外活动时间列入课表予以保证: what is not in the timetable is not held.
    Breaks when: a class has neither in any week; a class counts once.
    References: HL-04.
    """

    code = "activity_in_timetable"
    title = Text("课外活动列入课表", "activity in the timetable")
    asks = Text("课表或作息表列出体育活动时间", "the timetable or the bell schedule shows activity time")
    breach = Text("{who} {where}没有活动时间", "{who} has no activity in {where}")
    unit = Text("个班", "classes")
    about_plan = True
    metric = "block_count_day"
    reference = "HL-04"

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            blocks = view.school.grid.bell[klass.bell].blocks
            lessons = (x for week in view.school.weeks for x in view.of_class(klass, week))
            shown = any(b.kind is BlockKind.ACTIVITY for b in blocks) or any(
                "activity" in view.school.subject[x.course.subject].tags for x in lessons
            )
            if setting.scope.has_group(klass) and not shown:
                found.append(Violation(setting.id, (klass.id,), (At(0),), 1))
        return found

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "活1 语1", "二1": "语1"})
        yield Case(
            "breaks",
            Text(
                "二1没有活动课，作息表也没有：1个班",
                "二1 has no activity lesson, nor has its bell schedule: one",
            ),
            school, place(school, {"一1": "语 活 . .", "二1": "语 . . ."}), 1,
        )  # fmt: skip
        late = (Block(1, 960, 1000, BlockKind.ACTIVITY, "课外活动"),)
        block = tiny({"一1": "语1"}, blocks=late)
        yield Case(
            "a block of the day", Text("作息表有课外活动", "the bell schedule has an activity block"),
            block, place(block, {"一1": "语 . . ."}), 0,
        )  # fmt: skip
        other = tiny({"一1": "活0.5 语1"})
        yield Case(
            "boundary: every other week", Text("隔周一节活动课", "an activity lesson every other week"),
            other, place(other, {"一1": "语 活/. . ."}), 0,
        )  # fmt: skip
