"""Times at which somebody or something has no lesson (禁排; soft: 避免)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import (
    At,
    Course,
    CourseKind,
    Lesson,
    RuleSetting,
    School,
    Scope,
    Slot,
    Text,
    Times,
    View,
)
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class ForbiddenTimes(Rule):
    """Nothing in scope is held at these times: of a class, a teacher, a room, a subject, or a mixture of
    them.

    What it asks: no period of a lesson in scope lies in ``times``. A teacher's forbidden time covers his
    meetings as well; a setting that names neither teachers nor subjects nor rooms speaks of lessons only, so
    that a time without lessons stays open to meetings. A closed room forbids the lessons that have no other
    suitable room; where there is another, a hard setting about rooms alone asks that the lesson be in that
    one (``room_places`` counts with it, and rooms are given so).
    Why: part-time and itinerant teachers, closed grounds, meetings of the whole staff.
    Breaks when: such a period lies in such a time; each period counts one a week.
    Parameters: times — written times such as ``周一；周三上午；周四5-6``.
    """

    code = "forbidden_times"
    title = Text("禁排", "forbidden times")
    asks = Text("规定的时间不排课", "nothing is held at the times given")
    breach = Text("{who} 在禁排的{where}有安排", "{who} is held at {where}, which is forbidden")
    unit = Text("节", "periods")
    wants = Text("{who} 不能排在 {times}", "{who} may not be at {times}")
    params = (Param("times", Times(), "times", Text("不排的时间", "the times")),)
    price = 1000
    mutants = (
        Mutant("lets a slot through", forbids="skip"),
        Mutant("forgets the times", params=(("times", Times()),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        scope = setting.scope
        closed = [s for s in school.grid.slots if s in setting["times"]]
        lessons_only = not (scope.rooms or scope.subjects or scope.teachers)
        for course in school.courses if closed else ():
            if not scope.has_course(course, school) or (lessons_only and course.kind is CourseKind.MEETING):
                continue
            for slot in closed:
                if slot.bell == course.bell:
                    yield course, slot

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [
            Violation(setting.id, (x.course.id,), (At(x.slot.day, x.slot.period, x.week),), 1)
            for x in view.lessons
            if x.slot in setting["times"] and self._concerns(x, view.school, setting)
        ]

    @staticmethod
    def _concerns(lesson: Lesson, school: School, setting: RuleSetting) -> bool:
        scope, course = setting.scope, lesson.course
        nobody = not (scope.rooms or scope.teachers or scope.subjects)
        if scope.has_course(course, school) and (course.groups or not nobody):
            return True
        only_rooms = not (scope.grades or scope.groups or scope.subjects or scope.teachers)
        return setting.hard and only_rooms and not scope.rooms.isdisjoint(lesson.rooms)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        scope = setting.scope
        wanted = {room for c in school.courses for need in c.needs for room in need.options}
        inside = any(scope.has_course(c, school) for c in school.courses)
        return bool(setting["times"]) and (inside or not scope.rooms.isdisjoint(wanted))

    def cases(self) -> Iterable[Case]:
        def ask(times: str) -> tuple[tuple[str, Times], ...]:
            return (("times", Times.parse(times)),)

        one = tiny({"一1": "语1 数1"}, {"张": "一1语"}, days=2, periods=2, morning=1, meetings={"会": "张"})
        zhang = Scope(teachers=frozenset({"张"}))
        yield Case(
            "breaks",
            Text("周一张不排课，语文却在周一：1节", "Mondays are closed to 张, Chinese is on Monday: one"),
            one, place(one, {"一1": "语 数 | . ."}, 会="2-1"), 1, ask("周一"), zhang,
        )  # fmt: skip
        yield Case(
            "meetings count", Text("张周一开会：1节", "张's meeting is on Monday: one"),
            one, place(one, {"一1": ". 数 | . 语"}, 会="1-1"), 1, ask("周一"), zhang,
        )  # fmt: skip
        yield Case(
            "keeps", Text("张的课和会都在周二", "张's lesson and meeting are on Tuesday"),
            one, place(one, {"一1": "数 . | . 语"}, 会="2-1"), 0, ask("周一"), zhang,
        )  # fmt: skip
        yield Case(
            "boundary: for everybody, meetings may stay",
            Text("周一下午不上课，可以开会", "no lessons on Monday afternoon, a meeting may be held"),
            one, place(one, {"一1": "数 . | . 语"}, 会="1-2"), 0, ask("周一下午"),
        )  # fmt: skip
        yield from self._more_cases()

    @staticmethod
    def _more_cases() -> Iterable[Case]:
        times = (("times", Times.parse("周一2")),)
        long = tiny({"一1": "体1x2 语0.5 数1"}, periods=4, morning=2, rooms={"操场": ("体", 1)})
        ground = Scope(rooms=frozenset({"操场"}))
        yield Case(
            "doubles",
            Text(
                "操场第2节不能用，连堂占了它：单双周各1节",
                "the ground is closed in lesson 2: one period each week",
            ),
            long, place(long, {"一1": "体 体 语/. 数"}), 2, times, ground,
        )  # fmt: skip
        yield Case(
            "the ground is open in the afternoon", Text("连堂在下午", "the double is in the afternoon"),
            long, place(long, {"一1": "数 语/. 体 体"}), 0, times, ground,
        )  # fmt: skip
        first = tiny({"一1": "语1", "一2": "语1"}, periods=2)
        yield Case(
            "one class", Text("只禁 一1 第2节：1节", "lesson 2 is closed to 一1 alone: one"),
            first, place(first, {"一1": ". 语", "一2": ". 语"}), 1, times, Scope(groups=frozenset({"一1"})),
        )  # fmt: skip
