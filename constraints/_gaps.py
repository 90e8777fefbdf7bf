"""What the rules about idle periods between a person's lessons have in common; see ``_people``.

Encoding: with b the 0/1 presence at the open periods of a day, two chains tell whether the day has begun by a period
(p) and whether something is still to come (s). A period between is idle when p before it and s after it are 1 and b is
0: for ``most`` 0 that is the clause p + s ≤ 1 + b, else one Boolean an idle period. On two made-up
schools of 8 classes this took 0.8 to 3.5 s where bounding the plain sum of p + s − day − b took 7 to 19 s (alike where
the bound is loose); adding that sum to it took 1 to 7 s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.domain import At, Moment, RuleSetting, School, Scope, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Violation

from ._people import Lived, People, Person, begun, to_come


def _waits(board: Board, person: Person, day: Sequence[Moment], week: Weeks) -> list[Lin]:
    """For each open period of a day but the first and the last: 2 where the person waits in it, else at most 1."""
    cells = [person.there(board, m, week) for m in day]
    before, after = begun(board, cells), to_come(board, cells)
    return [before[h - 1] + after[h + 1] - cells[h] for h in range(1, len(cells) - 1)]


def _limit(board: Board, setting: RuleSetting, person: Person, waits: Sequence[Lin]) -> None:
    """No more idle periods than ``most`` among these."""
    if setting["most"] == 0:
        for wait in waits:
            board.at_most(setting, (person.id,), wait, 1)
    elif len(waits) > setting["most"]:
        board.at_most(setting, (person.id,), board.sum(board.above(wait, 1) for wait in waits), setting["most"])


def _waiting(lived: Lived) -> int:
    """How many open periods lie between two lessons."""
    return lived.row.strip(".").count(".")


class _Gaps(People):
    unit = Text("节", "periods")
    price = 1000
    mutants = (
        Mutant("one idle period more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def _halves(self) -> Iterable[Case]:
        empty = tiny({"一1": "语2 音0.5"}, {"张": "一1语 一1音"}, periods=3, morning=2)
        yield Case(
            "odd and even weeks",
            Text("双周第2节空，隔着午休也一样：1节", "in even weeks period 2 is idle, noon or not: one"),
            empty, place(empty, {"一1": "语 音/. 语"}), 1,
        )  # fmt: skip
        full = tiny({"一1": "语2 音0.5 美0.5"}, {"张": "一1语 一1音 一1美"}, periods=3, morning=2)
        yield Case(
            "keeps: filled in both weeks", Text("单周音、双周美，都不空", "filled in odd and in even weeks"),
            full, place(full, {"一1": "语 音/美 语"}), 0,
        )  # fmt: skip


class GapsWeek(_Gaps):
    """Idle periods over the week."""

    params = (Param("most", 0, "periods a week", Text("每周最多空几节", "most idle periods a week")),)

    def post(self, board: Board, setting: RuleSetting) -> None:
        for person in self.people(board.school, setting):
            for week in board.weeks:
                waits = [w for day in person.open_days for w in _waits(board, person, day, week)]
                _limit(board, setting, person, waits)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for days in self.weeks(view, setting):
            over = sum(_waiting(lived) for lived in days) - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (days[0].who,), (At(0, 0, days[0].week),), over))
        return found

    def cases(self) -> Iterable[Case]:
        one = (("most", 1),)
        school = tiny({"一1": "语4"}, {"张": "一1语"}, days=2, periods=4)
        yield Case(
            "breaks",
            Text("周一空1节，周二空2节，最多1节：超2节", "one idle on Monday, two on Tuesday, one allowed: two"),
            school, place(school, {"一1": "语 . 语 . | 语 . . 语"}), 2, one,
        )  # fmt: skip
        yield Case(
            "boundary", Text("只有周一空1节", "one idle period on Monday"),
            school, place(school, {"一1": "语 . 语 . | . 语 语 ."}), 0, one,
        )  # fmt: skip
        yield from _common(self, school)
        yield from self._halves()


class GapsDay(_Gaps):
    """Idle periods on a day."""

    params = (Param("most", 0, "periods a day", Text("每天最多空几节", "most idle periods a day")),)

    def post(self, board: Board, setting: RuleSetting) -> None:
        for person in self.people(board.school, setting):
            for day in person.open_days:
                for week in board.weeks:
                    _limit(board, setting, person, _waits(board, person, day, week))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for lived in (day for days in self.weeks(view, setting) for day in days):
            over = _waiting(lived) - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (lived.who,), (At(lived.day, 0, lived.week),), over))
        return found

    def cases(self) -> Iterable[Case]:
        one = (("most", 1),)
        school = tiny({"一1": "语4"}, {"张": "一1语"}, days=2, periods=4)
        yield Case(
            "breaks",
            Text("周一空1节不超，周二空2节：超1节", "one idle on Monday is allowed, two on Tuesday: one"),
            school, place(school, {"一1": "语 . 语 . | 语 . . 语"}), 1, one,
        )  # fmt: skip
        yield Case(
            "boundary", Text("每天各空1节", "one idle period on each day"),
            school, place(school, {"一1": "语 . 语 . | . 语 . 语"}), 0, one,
        )  # fmt: skip
        yield from _common(self, school)
        yield from self._halves()


def _common(rule: People, school: School) -> Iterable[Case]:
    yield Case(
        "none allowed", Text("周一空1节，周二空2节：3节", "one and two idle periods: three"),
        school, place(school, {"一1": "语 . 语 . | 语 . . 语"}), 3,
    )  # fmt: skip
    yield Case(
        "keeps: nothing between", Text("每天都连着上", "in a row on both days"),
        school, place(school, {"一1": ". . 语 语 | 语 语 . ."}), 0,
    )  # fmt: skip
    away = rule.away(tiny({"一1": "语2"}, {"张": "一1语"}, periods=4), "周一2")
    yield Case(
        "not at school is not idle", Text("第2节不在校，第3节空：1节", "away in period 2, idle in 3: one"),
        away, place(away, {"一1": "语 . . 语"}), 1,
    )  # fmt: skip
    two = tiny({"一1": "语2 数1"}, {"张": "一1语 一1数"}, periods=4)
    yield Case(
        "only these lessons count",
        Text("只算语文，中间的数学也算空：1节", "of Chinese lessons alone, maths between is idle: one"),
        two, place(two, {"一1": "语 数 语 ."}), 1, (), Scope(courses=frozenset({"一1语"})),
    )  # fmt: skip
