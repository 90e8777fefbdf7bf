"""The cells behind what a School holds: where to change it in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.domain import Course, School

from .draft import Draft
from .sheets.curriculum import CurriculumLine
from .sheets.groups import GroupLine
from .sheets.homework import HomeworkSheet
from .sheets.rules import COLUMNS as RULE_COLUMNS
from .staff import MEETING
from .tables import Table
from .teaching_groups import course_name
from .workbook import Cell

Named = Mapping[str, Cell]


@dataclass(frozen=True)
class Origins:
    """Cells by the ids of a School. A cell without an address has no column in its sheet.

    ``course``: the cell that says who teaches it (任课, 合班走班, the class teacher of 班级) or that names the meeting.
    ``lessons``: 课程计划 by (grade, subject); ``subject``: whole rows of 课程计划. Rows by id: ``teacher`` (name,
    subjects, away, and of the limits day, week, run those that are filled), ``room`` (name, holds, away), ``klass``
    (name, teacher, room, bell), ``meeting`` (group, periods, times). Rows by the setting's id: ``lock`` (class,
    teacher, room, subject, times, way), ``rule`` (rule, grades, class, subject, teacher, room, strength, weight,
    params, note). ``group``: rows of 合班走班 by course (name, teacher, room, lessons). ``rules``: the table of 规则.
    """

    course: Named
    lessons: Mapping[tuple[int, str], Cell]
    subject: Mapping[str, CurriculumLine]
    teacher: Mapping[str, Named]
    room: Mapping[str, Named]
    klass: Mapping[str, Named]
    lock: Mapping[str, Named]
    rule: Mapping[str, Named]
    meeting: Mapping[str, Named]
    group: Mapping[str, Named]
    homework: HomeworkSheet
    rules: Table


def find_origins(draft: Draft, school: School) -> Origins:
    """The cells behind a School that was compiled from this draft."""
    groups = {course_name(x): x for x in draft.groups}
    return Origins(
        course={c.id: cell for c in school.courses if (cell := _taught(c, draft, groups)) is not None},
        lessons={(g, x.subject): x.cells[g] for x in draft.curriculum.lines for g in x.lessons},
        subject=draft.line,
        teacher={
            t.name: {"name": t.cell, "subjects": t.subjects, "away": t.away_cell, **{n: c for n, _, c in t.limits}}
            for t in draft.teachers
        },
        room={r.name: {"name": r.cell, "holds": r.holds_cell, "away": r.away_cell} for r in draft.rooms},
        klass={c.name: {"name": c.cell, "teacher": c.teacher, "room": c.room, "bell": c.bell} for c in draft.classes},
        lock=_by_setting(school, dict(_lock_rows(draft))),
        rule=_by_setting(school, {_place(x.cell): {c: x.row[c] for c in RULE_COLUMNS} for x in draft.rules.lines}),
        meeting={m.group: {"group": m.cell, "periods": m.periods_cell, "times": m.times_cell} for m in draft.meetings},
        group={
            id: {"name": x.cell, "teacher": x.teacher, "room": x.room, "lessons": x.lessons_cell}
            for id, x in groups.items()
        },
        homework=draft.homework,
        rules=draft.rules.table,
    )


def _taught(course: Course, draft: Draft, groups: Mapping[str, GroupLine]) -> Cell | None:
    """The cell that names who teaches a course, or who meets."""
    if not course.groups:
        return next((m.cell for m in draft.meetings if course.id == f"{MEETING} {m.group}"), None)
    if course.id in groups:
        return groups[course.id].teacher
    klass = course.groups[0]
    cell = draft.assignment.cells.get((klass, course.subject))
    if cell is not None and not cell.empty:
        return cell
    return draft.klass[klass].teacher if klass in draft.klass and course.teachers else cell


def _lock_rows(draft: Draft) -> Iterator[tuple[tuple[str, str], Named]]:
    for x in draft.locks:
        row = {"class": x.klass, "teacher": x.teacher, "room": x.room, "subject": x.subject}
        yield _place(x.cell), {**row, "times": x.times_cell, "way": x.way_cell}


def _place(cell: Cell) -> tuple[str, str]:
    return cell.sheet, cell.address


def _by_setting(school: School, rows: Mapping[tuple[str, str], Named]) -> Mapping[str, Named]:
    """Rows by the ids of the settings whose source cell is in them."""
    sources = {s.id: (s.source.sheet, s.source.cell) for s in school.settings if s.source.sheet}
    return {id: rows[place] for id, place in sources.items() if place in rows}
