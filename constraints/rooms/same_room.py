"""Sessions in a row keep their room."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class SameRoom(Rule):
    """Where a session of the courses in scope follows directly on another, both are in one room.

    What it asks: two sessions of the courses in scope of which one begins in the period that follows directly on the
    other's last (no break of a period, no noon between) are held in one room. It speaks of rooms that hold one class.
    Why: nobody moves in a short break.
    Breaks when: two such sessions are in different rooms; each pair counts one. Sessions without rooms are not asked.
    References: cf. FET, Activities same room if consecutive.
    """

    code = "same_room"
    title = Text("相连的课不换场地", "one room for lessons in a row")
    asks = Text("所列课程前后相连时在同一场地", "sessions of the courses named that follow directly keep the room")
    breach = Text("{who} 在{where}换了场地", "{who} change rooms at {where}")
    unit = Text("次", "times")
    price = 500
    reference = "FET"
    mutants = (
        Mutant("allows a change", shift=1),
        Mutant("forgets a term", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        courses = [c for c in school.within(setting.scope) if c.needs]
        rooms = sorted({r for c in courses for n in c.needs for r in n.options})
        pairs = [(s, school.grid.slot[s.next]) for s in school.grid.slots if s.next]
        for (before, after), week in ((p, w) for p in pairs for w in board.weeks):
            later = [c for c in courses if c.bell == after.bell]
            for room in rooms:
                here = (room,)
                ended = board.sum(
                    board.at_in(c, before, here, week)
                    - board.at_in(c, after, here, week)
                    + board.begins_in(c, after, here, week)
                    for c in later
                )
                for course in later:
                    moved = board.begins(course, after, week) - board.begins_in(course, after, here, week)
                    board.at_most(setting, (course.id, room), ended + moved, 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = {c.id for c in view.school.within(setting.scope)}
        for week in view.school.weeks:
            begun = [x for x in view.lessons if x.first and x.week is week and x.course.id in ids and x.rooms]
            for pair in combinations(begun, 2):
                for x, y in (pair, pair[::-1]):
                    last = view.school.grid.run(x.slot, x.session.duration)[-1]
                    if last.next == y.slot.id and x.rooms != y.rooms:
                        where = (At(y.slot.day, y.slot.period, week),)
                        found.append(Violation(setting.id, (x.course.id, y.course.id), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope) if c.needs) > 1

    def cases(self) -> Iterable[Case]:
        rooms = {"甲室": ("音", 1), "乙室": ("音美", 1)}
        one = tiny({"一1": "音1 美1"}, periods=4, morning=3, rooms=rooms)
        both = Scope(courses=frozenset({"一1音", "一1美"}))
        yield Case(
            "breaks", Text("音乐在甲室，紧接美术在乙室：1次", "music, then art in another room: one"),
            one, place(one, {"一1": "音 美 . ."}), 1, scope=both,
        )  # fmt: skip
        yield Case(
            "keeps", Text("隔了一节，可以换", "a lesson between them: they may move"),
            one, place(one, {"一1": "音 . 美 ."}), 0, scope=both,
        )  # fmt: skip
        yield Case(
            "boundary: noon between", Text("隔着中午，可以换", "noon between them: they may move"),
            one, place(one, {"一1": ". . 美 音"}), 0, scope=both,
        )  # fmt: skip
        double = tiny(
            {"一1": "音1x2+1", "一2": "音0.5"}, periods=4, morning=4, rooms={"甲室": ("音", 1), "乙室": ("音", 1)}
        )
        yield Case(
            "doubles, odd weeks", Text("一班三节都在甲室", "all three periods in one room"),
            double, place(double, {"一1": "音 音 音 .", "一2": ". 音/. . ."}), 0,
            scope=Scope(groups=frozenset({"一1"})),
        )  # fmt: skip
