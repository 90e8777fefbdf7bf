"""What the rules about a person's days at school have in common: how many, how long, how late and how early again.

See ``_people``. A day counts when it has a lesson (or a meeting) that counts; periods are counted by their number in
the day, so that a number that is no lesson anywhere (a break as long as a lesson) counts as time all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Violation

from ._people import Lived, People, begun, to_come

_PRICE = 2000  # a day at school more costs as much as two gaps


def _three_days() -> School:
    return tiny({"一1": "语2 数1"}, {"张": "一1语 一1数"}, days=3, periods=2)


class Days(People):
    """How many days a week a person has lessons."""

    unit = Text("天", "days")
    params = (
        Param("least", 0, "days a week", Text("每周最少几天有课", "least days with lessons a week")),
        Param("most", 5, "days a week", Text("每周最多几天有课", "most days with lessons a week")),
    )
    price = _PRICE
    mutants = (
        Mutant("moves the bounds", shift=1),
        Mutant("forgets a day", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
        Mutant("least - 1", params=(("least", -1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        least, most = setting["least"], setting["most"]
        for person in self.people(board.school, setting):
            for week in board.weeks:
                days = board.sum(board.any([person.there(board, m, week) for m in day]) for day in person.days)
                if most < len(person.days):
                    board.at_most(setting, (person.id,), days, most)
                if least > 0:
                    board.at_least(setting, (person.id,), days, least)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for days in self.weeks(view, setting):
            count = len({x.slot.day for lived in days for x in lived.lessons})
            off = max(count - setting["most"], setting["least"] - count)
            if off > 0:
                found.append(Violation(setting.id, (days[0].who,), (At(0, 0, days[0].week),), off))
        return found

    def cases(self) -> Iterable[Case]:
        two = (("least", 2), ("most", 2))
        school = _three_days()
        yield Case(
            "breaks", Text("三天都有课，最多2天：多1天", "lessons on three days, two allowed: one"),
            school, place(school, {"一1": "语 . | . 语 | 数 ."}), 1, two,
        )  # fmt: skip
        yield Case(
            "boundary", Text("两天有课", "lessons on two days"),
            school, place(school, {"一1": "语 数 | . 语 | . ."}), 0, two,
        )  # fmt: skip
        yield Case(
            "too few", Text("只有两天有课，最少3天：少1天", "lessons on two days, three wanted: one"),
            school, place(school, {"一1": "语 数 | . 语 | . ."}), 1, (("least", 3), ("most", 5)),
        )  # fmt: skip
        yield Case(
            "only these lessons count", Text("只算语文：两天", "of Chinese lessons alone: two days"),
            school, place(school, {"一1": "语 . | . 语 | 数 ."}), 0, two, Scope(courses=frozenset({"一1语"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, {"张": "一1语 一1音"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周多来1天", "in odd weeks a day more: one"),
            halves, place(halves, {"一1": "语 . | 音/. ."}), 1, (("least", 1), ("most", 1)),
        )  # fmt: skip


class DaysWithin(People):
    """On how many days a week a person has lessons in some periods of the day."""

    unit = Text("天", "days")
    params = (
        Param("first", 1, "period", Text("从第几节", "from this period")),
        Param("last", 1, "period", Text("到第几节", "to this period")),
        Param("most", 5, "days a week", Text("每周最多几天", "most days a week")),
    )
    price = 1000
    mutants = (
        Mutant("one day more", shift=1),
        Mutant("forgets a day", forget="last"),
        Mutant("most + 1", params=(("most", 1),)),
        Mutant("begins later", params=(("first", 1),)),
        Mutant("ends earlier", params=(("last", -1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        first, last, most = setting["first"], setting["last"], setting["most"]
        for person in self.people(board.school, setting):
            if most >= len(person.days):
                continue
            for week in board.weeks:
                days = []
                for day in person.days:
                    slots = {s.id: s for m in day for s in m.slots if first <= s.period <= last}.values()
                    days.append(board.any([person.at(board, [s], week) for s in slots]))
                board.at_most(setting, (person.id,), board.sum(days), most)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        asked = range(setting["first"], setting["last"] + 1)
        for days in self.weeks(view, setting):
            over = sum(any(x.slot.period in asked for x in lived.lessons) for lived in days) - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (days[0].who,), (At(0, 0, days[0].week),), over))
        return found

    def cases(self) -> Iterable[Case]:
        early = (("first", 2), ("last", 3), ("most", 1))
        school = tiny({"一1": "语2 数1"}, {"张": "一1语 一1数"}, days=3, periods=4)
        yield Case(
            "breaks",
            Text("周一第2节、周二第3节，最多1天：多1天", "period 2 on Monday, 3 on Tuesday, one allowed: one"),
            school, place(school, {"一1": ". 语 . . | . . 语 . | 数 . . ."}), 1, early,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第2、3节同在周一，只算1天", "periods 2 and 3 on Monday are one day"),
            school, place(school, {"一1": ". 语 数 . | . . . 语 | . . . ."}), 0, early,
        )  # fmt: skip
        yield Case(
            "keeps: outside these periods", Text("第1、4节不算", "periods 1 and 4 do not count"),
            school, place(school, {"一1": "语 . . 数 | 语 . . . | . . . ."}), 0,
            (("first", 2), ("last", 3), ("most", 0)),
        )  # fmt: skip
        yield Case(
            "only these lessons count", Text("只算数学：1天", "of maths alone: one day"),
            school, place(school, {"一1": ". 语 . . | . . 语 . | . 数 . ."}), 0, early,
            Scope(courses=frozenset({"一1数"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, {"张": "一1语 一1音"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周两天都有第1节：多1天", "in odd weeks period 1 on both days: one"),
            halves, place(halves, {"一1": "语 . | 音/. ."}), 1, (("first", 1), ("last", 1), ("most", 1)),
        )  # fmt: skip


class Span(People):
    """How many periods lie from the first to the last lesson of a day."""

    unit = Text("节", "periods")
    params = (Param("most", 8, "periods a day", Text("从第一节到最后一节最多跨几节", "most from first to last")),)
    price = 1000
    mutants = (
        Mutant("one period more", shift=1),
        Mutant("leaves out a bound", skip="first"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        most = setting["most"]
        for person in self.people(board.school, setting):
            for day in person.days:
                for week in board.weeks:
                    cells = person.by_period(board, day, week)
                    if not cells or max(cells) - min(cells) < most:
                        continue
                    before, after = _spread(board, cells)
                    for n in range(min(cells), max(cells) - most + 1):  # both for as many n as the day is too long
                        board.at_most(setting, (person.id,), before[n] + after[n + most], 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for lived in (day for days in self.weeks(view, setting) for day in days):
            numbers = [x.slot.period for x in lived.lessons]
            over = max(numbers) - min(numbers) + 1 - setting["most"] if numbers else 0
            if over > 0:
                found.append(Violation(setting.id, (lived.who,), (At(lived.day, 0, lived.week),), over))
        return found

    def cases(self) -> Iterable[Case]:
        two = (("most", 2),)
        school = tiny({"一1": "语2 数1"}, {"张": "一1语 一1数"}, days=2, periods=4)
        yield Case(
            "breaks", Text("从第1节到第4节跨4节，最多2节：超2节", "from period 1 to 4 are four, two allowed: two"),
            school, place(school, {"一1": "语 . . 语 | 数 . . ."}), 2, two,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第2、3节，跨2节", "periods 2 and 3"),
            school, place(school, {"一1": ". 语 语 . | . . . 数"}), 0, two,
        )  # fmt: skip
        yield Case(
            "keeps: each day by itself", Text("周一第1节，周二第4节", "period 1 on Monday, 4 on Tuesday"),
            school, place(school, {"一1": "语 数 . . | . . . 语"}), 0, two,
        )  # fmt: skip
        yield Case(
            "only these lessons count", Text("只算语文：跨2节", "of Chinese lessons alone: two"),
            school, place(school, {"一1": "语 语 . 数 | . . . ."}), 0, two, Scope(courses=frozenset({"一1语"})),
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, {"张": "一1语 一1音"}, periods=3)
        yield Case(
            "odd and even weeks", Text("单周跨3节：超1节", "in odd weeks three: one"),
            halves, place(halves, {"一1": "语 . 音/."}), 1, two,
        )  # fmt: skip


class Rest(People):
    """How many periods lie between the last lesson of a day and the first of the next day."""

    unit = Text("节", "periods")
    params = (
        Param("least", 0, "periods", Text("前一天末节课后到第二天首节课前至少隔几节", "least periods overnight")),
        Param(
            "circular", False, "yes or no", Text("末日与首日也算相邻", "the last day and the first are neighbours too")
        ),
    )
    price = 1000
    mutants = (
        Mutant("one period less", shift=1),
        Mutant("leaves out a bound", skip="first"),
        Mutant("least - 1", params=(("least", -1),)),
        Mutant("not in a circle", params=(("circular", False),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        slots = board.school.grid.slots
        if not slots or setting["least"] <= 0:
            return
        number = {day: i for i, day in enumerate(board.school.grid.days)}
        shift = max(s.period for s in slots) - setting["least"]
        for person in self.people(board.school, setting):
            for week in board.weeks:
                days = {number[d[0].day]: person.by_period(board, d, week) for d in person.days}
                for a, b in _neighbours(len(number), setting["circular"]):
                    if not days.get(a) or not days.get(b):
                        continue
                    (_, late), (early, _) = _spread(board, days[a]), _spread(board, days[b])
                    for n in range(min(days[b]) + shift, max(days[a]) + 1):  # both for as many n as the night is short
                        evening = late[max(n, min(late))]
                        board.at_most(setting, (person.id,), evening + early[min(n - shift, max(early))], 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        end = max((s.period for s in view.school.grid.slots), default=0)
        for days in self.weeks(view, setting):
            nights = [*pairwise(days), *([(days[-1], days[0])] if setting["circular"] and len(days) > 1 else [])]
            for evening, morning in nights:
                if evening.lessons and morning.lessons:
                    last = max(x.slot.period for x in evening.lessons)
                    first = min(x.slot.period for x in morning.lessons)
                    short = setting["least"] - (end - last + first - 1)
                    if short > 0:
                        where = (_at(evening, last), _at(morning, first))
                        found.append(Violation(setting.id, (evening.who,), where, short))
        return found

    def cases(self) -> Iterable[Case]:
        three = (("circular", False), ("least", 3))
        school = tiny({"一1": "语2"}, {"张": "一1语"}, days=3, periods=4)
        yield Case(
            "breaks",
            Text("周一第4节，周二第2节，中间隔1节，至少3节：少2节", "period 4, then 2: one between, three wanted: two"),
            school, place(school, {"一1": ". . . 语 | . 语 . . | . . . ."}), 2, three,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周一第3节，周二第3节，隔3节", "period 3, then 3: three between"),
            school, place(school, {"一1": ". . 语 . | . . 语 . | . . . ."}), 0, three,
        )  # fmt: skip
        yield Case(
            "keeps: a day off between", Text("周一第4节，周三第1节", "period 4 on Monday, 1 on Wednesday"),
            school, place(school, {"一1": ". . . 语 | . . . . | 语 . . ."}), 0, three,
        )  # fmt: skip
        yield Case(
            "the last day and the first",
            Text("周三第4节后是周一第1节，少3节", "period 4 on the last day, 1 on the first: three"),
            school, place(school, {"一1": "语 . . . | . . . . | . . . 语"}), 3, (("circular", True), ("least", 3)),
        )  # fmt: skip
        short = tiny({"一1": "语2"}, {"张": "一1语"}, days=2, periods=2)
        yield Case(
            "more than a day", Text("隔1节，至少3节：少2节", "one between, three wanted: two"),
            short, place(short, {"一1": "语 . | 语 ."}), 2, three,
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5"}, {"张": "一1语 一1音"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周隔0节，至少1节：少1节", "in odd weeks none between, one wanted: one"),
            halves, place(halves, {"一1": ". 语 | 音/. ."}), 1, (("circular", False), ("least", 1)),
        )  # fmt: skip


def _at(lived: Lived, period: int) -> At:
    return At(lived.day, period, lived.week)


def _neighbours(days: int, circular: bool) -> Iterator[tuple[int, int]]:
    """The numbers of the days that follow one another."""
    yield from pairwise(range(days))
    if circular and days > 1:
        yield days - 1, 0


def _spread(board: Board, cells: Mapping[int, Lin]) -> tuple[dict[int, Lin], dict[int, Lin]]:
    """For every period number of the day: whether it has begun by then, and whether there is more from then on."""
    before, after = begun(board, cells.values()), to_come(board, list(cells.values()))
    numbers = list(cells)
    every = range(numbers[0], numbers[-1] + 1)
    left = {n: before[max(i for i, x in enumerate(numbers) if x <= n)] for n in every}
    right = {n: after[min(i for i, x in enumerate(numbers) if x >= n)] for n in every}
    return left, right
