"""No crumbs: a subject gives at least so many minutes, or none (单科作业不零碎)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import has_targets, targets_by_class
from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Stage, Violation


class HomeworkLeastPiece(Rule):
    """A subject's homework on a day is nothing, or long enough to be worth setting out.

    What it asks: for class, day and subject: 0 or at least ``least`` minutes.
    Why: five minutes of a subject are no work; they only cost pupils and markers the start.
    Breaks when: 0 < minutes < least; the amount is the minutes that are missing.
    Parameters: least (minutes).
    Price: 400 a minute.
    References: Chengxi's ten minutes a subject (CX-02) taken as the usual size of a piece.
    """

    code = "homework_least_piece"
    title = Text("单科作业不零碎", "no crumbs of homework")
    asks = Text(
        "一科一天要么不留作业，要么至少留这么多分钟",
        "a subject gives none on a day, or at least so many minutes",
    )
    breach = Text("{who} 在{where}的作业太零碎，少{amount}分钟", "{who} on {where}: {amount} minutes too short")
    unit = Text("分钟", "minutes")
    params = (Param("least", 10, "minutes", Text("一次至少几分钟", "least minutes at a time")),)
    strength = Strength.HARD
    price = 400
    stage = Stage.HOMEWORK
    mutants = (
        Mutant("allows five minutes less", params=(("least", -5),)),
        Mutant("asks one minute more", shift=1),
        Mutant("passes over a piece", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for klass, targets in targets_by_class(board.school, setting.scope):
            for target in targets:
                for week in board.weeks:
                    for day in board.school.grid.days:
                        where = (klass.id, week, day, target.subject)
                        who = (klass.id, target.subject)
                        board.at_least(setting, who, board.minutes(*where) - board.gives(*where) * setting["least"], 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                for day in view.school.grid.days:
                    for subject, minutes in sorted(view.homework_of(klass.id, week, day).items()):
                        if setting.scope.has_subject(subject) and 0 < minutes < setting["least"]:
                            where, short = (At(day, 0, week),), setting["least"] - minutes
                            found.append(Violation(setting.id, (klass.id, subject), where, short))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数1"}, days=2, homework={"三1": "语20-60 数0-40"})
        lessons = place(school, {"三1": "语 . | 语 数"})
        yield Case(
            "breaks",
            Text("语文第二天只留 5 分钟，少 5", "Chinese gives 5 minutes on day 2, 5 too few"),
            school,
            lessons,
            5,
            homework=assign(school, {"三1": {"语": "20 5", "数": "0 10"}}),
        )
        yield Case(
            "boundary",
            Text("10 分钟正好", "ten minutes are just enough"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 10", "数": "0 10"}}),
        )
        yield Case(
            "keeps",
            Text("不留也可以", "none is fine"),
            school,
            lessons,
            0,
            (("least", 20),),
            homework=assign(school, {"三1": {"语": "20 0"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"})
        yield Case(
            "odd and even weeks",
            Text("每周都少 5 分钟：共 10", "5 too few in odd and in even weeks: 10"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            10,
            homework=assign(turns, {"三1": {"语": "5"}}),
        )
