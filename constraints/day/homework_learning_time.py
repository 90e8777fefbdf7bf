"""Homework fits into what lessons leave of the day's learning time (学习时间含作业)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain import At, Block, BlockKind, RuleSetting, School, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Stage, Violation

_STUDY = (BlockKind.READING, BlockKind.SELF_STUDY)


class HomeworkLearningTime(Rule):
    """The homework of a class-day takes no more than lessons, reading and self-study leave of the day's learning time.

    What it asks: on each day the homework of all subjects is at most ``most`` minutes less the class's lessons (by the
    clock) and the reading and self-study blocks of its bell schedule; where those alone fill the day, there is none.
    Why: GB/T 17223-2012 counts lessons, reading, self-study and homework together; a day of six lessons leaves an hour.
    Breaks when: a class-day has more; the minutes beyond count. (That the lessons alone are too many is told by
    ``learning_minutes``: homework cannot mend it.)
    Parameters: most, minutes a day of lessons, reading, self-study and homework together.
    Price: 800 a minute, as ``homework_day_cap``.
    References: NC-18.
    """

    code = "homework_learning_time"
    title = Text("作业不超过剩余学习时间", "homework within the day's learning time")
    asks = Text(
        "每班每天作业不超过全天学习时间减去上课、阅读、自习后剩下的分钟",
        "the homework of a class-day fits into what lessons and self-study leave of its learning time",
    )
    breach = Text("{who} {where}作业超出 {amount} 分钟", "{who}: {amount} minutes of homework too many on {where}")
    unit = Text("分钟", "minutes")
    params = (Param("most", 360, "minutes a day", Text("全天学习最多多少分钟", "minutes of learning a day at most")),)
    price = 800
    stage = Stage.HOMEWORK
    metric = "learning_minutes_day"
    bounds = {"most": "<="}
    reference = "NC-18"
    mutants = (
        Mutant("allows five minutes more", shift=5),
        Mutant("forgets a subject", forget="first"),
        Mutant("forgets the first day", skip="first"),
        Mutant("a longer day", params=(("most", 10),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass in filter(setting.scope.has_group, school.classes):
            subjects = sorted({t.subject for t in school.homework.targets if t.group == klass.id})
            courses, bells = school.courses_of(klass), school.grid.bell[klass.bell]
            for day in school.grid.days if subjects else ():
                slots = [s for s in school.grid.slots if s.day == day]
                left = setting["most"] - sum(b.minutes for b in bells.on(day, *_STUDY))
                for week in board.weeks:
                    lessons = board.sum(board.lessons(courses, (s,), week) * (s.end - s.start) for s in slots)
                    given = board.sum(board.minutes(klass.id, week, day, s) for s in subjects)
                    board.at_most(setting, (klass.id,), given, board.above(-lessons, -left))  # the lessons are placed

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                learnt = Counter({b.day: 0 for b in view.school.grid.bell[klass.bell].blocks})
                for b in view.school.grid.bell[klass.bell].blocks:
                    learnt[b.day] += b.minutes if b.kind in _STUDY else 0
                for x in view.of_class(klass, week):
                    learnt[x.slot.day] += x.slot.end - x.slot.start
                for day, minutes in sorted(learnt.items()):
                    homework = sum(view.homework_of(klass.id, week, day).values())
                    over = min(homework, minutes + homework - setting["most"])
                    if over > 0:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), over))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(setting.scope.has_group(school.group[t.group]) for t in school.homework.targets)

    def cases(self) -> Iterable[Case]:
        reading = Block(1, 460, 480, BlockKind.READING, "早读")
        school = tiny({"三1": "语1 数1"}, days=2, periods=2, blocks=(reading,), homework={"三1": "语0-40 数0-40"})
        held = place(school, {"三1": "语 数 | . ."})
        yield Case(
            "breaks", Text("早读20＋两节80，共120：剩20，作业30：超10", "20 + 80 of 120 leave 20 for 30"),
            school, held, 10, (("most", 120),), homework=assign(school, {"三1": {"语": "15 10", "数": "15 0"}}),
        )  # fmt: skip
        yield Case(
            "boundary", Text("剩20，作业20：正好；周二没有课", "20 are left on Monday, 120 on Tuesday"),
            school, held, 0, (("most", 120),), homework=assign(school, {"三1": {"语": "10 40", "数": "10 40"}}),
        )  # fmt: skip
        yield Case(
            "nothing left", Text("上课已超过90：作业10全算超出", "the lessons fill 90: all 10 are too many"),
            school, held, 10, (("most", 90),), homework=assign(school, {"三1": {"语": "10 0"}}),
        )  # fmt: skip
        other = tiny({"三1": "音0.5 语1"}, periods=2, homework={"三1": "语0-40"})
        lessons = place(other, {"三1": "语 音/."})
        yield Case(
            "keeps: odd and even weeks", Text("单周剩40，双周剩80", "40 are left in odd weeks, 80 in even ones"),
            other, lessons, 0, (("most", 120),), homework=assign(other, {"三1": {"语": "40"}}),
        )  # fmt: skip
