"""At most so many minutes of lessons a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.domain import At, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Violation


class LessonMinutesDay(Rule):
    """A class has at most so many minutes of lessons a day.

    What it asks: the lessons a class is given on a day, by their length on the clock, are at most ``most``
    minutes.
    Why: 每天课堂学习时间不超过4小时20分钟.
    Breaks when: a class's day holds more; the minutes beyond count.
    Parameters: most, minutes a day.
    Price: 50 a minute: a lesson of 40 minutes too many costs 2000.
    References: HZ-03.
    """

    code = "lesson_minutes_day"
    title = Text("每天课堂学习时间", "minutes of lessons a day")
    asks = Text("每班每天上课总时长不超过规定分钟", "a class's lessons of a day take no more minutes than asked for")
    breach = Text("{who} {where}上课超出 {amount} 分钟", "{who}: {amount} minutes of lessons too many on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("most", 260, "minutes a day", Text("每天最多多少分钟", "minutes a day at most")),)
    price = 50
    metric = "lesson_minutes_day"
    bounds = {"most": "<="}
    reference = "HZ-03"
    mutants = (
        Mutant("allows a minute more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets the last day", skip="last"),
        Mutant("allows 40 minutes more", params=(("most", 40),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            courses = school.courses_of(klass) if setting.scope.has_group(klass) else ()
            for day in slots if courses else ():
                own = sum(s.end - s.start for s in slots[day] if s.bell == klass.bell)
                if own <= setting["most"] and all(c.bell == klass.bell for c in courses):
                    continue
                for week in board.weeks:
                    held = board.sum(board.lessons(courses, (s,), week) * (s.end - s.start) for s in slots[day])
                    board.at_most(setting, (klass.id,), held, setting["most"])

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                minutes: Counter[int] = Counter()
                for x in view.of_class(klass, week):
                    minutes[x.slot.day] += x.slot.end - x.slot.start
                for day, number in sorted(minutes.items()):
                    yield Measured((klass.id,), (At(day, 0, week),), number)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        over = ((m, int(m.value) - setting["most"]) for m in self.measure(view, setting))
        return [Violation(setting.id, m.who, m.where, amount) for m, amount in over if amount > 0]

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2 数1"}, days=2, periods=3)
        yield Case(
            "breaks",
            Text("周一3节120分钟，最多100：超20", "three lessons of 40 on Monday, 100 allowed: 20 beyond"),
            school, place(school, {"一1": "语 数 语 | . . ."}), 20, (("most", 100),),
        )  # fmt: skip
        yield Case(
            "boundary", Text("2节80分钟，正好", "two lessons, just 80 minutes"),
            school, place(school, {"一1": "语 数 . | 语 . ."}), 0, (("most", 80),),
        )  # fmt: skip
        yield Case(
            "keeps", Text("最多260分钟：一天放不满", "260 allowed: a day cannot hold more"),
            school, place(school, {"一1": "语 数 语 | . . ."}), 0,
        )  # fmt: skip
        junior = tiny({"七1": "语1x2+1"}, days=2, periods=3, morning=3, bells={"七": (480, 45)})
        yield Case(
            "by the clock", Text("初中3节135分钟，最多130：超5", "three of 45, 130 allowed: 5 beyond"),
            junior, place(junior, {"七1": "语 语 语 | . . ."}), 5, (("most", 130),),
        )  # fmt: skip
        other = tiny({"一1": "语1.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text("双周周一2节80分钟，最多50：超30", "even weeks 80 on Monday, 50 allowed: 30 beyond"),
            other, place(other, {"一1": "语 ./语 | . ."}), 30, (("most", 50),),
        )  # fmt: skip
