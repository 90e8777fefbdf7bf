"""The homework board (作业公示): what each class has to do on each day, beside its cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain import Group, HomeworkItem, School, Strength, View, Weeks

from ..tables import ordered_homework
from .words import WEEKS

CAP_RULE, CAP = "homework_day_cap", "most"
_KINDS = {"oral": "口头", "practical": "实践"}


@dataclass(frozen=True)
class BoardCell:
    """A class's day. ``totals`` are its minutes in each of the weeks; ``cap`` None: no cap is set."""

    items: tuple[str, ...] = ()
    totals: tuple[int, ...] = (0,)
    cap: int | None = None

    @property
    def over(self) -> bool:
        """Whether the day is beyond its cap in some week."""
        return self.cap is not None and max(self.totals) > self.cap

    @property
    def total(self) -> str:
        """The day's sum, of both weeks where they differ, against the cap."""
        if not max(self.totals):
            return "无作业"
        same = len(set(self.totals)) == 1
        words = "合计 " + (str(self.totals[0]) if same else "单{} 双{}".format(*self.totals))
        return words + (f"／上限 {self.cap}" if self.cap is not None else "") + (" 超出" if self.over else "")


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
    board = [BoardRow(g.id, tuple(_cell(view, g, day, items[g.id, day]) for day in school.grid.days)) for g in groups]
    return board if view.homework.items else []


def _cell(view: View, group: Group, day: int, items: list[HomeworkItem]) -> BoardCell:
    weeks = view.school.weeks
    totals = tuple(sum(view.homework_of(group.id, week, day).values()) for week in weeks)
    by_task: dict[tuple[str, str, str], list[HomeworkItem]] = defaultdict(list)
    for item in items:
        by_task[item.subject, item.kind, item.layer].append(item)
    words = (text for task in by_task.values() for text in _words(task, weeks))
    return BoardCell(tuple(words), totals, homework_cap(view.school, group))


def _words(items: list[HomeworkItem], weeks: tuple[Weeks, ...]) -> Iterator[str]:
    """One task's minutes: once where all weeks are alike, else week by week."""
    found = {week: _minutes([i for i in items if i.week.covers(week)]) for week in weeks}
    if len(set(found.values())) == 1:
        yield found[weeks[0]]
    else:
        yield from (text + WEEKS[week] for week, text in found.items() if text)


def _minutes(items: list[HomeworkItem]) -> str:
    """语文 20（校内10）: minutes, how many of them in after-school service, and what kind of task it is."""
    if not items:
        return ""
    first, total = items[0], sum(i.minutes for i in items)
    service = sum(i.minutes for i in items if i.place == "service")
    notes = [_KINDS[first.kind]] if first.kind in _KINDS else []
    notes += ["选做"] if first.layer == "chosen" else []
    notes += ["校内" if service == total else f"校内{service}"] if service else []
    return f"{first.subject} {total}" + (f"（{'、'.join(notes)}）" if notes else "")


def homework_cap(school: School, group: Group) -> int | None:
    """The tightest daily cap that is set for a class, in minutes."""
    caps = [
        int(s[CAP])
        for s in school.settings
        if s.rule == CAP_RULE and s.strength is not Strength.OFF and s.scope.has_group(group)
    ]
    return min(caps, default=None)
