"""How many subjects give homework on one day (每天留作业的科目数)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import has_targets, targets_by_class
from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Stage, Violation


class HomeworkSubjectsADay(Rule):
    """Homework of a class-day comes from few subjects.

    What it asks: on each day at most ``most`` of the subjects in the scope give homework.
    Why: 各年级统筹各学科作业: many small pieces weigh more than their minutes.
    Breaks when: more subjects give homework on a day; the amount is the subjects beyond.
    Parameters: most (subjects a day).
    Price: 2000 a subject.
    References: TJ-03, NX-02.
    """

    code = "homework_subjects_a_day"
    title = Text("每天留作业的科目数", "few subjects with homework a day")
    asks = Text("每班每天最多几科留作业", "at most so many subjects give a class homework on one day")
    breach = Text("{who} 在{where}多了{amount}科作业", "{who} on {where}: {amount} subject(s) too many")
    unit = Text("科", "subjects")
    params = (Param("most", 3, "subjects a day", Text("每天最多几科", "most subjects a day")),)
    strength = Strength.HARD
    price = 2000
    stage = Stage.HOMEWORK
    reference = "TJ-03"
    mutants = (
        Mutant("allows one more", params=(("most", 1),)),
        Mutant("forgets a subject", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for klass, targets in targets_by_class(board.school, setting.scope):
            for week in board.weeks:
                for day in board.school.grid.days:
                    count = board.sum(board.gives(klass.id, week, day, t.subject) for t in targets)
                    board.at_most(setting, (klass.id,), count, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                for day in view.school.grid.days:
                    given = view.homework_of(klass.id, week, day)
                    names = {s for s, m in given.items() if m and setting.scope.has_subject(s)}
                    if len(names) > setting["most"]:
                        over = len(names) - setting["most"]
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), over))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语1 数1 英1"}, homework={"三1": "语10-30 数10-30 英10-30"})
        lessons = place(school, {"三1": "语 数 英 ."})
        two = (("most", 2),)
        yield Case(
            "breaks",
            Text("三科都留，上限 2：多 1 科", "three subjects, at most two: one too many"),
            school,
            lessons,
            1,
            two,
            homework=assign(school, {"三1": {"语": "10", "数": "10", "英": "10"}}),
        )
        yield Case(
            "boundary",
            Text("两科正好", "two subjects: just kept"),
            school,
            lessons,
            0,
            two,
            homework=assign(school, {"三1": {"语": "30", "数": "10"}}),
        )
        yield Case("keeps", Text("当天不留", "none that day"), school, lessons, 0, two)
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"})
        yield Case(
            "odd and even weeks",
            Text("两周各多 1 科：共 2", "one too many in odd and in even weeks: two"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            2,
            (("most", 1),),
            homework=assign(turns, {"三1": {"语": "10", "音": "10"}}),
        )
