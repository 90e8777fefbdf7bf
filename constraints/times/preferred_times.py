"""Times at which something is better held (优先)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, CourseKind, RuleSetting, School, Scope, Slot, Text, Times, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class PreferredTimes(Rule):
    """The lessons in scope lie in these times.

    What it asks: every period of a lesson in scope lies in ``times``; hard, it must. A setting that names
    neither teachers nor subjects nor rooms speaks of lessons only, not of meetings.
    Why: mathematics in the morning, art in the afternoon, an itinerant teacher's days.
    Breaks when: a period lies outside; each counts one, a week.
    Parameters: times — written times such as ``周一；周三上午；周四5-6``; none asks nothing.
    """

    code = "preferred_times"
    title = Text("优先时间", "preferred times")
    asks = Text("尽量排在规定的时间里", "held at the times given, as far as possible")
    breach = Text("{who} 在{where}，不在优先时间里", "{who} is at {where}, outside the preferred times")
    unit = Text("节", "periods")
    params = (Param("times", Times(), "times", Text("优先的时间", "the times")),)
    price = 500
    mutants = (
        Mutant("lets a slot through", forbids="skip"),
        Mutant("forgets the times", params=(("times", Times()),)),
    )

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        times, scope = setting["times"], setting.scope
        outside = [s for s in school.grid.slots if s not in times] if times else []
        lessons_only = not (scope.rooms or scope.subjects or scope.teachers)
        for course in school.courses if outside else ():
            if not scope.has_course(course, school) or (lessons_only and course.kind is CourseKind.MEETING):
                continue
            for slot in outside:
                if slot.bell == course.bell:
                    yield course, slot

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        scope, patterns = setting.scope, setting["times"].patterns
        found = []
        for x in view.lessons:
            named = x.course.groups or scope.teachers or scope.subjects or scope.rooms
            outside = not any(p.matches(x.slot) for p in patterns)
            if patterns and outside and named and scope.has_course(x.course, view.school):
                where = (At(x.slot.day, x.slot.period, x.week),)
                found.append(Violation(setting.id, (x.course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and any(setting.scope.has_course(c, school) for c in school.courses)

    def cases(self) -> Iterable[Case]:
        am = (("times", Times.parse("上午")),)
        maths = Scope(subjects=frozenset({"数"}))
        school = tiny({"一1": "数2 体1"}, {"张": "一1体"}, periods=4, morning=2, meetings={"会": "张"})
        yield Case(
            "breaks", Text("数学一节在下午：1节", "one mathematics lesson in the afternoon: one"),
            school, place(school, {"一1": "数 体 数 ."}, 会="1-4"), 1, am, maths,
        )  # fmt: skip
        yield Case(
            "keeps", Text("数学都在上午", "mathematics in the morning"),
            school, place(school, {"一1": "数 数 体 ."}, 会="1-4"), 0, am, maths,
        )  # fmt: skip
        yield Case(
            "boundary: meetings are no lessons",
            Text("只说上课，教研在下午不算", "about lessons only: the meeting may be in the afternoon"),
            school, place(school, {"一1": "数 数 体 ."}, 会="1-4"), 0, (("times", Times.parse("1-3")),),
        )  # fmt: skip
        yield Case(
            "a teacher's meetings count",
            Text("张的课和会都在下午：2节", "张's lesson and meeting are late: two"),
            school, place(school, {"一1": "数 数 体 ."}, 会="1-4"), 2, am, Scope(teachers=frozenset({"张"})),
        )  # fmt: skip
        halves = tiny({"一1": "音0.5 美1x2"}, periods=4, morning=2)
        yield Case(
            "odd weeks and doubles",
            Text(
                "美术连堂在下午，单双周各 2 节：4节",
                "a double in the afternoon, two periods in each week: four",
            ),
            halves, place(halves, {"一1": "音/. . 美 美"}), 4, am, Scope(subjects=frozenset({"美"})),
        )  # fmt: skip
