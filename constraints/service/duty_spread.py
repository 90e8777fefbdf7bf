"""After-school duty is taken in turns (轮流值班)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit
from constraints.service._service import activities
from scheduler.domain import At, Office, RuleSetting, School, Service, Teacher, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class DutySpread(Limit):
    """No teacher has many more after-school duties a week than another.

    What it asks: among the teachers with lessons in the classes asked (of the ``subjects``, where they are named), the
    most duties of the sheet 课后服务 that one has and the fewest differ by at most ``most``.
    Why: 语、数、英任课老师轮流值班; 骨干担当与全员分担相结合.
    Breaks when: they differ by more; each duty beyond counts, named by who has the most and who has the fewest.
    Parameters: most, duties a week; subjects, names or tags (empty: all teachers).
    References: NX-08, DR-25.
    """

    code = "duty_spread"
    title = Text("值班轮流分担", "duty in turns")
    asks = Text("教师课后值班次数相差不多", "teachers have about as many after-school duties")
    breach = Text("{who} 值班次数相差过多（多 {amount} 次）", "{who}: the duties differ by {amount} too many")
    unit = Text("次", "duties")
    params = (
        Param("most", 1, "duties a week", Text("最多相差几次", "they differ by at most")),
        Param("subjects", (), "", Text("哪些科目的教师（空为全部）", "teachers of these subjects (empty: all)")),
    )
    metric = "teacher_duty_spread"
    bounds = {"most": "<="}
    reference = "NX-08"
    mutants = (
        Mutant("one fewer", params=(("most", -1),)),
        Mutant("all teachers", params=(("subjects", ()),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        duties = [t for s in activities(view.school, setting.scope) for t in s.teachers]
        counts = sorted((duties.count(t.id), t.id) for t in _asked(view.school, setting))
        if counts:
            yield Measured((counts[-1][1], counts[0][1]), (At(0),), counts[-1][0] - counts[0][0])

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return len(_asked(school, setting)) > 1

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if any(s.teachers for s in activities(school, setting.scope)):
            return None
        return Text(
            "课后服务没有填教师（工作表 课后服务）", "no teacher is named for after-school service (sheet 课后服务)"
        )

    def cases(self) -> Iterable[Case]:
        service = (
            Service(1, 940, 1000, "作业辅导", teachers=("张", "王")),
            Service(2, 940, 1000, "作业辅导", teachers=("张",)),
            Service(3, 940, 1000, "自习", teachers=("张", "李")),
        )  # fmt: skip
        staff = {"张": "一1语", "李": "一1数", "王": "一1体", "赵": "一1音"}
        school = tiny({"一1": "语1 数1 体1 音1"}, staff, days=3, periods=2, office=Office(service=service))
        yield Case("breaks", Text("张3次，赵0次，最多差1：多2", "张 3, 赵 none: 2 too many"), school, Timetable(), 2)
        main = ("subjects", ("main",))
        yield Case("boundary", Text("语数教师：3次和1次，最多差2", "main subjects: 3 and 1, 2 allowed"),
                   school, Timetable(), 0, (main, ("most", 2)))  # fmt: skip
        yield Case("keeps", Text("体育、语文：王1次，李1次", "王 and 李 have one each"),
                   school, Timetable(), 0, (("subjects", ("体", "数")),))  # fmt: skip


def _asked(school: School, setting: RuleSetting) -> list[Teacher]:
    """The teachers of the classes asked, of the subjects named."""
    names = school.tagged(*setting["subjects"]) | set(setting["subjects"])
    courses = [c for c in school.courses if c.groups and setting.scope.has_course(c, school)]
    wanted = {t for c in courses if not setting["subjects"] or c.subject in names for t in c.teachers}
    return [t for t in school.teachers if t.id in wanted]
