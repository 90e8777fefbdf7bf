"""The Chinese words of the pages."""

from __future__ import annotations

from scheduler.domain import School, Weeks
from scheduler.rule import say_day

WEEKS = {Weeks.ALL: "", Weeks.ODD: "(单)", Weeks.EVEN: "(双)", Weeks.EITHER: ""}
_GRADES = "一二三四五六七八九"


def grade_name(grade: int) -> str:
    """三年级 for 3; 10年级 beyond nine."""
    return f"{_GRADES[grade - 1]}年级" if 1 <= grade <= len(_GRADES) else f"{grade}年级"


def day_names(school: School) -> tuple[str, ...]:
    """周一, 周二 … the school's days."""
    return tuple(say_day(day, "zh") for day in school.grid.days)


def number(value: float) -> str:
    """5, 4.5, 0.25: without zeros that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def heading(school: School, words: str) -> str:
    """The title of a page: school, term, what it is."""
    return " ".join(part for part in (school.name, school.term, words) if part)
