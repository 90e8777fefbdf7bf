"""From files to a School and its Timetable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain import School, Text, Timetable
from scheduler.errors import KebiaoError

from .files import open_sheets
from .names import ClassNames
from .notes import Note, NoteKind, Notes
from .placing import Placer
from .school import Builder
from .weeks import WeekReader


class ForeignError(KebiaoError):
    """Files without a timetable of any class of the plan; ``notes`` say what stands in them."""

    exit_code = 3

    def __init__(self, text: Text, notes: tuple[Note, ...] = ()):
        super().__init__(text)
        self.notes = notes


@dataclass(frozen=True)
class Foreign:
    """A timetable that was read: the school that it shows, and what there is to tell."""

    school: School
    timetable: Timetable
    notes: tuple[Note, ...] = ()

    @property
    def serious(self) -> tuple[Note, ...]:
        """The notes of what was not read, so that verdicts may be wrong."""
        return tuple(n for n in self.notes if n.kind.serious)


def read_foreign(paths: Sequence[Path], plan: School, *, classes_of_file: bool = False) -> Foreign:
    """Read the timetable of one school from its files, against a plan.

    ``classes_of_file``: the plan's classes stand for their grades, and the school has the classes of its files (one
    plan for a district). Raises BadFileError for a file that cannot be read, ForeignError when no class is found.
    """
    notes = Notes()
    names = ClassNames(plan.classes, open=classes_of_file)
    reader = WeekReader(plan, names, notes)
    for path in paths:
        sheets = open_sheets(path)
        reader.read(path, sheets, several=len(paths) > 1)
    notes.file = ""
    weeks = [w for w in reader.weeks if w.seen]
    if not weeks:
        listed = "、".join(p.name for p in paths)
        raise ForeignError(
            Text(f"{listed} 里没有读到计划中任何一个班的课表", f"no timetable of a class of the plan in {listed}"),
            tuple(notes),
        )
    if not classes_of_file:
        _tell_missing(plan, {w.klass for w in weeks}, notes)
    _tell_words(reader, notes)
    placed = Placer(plan, names, notes).place(weeks)
    school, timetable = Builder(plan, placed, names, notes).build(reader.meetings)
    return Foreign(school, timetable, tuple(notes))


def _tell_missing(plan: School, found: set[str], notes: Notes) -> None:
    for klass in plan.classes:
        if klass.id not in found:
            zh, en = f"没有 {klass.id} 的课表，这个班没有核查", f"no timetable of {klass.id}: it is not audited"
            notes.add(NoteKind.MISSING, zh, en)


def _tell_words(reader: WeekReader, notes: Notes) -> None:
    """How cells were understood where they could mean something else, and teachers that the plan does not have."""
    if spelt := "、".join(f"{word}＝{subject}" for word, subject in reader.texts.spelt.items()):
        notes.add(NoteKind.READ_AS, f"科目的写法：{spelt}", f"subjects as they are written: {spelt}")
    if turns := "、".join(reader.texts.turns):
        zh, en = f"没有写单双周的，前一门按单周、后一门按双周：{turns}", f"read as odd and even weeks: {turns}"
        notes.add(NoteKind.READ_AS, zh, en)
    for name, near in reader.texts.strange.items():
        zh = f"教师“{name}”不在计划里" + (f"（最接近：{near}）" if near else "") + "，按课表的算"
        en = f"teacher '{name}' is not in the plan" + (f" (nearest: {near})" if near else "")
        notes.add(NoteKind.TEACHER, zh, en)
