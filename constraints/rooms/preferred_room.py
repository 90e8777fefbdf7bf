"""Rooms in which sessions are held."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class PreferredRoom(Rule):
    """The sessions of the courses in scope are held in one of the rooms given.

    What it asks: each session of a course in scope is given one of ``rooms`` (for one of its needs at least).
    Why: the own classroom, the room next to the store, the better laboratory.
    Breaks when: a session is in none of them, or needs no room; each session counts one, a week.
    Parameters: rooms, ids of rooms; none asks nothing.
    References: cf. FET, Activity / Subject / Tag preferred room(s), home rooms.
    """

    code = "preferred_room"
    title = Text("优先场地", "preferred rooms")
    asks = Text("所列课程排在规定的场地", "the courses named are held in one of the rooms given")
    breach = Text("{who} 在{where}不在规定的场地", "{who} at {where} is in another room")
    unit = Text("次", "sessions")
    params = (Param("rooms", (), "", Text("优先的场地", "the rooms")),)
    price = 500
    reference = "FET"
    mutants = (
        Mutant("allows another room", shift=1),
        Mutant("forgets a session", forget="first"),
        Mutant("other rooms", params=(("rooms", ("乙室",)),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for course in board.school.within(setting.scope) if setting["rooms"] else ():
            slots = [s for s in board.school.grid.slots if s.bell == course.bell]
            for week in board.weeks:
                right = board.sum(board.begins_in(course, s, setting["rooms"], week) for s in slots)
                board.at_most(setting, (course.id,), board.sessions([course], slots, week) - right, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        rooms, ids = set(setting["rooms"]), {c.id for c in view.school.within(setting.scope)}
        for x in view.lessons if rooms else ():
            if x.first and x.course.id in ids and rooms.isdisjoint(x.rooms):
                where = (At(x.slot.day, x.slot.period, x.week),)
                found.append(Violation(setting.id, (x.course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["rooms"]) and bool(school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        asked = (("rooms", ("甲室",)),)
        music = Scope(subjects=frozenset({"音"}))
        rooms = {"甲室": ("音", 1), "乙室": ("音", 1)}
        two = tiny({"一1": "音1", "一2": "音1"}, periods=2, rooms=rooms)
        yield Case(
            "breaks", Text("两班同时，一班只能在乙室：1次", "two classes at once, one in the other room: one"),
            two, place(two, {"一1": "音 .", "一2": "音 ."}), 1, asked, music,
        )  # fmt: skip
        yield Case(
            "keeps", Text("先后都在甲室", "one after the other in the first room"),
            two, place(two, {"一1": "音 .", "一2": ". 音"}), 0, asked, music,
        )  # fmt: skip
        yield Case(
            "boundary: either room", Text("两室都可以", "either room will do"),
            two, place(two, {"一1": "音 .", "一2": "音 ."}), 0, (("rooms", ("甲室", "乙室")),), music,
        )  # fmt: skip
        double = tiny({"一1": "音1x2", "一2": "音0.5"}, periods=3, morning=3, rooms=rooms)
        yield Case(
            "doubles, odd weeks", Text("单周重叠，连堂在乙室，两周各1次", "the double is elsewhere in both weeks"),
            double, place(double, {"一1": "音 音 .", "一2": ". . 音/."}), 2, (("rooms", ("乙室",)),),
            Scope(courses=frozenset({"一1音"})),
        )  # fmt: skip
        yield Case(
            "no room at all", Text("体育没有场地：1次", "PE has no room: one"),
            tiny({"一1": "体1"}, periods=1), place(tiny({"一1": "体1"}, periods=1), {"一1": "体"}), 1, asked,
        )  # fmt: skip
