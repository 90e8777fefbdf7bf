"""What a teaching office keeps beside the timetable: the calendar, after-school service, what only it can declare.

All of it is optional: None or empty is 'not filled in', and a rule that needs it says which sheet to fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .settings import Text


@dataclass(frozen=True, order=True)
class Event:
    """Something on the school calendar (校历), from ``first`` to ``last`` inclusive.

    ``kind`` is the word rules ask for: 期中, 期末, 月考, 单元, 竞赛, 假期, 补课, 问卷, 会议 … (the intake makes aliases
    one). ``grades`` empty: all. ``approved``: by the authority, where a rule lets pass what is approved.
    """

    first: date
    last: date
    kind: str
    name: str
    grades: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    approved: bool = False

    @property
    def days(self) -> Iterator[date]:
        """Each of its days."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class Calendar:
    """A term: its first and last day, and what happens in it. Weeks are counted from the Monday of ``first``."""

    first: date
    last: date
    events: tuple[Event, ...] = ()

    def of(self, kinds: Iterable[str], grade: int | None = None) -> tuple[Event, ...]:
        """The events of these kinds (all kinds when none is named), of one grade when that is given."""
        wanted = frozenset(kinds)
        return tuple(
            e for e in self.events
            if (not wanted or e.kind in wanted) and (grade is None or not e.grades or grade in e.grades)
        )  # fmt: skip

    def week(self, day: date) -> int:
        """The number of the school week that a day lies in; the first is 1, those before are 0 and less."""
        monday = self.first - timedelta(days=self.first.weekday())
        return (day - monday).days // 7 + 1

    @property
    def weeks(self) -> int:
        """How many weeks the term has."""
        return self.week(self.last)

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The (year, month) pairs that the term touches, in order."""
        first, last = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1
        return tuple((n // 12, n % 12 + 1) for n in range(first, last + 1))


@dataclass(frozen=True, order=True)
class Service:
    """An after-school activity of one weekday (课后服务): homework help, a club, sport, duty …

    ``start`` and ``end`` in minutes after midnight. ``kind``: 作业辅导, 社团, 体育, 阅读, 劳动, 答疑, 自习, 选修 …;
    ``name`` as the school calls it. ``grades`` empty: all. ``places``: how many pupils it takes (0: all who come).
    """

    day: int
    start: int
    end: int
    kind: str
    name: str = ""
    grades: tuple[int, ...] = ()
    teachers: tuple[str, ...] = ()
    places: int = 0

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, order=True)
class Declaration:
    """What the school says of one item (自查): yes is 1, no is 0, a number stays one. ``grades`` empty: all."""

    item: str
    value: float
    grades: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that a school is asked to declare. ``asks``: ``yes`` or ``no`` (the answer as it should be), or
    ``number`` in ``unit``; ``kind``: the word that regulations have for it (kinds of homework), or ''; ``area``: where
    reports show it."""

    id: str
    title: Text
    asks: str = "yes"
    unit: Text = Text("", "")  # noqa: RUF009 (frozen)
    kind: str = ""
    area: str = "conduct"

    @property
    def number(self) -> bool:
        """Whether a figure is asked; else yes or no."""
        return self.asks == "number"

    @classmethod
    def of(cls, id: str, row: Mapping[str, Any]) -> Item:
        """The item of a row of ``constraints/declared/items.yaml``."""
        unit = row.get("unit") or ""
        said = Text(unit["zh"], unit["en"]) if isinstance(unit, Mapping) else Text(unit, unit)
        return cls(id, Text(row["zh"], row["en"]), row["asks"], said, row.get("kind", ""), row.get("area", "conduct"))


@dataclass(frozen=True)
class Office:
    """All of it. ``work_end``: when working people leave (minutes after midnight, 0: not said), which after-school
    service should reach. ``posted``: the tables that the school makes public.
    """

    calendar: Calendar | None = None
    service: tuple[Service, ...] = ()
    declared: tuple[Declaration, ...] = ()
    work_end: int = 0
    province: str = ""
    posted: tuple[str, ...] = ()

    def declaration(self, item: str, grade: int | None = None) -> Declaration | None:
        """What is declared of an item, for a grade where one is named; None when nothing is."""
        fits = (d for d in self.declared if d.item == item and (grade is None or not d.grades or grade in d.grades))
        return next(fits, None)

    def service_of(self, grade: int, day: int | None = None) -> tuple[Service, ...]:
        """The after-school activities of a grade, in clock order, of one day when that is given."""
        return tuple(
            sorted(s for s in self.service if (not s.grades or grade in s.grades) and (day is None or s.day == day))
        )
