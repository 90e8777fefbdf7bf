"""The teaching groups of a band meet at the same times (走班同时)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class SameTime(Rule):
    """All courses of a band are held in the same slots of the same weeks.

    What it asks: whenever one teaching group of a band has its lesson, the other groups of the band have
    theirs.
    Why: a class that walks to its groups (走班) comes apart and together again as a whole.
    Breaks when: in a slot of a week, a course of the band is held and the band's first course is not, or the
    other way round; each such slot and course counts one.
    Posted as equations between each course and the band's first one: the solver then has one set of variables
    a band.
    """

    code = "same_time"
    title = Text("走班同时上课", "teaching groups of a band at the same time")
    asks = Text("同一批走班的各个教学班同时上课", "the teaching groups of a band have their lessons at the same times")
    breach = Text("{who} 在{where}没有同时上课", "{who} are not held together at {where}")
    unit = Text("节", "lessons")
    strength = Strength.HARD
    price = 4000
    mutants = (Mutant("one apart", shift=1), Mutant("leaves out a slot", skip="last"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        for first, *rest in self._bands(board.school, setting).values():
            for course in rest:
                slots = [s for s in board.school.grid.slots if s.bell in (first.bell, course.bell)]
                for slot in slots:
                    for week in board.weeks:
                        together = board.at(first, slot, week) - board.at(course, slot, week)
                        board.exactly(setting, (first.id, course.id), together, 0)

    @staticmethod
    def _bands(school: School, setting: RuleSetting) -> dict[str, list[Course]]:
        bands: dict[str, list[Course]] = defaultdict(list)
        for course in school.courses:
            if course.band and setting.scope.has_course(course, school):
                bands[course.band].append(course)
        return bands

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        leader: dict[str, Course] = {}
        for course in view.school.courses:
            if not course.band or not setting.scope.has_course(course, view.school):
                continue
            first = leader.setdefault(course.band, course)
            for week in view.school.weeks:
                ours, theirs = (
                    {(x.slot.id, x.slot.day, x.slot.period) for x in view.of_course(c, week)}
                    for c in (course.id, first.id)
                )
                for _, day, period in sorted(ours ^ theirs):
                    found.append(Violation(setting.id, (first.id, course.id), (At(day, period, week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.band and setting.scope.has_course(c, school) for c in school.courses)

    def cases(self) -> Iterable[Case]:
        two = tiny({"七1": "", "七2": ""}, periods=3, bands={"物甲:物1": "七1 七2", "物乙:物1": "七1 七2"})
        yield Case(
            "breaks",
            Text(
                "甲组第1节、乙组第2节：两节都对不上",
                "group one in lesson 1, group two in lesson 2: two slots differ",
            ),
            two, place(two, {"物甲": "物 . .", "物乙": ". 物 ."}), 2,
        )  # fmt: skip
        yield Case(
            "keeps", Text("两组都在第2节", "both groups in lesson 2"),
            two, place(two, {"物甲": ". 物 .", "物乙": ". 物 ."}), 0,
        )  # fmt: skip
        halves = tiny({"七1": ""}, periods=2, bands={"音甲:音0.5": "七1", "音乙:音0.5": "七1"})
        yield Case(
            "boundary: the same week too",
            Text("两组都在单周第2节", "both groups in lesson 2 of odd weeks"),
            halves, place(halves, {"音甲": ". 音/.", "音乙": ". 音/."}), 0,
        )  # fmt: skip
        yield Case(
            "different weeks",
            Text("一组单周、一组双周：两周各一节对不上", "one in odd, one in even weeks: one slot each week"),
            halves, place(halves, {"音甲": ". 音/.", "音乙": ". ./音"}), 2,
        )  # fmt: skip
        long = tiny({"七1": ""}, periods=3, morning=3, bands={"物甲:物1x2": "七1", "物乙:物1x2": "七1"})
        yield Case(
            "doubles",
            Text("连堂错开一节：第1、3节对不上", "doubles shifted by one lesson: lessons 1 and 3 differ"),
            long, place(long, {"物甲": "物 物 .", "物乙": ". 物 物"}), 2,
        )  # fmt: skip
