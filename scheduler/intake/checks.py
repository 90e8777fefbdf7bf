"""Checks that need the whole plan: weeks that do not come out, doubles without room."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain import School, Slot, TimeGrid
from scheduler.rule import say_grade

from .draft import Draft
from .log import Log
from .sheets.bells import SEASONS, BellLine
from .sheets.classes import ClassLine
from .sheets.school import SchoolLine


def check_season(school: SchoolLine, bells: Sequence[BellLine], log: Log) -> None:
    """Note a season that 作息 does not have."""
    seasons = {line.season for line in bells}
    if school.season and bells and not seasons & {"", school.season}:
        name = SEASONS[school.season][0]
        log.add(school.season_cell, f"作息 表没有{name}的时段", f"sheet 作息 has no blocks of the {school.season}")


def check_weeks(draft: Draft, school: School, log: Log) -> None:
    """Note grades whose curriculum does not come out with the week, and doubles without lessons in a row."""
    full = any(s.rule == "class_week_full" and s.hard for s in school.settings)
    seen: dict[tuple[str, int], list[ClassLine]] = {}
    for klass in draft.classes:
        bell = draft.clockwork.bell_of.get(klass.name)
        if bell and klass.grade in draft.curriculum.grades:
            seen.setdefault((bell, klass.grade), []).append(klass)
    for (bell, grade), classes in seen.items():
        slots = [s for s in school.grid.slots if s.bell == bell]
        total = sum(line.lessons.get(grade, 0) for line in draft.curriculum.lines)
        _tell_total(draft, grade, classes, total, len(slots), full, log)
        _check_doubles(draft, grade, slots, school.grid, log)


def _tell_total(
    draft: Draft, grade: int, classes: list[ClassLine], total: float, slots: int, full: bool, log: Log
) -> None:
    cell = draft.curriculum.grades[grade]
    names = "、".join(c.name for c in classes[:4]) + (" …" if len(classes) > 4 else "")
    zh, en = (
        f"{say_grade(grade, 'zh')}（{names}）每周 {total:g} 节",
        f"grade {grade} ({names}): {total:g} lessons a week",
    )
    over, under = total - slots, slots - total
    if total > slots:
        log.add(
            cell,
            f"{zh}，作息只有 {slots} 节，多 {over:g} 节",
            f"{en} for {slots} lesson slots: {over:g} too many",
            f"减少 {over:g} 节，或在 作息 加上课时段",
            f"take off {over:g} lessons, or add lesson blocks in 作息",
        )
    elif total < slots:
        log.add(
            cell,
            f"{zh}，作息有 {slots} 节，少 {under:g} 节",
            f"{en} for {slots} lesson slots: {under:g} too few",
            f"加 {under:g} 节（如 自习、校本课程），或在 作息 减去上课时段",
            f"add {under:g} lessons (such as self-study), or take lesson blocks off 作息",
            fatal=full,
        )


def _check_doubles(draft: Draft, grade: int, slots: list[Slot], grid: TimeGrid, log: Log) -> None:
    for line in draft.curriculum.lines:
        count, duration = line.doubles.get(grade, (0, 2))
        if count and slots and not any(grid.run(s, duration) for s in slots):
            log.add(
                line.doubles_cell,
                f"{say_grade(grade, 'zh')}的作息里没有连着的 {duration} 节课，排不了 {line.subject} 连堂",
                f"grade {grade} has no {duration} lessons in a row for doubles of {line.subject}",
                "同一半天要有连着的上课时段",
                "the lesson blocks have to follow each other in one half-day",
            )
