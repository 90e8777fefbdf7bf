"""How many rooms some courses use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain import At, Course, RuleSetting, School, Scope, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class FewRooms(Rule):
    """The sessions of the courses in scope are held in at most so many different rooms.

    What it asks: the rooms given to the sessions of the courses in scope are at most ``most``; rooms of the kind
    ``none`` (no room wanted) are not counted.
    Why: a teacher's or a class's material stays where it is.
    Breaks when: more rooms are used in a week; each room beyond counts one.
    Parameters: most, rooms.
    References: cf. FET, Activities occupy max different rooms.
    """

    code = "few_rooms"
    title = Text("场地数不超过", "few different rooms")
    asks = Text("所列课程使用的场地不超过规定的个数", "the courses named use at most so many different rooms")
    breach = Text("{who} 多用了 {amount} 个场地", "{who} use {amount} room(s) too many")
    unit = Text("个", "rooms")
    params = (Param("most", 1, "rooms", Text("最多几个场地", "rooms at most")),)
    price = 500
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a room", forget="first"),
        Mutant("one more", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        courses = school.within(setting.scope)
        rooms = sorted({r for c in courses for n in c.needs for r in n.options if school.room[r].kind != "none"})
        for week in board.weeks if len(rooms) > setting["most"] else ():
            used = board.sum(board.worst(self._uses(board, courses, room, week)) for room in rooms)
            board.at_most(setting, tuple(c.id for c in courses), used, setting["most"])

    @staticmethod
    def _uses(board: Board, courses: Sequence[Course], room: str, week: Weeks) -> Iterator[Lin]:
        """0/1 expressions that together say whether a room is used: one a course, where it has one session."""
        for course in courses:
            slots = [s for s in board.school.grid.slots if s.bell == course.bell]
            begun = [board.begins_in(course, s, (room,), week) for s in slots]
            yield from [board.sum(begun)] if len(course.sessions) == 1 else begun

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = sorted(c.id for c in view.school.within(setting.scope))
        for week in view.school.weeks:
            used = {r for i in ids for x in view.of_course(i, week) for r in x.rooms}
            number = sum(view.school.room[r].kind != "none" for r in used)
            if number > setting["most"]:
                found.append(Violation(setting.id, tuple(ids), (At(0, 0, week),), number - setting["most"]))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.needs for c in school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        music = Scope(subjects=frozenset({"音"}))
        rooms = {"甲室": ("音", 1), "乙室": ("音", 1), "丙室": ("音", 1)}
        two = tiny({"一1": "音1", "一2": "音1", "一3": "音1"}, periods=2, rooms=rooms)
        yield Case(
            "breaks", Text("三个班同时用三个场地，最多1个：多2", "three classes, three rooms, one allowed: two"),
            two, place(two, {"一1": "音 .", "一2": "音 .", "一3": "音 ."}), 2, scope=music,
        )  # fmt: skip
        yield Case(
            "keeps", Text("两个场地，最多2个", "two rooms, two allowed"),
            two, place(two, {"一1": "音 .", "一2": "音 .", "一3": ". 音"}), 0, (("most", 2),), music,
        )  # fmt: skip
        yield Case(
            "boundary: one after the other", Text("先后用同一场地", "one room, one after the other"),
            two, place(two, {"一1": "音 .", "一2": ". 音", "一3": "音 ."}), 0,
            scope=Scope(courses=frozenset({"一1音", "一2音"})),
        )  # fmt: skip
        double = tiny(
            {"一1": "音1x2+1", "一2": "音0.5"}, periods=3, morning=3, rooms={"甲室": ("音", 1), "乙室": ("音", 1)}
        )
        yield Case(
            "doubles, odd weeks", Text("单周同时，多用1个", "at once in odd weeks: one"),
            double, place(double, {"一1": "音 音 音", "一2": ". 音/. ."}), 1, scope=music,
        )  # fmt: skip
