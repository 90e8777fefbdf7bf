"""The settings that sheets other than 规则 ask for: limits of teachers, rooms, subjects; locks; meetings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain import Scope, Strength

from .asking import Asker
from .draft import Draft
from .locks import LockedTimes
from .narrowing import Said
from .sheets.curriculum import CurriculumLine

_LIMITS = {"day": "teacher_day_load", "week": "teacher_week_load", "run": "teacher_run"}
_LOCKS = {
    "fixed": ("fixed_time", Strength.HARD),
    "forbidden": ("forbidden_times", Strength.HARD),
    "preferred": ("preferred_times", Strength.SOFT),
    "avoided": ("forbidden_times", Strength.SOFT),
}


def sheet_settings(draft: Draft, locked: LockedTimes, asker: Asker) -> Iterator[Said]:
    """What 课程计划, 教师, 场地, 教研, 固排禁排 and 作业 ask for."""
    for line in draft.curriculum.lines:
        yield from _of_subject(line, draft, asker)
    for teacher in draft.teachers:
        scope = Scope(teachers=frozenset({teacher.name}))
        for column, most, cell in teacher.limits:
            yield from asker.ask(_LIMITS[column], cell, scope, Strength.HARD, most=most)
        if teacher.away:
            yield from asker.ask("forbidden_times", teacher.away_cell, scope, Strength.HARD, times=teacher.away)
    for room in draft.rooms:
        if room.away:
            scope = Scope(rooms=frozenset({room.name}))
            yield from asker.ask("forbidden_times", room.away_cell, scope, Strength.HARD, times=room.away)
    for meeting in draft.meetings:
        if meeting.group in locked.groups:
            yield from asker.ask("research_meeting", meeting.cell, group=meeting.group)
    for lock in locked.locks:
        rule, strength = _LOCKS[lock.way]
        if lock.times:
            yield from asker.ask(rule, lock.cell, lock.scope, strength, times=lock.times)
    yield from _of_homework(draft, asker)


def _of_subject(line: CurriculumLine, draft: Draft, asker: Asker) -> Iterator[Said]:
    name = frozenset({line.subject})
    for most, grades in _by_value(line.most).items():
        everywhere = set(grades) == set(line.lessons)
        scope = Scope(subjects=name, grades=frozenset() if everywhere else grades)
        yield from asker.ask("subject_a_day", line.most_cell, scope, Strength.HARD, most=most)
    if line.half:
        yield from asker.ask("preferred_times", line.half_cell, Scope(subjects=name), Strength.SOFT, times=line.half)


def _by_value(numbers: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """value → the grades that have it."""
    return {n: frozenset(g for g, m in numbers.items() if m == n) for n in dict.fromkeys(numbers.values())}


def _of_homework(draft: Draft, asker: Asker) -> Iterator[Said]:
    sheet = draft.homework
    for grade, (most, cell) in sheet.caps.items():
        yield from asker.ask("homework_day_cap", cell, Scope(frozenset({grade})), Strength.HARD, most=most)
    for grade, (days, cell) in sheet.free.items():
        if days:
            yield from asker.ask("homework_free_days", cell, Scope(frozenset({grade})), Strength.HARD, days=days)
    allowed: dict[int, list[str]] = {}
    for grade, subject in sheet.targets:
        allowed.setdefault(grade, []).append(subject)
    for grade, subjects in allowed.items():
        cell = sheet.targets[grade, subjects[0]][2]
        scope = Scope(frozenset({grade}))
        yield from asker.ask("homework_subjects", cell, scope, Strength.HARD, subjects=tuple(subjects))
