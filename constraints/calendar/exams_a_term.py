"""Few examinations a term (考试次数)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain import Calendar, Event, Office, RuleSetting, School, Scope, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation, say_grade

from .._limits import grades_in
from ._terms import no_calendar

_WORDS = (
    "期中", "期末", "月考", "周考", "单元",
    "统考", "联考", "入学", "招生", "选拔", "分班", "毕业", "模拟", "摸底",
    "质量监测", "抽测",
)  # fmt: skip
_GENERAL = ("考试", "考查", "测试", "检测", "测验")


@dataclass(frozen=True)
class _Exam:
    """What is examined of one grade in one week under one name: papers in several subjects are one exam."""

    name: str
    subjects: frozenset[str]


class ExamsATerm(Rule):
    """A grade has no more examinations a term than allowed, and none of other kinds.

    What it asks: of the exams in the calendar (期中 期末 月考 单元 周考 统考 联考 入学 毕业 模拟 …) a grade has at most
    ``most``; with ``allowed`` every exam of another kind is one too many. Papers of one kind in one week, in whatever
    subjects, are one exam.
    Why: 一、二年级不进行纸笔考试，其他年级每学期一次期末；初中可有一次期中.
    Breaks when: exams are held beyond ``most``, of a kind that is not allowed, or in other subjects; each counts one.
    Parameters: most, exams a term of each grade; allowed, kinds (empty: any); kinds, look at these kinds alone;
    subjects, the only subjects that may be examined (empty: any; an exam that names none passes); approved, let pass
    what the authority arranges.
    References: DC-25, ZX-03, HL-13, WB-10, TJ-10, NC-14 (NA-12).
    """

    code = "exams_a_term"
    title = Text("每学期考试次数", "exams a term")
    asks = Text("每学期考试不超过规定的次数和种类", "no more exams a term than allowed, and only of these kinds")
    breach = Text("{grade}考试多 {amount} 次（{who}）", "{grade}: {amount} exam(s) too many ({who})")
    unit = Text("次", "exams")
    params = (
        Param("most", 1, "exams a term", Text("每学期最多几次", "exams a term at most")),
        Param("allowed", (), "", Text("允许的考试", "kinds that are allowed")),
        Param("kinds", (), "", Text("只看这些考试", "only these kinds")),
        Param("subjects", (), "", Text("只考这些科目", "only these subjects")),
        Param("approved", False, "", Text("上级安排的不计", "what the authority arranges passes")),
    )
    about_plan = True
    metric = "exams_per_term"
    bounds = {"most": "<="}
    reference = "DC-25"
    mutants = (
        Mutant("one more", params=(("most", 1),)),
        Mutant("any kind", params=(("allowed", ()),)),
        Mutant("looks at all", params=(("kinds", ()),)),
        Mutant("any subject", params=(("subjects", ()),)),
        Mutant("counts the approved", params=(("approved", False),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for grade in grades_in(view.school, setting.scope):
            yield Measured((str(grade),), (), len(self._exams(view.school, setting, grade)))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        subjects = school.tagged(*setting["subjects"]) | set(setting["subjects"])
        for grade in grades_in(school, setting.scope):
            exams = self._exams(school, setting, grade)
            outside = [
                x for x in exams
                if (setting["allowed"] and not any(word in x.name for word in setting["allowed"]))
                or (setting["subjects"] and not x.subjects <= subjects)
            ]  # fmt: skip
            over = max(len(exams) - len(outside) - setting["most"], 0)
            if outside or over:
                names = tuple(x.name for x in (exams if over else outside))
                found.append(Violation(setting.id, (str(grade), *names), (), len(outside) + over))
        return found

    @staticmethod
    def _exams(school: School, setting: RuleSetting, grade: int) -> list[_Exam]:
        calendar = school.office.calendar
        groups: dict[tuple[str, int], set[str]] = defaultdict(set)
        if calendar is None:
            return []
        for event, name in _held(calendar):
            asked = not setting["kinds"] or any(word in name for word in setting["kinds"])
            if asked and (not event.grades or grade in event.grades) and not (setting["approved"] and event.approved):
                groups[name, calendar.week(event.first)].update(event.subjects)
        return [_Exam(name, frozenset(subjects)) for (name, _), subjects in groups.items()]

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(grades_in(school, setting.scope))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        calendar = school.office.calendar
        if calendar and any(_held(calendar)):
            return None
        return no_calendar(school) or Text(
            "校历里没有填考试（工作表 校历）", "the calendar holds no exams (sheet 校历)"
        )

    def say(self, violation: Violation, lang: str) -> str:
        grade, *names = violation.who
        return self.breach.say(lang, grade=say_grade(int(grade), lang), who="、".join(names), amount=violation.amount)

    def cases(self) -> Iterable[Case]:
        school = _school(("期中", 11, 9, (1, 7), ()), ("期末考试", 1, 11, (), ("语", "数")), ("月考", 10, 12, (7,), ()))
        one, seven = Scope(grades=frozenset({1})), Scope(grades=frozenset({7}))
        yield Case(
            "breaks", Text("一年级期中、期末，最多1次：多1", "midterm and final, one allowed: one"),
            school, Timetable(), 1, scope=one,
        )  # fmt: skip
        two = ("most", 2)
        yield Case("boundary", Text("最多2次：正好", "two allowed: just so"), school, Timetable(), 0, (two,), one)
        both = ("allowed", ("期中", "期末"))
        yield Case(
            "a kind that is not allowed", Text("七年级月考不允许：1次", "no monthly exams in grade 7: one"),
            school, Timetable(), 1, (("most", 3), both), seven,
        )  # fmt: skip
        yield Case(
            "only these kinds", Text("七年级只看月考，不许有：1次", "monthly exams of grade 7, none allowed: one"),
            school, Timetable(), 1, (("most", 0), ("kinds", ("月考",))), seven,
        )  # fmt: skip
        yield Case(
            "other subjects", Text("期末只许考语文：考了数学，1次", "finals in Chinese alone: one was in maths too"),
            school, Timetable(), 1, (("kinds", ("期末",)), ("subjects", ("语",))), one,
        )  # fmt: skip
        papers = _school(("期末", 1, 11, (), ("语",)), ("期末", 1, 12, (), ("数",)), ("质量监测", 12, 1, (), ()))
        yield Case(
            "keeps: papers of one week",
            Text("期末两天两科是一次；区里的监测不计", "two papers are one final; what the district arranges passes"),
            papers, Timetable(), 0, (("approved", True),), one,
        )  # fmt: skip


def _held(calendar: Calendar) -> Iterator[tuple[Event, str]]:
    """The exams of a calendar with what they are called: by their kind, or by their name where the kind is general."""
    for event in calendar.events:
        kind = event.kind
        for word in _GENERAL:
            kind = kind.removesuffix(word)
        if not kind:
            yield event, event.name or event.kind
        elif kind in _WORDS:
            yield event, kind


def _school(*exams: tuple[str, int, int, tuple[int, ...], tuple[str, ...]]) -> School:
    """A term from September 2024 with exams: kind, month, day, grades, subjects; the district arranges the 监测."""
    events = []
    for kind, month, day, grades, subjects in exams:
        on = date(2024 + (month < 8), month, day)
        events.append(Event(on, on, kind, kind, grades, subjects, "监测" in kind))
    calendar = Calendar(date(2024, 9, 2), date(2025, 1, 17), tuple(events))
    return tiny({"一1": "语1 数1", "七1": "语1"}, office=Office(calendar=calendar))
