"""Sessions after which the pupils go home."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class EndsDay(Rule):
    """A session of the courses in scope is the last lesson of the day for all its pupils.

    What it asks: after a session of a course in scope none of its pupils has another lesson on that day.
    Why: swimming, clubs, lessons elsewhere: nobody has to come back.
    Breaks when: some pupil of the session has a lesson later on that day; each session counts one, a week.
    Posted hard: for a pupil and a slot, sessions ended before it on its day and a lesson in it are one at most.
    References: cf. FET, Activities end students day.
    """

    code = "ends_day"
    title = Text("当天最后一节", "last lesson of the day")
    asks = Text("所列课程是学生当天的最后一节课", "the courses named are the last lessons of their pupils' day")
    breach = Text("{who} 在{where}之后还有课", "{who} at {where} is not the last lesson of the day")
    unit = Text("次", "sessions")
    price = 1000
    reference = "FET"
    mutants = (
        Mutant("allows a lesson after it", shift=1),
        Mutant("forgets a term", forget="last"),
        Mutant("forgets the first bound", skip="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for course in school.within(setting.scope):
            for day in school.grid.days:
                today = [s for s in school.grid.slots if s.day == day]
                for week in board.weeks:
                    (self._forbid if setting.hard else self._price)(board, setting, course, today, week)

    @staticmethod
    def _forbid(board: Board, setting: RuleSetting, course: Course, today: list[Slot], week: Weeks) -> None:
        for late in today:
            before = [s for s in today if s.bell == course.bell and s.end <= late.start]
            ended = board.sum(board.ends(course, s, week) for s in before)
            for others in _pupils(board.school, course) if before else ():
                board.at_most(setting, (course.id,), ended + board.lessons(others, [late], week), 1)

    @staticmethod
    def _price(board: Board, setting: RuleSetting, course: Course, today: list[Slot], week: Weeks) -> None:
        pupils = _pupils(board.school, course)
        for slot in (s for s in today if s.bell == course.bell):
            ended = board.ends(course, slot, week)
            late = [s for s in today if s.start >= slot.end]
            wrong = (ended + board.lessons(others, [s], week) - 1 for others in pupils for s in late)
            board.at_most(setting, (course.id,), board.worst(wrong), 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for course in view.school.within(setting.scope):
            atoms = {a for g in course.groups for a in view.school.group[g].atoms}
            for week in view.school.weeks:
                for x in (x for x in view.of_course(course.id, week) if x.first):
                    end = view.school.grid.run(x.slot, x.session.duration)[-1].end
                    later = (y.slot for a in atoms for y in view.of_atom(a, week) if y.slot.day == x.slot.day)
                    if any(slot.start >= end for slot in later):
                        where = (At(x.slot.day, x.slot.period, week),)
                        found.append(Violation(setting.id, (course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(c.groups for c in school.within(setting.scope))

    def cases(self) -> Iterable[Case]:
        sport = Scope(subjects=frozenset({"体"}))
        one = tiny({"一1": "体1 语2"}, days=2, periods=3)
        yield Case(
            "breaks", Text("体育之后还有语文：1次", "Chinese comes after PE: one"),
            one, place(one, {"一1": "语 体 语 | . . ."}), 1, scope=sport,
        )  # fmt: skip
        yield Case(
            "keeps", Text("体育在最后", "PE is last"),
            one, place(one, {"一1": "语 语 体 | . . ."}), 0, scope=sport,
        )  # fmt: skip
        yield Case(
            "boundary: the first and only one", Text("体育第1节，当天没有别的课", "PE in lesson 1, nothing after it"),
            one, place(one, {"一1": "语 . 语 | 体 . ."}), 0, scope=sport,
        )  # fmt: skip
        both = tiny({"一1": "语1", "一2": "数1"}, joint={"体1x2": "一1 一2"}, periods=4, morning=4)
        yield Case(
            "for all its pupils", Text("合班体育之后 一2 还有数学：1次", "一2 has maths after the joint double: one"),
            both, place(both, {"一1": "语 体 体 .", "一2": ". 体 体 数"}), 1, scope=sport,
        )  # fmt: skip
        twice = tiny({"一1": "体2", "一2": "体1"}, periods=3)
        yield Case(
            "two on one day", Text("前一节之后还有体育：1次", "PE comes after PE: one"),
            twice, place(twice, {"一1": "体 . 体", "一2": "体 . ."}), 1, scope=sport,
        )  # fmt: skip
        halves = tiny({"一1": "体0.5 语0.5 数1"}, periods=3)
        yield Case(
            "odd and even weeks", Text("单周体育之后有数学：1次", "mathematics after PE in odd weeks: one"),
            halves, place(halves, {"一1": "体/语 数 ."}), 1, scope=sport,
        )  # fmt: skip


def _pupils(school: School, course: Course) -> list[tuple[Course, ...]]:
    """The courses of each pupil of the course; pupils with the same courses are one."""
    atoms = dict.fromkeys(a for g in course.groups for a in school.group[g].atoms)
    return list(dict.fromkeys(school.courses_of_atom[a] for a in atoms))
