"""An exported 课表.xlsx that people changed by hand, as a new run: read, audited, with every breach at its cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from scheduler.auditor import Audit, audit
from scheduler.domain import At, Course, HomeworkAllocation, Lesson, School, Text, Timetable, View, Weeks
from scheduler.intake.back import Back, Page, Place, Stand, read_back
from scheduler.intake.back.page import BY_ROOM, BY_TEACHER
from scheduler.intake.words import key
from scheduler.intake.workbook import Cell, open_book
from scheduler.moves.keep import unsearched
from scheduler.output.names import printable
from scheduler.output.run import Run
from scheduler.output.tables import classes_of, periods, shown_period
from scheduler.output.views.weekly import Week, class_weeks, room_weeks, teacher_weeks
from scheduler.rule import Stage, Violation, say_at

from .differences import Moved, differences, other_rooms

SHOWN = 6  # cells in one message
SECONDS = 10.0  # for sharing homework out anew
_At = tuple[str, int, int]  # class, day, period as its page counts


@dataclass(frozen=True)
class Breach:
    """A demand that must hold and does not: which setting, where it stands in the workbook (cells, each with its
    class), and what is said of it. ``known``: the parent breaks it as well."""

    setting: str
    cells: tuple[tuple[str, Cell], ...]
    text: Text
    known: bool

    def say(self, lang: str) -> str:
        """班级课表 D7（一1）、D25（五2）：张三 在周三第2节同时有两处安排."""
        where = say_cells([cell for _, cell in self.cells], lang, [klass for klass, _ in self.cells])
        return f"{where}{'：' if lang == 'zh' else ': '}{self.text.say(lang)}" if where else self.text.say(lang)


@dataclass(frozen=True)
class Adopted:
    """A workbook taken in: the run it makes, how it was read, and what differs from its parent. ``rooms``: lessons that
    only changed rooms."""

    run: Run
    back: Back
    moved: tuple[Moved, ...]
    rooms: tuple[Moved, ...]
    breaches: tuple[Breach, ...]

    @property
    def changed(self) -> bool:
        """Whether the workbook holds another timetable than its parent."""
        return bool(self.moved or self.rooms or self.back.counts or self.back.problems)

    @property
    def worse(self) -> tuple[Breach, ...]:
        """The breaches that the parent does not have."""
        return tuple(b for b in self.breaches if not b.known)


def adopt(parent: Run, path: Path, source: str) -> Adopted:
    """Read a workbook that was exported from ``parent`` and changed since; ``source`` is the parent's name, for the
    record.

    Homework stays as it is, but where the moved lessons would have it break what must hold: then those classes share
    theirs out anew, as near to it as can be. Nothing is refused here but files that cannot be read: BadFileError,
    BackError.
    """
    school, others = parent.school, _others(parent)
    back = read_back(open_book(path), school, parent.timetable, pages_of(school, parent.timetable), others)
    moved = differences(school, parent.timetable, school, back.timetable)
    homework, proof = _homework(parent, back.timetable, moved)
    rooms = other_rooms(school, parent.timetable, school, back.timetable)
    record = unsearched(parent, proof) | {
        "adopted": {
            "from": source, "file": path.name, "objective": parent.audit.cost, "cells": len(back.edits),
            "moved": [_said(m) for m in (*moved, *rooms)],
            **({"unread": [f"{p.sheet} {p.cell}".strip() for p in back.problems]} if back.problems else {}),
        },
    }  # fmt: skip
    run = replace(parent, timetable=back.timetable, homework=homework, audit=proof, record=record)
    return Adopted(run, back, moved, rooms, tuple(_breaches(parent.audit, run, back)))


def _homework(parent: Run, timetable: Timetable, moved: Sequence[Moved]) -> tuple[HomeworkAllocation, Audit]:
    """The homework for the timetable, and the audit of both."""
    school, rules = parent.school, parent.rules
    proof = audit(school, timetable, parent.homework, rules)
    before = {e.setting.id: e.amount for e in parent.audit.entries}
    worse = [e for e in proof.invalid if e.amount > before[e.setting.id]]
    if not any(rules[e.setting.rule].stage is Stage.HOMEWORK for e in worse):
        return parent.homework, proof
    from scheduler.engine.model import live
    from scheduler.engine.solve import Limits, Stop

    from .homework import concerned_classes, settle_homework

    settings = [s for s in live(school, rules) if rules[s.rule].stage is Stage.HOMEWORK]
    concerned, limits = concerned_classes(school, school, rules, moved), Limits(seconds=SECONDS, workers=1, seed=1)
    found = settle_homework(school, timetable, rules, settings, parent.homework, concerned, limits, Stop())
    return (parent.homework, proof) if found is None else (found, audit(school, timetable, found, rules))


def _said(m: Moved) -> dict[str, Any]:
    def place(p: Any) -> dict[str, Any] | None:
        return None if p is None else {"start": p.start, "weeks": p.weeks.value, "rooms": list(p.rooms)}

    return {"course": m.course, "session": m.session, "before": place(m.before), "after": place(m.after)}


# -- what the workbook showed ------------------------------------------------------------------------------------------


def pages_of(school: School, timetable: Timetable) -> list[Page]:
    """The pages of the classes as the workbook of this timetable shows them, with the lessons behind each cell."""
    stands: dict[_At, list[Stand]] = defaultdict(list)
    for p in periods(school, timetable):
        stand = Stand(p.course.id, p.slot.id, p.placement.weeks, p.placement.rooms)
        for klass in classes_of(school, p.course):
            stands[klass.id, p.slot.day, shown_period(school, klass, p.slot)].append(stand)
    slots: dict[_At, list[str]] = defaultdict(list)
    for klass in school.classes:
        for slot in sorted(school.grid.slots, key=lambda s: s.bell != klass.bell):
            slots[klass.id, slot.day, shown_period(school, klass, slot)].append(slot.id)
    return [_page(school, week, "课程表", stands, slots) for week in class_weeks(school, timetable)]


def _others(run: Run) -> dict[str, list[Page]]:
    """The pages of teachers and rooms."""
    weeks = {BY_TEACHER: teacher_weeks(run.school, run.timetable), BY_ROOM: room_weeks(run.school, run.timetable)}
    return {name: [_page(run.school, week, name, {}, {}) for week in found] for name, found in weeks.items()}


def _page(
    school: School, week: Week, words: str, stands: Mapping[_At, list[Stand]], slots: Mapping[_At, list[str]]
) -> Page:
    places = []
    for row in week.lessons:
        found = re.match(r"第(\d+)节", row.label)
        period = int(found[1]) if found else 0
        for day, cell in zip(school.grid.days, row.cells, strict=True):
            at = (week.owner, day, period)
            label = printable(cell.label) if cell.open else ""
            here = tuple(slots.get(at, ())) if cell.open else ()
            places.append(Place(day, period, label, printable(cell.detail), here, tuple(stands.get(at, ()))))
    names = {name for row in week.rows if not row.lesson for name in (row.label, *(c.label for c in row.cells))}
    return Page(week.owner, printable(f"{week.owner} {words}"), tuple(places), frozenset(key(n) for n in names))


# -- breaches at their cells -------------------------------------------------------------------------------------------


def _breaches(before: Audit, run: Run, back: Back) -> Iterator[Breach]:
    finder = _Finder(run, back)
    for entry in run.audit.invalid:
        old = before.by_setting.get(entry.setting.id)
        known = set(old.violations) if old else set()
        rule = run.rules[entry.setting.rule]
        for violation in entry.violations:
            cells = finder.cells(violation)
            said = Text(rule.say(violation, "zh"), rule.say(violation, "en"))
            yield Breach(entry.setting.id, cells, said, violation in known)


class _Finder:
    """Which cells a breach is about: those of the lessons it names, changed ones first."""

    def __init__(self, run: Run, back: Back):
        self.school, self.back = run.school, back
        self.view = View(run.school, run.timetable, run.homework)
        self._changed = {(e.klass, e.place.day, e.place.period): e for e in back.edits}

    def cells(self, violation: Violation) -> tuple[tuple[str, Cell], ...]:
        """The cells at the breach's times; where it names none, or nothing is there any more, the changed cells of the
        same people, as they are or as they were."""
        lessons = [x for x in self.view.lessons if self._of(x.course, x.rooms, violation.who)]
        found = {at for x in lessons if any(self._at(x, w) for w in violation.where) for at in self._places(x)}
        found |= {(who, w.day, w.period) for who in violation.who for w in violation.where if w.period}
        exact = found & self.back.cell.keys() if all(w.period for w in violation.where) else set()
        if not exact:
            now = {at for x in lessons for at in self._places(x)} & self._changed.keys()
            was = {at for at in self._changed if self._was(at, violation.who)}
            exact = (found & self._changed.keys()) or now | was or found
        ranked = sorted(exact, key=lambda at: (at not in self._changed, at))
        return tuple((at[0], cell) for at in ranked if (cell := self.back.cell.get(at)) is not None)

    def _of(self, course: Course, rooms: Sequence[str], names: Sequence[str]) -> bool:
        """Whether a lesson is of all of these: courses, subjects, teachers, rooms, groups of pupils."""
        group = self.school.group
        mine = {course.id, course.subject, course.band, *course.teachers, *rooms, *course.groups}
        atoms = {a for g in course.groups for a in group[g].atoms}
        return all(n in mine or (n in group and not atoms.isdisjoint(group[n].atoms)) for n in names)

    def _was(self, at: _At, names: Sequence[str]) -> bool:
        stands = self._changed[at].place.stands
        return any(self._of(self.school.course[s.course], s.rooms, names) for s in stands)

    def _at(self, x: Lesson, at: At) -> bool:
        if at.day not in (0, x.slot.day) or not (at.week == "all" or x.week in (Weeks.ALL, Weeks(at.week))):
            return False
        if at.period in (0, x.slot.period):
            return True
        slots = (s for s in self.school.grid.slots if (s.day, s.period) == (at.day, at.period))
        return any(x.slot.overlaps(s) for s in slots)

    def _places(self, x: Lesson) -> Iterator[_At]:
        for klass in classes_of(self.school, x.course):
            yield klass.id, x.slot.day, shown_period(self.school, klass, x.slot)


def say_cells(cells: Sequence[Cell], lang: str, classes: Sequence[str] = ()) -> str:
    """班级课表 D7、D25, with their classes where these are given; many are cut short."""
    comma, brackets = ("、", "（{}）") if lang == "zh" else (", ", " ({})")
    found: dict[str, list[str]] = {}
    for cell, klass in zip_longest(cells[:SHOWN], classes[:SHOWN]):
        found.setdefault(cell.sheet, []).append(cell.address + (brackets.format(klass) if klass else ""))
    said = comma.join(f"{sheet} {comma.join(a for a in at if a)}".strip() for sheet, at in found.items())
    return said + ("……" if len(cells) > SHOWN else "")


def say_count(school: School, count: Any, lang: str) -> str:
    """A lesson too few or too many: which, how many, and where."""
    where = say_cells(count.cells, lang)
    slots = (school.grid.slot[s] for s in count.was)
    was = ("、" if lang == "zh" else ", ").join(say_at(At(s.day, s.period), lang) for s in slots)
    if count.torn:
        zh = f"{count.course} 的连堂被拆开：{where}"
        return zh if lang == "zh" else f"{count.course}: a double lesson is torn apart: {where}"
    missing, extra = f"{count.missing:g}", f"{count.extra:g}"
    found = (
        Text(f"少 {missing} 节（原在{was}）", f"{missing} lesson(s) missing (it was at {was})")
        if count.missing
        else None,
        Text(f"多 {extra} 节（{where}）", f"{extra} lesson(s) too many ({where})") if count.extra else None,
    )
    said = ("；" if lang == "zh" else "; ").join(text.say(lang) for text in found if text)
    return f"{count.course} {said}" if lang == "zh" else f"{count.course}: {said}"
