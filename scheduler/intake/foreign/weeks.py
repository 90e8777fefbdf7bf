"""From sheets to the week of each class: whose each table is, and what each of its cells says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import range_boundaries

from scheduler.domain import School, Weeks

from ..words import key
from ..workbook import NO_CELL, Cell, Sheet
from .grids import Grid, find_grids
from .labels import Label
from .lists import ListRow, find_list
from .names import ClassNames, grade_and_number
from .notes import NoteKind, Notes
from .texts import Taught, TextReader

_NO_CLASSES = re.compile(r"教师|老师|任课|场地|教室|作业|公示|合规|统计|比例|作息|说明|teachers?|rooms?")
_WHOLE_AREA = 60  # cells; a merged area beyond that is no lesson


@dataclass(frozen=True)
class Seen:
    """A lesson as it stands in a table: on a weekday, at a label. ``area``: the merged cells it is written in."""

    day: int
    label: Label
    taught: Taught
    cell: Cell
    area: str = ""


@dataclass
class Week:
    """One class's table. ``grid`` is False for rows of a list, whose labels stand in no order."""

    klass: str
    file: str
    sheet: str
    labels: tuple[Label, ...]
    seen: list[Seen] = field(default_factory=list)
    grid: bool = True


@dataclass(frozen=True)
class Meeting:
    """A meeting of our own timetable.csv: the plan's course, and when it is held."""

    course: str
    day: int
    label: Label
    weeks: Weeks
    cell: Cell


class WeekReader:
    """Reads sheet after sheet; what it found is in ``weeks`` and ``meetings``."""

    def __init__(self, school: School, names: ClassNames, notes: Notes):
        self.names, self.notes = names, notes
        self.texts = TextReader(school)
        self.weeks: list[Week] = []
        self.meetings: list[Meeting] = []
        self._meeting_ids = {c.id for c in school.courses if not c.groups}
        self._idle: Counter[tuple[str, str]] = Counter()

    def read(self, path: Path, sheets: Sequence[Sheet], *, several: bool) -> int:
        """Read the sheets of a file; returns how many tables of a class it has."""
        self.notes.file = path.name if several else ""
        before = len(self.weeks)
        for sheet in sheets:
            if _NO_CLASSES.search(key(sheet.name)) and len(sheets) > 1:
                if sheet.cells:
                    self._skip(sheet)
                continue
            rows = find_list(sheet)
            if rows is not None:
                self._list(sheet, rows)
            else:
                self._grids(path, sheet)
            self._broken(sheet)
        self._tell_idle()
        return len(self.weeks) - before

    def _skip(self, sheet: Sheet) -> None:
        self.notes.add(
            NoteKind.SKIPPED, "不是班级课表，没有读", "no class timetable: not read", Cell(sheet.name, "")
        )  # fmt: skip

    def _broken(self, sheet: Sheet) -> None:
        for _, cell in sorted(sheet.cells.items()):
            if cell.broken == "=":
                zh = "公式还没有计算出值，请打开、保存一次再试"
                self.notes.add(NoteKind.UNREAD, zh, "a formula never calculated: open and save it once", cell)
            elif cell.broken:
                self.notes.add(NoteKind.UNREAD, "单元格是错误值", "the cell holds an error", cell)
        if sheet.cut:
            self.notes.add(
                NoteKind.UNREAD, "行数太多，没有读完", "too many rows: not all were read", Cell(sheet.name, "")
            )

    # grids

    def _grids(self, path: Path, sheet: Sheet) -> None:
        found = find_grids(sheet)
        for cell, why in found.unread:
            self.notes.add(NoteKind.UNREAD, why.zh, why.en, cell)
        if not found.grids and sheet.cells:
            self.notes.add(NoteKind.SKIPPED, "没有找到课表", "no timetable found", Cell(sheet.name, ""))
        areas = _areas(sheet)
        for grid in found.grids:
            fallback = () if any(grade_and_number(t) for t in grid.owner[:1]) else (sheet.name, path.stem)
            klass = self._owner(sheet, grid, fallback)
            if klass is not None:
                self._grid(sheet, grid, klass, areas)

    def _owner(self, sheet: Sheet, grid: Grid, fallback: Sequence[str]) -> str | None:
        klass = self.names.find((*grid.owner, *fallback))
        if klass is not None:
            return klass
        near = self.names.near((*grid.owner, *fallback))
        if near[0]:
            zh = f"课程计划里没有班级“{near[0]}”" + (f"（最接近：{near[1]}）" if near[1] else "")
            en = f"the plan has no class '{near[0]}'" + (f" (nearest: {near[1]})" if near[1] else "")
            self.notes.add(NoteKind.CLASS, zh, en, grid.at)
        elif any(_NO_CLASSES.search(key(t)) for t in grid.owner):
            self._skip(sheet)
        else:
            zh, en = "这张课表没有写是哪个班", "nothing says whose timetable this is"
            self.notes.add(NoteKind.CLASS, zh, en, grid.at)
        return None

    def _grid(self, sheet: Sheet, grid: Grid, klass: str, areas: dict[str, str]) -> None:
        week = Week(klass, self.notes.file, sheet.name, grid.labels)
        for (day, n), (text, cell) in grid.cells.items():
            label = grid.labels[n]
            for taught in self._cell(text, cell, label):
                week.seen.append(Seen(day, label, taught, cell, areas.get(cell.address, "")))
        self.weeks.append(week)

    def _cell(self, text: str, cell: Cell, label: Label) -> tuple[Taught, ...]:
        """What a cell of a lesson says; what is no lesson is counted, what is not understood is noted."""
        reading = self.texts.read(text)
        if not label.lesson:
            if reading.lessons:
                self._idle[label.text.split(" ")[0], "row"] += 1
            return ()
        if reading.idle:
            self._idle[reading.idle, "word"] += 1
        if reading.problem:
            near = f"（最接近：{reading.near}）" if reading.near else ""
            near_en = f" (nearest: {reading.near})" if reading.near else ""
            self.notes.add(NoteKind.UNREAD, reading.problem.zh + near, reading.problem.en + near_en, cell)
        return reading.lessons

    def _tell_idle(self) -> None:
        for (word, kind), count in self._idle.items():
            if kind == "row":
                zh, en = f"“{word}”里的 {count} 格不是正课，没有算", f"{count} cell(s) at '{word}' are no lessons"
            else:
                zh, en = f"“{word}” {count} 格不是课程计划里的课，没有算", f"'{word}' ({count} cells) is no lesson"
            self.notes.add(NoteKind.IDLE, zh, en)
        self._idle.clear()

    # lists

    def _list(self, sheet: Sheet, rows: Sequence[ListRow]) -> None:
        by_class: dict[str, Week] = {}
        labels = tuple(dict.fromkeys(r.label for r in rows if r.label))
        for row in rows:
            cell = row.cells["subject"]
            if not row.day or row.label is None:
                bad = row.cells["period" if row.day else "day"]
                self.notes.add(NoteKind.UNREAD, "不是星期或节次", "neither a weekday nor a period", bad)
                continue
            if not row.classes:
                self._meeting(row, row.label)
                continue
            for name in row.classes:
                klass = self.names.find([name])
                if klass is None:
                    self._no_class(name, row.cells["class"])
                    continue
                week = by_class.setdefault(klass, Week(klass, self.notes.file, sheet.name, labels, grid=False))
                week.seen += [Seen(row.day, row.label, t, cell) for t in self._row(row, row.label, cell)]
        self.weeks += by_class.values()

    def _row(self, row: ListRow, label: Label, cell: Cell) -> Iterable[Taught]:
        for taught in self._cell(row.subject, cell, label):
            rooms = tuple(r for r in row.rooms if r in self.texts.school.room)
            weeks = Weeks(row.week) if taught.weeks is Weeks.ALL else taught.weeks
            yield Taught(taught.subject, row.teachers or taught.teachers, rooms or taught.rooms, weeks)

    def _no_class(self, name: str, cell: Cell) -> None:
        near = self.names.near([name])[1] or ""
        zh = f"课程计划里没有班级“{name}”" + (f"（最接近：{near}）" if near else "")
        en = f"the plan has no class '{name}'" + (f" (nearest: {near})" if near else "")
        same = any(n.kind is NoteKind.CLASS and n.text.zh == zh for n in self.notes)
        if not same:
            self.notes.add(NoteKind.CLASS, zh, en, cell)

    def _meeting(self, row: ListRow, label: Label) -> None:
        """A row without a class: a meeting that the plan knows, else it is no lesson of a class."""
        if row.course in self._meeting_ids:
            self.meetings.append(Meeting(row.course, row.day, label, Weeks(row.week), row.cells["subject"]))
        else:
            self._idle[row.subject, "word"] += 1


def _areas(sheet: Sheet) -> dict[str, str]:
    """The merged area that a cell lies in, by its address."""
    found = {}
    for area in sheet.merged:
        left, top, right, bottom = (int(n or 0) for n in range_boundaries(area))
        if 1 < (right - left + 1) * (bottom - top + 1) <= _WHOLE_AREA:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    found[sheet.cells.get((row, column), NO_CELL).address] = area
    return found
