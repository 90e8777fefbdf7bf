"""One course directly after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain import At, RuleSetting, School, Slot, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class RightAfter(Rule):
    """Every session of ``then`` begins in the next period after a session of ``first`` ends.

    What it asks: where a session of a course of ``then`` begins, a session of a course of ``first`` ends in the period
    before it on the same day. Breaks between periods, noon too, do not matter: the period before is the one before it
    in the bell schedule.
    Why: a laboratory lesson after its lecture, a walk to another building that is wanted once a day only.
    Breaks when: a session of ``then`` begins elsewhere; each counts one.
    Parameters: first, then: ids of courses.
    References: cf. FET, Two activities consecutive.
    """

    code = "right_after"
    title = Text("两课紧接", "one course right after another")
    asks = Text(
        "后一门课紧接在前一门课之后（课间、午休不算隔开）", "the second course comes in the period after the first"
    )
    breach = Text("{who} 在{where}没有紧接在前一门课之后", "{who} does not come right after the first at {where}")
    unit = Text("次", "sessions")
    params = (
        Param("first", (), "", Text("在前的课程", "the courses that come first")),
        Param("then", (), "", Text("紧接其后的课程", "the courses right after them")),
    )
    price = 1500
    reference = "FET"
    mutants = (
        Mutant("allows it anywhere", shift=1),
        Mutant("forgets the first bound", skip="first"),
        Mutant("forgets a term", forget="last"),
        Mutant("the other way round", params=(("first", ("一1数",)), ("then", ("一1语",)))),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        first, then = ([school.course[c] for c in setting[p] if c in school.course] for p in ("first", "then"))
        for bell in sorted({c.bell for c in then}):
            late, early = ([c for c in courses if c.bell == bell] for courses in (then, first))
            for before, slot in _steps(school, bell):
                for week in board.weeks:
                    ended = board.sum(board.ends(c, before, week) for c in early) if before else 0
                    board.at_most(setting, setting["then"], board.sessions(late, [slot], week) - ended, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for week in view.school.weeks:
            first, then = ([x for c in setting[p] for x in view.of_course(c, week)] for p in ("first", "then"))
            going_on = {(x.course.id, x.slot.id) for x in first if not x.first}
            ended = [x.slot for x in first if (x.course.id, x.slot.next) not in going_on]
            for x in then:
                same = [s for s in view.school.grid.slots if s.bell == x.slot.bell and s.day == x.slot.day]
                earlier = max((s for s in same if s.start < x.slot.start), key=lambda s: s.start, default=None)
                if not x.first:
                    continue
                if earlier in ended:
                    ended.remove(earlier)  # one session is followed by one
                else:
                    where = (At(x.slot.day, x.slot.period, week),)
                    found.append(Violation(setting.id, (x.course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c in school.course for c in setting["then"])

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["first"] and setting["then"]:
            return None
        return Text("没有填前后两门课程（工作表 规则）", "the two courses are not named (sheet Rules)")

    def cases(self) -> Iterable[Case]:
        asked = (("first", ("一1语",)), ("then", ("一1数",)))
        one = tiny({"一1": "语1 数1 美1"}, days=1, periods=4, morning=2)
        yield Case(
            "breaks", Text("数学隔了一节：1次", "mathematics comes a lesson later: one"),
            one, place(one, {"一1": "语 美 数 ."}), 1, asked,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1节语文，第2节数学", "Chinese, then mathematics"),
            one, place(one, {"一1": "语 数 美 ."}), 0, asked,
        )  # fmt: skip
        yield Case(
            "boundary: noon between", Text("第2、3节隔着午休，也算紧接", "lessons 2 and 3, noon between: right"),
            one, place(one, {"一1": "美 语 数 ."}), 0, asked,
        )  # fmt: skip
        yield Case(
            "the wrong order", Text("数学在前：1次", "mathematics comes first: one"),
            one, place(one, {"一1": "数 语 美 ."}), 1, asked,
        )  # fmt: skip
        double = tiny({"一1": "语1x2 数1x2"}, days=2, periods=4, morning=4)
        yield Case(
            "doubles", Text("连堂后接连堂", "a double after a double"),
            double, place(double, {"一1": "语 语 数 数 | . . . ."}), 0, asked,
        )  # fmt: skip
        yield Case(
            "another day", Text("不在同一天：1次", "on different days: one"),
            double, place(double, {"一1": "语 语 . . | 数 数 . ."}), 1, asked,
        )  # fmt: skip
        halves = tiny({"一1": "语1 数0.5"}, periods=3, morning=3)
        yield Case(
            "odd and even weeks", Text("单周数学在第1节：1次", "mathematics in lesson 1 of odd weeks: one"),
            halves, place(halves, {"一1": "数/. 语 ."}), 1, asked,
        )  # fmt: skip


def _steps(school: School, bell: str) -> Iterator[tuple[Slot | None, Slot]]:
    """Every slot of a bell schedule with the one before it on its day."""
    previous = None
    for slot in sorted((s for s in school.grid.slots if s.bell == bell), key=lambda s: (s.day, s.start)):
        yield (previous if previous and previous.day == slot.day else None), slot
        previous = slot
