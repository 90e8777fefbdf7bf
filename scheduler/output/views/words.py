"""The Chinese words of the pages."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import School, Weeks
from scheduler.rule import say_day, say_grade, say_grades

WEEKS = {Weeks.ALL: "", Weeks.ODD: "(单)", Weeks.EVEN: "(双)", Weeks.EITHER: ""}


def grade_name(grade: int) -> str:
    """三年级 for 3; 10年级 beyond nine."""
    return say_grade(grade, "zh")


def grade_names(grades: Iterable[int]) -> str:
    """一年级、三至六年级: runs of grades as a teacher would say them."""
    return say_grades(grades, "zh")


def two_lines(label: str) -> str:
    """A long name in two even lines (道德与/法治); odd and even weeks one under the other."""
    if ")/" in label:
        return label.replace(")/", ")/\n")
    half = (len(label) + 1) // 2
    return f"{label[:half]}\n{label[half:]}" if len(label) > 3 and label.isalpha() else label


def day_names(school: School) -> tuple[str, ...]:
    """周一, 周二 … the school's days."""
    return tuple(say_day(day, "zh") for day in school.grid.days)


def number(value: float) -> str:
    """5, 4.5, 0.25: without zeros that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def heading(school: School, words: str) -> str:
    """The title of a page: school, term, what it is."""
    return " ".join(part for part in (school.name, school.term, words) if part)
