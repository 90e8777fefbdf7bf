"""Classes begin with the first period (班级早上不空第一节)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._people import OfClasses, to_come
from scheduler.domain import At, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Violation


class ClassEarlyStart(OfClasses):
    """A class's day begins with the first period at which it is at school; on ``most`` days with the second.

    What it asks: on each day with lessons, the first lesson lies in the first open period, or, on no more than
    ``most`` days a week, in the second. Periods at which the class is not at school do not count.
    Why: nobody looks after pupils who have no lesson yet; one later beginning is a way out.
    Breaks when: a day begins later than with the second period: one, a week; more than ``most`` days begin with the
    second: each day beyond counts one.
    Parameters: most — days a week.
    Posted as: something from the second period on needs a lesson in the first (``most`` 0), or something from the
    third on one of the first two.
    """

    code = "class_early_start"
    title = Text("班级第一节不空", "classes begin early")
    asks = Text(
        "班级每天从第一节开始上课，只许规定的几天从第二节开始",
        "each day begins with the first period, few with the second",
    )
    breach = Text("{who} 在{where}开始上课晚了，{amount} 天", "{who} begins late in {where}: {amount} day(s)")
    unit = Text("天", "days")
    params = (Param("most", 0, "days a week", Text("每周最多几天从第二节开始", "most days that begin second")),)
    price = 1000
    mutants = (
        Mutant("one late beginning more", shift=1),
        Mutant("leaves out a day", skip="first"),
        Mutant("leaves out the last bound", skip="last"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        most = setting["most"]
        for person in self.people(board.school, setting):
            for week in board.weeks:
                seconds = []
                for day in person.open_days:
                    cells = [person.there(board, m, week) for m in day]
                    if len(cells) < 2:
                        continue
                    after = to_come(board, cells)
                    if most == 0:
                        board.at_most(setting, (person.id,), after[1] - cells[0], 0)
                        continue
                    if len(cells) > 2:
                        board.at_most(setting, (person.id,), after[2] - cells[0] - cells[1], 0)
                    seconds.append(board.above(cells[1] - cells[0], 0))
                if len(seconds) > most:
                    board.at_most(setting, (person.id,), board.sum(seconds), most)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for days in self.weeks(view, setting):
            begins = [(lived, lived.row.find("x")) for lived in days]
            over = sum(first == 1 for _, first in begins) - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (days[0].who,), (At(0, 0, days[0].week),), over))
            for lived, first in begins:
                if first > 1:
                    found.append(Violation(setting.id, (lived.who,), (At(lived.day, 0, lived.week),), 1))
        return found

    def cases(self) -> Iterable[Case]:
        one = (("most", 1),)
        school = tiny({"一1": "语2 数1"}, days=3, periods=4)
        yield Case(
            "breaks", Text("三天都从第2节开始，最多1天：多2天", "three days begin second, one allowed: two"),
            school, place(school, {"一1": ". 语 . . | . 数 . . | . 语 . ."}), 2, one,
        )  # fmt: skip
        yield Case(
            "boundary", Text("一天从第2节开始，一天没课", "one day begins second, one is free"),
            school, place(school, {"一1": ". 语 . . | 数 . 语 . | . . . ."}), 0, one,
        )  # fmt: skip
        yield Case(
            "the third period is always late", Text("周二从第3节开始：1天", "Tuesday begins third: one"),
            school, place(school, {"一1": ". 语 . . | . . 语 . | 数 . . ."}), 1, one,
        )  # fmt: skip
        yield Case(
            "none allowed", Text("第2节、第4节开始各1天：2天", "one day begins second, one fourth: two"),
            school, place(school, {"一1": ". 语 语 . | . . . 数 | . . . ."}), 2,
        )  # fmt: skip
        away = self.away(tiny({"一1": "语2"}, days=2, periods=4), "周一1；周一3")
        yield Case(
            "not at school yet", Text("周一在校的第二节是第4节，周二从第2节开始：多1天",
                                      "on Monday period 4 is the second at school, Tuesday begins second: one"),
            away, place(away, {"一1": ". . . 语 | . 语 . ."}), 1, one,
        )  # fmt: skip
        yield Case(
            "keeps: what is idle later does not matter", Text("第1节开始，第2节空", "begins first, idle in period 2"),
            school, place(school, {"一1": "语 . 语 . | 数 . . . | . . . ."}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, periods=2)
        yield Case(
            "keeps and breaks in odd and even weeks", Text("双周从第2节开始：1天", "even weeks begin second: one"),
            halves, place(halves, {"一1": "音/. 语"}), 1,
        )  # fmt: skip
