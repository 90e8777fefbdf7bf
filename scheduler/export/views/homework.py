"""The homework board (作业公示): what each class has to do on each day, beside its cap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scheduler.domain import Group, HomeworkItem, School, Strength, View, Weeks

from ..tables import ordered_homework
from .words import WEEKS

CAP_RULE, CAP = "homework_day_cap", "most"
_KINDS = {"oral": "口头", "practical": "实践"}


@dataclass(frozen=True)
class BoardCell:
    """A class's day. ``minutes`` is the larger of the two weeks where they differ; ``cap`` None: no cap is
    set.
    """

    items: tuple[str, ...] = ()
    minutes: int = 0
    cap: int | None = None

    @property
    def over(self) -> bool:
        """Whether the day is beyond its cap."""
        return self.cap is not None and self.minutes > self.cap

    @property
    def total(self) -> str:
        """The day's sum against the cap."""
        if not self.minutes:
            return "无作业"
        words = f"合计 {self.minutes}" + (f"／上限 {self.cap}" if self.cap is not None else "")
        return words + (" 超出" if self.over else "")


@dataclass(frozen=True)
class BoardRow:
    """A class with a cell a day."""

    klass: str
    cells: tuple[BoardCell, ...]


def homework_board(view: View) -> list[BoardRow]:
    """The board of a school by class; empty when no homework is given at all."""
    school = view.school
    items: dict[tuple[str, int], list[HomeworkItem]] = defaultdict(list)
    for item in ordered_homework(school, view.homework):
        items[item.group, item.day].append(item)
    groups = [g for g in school.groups if g.is_class or any(i.group == g.id for i in view.homework.items)]
    board = [
        BoardRow(g.id, tuple(_cell(view, g, day, items[g.id, day]) for day in school.grid.days))
        for g in groups
    ]
    return board if view.homework.items else []


def _cell(view: View, group: Group, day: int, items: list[HomeworkItem]) -> BoardCell:
    minutes = max(sum(view.homework_of(group.id, week, day).values()) for week in view.school.weeks)
    return BoardCell(tuple(_words(i) for i in items), minutes, homework_cap(view.school, group))


def _words(item: HomeworkItem) -> str:
    notes = [_KINDS[item.kind]] if item.kind in _KINDS else []
    notes += ["选做"] if item.layer == "chosen" else []
    notes += ["校内"] if item.place == "service" else []
    about = f"（{'、'.join(notes)}）" if notes else ""
    return f"{item.subject} {item.minutes}{about}{WEEKS[Weeks(item.week)]}"


def homework_cap(school: School, group: Group) -> int | None:
    """The tightest daily cap that is set for a class, in minutes."""
    caps = [
        int(s[CAP])
        for s in school.settings
        if s.rule == CAP_RULE and s.strength is not Strength.OFF and s.scope.has_group(group)
    ]
    return min(caps, default=None)
