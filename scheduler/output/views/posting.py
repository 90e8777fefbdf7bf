"""The tables that a school makes public (公示的五表): school days, who teaches what, activities outside lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from scheduler.domain import Bells, BlockKind, CourseKind, School

from .weekly import span
from .words import day_names, grade_names

FIVE = ("作息时间表", "课程表", "任课教师表", "教学进度计划表", "课外活动安排表")
SUPPLIED = "由学校另附"
_SEASONS = {"summer": "夏季", "winter": "冬季"}
_ACTIVITIES = (BlockKind.LONG_BREAK, BlockKind.EYES, BlockKind.READING, BlockKind.ACTIVITY, BlockKind.SERVICE)


class Made(Enum):
    """The tables that are made from a run, each with the word in a table's name that asks for it."""

    DAYS = "作息"
    WHOLE = "课程表"
    STAFF = "任课"
    ACTIVITIES = "课外活动"
    HOMEWORK = "作业公示"


@dataclass(frozen=True)
class Posted:
    """A table as the school calls it; ``made`` is None where the school has to supply it."""

    name: str
    made: Made | None


@dataclass(frozen=True)
class SchoolDay:
    """A bell schedule: whose it is, and its (time, minutes, what, days) in clock order; days are '' for all."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Grid:
    """Column heads and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def posted(school: School, tables: Sequence[str] = ()) -> list[Posted]:
    """The tables named; else the usual five, and what else the school says it makes public."""
    names = dict.fromkeys(tables or (*FIVE, *school.office.posted))
    return [Posted(name, next((m for m in Made if m.value in name), None)) for name in names]


def school_days(school: School) -> list[SchoolDay]:
    """Every bell schedule of every season."""
    bells = (*school.grid.bells, *school.other_bells)
    named = len({b.name for b in bells if b.name}) > 1
    return [SchoolDay(_bells_title(b, named), _blocks(school, b)) for b in bells]


def _bells_title(bells: Bells, named: bool) -> str:
    name = bells.name if named else ""
    more = (_SEASONS.get(bells.season, bells.season), grade_names(bells.grades))
    return " ".join(w for w in (name, *(m for m in more if m not in name)) if w) or "全校"


def _blocks(school: School, bells: Bells) -> tuple[tuple[str, str, str, str], ...]:
    days: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    for b in bells.blocks:
        if b.kind is not BlockKind.BREAK:
            days[b.start, b.end, b.name].add(b.day)
    in_order = sorted(days.items(), key=lambda item: (item[0][:2], min(item[1])))
    return tuple(
        (span(start, end), str(end - start), name, say_days(school, on)) for (start, end, name), on in in_order
    )


def say_days(school: School, days: Iterable[int]) -> str:
    """周一至周四, 周一、周三; '' for all days."""
    wanted, names = set(days), dict(zip(school.grid.days, day_names(school), strict=True))
    if wanted >= set(names):
        return ""
    runs: list[list[int]] = []
    for day in sorted(wanted & set(names)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        "、".join(names[d] for d in run) if len(run) < 3 else f"{names[run[0]]}至{names[run[-1]]}" for run in runs
    )


def staff_table(school: School) -> Grid:
    """Who teaches what: a row a class, a column a subject, the class teacher first."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for klass in school.classes:
        for course in school.courses_of(klass):
            if course.kind is CourseKind.LESSON:
                found[klass.id, course.subject].update(dict.fromkeys(course.teachers))
    subjects = [s.id for s in school.subjects if any(found.get((k.id, s.id)) for k in school.classes)]
    rows = (
        (k.id, k.class_teacher, *("、".join(found.get((k.id, subject), ())) for subject in subjects))
        for k in school.classes
    )
    return Grid(("班级", "班主任", *subjects), tuple(rows))


@dataclass(frozen=True)
class _Activity:
    """What makes two activities one row, whatever their days and grades."""

    start: int
    end: int
    name: str
    kind: str
    teachers: str = ""
    places: str = ""


_Held = dict[_Activity, set[tuple[int, int]]]  # days and grades


def activity_table(school: School) -> Grid:
    """What there is outside lessons: the day's fixed activities from the bells, then after-school service.

    Activities that differ in nothing but the day, or the grade, are one row; a column that nothing fills is left out.
    """
    fixed: _Held = defaultdict(set)
    for bells in school.grid.bells:
        grades = bells.grades or tuple({k.grade for k in school.classes if k.bell == bells.id})
        for b in bells.blocks:
            if b.kind in _ACTIVITIES and not (b.kind is BlockKind.SERVICE and school.office.service):
                fixed[_Activity(b.start, b.end, b.name, "")] |= {(b.day, grade) for grade in grades}
    service: _Held = defaultdict(set)
    everybody = {k.grade for k in school.classes}
    for s in school.office.service:
        name, teachers, places = s.name or s.kind, "、".join(s.teachers), str(s.places) if s.places else ""
        found = service[_Activity(s.start, s.end, name, s.kind if s.kind != name else "", teachers, places)]
        found |= {(s.day, grade) for grade in s.grades or everybody}
    rows = [row for held in (fixed, service) for row in _activities(school, held)]
    columns = ("星期", "时间", "年级", "活动", "类别", "教师", "人数")
    filled = [n for n in range(len(columns)) if n < 4 or any(row[n] for row in rows)]
    return Grid(tuple(columns[n] for n in filled), tuple(tuple(row[n] for n in filled) for row in rows))


def _activities(school: School, held: _Held) -> list[tuple[str, ...]]:
    """A row an activity and a set of days, by day, time and grade."""
    everybody = {k.grade for k in school.classes}
    rows = []
    for what, when in held.items():
        by_days: dict[frozenset[int], set[int]] = defaultdict(set)
        for grade in {g for _, g in when}:
            by_days[frozenset(d for d, g in when if g == grade)].add(grade)
        for days, grades in by_days.items():
            said = say_days(school, days) or "每天"
            whom = "全校" if grades >= everybody else grade_names(grades)
            row = (said, span(what.start, what.end), whom, what.name, what.kind, what.teachers, what.places)
            rows.append(((min(days), what.start, min(grades), what.name), row))
    return [row for _, row in sorted(rows)]
