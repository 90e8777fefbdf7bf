"""At least so many minutes of exercise a day (每天锻炼一小时)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain import At, Block, BlockKind, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class DailyExercise(Rule):
    """Every class exercises at least ``least`` minutes on every school day.

    What it asks: PE lessons and activity lessons (by their length on the clock), and the long-break and
    activity blocks of the bell schedule, are together at least ``least`` minutes on each school day of a
    class.
    Why: an hour of exercise at school every day is the rule that schools are asked about first.
    Breaks when: a day of a class has fewer minutes; the minutes short count.
    Parameters: least, minutes a day.
    Price: 50 a minute: a day short by a lesson of 40 minutes costs 2000.
    References: DC-02, LJ-03, HL-07, HZ-07, GZ-04, ZX-10, WB-03, PS-06. A lesson longer than what is short
    counts as what is short, which changes no sum that matters and makes the row tighter.
    """

    code = "daily_exercise"
    title = Text("每天锻炼一小时", "daily exercise")
    asks = Text(
        "每班每天体育课、活动课、大课间与课外活动合计不少于规定分钟",
        "PE, activity lessons, long breaks and activity blocks of a class's day reach the minutes asked for",
    )
    breach = Text(
        "{who} 在{where}锻炼少 {amount} 分钟",
        "{who} lacks {amount} minutes of exercise on {where}",
    )
    unit = Text("分钟", "minutes")
    params = (Param("least", 60, "minutes a day", Text("每天至少多少分钟", "minutes a day at least")),)
    price = 50
    reference = "DC-02"
    mutants = (
        Mutant("asks for a minute more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets a day", skip="last"),
        Mutant("asks for 30 minutes more", params=(("least", 30),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, sport = board.school, board.school.tagged("pe", "activity")
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            if not setting.scope.has_group(klass):
                continue
            courses = [c for c in school.courses_of(klass) if c.subject in sport]
            for day in sorted({s.day for s in school.slots_of(klass)}):
                blocks = school.grid.bell[klass.bell].on(day, BlockKind.LONG_BREAK, BlockKind.ACTIVITY)
                short = setting["least"] - sum(b.minutes for b in blocks)
                for week in board.weeks if short > 0 else ():
                    lessons = (board.lessons(courses, (s,), week) * min(s.end - s.start, short) for s in slots[day])
                    board.at_least(setting, (klass.id,), board.sum(lessons), short)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            if not setting.scope.has_group(klass):
                continue
            blocks = view.school.grid.bell[klass.bell].blocks
            for week in view.school.weeks:
                minutes = Counter({b.day: 0 for b in blocks if b.kind is BlockKind.LESSON})
                for b in blocks:
                    if b.day in minutes and b.kind in (BlockKind.LONG_BREAK, BlockKind.ACTIVITY):
                        minutes[b.day] += b.end - b.start
                for x in view.of_class(klass, week):
                    if not view.school.subject[x.course.subject].tags.isdisjoint({"pe", "activity"}):
                        minutes[x.slot.day] += x.slot.end - x.slot.start
                for day, moved in sorted(minutes.items()):
                    if moved < setting["least"]:
                        amount = setting["least"] - moved
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), amount))
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        kinds = {b.kind for bell in school.grid.bells for b in bell.blocks}
        if school.tagged("pe", "activity") or kinds & {BlockKind.LONG_BREAK, BlockKind.ACTIVITY}:
            return None
        return Text(
            "没有体育课、活动课，作息表里也没有大课间或活动时段（工作表 课程计划、作息）",
            "no PE, no activity lesson, no long break and no activity block (sheets Curriculum, Bells)",
        )

    def cases(self) -> Iterable[Case]:
        breaks = tuple(Block(day, 620, 650, BlockKind.LONG_BREAK, "大课间") for day in (1, 2))
        school = tiny({"一1": "体1 活1"}, days=2, periods=2, blocks=breaks)
        yield Case(
            "breaks", Text("周二只有大课间30分钟：少30", "Tuesday has the break of 30 only: 30 short"),
            school, place(school, {"一1": "体 活 | . ."}), 30,
        )  # fmt: skip
        yield Case(
            "keeps", Text("每天30＋40＝70分钟", "30 + 40 = 70 minutes each day"),
            school, place(school, {"一1": "体 . | . 活"}), 0,
        )  # fmt: skip
        plain = tiny({"一1": "体2 活1"}, days=2, periods=2)
        yield Case(
            "lessons alone", Text("周一40＋40，周二40：少20", "Monday 40 + 40, Tuesday 40: 20 short"),
            plain, place(plain, {"一1": "体 活 | 体 ."}), 20,
        )  # fmt: skip
        yield Case(
            "boundary", Text("要求40分钟：一节正好", "40 asked for: one lesson is just enough"),
            plain, place(plain, {"一1": "体 活 | 体 ."}), 0, (("least", 40),),
        )  # fmt: skip
        junior = tiny({"七1": "体1"}, periods=2, bells={"七": (480, 45)})
        yield Case(
            "by the clock", Text("初中一节45分钟：少15", "a lesson of 45 minutes: 15 short"),
            junior, place(junior, {"七1": "体 ."}), 15,
        )  # fmt: skip
        double = tiny({"一1": "体1x2 语1"}, days=2, periods=2)
        yield Case(
            "a double lesson", Text("周一连堂80分钟，周二0：少60", "Monday 80, Tuesday none: 60 short"),
            double, place(double, {"一1": "体 体 | 语 ."}), 60,
        )  # fmt: skip
        other = tiny({"一1": "体1.5 语0.5"}, periods=2)
        yield Case(
            "odd and even weeks", Text("单周80分钟，双周40：少20", "odd weeks 80, even weeks 40: 20 short"),
            other, place(other, {"一1": "体 体/语"}), 20,
        )  # fmt: skip
