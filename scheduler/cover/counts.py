"""What each teacher gave and took through the term, in periods: the tally for fairness."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from .candidates import Fit
from .day import CoverError, Days
from .exceptions import Kind, Record, active


@dataclass(frozen=True)
class Count:
    """A teacher's periods: ``given`` to others while away, ``taken`` by kind, exchanged with another day."""

    teacher: str
    given: int = 0
    taken: tuple[tuple[Fit, int], ...] = ()
    exchanged: int = 0

    @property
    def total(self) -> int:
        """All periods taken."""
        return sum(n for _, n in self.taken)


def counts(days: Days) -> tuple[Count, ...]:
    """Everybody with something to count, those who took most first. What was arranged and did not come about, since
    whoever had taken the lesson was away too, is not counted."""
    given: Counter[str] = Counter()
    taken: dict[str, Counter[Fit]] = defaultdict(Counter)
    exchanged: Counter[str] = Counter()
    for when in dates(days):
        try:
            held = days.held(when)
        except CoverError:  # the calendar has been changed since
            continue
        for h in held:
            r, periods = h.record, len(h.slots)
            if h.away and h.course.groups and not set(h.course.teachers) & set(h.teachers):
                given.update({t: periods for t in h.course.teachers if t in h.away})
            if r is not None and r.kind in (Kind.COVER, Kind.STUDY) and r.teacher in h.teachers:
                taken[r.teacher][Fit(r.fit) if r.fit in list(Fit) else Fit.OTHER] += periods
            if r is not None and r.kind is Kind.EXCHANGE and not h.away:
                exchanged.update(dict.fromkeys(h.course.teachers, periods))
    names = {*given, *taken, *exchanged}
    found = (
        Count(name, given[name], tuple(sorted(taken[name].items(), key=lambda x: x[0].rank)), exchanged[name])
        for name in names
    )  # fmt: skip
    return tuple(sorted(found, key=lambda c: (-c.total, -c.given, c.teacher)))


def taken_so_far(days: Days) -> dict[str, int]:
    """Periods taken for others in the term, by teacher."""
    return {c.teacher: c.total for c in counts(days) if c.total}


def dates(days: Days) -> list[date]:
    """The dates that records speak of."""
    return sorted({d for r in active(days.records) for d in _of(r)})


def _of(record: Record) -> tuple[date, ...]:
    return (record.date,) if record.to is None else (record.date, record.to)
