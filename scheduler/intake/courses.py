"""From 课程计划 and 任课 to the courses of each class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain import Course
from scheduler.rule import say_grade

from .draft import Draft
from .log import Log
from .needs import room_needs
from .sessions import make_sessions, share_doubles
from .sheets.assignment import Share
from .sheets.classes import ClassLine
from .sheets.curriculum import CurriculumLine
from .staff import Staff
from .subjects import make_subject
from .workbook import Cell


def class_courses(draft: Draft, staff: Staff, log: Log) -> Iterator[Course]:
    """A course for each class and subject (several where the lessons are divided between teachers)."""
    for klass in draft.classes:
        if klass.grade not in draft.curriculum.grades and draft.curriculum.lines:
            log.add(
                klass.cell,
                f"课程计划 表没有{say_grade(klass.grade, 'zh')}的列",
                f"sheet 课程计划 has no column for grade {klass.grade}",
            )
            continue
        for line in draft.curriculum.lines:
            if line.lessons.get(klass.grade) and (klass.name, line.subject) not in draft.taught_together:
                yield from _courses(klass, line, draft, staff, log)
            elif not line.lessons.get(klass.grade):
                _tell_surplus(klass, line, draft, log)


def _courses(klass: ClassLine, line: CurriculumLine, draft: Draft, staff: Staff, log: Log) -> Iterator[Course]:
    bell = draft.clockwork.bell_of.get(klass.name, "")
    cell = draft.assignment.cells.get((klass.name, line.subject))
    shares = _shares(klass, line, cell, draft, staff, log)
    lessons = _divide(cell or klass.cell, line.lessons[klass.grade], shares, log)
    count, duration = line.doubles.get(klass.grade, (0, 2))
    try:
        doubles = share_doubles(lessons, count, duration)
    except ValueError:
        total = line.lessons[klass.grade]
        log.add(
            line.doubles_cell,
            f"{klass.name} {line.subject} 每周 {total:g} 节，排不下 {count} 次 {duration} 节连堂",
            f"{klass.name} {line.subject}: {total:g} lessons do not hold {count} doubles of {duration}",
            "减少连堂，或改 课程计划 / 任课",
            "fewer doubles, or change 课程计划 / 任课",
        )
        doubles = [0] * len(lessons)
    starts = tuple(s.id for s in draft.clockwork.grid.slots if s.bell == bell)
    needs = room_needs(line.kind, draft, 1, log)
    for share, periods, of_double in zip(shares, lessons, doubles, strict=True):
        name = f"{klass.name} {line.subject}" + (f"/{'、'.join(share.names)}" if len(shares) > 1 else "")
        sessions = make_sessions(periods, of_double, duration)
        yield Course(name, line.subject, (klass.name,), share.names, sessions, starts, bell, needs=needs)


def _shares(
    klass: ClassLine, line: CurriculumLine, cell: Cell | None, draft: Draft, staff: Staff, log: Log
) -> Sequence[Share]:
    shares = staff.shares(cell) if cell is not None else None
    if shares is not None:
        return shares or (Share(()),)
    if "class_meeting" in make_subject(line.subject).tags and not klass.teacher.empty:
        return (Share(staff.listed(klass.teacher)),)
    if cell is not None and not cell.broken:
        log.add(
            cell,
            f"{klass.name} {line.subject} 还没有安排教师",
            f"{klass.name} {line.subject} is to be staffed",
            "填教师姓名；不设教师写 无；空着的可以用 kebiao staff 安排",
            "write the teacher's name; 无 for no teacher; kebiao staff fills what is empty",
        )
    elif cell is None and draft.assignment.rows and line.subject not in draft.assignment.columns:
        at = next(iter(draft.assignment.rows.values()))
        log.add(
            at.sheet, f"没有科目 “{line.subject}” 的一列（课程计划 {line.cell.address}）",
            f"there is no column for subject '{line.subject}' (课程计划 {line.cell.address})",
        )  # fmt: skip
    return (Share(()),)


def _divide(cell: Cell, lessons: float, shares: Sequence[Share], log: Log) -> list[float]:
    """The lessons of each share; one without a number takes what the others leave."""
    written = sum(s.lessons or 0 for s in shares)
    rest = [s for s in shares if s.lessons is None]
    if (rest and (len(rest) > 1 or lessons - written <= 0)) or (not rest and written != lessons):
        log.add(
            cell,
            f"任课节数合计 {written:g}，课程计划是 {lessons:g}",
            f"the shares make {written:g} lessons, the curriculum has {lessons:g}",
            "写成 张三4+李四1，合计等于课程计划",
            "write 张三4+李四1 with the curriculum's total",
        )
        return [lessons] + [0.0] * (len(shares) - 1)
    return [lessons - written if s.lessons is None else s.lessons for s in shares]


def _tell_surplus(klass: ClassLine, line: CurriculumLine, draft: Draft, log: Log) -> None:
    cell = draft.assignment.cells.get((klass.name, line.subject))
    if cell is not None and not cell.empty and str(cell.value).strip() not in ("无", "-", "0"):
        log.warn(
            cell, f"{say_grade(klass.grade, 'zh')}的课程计划没有 {line.subject}，此格没有读",
            f"grade {klass.grade} has no {line.subject} in the curriculum: not read",
        )  # fmt: skip
