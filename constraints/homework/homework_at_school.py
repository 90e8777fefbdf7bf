"""Which share of the written homework is done at school (书面作业校内完成率)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import ceil

from constraints.homework import NO_SERVICE, NO_TARGETS, is_time, service_minutes, targets_by_class
from scheduler.domain import At, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkAtSchool(Rule):
    """At least so much of a week's written homework can be done in the after-school service of its day.

    What it asks: of the written homework of a class-week that every pupil has to do (必做), on the days named,
    at least ``share`` per cent lie within the service minutes (in full fives) of their day.
    Why: 小学生基本在校内完成书面作业，初中学生在校内完成大部分书面作业.
    Breaks when: more is left for home than the rest of 100 per cent; the amount is that, in hundredths of a
    minute, so that every share counts exactly.
    Parameters: share (per cent), days (weekdays; none named: all).
    Price: 5 a hundredth, 500 a minute: above the 400 of a minute short of the target.
    References: DR-11, DA-04, YB-09, CX-10, SU-01, P2-06.
    """

    code = "homework_at_school"
    title = Text("书面作业校内完成率", "written homework done at school")
    asks = Text("书面作业至少这么多在当天课后服务时间完成", "at least so much written homework is done in service")
    breach = Text("{who} {where}有{amount}分钟书面作业应在校内完成", "{who}, {where}: {amount} minutes too many")
    unit = Text("百分之一分钟", "hundredths of a minute")
    params = (
        Param("share", 100, "per cent", Text("至少百分之几", "least per cent")),
        Param("days", (), "weekdays", Text("哪几天；不填为每天", "on which days; all when empty")),
    )
    price = 5
    stage = Stage.HOMEWORK
    reference = "DR-11"
    metric = "homework_done_at_school_share"
    bounds = {"share": ">="}
    mutants = (
        Mutant("asks for less", params=(("share", -10),)),
        Mutant("takes all days", params=(("days", ()),)),
        Mutant("passes over the first week", skip="first"),
        Mutant("passes over the last week", skip="last"),
        Mutant("forgets a subject", forget="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            written = [t for t in targets if is_time(t)]
            for week in board.weeks:
                home, given = [], []
                for day in setting["days"] or school.grid.days:
                    minutes = board.sum(board.minutes(klass.id, week, day, t.subject) for t in written)
                    given.append(minutes)
                    home.append(board.above(minutes, service_minutes(school, klass, day)))
                allowed = board.sum(given) * (100 - setting["share"])
                board.at_most(setting, (klass.id,), board.sum(home) * 100 - allowed, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass, week, given, home in self._weeks(view, setting):
            over = 100 * home - (100 - setting["share"]) * given
            if over > 0:
                found.append(Violation(setting.id, (klass,), (At(0, 0, week),), over))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        """Per cent, of the class-weeks that have written homework."""
        for klass, week, given, home in self._weeks(view, setting):
            if given:
                yield Measured((klass,), (At(0, 0, week),), 100 * (given - home) / given)

    def _weeks(self, view: View, setting: RuleSetting) -> Iterator[tuple[str, Weeks, int, int]]:
        """Class by class and week by week, the written minutes given and those left for home."""
        minutes: Counter[tuple[str, Weeks, int]] = Counter()
        for item in view.homework.items:
            wanted = not setting["days"] or item.day in setting["days"]
            if wanted and (item.kind, item.layer) == ("written", "required"):
                for week in filter(item.week.covers, view.school.weeks):
                    minutes[item.group, week, item.day] += item.minutes * setting.scope.has_subject(item.subject)
        service = {(g, d): m - m % 5 for g, d, m in view.school.homework.service}
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                by_day = {d: minutes[klass.id, week, d] for d in view.school.grid.days}
                home = sum(max(0, m - service.get((klass.grade, d), 0)) for d, m in by_day.items())
                yield klass.id, week, sum(by_day.values()), home

    def say(self, violation: Violation, lang: str) -> str:
        """In whole minutes, rounded up."""
        shown = Violation(violation.setting, violation.who, violation.where, ceil(violation.amount / 100))
        return super().say(shown, lang)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not school.homework.targets:
            return NO_TARGETS
        return None if school.homework.service else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2 英1"}, days=2, homework={"三1": "语20-60 数20-60 英0-40:reading"}, service=22)
        lessons = place(school, {"三1": "语 数 英 . | 数 语 . ."})
        board = assign(school, {"三1": {"语": "15 5", "数": "10 10", "英": "20 0"}})
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音0-20"}, service=10)
        for name, zh, en, amount, params in (
            ("breaks", "第一天书面 25、课后服务 20（取整）：回家 5 分钟；阅读不计",
             "25 written minutes on day 1, 20 of service: 5 for home; reading does not count", 500, {}),
            ("boundary", "40 分钟里 35 在校内：87.5%，要求 87", "35 of 40 minutes: 87.5 per cent, 87 asked", 0,
             {"share": 87}),
            ("a little more", "要求 90%：可回家 4 分钟，多 1", "90 per cent: 4 minutes may go home, 1 too many", 100,
             {"share": 90}),
            ("keeps: other days", "周二全部在校内", "all at school on day 2", 0, {"days": (2,)}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, tuple(params.items()), homework=board)
        yield Case(
            "odd and even weeks",
            Text("每周回家 5 分钟", "5 minutes for home, odd and even"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            1000,
            homework=assign(turns, {"三1": {"语": "15"}}),
        )
