"""The most homework a class gets in a day, all subjects together (每日作业总量上限)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import NO_TARGETS, targets_by_class
from scheduler.domain import At, RuleSetting, School, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Stage, Violation


class HomeworkDayCap(Rule):
    """The homework of a class-day, all subjects together, stays within a cap; a cap of 0 means none at all.

    What it asks: on each day of each week the minutes of all subjects in the scope add up to at most
    ``most``.
    Why: grades 1–2 no written homework at home, grades 3–6 at most 60 minutes, junior high at most 90
    (双减); many schools go below: 30 minutes in grades 3–4.
    Breaks when: a class-day has more; the amount is the minutes beyond the cap.
    Parameters: most (minutes a day). Restricted to some subjects by the scope, it caps those alone.
    Price: 800 a minute, twice what a minute short of the weekly target costs, so that a soft cap outranks
    the target.
    References: NC-09, NC-10, NC-11, HL-08, HL-09, HL-10, HZ-10, HZ-11, HZ-12, LJ-08 to LJ-11.
    """

    code = "homework_day_cap"
    title = Text("每日作业总量上限", "a cap on the homework of a day")
    asks = Text(
        "每班每天各科书面作业总时间不超过上限",
        "the homework of a class-day, all subjects, is at most so long",
    )
    breach = Text("{who} 在{where}的作业超过上限{amount}分钟", "{who} on {where}: {amount} minutes over the cap")
    unit = Text("分钟", "minutes")
    params = (Param("most", 60, "minutes a day", Text("每天最多几分钟", "most minutes a day")),)
    price = 800
    stage = Stage.HOMEWORK
    reference = "NC-09, NC-10, NC-11"
    mutants = (
        Mutant("allows five minutes more", params=(("most", 5),)),
        Mutant("forgets the first subject", forget="first"),
        Mutant("passes over the last class-day", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for klass, targets in targets_by_class(board.school, setting.scope):
            for week in board.weeks:
                for day in board.school.grid.days:
                    minutes = board.sum(board.minutes(klass.id, week, day, t.subject) for t in targets)
                    board.at_most(setting, (klass.id,), minutes, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                for day in view.school.grid.days:
                    given = view.homework_of(klass.id, week, day).items()
                    over = sum(m for s, m in given if setting.scope.has_subject(s)) - setting["most"]
                    if over > 0:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), over))
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2"}, days=2, homework={"三1": "语20-60 数20-60"})
        lessons = place(school, {"三1": "语 数 | 数 语"})
        yield Case(
            "breaks",
            Text("第一天 20+15=35 分钟，上限 30：超 5 分钟", "20 + 15 = 35 minutes on day 1, cap 30: 5 over"),
            school,
            lessons,
            5,
            (("most", 30),),
            homework=assign(school, {"三1": {"语": "20 10", "数": "15 10"}}),
        )
        yield Case(
            "boundary",
            Text("15+15=30 分钟，正好", "15 + 15 = 30 minutes: just kept"),
            school,
            lessons,
            0,
            (("most", 30),),
            homework=assign(school, {"三1": {"语": "15 10", "数": "15 10"}}),
        )
        low = tiny({"一1": "语1", "三1": "语1"}, homework={"一1": "语0-20", "三1": "语0-20"})
        yield Case(
            "none at all",
            Text("上限 0：两班各留 10 分钟，共 20", "cap 0: ten minutes in each class, 20 in all"),
            low,
            place(low, {"一1": "语", "三1": "语"}),
            20,
            (("most", 0),),
            homework=assign(low, {"一1": {"语": "10"}, "三1": {"语": "10"}}),
        )
        turns = tiny({"三1": "音0.5 美0.5"}, homework={"三1": "音0-20 美0-20"})
        yield Case(
            "odd and even weeks",
            Text("每周都不留", "none in either week"),
            turns,
            place(turns, {"三1": "音/美 . . ."}),
            0,
            (("most", 10),),
        )
