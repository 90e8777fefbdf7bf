"""A class's homework is even over its days (每天作业均衡)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from constraints.homework import alternates, has_targets, homework_days, targets_by_class, up_to_five
from scheduler.domain import At, Group, HomeworkTarget, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkEvenDays(Rule):
    """The homework of a class is shared out evenly over the days on which it may have any.

    What it asks: let A be the sum of the least minutes of the class's targets, divided by its homework days
    (school days that are not free of homework). On each such day the minutes cost: those above A, those
    above 5/4 A, those above 3/2 A (each rounded up to a multiple of five), and those that are missing to A
    rounded down. So the cost is convex, and none only when all days are as even as steps of five minutes
    allow; to minimise the worst day alone would leave the others as they come. Subjects taught every other
    week do not count in A rounded down.
    Why: 各年级统筹、班主任统筹调节把关: no day with ninety minutes after one with ten.
    Breaks when: a day lies above or below; the amount is the sum of these minutes.
    Price: 20 a minute (100 a piece of five minutes on one step).
    References: WB-07, TJ-03, YB-04; min-max alone does not balance: Chiarandini et al., J. Heuristics 18
    (2012).
    """

    code = "homework_even_days"
    title = Text("每天作业均衡", "even homework over the days")
    asks = Text("一个班每天的作业量尽量一样多", "a class has about as much homework on each day")
    breach = Text("{who} 在{where}的作业量偏离平均（{amount}）", "{who} on {where}: uneven homework ({amount})")
    unit = Text("分钟", "minutes")
    strength = Strength.SOFT
    price = 20
    stage = Stage.HOMEWORK
    reference = "TJ-03"
    mutants = (
        Mutant("forgives five minutes", shift=5),
        Mutant("forgets a subject", forget="last"),
        Mutant("passes over the first level", skip="first"),
        Mutant("passes over what is missing", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for klass, targets in targets_by_class(board.school, setting.scope):
            days = homework_days(board.school, klass)
            low, *levels = self._levels(board.school, klass, targets, len(days))
            for week in board.weeks:
                for day in days:
                    minutes = board.sum(board.minutes(klass.id, week, day, t.subject) for t in targets)
                    for level in levels:
                        board.at_most(setting, (klass.id,), minutes, level)
                    board.at_least(setting, (klass.id,), minutes, low)

    def _levels(self, school: School, klass: Group, targets: list[HomeworkTarget], days: int) -> tuple[int, ...]:
        """The minutes a day not to fall below, and the three levels above which they cost."""
        days = max(days, 1)
        all_weeks = sum(t.least for t in targets)
        every = sum(t.least for t in targets if not alternates(school, klass, t.subject))
        return (every // days // 5 * 5, *(up_to_five(all_weeks * n / 4 / days) for n in (4, 5, 6)))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            targets = [t for t in view.targets if t.group == klass.id and setting.scope.has_subject(t.subject)]
            free = [
                s["days"]
                for s in view.school.settings
                if s.rule == "homework_free_days" and s.strength in ("hard", "soft") and s.scope.has_group(klass)
            ]
            days = sorted({s.day for s in view.school.slots_of(klass)}.difference(*free))
            total = sum(t.least for t in targets)
            now_and_then = sum(t.least for t in targets if self._alternates(view.school, klass, t.subject))
            for week in view.school.weeks if targets else ():
                for day in days:
                    given = sum(view.minutes(klass.id, week, day, t.subject) for t in targets)
                    off = max(0, (total - now_and_then) // len(days) // 5 * 5 - given)
                    for quarters in (4, 5, 6):
                        level = -(-total * quarters // (20 * len(days))) * 5
                        off += max(0, given - level)
                    if off:
                        found.append(Violation(setting.id, (klass.id,), (At(day, 0, week),), off))
        return found

    def _alternates(self, school: School, klass: Group, subject: str) -> bool:
        weeks = {s.weeks for c in school.courses_of(klass, subject) for s in c.sessions}
        return bool(weeks) and Weeks.ALL not in weeks

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2"}, days=2, homework={"三1": "语20-40 数20-40"})
        lessons = place(school, {"三1": "语 数 | 数 语"})
        yield Case(
            "breaks",
            Text(
                "平均 20：第一天 35，超 20、25、30 各 15、10、5；第二天 5，少 15：共 45",
                "average 20: day 1 has 35, over 20, 25, 30 by 15 + 10 + 5; day 2 has 5, 15 short: 45",
            ),
            school,
            lessons,
            45,
            homework=assign(school, {"三1": {"语": "20 0", "数": "15 5"}}),
        )
        yield Case(
            "keeps",
            Text("每天 20 分钟", "20 minutes each day"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 0", "数": "0 20"}}),
        )
        odd = tiny({"三1": "语2"}, days=2, homework={"三1": "语25-40"})
        yield Case(
            "boundary: steps of five minutes",
            Text("平均 12.5：10 与 15 都不算偏", "average 12.5: 10 and 15 are both even"),
            odd,
            place(odd, {"三1": "语 . | 语 ."}),
            0,
            homework=assign(odd, {"三1": {"语": "10 15"}}),
        )
        free = _with_free_day(tiny({"三1": "语3"}, days=3, homework={"三1": "语20-40"}), 2)
        yield Case(
            "a free day does not count",
            Text(
                "周二不留，其余两天平均 10：周一 5，少 5；周三 15，超 10 多 5（13、15 两级未超）：共 10",
                "nothing on day 2; average 10 on the others: 5 is 5 short, 15 is 5 over: 10",
            ),
            free,
            place(free, {"三1": "语 . | 语 . | 语 ."}),
            10,
            homework=assign(free, {"三1": {"语": "5 0 15"}}),
        )
        turns = tiny({"三1": "语2 音0.5 美0.5"}, days=2, homework={"三1": "语20-40 音10-20"})
        yield Case(
            "odd and even weeks",
            Text(
                "语文每周都有，平均 10 到 15：双周无音乐作业，不算少",
                "10 to 15 a day: even weeks without music are no less",
            ),
            turns,
            place(turns, {"三1": "语 音/美 | 语 ."}),
            0,
            homework=assign(turns, {"三1": {"语": "10 10"}}),
        )


def _with_free_day(school: School, day: int) -> School:
    return replace(school, settings=(RuleSetting("free", "homework_free_days", params=(("days", (day,)),)),))
