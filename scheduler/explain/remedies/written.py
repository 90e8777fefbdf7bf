"""How remedies write what stands in cells: times, and numbers by grade. All of it reads back as it was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.domain import TimePattern, Times
from scheduler.domain.sayings import say_day
from scheduler.intake.edits import Edit
from scheduler.intake.workbook import Cell

_HALF_ZH = {"am": "上午", "pm": "下午", "": ""}
_HALF_EN = {"am": " morning", "pm": " afternoon", "": ""}


def set_cell(cell: Cell, new: Any) -> Edit:
    """The edit that writes a value in a cell; '' empties it."""
    return Edit(cell.sheet, cell.address, cell.value, None if new == "" else new)


def write_times(times: Times, like: object = "") -> str:
    """Times as a cell holds them, ``周二下午；周四5-6``; in English where the cell was (``Tue pm; Thu 5-6``)."""
    english = isinstance(like, str) and bool(re.search("[A-Za-z]", like)) and not re.search("[一-鿿]", like)
    words = []
    for first, last in _runs(times.patterns):
        periods = "" if not first.period else f"{first.period}" + (f"-{last}" if last > first.period else "")
        if english:
            day = say_day(first.day, "en") if 1 <= first.day <= 7 else f"第{first.day}天" if first.day else "daily"
            words.append(" ".join(part for part in (day, first.half, periods) if part))
        else:
            day = say_day(first.day, "zh") if first.day else "每天"
            words.append(day + _HALF_ZH[first.half] + periods)
    return ("; " if english else "；").join(words)


def say_times(times: Times, lang: str) -> str:
    """Times as a sentence says them: 周二下午、周四第5-6节; Tue afternoon, Thu lessons 5-6."""
    words = []
    for first, last in _runs(times.patterns):
        periods = "" if not first.period else f"{first.period}" + (f"-{last}" if last > first.period else "")
        day = say_day(first.day, lang) if first.day else "每天" if lang == "zh" else "every day"
        if lang == "zh":
            words.append(day + _HALF_ZH[first.half] + (f"第{periods}节" if periods else ""))
        else:
            many = "lessons" if "-" in periods else "lesson"
            words.append(day + _HALF_EN[first.half] + (f" {many} {periods}" if periods else ""))
    return ("、" if lang == "zh" else ", ").join(words)


def _runs(patterns: Sequence[TimePattern]) -> list[tuple[TimePattern, int]]:
    """Each run of lessons that follow each other, with its last period."""
    found: list[tuple[TimePattern, int]] = []
    for p in patterns:
        if found and p.period and found[-1][1] == p.period - 1 and p.period > 1:
            first, _ = found[-1]
            if (first.day, first.half) == (p.day, p.half):
                found[-1] = first, p.period
                continue
        found.append((p, p.period))
    return found


def by_grade(values: Mapping[int, str], grades: Sequence[int]) -> str:
    """A value for each grade as a column of 课程计划 holds it: ``1`` for all, ``3-6:1；7:2``; '' for none."""
    filled = {g: v for g, v in sorted(values.items()) if v}
    if filled and set(filled) == set(grades) and len(set(filled.values())) == 1:
        return next(iter(filled.values()))
    runs: list[tuple[int, int, str]] = []
    for grade, value in filled.items():
        if runs and runs[-1][1:] == (grade - 1, value):
            runs[-1] = runs[-1][0], grade, value
        else:
            runs.append((grade, grade, value))
    return "；".join(f"{a}-{b}:{v}" if b > a else f"{a}:{v}" for a, b, v in runs)
