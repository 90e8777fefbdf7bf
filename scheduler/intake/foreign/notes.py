"""What is told of a timetable that was read: cells that were not understood, classes without a table, how words were
read. Nothing of a file is left out without a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.domain import Text

from ..words import show
from ..workbook import Cell

NO_TEXT = Text("", "")


class NoteKind(StrEnum):
    """What a note is about. UNREAD, CLASS, MISSING and TWICE are for the user to put right."""

    UNREAD = "unread"  # a cell that was not understood
    CLASS = "class"  # a table of a class that the plan does not have, or of nobody
    MISSING = "missing"  # a class of the plan that no file has
    TWICE = "twice"  # two tables of one class
    TEACHER = "teacher"  # a teacher that the plan does not have, or not for this
    TIMES = "times"  # whose bell schedule was used
    READ_AS = "read as"  # how words were understood
    IDLE = "idle"  # what was read and is no lesson
    SKIPPED = "skipped"  # a sheet that is no class timetable

    @property
    def serious(self) -> bool:
        """Whether something of the timetable was not read, so that verdicts may be wrong."""
        return self in (NoteKind.UNREAD, NoteKind.CLASS, NoteKind.MISSING, NoteKind.TWICE)


@dataclass(frozen=True)
class Note:
    """One thing to tell, with its file, sheet and cell where it has them."""

    kind: NoteKind
    text: Text
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""

    def say(self, lang: str) -> str:
        """The note as a line: where it stands, and what it says."""
        where = " ".join(x for x in (self.file, self.sheet if self.sheet not in self.file else "", self.cell) if x)
        value = f" “{self.value}”" if self.value else ""
        colon = "：" if lang == "zh" else ": "
        return (f"{where}{value}{colon}" if where or value else "") + self.text.say(lang)


@dataclass
class Notes:
    """Collects notes in the order they were found; the same one once."""

    file: str = ""
    found: dict[Note, None] = field(default_factory=dict)

    def add(self, kind: NoteKind, zh: str, en: str, at: Cell | None = None) -> None:
        """Note something, of a cell where there is one."""
        value = show(at.value or at.broken).replace("\n", " ") if at and at.address else ""
        sheet, address = (at.sheet, at.address) if at else ("", "")
        self.found.setdefault(Note(kind, Text(zh, en), self.file, sheet, address, value[:40]))

    def __iter__(self) -> Iterator[Note]:
        return iter(self.found)
