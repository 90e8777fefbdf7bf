"""From the periods of a course to its placements: what stayed stays, the rest is matched by length and weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Course, Placement, School, Session, Weeks

from ..workbook import Cell
from .claims import Claim, Unit

_CHOICES = {Weeks.EITHER: (Weeks.ODD, Weeks.EVEN)}


@dataclass(frozen=True)
class Count:
    """A course with lessons too few or too many: ``missing`` and ``extra`` in periods a week (0.5: every other week).
    ``was``: where the missing ones stood (slot ids); ``cells`` those of what is too much. ``torn``: so many periods of
    both are a double lesson (连堂) whose periods no longer follow each other."""

    course: str
    missing: float
    extra: float
    was: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def torn(self) -> bool:
        """Whether as many periods are there as should be, yet not as long lessons as should be."""
        return self.missing == self.extra


class Matching:
    """The sessions of one course against the periods that its classes have."""

    def __init__(self, school: School, course: Course, units: Mapping[Unit, Claim], before: Sequence[Placement]):
        self.school, self.course, self.left = school, course, dict(units)
        self.sessions = {s.id: s for s in course.sessions}
        self.placed: list[Placement] = []
        self.roomless: list[Placement] = []
        waiting = self._kept(before)
        self._match(waiting)
        self._unplaced = [s for s in waiting if s.id not in {p.session for p in (*self.placed, *self.roomless)}]
        self._was = tuple(p.start for p in before if p.session in {s.id for s in self._unplaced})

    def _units(self, start: str, session: Session, weeks: Weeks) -> list[Unit]:
        run = self.school.grid.run(self.school.grid.slot[start], session.duration)
        return [(slot.id, week) for slot in run for week in self.school.weeks if weeks.covers(week)]

    def _kept(self, before: Sequence[Placement]) -> list[Session]:
        """Place every lesson that is where it was; returns the others, the longest and those of every week first."""
        kept, had = set(), {}
        for p in sorted(before):
            had[p.session] = p
            units = self._units(p.start, self.sessions[p.session], p.weeks)
            if p.session not in kept and units and all(u in self.left for u in units):
                kept.add(p.session)
                self._place(p, units)
        self._had = had
        others = [s for s in self.course.sessions if s.id not in kept]
        return sorted(others, key=lambda s: (-s.duration, s.weeks is not Weeks.ALL))

    def _match(self, waiting: Sequence[Session]) -> None:
        for session in waiting:
            fitting = self._fitting(session)
            if fitting is None:
                continue
            start, weeks = fitting
            old = self._had.get(session.id)
            rooms = old.rooms if old else ()
            self._place(Placement(self.course.id, session.id, start, weeks, rooms), self._units(start, session, weeks))

    def _fitting(self, session: Session) -> tuple[str, Weeks] | None:
        """A start whose periods are all there; one in a single week rather where the other week is not claimed."""
        found = []
        for number, start in enumerate(self._starts()):
            for weeks in _CHOICES.get(session.weeks, (session.weeks,)):
                units = self._units(start, session, weeks)
                if units and all(u in self.left for u in units):
                    alone = sum((slot, week) in self.left for slot, _ in units for week in self.school.weeks)
                    found.append((alone, number, start, weeks))
        return min(found)[2:] if found else None

    def _starts(self) -> list[str]:
        slot = self.school.grid.slot
        starts = dict.fromkeys(slot for slot, _ in self.left)
        return sorted(starts, key=lambda s: (slot[s].day, slot[s].start))

    def _place(self, p: Placement, units: Sequence[Unit]) -> None:
        """Place a lesson in the rooms that its cells name; where they name none it keeps its own, if those are free."""
        said = next((self.left[u].rooms for u in units if self.left[u].rooms is not None), None)
        for unit in units:
            del self.left[unit]
        if said is not None:
            self.placed.append(Placement(p.course, p.session, p.start, p.weeks, said))
        else:
            (self.roomless if self.course.needs else self.placed).append(p)

    def surplus(self) -> Iterator[Placement]:
        """Placements for periods that are too many: a lesson of the course once more, for the audit to judge."""
        single = next((s for s in self.course.sessions if s.duration == 1), None)
        if single is None:
            return
        for slot in self._starts():
            weeks = [w for s, w in self.left if s == slot]
            claim = self.left[slot, weeks[0]]
            every = len(weeks) == len(self.school.weeks)
            rooms = claim.rooms if claim.rooms is not None else ()
            yield Placement(self.course.id, single.id, slot, Weeks.ALL if every else weeks[0], rooms)

    def count(self) -> Count | None:
        """What is missing or too much; None where all is there."""
        weeks = len(self.school.weeks)
        missing = sum(s.duration * (1.0 if s.weeks is Weeks.ALL else 0.5) for s in self._unplaced)
        if not missing and not self.left:
            return None
        cells = tuple(dict.fromkeys(claim.cell for claim in self.left.values()))
        return Count(self.course.id, missing, len(self.left) / weeks, self._was, cells)
