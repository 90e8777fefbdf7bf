"""A subject gives homework on a day it is taught (有课才留作业)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import has_targets, targets_by_class
from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkOnLessonDays(Rule):
    """A subject gives a class homework only on a day of that week on which the class has a lesson of it.

    What it asks: for class, week, day and subject: gives ≤ lessons of the subject that day.
    Why: homework follows what was taught; 不布置与课堂内容脱节的作业; 按周课表统筹确定每天布置作业.
    Breaks when: a subject gives homework on a day without a lesson of it; one each class, day and subject.
    Price: 2000 each.
    References: NX-02, LJ-12.
    """

    code = "homework_on_lesson_days"
    title = Text("有课才留作业", "homework on lesson days only")
    asks = Text("某科当天有课才留该科作业", "a subject gives homework only on days it is taught")
    breach = Text("{who} 在{where}没有课却留了作业", "{who} gives homework on {where} without a lesson")
    unit = Text("科次", "subject-days")
    strength = Strength.HARD
    price = 2000
    stage = Stage.HOMEWORK
    reference = "NX-02"
    mutants = (
        Mutant("allows it once", shift=1),
        Mutant("passes over a day", skip="last"),
        Mutant("forgets the homework", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            slots = {d: [s for s in school.slots_of(klass) if s.day == d] for d in school.grid.days}
            for target in targets:
                courses = school.courses_of(klass, target.subject)
                for week in board.weeks:
                    for day, on_day in slots.items():
                        gives = board.gives(klass.id, week, day, target.subject)
                        taught = board.lessons(courses, on_day, week)
                        board.at_most(setting, (klass.id, target.subject), gives, taught)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                taught = {(x.slot.day, x.course.subject) for x in view.of_class(klass, week)}
                for day in view.school.grid.days:
                    for subject, minutes in sorted(view.homework_of(klass.id, week, day).items()):
                        if minutes and setting.scope.has_subject(subject) and (day, subject) not in taught:
                            where = (At(day, 0, week),)
                            found.append(Violation(setting.id, (klass.id, subject), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数1x2"}, days=3, homework={"三1": "语20-60 数0-40"})
        lessons = place(school, {"三1": "语 . | 数 数 | 语 ."})
        yield Case(
            "breaks",
            Text("周三没有数学课，留了数学作业：1科次", "mathematics on Wednesday without a lesson: one"),
            school,
            lessons,
            1,
            homework=assign(school, {"三1": {"语": "20 0 10", "数": "0 10 10"}}),
        )
        yield Case(
            "keeps",
            Text("都在有课的日子留", "all on lesson days"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 0 10", "数": "0 10 0"}}),
        )
        yield Case(
            "boundary: a lesson without homework",
            Text("有课不留也可以", "a lesson day without homework is fine"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 0 0", "数": "0 10 0"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"})
        yield Case(
            "odd and even weeks",
            Text(
                "音乐只有单周有课，每周都留：双周1科次",
                "music is taught in odd weeks, given in both: one in even weeks",
            ),
            turns,
            place(turns, {"三1": "语 音/美"}),
            1,
            homework=assign(turns, {"三1": {"音": "10"}}),
        )
