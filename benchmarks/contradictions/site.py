"""A feasible plan with a hidden timetable, as a workbook that can be changed cell by cell."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from constraints import catalogue
from samples.generate import build
from samples.witness import find
from samples.write import save
from scheduler.domain import Course, Placement, School, Slot, Timetable
from scheduler.intake.edits import Edit
from scheduler.intake.plan import read_plan
from scheduler.intake.workbook import Book, Cell, Sheet, open_book

BASES = {12: "junior12", 24: "lixin24", 39: "lijin39", 60: "junior60"}  # classes → sample
HEADERS = {  # of sheets that a plan may lack
    "场地": ("名称", "类型", "同时班数", "不可用时间"),
    "合班走班": ("教学班", "班级", "科目", "教师", "课时", "场地", "时段组"),
    "教研": ("教研组", "节数", "候选时间"),
    "固排禁排": ("班级", "教师", "场地", "科目", "时间", "方式"),
    "规则": ("规则", "年级", "班级", "科目", "教师", "场地", "强度", "权重", "参数", "备注"),
}
_DAYS = "一二三四五六日"


@dataclass(frozen=True)
class Held:
    """A period of the hidden timetable: a course in a slot, and whether it is held every week."""

    course: Course
    slot: Slot
    weekly: bool


@dataclass(frozen=True)
class Site:
    """A plan known to be possible: its workbook, its school, and a timetable that keeps every hard rule."""

    name: str
    path: Path
    book: Book = field(repr=False)
    school: School = field(repr=False)
    timetable: Timetable = field(repr=False)

    # -- the hidden timetable --------------------------------------------------------------------------------------

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every period that is taken."""
        return tuple(x for p in self.timetable.placements for x in self._periods(p))

    def _periods(self, placement: Placement) -> Iterator[Held]:
        course = self.school.course[placement.course]
        session = next(s for s in course.sessions if s.id == placement.session)
        for slot in self.school.grid.run(self.school.grid.slot[placement.start], session.duration):
            yield Held(course, slot, str(placement.weeks) == "all")

    @cached_property
    def of_class(self) -> Mapping[str, dict[str, Held]]:
        """Class → slot id → what a pupil has then, in classes without electives and only what is held every week."""
        found: dict[str, dict[str, Held]] = defaultdict(dict)
        for x in self.held:
            if x.course.groups and x.weekly and not x.course.band:
                for group in x.course.groups:
                    found[group][x.slot.id] = x
        return found

    @cached_property
    def of_teacher(self) -> Mapping[str, list[Held]]:
        """Teacher → periods taken, meetings too."""
        found: dict[str, list[Held]] = {t.id: [] for t in self.school.teachers}
        for x in self.held:
            for teacher in x.course.teachers:
                found[teacher].append(x)
        return found

    def free(self, teacher: str) -> list[Slot]:
        """The slots of the teacher's bell schedules at which he has nothing in any week."""
        mine = self.of_teacher[teacher]
        bells = {x.course.bell for x in mine}
        slots = (s for s in self.school.grid.slots if s.bell in bells)
        return [s for s in slots if not any(x.slot.overlaps(s) for x in mine)]

    # -- times -----------------------------------------------------------------------------------------------------

    def slots(self, bell: str) -> list[Slot]:
        """The lesson slots of a bell schedule."""
        return [s for s in self.school.grid.slots if s.bell == bell]

    def said(self, bell: str, slots: Iterable[Slot]) -> str:
        """Slots as an office writes them: whole days, half-days, then lesson by lesson."""
        wanted = {(s.day, s.period): s for s in slots}
        words = []
        for day in self.school.grid.days:
            whole = [s for s in self.slots(bell) if s.day == day]
            here = [s for s in whole if (s.day, s.period) in wanted]
            name = f"周{_DAYS[day - 1]}"
            if here and len(here) == len(whole):
                words.append(name)
                continue
            for half, word in (("am", "上午"), ("pm", "下午")):
                part = [s for s in here if s.half == half]
                if part and len(part) == sum(s.half == half for s in whole):
                    words.append(name + word)
                else:
                    words += [f"{name}{s.period}" for s in part]
        return "；".join(words)

    # -- the workbook ----------------------------------------------------------------------------------------------

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its name."""
        return next((s for s in self.book.sheets if s.name == name), None)

    def header(self, name: str) -> dict[str, int]:
        """The columns of a sheet by their headers; those of a new one where there is none."""
        sheet = self.sheet(name)
        if sheet is None:
            return {title: n for n, title in enumerate(HEADERS[name], 1)}
        return {str(sheet.at(1, c).value): c for c in sheet.columns(1)}

    def row(self, name: str, key: str) -> int:
        """The row whose first cell is ``key``."""
        sheet = self.sheet(name)
        assert sheet is not None
        return next(r for r in sheet.rows if str(sheet.at(r, 1).value) == key)

    def cell(self, name: str, key: str, title: str) -> Cell:
        """The cell of a row and a column, by their names."""
        sheet = self.sheet(name)
        assert sheet is not None
        return sheet.at(self.row(name, key), self.header(name)[title])


@dataclass
class Draft:
    """Changes of a site's workbook as they are collected; each call returns where it was written."""

    site: Site
    edits: list[Edit] = field(default_factory=list)
    _rows: dict[str, int] = field(default_factory=dict)

    def set(self, sheet: str, key: str, title: str, new: Any) -> str:
        """Change a cell; returns its address."""
        cell = self.site.cell(sheet, key, title)
        self.edits.append(Edit(sheet, cell.address, cell.value, new))
        return cell.address

    def add(self, name: str, **cells: Any) -> str:
        """A new row below the last (in a new sheet, where there is none); returns its number."""
        sheet = self.site.sheet(name)
        columns = self.site.header(name)
        if name not in self._rows:
            self._rows[name] = max(sheet.rows) + 1 if sheet else 2
            if sheet is None:
                self.edits += [Edit(name, f"{get_column_letter(c)}1", None, t) for t, c in columns.items()]
        row = self._rows[name]
        self._rows[name] += 1
        self.edits += [Edit(name, f"{get_column_letter(columns[t])}{row}", None, v) for t, v in cells.items()]
        return str(row)

    def lock(self, way: str, times: str, **who: str) -> str:
        """A row of 固排禁排; returns the id of the setting it makes."""
        row = self.add("固排禁排", **who, 时间=times, 方式=way)
        column = get_column_letter(self.site.header("固排禁排")["时间"])
        return f"{'fixed_time' if way == '固排' else 'forbidden_times'}@固排禁排!{column}{row}"

    def ask(self, rule: str, params: str = "", **who: str) -> str:
        """A hard row of 规则; returns the id of the setting it makes."""
        row = self.add("规则", 规则=rule, 强度="必须", **who, **({"参数": params} if params else {}))
        return f"{rule}@规则!{get_column_letter(self.site.header('规则')['规则'])}{row}"

    def away(self, teacher: str, times: str) -> str:
        """The unavailable times of a teacher; returns the id of the setting."""
        return f"forbidden_times@教师!{self.set('教师', teacher, '不可用时间', times)}"

    def limit(self, teacher: str, title: str, most: int) -> str:
        """每日最多 or 连续最多 of a teacher; returns the id of the setting."""
        rule = {"每日最多": "teacher_day_load", "连续最多": "teacher_run"}[title]
        return f"{rule}@教师!{self.set('教师', teacher, title, most)}"

    def closed(self, room: str, times: str) -> str:
        """The unavailable times of a room; returns the id of the setting."""
        return f"forbidden_times@场地!{self.set('场地', room, '不可用时间', times)}"


def site(classes: int) -> Site:
    """The plan of so many classes, with its hidden timetable, found without the solver. The same every time."""
    folder = Path(tempfile.gettempdir()) / "kebiao-contradictions"
    folder.mkdir(exist_ok=True)
    path = folder / f"{BASES[classes]}.xlsx"
    save(build(BASES[classes]), path)
    rules = catalogue()
    school = read_plan(path, rules).school
    assert school is not None
    timetable = find(school, rules)
    assert timetable is not None, path.name
    return Site(BASES[classes], path, open_book(path), school, timetable)
