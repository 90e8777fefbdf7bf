"""The answer read back from timetable.csv and homework.csv alone, also after somebody changed them in Excel.

A wrong timetable (two lessons at once, a lesson too few) is read as it stands, for the audit to judge. What
cannot be understood, or says two things at once, is refused with its row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scheduler.domain import (
    HOMEWORK_KINDS,
    HOMEWORK_LAYERS,
    Course,
    Group,
    HomeworkAllocation,
    HomeworkItem,
    Placement,
    School,
    Session,
    Slot,
    Text,
    Timetable,
    Weeks,
)
from scheduler.errors import RunError

from .csv_files import read_csv
from .tables import (
    HOMEWORK_COLUMNS,
    TIMETABLE_COLUMNS,
    classes_of,
    clock,
    find_lesson,
    lesson_ids,
    shown_period,
    split,
)

_SHOWN = 20  # problems said in one message
_WORDS = {
    "kind": tuple(HOMEWORK_KINDS),
    "layer": tuple(HOMEWORK_LAYERS),
    "place": ("home", "service"),
}


def read_answer(folder: Path, school: School) -> tuple[Timetable, HomeworkAllocation]:
    """The timetable and the homework of a run folder, from its two csv files.

    Placements and items come sorted. Raises RunError with the row number of every problem: names that the
    school does not have, a lesson without its second period, rows of one lesson that disagree, a row that
    stands twice.
    """
    return _Timetable(school, folder / "timetable.csv").read(), _Homework(school, folder / "homework.csv").read()


class _BadRow(Exception):
    """Leaves a row that has been reported."""


@dataclass
class _Reader:
    school: School
    path: Path
    problems: list[Text] = field(default_factory=list)

    def bad(self, row: int, zh: str, en: str) -> _BadRow:
        self.problems.append(Text(f"第 {row} 行：{zh}", f"row {row}: {en}"))
        return _BadRow()

    def finish(self) -> None:
        if not self.problems:
            return
        count, name = len(self.problems), self.path.name
        zh = [f"{name} 有 {count} 处问题：", *(p.zh for p in self.problems[:_SHOWN])]
        en = [f"{count} problem(s) in {name}:", *(p.en for p in self.problems[:_SHOWN])]
        if count > _SHOWN:
            zh.append(f"……还有 {count - _SHOWN} 处")
            en.append(f"… and {count - _SHOWN} more")
        raise RunError(Text("\n".join(zh), "\n".join(en)))

    def own_school(self, row: int, cells: dict[str, str]) -> None:
        name = cells["school"]
        if name not in ("", self.school.name):
            raise self.bad(
                row, f"学校是“{name}”，不是“{self.school.name}”", f"school {name!r}, not {self.school.name!r}"
            )

    def weeks(self, row: int, cells: dict[str, str]) -> Weeks:
        word = cells["week"].strip().lower() or "all"
        if word not in ("all", "odd", "even"):
            raise self.bad(row, f"week 是“{word}”，应为 all、odd 或 even", f"week {word!r}, not all, odd or even")
        if word != "all" and self.school.weeks == (Weeks.ALL,):
            raise self.bad(row, "本校课程没有单双周", "this school has no odd and even weeks")
        return Weeks(word)

    def number(self, row: int, cells: dict[str, str], column: str) -> int:
        word = re.sub(r"\.0+$", "", cells[column].strip())
        if not re.fullmatch(r"[0-9]{1,4}", word) or int(word) == 0:
            raise self.bad(
                row, f"{column} 是“{cells[column]}”，应为正整数", f"{column} {cells[column]!r}, not a number"
            )
        return int(word)


@dataclass(frozen=True)
class _Row:
    """A row understood: everything of one lesson in one slot for one class."""

    number: int
    lesson: str
    course: Course
    session: Session
    klass: str
    weeks: Weeks
    slot: Slot
    rooms: tuple[str, ...]


class _Timetable(_Reader):
    @cached_property
    def lessons(self) -> dict[str, tuple[Course, Session]]:
        return lesson_ids(self.school)

    @cached_property
    def slots(self) -> dict[tuple[str, int, int], list[Slot]]:
        """The slots that a class calls the n-th lesson of a day."""
        found: dict[tuple[str, int, int], list[Slot]] = defaultdict(list)
        for klass in (None, *self.school.classes):
            for slot in self.school.grid.slots:
                name = klass.id if klass else ""
                found[name, slot.day, shown_period(self.school, klass, slot)].append(slot)
        return found

    def read(self) -> Timetable:
        by_lesson: dict[str, list[_Row]] = defaultdict(list)
        for number, cells in read_csv(self.path, TIMETABLE_COLUMNS):
            try:
                row = self.row(number, cells)
                by_lesson[row.lesson].append(row)
            except _BadRow:
                continue
        placements = []
        if not self.problems:  # a row that was not understood would make its lesson look incomplete
            for rows in by_lesson.values():
                try:
                    placements.append(self.placement(rows))
                except _BadRow:
                    continue
        self.finish()
        return Timetable(tuple(sorted(placements)))

    def row(self, number: int, cells: dict[str, str]) -> _Row:
        self.own_school(number, cells)
        lesson = cells["lesson"]
        found = find_lesson(self.lessons, lesson)
        if found is None:
            raise self.bad(number, f"课程计划里没有这节课“{lesson}”", f"the plan has no lesson {lesson!r}")
        course, session = found
        klass = self.klass(number, cells["class"], course)
        self.as_planned(number, cells, course)
        return _Row(number, lesson, course, session, klass.id if klass else "", self.weeks(number, cells),
                    self.slot(number, cells, klass, course), self.rooms(number, cells["room"]))  # fmt: skip

    def klass(self, number: int, name: str, course: Course) -> Group | None:
        classes = classes_of(self.school, course)
        if not name and not classes:
            return None
        klass = next((k for k in classes if k.id == name), None)
        if klass is None and name not in {k.id for k in self.school.classes}:
            raise self.bad(number, f"没有班级“{name}”", f"no class {name!r}")
        if klass is None:
            raise self.bad(number, f"班级“{name}”不上这节课", f"class {name!r} does not take this lesson")
        return klass

    def as_planned(self, number: int, cells: dict[str, str], course: Course) -> None:
        subject, teachers = cells["subject"], split(cells["teacher"])
        if subject not in self.school.subject:
            raise self.bad(number, f"没有科目“{subject}”", f"no subject {subject!r}")
        if subject != course.subject:
            raise self.bad(number, f"这节课的科目是“{course.subject}”，不是“{subject}”",
                           f"the subject of this lesson is {course.subject!r}, not {subject!r}")  # fmt: skip
        if sorted(teachers) != sorted(course.teachers):
            want = "、".join(course.teachers) or "无"
            raise self.bad(number, f"这节课的教师是“{want}”，不是“{cells['teacher']}”；换教师请改课程计划",
                           f"the teacher of this lesson is {want!r}, not {cells['teacher']!r}")  # fmt: skip

    def slot(self, number: int, cells: dict[str, str], klass: Group | None, course: Course) -> Slot:
        """By day and period; start and end may be left empty, but must not contradict them."""
        day, period = self.number(number, cells, "day"), self.number(number, cells, "period")
        slots = self.slots.get((klass.id if klass else "", day, period), [])
        if not slots:
            raise self.bad(number, f"作息表里第 {day} 天没有第 {period} 节", f"no lesson {period} on day {day}")
        times = (_time(cells["start"]), _time(cells["end"]))
        fitting = [s for s in slots if times[0] in ("", clock(s.start)) and times[1] in ("", clock(s.end))]
        bells = (course.bell, klass.bell if klass else "")
        fitting.sort(key=lambda s: bells.index(s.bell) if s.bell in bells else len(bells))
        if not fitting:
            right = f"{clock(slots[0].start)}–{clock(slots[0].end)}"
            raise self.bad(number,
                           f"第 {day} 天第 {period} 节是 {right}，不是 {times[0]}–{times[1]}（时间可以留空）",
                           f"lesson {period} on day {day} is {right}, not {times[0]}–{times[1]} "
                           "(the times may be left empty)")  # fmt: skip
        return fitting[0]

    def rooms(self, number: int, cell: str) -> tuple[str, ...]:
        rooms = split(cell)
        for room in rooms:
            if room not in self.school.room:
                raise self.bad(number, f"没有场地“{room}”", f"no room {room!r}")
        return rooms

    def placement(self, rows: list[_Row]) -> Placement:
        first = rows[0]
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            if (row.weeks, row.rooms) != (first.weeks, first.rooms):
                zh = f"同一节课，这里的周次或场地与第 {first.number} 行不同"
                en = f"weeks or rooms differ from row {first.number} of the same lesson"
                raise self.bad(row.number, zh, en)
            before = seen.setdefault((row.klass, row.slot.id), row.number)
            if before != row.number:
                raise self.bad(row.number, f"与第 {before} 行重复", f"the same as row {before}")
        slots = self.same_slots(rows)
        run = self.school.grid.run(slots[0], first.session.duration)
        if slots != list(run or slots[:1]):
            count = first.session.duration
            zh = f"这节课应为连续 {count} 节，所占的节次不是"
            raise self.bad(first.number, zh, f"this lesson takes {count} periods in a row, its rows do not")
        return Placement(first.course.id, first.session.id, slots[0].id, first.weeks, first.rooms)

    def same_slots(self, rows: list[_Row]) -> list[Slot]:
        """The slots of a lesson in clock order; all its classes must have the same."""
        first = rows[0]
        by_class: dict[str, set[str]] = {k.id: set() for k in classes_of(self.school, first.course)}
        for row in rows:
            by_class.setdefault(row.klass, set()).add(row.slot.id)
        for klass, slots in by_class.items():
            if slots != by_class[first.klass]:
                number = next((r.number for r in rows if r.klass == klass), first.number)
                zh = f"同一节课，班级“{klass}”的节次与班级“{first.klass}”不同"
                en = f"class {klass!r} has this lesson at other times than class {first.klass!r}"
                raise self.bad(number, zh, en)
        found = {r.slot.id: r.slot for r in rows}
        return sorted(found.values(), key=lambda s: (s.day, s.start))


class _Homework(_Reader):
    def read(self) -> HomeworkAllocation:
        seen: dict[tuple[str, ...], int] = {}
        items = []
        for number, cells in read_csv(self.path, HOMEWORK_COLUMNS):
            try:
                items.append(self.item(number, cells))
                key = tuple(cells[c] for c in HOMEWORK_COLUMNS if c != "minutes")
                before = seen.setdefault(key, number)
                if before != number:
                    raise self.bad(number, f"与第 {before} 行重复", f"the same as row {before}")
            except _BadRow:
                continue
        self.finish()
        return HomeworkAllocation(tuple(sorted(items)))

    def item(self, number: int, cells: dict[str, str]) -> HomeworkItem:
        self.own_school(number, cells)
        for zh, column, known in self.names():
            if cells[column] not in known:
                raise self.bad(number, f"没有{zh}“{cells[column]}”", f"no {column} {cells[column]!r}")
        day = self.number(number, cells, "day")
        if day not in self.school.grid.days:
            raise self.bad(number, f"第 {day} 天不上学", f"day {day} is not a school day")
        return HomeworkItem(
            cells["class"], self.weeks(number, cells), day, cells["subject"],
            self.number(number, cells, "minutes"), cells["place"], cells["kind"],
            cells["layer"],
        )  # fmt: skip

    def names(self) -> Iterator[tuple[str, str, Container[str]]]:
        yield "班级", "class", self.school.group
        yield "科目", "subject", self.school.subject
        for column, words in _WORDS.items():
            yield f"“{column}”的值", column, words


def _time(cell: str) -> str:
    """08:40 as written, as 8:40 or 08:40:00; what is no time stays as it is."""
    found = re.fullmatch(r"\s*(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?\s*", cell)
    return f"{int(found[1]):02}:{found[2]}" if found else cell.strip()
