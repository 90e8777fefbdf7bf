"""A lesson of PE or activity every day (每天一节体育类课)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.domain import At, BlockKind, RuleSetting, School, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Violation

SPORT = ("pe", "activity")


class PeOrActivityDaily(Rule):
    """Each school day of a class has so many lessons of PE or physical activity.

    What it asks: on every day on which its bell schedule has lessons, a class has at least ``least`` lessons of
    subjects tagged ``pe`` or ``activity``. Blocks of the bell schedule are no lessons.
    Why: since 2025 中小学每天一节体育课: a weekly sum of PE lessons leaves days without.
    Breaks when: a class's day has fewer; each lesson missing counts.
    Parameters: least, lessons a day.
    Price: 2000 a lesson, as ``activity_on_no_pe_day``.
    References: NC-23.
    """

    code = "pe_or_activity_daily"
    title = Text("每天一节体育或活动课", "PE or activity every day")
    asks = Text("每班每天至少一节体育课或体育活动课", "each class has PE or an activity lesson every day")
    breach = Text(
        "{who} 在{where}少 {amount} 节体育或活动课", "{who}: {amount} PE or activity lesson(s) short on {where}"
    )
    unit = Text("节", "lessons")
    wants = Text("{who} 每天至少 {least} 节体育或体育活动", "{who} has PE or activity ({least}) every day")
    params = (Param("least", 1, "lessons a day", Text("每天至少几节", "lessons a day at least")),)
    price = 2000
    metric = "pe_or_activity_lessons_day"
    bounds = {"least": ">="}
    reference = "NC-23"
    mutants = (
        Mutant("asks for two", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets a day", skip="last"),
        Mutant("one more asked", params=(("least", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        sport = school.tagged(*SPORT)
        for klass in filter(setting.scope.has_group, school.classes):
            courses = [c for c in school.courses_of(klass) if c.subject in sport]
            for day in sorted({s.day for s in school.slots_of(klass)}):
                slots = [s for s in school.grid.slots if s.day == day]
                for week in board.weeks:
                    board.at_least(setting, (klass.id,), board.lessons(courses, slots, week), setting["least"])

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in view.school.classes:
            days = {b.day for b in view.school.grid.bell[klass.bell].blocks if b.kind is BlockKind.LESSON}
            for week in view.school.weeks if setting.scope.has_group(klass) else ():
                held = Counter(
                    x.slot.day for x in view.of_class(klass, week)
                    if not view.school.subject[x.course.subject].tags.isdisjoint(SPORT)
                )  # fmt: skip
                yield from (Measured((klass.id,), (At(day, 0, week),), held[day]) for day in sorted(days))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        short = ((m, setting["least"] - int(m.value)) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in short if amount > 0]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if school.tagged(*SPORT):
            return None
        return Text(
            "课程计划里没有体育课、活动课（工作表 课程计划）", "neither PE nor activity in the plan (sheet 课程计划)"
        )

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "体2 活1 语1"}, days=3, periods=2)
        yield Case(
            "breaks", Text("周三只有语文：少1节", "Chinese only on Wednesday: one short"),
            school, place(school, {"一1": "体 活 | 体 . | 语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("每天正好一节", "just one a day"),
            school, place(school, {"一1": "体 . | 语 活 | . 体"}), 0,
        )  # fmt: skip
        double = tiny({"一1": "体1x2 语1"}, days=2, periods=2)
        yield Case(
            "a double lesson is on one day", Text("周二没有：少1节", "none on Tuesday: one short"),
            double, place(double, {"一1": "体 体 | 语 ."}), 1,
        )  # fmt: skip
        other = tiny({"一1": "体1.5 语0.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("双周周二没有：少1节", "none on the Tuesday of even weeks: one"),
            other, place(other, {"一1": "体 . | 体/语 ."}), 1,
        )  # fmt: skip
        two = tiny({"一1": "体2", "二1": "语1"}, periods=2)
        yield Case(
            "a class without any", Text("没有课的班也要求：二1少1节", "a class without any is asked too: one"),
            two, place(two, {"一1": "体 体", "二1": "语 ."}), 1,
        )  # fmt: skip
        every = tiny({"一1": "体2 活2"}, days=2, periods=2)
        yield Case(
            "keeps: two a day", Text("每天两节", "two a day"),
            every, place(every, {"一1": "体 活 | 活 体"}), 0, (("least", 2),),
        )  # fmt: skip
