"""At least so many minutes of exercise a day (每天锻炼一小时)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints._limits import fits
from scheduler.domain import At, Block, BlockKind, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Violation

COUNTS = ("pe", "activity", "long_break")


class DailyExercise(Rule):
    """Every class exercises at least ``least`` minutes on every school day.

    What it asks: PE lessons and activity lessons (by their length on the clock), and the long-break and
    activity blocks of the bell schedule, are together at least ``least`` minutes on each school day of a
    class; or whatever else of lessons and blocks ``counts`` names.
    Why: an hour of exercise at school every day is the rule that schools are asked about first.
    Breaks when: a day of a class has fewer minutes; the minutes short count.
    Parameters: least, minutes a day; counts: subjects or their tags, and kinds of blocks or words in their names.
    Price: 50 a minute: a day short by a lesson of 40 minutes costs 2000.
    References: DC-02, LJ-03, HL-07, HZ-07, GZ-04, ZX-10, WB-03, P3-03, PS-06, YB-11, NX-10, P2-08, DR-20,
    NC-22. A lesson longer than what is short counts as what is short, which changes no sum that matters and makes the
    row tighter.
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
    params = (
        Param("least", 60, "minutes a day", Text("每天至少多少分钟", "minutes a day at least")),
        Param("counts", COUNTS, "words", Text("算数的课和时段", "the lessons and blocks that count")),
    )
    price = 50
    metric = "exercise_minutes_day"
    bounds = {"least": ">="}
    reference = "DC-02"
    mutants = (
        Mutant("asks for a minute more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets a day", skip="last"),
        Mutant("asks for 30 minutes more", params=(("least", 30),)),
        Mutant("counts lessons alone", params=(("counts", ("pe", "activity")),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        sport = school.tagged(*setting["counts"]) | set(setting["counts"])
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            if not setting.scope.has_group(klass):
                continue
            courses = [c for c in school.courses_of(klass) if c.subject in sport]
            for day in sorted({s.day for s in school.slots_of(klass)}):
                blocks = (b for b in school.grid.bell[klass.bell].on(day) if _counts(b, setting))
                short = setting["least"] - sum(b.minutes for b in blocks)
                for week in board.weeks if short > 0 else ():
                    lessons = (board.lessons(courses, (s,), week) * min(s.end - s.start, short) for s in slots[day])
                    board.at_least(setting, (klass.id,), board.sum(lessons), short)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            blocks = view.school.grid.bell[klass.bell].blocks
            for week in view.school.weeks:
                minutes = Counter({b.day: 0 for b in blocks if b.kind is BlockKind.LESSON})
                for b in blocks:
                    if b.day in minutes and _counts(b, setting):
                        minutes[b.day] += b.end - b.start
                for x in view.of_class(klass, week):
                    names = {x.course.subject, *view.school.subject[x.course.subject].tags}
                    if not names.isdisjoint(setting["counts"]):
                        minutes[x.slot.day] += x.slot.end - x.slot.start
                yield from (Measured((klass.id,), (At(day, 0, week),), moved) for day, moved in sorted(minutes.items()))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        short = ((m, setting["least"] - int(m.value)) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in short if amount > 0]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        blocks = (b for bell in school.grid.bells for b in bell.blocks)
        if school.tagged(*setting["counts"]) or any(_counts(b, setting) for b in blocks):
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
        named = (Block(1, 960, 990, BlockKind.OTHER, "课外拓展"), Block(1, 620, 640, BlockKind.LONG_BREAK, "大课间"))
        more = tiny({"一1": "体1 语1"}, periods=2, blocks=named)
        yield Case(
            "what else counts", Text("体育40＋课外拓展30，大课间不算，要求80：少10", "40 + 30 of 80: 10 short"),
            more, place(more, {"一1": "体 语"}), 10, (("least", 80), ("counts", ("体", "课外拓展"))),
        )  # fmt: skip


def _counts(block: Block, setting: RuleSetting) -> bool:
    """Whether a block of the day counts; a tag of subjects names none."""
    return block.kind is not BlockKind.LESSON and fits(block, [w for w in setting["counts"] if w != "pe"])
