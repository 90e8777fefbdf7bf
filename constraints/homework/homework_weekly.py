"""The week's homework of each subject meets its target (每周作业量)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import has_targets, targets_by_class
from scheduler.domain import At, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkWeekly(Rule):
    """Each subject gives each class its weekly minutes: not less than the least, not more than the most.

    What it asks: for class, subject and week: least ≤ minutes of the week ≤ most. A subject that is only
    taught every other week owes its least in those weeks only.
    Why: the weekly homework plan (周作业计划) of the subject group.
    Breaks when: the week's minutes are below the least or above the most; the amount is the minutes of
    difference.
    Price: 400 a minute (2000 a piece of five minutes): above every rule of balance, below the regulations.
    References: NX-14, YB-07.
    """

    code = "homework_weekly"
    title = Text("每周作业量", "the weekly minutes of homework")
    asks = Text(
        "每班每科每周作业时间在计划的最少与最多之间",
        "the week's homework of a subject lies within its target",
    )
    breach = Text("{who} {where}的作业量与计划差{amount}分钟", "{who}, {where}: {amount} minutes off the target")
    unit = Text("分钟", "minutes")
    strength = Strength.SOFT
    price = 400
    stage = Stage.HOMEWORK
    reference = "NX-14"
    mutants = (
        Mutant("asks five minutes more", shift=5),
        Mutant("forgets a day", forget="first"),
        Mutant("passes over the least", skip="first"),
        Mutant("passes over the most", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            for target in targets:
                who = (klass.id, target.subject)
                courses = school.courses_of(klass, target.subject)
                weekly = not courses or any(s.weeks is Weeks.ALL for c in courses for s in c.sessions)
                for week in board.weeks:
                    days = school.grid.days
                    minutes = board.sum(board.minutes(klass.id, week, d, target.subject) for d in days)
                    taught = 1 if weekly else board.any([board.lessons(courses, school.slots_of(klass), week)])
                    board.at_least(setting, who, minutes, taught * target.least)
                    board.at_most(setting, who, minutes, target.most)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for target in view.targets:
            klass = view.school.group[target.group]
            if not (setting.scope.has_group(klass) and setting.scope.has_subject(target.subject)):
                continue
            for week in view.school.weeks:
                given = sum(view.minutes(klass.id, week, day, target.subject) for day in view.school.grid.days)
                least = 0 if self._rests(view, target.group, target.subject, week) else target.least
                off = max(least - given, given - target.most, 0)
                if off:
                    found.append(Violation(setting.id, (klass.id, target.subject), (At(0, 0, week),), off))
        return found

    def _rests(self, view: View, group: str, subject: str, week: Weeks) -> bool:
        """Whether the class has the subject every other week only, and not in this week."""
        klass = view.school.group[group]
        courses = view.school.courses_of(klass, subject)
        sessions = [s for c in courses for s in c.sessions]
        if not courses or any(s.weeks is Weeks.ALL for s in sessions):
            return False
        return all(x.course.subject != subject for x in view.of_class(klass, week))

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数1"}, days=2, homework={"三1": "语20-40 数10-20"})
        lessons = place(school, {"三1": "语 . | 语 数"})
        yield Case(
            "breaks",
            Text("语文 15 少 5，数学 25 多 5：共 10", "Chinese 15, 5 short; mathematics 25, 5 over: 10"),
            school,
            lessons,
            10,
            homework=assign(school, {"三1": {"语": "10 5", "数": "5 20"}}),
        )
        yield Case(
            "boundary: the least",
            Text("正好最少：20 与 10", "just the least: 20 and 10"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "10 10", "数": "0 10"}}),
        )
        yield Case(
            "boundary: the most",
            Text("正好最多：40 与 20", "just the most: 40 and 20"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 20", "数": "0 20"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语10-20 音10-20"})
        yield Case(
            "odd and even weeks",
            Text(
                "音乐双周没有课，不欠；单周没留，少 10",
                "music rests in even weeks; in odd weeks it is 10 short",
            ),
            turns,
            place(turns, {"三1": "语 音/美"}),
            10,
            homework=assign(turns, {"三1": {"语": "10"}}),
        )
