"""So many teachers of a subject (专职、兼职教师)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Violation

from .._limits import Limit

_KINDS = {
    "": Text("教师", "teachers"),
    "full-time": Text("专职教师", "full-time teachers"),
    "part-time": Text("兼职教师", "part-time teachers"),
    "itinerant": Text("走教教师", "itinerant teachers"),
}


class StaffCount(Limit):
    """Each of some subjects has at least so many teachers.

    What it asks: the teachers who teach the subject, of one kind or of all, are at least ``least``. Without a bound
    they are counted for the reports.
    Why: 农村小学无音体美专职教师: part-time teachers of many subjects are how lessons are lost.
    Breaks when: there are fewer; each teacher short counts one.
    Parameters: subjects or tags, each by itself; least, teachers; kind: full-time, part-time, itinerant, '' for all.
    References: LJ-17, AR-03, AR-09.
    """

    code = "staff_count"
    title = Text("各科教师人数", "teachers of a subject")
    asks = Text("各科有规定数量的教师", "each subject has the teachers asked for")
    breach = Text("{who}少 {amount} 人", "{who}: {amount} short")
    unit = Text("人", "teachers")
    params = (
        Param("subjects", ("music", "pe", "art"), "", Text("哪些科目", "subjects or tags")),
        Param("least", 0, "teachers", Text("每科至少几人", "of each at least")),
        Param("kind", "", "kind of teacher", Text("专职、兼职、走教（空着是全部）", "full-time, part-time, itinerant")),
    )
    metric = "staff_count"
    bounds = {"least": ">="}
    each = "subjects"
    reference = "LJ-17"
    mutants = (
        Mutant("one more", params=(("least", 1),)),
        Mutant("of any kind", params=(("kind", ""),)),
        Mutant("another subject", params=(("subjects", ("maths",)),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        staff = [t for t in view.school.teachers if setting.scope.has_teacher(t)]
        for subject in setting["subjects"]:
            taught = view.school.tagged(subject) | {subject}
            count = sum(not taught.isdisjoint(t.subjects) and setting["kind"] in ("", t.kind) for t in staff)
            named = sorted(view.school.tagged(subject)) or [subject]
            yield Measured((setting["kind"], *named), (), count)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["subjects"])

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return None if school.teachers else Text("没有填教师（工作表 教师）", "no teachers are filled in (sheet 教师)")

    def say(self, violation: Violation, lang: str) -> str:
        kind, *subjects = violation.who
        staff = _KINDS.get(kind, _KINDS[""]).say(lang)
        who = "、".join(subjects) + staff if lang == "zh" else f"{staff} of {', '.join(subjects)}"
        return self.breach.say(lang, who=who, amount=violation.amount)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "音1 体1 语1"}, {"张": "一1音 一1语", "李": "一1体"}, part_time=("张",))
        full = ("kind", "full-time")
        asked = ("subjects", ("music", "体"))
        yield Case(
            "breaks", Text("音乐没有专职教师：少1", "no full-time teacher of music: one"),
            school, Timetable(), 1, (asked, ("least", 1), full),
        )  # fmt: skip
        yield Case(
            "boundary", Text("专兼职都算：各1人，正好", "of any kind one each: just so"),
            school, Timetable(), 0, (asked, ("least", 1)),
        )  # fmt: skip
        yield Case("keeps", Text("只统计", "counted only"), school, Timetable(), 0, (asked, full))
