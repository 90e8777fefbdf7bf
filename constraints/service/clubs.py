"""So many clubs and courses after school (社团、选修课门数)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_SERVICE, Limit
from constraints.service._service import HELP, activities, is_of
from scheduler.domain import At, Office, RuleSetting, School, Scope, Service, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class Clubs(Limit):
    """The school offers so many different clubs and courses after school.

    What it asks: the activities of the sheet 课后服务 for the grades asked, counted by name (by kind where they have
    none), are at least ``least``; care and help (作业辅导, 自习, 答疑, 值班 …) are no courses. With ``kinds``, at least
    so many of each of them.
    Why: 开发30余门课程, 开设四十个社团课程.
    Breaks when: there are fewer; each one missing counts.
    Parameters: least, courses; kinds, words in the kind or the name, each by itself.
    References: HL-14, YB-10, CX-08, NX-11, DC-39, SU-07.
    """

    code = "clubs"
    title = Text("社团课程门数", "number of clubs")
    asks = Text("开设的社团、课程不少于规定的门数", "so many clubs and courses are offered")
    breach = Text("{who}少 {amount} 门", "{who}: {amount} too few")
    unit = Text("门", "courses")
    params = (
        Param("least", 30, "courses", Text("至少几门", "at least")),
        Param("kinds", (), "words", Text("哪些类（各自计算，空为全部）", "kinds, each by itself (empty: all)")),
    )
    metric = "course_count"
    bounds = {"least": ">="}
    each = "kinds"
    reference = "HL-14, YB-10"
    mutants = (
        Mutant("one more", params=(("least", 1),)),
        Mutant("of another kind", params=(("kinds", ("书法",)),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        offered = [s for s in activities(view.school, setting.scope) if not is_of(s, HELP)]
        for kind in setting["kinds"] or ("课程",):
            names = {s.name or s.kind for s in offered if not setting["kinds"] or is_of(s, (kind,))}
            yield Measured((kind,), (At(0),), len(names))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if activities(school, setting.scope) else NO_SERVICE

    def cases(self) -> Iterable[Case]:
        service = (
            Service(1, 940, 1000, "社团", "足球", (1,)), Service(2, 940, 1000, "社团", "足球", (2,)),
            Service(1, 940, 1000, "体育", "", (1,)), Service(1, 940, 1000, "作业辅导"),
            Service(3, 940, 1000, "社团", "合唱", (2,)),
        )  # fmt: skip
        school = tiny({"一1": "语1", "二1": "语1"}, days=3, periods=1, office=Office(service=service))
        yield Case(
            "breaks",
            Text("足球、体育、合唱3门，要求5门：少2", "three of five: two"),
            school,
            Timetable(),
            2,
            (("least", 5),),
        )
        yield Case("boundary", Text("3门：正好", "just three"), school, Timetable(), 0, (("least", 3),))
        yield Case(
            "by kind", Text("社团2门，艺术没有：少1", "two clubs, no art: one"),
            school, Timetable(), 1, (("least", 1), ("kinds", ("社团", "艺术"))),
        )  # fmt: skip
        yield Case(
            "keeps: by grade", Text("一年级2门", "grade 1 has two"),
            school, Timetable(), 0, (("least", 2),), Scope(grades=frozenset({1})),
        )  # fmt: skip
