"""A subject's weekly homework is given in pieces over its lesson days, not all at once (分散布置)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.homework import has_targets, homework_days, targets_by_class, up_to_five
from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkSpread(Rule):
    """The weekly minutes of a subject are spread over the days on which it is taught.

    What it asks: the fair piece of a class and subject is its least weekly minutes divided by the days on
    which it can be given (the fewer of its lessons a week and the class's homework days), rounded up to
    five, and at least ten minutes. Minutes of a day beyond the fair piece cost.
    Why: practice a little after each lesson does more than an hour once a week.
    Breaks when: a piece is longer than the fair piece; the amount is the minutes beyond it.
    Price: 20 a minute.
    References: spacing effect: Cepeda et al., Psychological Bulletin 132 (2006).
    """

    code = "homework_spread"
    title = Text("分散布置", "homework spread over the week")
    asks = Text("一科的作业分散在有课的各天，不集中在一天", "a subject's homework is spread over its lesson days")
    breach = Text(
        "{who} 在{where}的作业过于集中，多{amount}分钟", "{who} on {where}: {amount} minutes too many at once"
    )
    unit = Text("分钟", "minutes")
    strength = Strength.SOFT
    price = 20
    stage = Stage.HOMEWORK
    mutants = (
        Mutant("forgives five minutes", shift=5),
        Mutant("passes over a piece", skip="first"),
        Mutant("forgets all", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            days = homework_days(school, klass)
            for target in targets:
                lessons = sum(len(c.sessions) for c in school.courses_of(klass, target.subject))
                fair = max(10, up_to_five(target.least / max(1, min(lessons, len(days)))))
                for week in board.weeks:
                    for day in school.grid.days:
                        minutes = board.minutes(klass.id, week, day, target.subject)
                        board.at_most(setting, (klass.id, target.subject), minutes, fair)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for target in filter(lambda t: setting.scope.has_subject(t.subject), view.targets):
            klass = view.school.group[target.group]
            if not setting.scope.has_group(klass):
                continue
            days = {s.day for s in view.school.slots_of(klass)}
            for s in view.school.settings:
                if s.rule == "homework_free_days" and s.strength in ("hard", "soft") and s.scope.has_group(klass):
                    days -= set(s["days"])
            times = sum(len(c.sessions) for c in view.school.courses_of(klass, target.subject))
            fair = max(10, -(-target.least // (5 * (min(times, len(days)) or 1))) * 5)
            for week in view.school.weeks:
                for day in view.school.grid.days:
                    over = view.minutes(klass.id, week, day, target.subject) - fair
                    if over > 0:
                        where = (At(day, 0, week),)
                        found.append(Violation(setting.id, (klass.id, target.subject), where, over))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语3 数1"}, days=3, homework={"三1": "语45-60 数20-30"})
        lessons = place(school, {"三1": "语 数 | 语 . | 语 ."})
        yield Case(
            "breaks",
            Text(
                "语文 45 分三天，每天 15：第一天 30，多 15",
                "Chinese 45 over three days is 15 each: 30 on day 1 is 15 over",
            ),
            school,
            lessons,
            15,
            homework=assign(school, {"三1": {"语": "30 0 15", "数": "20 0 0"}}),
        )
        yield Case(
            "boundary",
            Text(
                "每天 15 正好；数学每周一节，20 分钟只能一次留",
                "15 each; mathematics is taught once: 20 at once",
            ),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "15 15 15", "数": "20 0 0"}}),
        )
        few = tiny({"三1": "语3"}, days=3, homework={"三1": "语10-30"})
        yield Case(
            "keeps: ten minutes are always fair",
            Text("每周 10 分钟一次留完", "ten minutes a week, all at once"),
            few,
            place(few, {"三1": "语 . | 语 . | 语 ."}),
            0,
            homework=assign(few, {"三1": {"语": "10 0 0"}}),
        )
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音10-20"})
        yield Case(
            "odd and even weeks",
            Text(
                "音乐每周留 20，应 10：两周共多 20",
                "music gives 20 each week, fair is 10: 20 over in two weeks",
            ),
            turns,
            place(turns, {"三1": "语 音/美"}),
            20,
            homework=assign(turns, {"三1": {"音": "20"}}),
        )
