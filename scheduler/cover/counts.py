"""What each teacher gave and took through the term, in periods: the tally for fairness. It follows the term, not the
run: what was recorded while an earlier timetable hung on the wall counts on."""

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
    """Everybody with something to count in this run and the term's others, those who took most first. A date counts
    once: as this run has it, else as the one that was recorded in last. What was arranged and did not come about,
    since whoever had taken the lesson was away too, is not counted."""
    given: Counter[str] = Counter()
    taken: dict[str, Counter[Fit]] = defaultdict(Counter)
    exchanged: Counter[str] = Counter()
    recorded = {when: run for run in (*days.others, days) for when in dates(run)}
    for when, run in sorted(recorded.items(), key=lambda item: item[0]):
        try:
            held = run.held(when)
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


def same_term(one: Days, other: Days) -> bool:
    """Whether two runs are of one school and one term; without a calendar of any time."""
    terms = {(c.first, c.last) if (c := d.school.office.calendar) else None for d in (one, other)}
    return one.school.name == other.school.name and len(terms) == 1


def dates(days: Days) -> list[date]:
    """The dates that records speak of."""
    return sorted({d for r in active(days.records) for d in _of(r)})


def _of(record: Record) -> tuple[date, ...]:
    return (record.date,) if record.to is None else (record.date, record.to)
