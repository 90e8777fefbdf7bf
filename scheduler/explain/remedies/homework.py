"""作业: fewer minutes, a day less without homework, a higher cap of the school's own."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import RuleSetting, Text
from scheduler.intake.minutes import NATIONAL_CAPS
from scheduler.rule import say_grade

from .clash import Clash
from .remedy import Remedy, emptied, price, rewritten
from .written import set_cell

_STEP = 5  # minutes


def remedies(clash: Clash) -> Iterator[Remedy]:
    """Where the conflict is about homework: for the grades and subjects that take part."""
    shortage = clash.conflict.shortage
    about = any(s.rule.startswith("homework_") for s in clash.asked.values())
    if not about and not (shortage and shortage.kind == "homework"):
        return
    school = clash.school
    grades = {school.group[w].grade for w in clash.who if w in school.group}
    grades |= {g for s in clash.asked.values() for g in s.scope.grades if s.rule.startswith("homework_")}
    subjects = {w for w in clash.who if w in school.subject}
    for (grade, subject), (least, most, _) in clash.origins.homework.targets.items():
        if grade in grades and (not subjects or subject in subjects):
            yield from _less(clash, grade, subject, least, most)
    for setting in clash.asked.values():
        yield from _cap(clash, setting)
        yield from _free_day(clash, setting)


def _less(clash: Clash, grade: int, subject: str, least: int, most: int) -> Iterator[Remedy]:
    """The subject's least a week falls by what is short, or by half; or the subject gives none."""
    cell = clash.origins.homework.targets[grade, subject][2]
    where = f"{cell.sheet} {cell.address}"
    counted = clash.conflict.shortage is not None and clash.conflict.shortage.kind == "homework"
    cut = -(-clash.short // _STEP) * _STEP if counted else max(_STEP, least // 2 // _STEP * _STEP)
    fewer = least - cut
    if least and fewer >= 10:
        new = f"{fewer}-{max(most, fewer)}"
        yield Remedy(
            "homework", (set_cell(cell, new),),
            Text(f"{_zh(grade)}{subject}每周作业至少由 {least} 分钟改为 {fewer} 分钟：{where} 改为“{new}”",
                 f"{subject} in {_en(grade)}: at least {fewer} minutes of homework a week instead of {least}: "
                 f"{where} becomes '{new}'"),
            price("homework", 5),
        )  # fmt: skip
    none = Text(f"{_zh(grade)}{subject}不布置作业", f"no homework of {subject} in {_en(grade)}")
    yield emptied("homework", cell, none, price("homework", 20, enough=not counted or least >= clash.short))


def _cap(clash: Clash, setting: RuleSetting) -> Iterator[Remedy]:
    """The sheet's own cap rises by five minutes, where no regulation binds below that."""
    place = (setting.source.sheet, setting.source.cell)
    for grade, (most, cell) in clash.origins.homework.caps.items():
        if setting.rule != "homework_day_cap" or (cell.sheet, cell.address) != place:
            continue
        days = max(1, len(clash.school.grid.days))
        more = most + max(_STEP, -(-clash.short // days // _STEP) * _STEP)
        if not _regulated(clash, grade, more):
            said = Text(f"{_zh(grade)}作业每日上限由 {most} 分钟改为 {more} 分钟",
                        f"{_en(grade)}: a homework cap of {more} minutes a day instead of {most}")  # fmt: skip
            yield rewritten("homework", cell, more, said, price("homework", 30))


def _regulated(clash: Clash, grade: int, minutes: int) -> bool:
    """Whether a pack, or the national notice, caps the grade's homework lower."""
    national = next((most for grades, most in NATIONAL_CAPS.items() if grade in grades), minutes)
    caps = [
        s["most"]
        for s in clash.school.settings
        if s.rule == "homework_day_cap" and s.source.pack and (not s.scope.grades or grade in s.scope.grades)
    ]
    return bool(minutes > min([national, *caps]))


def _free_day(clash: Clash, setting: RuleSetting) -> Iterator[Remedy]:
    """A grade's day without homework is given up."""
    place = (setting.source.sheet, setting.source.cell)
    for grade, (days, cell) in clash.origins.homework.free.items():
        if setting.rule == "homework_free_days" and (cell.sheet, cell.address) == place and days:
            said = Text(f"{_zh(grade)}不设无作业日", f"{_en(grade)}: no day without homework")
            yield emptied("homework", cell, said, price("homework", 25))


def _zh(grade: int) -> str:
    return say_grade(grade, "zh")


def _en(grade: int) -> str:
    return say_grade(grade, "en")
