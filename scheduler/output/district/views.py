"""Counts over the schools of a district: verdicts by demand, lessons by grade and subject, hours in school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain import Text

from ..views.compliance import Mark
from ..views.words import grade_name, number
from .report import GENERAL, OWN, Asked, District, Lessons, SchoolReport
from .tables import headline as sharing_headline

MIXED = "各班不一"


@dataclass(frozen=True)
class RuleLine:
    """A demand over all schools: how many have each verdict, and each school's."""

    asked: Asked
    counts: tuple[tuple[Mark, int], ...]
    marks: tuple[Mark | None, ...]

    def count(self, mark: Mark) -> int:
        """How many schools have this verdict."""
        return dict(self.counts).get(mark, 0)


@dataclass(frozen=True)
class LessonLine:
    """A subject of a grade over all schools: which schools have how many lessons a week (a number as text, or that
    their classes differ), the number asked first."""

    grade: int
    subject: str
    asked: float
    schools: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def off(self) -> int:
        """How many schools have not what is asked."""
        return sum(len(names) for value, names in self.schools if value != number(self.asked))

    @property
    def spread(self) -> str:
        """5节 2校；6节 10校；7节 1校, ascending."""
        ordered = sorted(self.schools, key=lambda pair: (pair[0] == MIXED, float(pair[0]) if pair[0] != MIXED else 0.0))
        return "；".join(f"{v}{'' if v == MIXED else '节'} {len(names)}校" for v, names in ordered)

    @property
    def said(self) -> str:
        """七年级 语文."""
        return f"{grade_name(self.grade)} {self.subject}"

    def say(self, lang: str) -> str:
        """The whole line."""
        if lang == "zh":
            return f"{self.said}（应 {self.asked:g}）：{self.spread}"
        held = "; ".join(f"{v if v != MIXED else 'mixed'} in {len(names)}" for v, names in self.schools)
        return f"grade {self.grade} {self.subject} ({self.asked:g} asked): {held}"


def shown_marks(lines: list[RuleLine]) -> list[Mark]:
    """The verdicts that some school has, but that a demand does not apply."""
    return [m for m in Mark if m is not Mark.NOT_APPLICABLE and any(line.count(m) for line in lines)]


def rule_lines(district: District) -> list[RuleLine]:
    """Every demand that applies to some school, those of the regulations first, then the schools' own and the general
    ones; else in the order in which the schools have it, the first school's first."""
    every = dict.fromkeys(f.asked for s in district.read for f in s.found)
    asked = sorted(every, key=lambda a: (a.basis == GENERAL, a.basis == OWN))
    by_school = [_worst(s) for s in district.read]
    lines = []
    for one in asked:
        marks = tuple(found.get(one) for found in by_school)
        count = Counter(m for m in marks if m is not None)
        if set(marks) <= {None, Mark.NOT_APPLICABLE}:
            continue
        lines.append(RuleLine(one, tuple((m, count[m]) for m in Mark if count[m]), marks))
    return lines


def _worst(school: SchoolReport) -> dict[Asked, Mark]:
    """A school's verdict on each demand; where it is asked several times, of other people or times, the worst."""
    order = list(Mark)
    found: dict[Asked, Mark] = {}
    for one in school.found:
        found[one.asked] = min(found.get(one.asked, one.mark), one.mark, key=order.index)
    return found


def lesson_lines(district: District) -> list[LessonLine]:
    """Every subject that the plan asks for or a school has, by grade in the order of the plans."""
    found: dict[tuple[int, str, float], dict[str, list[str]]] = {}
    for school in district.read:
        for line in school.lessons:
            values = found.setdefault((line.grade, line.subject, line.asked), {})
            values.setdefault(_value(line), []).append(school.name)
    lines = []
    for (grade, subject, asked), values in found.items():
        first = sorted(values.items(), key=lambda item: (item[0] != number(asked), item[0]))
        lines.append(LessonLine(grade, subject, asked, tuple((v, tuple(names)) for v, names in first)))
    return sorted(lines, key=lambda line: line.grade)


def _value(line: Lessons) -> str:
    counts = {n for _, n in line.held}
    return number(counts.pop()) if len(counts) == 1 else MIXED


def within_hours(district: District) -> tuple[SchoolReport, ...]:
    """The schools whose every day is within the limit."""
    return tuple(s for s in district.read if s.limit and 0 < s.longest <= s.limit)


def clock_hours(minutes: int) -> str:
    """7小时20分 for 440."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}分钟"
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"


def title(district: District) -> str:
    """What the report is called."""
    return "排课与核查" if district.sharing else "课表核查"


def headline(district: District) -> Iterator[Text]:
    """What the report comes to, in a few sentences."""
    read, whole = district.read, len(district.schools)
    good = sum(s.follows_plan for s in read)
    if district.sharing:
        yield Text(f"共 {whole} 所学校，排出课表 {len(read)} 所。", f"{whole} schools, {len(read)} with a timetable.")
        yield from sharing_headline(district.sharing)
    else:
        yield Text(f"共 {whole} 所学校，读到课表 {len(read)} 所。", f"{whole} schools, {len(read)} timetables read.")
    if district.sharing and not read:
        return
    yield Text(
        f"课程开设与计划一致 {good} 所，有差异 {len(read) - good} 所。",
        f"{good} follow the plan, {len(read) - good} do not.",
    )
    limits = {s.limit for s in read if s.limit}
    if len(limits) == 1:
        limit = limits.pop()
        kept, over = len(within_hours(district)), _over(district)
        yield Text(
            f"每天在校时间不超过{clock_hours(limit)}的 {kept} 所，超过的 {over} 所。",
            f"{kept} keep pupils at school for {limit / 60:g} hours a day at most, {over} for longer.",
        )
    broken = sum(bool(s.broken) for s in read)
    yield Text(f"有必须遵守的规则被违反的 {broken} 所。", f"{broken} break rules that must hold.")
    if unread := sum(bool(s.unread) for s in read):
        yield Text(
            f"有 {unread} 所的课表没有全部读懂，见“没有读到”。", f"Of {unread} the timetable was not read in full."
        )


def _over(district: District) -> int:
    return sum(s.limit > 0 and s.longest > s.limit for s in district.read)
