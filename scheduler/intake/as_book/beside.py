"""What stands beside the timetable as sheets: 课后服务, 校历, 自查, and the rows of 学校 about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scheduler.domain import School
from scheduler.domain.sayings import say_clock, say_day

from ..sheets.calendar import TERM
from ..template import item_titles

Rows = list[tuple[Any, ...]]
SERVICE = ("grades", "days", "start", "end", "kind", "clubs", "teachers", "places")
CALENDAR = ("kind", "name", "first", "last", "grades", "subjects", "approved")
DECLARATIONS = ("item", "grades", "value", "remark")


class Beside:
    """The rows of a school's office. ``grades``: the workbook's grade of each class; ``names``: as in the workbook."""

    def __init__(self, school: School, grades: Mapping[str, int], names: Mapping[str, Mapping[str, str]]):
        self.office, self.names = school.office, names
        self.grade = {g: {grades[k.id] for k in school.classes if k.grade == g} for g in range(1, 10)}

    def school(self) -> Iterator[tuple[str, str]]:
        """The items of 学校 that are said."""
        office = self.office
        clock = say_clock(office.work_end) if office.work_end else ""
        rows = (("省份", office.province), ("下班时间", clock), ("公示的表", "、".join(office.posted)))
        yield from (row for row in rows if row[1])

    def service(self) -> Rows:
        """Columns as in SERVICE."""
        return [
            (self._grades(s.grades), say_day(s.day, "zh"), say_clock(s.start),
             say_clock(s.end), s.kind, s.name, self._named("teachers", s.teachers), s.places or None)
            for s in self.office.service
        ]  # fmt: skip

    def calendar(self) -> Rows:
        """Columns as in CALENDAR; none without a term."""
        calendar = self.office.calendar
        if calendar is None:
            return []
        rows: Rows = [(TERM, "", calendar.first.isoformat(), calendar.last.isoformat(), "", "", "")]
        for e in calendar.events:
            about = self._grades(e.grades), self._named("subjects", e.subjects), "是" if e.approved else ""
            rows.append((e.kind, e.name, e.first.isoformat(), e.last.isoformat(), *about))
        return rows

    def declarations(self, lang: str) -> Rows:
        """Columns as in DECLARATIONS."""
        titles = item_titles(lang)
        return [(titles[d.item], self._grades(d.grades), f"{d.value:g}", d.remark) for d in self.office.declared]

    def _named(self, kind: str, ids: Iterable[str]) -> str:
        return "、".join(self.names[kind][i] for i in ids)

    def _grades(self, grades: Iterable[int]) -> str:
        return "、".join(map(str, sorted({new for g in grades for new in self.grade.get(g, ())})))
