"""Sessions in one block of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from scheduler.domain import At, Course, RuleSetting, School, Scope, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Rule, Violation


class SideBySide(Rule):
    """The sessions of the courses in scope make one block: on one day, one after the other, in any order.

    What it asks: all sessions of the courses in scope lie on one day, each in the period after another's end; breaks
    and noon between periods do not part them.
    Why: two or three lessons that are one piece of work.
    Breaks when: they make more than one block in a week; that counts one, however many blocks.
    Posted by counting: a session that does not begin in the period after another's end opens a block.
    References: cf. FET, Two / Three activities grouped.
    """

    code = "side_by_side"
    title = Text("几课相连", "courses side by side")
    asks = Text(
        "所列课程排在同一天并且前后相连，次序不限", "the courses named lie on one day one after another, in any order"
    )
    breach = Text("{who} 没有排在一起（{where}）", "{who} are not side by side ({where})")
    unit = Text("次", "weeks")
    price = 1500
    reference = "FET"
    mutants = (
        Mutant("allows another block", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("forgets it", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        courses = board.school.within(setting.scope)
        who = tuple(c.id for c in courses)
        for week in board.weeks if courses else ():
            blocks = self._blocks(board, courses, week)
            if setting.hard:
                board.at_most(setting, who, blocks, 1)
            else:
                board.at_most(setting, who, board.any([board.above(blocks, 1)]), 0)

    @staticmethod
    def _blocks(board: Board, courses: Sequence[Course], week: Weeks) -> Lin:
        opened = []
        bells = {c.bell for c in courses}
        slots = sorted((s for s in board.school.grid.slots if s.bell in bells), key=lambda s: (s.bell, s.day, s.start))
        before = None
        for slot in slots:
            begun = board.sessions(courses, [slot], week)
            if before and (before.bell, before.day) == (slot.bell, slot.day):
                ended = before
                begun = begun - board.sum(board.ends(c, ended, week) for c in courses)
            opened.append(board.above(begun, 0))
            before = slot
        return board.sum(opened)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = [c.id for c in view.school.within(setting.scope)]
        order: dict[str, tuple[str, int, int]] = {}
        for bell in view.school.grid.bell:
            ranked = sorted((s.day, s.start, s.id) for s in view.school.grid.slots if s.bell == bell)
            order |= {slot: (bell, day, rank) for rank, (day, _, slot) in enumerate(ranked)}
        for week in view.school.weeks:
            lessons = [x for i in ids for x in view.of_course(i, week)]
            taken = sorted(order[x.slot.id] for x in lessons)
            whole = all(a[:2] == b[:2] and b[2] - a[2] == 1 for a, b in pairwise(taken))
            if not whole:
                where = tuple(At(x.slot.day, x.slot.period, week) for x in lessons if x.first)
                found.append(Violation(setting.id, tuple(ids), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        pair = Scope(courses=frozenset({"一1语", "一1数"}))
        one = tiny({"一1": "语1 数1 美1"}, days=1, periods=4, morning=2)
        yield Case(
            "breaks", Text("隔了一节：1次", "a lesson lies between: one"),
            one, place(one, {"一1": "数 美 语 ."}), 1, scope=pair,
        )  # fmt: skip
        yield Case(
            "keeps", Text("相连，次序不限", "one after the other, in any order"),
            one, place(one, {"一1": "数 语 美 ."}), 0, scope=pair,
        )  # fmt: skip
        yield Case(
            "boundary: noon between", Text("第2、3节隔着午休，也算相连", "lessons 2 and 3, noon between: right"),
            one, place(one, {"一1": ". 语 数 美"}), 0, scope=pair,
        )  # fmt: skip
        three = tiny({"一1": "语1 数1 美1"}, days=2, periods=3, morning=3)
        yield Case(
            "three apart", Text("三门分成三段：1次", "three blocks: one"),
            three, place(three, {"一1": "语 . 数 | . 美 ."}), 1,
        )  # fmt: skip
        yield Case(
            "three together", Text("三门相连", "three in a row"),
            three, place(three, {"一1": ". . . | 美 语 数"}), 0,
        )  # fmt: skip
        double = tiny({"一1": "语1x2", "一2": "数1"}, periods=4, morning=4)
        yield Case(
            "a double", Text("连堂后面紧接一节", "a lesson after the double"),
            double, place(double, {"一1": "语 语 . .", "一2": ". . 数 ."}), 0,
        )  # fmt: skip
        yield Case(
            "at the same time", Text("同时上，不算相连：1次", "at the same time: one"),
            double, place(double, {"一1": "语 语 . .", "一2": ". 数 . ."}), 1,
        )  # fmt: skip
        halves = tiny({"一1": "语1 数0.5"}, periods=3, morning=3)
        yield Case(
            "odd and even weeks", Text("单周隔了一节：1次", "apart in odd weeks: one"),
            halves, place(halves, {"一1": "语 . 数/."}), 1,
        )  # fmt: skip
