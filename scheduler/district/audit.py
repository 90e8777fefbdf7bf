"""The proof of a whole district, from what its schools' files say: shares nothing with the master and its parts.

``CHECKS`` (in ``audit_checks``) each look for their breaches; ``audit`` runs them. The schools' own rules were audited
school by school; here stands what no school can see alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scheduler.domain import Text, Verdict, Weeks

from .domain import District, SharedTeacher, Visits
from .written import Presence, Written

_WEEK = {Weeks.ODD: Text("（单周）", " (odd weeks)"), Weeks.EVEN: Text("（双周）", " (even weeks)")}


@dataclass(frozen=True)
class Breach:
    """One breach: the shared teachers and the schools that it is about. ``week``: ODD or EVEN where it is one of those
    weeks only."""

    who: tuple[str, ...]
    schools: tuple[str, ...]
    text: Text
    week: Weeks = Weeks.ALL


@dataclass(frozen=True)
class Entry:
    """One check's verdict on the district."""

    code: str
    title: Text
    asks: Text
    verdict: Verdict
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True)
class DistrictAudit:
    """Every check's verdict, in the order of ``CHECKS``."""

    entries: tuple[Entry, ...]

    @property
    def broken(self) -> tuple[Entry, ...]:
        """The checks that are not kept."""
        return tuple(e for e in self.entries if e.verdict is Verdict.BROKEN)

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        """Entries by code."""
        return {e.code: e for e in self.entries}


@dataclass(frozen=True)
class Whole:
    """A district with what its schools' files say. ``visits``: the half-days that were given out, None where nothing
    is written of them."""

    district: District
    written: tuple[Written, ...]
    visits: Visits | None = None

    @cached_property
    def weeks(self) -> tuple[Weeks, ...]:
        """The weeks to look at: odd and even ones where one school has them."""
        found = {p.week for w in self.written for p in w.presences}
        return (Weeks.ALL,) if found <= {Weeks.ALL} else (Weeks.ODD, Weeks.EVEN)

    @cached_property
    def _of(self) -> dict[tuple[str, Weeks], list[Presence]]:
        found: dict[tuple[str, Weeks], list[Presence]] = {}
        for week in self.weeks:
            for presence in (p for w in self.written for p in w.presences if p.week in (week, Weeks.ALL)):
                found.setdefault((presence.teacher, week), []).append(presence)
        return found

    def of(self, teacher: SharedTeacher, week: Weeks) -> list[Presence]:
        """A teacher's periods over all schools in one week, in clock order."""
        found = self._of.get((teacher.id, week), [])
        return sorted(found, key=lambda p: (p.slot.day, p.slot.start, p.slot.end, p.school))

    def days(self) -> Iterator[tuple[SharedTeacher, Weeks, int, list[Presence]]]:
        """Every shared teacher's days with anything on them."""
        for teacher in self.district.teachers:
            for week in self.weeks:
                periods = self.of(teacher, week)
                for day in sorted({p.slot.day for p in periods}):
                    yield teacher, week, day, [p for p in periods if p.slot.day == day]

    def schools_of(self, teacher: SharedTeacher) -> tuple[str, ...]:
        """The schools at which a teacher has anything, in the district's order."""
        there = {p.school for week in self.weeks for p in self.of(teacher, week)}
        return tuple(s.name for s in self.district.schools if s.name in there)


@dataclass(frozen=True)
class Check:
    """One thing that is looked for. ``applies``: whether the district asks for it at all; ``looks``: in timetables, so
    that without any there is no verdict."""

    code: str
    title: Text
    asks: Text
    find: Callable[[Whole], Iterator[Breach]]
    applies: Callable[[Whole], bool]
    looks: bool = True


def audit(district: District, written: Sequence[Written], visits: Visits | None = None) -> DistrictAudit:
    """Every check's verdict on a district, from what its schools' files say."""
    from .audit_checks import CHECKS

    whole = Whole(district, tuple(written), visits)
    return DistrictAudit(tuple(_entry(check, whole) for check in CHECKS))


def _entry(check: Check, whole: Whole) -> Entry:
    if not check.applies(whole):
        return Entry(check.code, check.title, check.asks, Verdict.NOT_APPLICABLE)
    if check.looks and not whole.written:
        return Entry(check.code, check.title, check.asks, Verdict.NOT_CHECKABLE)
    found = tuple(_by_weeks(check.find(whole), whole.weeks))
    verdict = Verdict.BROKEN if found else Verdict.KEPT
    return Entry(check.code, check.title, check.asks, verdict, found)


def _by_weeks(breaches: Iterable[Breach], weeks: Sequence[Weeks]) -> Iterator[Breach]:
    """Breaches of every week once; those of odd or even weeks alone say so."""
    found: dict[Breach, set[Weeks]] = {}
    for breach in breaches:
        found.setdefault(replace(breach, week=Weeks.ALL), set()).add(breach.week)
    for breach, seen in found.items():
        if Weeks.ALL in seen or seen >= set(weeks):
            yield breach
        else:
            (week,) = seen
            zh, en = f"{breach.text.zh}{_WEEK[week].zh}", f"{breach.text.en}{_WEEK[week].en}"
            yield replace(breach, text=Text(zh, en), week=week)
