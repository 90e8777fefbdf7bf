"""One web page of a run: nothing from outside, for a phone, a screen and a printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain import View

from .pages import rendered
from .views.compliance import Mark, by_area, compliance, summary
from .views.figures import figures
from .views.head import head
from .views.homework import ABOUT, homework_board
from .views.palette import palette
from .views.weekly import class_weeks, room_weeks, teacher_weeks
from .views.words import day_names, number, two_lines

if TYPE_CHECKING:
    from .run import Run

_CLASSES = {
    Mark.BROKEN: "bad", Mark.PARTLY: "partly", Mark.KEPT: "good", Mark.TO_DECLARE: "open", Mark.DECLARED: "said",
    Mark.REPORTED: "none",
    Mark.UNCHECKED: "open", Mark.NOT_CHECKABLE: "open", Mark.NOT_APPLICABLE: "none",
}  # fmt: skip


def write_html(path: Path, run: Run) -> None:
    """Write the page of a run; two of one run are equal byte for byte."""
    path.write_bytes(page(run).encode())


def page(run: Run) -> str:
    """The page as text. Every name is escaped: the template has no way to mark one as safe."""
    school, timetable = run.school, run.timetable
    lines = compliance(run)
    classes = class_weeks(school, timetable)
    return rendered(
        "run.html",
        school=school,
        days=day_names(school),
        fills=palette(school),
        classes=classes,
        views=(
            ("class", "班级", "课程表", classes),
            ("teacher", "教师", "教师课表", teacher_weeks(school, timetable)),
            ("room", "场地", "场地课表", room_weeks(school, timetable)),
        ),
        periods=max((len(w.lessons) for w in classes), default=0),
        board=homework_board(View(school, timetable, run.homework)),
        board_about=ABOUT,
        overview=head(lines),
        areas=by_area(lines),
        counts=[(mark, count) for mark, count in summary(lines) if count],
        marks=_CLASSES,
        figures=figures(run),
        number=number,
        two_lines=two_lines,
    )
