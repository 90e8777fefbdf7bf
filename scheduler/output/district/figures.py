"""Homework and exercise of a school by grade, counted on its finished run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain import Group, RuleSetting, Strength, View

from ..run import Run
from ..views.homework import BoardCell, homework_board

_EXERCISE = "daily_exercise"


@dataclass(frozen=True)
class Homework:
    """Minutes of homework a day of a grade: the mean of its classes and days, the fullest day of a class, and the cap
    (None where nothing is asked). What the cap counts is counted: mostly what is written."""

    grade: int
    mean: float
    most: int
    cap: int | None

    @property
    def over(self) -> bool:
        """Whether some day has more than allowed."""
        return self.cap is not None and self.most > self.cap


@dataclass(frozen=True)
class Exercise:
    """Minutes of exercise on the day of a grade that has fewest, and those asked (0: nothing is asked)."""

    grade: int
    least: int
    asked: int

    @property
    def short(self) -> bool:
        """Whether some day has fewer than asked."""
        return self.least < self.asked


def homework_of(view: View) -> Iterator[Homework]:
    """The grades that are given homework at all."""
    days: dict[int, list[BoardCell]] = {}
    for row in homework_board(view):
        days.setdefault(view.school.group[row.klass].grade, []).extend(row.cells)
    for grade, cells in sorted(days.items()):
        minutes = [n for c in cells for n in (c.totals if c.cap is None else c.capped)]
        if any(minutes):
            caps = [c.cap for c in cells if c.cap is not None]
            yield Homework(grade, sum(minutes) / len(minutes), max(minutes), min(caps, default=None))


def exercise_of(run: Run, view: View) -> Iterator[Exercise]:
    """The grades of which the rule of daily exercise measures anything."""
    rule, school = run.rules[_EXERCISE], run.school
    settings = [s for s in school.settings if s.rule == _EXERCISE and s.strength is not Strength.OFF]
    asked = {k.id: max((_least(s, k) for s in settings), default=0) for k in school.classes}
    measuring = [s for s in settings or [rule.setting()] if rule.missing(school, s) is None]
    least: dict[int, tuple[int, int]] = {}
    for setting in measuring:
        for measured in rule.measure(view, setting):
            klass = school.group[measured.who[0]]
            found, most = least.get(klass.grade, (int(measured.value), 0))
            least[klass.grade] = min(found, int(measured.value)), max(most, asked[klass.id])
    for grade, (minutes, most) in sorted(least.items()):
        yield Exercise(grade, minutes, most)


def _least(setting: RuleSetting, klass: Group) -> int:
    return int(setting["least"]) if setting.scope.has_group(klass) else 0
