"""Only some subjects give written homework (留书面作业的科目)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.homework import NO_TARGETS, targets_by_class
from scheduler.domain import At, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkSubjects(Rule):
    """Only the named subjects give written homework.

    What it asks: subjects that are not among ``subjects`` give no written homework, required or chosen.
    Reading, practice and other kinds are free to all (可布置阅读型、探究性、实践性作业).
    Why: 语文、数学学科书面作业控制在一小时以内，其他学科不留书面作业.
    Breaks when: another subject gives written homework; the amount is its minutes in the week.
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
    metric = "homework_subject_count"
    mutants = (
        Mutant("bars all subjects", params=(("subjects", ()),)),
        Mutant("forgets a day", forget="last"),
        Mutant("allows five minutes", shift=5),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        allowed = school.tagged(*setting["subjects"]) | set(setting["subjects"])
        for klass, targets in targets_by_class(school, setting.scope):
            for target in (t for t in targets if t.kind == "written"):
                for week in board.weeks if target.subject not in allowed else ():
                    days = school.grid.days
                    minutes = board.sum(board.minutes(klass.id, week, d, target.subject) for d in days)
                    board.at_most(setting, (klass.id, target.subject), minutes, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [Violation(setting.id, m.who, m.where, int(m.value)) for m in self.measure(view, setting) if m.value]

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        """The written minutes a week of each barred subject that gives some homework, and 0 for all others."""
        minutes: Counter[tuple[str, str, Weeks]] = Counter()
        for item in view.homework.items:
            names = {item.subject, *view.school.subject[item.subject].tags}
            if not (setting.scope.has_subject(item.subject) and setting.scope.has_group(view.school.group[item.group])):
                continue
            barred = item.kind == "written" and names.isdisjoint(setting["subjects"])
            for week in filter(item.week.covers, view.school.weeks):
                minutes[item.group, item.subject, week] += item.minutes * barred
        for (group, subject, week), amount in sorted(minutes.items()):
            yield Measured((group, subject), (At(0, 0, week),), amount)

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
        spoken = tiny({"三1": "语2 科2"}, days=2, homework={"三1": "语20-60:oral 科0-40:practice"})
        yield Case(
            "keeps: no written homework",
            Text("科学留的是实践作业", "what science gives is practice"),
            spoken,
            lessons,
            0,
            (("subjects", ()),),
            homework=assign(spoken, {"三1": {"语": "20 10", "科": "10 5"}}),
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
