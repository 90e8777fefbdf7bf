"""Main subjects in the morning (主科优先)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Course, Half, RuleSetting, School, Slot, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Rule, Violation


class MainInMorning(Rule):
    """Each period of a main subject in the afternoon costs.

    What it asks: lessons of subjects tagged ``main`` (语文 数学 外语) lie in the morning.
    Why: pupils attend best in the morning; the oldest custom of Chinese timetables.
    Breaks when: a period of a main subject lies after noon; each counts, a lesson of several classes once.
    Price: 500 a period: most classes have more main lessons than mornings hold beside the rest, so that some
    are unavoidable.
    References: 主科优先、副科规避 in the timetabling customs of Chinese schools.
    """

    code = "main_in_morning"
    title = Text("主科优先排上午", "main subjects in the morning")
    asks = Text("语文、数学、外语等主科尽量排在上午", "lessons of main subjects lie in the morning")
    breach = Text("{who} 在{where}，不在上午", "{who} is at {where}, not in the morning")
    unit = Text("节", "lessons")
    strength = Strength.SOFT
    price = 500
    mutants = (Mutant("lets the first afternoon lesson through", forbids="skip"),)

    def forbids(self, school: School, setting: RuleSetting) -> Iterable[tuple[Course, Slot]]:
        main = school.tagged("main")
        late = [s for s in school.grid.slots if s.half is Half.PM]
        for course in school.courses:
            if course.subject in main and setting.scope.has_course(course, school):
                yield from ((course, s) for s in late if s.bell == course.bell)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for x in view.lessons:
            tags = view.school.subject[x.course.subject].tags
            if "main" in tags and x.slot.half == "pm" and setting.scope.has_course(x.course, view.school):
                who = (*x.course.groups, x.course.subject)
                found.append(Violation(setting.id, who, (At(x.slot.day, x.slot.period, x.week),), 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        main = school.tagged("main")
        return any(c.subject in main and setting.scope.has_course(c, school) for c in school.courses)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2 音1"}, periods=4, morning=2)
        yield Case(
            "breaks", Text("第3节语文在下午：1节", "Chinese in lesson 3, after noon: one"),
            school, place(school, {"一1": "语 . 语 音"}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第1、2节是上午的最后一节", "lesson 2 is the last before noon"),
            school, place(school, {"一1": "语 语 . 音"}), 0,
        )  # fmt: skip
        double = tiny({"一1": "语1x2 音1"}, periods=4, morning=2)
        yield Case(
            "both periods of a double", Text("连堂在下午：2节", "a double after noon: two"),
            double, place(double, {"一1": "音 . 语 语"}), 2,
        )  # fmt: skip
        other = tiny({"一1": "数0.5 语0.5 音1"}, periods=3, morning=1)
        yield Case(
            "odd and even weeks", Text("单周数学、双周语文在下午：各1节", "odd weeks one, even weeks one"),
            other, place(other, {"一1": "音 数/语 ."}), 2,
        )  # fmt: skip
        none = tiny({"一1": "音1 美1"}, periods=3, morning=1)
        yield Case(
            "other subjects may", Text("音乐、美术不是主科", "music and art are no main subjects"),
            none, place(none, {"一1": ". 音 美"}), 0,
        )  # fmt: skip
