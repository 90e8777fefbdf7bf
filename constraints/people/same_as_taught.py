"""The timetable on paper is the one that is taught (阴阳课表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.domain import At, Group, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation


class SameAsTaught(Rule):
    """Every class was taught, lesson by lesson, what its timetable says.

    What it asks: in each slot of a class's week the subjects of the timetable are those that were really taught; at
    most ``most`` slots of a class differ, counted over all weeks that there are (odd and even where they differ).
    Why: 拿所给课表与班级课表初查对比，一些所谓“副课”根本没有: a timetable for the inspectors and one for the pupils.
    Breaks when: slots differ beyond ``most``; each counts one.
    Parameters: most, slots of a class.
    References: SX-07, NC-28 (NA-19).
    """

    code = "same_as_taught"
    title = Text("课表与实际上课一致", "taught as the timetable says")
    asks = Text("实际上的课和公布的课表一致，没有阴阳课表", "the lessons taught are those of the timetable")
    breach = Text("{who} 有 {amount} 节不一致（{where}）", "{who}: {amount} lesson(s) differ ({where})")
    unit = Text("节", "lessons")
    params = (Param("most", 0, "lessons of a class", Text("每班最多几节", "of a class at most")),)
    about_plan = True
    metric = "timetable_difference"
    bounds = {"most": "<="}
    reference = "SX-07"
    mutants = (Mutant("one may differ", params=(("most", 1),)),)

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for klass, differ in self._differences(view, setting):
            yield Measured((klass.id,), differ, len(differ))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        most = setting["most"]
        return [
            Violation(setting.id, (klass.id,), differ, len(differ) - most)
            for klass, differ in self._differences(view, setting) if len(differ) > most
        ]  # fmt: skip

    @staticmethod
    def _differences(view: View, setting: RuleSetting) -> Iterator[tuple[Group, tuple[At, ...]]]:
        if view.actual is None:
            return
        taught = View(view.school, view.actual)
        for klass in (k for k in view.school.classes if setting.scope.has_group(k)):
            differ = _held(view, klass) ^ _held(taught, klass)
            yield klass, tuple(sorted({at for at, _ in differ}))

    def unseen(self, view: View, setting: RuleSetting) -> Text | None:
        if view.actual is not None:
            return None
        return Text(
            "没有实际上课的课表（由另一份结果文件夹给出）",
            "the timetable really taught was not given (another run folder)",
        )

    def cases(self) -> Iterable[Case]:
        school = tiny({"七1": "语2 体1 音0.5 美0.5", "七2": "语1"}, periods=4)
        plan = place(school, {"七1": "语 体 音/美 语", "七2": "语 . . ."})
        other = place(school, {"七1": "语 语 美/音 体", "七2": "语 . . ."})
        yield Case(
            "breaks", Text("三节不同，单双周各算：6节", "three slots differ in both odd and even weeks: six"),
            school, plan, 6, actual=other,
        )  # fmt: skip
        yield Case(
            "boundary", Text("最多6节：正好", "six allowed: just so"), school, plan, 0, (("most", 6),), actual=other
        )
        yield Case("keeps", Text("完全一致", "the same"), school, plan, 0, actual=plan)
        short = place(school, {"七1": "语 . 音/美 语", "七2": "语 . . ."})
        yield Case(
            "a lesson that was not held", Text("体育没有上，单双周各1节：2节", "no PE, odd and even weeks: two"),
            school, plan, 2, actual=short,
        )  # fmt: skip


def _held(view: View, klass: Group) -> set[tuple[At, str]]:
    """What one pupil of the class has when."""
    return {
        (At(x.slot.day, x.slot.period, w.value), x.course.subject)
        for w in view.school.weeks for x in view.of_class(klass, w)
    }  # fmt: skip
