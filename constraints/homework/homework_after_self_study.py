"""None after a subject's self-study, little without (有自习的学科不留书面作业)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.homework import NO_CAP, NO_TARGETS, targets_by_class
from scheduler.domain import At, Block, BlockKind, Course, Group, RuleSetting, School, Text, View, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Measured, Mutant, Param, Rule, Stage, Violation

_STUDY = "自习"


class HomeworkAfterSelfStudy(Rule):
    """A subject gives no written homework on a day on which the class has self-study of it, and little else.

    What it asks: of class, day and subject: no written homework, required or chosen, where the class has
    self-study of the subject on that day; else at most ``most`` minutes that every pupil has to do.
    Whose self-study it is: that of the subjects named in its name (数学自习, 晚自习（语文）). A lesson of the
    timetable called 自习 that names none is of the subjects that its teachers teach the class. A 自习 block
    of the bells that names none is of no subject.
    Why: 当天有自习的学科，不再布置书面作业，没有自习的学科，书面作业不超过10分钟.
    Breaks when: a subject gives more on a day; the amount is the minutes beyond.
    Parameters: most (minutes a day of a subject without self-study).
    Price: 500 a minute, above the 400 of a minute short of the target.
    References: CX-01, CX-02.
    """

    code = "homework_after_self_study"
    title = Text("有自习的学科不留书面作业", "none where there is self-study")
    asks = Text(
        "当天有自习的学科不留书面作业，没有自习的学科不超过上限",
        "a subject with self-study that day gives no written homework, another only a little",
    )
    breach = Text("{who} 在{where}的书面作业多{amount}分钟", "{who} on {where}: {amount} minutes too many")
    unit = Text("分钟", "minutes")
    params = (Param("most", 10, "minutes a day", Text("没有自习时一科最多几分钟", "most without self-study")),)
    price = 500
    stage = Stage.HOMEWORK
    reference = "CX-01, CX-02"
    metric = "homework_minutes_subject_day"
    bounds = {"most": "<="}
    mutants = (
        Mutant("allows five minutes more", params=(("most", 5),)),
        Mutant("passes over the first subject-day", skip="first"),
        Mutant("passes over the last subject-day", skip="last"),
        Mutant("forgets the homework", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            slots = {d: [s for s in school.slots_of(klass) if s.day == d] for d in school.grid.days}
            for target in (t for t in targets if t.kind == "written"):
                courses = [c for c in school.courses_of(klass) if self._is_of(school, klass, c, target.subject)]
                most = setting["most"] if target.layer == "required" else NO_CAP
                for week in board.weeks:
                    for day, on_day in slots.items():
                        minutes = board.minutes(klass.id, week, day, target.subject)
                        who, found = (klass.id, target.subject), self._in_bells(school, klass, day, target.subject)
                        studied = found or board.any([board.lessons(courses, on_day, week)])
                        board.at_most(setting, who, minutes + studied * most, most)

    def _is_of(self, school: School, klass: Group, course: Course, subject: str) -> bool:
        """Whether a course of the class is self-study of the subject."""
        if _STUDY not in course.subject:
            return False
        if any(other in course.subject for other in school.subjects_of(klass) if _STUDY not in other):
            return subject in course.subject
        return any(not set(c.teachers).isdisjoint(course.teachers) for c in school.courses_of(klass, subject))

    def _in_bells(self, school: School, klass: Group, day: int, subject: str) -> int:
        blocks: tuple[Block, ...] = school.grid.bell[klass.bell].on(day, BlockKind.SELF_STUDY)
        return int(any(subject in block.name for block in blocks))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        studied = {
            (k.id, week): self._studied(view, k, week)
            for k in filter(setting.scope.has_group, view.school.classes)
            for week in view.school.weeks
        }
        for (group, week, day, subject), (required, chosen) in self._written(view, setting):
            free = subject in studied[group, week][day]
            over = required + chosen if free else required - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (group, subject), (At(day, 0, week),), over))
        return found

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for (group, week, day, subject), (required, chosen) in self._written(view, setting):
            yield Measured((group, subject), (At(day, 0, week),), required + chosen)

    def _written(
        self, view: View, setting: RuleSetting
    ) -> Iterator[tuple[tuple[str, Weeks, int, str], tuple[int, int]]]:
        """By class, week, day and subject the written minutes that are required and those that are chosen."""
        minutes: Counter[tuple[str, Weeks, int, str, str]] = Counter()
        for item in view.homework.items:
            for week in filter(item.week.covers, view.school.weeks) if item.kind == "written" else ():
                minutes[item.group, week, item.day, item.subject, item.layer] += item.minutes
        for key in sorted({key[:4] for key in minutes}):
            if setting.scope.has_group(view.school.group[key[0]]) and setting.scope.has_subject(key[3]):
                yield key, (minutes[*key, "required"], minutes[*key, "chosen"])

    def _studied(self, view: View, klass: Group, week: Weeks) -> dict[int, set[str]]:
        """Of which subjects the class has self-study, day by day."""
        lessons = view.of_class(klass, week)
        subjects = {c.subject for c in view.school.courses_of(klass) if "自习" not in c.subject}
        found: dict[int, set[str]] = {day: set() for day in view.school.grid.days}
        for lesson in (x for x in lessons if "自习" in x.course.subject):
            named = {s for s in subjects if s in lesson.course.subject}
            staff = set(lesson.course.teachers)
            taught = {c.subject for c in view.school.courses_of(klass) if staff & set(c.teachers)}
            found[lesson.slot.day] |= named or taught
        for block in view.school.grid.bell[klass.bell].blocks:
            if block.kind is BlockKind.SELF_STUDY and block.day in found:
                found[block.day] |= {s for s in subjects if s in block.name}
        return found

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.homework.targets else NO_TARGETS

    def cases(self) -> Iterable[Case]:
        school = tiny(
            {"七1": "语2 数2 自习1"},
            {"张": "七1语", "李": "七1数 七1自习"},
            days=2,
            homework={"七1": "语0-40 数0-40"},
        )
        lessons = place(school, {"七1": "语 数 自习 . | 语 数 . ."})
        by_name = tiny(
            {"七1": "语2 数2 语自习1"}, {"张": "七1语", "李": "七1数 七1语自习"}, days=2,
            blocks=(Block(2, 1140, 1180, BlockKind.SELF_STUDY, "晚自习（数）"),),
            homework={"七1": "语0-40 数0-40:written:chosen"},
        )  # fmt: skip
        named = place(by_name, {"七1": "语 数 语自习 . | 语 数 . ."})
        turns = tiny({"七1": "语1 数自习0.5 数0.5"}, homework={"七1": "数0-20"})
        for name, zh, en, amount, case, timetable, board in (
            ("breaks", "周一有数学老师的自习：数学 5 多 5；语文 15 超 5：共 10",
             "self-study with the teacher of mathematics on day 1: its 5 are 5 too many; Chinese 15 is 5 over: 10",
             10, school, lessons, {"语": "15 10", "数": "5 10"}),
            ("boundary", "周一数学不留，其余正好 10", "mathematics none on day 1, 10 each else",
             0, school, lessons, {"语": "10 10", "数": "0 10"}),
            ("by name", "语文自习是李老师看的，仍算语文：语文 5；周二晚自习是数学的，选做 10 也不行：共 15",
             "the self-study of Chinese counts for Chinese whoever is there: 5; mathematics in the evening of day 2: "
             "10, though chosen: 15", 15, by_name, named, {"语": "5 0", "数": "0 10"}),
            ("chosen without self-study", "选做 20 分钟不在此限", "twenty minutes that are chosen are free",
             0, by_name, named, {"数": "20 0"}),
            ("odd and even weeks", "单周有数学自习，留 10 就多 10；双周正好", "10 over in odd weeks with self-study",
             10, turns, place(turns, {"七1": "语 数自习/数 . ."}), {"数": "10"}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), case, timetable, amount, homework=assign(case, {"七1": board}))
