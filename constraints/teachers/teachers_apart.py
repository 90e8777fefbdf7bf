"""Teachers who are never busy at the same time (师徒错开)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Scope, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeachersApart(Rule):
    """The teachers named are never busy at the same time, so that one can sit in the other's lesson.

    What it asks: at any time at most one lesson or meeting of all these teachers is held; one that they hold
    together is one. The scope's teachers are the people.
    Why: mentor and apprentice (师徒) hear each other's lessons; two who share one post or one child's care.
    Breaks when: two of their lessons overlap by the clock; each lesson that begins while another goes on
    counts one, a week.
    Posted as the clash of one teacher who has all their lessons: no pairs, no helper variables.
    """

    code = "teachers_apart"
    title = Text("师徒错开", "teachers never busy at the same time")
    asks = Text("这几位教师不同时有课", "these teachers are never busy at the same time")
    breach = Text("{who} 在{where}同时有课", "{who} are busy at the same time at {where}")
    unit = Text("节", "periods")
    price = 1000
    mutants = (Mutant("allows two at once", shift=1), Mutant("forgets a lesson", forget="last"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        who = tuple(t.id for t in school.teachers if self._named(t.id, school, setting))
        courses = {c.id: c for t in who for c in school.courses_of_teacher[t]}.values()
        for moment in school.grid.moments(c.bell for c in courses):
            for week in board.weeks:
                board.at_most(setting, who, board.lessons(courses, moment.slots, week), 1)

    @staticmethod
    def _named(teacher: str, school: School, setting: RuleSetting) -> bool:
        return teacher in setting.scope.teachers and setting.scope.has_teacher(school.teacher[teacher])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        scope = setting.scope
        people = [t.id for t in view.school.teachers if t.id in scope.teachers and scope.has_teacher(t)]
        overlaps: Counter[At] = Counter()
        for week in view.school.weeks:
            together = [x for x in view.lessons if x.week is week and set(people) & set(x.course.teachers)]
            for i, lesson in enumerate(together):
                if any(earlier.slot.overlaps(lesson.slot) for earlier in together[:i]):
                    overlaps[At(lesson.slot.day, lesson.slot.period, week)] += 1
        return [Violation(setting.id, tuple(people), (at,), n) for at, n in overlaps.items()]

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return len(setting.scope.teachers.intersection(school.teacher)) > 1

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting.scope.teachers:
            return None
        return Text("规则表：写明是哪几位教师", "sheet Rules: say which teachers")

    def cases(self) -> Iterable[Case]:
        pair = Scope(teachers=frozenset({"师", "徒"}))
        school = tiny({"一1": "语1", "一2": "语1"}, {"师": "一1语", "徒": "一2语"}, periods=2)
        yield Case(
            "breaks", Text("师徒第1节都有课：1节", "both teach in lesson 1: one"),
            school, place(school, {"一1": "语 .", "一2": "语 ."}), 1, (), pair,
        )  # fmt: skip
        yield Case(
            "keeps", Text("一个第1节，一个第2节", "one in lesson 1, the other in lesson 2"),
            school, place(school, {"一1": "语 .", "一2": ". 语"}), 0, (), pair,
        )  # fmt: skip
        shared = tiny({"一1": "语1 数1"}, {"师": "一1语", "徒": "一1语"}, periods=2, meetings={"会": "师 徒"})
        yield Case(
            "boundary: what they do together is one",
            Text("同上一节课、同开一个会", "one lesson and one meeting of both"),
            shared, place(shared, {"一1": "语 数"}, 会="1-2"), 0, (), pair,
        )  # fmt: skip
        halves = tiny(
            {"一1": "音0.5 美1x2", "一2": "音0.5"}, {"师": "一1音 一1美", "徒": "一2音"}, periods=3, morning=3
        )
        yield Case(
            "odd and even weeks, a double",
            Text(
                "徒弟双周第2节有课，师傅正上连堂：1节",
                "in even weeks the apprentice teaches during the double: one",
            ),
            halves, place(halves, {"一1": "音/. 美 美", "一2": ". ./音 ."}), 1, (), pair,
        )  # fmt: skip
