"""Time to walk from one building to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from scheduler.domain import At, RuleSetting, School, Scope, Slot, Teacher, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class BuildingChanges(Rule):
    """Between a teacher's lessons in different buildings of a day lie at least so many periods.

    What it asks: of two periods of a teacher on one day that are held in different buildings, the later comes at least
    ``least`` whole periods after the earlier, by the numbers of the periods. Rooms without a building do not count.
    Why: the way from one building to another is longer than a break.
    Breaks when: two such periods are nearer; each pair of periods counts one.
    Parameters: least, periods between.
    References: cf. FET, Teachers min gaps between building changes.
    """

    code = "building_changes"
    title = Text("换楼间隔", "time to change buildings")
    asks = Text(
        "教师同一天换教学楼上课，中间至少隔规定的节数",
        "at least so many periods lie between lessons in different buildings",
    )
    breach = Text("{who} 在{where}换楼太急", "{who}: too little time to change buildings at {where}")
    unit = Text("次", "times")
    params = (Param("least", 1, "periods", Text("至少隔几节", "periods between at least")),)
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows it", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("one period more", params=(("least", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for teacher in board.school.teachers:
            if not setting.scope.teachers or teacher.id in setting.scope.teachers:
                self._post_teacher(board, setting, teacher)

    @staticmethod
    def _post_teacher(board: Board, setting: RuleSetting, teacher: Teacher) -> None:
        school = board.school
        courses = [c for c in school.courses_of_teacher[teacher.id] if setting.scope.has_course(c, school)]
        inside: dict[str, list[str]] = {}
        for room in sorted({r for c in courses for n in c.needs for r in n.options}):
            if school.room[room].building:
                inside.setdefault(school.room[room].building, []).append(room)
        for early, late in _near(school, {c.bell for c in courses}, setting["least"]) if len(inside) > 1 else ():
            for week in board.weeks:
                for building, rooms in inside.items():
                    far = [r for other, names in inside.items() if other != building for r in names]
                    here = board.sum(board.at_in(c, early, rooms, week) for c in courses)
                    there = board.sum(board.at_in(c, late, far, week) for c in courses)
                    board.at_most(setting, (teacher.id, building), here + there, 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        named = setting.scope.teachers
        building = {r.id: r.building for r in view.school.rooms}
        for teacher in (t.id for t in view.school.teachers if not named or t.id in named):
            for week in view.school.weeks:
                held = [
                    (x.slot, {building[r] for r in x.rooms if building[r]})
                    for x in view.of_teacher(teacher, week)
                    if setting.scope.has_course(x.course, view.school)
                ]
                for (a, one), (b, two) in combinations(held, 2):
                    apart = abs(b.period - a.period) - 1
                    if a.day == b.day and one and two and one != two and apart < setting["least"]:
                        found.append(Violation(setting.id, (teacher,), (At(b.day, b.period, week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return len({r.building for r in school.rooms if r.building}) > 1

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if any(r.building for r in school.rooms):
            return None
        return Text("没有填场地所在的教学楼（工作表 场地）", "no room has a building (sheet Rooms)")

    def cases(self) -> Iterable[Case]:
        rooms = {"甲室": ("音", 1), "乙室": ("美音", 1)}
        one = _with_buildings(
            tiny({"一1": "音1 美1"}, {"张": "一1音 一1美"}, days=2, periods=4, morning=2, rooms=rooms)
        )
        yield Case(
            "breaks", Text("第1节东楼、第2节西楼：1次", "lesson 1 in one building, lesson 2 in the other: one"),
            one, place(one, {"一1": "音 美 . . | . . . ."}), 1,
        )  # fmt: skip
        yield Case(
            "keeps", Text("隔了一节", "a period lies between"),
            one, place(one, {"一1": "音 . 美 . | . . . ."}), 0,
        )  # fmt: skip
        yield Case(
            "boundary: another day", Text("不在同一天", "on different days"),
            one, place(one, {"一1": "音 . . . | 美 . . ."}), 0,
        )  # fmt: skip
        double = _with_buildings(
            tiny(
                {"一1": "音1x2 美0.5", "一2": "音0.5"},
                {"张": "一1音 一1美", "李": "一2音"},
                periods=4,
                morning=4,
                rooms=rooms,
            )
        )
        yield Case(
            "doubles, odd weeks", Text("连堂之后单周美术：隔2节才够，2对", "art after a double, odd weeks: two pairs"),
            double, place(double, {"一1": "音 音 美/. .", "一2": ". . . 音/."}), 2, (("least", 2),),
            Scope(teachers=frozenset({"张"})),
        )  # fmt: skip


def _near(school: School, bells: set[str], least: int) -> list[tuple[Slot, Slot]]:
    """Pairs of slots of one day, the earlier first, with fewer than ``least`` periods between them."""
    slots = [s for s in school.grid.slots if s.bell in bells]
    return [(a, b) for a in slots for b in slots if a.day == b.day and a.period < b.period <= a.period + least]


def _with_buildings(school: School) -> School:
    """The example's rooms in an east and a west building."""
    rooms = tuple(replace(r, building="东楼" if r.id == "甲室" else "西楼") for r in school.rooms)
    return replace(school, rooms=rooms)
