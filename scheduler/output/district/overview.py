"""The first table of the report: a row a school, its columns those that say something in this district."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..views.words import grade_name, number
from .report import District, SchoolReport
from .tables import arts_row
from .views import clock_hours


@dataclass(frozen=True)
class Column:
    """A column: its head, its width on a sheet (characters), what it says of a school and whether that is bad.
    ``detail``: running text, for the sheet alone."""

    head: str
    width: float
    cell: Callable[[SchoolReport], tuple[str, bool]]
    detail: bool = False


def columns(district: District) -> list[Column]:
    """All columns after the school's name."""
    return list(_columns(district))


def _columns(district: District) -> Iterator[Column]:
    read, sharing = district.read, district.sharing
    yield Column("班数", 8, lambda s: (str(len(s.classes)), False))
    yield Column("课程开设", 14, _plan)
    if sharing is None or not all(s.follows_plan for s in read):
        yield Column("与计划不一致的科目", 46, _off, detail=True)
    yield Column("在校最长", 14, _longest)
    if any(s.homework for s in read):
        yield Column("作业最多（分钟）", 12, _homework)
    if any(s.exercise for s in read):
        yield Column("锻炼最少（分钟）", 12, _exercise)
    if sharing is not None and sharing.arts:
        arts = {name: arts_row(lines, sharing.share) for name, lines in sharing.arts}
        yield Column(
            "音体美专任", 12, lambda s: (arts[s.name][0][4], arts[s.name][1]) if s.name in arts else ("", False)
        )
    if sharing is not None and sharing.short:
        short = {name: sum(x.lessons for x in sharing.short if x.school == name) for name in (s.name for s in read)}
        yield Column(
            "缺教师（节）", 12, lambda s: (number(short[s.name]) if short[s.name] else "", bool(short[s.name]))
        )
    yield Column("违反（条）", 12, lambda s: (str(len(s.broken)), bool(s.broken)))
    if sharing is None or any(s.unread for s in district.schools):
        yield Column("没有读到", 12, lambda s: (str(len(s.unread) or ""), bool(s.unread)))


def _plan(school: SchoolReport) -> tuple[str, bool]:
    good = school.follows_plan
    return "一致" if good else f"{len(school.off)} 处不一致", not good


def _off(school: SchoolReport) -> tuple[str, bool]:
    parts = []
    for line in school.off:
        counts = "、".join(dict.fromkeys(number(n) for _, n in line.off))
        parts.append(f"{grade_name(line.grade)}{line.subject} {counts}（应 {number(line.asked)}）")
    return "；".join(parts), False


def _longest(school: SchoolReport) -> tuple[str, bool]:
    return clock_hours(school.longest) if school.longest else "", 0 < school.limit < school.longest


def _homework(school: SchoolReport) -> tuple[str, bool]:
    return str(max((h.most for h in school.homework), default="")), any(h.over for h in school.homework)


def _exercise(school: SchoolReport) -> tuple[str, bool]:
    return str(min((e.least for e in school.exercise), default="")), any(e.short for e in school.exercise)
