"""Limits: a teacher's lessons a day, a week, in a row (教师), a subject's lessons a day (课程计划)."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import RuleSetting, Text
from scheduler.rule import say_grade

from .clash import Clash
from .remedy import Remedy, price, rewritten
from .written import by_grade

_COLUMNS = {
    "teacher_day_load": ("day", "每日最多", "lessons a day"),
    "teacher_week_load": ("week", "每周最多", "lessons a week"),
    "teacher_run": ("run", "连续最多", "lessons in a row"),
}


def remedies(clash: Clash) -> Iterator[Remedy]:
    """Limits are raised by one, or by as much as is short."""
    for setting in clash.asked.values():
        if setting.rule in _COLUMNS and setting.hard:
            yield from _of_teacher(clash, setting)
        if setting.rule == "subject_a_day" and setting.hard and setting["most"]:
            yield from _of_subject(clash, setting)


def _of_teacher(clash: Clash, setting: RuleSetting) -> Iterator[Remedy]:
    column, zh, en = _COLUMNS[setting.rule]
    for name in sorted(setting.scope.teachers):
        cell = clash.origins.teacher.get(name, {}).get(column)
        if cell is None or (cell.sheet, cell.address) != (setting.source.sheet, setting.source.cell):
            continue
        most = setting["most"]
        for more in sorted({1, min(clash.short, 3 if column != "week" else 40)}):
            said = Text(f"{name} 的{zh}由 {most} 改为 {most + more}",
                        f"{name}: {most + more} {en} at most instead of {most}")  # fmt: skip
            cost = price("limit", more, enough=column != "week" or more >= clash.short)
            yield rewritten("limit", cell, most + more, said, cost)


def _of_subject(clash: Clash, setting: RuleSetting) -> Iterator[Remedy]:
    """The most a day of a subject in the grades of the conflict."""
    for subject in sorted(setting.scope.subjects):
        line = clash.origins.subject.get(subject)
        place = (setting.source.sheet, setting.source.cell)
        if line is None or (line.most_cell.sheet, line.most_cell.address) != place:
            continue
        classes = [clash.school.group[w] for w in clash.who if w in clash.school.group]
        classes += [clash.school.group[g] for c in clash.lessons if c.subject == subject for g in c.groups]
        for grade in sorted({g.grade for g in classes} & line.most.keys()):
            most = line.most[grade]
            new = by_grade({**{g: str(n) for g, n in line.most.items()}, grade: str(most + 1)}, tuple(line.lessons))
            said = Text(
                f"{say_grade(grade, 'zh')}{subject}每日最多由 {most} 节改为 {most + 1} 节",
                f"{subject} in {say_grade(grade, 'en')}: {most + 1} lessons a day at most instead of {most}",
            )
            yield rewritten("limit", line.most_cell, int(new) if new.isdigit() else new, said, price("limit", 2))
