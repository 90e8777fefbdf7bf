"""When a pupil has finished the day's homework at home (作业完成时间)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.homework import NO_TARGETS, is_time, service_minutes, targets_by_class
from scheduler.domain import At, Block, BlockKind, Group, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import TIME_OF_DAY, Board, Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkFinish(Rule):
    """A pupil who goes straight home and to work has finished what he has to do in good time.

    What it asks: the end of the school day, plus the way home, plus the required minutes left for home, is at
    most ``most``. The day ends with the last block of the bells or the last after-school activity of the grade
    (sheet 课后服务), and not before the service minutes for homework are over; written homework is done in
    these first. No time is allowed for supper and play: the figure is the earliest that can be.
    Why: 超过9点甚至达到10点的同学，需要当天在学校完成作业.
    Breaks when: homework goes on after that time; the amount is the minutes of homework after it.
    Parameters: most (time of day), way (minutes home).
    Price: 100 a minute.
    References: DR-08, SX-22.
    """

    code = "homework_finish"
    title = Text("作业完成时间", "when homework is finished")
    asks = Text("回家作业不晚于这个时间做完", "homework is finished by this time")
    breach = Text("{who} {where}的作业超时{amount}分钟", "{who} on {where}: {amount} minutes of homework too late")
    unit = Text("分钟", "minutes")
    params = (
        Param("most", 21 * 60, TIME_OF_DAY, Text("最晚几点做完", "finished by")),
        Param("way", 30, "minutes", Text("回家路上几分钟", "the way home")),
    )
    price = 100
    stage = Stage.HOMEWORK
    reference = "DR-08"
    metric = "homework_finish_time"
    bounds = {"most": "<="}
    mutants = (
        Mutant("five minutes later", params=(("most", 5),)),
        Mutant("no way home", params=(("way", -30),)),
        Mutant("passes over the last day", skip="last"),
        Mutant("forgets a subject", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            written = [t for t in targets if is_time(t)]
            others = [t for t in targets if t.layer == "required" and not is_time(t)]
            for week in board.weeks:
                for day in school.grid.days:
                    left = max(0, setting["most"] - setting["way"] - _end_of_day(school, klass, day))
                    first = board.sum(board.minutes(klass.id, week, day, t.subject) for t in written)
                    then = board.sum(board.minutes(klass.id, week, day, t.subject) for t in others)
                    home = then + board.above(first, service_minutes(school, klass, day))
                    board.at_most(setting, (klass.id,), home, left)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for measured, home in self._evenings(view, setting):
            late = min(home, int(measured.value) - setting["most"])
            if late > 0:
                found.append(Violation(setting.id, measured.who, measured.where, late))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        return (measured for measured, _ in self._evenings(view, setting))

    def _evenings(self, view: View, setting: RuleSetting) -> Iterator[tuple[Measured, int]]:
        """The class-days with homework left for home: when it is finished, and the minutes of it."""
        written, others = Counter[tuple[str, Weeks, int]](), Counter[tuple[str, Weeks, int]]()
        for item in view.homework.items:
            if item.layer == "required" and setting.scope.has_subject(item.subject):
                for week in filter(item.week.covers, view.school.weeks):
                    (written if item.kind == "written" else others)[item.group, week, item.day] += item.minutes
        for group, week, day in sorted({*written, *others}):
            klass = view.school.group[group]
            if not setting.scope.has_group(klass):
                continue
            served = sum(m // 5 * 5 for g, d, m in view.school.homework.service if (g, d) == (klass.grade, day))
            home = max(0, written[group, week, day] - served) + others[group, week, day]
            blocks = [b for b in view.school.grid.bell[klass.bell].blocks if b.day == day]
            lessons = max((b.end for b in blocks if b.kind is BlockKind.LESSON), default=0)
            activities = (s.end for s in view.school.office.service_of(klass.grade, day))
            end = max([lessons + served, *(b.end for b in blocks), *activities])
            if home:
                yield Measured((group,), (At(day, 0, week),), end + setting["way"] + home), home

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny(
            {"五1": "语1 数1 英1"}, homework={"五1": "语0-60 数0-40 英0-60:reading"}, service=30,
            blocks=(Block(1, 1000, 1050, BlockKind.SERVICE, "课后服务"),),
        )  # fmt: skip
        lessons = place(school, {"五1": "语 数 英 ."})
        board = assign(school, {"五1": {"语": "30", "数": "20", "英": "20"}})
        turns = tiny({"五1": "语1 音0.5 美0.5"}, homework={"五1": "语0-60"})
        for name, zh, en, amount, params in (
            ("breaks", "17:30 放学、路上 30、书面剩 20、阅读 20：18:40 做完，要求 18:30：超 10",
             "school ends at 17:30, 30 home, 20 of writing left, 20 of reading: 18:40, 10 after 18:30", 10,
             {"most": 1110}),
            ("boundary", "18:40 正好", "18:40 is just kept", 0, {"most": 1120}),
            ("keeps", "21:00 前", "before 21:00", 0, {}),
            ("no time at all", "17:30 就要做完：回家的 40 分钟都晚了", "by 17:30: all 40 minutes at home are late", 40,
             {"most": 1050}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, tuple(params.items()), homework=board)
        yield Case(
            "odd and even weeks",
            Text("15:30 放学、路上 30、作业 30：16:30，要求 16:25，两周各超 5", "16:30, asked 16:25: 5 each week"),
            turns,
            place(turns, {"五1": "语 音/美"}),
            10,
            (("most", 985),),
            homework=assign(turns, {"五1": {"语": "30"}}),
        )


def _end_of_day(school: School, klass: Group, day: int) -> int:
    """When a class may go home, in minutes after midnight."""
    bells = school.grid.bell[klass.bell]
    lessons = max((b.end for b in bells.on(day, BlockKind.LESSON)), default=0)
    blocks = [b.end for b in bells.on(day)]
    activities = [s.end for s in school.office.service_of(klass.grade, day)]
    return max([lessons + service_minutes(school, klass, day), *blocks, *activities])
