"""What the workbook showed when it was written: a page a class, with the lessons behind each cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain import Weeks

from ..words import key

BY_CLASS, WHOLE, BY_TEACHER, BY_ROOM = "班级课表", "总课表", "教师课表", "场地课表"


@dataclass(frozen=True, order=True)
class Stand:
    """One period of a placed lesson: its course, slot and weeks, and its rooms."""

    course: str
    slot: str
    weeks: Weeks
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A lesson's cell of a page, by day and the number of its period; ``label`` stands in it large, and alone in
    总课表, ``detail`` small under it. ``slots``: the ids of the slots that the page shows there; none where the
    day has no such period. ``stands``: the lessons behind it; those of pages of teachers and rooms are not told."""

    day: int
    period: int
    label: str
    detail: str
    slots: tuple[str, ...] = ()
    stands: tuple[Stand, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, as it is compared."""
        return key(self.label) + key(self.detail)


@dataclass(frozen=True)
class Page:
    """A page: whose it is, its title, its cells, and the names that stand in rows of other blocks (大课间)."""

    owner: str
    title: str
    places: tuple[Place, ...]
    blocks: frozenset[str] = frozenset()

    @cached_property
    def place(self) -> dict[tuple[int, int], Place]:
        """The cells by (day, period)."""
        return {(p.day, p.period): p for p in self.places}

    @cached_property
    def periods(self) -> tuple[int, ...]:
        """The numbers of the periods, in the order of the rows."""
        return tuple(dict.fromkeys(p.period for p in self.places))


def by_title(pages: Iterable[Page]) -> dict[str, Page]:
    """The pages by their titles, as these are compared."""
    return {key(page.title): page for page in pages}
