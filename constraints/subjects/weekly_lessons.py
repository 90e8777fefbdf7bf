"""Every class gets the lessons of the curriculum plan, every session once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from scheduler.domain import At, Course, Placement, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class WeeklyLessons(Rule):
    """The timetable holds the curriculum plan, no more and no less.

    What it asks: every class has as many lessons a week of each subject as the curriculum plan gives its
    grade (the mean of odd and even weeks), and every session of every course and meeting is placed once, in
    its weeks, at a time its course may begin.
    Why: 开齐课程、开足课时 is the first demand of every regulation.
    Breaks when: a class has more or fewer lessons of a subject (each lesson in each of the weeks looked at
    counts); or a session is not placed, placed twice, or placed in weeks or at a time not its own (each
    counts). A lesson that is simply left out therefore counts as both: the class lacks it, and its session is
    not placed. Guaranteed by the board.
    Parameters: subjects (empty: all) and other_than, subjects or tags: the plan is compared in these alone, or in all
    but those.
    References: DC-09, DC-10, LJ-05, GZ-01, ZX-01, SX-19, HL-18, HZ-19, WB-17, P3-08, TJ-18, PS-17, DR-24, SU-05, AR-06.
    """

    code = "weekly_lessons"
    title = Text("开足课时", "the curriculum's lessons")
    asks = Text(
        "各班各科每周节数与课程计划一致，每节课都排且只排一次",
        "each class has the lessons of the curriculum plan; every session is placed exactly once",
    )
    breach = Text("{who} {where}课时与计划不符（{amount} 节）", "{who}, {where}: {amount} lesson(s) off the plan")
    unit = Text("节", "lessons")
    params = (
        Param("subjects", (), "", Text("哪些科目（空为全部）", "the subjects (empty: all)")),
        Param("other_than", (), "", Text("哪些科目除外", "all but these")),
    )
    strength = Strength.HARD
    structural = True
    metric = "weekly_lessons_vs_plan"
    reference = "LJ-05"
    mutants = (
        Mutant("other subjects", params=(("subjects", ("数",)),)),
        Mutant("none left out", params=(("other_than", ()),)),
    )

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [*self._against_plan(view, setting), *self._sessions(view, setting)]

    @staticmethod
    def _against_plan(view: View, setting: RuleSetting) -> Iterable[Violation]:
        school = view.school
        for klass in school.classes:
            if not setting.scope.has_group(klass):
                continue
            for row in school.curriculum:
                if row.grade != klass.grade or not _asked(school, setting, row.subject):
                    continue
                attend = [a for a in klass.atoms if any(c.subject == row.subject for c in school.courses_of_atom[a])]
                worst = 0
                for atom in attend or klass.atoms[:1]:
                    held = sum(x.course.subject == row.subject for w in school.weeks for x in view.of_atom(atom, w))
                    worst = max(worst, ceil(abs(held - row.lessons * len(school.weeks))))
                if worst:
                    yield Violation(setting.id, (klass.id, row.subject), (At(0),), worst)

    @staticmethod
    def _sessions(view: View, setting: RuleSetting) -> Iterable[Violation]:
        placed: dict[tuple[str, str], list[Placement]] = defaultdict(list)
        for p in view.timetable.placements:
            placed[p.course, p.session].append(p)
        for course in view.school.courses:
            if setting.scope.has_course(course, view.school) and _asked(view.school, setting, course.subject):
                amount = 0
                for session in course.sessions:
                    of = placed[course.id, session.id]
                    amount += abs(len(of) - 1) + sum(not _may(course, session.weeks, p) for p in of)
                if amount:
                    yield Violation(setting.id, (course.id,), (At(0),), amount)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if school.curriculum:
            return None
        return Text("没有课程计划（工作表 课程计划）", "no curriculum plan (sheet Curriculum)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2 音0.5 美0.5"})
        yield Case(
            "breaks",
            Text(
                "语文只排1节：单双周各少1节，另有1次课未排",
                "one of two Chinese lessons: 1 short in each week, 1 unplaced",
            ),
            school, place(school, {"一1": "语 音/美 . ."}), 3,
        )  # fmt: skip
        yield Case(
            "keeps", Text("语文2节，音乐、美术隔周", "two Chinese lessons, music and art every other week"),
            school, place(school, {"一1": "语 语 音/美 ."}), 0,
        )  # fmt: skip
        yield Case(
            "boundary: both in odd weeks",
            Text("隔周的课都在单周也是各0.5节", "both in odd weeks: still half a lesson a week each"),
            school, place(school, {"一1": "语 语 音/. 美/."}), 0,
        )  # fmt: skip
        yield Case(
            "some subjects", Text("只看音乐、美术：都够", "music and art alone: both are there"),
            school, place(school, {"一1": "语 音/美 . ."}), 0, (("subjects", ("music", "美")),),
        )  # fmt: skip
        yield Case(
            "all but some", Text("语文除外：都够", "all but Chinese: nothing is missing"),
            school, place(school, {"一1": "语 音/美 . ."}), 0, (("other_than", ("语",)),),
        )  # fmt: skip
        one = tiny({"一1": "语1"})
        yield Case(
            "one too many",
            Text("1节排了2次：多1节，1次重复", "placed twice: one lesson too many, one session twice"),
            one, place(one, {"一1": "语 语 . ."}), 2,
        )  # fmt: skip
        early = replace(one, courses=(replace(one.courses[0], starts=("铃/1-1",)),))
        yield Case(
            "at a time not its own",
            Text("只能在第1节开始，排在第2节：1次", "it may begin in lesson 1 only: one"),
            early, place(early, {"一1": ". 语 . ."}), 1,
        )  # fmt: skip
        more = replace(one, curriculum=(replace(one.curriculum[0], lessons=3),))
        yield Case(
            "fewer than planned", Text("计划3节，任课1节：少2节", "three planned, one assigned: two short"),
            more, place(more, {"一1": "语 . . ."}), 2,
        )  # fmt: skip


def _asked(school: School, setting: RuleSetting, subject: str) -> bool:
    """Whether the plan is compared in this subject."""
    names = {subject, *(school.subject[subject].tags if subject in school.subject else ())}
    wanted = not setting["subjects"] or not names.isdisjoint(setting["subjects"])
    return wanted and names.isdisjoint(setting["other_than"]) and setting.scope.has_subject(subject)


def _may(course: Course, weeks: Weeks, placement: Placement) -> bool:
    """Whether a session of these weeks may be placed so."""
    possible = (Weeks.ODD, Weeks.EVEN) if weeks is Weeks.EITHER else (weeks,)
    return placement.start in course.starts and placement.weeks in possible
