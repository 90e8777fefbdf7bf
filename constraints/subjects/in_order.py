"""One course before another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.domain import At, Course, RuleSetting, School, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class InOrder(Rule):
    """The sessions of ``first`` end before the sessions of ``then`` begin, in the week or on each day.

    What it asks: no session of ``then`` begins before, or while, a session of ``first`` is held; with ``same_day``
    that is asked of sessions on one day only.
    Why: theory before practice, the lecture before its exercises.
    Breaks when: a week (with ``same_day``: a day) holds a session of ``first`` that does not end before one of
    ``then``; each such week (day) counts one.
    Posted slot by slot: 'a session of first ends here or later' and 'one of then begins here or earlier' are not both.
    Parameters: first, then: ids of courses; same_day.
    References: cf. FET, Two activities ordered (if same day).
    """

    code = "in_order"
    title = Text("两课先后", "one course before another")
    asks = Text("前一门课排在后一门课之前（一周之内或同一天之内）", "the first course comes before the second")
    breach = Text("{who} 在{where}先后颠倒", "{who}: wrong order on {where}")
    unit = Text("次", "times")
    params = (
        Param("first", (), "", Text("在前的课程", "the courses that come first")),
        Param("then", (), "", Text("在后的课程", "the courses that come after them")),
        Param("same_day", False, "", Text("只看同一天", "only on one day")),
    )
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows the wrong order", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("forgets the first bound", skip="first"),
        Mutant("only on one day", params=(("same_day", True),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        first, then = ([school.course[c] for c in setting[p] if c in school.course] for p in ("first", "then"))
        slots = sorted(school.grid.slots, key=lambda s: (s.day, s.start))
        spans = [[s for s in slots if s.day == d] for d in school.grid.days] if setting["same_day"] else [slots]
        who = (*setting["first"], *setting["then"])
        for span in spans if first and then else ():
            for week in board.weeks:
                wrong = [self._wrong(board, first, then, span, s, week) for s in span]
                board.at_most(setting, who, board.worst(wrong), 0)

    @staticmethod
    def _wrong(
        board: Board, first: Sequence[Course], then: Sequence[Course], span: Sequence[Slot], slot: Slot, week: Weeks
    ) -> Lin:
        """Above 0 when a session of ``first`` ends here or later and one of ``then`` begins here or earlier."""
        late = [s for s in span if (s.day, s.end) > (slot.day, slot.start)]
        early = [s for s in span if (s.day, s.start) <= (slot.day, slot.start)]
        ended: Lin = board.sum(board.ends(c, s, week) for c in first for s in late)
        begun = board.sessions(then, early, week)
        if sum(len(c.sessions) for c in first) > 1:
            ended = board.any([ended])
        if sum(len(c.sessions) for c in then) > 1:
            begun = board.any([begun])
        return ended + begun - 1

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for week in view.school.weeks:
            first, then = ([x for c in setting[p] for x in view.of_course(c, week)] for p in ("first", "then"))
            wrong = {
                y.slot.day if setting["same_day"] else 0
                for x in first for y in then
                if y.first and (x.slot.day, x.slot.end) > (y.slot.day, y.slot.start)
                and (x.slot.day == y.slot.day or not setting["same_day"])
            }  # fmt: skip
            for day in sorted(wrong):
                who = (*setting["first"], *setting["then"])
                found.append(Violation(setting.id, who, (At(day, 0, week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return all(any(c in school.course for c in setting[p]) for p in ("first", "then"))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["first"] and setting["then"]:
            return None
        return Text("没有填先后两门课程（工作表 规则）", "the two courses are not named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        asked = (("first", ("一1语",)), ("then", ("一1数",)))
        one = tiny({"一1": "语1 数1"}, days=2, periods=3, morning=3)
        yield Case(
            "breaks", Text("数学周一，语文周二：1次", "mathematics on Monday, Chinese on Tuesday: one"),
            one, place(one, {"一1": "数 . . | 语 . ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("语文在前", "Chinese first"),
            one, place(one, {"一1": ". 语 . | 数 . ."}), 0, asked,
        )  # fmt: skip
        yield Case(
            "boundary: only on one day", Text("不在同一天，先后不限", "on different days any order is right"),
            one, place(one, {"一1": ". 数 . | 语 . ."}), 0, (*asked, ("same_day", True)),
        )  # fmt: skip
        yield Case(
            "wrong on one day", Text("同一天数学在前：1次", "mathematics first on one day: one"),
            one, place(one, {"一1": "数 . 语 | . . ."}), 1, (*asked, ("same_day", True)),
        )  # fmt: skip
        more = tiny({"一1": "语1x2+1 数2"}, days=2, periods=4, morning=4)
        yield Case(
            "several sessions", Text("两天都颠倒：2次", "the wrong order on both days: two"),
            more, place(more, {"一1": "数 语 语 . | 数 . 语 ."}), 2, (*asked, ("same_day", True)),
        )  # fmt: skip
        other = tiny({"一1": "语1x2", "一2": "数0.5"}, periods=4, morning=4)
        yield Case(
            "while it is held", Text("单周数学在连堂的第2节：1次", "odd weeks, in the double's second period: one"),
            other, place(other, {"一1": "语 语 . .", "一2": ". 数/. . ."}), 1,
            (("first", ("一1语",)), ("then", ("一2数",))),
        )  # fmt: skip
