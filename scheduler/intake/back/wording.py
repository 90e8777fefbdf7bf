"""What a changed cell says: a text that the class's page has elsewhere is that lesson; others are read by words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain import Course, School, Text, Weeks

from ..foreign.texts import BLANK, Taught, TextReader, courses_of
from ..words import key, show
from ..workbook import Cell
from .changes import Changes, Edited
from .page import Page

_AS_TEXT = Text("写成文字", "write it as text")
_HOW = Text(
    "写科目，需要时另起一行写教师、场地，如 数学 张三", "write the subject, and a teacher and room where needed"
)
_WHICH_WEEKS = Text("写成 音乐(单)/美术(双)", "write 音乐(单)/美术(双)")
_Shown = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Said:
    """A lesson that a cell says: one of these courses (ids), which differ in nothing that a page shows, in these weeks;
    ``rooms`` is None where the cell names none."""

    courses: tuple[str, ...]
    weeks: Weeks
    rooms: tuple[str, ...] | None


class Wording:
    """Reads the changed cells of a school's pages."""

    def __init__(self, school: School, pages: Sequence[Page], changes: Changes):
        self.school, self.changes = school, changes
        self._alike: dict[_Shown, list[str]] = defaultdict(list)
        for course in school.courses:
            self._alike[_shown(course)].append(course.id)
        self._texts: dict[tuple[str, str], tuple[Said, ...]] = {}
        self._labels: dict[tuple[str, str], tuple[Said, ...] | None] = {}
        for page in pages:
            for place in (p for p in page.places if p.stands):
                said = tuple(Said(self._like(s.course), s.weeks, s.rooms) for s in place.stands)
                self._texts.setdefault((page.owner, place.text), said)
                label, bare = (page.owner, key(place.label)), tuple(replace(s, rooms=None) for s in said)
                self._labels[label] = bare if self._labels.get(label, bare) == bare else None

    def _like(self, course: str) -> tuple[str, ...]:
        return tuple(self._alike[_shown(self.school.course[course])])

    def read(self, edited: Edited) -> tuple[Said, ...]:
        """The lessons that a changed cell says; none where it is empty, or could not be read (which is told)."""
        cell, klass = edited.cell, edited.klass
        if cell.broken:
            zh = "公式没有算出结果" if cell.broken == "=" else f"这一格是错误值 {cell.broken}"
            self.changes.bad(cell, zh, f"a formula without a value, or an error ({cell.broken})", _AS_TEXT)
            return ()
        text = key(cell.value)
        if text in BLANK:
            return ()
        known = self._texts.get((klass, text)) or self._labels.get((klass, text))
        return known if known is not None else self._by_words(klass, cell)

    def _by_words(self, klass: str, cell: Cell) -> tuple[Said, ...]:
        reader = TextReader(self.school)  # a new one: what it took for granted is to be told of this cell
        reading, shown = reader.read(cell.value), show(cell.value).replace("\n", " ")
        if reading.idle:
            self.changes.note(cell, f"“{shown}”不是课，按空堂算", f"'{shown}' is no lesson: read as a free period")
            return ()
        if reading.problem is not None:
            near = f"（最接近：{reading.near}）" if reading.near else ""
            zh, en = f"“{shown}”：{reading.problem.zh}{near}", f"'{shown}': {reading.problem.en}"
            self.changes.bad(cell, zh, en + (f" (nearest: {reading.near})" if reading.near else ""), _HOW)
            return ()
        if reader.turns:
            self.changes.bad(cell, f"“{shown}”没有写明单双周", f"'{shown}' does not say in which weeks", _WHICH_WEEKS)
            return ()
        for name, near in reader.strange.items():
            maybe = f"（最接近：{near}）" if near else ""
            self.changes.bad(cell, f"教师“{name}”不在计划里{maybe}", f"teacher '{name}' is not in the plan", _HOW)
        if reader.strange:
            return ()
        for word, subject in reader.spelt.items():
            self.changes.note(cell, f"“{word}”按 {subject} 读", f"'{word}' is read as {subject}")
        return tuple(said for taught in reading.lessons for said in self._courses(klass, taught, cell))

    def _courses(self, klass: str, taught: Taught, cell: Cell) -> tuple[Said, ...]:
        """The courses of the class that a subject (and teachers, rooms) names; several where groups have it at once."""
        name = taught.subject
        found = courses_of(self.school, klass, name)
        if not found:
            self.changes.bad(cell, f"{klass} 没有 {name} 课", f"{klass} has no {name}", _HOW)
            return ()
        if taught.teachers:
            mine = [c for c in found if set(taught.teachers) <= set(c.teachers)]
            if not mine:
                return self._others_teach(klass, taught, found, cell)
            found = tuple(mine)
        kinds = {_shown(c) for c in found}
        if len(kinds) > 1 and len({c.band for c in found} - {""}) != 1:
            who = "、".join(dict.fromkeys("、".join(c.teachers) or c.id for c in found))
            zh = f"{klass} 的 {name} 分给几位教师（{who}），不知道是哪一位的课"
            self.changes.bad(cell, zh, f"{name} of {klass} is shared by {who}: whose lesson is it?", _HOW)
            return ()
        if taught.rooms and not self._rooms_fit(found, taught, cell):
            return ()
        chosen = {_shown(c): c for c in reversed(found)}
        rooms = taught.rooms or None
        return tuple(Said(self._like(c.id), taught.weeks, rooms) for c in chosen.values())

    def _others_teach(self, klass: str, taught: Taught, found: Sequence[Course], cell: Cell) -> tuple[Said, ...]:
        who = "、".join(dict.fromkeys("、".join(c.teachers) or "无" for c in found))
        named = "、".join(taught.teachers)
        zh = f"{klass} 的 {taught.subject} 由 {who} 任教，不是 {named}"
        en = f"{taught.subject} of {klass} is taught by {who}, not by {named}"
        change = Text(
            "换教师请改计划工作簿的“任课”表，再排课", "to change the teacher, change the plan (sheet 任课) and solve"
        )
        self.changes.bad(cell, zh, en, change)
        return ()

    def _rooms_fit(self, found: Sequence[Course], taught: Taught, cell: Cell) -> bool:
        for course in found:
            fits = len(course.needs) == len(taught.rooms) and all(
                room in need.options for room, need in zip(taught.rooms, course.needs, strict=True)
            )
            if not fits:
                rooms = "、".join(taught.rooms)
                may = "；".join("、".join(need.options) for need in course.needs) or "不另用场地"
                zh, en = (
                    f"{course.id} 不能用 {rooms}（可用：{may}）",
                    f"{course.id} may not be held in {rooms} (but in: {may})",
                )
                self.changes.bad(cell, zh, en)
                return False
        return True


def _shown(course: Course) -> _Shown:
    """What a page shows of a course."""
    return course.subject, course.groups, course.teachers
