"""Teachers of one subject have time in common for preparation (集体备课、教研)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from scheduler.domain import At, Course, RuleSetting, School, Scope, Teacher, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Measured, Mutant, Param, Rule, Violation, say_grade


class CommonFree(Rule):
    """The teachers of a group have at least so many periods a week in common in which none of them teaches.

    What it asks: each week there are at least ``least`` periods (with ``span`` half: half-days) in which no teacher of
    the group has a lesson, nor a meeting that is not the group's own. A meeting all of them attend is common time. A
    period is a stretch of the bell schedules of these teachers that overlaps by the clock.
    Why: 集体备课制, 半日教研: preparing together needs an hour that all have; without one it exists on paper.
    Breaks when: there are fewer; each period (half-day) short counts one, a week.
    Parameters: least, periods or half-days a week; group: research (教研组), subject (all who mainly teach it) or
    grade (all who mainly teach a subject, in one grade); subjects or tags, together one group (empty: each its own);
    span: period or half. A group of one is none.
    References: LJ-20, GZ-11, TJ-13, DA-03, AR-05, YB-15.
    """

    code = "common_free"
    title = Text("共同备课时间", "time in common")
    asks = Text("同组教师每周有共同的空课时间备课、教研", "the teachers of a group have free periods in common")
    breach = Text("{who}共同的空课{where}少 {amount} 节", "{who}: {amount} common free period(s) short in {where}")
    unit = Text("节", "periods")
    params = (
        Param("least", 1, "periods or half-days a week", Text("每周至少几节（几个半天）", "least a week")),
        Param(
            "group",
            "research",
            "research, subject or grade",
            Text("按教研组、学科还是年级学科", "who belongs together"),
        ),
        Param("subjects", (), "", Text("哪些科目（空着是全部）", "subjects (empty: all)")),
        Param("span", "period", "period or half", Text("一节（period）还是半天（half）", "a period or a half-day")),
    )
    price = 1000
    metric = "common_free_minutes_week"
    bounds = {"least": ">="}
    reference = "LJ-20"
    mutants = (
        Mutant("one fewer", shift=-1),
        Mutant("forgets a group", skip="first"),
        Mutant("one more", params=(("least", 1),)),
        Mutant("by another group", params=(("group", "subject"),)),
        Mutant("of any subject", params=(("subjects", ()),)),
        Mutant("by the half-day", params=(("span", "half"),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for name, teachers in _groups(school, setting):
            own = {t.id: _not_shared(school, t, teachers) for t in teachers}
            moments = school.grid.moments(c.bell for courses in own.values() for c in courses)
            for week in board.weeks:
                taken: list[Lin] = [
                    board.any(board.lessons(courses, moment.slots, week) for courses in own.values())
                    for moment in moments
                ]
                if setting["span"] == "half":
                    halves = groupby(zip(moments, taken, strict=True), key=lambda x: (x[0].day, x[0].half))
                    taken = [board.any(t for _, t in half) for _, half in halves]
                board.at_least(setting, (name,), board.sum(1 - t for t in taken), setting["least"])

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for name, teachers in _groups(view.school, setting):
            for week in view.school.weeks:
                yield Measured((name,), (At(0, 0, week.value),), _free(view, setting, teachers, week))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [
            Violation(setting.id, m.who, m.where, int(setting["least"] - m.value))
            for m in self.measure(view, setting) if m.value < setting["least"]
        ]  # fmt: skip

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(_groups(school, setting)) or self.missing(school, setting) is not None

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["group"] == "research" and not any(t.research_group for t in school.teachers):
            return Text("教师没有填教研组（工作表 教师）", "no research groups are filled in (sheet 教师)")
        return None

    def cases(self) -> Iterable[Case]:
        staff = {"张": "一1语", "李": "一2语", "王": "一1数 一2数"}
        school = _grouped(tiny({"一1": "语1 数1", "一2": "语1 数1"}, staff, periods=3))
        two = _grouped(tiny({"一1": "语1 数1", "一2": "语1 数1"}, staff, periods=2))
        yield Case(
            "breaks", Text("语文组每节都有人上课，要求1节：少1", "one or the other always teaches: one"),
            two, place(two, {"一1": "语 数", "一2": "数 语"}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("第3节都空：正好1节", "all are free in lesson 3: just one"),
            school, place(school, {"一1": "语 数 .", "一2": "数 语 ."}), 0,
        )  # fmt: skip
        yield Case(
            "two in common", Text("要求2节，只有1节：少1", "two asked for, one there: one"),
            school, place(school, {"一1": "语 数 .", "一2": "数 语 ."}), 1, (("least", 2),),
        )  # fmt: skip
        yield Case(
            "keeps: one grade", Text("同一年级语文同时上课，空2节", "they teach at once, two are free"),
            school, place(school, {"一1": "语 数 .", "一2": "语 . 数"}), 0,
            (("group", "grade"), ("least", 2), ("subjects", ("语",))),
        )  # fmt: skip
        met = _grouped(tiny({"一1": "语1", "一2": "语1"}, staff, periods=3, meetings={"语研": "张 李"}))
        yield Case(
            "their own meeting", Text("语文组的活动算共同时间：1节", "the group's meeting is common time: one"),
            met, place(met, {"一1": "语 . .", "一2": ". 语 ."}, 语研="1-3"), 0,
        )  # fmt: skip
        half = _grouped(tiny({"一1": "语1", "一2": "语1x2"}, staff, periods=4, morning=2))
        yield Case(
            "half-days", Text("上午下午都有课：少半天", "lessons before and after noon: no half-day"),
            half, place(half, {"一1": "语 . . .", "一2": ". . 语 语"}), 1, (("span", "half"),),
        )  # fmt: skip
        weeks = _grouped(tiny({"一1": "语0.5", "一2": "语0.5"}, staff, periods=1))
        yield Case(
            "odd and even weeks", Text("单周张有课，双周李有课：各少1", "one teaches in odd, one in even weeks: two"),
            weeks, place(weeks, {"一1": "语/.", "一2": "./语"}), 2,
        )  # fmt: skip
        arts = _grouped(tiny({"一1": "音1 美1"}, {"周": "一1音", "吴": "一1美"}, periods=2))
        yield Case(
            "a group of two subjects", Text("艺术组音乐、美术轮流上课：少1", "music and art take turns: one"),
            arts, place(arts, {"一1": "音 美"}), 1,
        )  # fmt: skip
        yield Case(
            "subjects as one group", Text("音乐、美术教师算一组，轮流上课：少1", "music and art as one group: one"),
            arts, place(arts, {"一1": "音 美"}), 1, (("group", "subject"), ("subjects", ("music", "art"))),
        )  # fmt: skip
        yield Case(
            "only in a grade", Text("二年级没有语文组", "nobody teaches grade 2"),
            school, place(school, {"一1": "语 数 .", "一2": "数 语 ."}), 0, (("least", 3),),
            Scope(grades=frozenset({2})),
        )  # fmt: skip


def _grouped(school: School) -> School:
    groups = {"张": "语文组", "李": "语文组", "王": "数学组"}
    return replace(
        school, teachers=tuple(replace(t, research_group=groups.get(t.id, "艺术组")) for t in school.teachers)
    )


def _groups(school: School, setting: RuleSetting) -> Iterator[tuple[str, list[Teacher]]]:
    """The groups of two or more, by name, in the order of the plan: who belongs together is a fact of the plan."""
    found: dict[str, list[Teacher]] = defaultdict(list)
    for teacher in school.teachers:
        for name in _names(school, setting, teacher) if setting.scope.has_teacher(teacher) else ():
            found[name].append(teacher)
    return ((name, members) for name, members in found.items() if len(members) > 1)


def _names(school: School, setting: RuleSetting, teacher: Teacher) -> list[str]:
    """The names of a teacher's groups; one by subject goes by what he teaches most."""
    scope = setting.scope.grades
    lessons = [c for c in school.courses_of_teacher[teacher.id] if c.groups]
    periods: dict[str, float] = defaultdict(float)
    for course in lessons:
        periods[course.subject] += course.periods
    main = max(periods, key=lambda s: periods[s], default="")
    asked = school.tagged(*setting["subjects"]) | set(setting["subjects"])
    grades = {g for c in lessons if c.subject == main for g in school.grades_of(c) if not scope or g in scope}
    if not grades or (asked and main not in asked):
        return []
    subject = "、".join(s.id for s in school.subjects if s.id in asked) or main
    if setting["group"] == "research":
        return [teacher.research_group] if teacher.research_group else []
    return [subject] if setting["group"] == "subject" else [f"{say_grade(g, 'zh')}{subject}" for g in sorted(grades)]


def _not_shared(school: School, teacher: Teacher, group: list[Teacher]) -> list[Course]:
    """What a teacher has without the whole group: all but the meetings that every one of them attends."""
    everyone = {t.id for t in group}
    return [c for c in school.courses_of_teacher[teacher.id] if c.groups or not everyone.issubset(c.teachers)]


def _free(view: View, setting: RuleSetting, group: list[Teacher], week: Weeks) -> int:
    """How many moments (half-days) of the week none of them has anything of his own in."""
    names = {t.id for t in group}
    lessons = [x for t in group for x in view.of_teacher(t.id, week) if x.course.groups or names - {*x.course.teachers}]
    held = {x.slot.id for x in lessons}
    bells = {c.bell for t in group for c in view.school.courses_of_teacher[t.id] if c.groups or names - {*c.teachers}}
    moments = view.school.grid.moments(bells)
    busy = [m for m in moments if not held.isdisjoint(s.id for s in m.slots)]
    if setting["span"] == "half":
        return len({(m.day, m.half) for m in moments} - {(m.day, m.half) for m in busy})
    return len(moments) - len(busy)
