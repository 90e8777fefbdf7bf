"""Only some subjects give written homework (留书面作业的科目)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import NO_TARGETS, targets_by_class
from scheduler.domain import At, RuleSetting, School, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Stage, Violation


class HomeworkSubjects(Rule):
    """Only the named subjects give written homework.

    What it asks: subjects that are not among ``subjects`` give no homework.
    Why: 语文、数学学科书面作业控制在一小时以内，其他学科不留书面作业.
    Breaks when: another subject gives homework; the amount is its minutes in the week.
    Parameters: subjects (subject ids or tags such as main, maths, language). Empty: no subject at all.
    Price: 500 a minute, above the 400 of a minute short of the target: the regulation outranks the wish.
    References: HZ-12, YB-05.
    """

    code = "homework_subjects"
    title = Text("留书面作业的科目", "subjects that give homework")
    asks = Text("只有这些科目留书面作业，其他科目不留", "only these subjects give written homework")
    breach = Text(
        "{who} 不该留书面作业，{where}留了{amount}分钟", "{who} gives {amount} minutes in {where} and may not"
    )
    unit = Text("分钟", "minutes")
    params = (Param("subjects", (), "subjects", Text("可以留作业的科目", "subjects that may give homework")),)
    price = 500
    stage = Stage.HOMEWORK
    reference = "HZ-12"
    mutants = (
        Mutant("bars all subjects", params=(("subjects", ()),)),
        Mutant("forgets a day", forget="last"),
        Mutant("allows five minutes", shift=5),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        allowed = school.tagged(*setting["subjects"]) | set(setting["subjects"])
        for klass, targets in targets_by_class(school, setting.scope):
            for target in targets:
                for week in board.weeks if target.subject not in allowed else ():
                    days = school.grid.days
                    minutes = board.sum(board.minutes(klass.id, week, d, target.subject) for d in days)
                    board.at_most(setting, (klass.id, target.subject), minutes, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        def barred(subject: str) -> bool:
            names = {subject, *view.school.subject[subject].tags}
            return names.isdisjoint(setting["subjects"]) and setting.scope.has_subject(subject)

        found = []
        for group, subject in sorted({(i.group, i.subject) for i in view.homework.items}):
            if barred(subject) and setting.scope.has_group(view.school.group[group]):
                for week in view.school.weeks:
                    amount = sum(view.minutes(group, week, day, subject) for day in view.school.grid.days)
                    if amount:
                        found.append(Violation(setting.id, (group, subject), (At(0, 0, week),), amount))
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 科2"}, days=2, homework={"三1": "语20-60 科0-40"})
        lessons = place(school, {"三1": "语 科 | 科 语"})
        main = (("subjects", ("main",)),)
        yield Case(
            "breaks",
            Text("科学留了 10+5=15 分钟", "science gives 10 + 5 = 15 minutes"),
            school,
            lessons,
            15,
            main,
            homework=assign(school, {"三1": {"语": "20 10", "科": "10 5"}}),
        )
        yield Case(
            "keeps",
            Text("只有语文留", "Chinese only"),
            school,
            lessons,
            0,
            main,
            homework=assign(school, {"三1": {"语": "20 10"}}),
        )
        yield Case(
            "boundary: by name",
            Text("科学也在名单里", "science is on the list too"),
            school,
            lessons,
            0,
            (("subjects", ("语", "科")),),
            homework=assign(school, {"三1": {"语": "20 10", "科": "10 5"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"})
        yield Case(
            "odd and even weeks",
            Text("音乐每周 10 分钟：两周共 20", "music 10 minutes, odd and even weeks: 20"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            20,
            main,
            homework=assign(turns, {"三1": {"音": "10"}}),
        )
