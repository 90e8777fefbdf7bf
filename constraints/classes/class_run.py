"""Most lessons of a class in a row (班级连上节数)."""

from __future__ import annotations

from constraints._people import OfClasses
from constraints._runs import Runs
from scheduler.domain import Text


class ClassRun(OfClasses, Runs):
    """No more than ``most`` lessons in a row within a half-day.

    What it asks: a class's lessons follow one another directly at most ``most`` times in a half-day; an empty period or
    a pause as long as a lesson ends a row.
    Why: a free period, or a meal, after so many lessons; with courses named, no more than so many hard lessons in a
    row.
    Breaks when: a row is longer; each lesson beyond ``most`` counts one, a week; with ``each`` 'row' a row counts one,
    however long.
    Posted as: of any ``most`` + 1 slots in a row one is free.
    Parameters: most — periods in a row; each — period or row.
    """

    code = "class_run"
    title = Text("班级连上节数", "a class's lessons in a row")
    asks = Text("班级同一半天内连续上课不超过规定节数", "no more than so many lessons in a row within a half-day")
    breach = Text(
        "{who} 在{where}前已连上多节，超 {amount} 节",
        "{who}: {amount} lesson(s) too many in a row up to {where}",
    )
