"""Days without homework (无作业日)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.homework import NO_TARGETS, targets_by_class
from scheduler.domain import At, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkFreeDays(Rule):
    """On some weekdays a class gets no homework.

    What it asks: on the named days no subject in the scope gives homework, of whatever kind.
    Why: schools keep a day without homework (继续实行星期二无作业日) for reading, family and sport.
    Breaks when: homework is given on such a day; the amount is its minutes.
    Parameters: days (weekdays, 1 is Monday).
    Price: 800 a minute, as for the daily cap.
    References: WB-08.
    """

    code = "homework_free_days"
    title = Text("无作业日", "days without homework")
    asks = Text("这些日子不留作业", "no homework is given on these days")
    breach = Text("{where}是无作业日，{who} 留了{amount}分钟作业", "{who}: {amount} minutes on {where}, a free day")
    unit = Text("分钟", "minutes")
    params = (Param("days", (), "weekdays", Text("哪几天不留作业", "the days without homework")),)
    price = 800
    stage = Stage.HOMEWORK
    reference = "WB-08"
    metric = "homework_on_free_day_minutes"
    mutants = (
        Mutant("takes another day", params=(("days", (1,)),)),
        Mutant("allows five minutes", shift=5),
        Mutant("forgets a subject", forget="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for klass, targets in targets_by_class(board.school, setting.scope):
            for week in board.weeks:
                for day in setting["days"]:
                    minutes = board.sum(board.minutes(klass.id, week, day, t.subject) for t in targets)
                    board.at_most(setting, (klass.id,), minutes, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [Violation(setting.id, m.who, m.where, int(m.value)) for m in self.measure(view, setting) if m.value]

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        minutes: Counter[tuple[str, Weeks, int]] = Counter()
        for item in view.homework.items:
            if setting.scope.has_subject(item.subject):
                for week in filter(item.week.covers, view.school.weeks):
                    minutes[item.group, week, item.day] += item.minutes
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                for day in setting["days"]:
                    yield Measured((klass.id,), (At(day, 0, week),), minutes[klass.id, week, day])

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2"}, days=2, homework={"三1": "语20-60 数20-60"})
        lessons = place(school, {"三1": "语 数 | 数 语"})
        tuesday = (("days", (2,)),)
        yield Case(
            "breaks",
            Text("周二留了 10+5=15 分钟", "10 + 5 = 15 minutes on Tuesday"),
            school,
            lessons,
            15,
            tuesday,
            homework=assign(school, {"三1": {"语": "20 10", "数": "15 5"}}),
        )
        yield Case(
            "keeps",
            Text("只在周一留", "on Monday only"),
            school,
            lessons,
            0,
            tuesday,
            homework=assign(school, {"三1": {"语": "20 0", "数": "15 0"}}),
        )
        yield Case(
            "boundary: no day named",
            Text("没有规定无作业日", "no free day is named"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 10", "数": "15 5"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, days=2, homework={"三1": "语0-20 音0-20"})
        yield Case(
            "odd and even weeks",
            Text("每周周二都留 10 分钟：两周共 20", "10 minutes on Tuesday, odd and even: 20"),
            turns,
            place(turns, {"三1": "语 . | 音/美 ."}),
            20,
            tuesday,
            homework=assign(turns, {"三1": {"语": "0 10"}}),
        )
