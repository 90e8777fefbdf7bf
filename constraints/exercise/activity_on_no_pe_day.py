"""On a day without PE, an activity lesson in the afternoon."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Block, BlockKind, Half, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation

NOON = 720


class ActivityOnNoPeDay(Rule):
    """Each school day of a class has PE, or physical activity in the afternoon.

    What it asks: on every school day a class has a lesson tagged ``pe``, or a lesson tagged ``activity`` in
    the afternoon, or its bell schedule has a block of kind activity (活动) after noon.
    Why: an hour of exercise every day. Regulation: 当天没有体育课的，下午安排1课时学生体育活动时间.
    Breaks when: a class's day has none of them; each day counts once.
    References: DC-03; the Ministry's ruling on an hour of exercise a day.
    """

    code = "activity_on_no_pe_day"
    title = Text("无体育课当天有体育活动", "activity on days without PE")
    asks = Text("没有体育课的日子，下午安排一课时体育活动", "a day without PE has an activity lesson in the afternoon")
    breach = Text("{who} 在{where}既无体育课也无体育活动", "{who} has neither PE nor activity on {where}")
    unit = Text("天", "days")
    price = 2000
    reference = "DC-03"
    mutants = (
        Mutant("asks for two", shift=1),
        Mutant("forgets a day", skip="first"),
        Mutant("forgets a lesson", forget="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        late = {day: [s for s in slots[day] if s.half is Half.PM] for day in slots}
        for klass in school.classes:
            if not setting.scope.has_group(klass):
                continue
            pe = [c for c in school.courses_of(klass) if c.subject in school.tagged("pe")]
            activity = [c for c in school.courses_of(klass) if c.subject in school.tagged("activity")]
            for day in sorted({s.day for s in school.slots_of(klass)}):
                if any(b.start >= NOON for b in school.grid.bell[klass.bell].on(day, BlockKind.ACTIVITY)):
                    continue
                for week in board.weeks:
                    held = board.lessons(pe, slots[day], week) + board.lessons(activity, late[day], week)
                    board.at_least(setting, (klass.id,), held, 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            blocks = view.school.grid.bell[klass.bell].blocks
            days = {b.day for b in blocks if b.kind is BlockKind.LESSON}
            always = {b.day for b in blocks if b.kind is BlockKind.ACTIVITY and b.start >= NOON}
            for week in view.school.weeks if setting.scope.has_group(klass) else ():
                moved = set(always)
                for x in view.of_class(klass, week):
                    tags = view.school.subject[x.course.subject].tags
                    if "pe" in tags or ("activity" in tags and x.slot.half is Half.PM):
                        moved.add(x.slot.day)
                found += [Violation(setting.id, (klass.id,), (At(day, 0, week),), 1) for day in sorted(days - moved)]
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        blocks = (b for bell in school.grid.bells for b in bell.blocks)
        if school.tagged("pe", "activity") or any(b.kind is BlockKind.ACTIVITY for b in blocks):
            return None
        return Text(
            "没有体育课、活动课，作息表里也没有活动时段（工作表 课程计划、作息）",
            "no PE, no activity lesson and no activity block (sheets Curriculum, Bells)",
        )

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体1 活1"}, days=2, periods=3, morning=2)
        yield Case(
            "breaks",
            Text("周二无体育，活动在上午：1天", "Tuesday: no PE, the activity before noon: one day"),
            school, place(school, {"一1": "体 . . | . 活 ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("活动在下午第3节", "the activity in lesson 3, after noon"),
            school, place(school, {"一1": "体 . . | . . 活"}), 0,
        )  # fmt: skip
        yield Case(
            "nothing on a day", Text("都在周一，周二没有：1天", "both on Monday, none on Tuesday: one day"),
            school, place(school, {"一1": "体 . 活 | . . ."}), 1,
        )  # fmt: skip
        late = (Block(2, 960, 1000, BlockKind.ACTIVITY, "课外活动"),)
        block = tiny({"一1": "体1 语1"}, days=3, periods=2, morning=1, blocks=late)
        yield Case(
            "a block of the day does it",
            Text("周二有课外活动，周三没有：1天", "Tuesday has a block, Wednesday none"),
            block, place(block, {"一1": "体 . | 语 . | . ."}), 1,
        )  # fmt: skip
        every = tiny({"一1": "体2"}, days=2, periods=2)
        yield Case(
            "PE every day", Text("每天都有体育课", "PE on both days"),
            every, place(every, {"一1": "体 . | . 体"}), 0,
        )  # fmt: skip
        other = tiny({"一1": "体1 活0.5 语0.5"}, days=2, periods=2, morning=1)
        yield Case(
            "odd and even weeks",
            Text("周二单周有活动，双周没有：1天", "Tuesday: activity in odd weeks only: one day"),
            other, place(other, {"一1": "体 . | . 活/语"}), 1,
        )  # fmt: skip
