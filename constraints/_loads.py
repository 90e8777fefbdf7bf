"""What the rules about the number of a person's lessons on a day have in common; see ``_people``."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, CourseKind, Moment, RuleSetting, Scope, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Violation

from ._people import People, Person

BOUNDS = (
    Param("least", 0, "periods a day", Text("有课的日子最少几节", "least on a day with lessons")),
    Param("most", 6, "periods a day", Text("每天最多几节", "most a day")),
)
EACH = Param(
    "each",
    "period",
    "period or day",
    Text("超出时按节（period）还是按天（day）计", "a day beyond most counts its periods, or one"),
)


class DayLoad(People):
    """Most lessons on a day, and least on a day with lessons."""

    unit = Text("节", "periods")
    price = 1000
    mutants = (
        Mutant("moves the bounds", shift=1),
        Mutant("leaves out a day", skip="first"),
        Mutant("forgets a lesson", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
        Mutant("least - 1", params=(("least", -1),)),
    )

    def every_day(self, setting: RuleSetting) -> bool:
        """Whether ``least`` is asked of days without lessons too."""
        return False

    def post(self, board: Board, setting: RuleSetting) -> None:
        for person in (p.only_lessons() for p in self.people(board.school, setting)):
            for day in person.days:
                for week in board.weeks:
                    self._post_day(board, setting, person, day, week)

    def _post_day(self, board: Board, setting: RuleSetting, person: Person, day: list[Moment], week: Weeks) -> None:
        least, most = setting["least"], setting["most"]
        slots = list({s.id: s for m in day for s in m.slots}.values())
        load = board.lessons(person.courses, slots, week)
        if len(slots) > most:
            if setting["each"] == "day" and not setting.hard:
                beyond = board.any([board.above(person.at(board, slots, week), most)])
                board.at_most(setting, (person.id,), beyond, 0)
            else:
                board.at_most(setting, (person.id,), load, most)
        if self.every_day(setting):
            board.at_least(setting, (person.id,), load, least)
        elif least > 1:
            taught: Lin = board.any([person.there(board, m, week) for m in day])
            board.at_least(setting, (person.id,), load - taught * least, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for lived in (day for days in self.weeks(view, setting) for day in days):
            count = sum(x.course.kind is CourseKind.LESSON for x in lived.lessons)
            over = max(count - setting["most"], 0)
            short = max(setting["least"] - count, 0) if count or self.every_day(setting) else 0
            off = (min(over, 1) if setting["each"] == "day" else over) + short
            if off:
                found.append(Violation(setting.id, (lived.who,), (At(lived.day, 0, lived.week),), off))
        return found

    def cases(self) -> Iterable[Case]:
        bounds = (("least", 2), ("most", 2))
        school = tiny({"一1": "语3 数1"}, {"张": "一1语 一1数"}, days=2, periods=4)
        yield Case(
            "breaks",
            Text("周一3节多1节，周二1节少1节：2节", "three on Monday, one on Tuesday, two allowed and wanted: two"),
            school, place(school, {"一1": "语 . 语 数 | . 语 . ."}), 2, bounds,
        )  # fmt: skip
        yield Case(
            "boundary", Text("每天2节，正好", "two a day: just right"),
            school, place(school, {"一1": "语 . . 数 | 语 . 语 ."}), 0, bounds,
        )  # fmt: skip
        yield Case(
            "a day off", Text("周二没课不算少；周一4节多2节", "nothing on Tuesday is not short; four on Monday: two"),
            school, place(school, {"一1": "语 语 语 数 | . . . ."}), 2, bounds,
        )  # fmt: skip
        yield Case(
            "counted by the day", Text("周一4节，多几节都算1", "four on Monday, counted once: one"),
            school, place(school, {"一1": "语 语 语 数 | . . . ."}), 1, (("each", "day"), ("least", 0), ("most", 2)),
        )  # fmt: skip
        yield Case(
            "only these lessons count", Text("只算语文：周一2节", "of Chinese lessons alone: two on Monday"),
            school, place(school, {"一1": "语 . 语 数 | . 语 . ."}), 0, (("most", 2),),
            Scope(courses=frozenset({"一1语"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, {"张": "一1语 一1音"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text("双周只有1节，最少2节：少1节", "one lesson in even weeks where two are the least: one"),
            halves, place(halves, {"一1": "语 音/. | . ."}), 1, bounds,
        )  # fmt: skip
        long = tiny({"一1": "美1x2 语1"}, {"张": "一1美 一1语"}, days=1, periods=3, morning=3)
        yield Case(
            "doubles", Text("连堂2节加1节，最多2节：多1节", "a double and a single, two allowed: one"),
            long, place(long, {"一1": "美 美 语"}), 1, bounds,
        )  # fmt: skip
