"""Classes of at most so many pupils (班额)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit
from scheduler.domain import At, RuleSetting, School, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param


class ClassSize(Limit):
    """A class has at most so many pupils.

    What it asks: the pupils of a class are at most ``most``.
    Why: 严格规范班额: 45 in primary schools, 50 in junior schools.
    Breaks when: a class has more; the pupils beyond count.
    Parameters: most, pupils.
    References: HZ-15, TJ-12, NC-26.
    """

    code = "class_size"
    title = Text("班额", "class size")
    asks = Text("每班人数不超过规定", "a class has no more pupils than asked for")
    breach = Text("{who} 超出 {amount} 人", "{who}: {amount} pupil(s) too many")
    unit = Text("人", "pupils")
    params = (Param("most", 45, "pupils", Text("每班最多多少人", "pupils at most")),)
    metric = "class_size"
    bounds = {"most": "<="}
    reference = "TJ-12"
    mutants = (Mutant("five more", params=(("most", 5),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            yield Measured((klass.id,), (At(0),), klass.pupils)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        asked = [k for k in school.classes if setting.scope.has_group(k)]
        unknown = [k.id for k in asked if not k.pupils]
        if not unknown or any(k.pupils > setting["most"] for k in asked):
            return None
        names = "、".join(unknown)
        return Text(f"没有填人数：{names}（工作表 班级）", f"no number of pupils: {names} (sheet Classes)")

    def cases(self) -> Iterable[Case]:
        big = tiny({"一1": "语1", "二1": "语1"}, pupils=48)
        yield Case("breaks", Text("两班各48人：各超3人", "two classes of 48: three each"), big, Timetable(), 6)
        yield Case(
            "boundary",
            Text("最多48人：正好", "48 allowed: just so many"),
            big,
            Timetable(),
            0,
            (("most", 48),),
        )
        small = tiny({"一1": "语1"}, pupils=40)
        yield Case("keeps", Text("40人", "40 pupils"), small, Timetable(), 0)
        yield Case(
            "by grade", Text("只看一年级：超3人", "grade 1 only: three"),
            big, Timetable(), 3, scope=Scope(grades=frozenset({1})),
        )  # fmt: skip
