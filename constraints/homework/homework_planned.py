"""The week's homework is planned (周作业计划)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints.homework import NO_TARGETS
from scheduler.domain import At, HomeworkTarget, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Case, Measured, Rule, Stage, Violation


class HomeworkPlanned(Rule):
    """Every class, subject and week has its planned homework with minutes, and no homework is without a plan.

    What it asks: a subject that means to give a class homework (its least weekly minutes are above 0) stands
    on the board of every week in which it is taught; and what stands on the board has weekly minutes on sheet
    作业, the teachers' own estimate. The board itself is the week's plan: its items always have minutes.
    Why: 形成周作业计划; 布置给学生的作业教师必须要先做 (so that the minutes are known).
    Breaks when: a class-subject-week has no plan; each is one.
    References: YB-07, YB-08, CX-11, NX-14.
    """

    code = "homework_planned"
    title = Text("周作业计划", "a weekly homework plan")
    asks = Text("每班每科每周的作业都有计划和分钟数", "each class, subject and week has its homework planned")
    breach = Text("{who} {where}的作业没有计划", "{who}, {where}: homework without a plan")
    unit = Text("科次", "subject-weeks")
    stage = Stage.HOMEWORK
    about_plan = True  # told, not steered: homework_weekly steers the minutes
    reference = "YB-07"
    metric = "homework_plan_gaps"

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                for subject in self._gaps(view, setting, klass.id, week):
                    found.append(Violation(setting.id, (klass.id, subject), (At(0, 0, week),), 1))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            for week in view.school.weeks:
                gaps = self._gaps(view, setting, klass.id, week)
                yield Measured((klass.id,), (At(0, 0, week),), len(gaps))

    def _gaps(self, view: View, setting: RuleSetting, group: str, week: Weeks) -> list[str]:
        """The subjects that have no plan, or a plan and no homework."""
        targets = {t.subject: t for t in view.targets if t.group == group}
        given = {s for day in view.school.grid.days for s in view.homework_of(group, week, day)}
        wanted = {t.subject for t in targets.values() if t.least > 0 and self._taught(view, t, week)}
        gaps = (given - targets.keys()) | (wanted - given)
        return sorted(filter(setting.scope.has_subject, gaps))

    def _taught(self, view: View, target: HomeworkTarget, week: Weeks) -> bool:
        lessons = view.of_class(view.school.group[target.group], week)
        return any(x.course.subject == target.subject for x in lessons)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语2 数2 科1"}, days=2, homework={"三1": "语20-40 数0-40"})
        lessons = place(school, {"三1": "语 数 科 . | 数 语 . ."})
        for name, zh, en, amount, board in (
            ("breaks", "语文计划了没有布置，科学布置了没有计划：2", "Chinese is planned and not given, science given "
             "without a plan: 2", 2, {"数": "10 0", "科": "10 0"}),
            ("boundary", "数学可以不留", "mathematics may give none", 0, {"语": "10 10"}),
            ("keeps", "都有计划", "all planned", 0, {"语": "10 10", "数": "10 0"}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, homework=assign(school, {"三1": board}))
        turns = tiny({"三1": "语1 音0.5 美0.5"}, homework={"三1": "语0-20 音10-20"})
        yield Case(
            "odd and even weeks",
            Text("音乐只有单周有课，单周没有布置：1", "music is taught in odd weeks and gives none: 1"),
            turns,
            place(turns, {"三1": "语 音/美"}),
            1,
        )
