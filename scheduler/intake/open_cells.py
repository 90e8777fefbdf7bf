"""The cells of 任课 that are still empty, and who taught what last year: what staffing starts from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import cells, words
from .draft import Draft
from .log import Log
from .sheets.assignment import COLUMNS, read_staff
from .sheets.classes import ClassLine
from .subjects import make_subject
from .tables import read_table
from .workbook import Book, Cell

LAST_YEAR = ("去年任课", "上学年任课", "last year")  # an optional sheet, written like 任课


@dataclass(frozen=True)
class OpenCell:
    """An empty cell of 任课: a class's ``lessons`` a week of a subject, and nobody who gives them."""

    klass: str
    grade: int
    subject: str
    lessons: float
    cell: Cell


def open_cells(draft: Draft) -> Iterator[OpenCell]:
    """The empty cells, in the order of classes and subjects. A class meeting falls to the class teacher by itself."""
    for klass in draft.classes:
        for line in draft.curriculum.lines:
            lessons = line.lessons.get(klass.grade)
            cell = draft.assignment.cells.get((klass.name, line.subject))
            if not lessons or cell is None or not cell.empty or cell.broken:
                continue
            if (klass.name, line.subject) in draft.taught_together:
                continue
            if "class_meeting" in make_subject(line.subject).tags and not klass.teacher.empty:
                continue
            yield OpenCell(klass.name, klass.grade, line.subject, lessons, cell)


def last_year(book: Book, draft: Draft) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The keys (``words.key``) of those who taught this year's classes last year, by (class, subject).

    The sheet names the classes as they were called then: 三2 was 二2, a class 2023级1班 keeps its name. Classes that
    are new, and what cannot be read, have no entry: last year is a wish and no demand.
    """
    names = {words.key(name) for name in LAST_YEAR}
    sheet = next((s for s in book.sheets if words.key(s.name) in names), None)
    table = read_table(sheet, COLUMNS, ("class",), Log(), matrix=True)
    rows = {words.key(row["class"].value): row for row in table.rows if not row["class"].empty}
    found = {}
    for klass in draft.classes:
        row = next((rows[name] for name in rows if _was(name, klass)), None)
        for header, cell in row.extra() if row else ():
            subject = draft.subjects.find(cells.name(header))
            shares = read_staff(cell, (), Log())
            if subject and shares:
                found[klass.name, subject] = tuple(words.key(n) for s in shares for n in s.names)
    return found


_GRADE = re.compile(r"^(?:初[一二三123]|(?:小学)?[一二三四五六七八九1-9])")


def _was(name: str, klass: ClassLine) -> bool:
    """Whether a class of last year, by the key of its name, is this year's class."""
    now = words.key(klass.name)
    if not _tells(now, klass.grade):
        return name == now
    return _tells(name, klass.grade - 1) and _GRADE.sub("", name) == _GRADE.sub("", now)


def _tells(name: str, grade: int) -> bool:
    try:
        return words.grade_of_class(name) == grade
    except ValueError:
        return False
