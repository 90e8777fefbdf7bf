"""The teachers of a plan: those of 教师, or, without that sheet, all whom the other sheets name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from scheduler.domain import Course, Teacher

from . import words
from .log import Log
from .sheets.assignment import Share, read_staff
from .sheets.teachers import TeacherLine
from .subjects import SubjectNames
from .workbook import Cell

MEETING = "教研"  # the subject of meetings, and how the ids of their courses begin


class Staff:
    """Finds teachers by written name. With a 教师 sheet only its names are right; without, every name is."""

    def __init__(self, lines: Sequence[TeacherLine], log: Log):
        self.lines = lines
        self.log = log
        self.open = not lines
        self.names: dict[str, str] = {words.key(line.name): line.name for line in lines}

    @property
    def known(self) -> Collection[str]:
        """The keys of all known names."""
        return self.names.keys()

    def find(self, cell: Cell, written: str) -> str | None:
        """The teacher's id, or None with a problem noted."""
        name = self.names.get(words.key(written))
        if name is None and self.open and written:
            name = self.names[words.key(written)] = written
        if name is None:
            near = self._numbered(written) or list(self.names.values())
            self.log.unknown(cell, ("教师", "teacher"), written, near, ("教师 表", "sheet 教师"))
        return name

    def _numbered(self, written: str) -> list[str]:
        return [n for n in self.names.values() if words.key(n).startswith(words.key(written) + "(")]

    def find_all(self, cell: Cell, written: Iterable[str]) -> tuple[str, ...]:
        """The ids of those that are known."""
        found = [name for w in written if (name := self.find(cell, w))]
        return tuple(dict.fromkeys(found))

    def listed(self, cell: Cell) -> tuple[str, ...]:
        """The ids of the teachers listed in a cell."""
        return self.find_all(cell, [] if cell.empty else words.split(cell.value))

    def shares(self, cell: Cell) -> tuple[Share, ...] | None:
        """Who teaches and how much, with ids; None for an empty cell."""
        shares = read_staff(cell, self.known, self.log)
        if shares is None:
            return None
        return tuple(Share(self.find_all(cell, s.names), s.lessons) for s in shares)

    def teachers(self, courses: Iterable[Course], subjects: SubjectNames) -> tuple[Teacher, ...]:
        """All teachers with the subjects they teach: as written in 教师, then as assigned.

        Without 教研组 in 教师 a teacher's research group is that of the meeting of his subject.
        """
        taught: dict[str, list[str]] = {name: [] for name in self.names.values()}
        meets = {t: c.id.removeprefix(f"{MEETING} ") for c in courses if not c.groups for t in c.teachers}
        for course in courses:
            for name in course.teachers if course.groups else ():
                taught[name].append(course.subject)
        written = {line.name: line for line in self.lines}
        found = []
        for name in self.names.values():
            line = written.get(name)
            said = subjects.find_all(words.split(line.subjects.value)) if line and not line.subjects.empty else ()
            kind = line.kind if line else "full-time"
            group = line.group if line and line.group else meets.get(name, "")
            found.append(Teacher(name, kind, tuple(dict.fromkeys([*said, *taught[name]])), group))
        return tuple(found)
