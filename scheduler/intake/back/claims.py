"""When each course is held as the cells of its classes say; a lesson of several classes stands on all their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.domain import Course, School, Weeks

from ..workbook import Cell
from .changes import Changes
from .page import Page, Place
from .wording import Said, Wording

Unit = tuple[str, Weeks]  # a slot id and one of the school's weeks


@dataclass(frozen=True)
class Claim:
    """A period of a course as a cell says it; ``rooms`` is None where the cell names none."""

    rooms: tuple[str, ...] | None
    cell: Cell


@dataclass
class Claims:
    """The periods of each course by class."""

    school: School
    held: dict[str, dict[str, dict[Unit, Claim]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def add(self, course: str, klass: str, slot: str, weeks: Weeks, claim: Claim) -> None:
        """A class has a period of a course in a slot."""
        for week in self.school.weeks:
            if weeks.covers(week):
                self.held[course][klass][slot, week] = claim

    def short(self, course: str) -> float:
        """By how many periods (over all the school's weeks) the course is claimed too little."""
        weeks = len(self.school.weeks)
        wanted = self.school.course[course].periods * weeks
        return wanted - max((len(units) for units in self.held[course].values()), default=0)


def find_claims(school: School, pages: Sequence[Page], changes: Changes) -> Claims:
    """Read every cell that counts: one that was not changed is what was written."""
    claims, wording = Claims(school), Wording(school, pages, changes)
    edits = {(e.klass, e.place.day, e.place.period): e for e in changes.edits}
    open_: list[tuple[str, Place, Cell, Said]] = []
    for page in pages:
        for place in page.places:
            at = (page.owner, place.day, place.period)
            if at not in changes.cell:
                continue
            cell = changes.cell[at]
            if at not in edits:
                for s in place.stands:
                    claims.add(s.course, page.owner, s.slot, s.weeks, Claim(s.rooms, cell))
                continue
            open_ += [(page.owner, place, cell, said) for said in wording.read(edits[at])]
    for klass, place, cell, said in sorted(open_, key=lambda x: len(x[3].courses)):
        course = max(said.courses, key=claims.short)
        slot = _slot(school, school.course[course], place)
        claims.add(course, klass, slot, said.weeks, Claim(said.rooms, cell))
    return claims


def _slot(school: School, course: Course, place: Place) -> str:
    """The slot that a course has in a cell: of its own bell schedule where the page shows one there."""
    own = (s for s in place.slots if school.grid.slot[s].bell == course.bell)
    return next(own, place.slots[0])


def agreed(claims: Claims, course: Course, pages: Mapping[str, Page], changes: Changes) -> dict[Unit, Claim]:
    """The periods of a course on which the pages of all its classes agree; the others are told by cell."""
    school = claims.school
    atoms = {a for g in course.groups for a in school.group[g].atoms}
    classes = [k.id for k in school.classes if not atoms.isdisjoint(k.atoms)]
    by_class = {k: claims.held[course.id].get(k, {}) for k in classes}
    both = set.intersection(*(set(units) for units in by_class.values())) if by_class else set()
    told: set[tuple[str, str]] = set()
    for klass, units in by_class.items():
        for unit in sorted(units.keys() - both):
            if (klass, unit[0]) in told:
                continue
            told.add((klass, unit[0]))
            others = "、".join(_where(k, unit[0], pages[k], changes) for k in classes if unit not in by_class[k])
            cell = units[unit].cell
            zh = f"{course.id} 由 {'、'.join(classes)} 一起上，{klass} 写在这里，{others} 却没有"
            en = f"{course.id} is held for {', '.join(classes)} together: {klass} has it here, but not {others}"
            changes.bad(cell, zh, en)
    rooms = {unit: next((u[unit].rooms for u in by_class.values() if u[unit].rooms is not None), None) for unit in both}
    first = next(iter(by_class.values()), {})
    return {unit: Claim(rooms[unit], first[unit].cell) for unit in sorted(both)}


def _where(klass: str, slot: str, page: Page, changes: Changes) -> str:
    """A class and the cell in which it would show a slot: 一2（D7）."""
    place = next((p for p in page.places if slot in p.slots), None)
    cell = changes.cell.get((klass, place.day, place.period)) if place else None
    return f"{klass}（{cell.address}）" if cell else klass
