"""The most homework a class gets in a day, all subjects together (每日作业总量上限)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.homework import NO_TARGETS, counts, targets_by_class
from scheduler.domain import At, HomeworkItem, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkDayCap(Rule):
    """The homework of a class-day, all subjects together, stays within a cap; a cap of 0 means none at all.

    What it asks: on each day of each week the minutes of all subjects in the scope add up to at most
    ``most``; with the statistic ``mean``, those of a week to at most ``most`` times its school days.
    What counts: ``kind`` written, oral (all that is not written: 听说型、活动型), or all. Of the layers, a
    cap on time counts what every pupil has to do (必做); chosen tasks (选做) are for those who have time
    left, and count with ``layers`` all. A cap of 0 (不留, 不布置) is about what is given, so it always
    counts both.
    Why: grades 1–2 no written homework at home, grades 3–6 at most 60 minutes, junior high at most 90
    (双减); many schools go below: 30 minutes in grades 3–4.
    Breaks when: a class-day (mean: a class-week) has more; the amount is the minutes beyond.
    Parameters: most (minutes a day), kind, statistic (max: each day, mean: over the week's school days),
    layers. Restricted to some subjects by the scope, it caps those alone.
    Price: 800 a minute, twice what a minute short of the weekly target costs, so that a soft cap outranks
    the target.
    References: NC-09, NC-10, NC-11, HL-08, HL-09, HL-10, HZ-10, HZ-11, HZ-12, LJ-08 to LJ-11, YB-01 to YB-03;
    mean: DR-09, CX-03.
    """

    code = "homework_day_cap"
    title = Text("每日作业总量上限", "a cap on the homework of a day")
    asks = Text(
        "每班每天各科作业总时间不超过上限",
        "the homework of a class-day, all subjects, is at most so long",
    )
    breach = Text("{who} 在{where}的作业超过上限{amount}分钟", "{who} on {where}: {amount} minutes over the cap")
    unit = Text("分钟", "minutes")
    params = (
        Param("most", 60, "minutes a day", Text("每天最多几分钟", "most minutes a day")),
        Param("kind", "all", "kind", Text("all 全部、written 书面或 oral 非书面", "all, written, oral: not written")),
        Param("statistic", "max", "statistic", Text("max 每一天或 mean 一周平均", "max: each day, mean: of the week")),
        Param("layers", "required", "layers", Text("required 必做或 all 含选做", "required, or all: chosen too")),
    )
    price = 800
    stage = Stage.HOMEWORK
    reference = "NC-09, NC-10, NC-11"
    metric = "homework_minutes_day"
    bounds = {"most": "<="}
    mutants = (
        Mutant("allows five minutes more", params=(("most", 5),)),
        Mutant("forgets the first subject", forget="first"),
        Mutant("passes over the last class-day", skip="last"),
        Mutant("counts every kind", params=(("kind", "all"),)),
        Mutant("asks it of each day", params=(("statistic", "max"),)),
        Mutant("counts what is chosen", params=(("layers", "all"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            counted = [t for t in targets if counts(setting, t)]
            days = sorted({s.day for s in school.slots_of(klass)})
            for week in board.weeks:
                sums = [board.sum(board.minutes(klass.id, week, d, t.subject) for t in counted) for d in days]
                if setting["statistic"] == "mean":
                    board.at_most(setting, (klass.id,), board.sum(sums), setting["most"] * len(days))
                    continue
                for minutes in sums:
                    board.at_most(setting, (klass.id,), minutes, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass, days, week, minutes in self._days(view, setting):
            if setting["statistic"] == "mean":
                spent = [(0, sum(minutes) - setting["most"] * len(days))]
            else:
                spent = [(d, m - setting["most"]) for d, m in zip(days, minutes, strict=True)]
            for day, over in spent:
                if over > 0:
                    found.append(Violation(setting.id, (klass,), (At(day, 0, week),), over))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass, days, week, minutes in self._days(view, setting):
            if setting["statistic"] == "mean":
                yield Measured((klass,), (At(0, 0, week),), sum(minutes) / len(days))
                continue
            for day, spent in zip(days, minutes, strict=True):
                yield Measured((klass,), (At(day, 0, week),), spent)

    def _days(self, view: View, setting: RuleSetting) -> Iterator[tuple[str, list[int], Weeks, list[int]]]:
        """Class by class and week by week, the school days and the minutes that count on each."""
        spent: Counter[tuple[str, Weeks, int]] = Counter()
        for item in view.homework.items:
            if setting.scope.has_subject(item.subject) and self._counted(setting, item):
                for week in filter(item.week.covers, view.school.weeks):
                    spent[item.group, week, item.day] += item.minutes
        for klass in filter(setting.scope.has_group, view.school.classes):
            days = sorted({s.day for s in view.school.slots_of(klass)})
            for week in view.school.weeks:
                yield klass.id, days, week, [spent[klass.id, week, day] for day in days]

    def _counted(self, setting: RuleSetting, item: HomeworkItem) -> bool:
        if item.layer == "chosen" and setting["layers"] != "all" and setting["most"] > 0:
            return False
        kind: str = setting["kind"]
        return kind == "all" or (kind == "written") == (item.kind == "written")

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2"}, days=2, homework={"三1": "语20-60 数20-60"})
        lessons = place(school, {"三1": "语 数 | 数 语"})
        yield Case(
            "breaks",
            Text("第一天 20+15=35 分钟，上限 30：超 5 分钟", "20 + 15 = 35 minutes on day 1, cap 30: 5 over"),
            school,
            lessons,
            5,
            (("most", 30),),
            homework=assign(school, {"三1": {"语": "20 10", "数": "15 10"}}),
        )
        yield Case(
            "boundary",
            Text("15+15=30 分钟，正好", "15 + 15 = 30 minutes: just kept"),
            school,
            lessons,
            0,
            (("most", 30),),
            homework=assign(school, {"三1": {"语": "15 10", "数": "15 10"}}),
        )
        low = tiny({"一1": "语1", "三1": "语1"}, homework={"一1": "语0-20", "三1": "语0-20"})
        yield Case(
            "none at all",
            Text("上限 0：两班各留 10 分钟，共 20", "cap 0: ten minutes in each class, 20 in all"),
            low,
            place(low, {"一1": "语", "三1": "语"}),
            20,
            (("most", 0),),
            homework=assign(low, {"一1": {"语": "10"}, "三1": {"语": "10"}}),
        )
        turns = tiny({"三1": "音0.5 美0.5"}, homework={"三1": "音0-20 美0-20"})
        yield Case(
            "odd and even weeks",
            Text("每周都不留", "none in either week"),
            turns,
            place(turns, {"三1": "音/美 . . ."}),
            0,
            (("most", 10),),
        )
        yield from self._cases_of_kinds()

    def _cases_of_kinds(self) -> Iterator[Case]:
        school = tiny({"一1": "语2 英2 数1"}, days=2, homework={"一1": "语0-60 英0-60:oral 数0-40:written:chosen"})
        lessons = place(school, {"一1": "语 英 数 . | 英 语 . ."})
        board = assign(school, {"一1": {"语": "15 5", "英": "20 10", "数": "10 0"}})
        for name, zh, en, amount, params in (
            ("written: breaks", "书面必做 15，上限 10：超 5", "written and required 15, cap 10: 5 over", 5,
             {"most": 10, "kind": "written"}),
            ("written: none", "不留书面：15+5+10=30，选做的也算", "none: 15 + 5 + 10, the chosen too: 30", 30,
             {"most": 0, "kind": "written"}),
            ("oral: boundary", "口头 20，正好", "oral 20: just kept", 0, {"most": 20, "kind": "oral"}),
            ("all layers", "第一天 15+20+10=45，超 10", "15 + 20 + 10 = 45 on day 1: 10 over", 10,
             {"most": 35, "layers": "all"}),
            ("mean: breaks", "两天 35+15=50，平均上限 20：超 10", "35 + 15 = 50, mean 20 allows 40: 10 over", 10,
             {"most": 20, "statistic": "mean"}),
            ("mean: boundary", "两天共 50，平均 25：正好", "50 in two days, mean 25: just kept", 0,
             {"most": 25, "statistic": "mean"}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, tuple(params.items()), homework=board)
