"""On a day without PE, an activity lesson in the afternoon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import ceil

from scheduler.domain import At, Block, BlockKind, Half, RuleSetting, School, Slot, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation

NOON = 720


class ActivityOnNoPeDay(Rule):
    """Each school day of a class has PE, or physical activity in the afternoon.

    What it asks: on every school day a class has a lesson tagged ``pe``, or a lesson tagged ``activity`` in
    the afternoon, or its bell schedule has a block of kind activity (活动) after noon. With ``minutes``, the activity
    blocks and as many activity lessons as are needed (by the shortest lesson of the day) reach these minutes.
    Why: an hour of exercise every day. Regulation: 当天没有体育课的，下午安排1课时学生体育活动时间.
    Breaks when: a class's day without PE lacks activity lessons; each missing one counts.
    Parameters: minutes of activity (0: one lesson, or one block); when, ``pm`` or ``any``.
    References: DC-03, NC-20; the Ministry's ruling on an hour of exercise a day.
    """

    code = "activity_on_no_pe_day"
    title = Text("无体育课当天有体育活动", "activity on days without PE")
    asks = Text("没有体育课的日子，下午安排一课时体育活动", "a day without PE has an activity lesson in the afternoon")
    breach = Text(
        "{who} 在{where}无体育课，也少 {amount} 节体育活动",
        "{who}: neither PE nor activity on {where} ({amount} short)",
    )
    unit = Text("节", "lessons")
    params = (
        Param("minutes", 0, "minutes", Text("活动多少分钟（0 为一课时）", "minutes of activity (0: one lesson)")),
        Param("when", "pm", "", Text("时间：pm 下午，any 全天", "pm, or any time")),
    )
    price = 2000
    metric = "activity_on_no_pe_day_minutes"
    bounds = {"minutes": ">="}
    reference = "DC-03"
    mutants = (
        Mutant("asks for two", shift=1),
        Mutant("forgets a day", skip="first"),
        Mutant("forgets a lesson", forget="last"),
        Mutant("a lesson more", params=(("minutes", 60),)),
        Mutant("at any time", params=(("when", "any"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        after = 0 if setting["when"] == "any" else NOON
        for klass in filter(setting.scope.has_group, school.classes):
            pe = [c for c in school.courses_of(klass) if c.subject in school.tagged("pe")]
            activity = [c for c in school.courses_of(klass) if c.subject in school.tagged("activity")]
            for day in sorted({s.day for s in school.slots_of(klass)}):
                blocks = [b for b in school.grid.bell[klass.bell].on(day, BlockKind.ACTIVITY) if b.start >= after]
                short = setting["minutes"] - sum(b.minutes for b in blocks)
                shortest = min(s.end - s.start for s in school.slots_of(klass) if s.day == day)
                need = -(-short // shortest) if setting["minutes"] else int(not blocks)
                late = [s for s in slots[day] if s.half is Half.PM or not after]
                for week in board.weeks if need > 0 else ():
                    held = board.lessons(pe, slots[day], week) * need + board.lessons(activity, late, week)
                    board.at_least(setting, (klass.id,), held, need)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            blocks = view.school.grid.bell[klass.bell].blocks
            days = sorted({b.day for b in blocks if b.kind is BlockKind.LESSON})
            for week, day in product(view.school.weeks if setting.scope.has_group(klass) else (), days):
                lessons = [x for x in view.of_class(klass, week) if x.slot.day == day]
                tags = [(view.school.subject[x.course.subject].tags, x.slot) for x in lessons]
                if not any("pe" in mine for mine, _ in tags):
                    moved = sum("activity" in mine and _late(slot, setting) for mine, slot in tags)
                    need = _need([b for b in blocks if b.day == day], setting) - moved
                    if need > 0:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), need))
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
        hour = (Block(1, 960, 985, BlockKind.ACTIVITY, "课外活动"),)
        long = tiny({"一1": "活2 语1"}, periods=4, morning=1, blocks=hour)
        yield Case(
            "an hour", Text("要求60分钟：时段25，还要1节，活动都有1节在下午", "60: the block, one lesson more"),
            long, place(long, {"一1": "活 活 语 ."}), 0, (("minutes", 60),),
        )  # fmt: skip
        yield Case(
            "more than an hour", Text("要求90分钟：还要2节，下午1节：少1", "90: one of two lessons more"),
            long, place(long, {"一1": "活 活 语 ."}), 1, (("minutes", 90),),
        )  # fmt: skip
        yield Case(
            "at any time", Text("全天都算：2节够", "at any time: both count"),
            long, place(long, {"一1": "活 活 语 ."}), 0, (("minutes", 90), ("when", "any")),
        )  # fmt: skip


def _need(blocks: Sequence[Block], setting: RuleSetting) -> int:
    """How many activity lessons a day without PE still needs beside its blocks."""
    held = [b.minutes for b in blocks if b.kind is BlockKind.ACTIVITY and (setting["when"] == "any" or b.start >= NOON)]
    if not setting["minutes"]:
        return 0 if held else 1
    short: int = setting["minutes"] - sum(held)
    return max(0, ceil(short / min(b.minutes for b in blocks if b.kind is BlockKind.LESSON)))


def _late(slot: Slot, setting: RuleSetting) -> bool:
    return bool(setting["when"] == "any" or slot.half is Half.PM)
