"""The timetable that stands in a workbook that was changed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Placement, School, Text, Timetable
from scheduler.errors import IntakeProblem, KebiaoError

from ..workbook import Book, Cell
from .changes import Edited, find_changes
from .claims import agreed, find_claims
from .page import BY_CLASS, WHOLE, Page
from .seating import seated
from .sessions import Count, Matching


class BackError(KebiaoError):
    """A workbook that cannot be taken in: it is none of ours, or cells of it could not be read (``reasons``)."""

    exit_code = 3

    def __init__(self, text: Text, reasons: tuple[IntakeProblem, ...] = ()):
        super().__init__(text)
        self.reasons = reasons


@dataclass(frozen=True)
class Back:
    """What was read. ``edits``: the cells that say something else than was written; ``problems`` those that could not
    be read, whose lessons are left out; ``notes`` how others were; ``counts`` the courses with lessons too few or too
    many; ``cell``: the cell of each (class, day, period)."""

    timetable: Timetable
    edits: tuple[Edited, ...]
    problems: tuple[IntakeProblem, ...]
    notes: tuple[IntakeProblem, ...]
    counts: tuple[Count, ...]
    cell: Mapping[tuple[str, int, int], Cell]


def read_back(
    book: Book, school: School, parent: Timetable, pages: Sequence[Page], others: Mapping[str, Sequence[Page]]
) -> Back:
    """The timetable of a workbook that was written for ``parent``; ``pages`` are what it showed of the classes, and
    ``others`` of teachers and rooms, by sheet.

    Lessons without a class (meetings) are those of the parent. Raises BackError where the sheets are missing.
    """
    if not {BY_CLASS, WHOLE} & {sheet.name for sheet in book.sheets}:
        zh = f"{book.path.name} 里没有“{BY_CLASS}”，也没有“{WHOLE}”：不是本程序写出的课表"
        raise BackError(Text(zh, f"{book.path.name} has neither {BY_CLASS} nor {WHOLE}: it is no exported timetable"))
    changes = find_changes(book, school, pages, others)
    claims = find_claims(school, pages, changes)
    before: dict[str, list[Placement]] = defaultdict(list)
    for p in parent.placements:
        before[p.course].append(p)
    by_class = {page.owner: page for page in pages}
    settled: list[Placement] = []
    roomless: list[Placement] = []
    counts = []
    for course in school.courses:
        if not course.groups:
            settled += before[course.id]
            continue
        matching = Matching(school, course, agreed(claims, course, by_class, changes), before[course.id])
        settled += [*matching.placed, *matching.surplus()]
        roomless += matching.roomless
        counts += [found] if (found := matching.count()) else []
    timetable = Timetable(tuple(sorted((*settled, *seated(school, settled, roomless)))))
    problems, notes = tuple(dict.fromkeys(changes.problems)), tuple(dict.fromkeys(changes.notes))
    return Back(timetable, tuple(changes.edits), problems, notes, tuple(counts), changes.cell)
