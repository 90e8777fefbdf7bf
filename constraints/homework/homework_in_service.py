"""Homework can be done in after-school service (作业在校内完成)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from constraints.homework import has_targets, is_time, targets_by_class
from scheduler.domain import At, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkInService(Rule):
    """As much homework as possible falls within the minutes of after-school service of its day.

    What it asks: the written homework of a class-day that every pupil has to do (必做) is at most the service
    minutes of its grade and day; on a day without service all of it is done at home. Reading, sport, labour are
    meant for home, chosen tasks for those who have time left.
    Why: primary pupils do basically all written homework at school, junior high pupils most of it.
    Breaks when: a class-day has more; the amount is the minutes left for home.
    Price: 25 a minute: a little more than evenness, so that days with service take more than days without.
    References: NA-10, DR-11, DA-04, YB-09, SU-01.
    """

    code = "homework_in_service"
    title = Text("作业在校内完成", "homework done in after-school service")
    asks = Text("作业尽量能在当天的课后服务时间内完成", "homework fits the after-school service of its day")
    breach = Text("{who} 在{where}有{amount}分钟作业要带回家", "{who} on {where}: {amount} minutes left for home")
    unit = Text("分钟", "minutes")
    strength = Strength.SOFT
    price = 25
    stage = Stage.HOMEWORK
    reference = "NA-10"
    mutants = (
        Mutant("forgives five minutes", shift=5),
        Mutant("forgets a subject", forget="last"),
        Mutant("passes over a day", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        service = board.school.homework.service_minutes
        for klass, targets in targets_by_class(board.school, setting.scope) if service else ():
            for week in board.weeks:
                for day in board.school.grid.days:
                    written = (t for t in targets if is_time(t))
                    minutes = board.sum(board.minutes(klass.id, week, day, t.subject) for t in written)
                    board.at_most(setting, (klass.id,), minutes, service.get((klass.grade, day), 0))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found, written = [], Counter[tuple[str, Weeks, int]]()
        for item in view.homework.items:
            if setting.scope.has_subject(item.subject) and (item.kind, item.layer) == ("written", "required"):
                for week in filter(item.week.covers, view.school.weeks):
                    written[item.group, week, item.day] += item.minutes
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks if view.school.homework.service else ():
                for day in view.school.grid.days:
                    home = written[klass.id, week, day]
                    home -= sum(m for g, d, m in view.school.homework.service if (g, d) == (klass.grade, day))
                    if home > 0:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), home))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(school.homework.service) and has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2"}, days=2, homework={"三1": "语20-60 数20-60"}, service=30)
        lessons = place(school, {"三1": "语 数 | 数 语"})
        yield Case(
            "breaks",
            Text("第一天 20+15=35 分钟，课后服务 30：带回家 5", "20 + 15 = 35 on day 1, service 30: 5 for home"),
            school,
            lessons,
            5,
            homework=assign(school, {"三1": {"语": "20 10", "数": "15 10"}}),
        )
        yield Case(
            "boundary",
            Text("15+15=30 分钟，正好做完", "15 + 15 = 30 minutes: all done at school"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "15 10", "数": "15 10"}}),
        )
        other = tiny({"三1": "语2 英2"}, days=2, homework={"三1": "语20-60 英20-60:reading"}, service=30)
        yield Case(
            "keeps: reading is for home",
            Text("书面 25 分钟做得完，阅读回家", "25 written minutes fit; reading is done at home"),
            other,
            place(other, {"三1": "语 英 | 语 英"}),
            0,
            homework=assign(other, {"三1": {"语": "25 10", "英": "20 20"}}),
        )
        without = tiny({"三1": "语2"}, days=2, homework={"三1": "语20-60"})
        yield Case(
            "keeps: no service",
            Text("没有课后服务，此条不适用", "there is no after-school service: nothing is asked"),
            without,
            place(without, {"三1": "语 . | 语 ."}),
            0,
            homework=assign(without, {"三1": {"语": "20 30"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"}, service=15)
        yield Case(
            "odd and even weeks",
            Text("每周 20 分钟，各超 5：共 10", "20 minutes each week, 5 over in odd and even: 10"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            10,
            homework=assign(turns, {"三1": {"语": "20"}}),
        )
