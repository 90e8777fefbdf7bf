"""How many subjects' homework is finished at school (在校完成作业的科数)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from constraints.homework import NO_SERVICE, NO_TARGETS
from scheduler.domain import At, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Stage, Violation


class HomeworkSubjectsAtSchool(Rule):
    """On each day the written homework of some subjects can be finished in after-school service.

    What it asks: of the subjects that give a class required written homework on a day, at least ``least`` (or
    all, where fewer give some) fit one after the other, the shortest first, into the service minutes.
    Why: 至少完成2科作业 before the pupils go home.
    Breaks when: fewer fit on a day; the amount is the subjects that are missing.
    Parameters: least (subjects a day).
    References: DR-18.
    """

    code = "homework_subjects_at_school"
    title = Text("在校完成作业的科数", "subjects finished at school")
    asks = Text("每天至少有几科书面作业能在课后服务时间做完", "at least so many subjects are finished in service")
    breach = Text("{who} {where}在校少做完{amount}科", "{who} on {where}: {amount} subject(s) not finished at school")
    unit = Text("科", "subjects")
    params = (Param("least", 2, "subjects a day", Text("至少几科", "least subjects")),)
    stage = Stage.HOMEWORK
    about_plan = True  # told, not steered: homework_at_school steers the minutes
    reference = "DR-18"
    metric = "homework_subjects_done_at_school"
    bounds = {"least": ">="}
    mutants = (Mutant("asks for one fewer", params=(("least", -1),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass, week, day, given, done in self._days(view, setting):
            short = min(setting["least"], given) - done
            if short > 0:
                found.append(Violation(setting.id, (klass,), (At(day, 0, week),), short))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass, week, day, _, done in self._days(view, setting):
            yield Measured((klass,), (At(day, 0, week),), done)

    def _days(self, view: View, setting: RuleSetting) -> Iterator[tuple[str, Weeks, int, int, int]]:
        """The class-days with written homework: how many subjects give some, and how many can be finished."""
        minutes: dict[tuple[str, Weeks, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for item in view.homework.items:
            wanted = setting.scope.has_subject(item.subject) and setting.scope.has_group(view.school.group[item.group])
            if wanted and (item.kind, item.layer) == ("written", "required"):
                for week in filter(item.week.covers, view.school.weeks):
                    minutes[item.group, week, item.day][item.subject] += item.minutes
        for (group, week, day), by_subject in sorted(minutes.items()):
            left = view.school.homework.service_minutes.get((view.school.group[group].grade, day), 0)
            done = 0
            for needed in sorted(by_subject.values()):
                left -= needed
                done += left >= 0
            yield group, week, day, len(by_subject), done

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not school.homework.targets:
            return NO_TARGETS
        return None if school.homework.service else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2 英2"}, days=2, homework={"三1": "语0-60 数0-60 英0-60"}, service=30)
        lessons = place(school, {"三1": "语 数 英 . | 数 语 英 ."})
        for name, zh, en, amount, board in (
            ("breaks", "第一天 20+15=35，超过 30：只做完 1 科，少 1", "20 + 15 = 35 on day 1: one finished, one short",
             1, {"语": "20 10", "数": "15 0"}),
            ("boundary", "20+10=30，正好 2 科", "20 + 10 = 30: just two", 0,
             {"语": "20 0", "数": "10 0", "英": "30 0"}),
            ("keeps", "只留一科，做完就好", "one subject alone, finished", 0, {"语": "30 0"}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, homework=assign(school, {"三1": board}))
