"""The district report as one web page: nothing from outside, for a screen and a printer."""

from __future__ import annotations

from pathlib import Path

from ..pages import rendered
from ..views.compliance import Mark
from ..views.words import grade_name, number
from . import tables
from .overview import columns
from .report import District
from .views import clock_hours, headline, lesson_lines, rule_lines, shown_marks, title

_CLASSES = {
    Mark.BROKEN: "bad", Mark.PARTLY: "partly", Mark.KEPT: "good", Mark.DECLARED: "open", Mark.TO_DECLARE: "open",
    Mark.UNCHECKED: "none", Mark.REPORTED: "open",    Mark.NOT_CHECKABLE: "open", Mark.NOT_APPLICABLE: "none",
}  # fmt: skip


def write_html(path: Path, district: District) -> None:
    """Write the page; two of one district are equal byte for byte. Raises OSError when it cannot be written."""
    path.write_bytes(page(district).encode())


def page(district: District) -> str:
    """The page as text; every name is escaped."""
    rules = rule_lines(district)
    return rendered(
        "district.html",
        district=district,
        title=title(district),
        columns=[c for c in columns(district) if not c.detail],
        tables=tables,
        half_days=tables.half_days(district.sharing) if district.sharing else [],
        grades=tables.grades_of(district.read),
        grids=_grids(district),
        headline=[line.zh for line in headline(district)],
        lessons=lesson_lines(district),
        rules=rules,
        marks=_CLASSES,
        shown=shown_marks(rules),
        Mark=Mark,
        number=number,
        grade_name=grade_name,
        clock_hours=clock_hours,
    )


def _grids(district: District) -> list[tuple[str, str, list[tuple[str, list[str], list[int], str]]]]:
    """Homework and exercise: a heading, what the cells are, a row a school; no rows where no school has any."""
    grades, read = tables.grades_of(district.read), district.read
    homework = [(s.name, *tables.homework_cells(s, grades), tables.caps(s)) for s in read]
    exercise = [(s.name, *tables.exercise_cells(s, grades), tables.asked(s)) for s in read]
    return [
        ("每天作业时间（分钟）", tables.ABOUT_HOMEWORK, homework if any(s.homework for s in read) else []),
        ("每天锻炼时间（分钟）", tables.ABOUT_EXERCISE, exercise if any(s.exercise for s in read) else []),
    ]
