"""The homework board (作业公示): what each class has to do on each day, beside its cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain import HOMEWORK_KINDS, Group, HomeworkItem, RuleSetting, School, Strength, View, Weeks

from ..tables import ordered_homework
from .words import WEEKS, number

CAP_RULE, CAP, FREE_RULE = "homework_day_cap", "most", "homework_free_days"
ABOUT = "数字是分钟；“校内”为其中在课后服务时间完成的；合计不含选做"
TURNS = "10/15 是单周 10、双周 15"
_OFF_DAYS = {"weekend": "周末", "holiday": "节假日"}


@dataclass(frozen=True)
class BoardCell:
    """A class's day. ``totals`` are the minutes that every pupil has to do, in each of the weeks, ``service`` what of
    them is done at school, ``chosen`` those of chosen tasks. ``capped`` are those that ``cap`` counts (None: no cap of
    a day is set), ``what`` the word for them where it does not count all."""

    items: tuple[str, ...] = ()
    totals: tuple[int, ...] = (0,)
    chosen: tuple[int, ...] = (0,)
    service: tuple[int, ...] = (0,)
    capped: tuple[int, ...] = (0,)
    cap: int | None = None
    what: str = ""
    over: bool = False

    @property
    def total(self) -> str:
        """The day's sum, of both weeks where they differ, against the cap."""
        if not self.items:
            return "无作业"
        end = f"／上限 {self.cap}" if self.cap is not None else ""
        if self.cap is None or self.capped == self.totals:
            words = f"合计 {either(self.totals)}{end}"
        elif any(self.capped):
            words = f"{self.what} {either(self.capped)}{end}，共 {either(self.totals)}"
        else:
            words = f"合计 {either(self.totals)}，无{self.what}"
        more = f"，选做 {either(self.chosen)}" if any(self.chosen) else ""
        return words + more + (" 超出" if self.over else "")

    @property
    def against(self) -> str:
        """What stands under the sum where its day has a column: 上限 60; 无作业 without any."""
        if not self.items:
            return "无作业"
        if self.cap is None or not any(self.capped):
            return ""
        what = "" if self.capped == self.totals else f"{self.what} {in_turns(self.capped)}／"
        return f"{what}上限 {self.cap}" + (" 超出" if self.over else "")


@dataclass(frozen=True)
class BoardRow:
    """A class with a cell a day. ``coordinator``: its class teacher, who keeps the homework of all subjects in balance;
    ``mean``: the mean of its days, where the rules bound that; ``off_days``: what is given for days off."""

    klass: str
    cells: tuple[BoardCell, ...]
    coordinator: str = ""
    mean: str = ""
    off_days: str = ""

    @property
    def about(self) -> str:
        """What stands beside the class's name."""
        return "；".join(x for x in (self.mean, self.off_days) if x)


def homework_board(view: View) -> list[BoardRow]:
    """The board of a school by class; empty when no homework is given at all."""
    school = view.school
    items: dict[tuple[str, int], list[HomeworkItem]] = defaultdict(list)
    for item in ordered_homework(school, view.homework):
        items[item.group, item.day].append(item)
    groups = [g for g in school.groups if g.is_class or any(i.group == g.id for i in view.homework.items)]
    board = [
        BoardRow(
            g.id,
            tuple(_cell(school, g, items[g.id, day]) for day in school.grid.days),
            g.class_teacher,
            _mean(school, g, [i for day in school.grid.days for i in items[g.id, day]]),
            off_days(school, g),
        )
        for g in groups
    ]
    return board if view.homework.items else []


def _cell(school: School, group: Group, items: list[HomeworkItem]) -> BoardCell:
    weeks = school.weeks
    by_task: dict[tuple[str, str, str], list[HomeworkItem]] = defaultdict(list)
    for item in items:
        by_task[item.subject, item.kind, item.layer].append(item)
    words = (text for task in by_task.values() for text in _words(task, weeks))
    required = [i for i in items if i.layer == "required"]
    caps = [c for c in homework_caps(school, group) if c["statistic"] == "max"]
    shown = min((c for c in caps if c["kind"] != "oral"), key=lambda c: int(c[CAP]), default=None)
    return BoardCell(
        tuple(words),
        minutes_in(weeks, required),
        minutes_in(weeks, [i for i in items if i.layer == "chosen"]),
        minutes_in(weeks, [i for i in required if i.place == "service"]),
        minutes_in(weeks, counted(shown, items)) if shown else (0,),
        int(shown[CAP]) if shown else None,
        "书面作业" if shown and shown["kind"] == "written" else "",
        any(max(minutes_in(weeks, counted(c, items))) > c[CAP] for c in caps),
    )


def minutes_in(weeks: tuple[Weeks, ...], items: Iterable[HomeworkItem]) -> tuple[int, ...]:
    """The minutes of some homework, week by week."""
    found = list(items)
    return tuple(sum(i.minutes for i in found if i.week.covers(week)) for week in weeks)


def either(minutes: tuple[int, ...]) -> str:
    """30 where the weeks are alike, else 单30 双20."""
    return str(minutes[0]) if len(set(minutes)) == 1 else "单{} 双{}".format(*minutes)


def in_turns(minutes: tuple[int, ...]) -> str:
    """30 where the weeks are alike, else 30/20: odd and even weeks, where there is little room."""
    return "/".join(str(m) for m in (minutes if len(set(minutes)) > 1 else minutes[:1]))


def _words(items: list[HomeworkItem], weeks: tuple[Weeks, ...]) -> Iterator[str]:
    """One task's minutes: once where all weeks are alike, else week by week."""
    found = {week: _task([i for i in items if i.week.covers(week)]) for week in weeks}
    if len(set(found.values())) == 1:
        yield found[weeks[0]]
    else:
        yield from (text + WEEKS[week] for week, text in found.items() if text)


def _task(items: list[HomeworkItem]) -> str:
    """语文 20（校内10）: minutes, how many of them in after-school service, and what kind of task it is."""
    if not items:
        return ""
    first, total = items[0], sum(i.minutes for i in items)
    service = sum(i.minutes for i in items if i.place == "service")
    notes = [n for n in (task_words(first.kind, first.layer),) if n]
    notes += ["校内" if service == total else f"校内{service}"] if service else []
    return f"{first.subject} {total}" + (f"（{'、'.join(notes)}）" if notes else "")


def task_words(kind: str, layer: str) -> str:
    """口头、选做: what a task is, where it is not the usual written one for all."""
    words = [HOMEWORK_KINDS[kind].zh] if kind in HOMEWORK_KINDS and kind != "written" else []
    return "、".join(words + (["选做"] if layer == "chosen" else []))


def off_days(school: School, group: Group) -> str:
    """周末每天 30 分钟、节假日每天 60 分钟; '' where nothing is said."""
    found = {on: minutes for grade, on, minutes in school.homework.off_days if grade == group.grade}
    names = {name: found[on] for on, name in _OFF_DAYS.items() if on in found}
    return "、".join(f"{name}每天 {minutes} 分钟" if minutes else f"{name}无作业" for name, minutes in names.items())


def free_days(school: School, group: Group) -> frozenset[int]:
    """The days on which a class gets no homework (无作业日)."""
    asked = (s for s in school.settings if s.rule == FREE_RULE and s.strength in (Strength.HARD, Strength.SOFT))
    return frozenset(day for s in asked if s.scope.has_group(group) and not s.scope.subjects for day in s["days"])


def homework_caps(school: School, group: Group) -> list[RuleSetting]:
    """What bounds a class's homework a day, all subjects together, each with all its parameters."""
    usual = {"kind": "all", "statistic": "max", "layers": "required"}
    asked = (s for s in school.settings if s.rule == CAP_RULE and s.strength in (Strength.HARD, Strength.SOFT))
    found = (s for s in asked if s.scope.has_group(group) and not s.scope.subjects)
    return [s.with_params(**{**usual, **dict(s.params)}) for s in found]


def counted(cap: RuleSetting, items: Iterable[HomeworkItem]) -> list[HomeworkItem]:
    """The homework that a cap counts: of its kind; what is chosen only where it says so, or allows none at all."""
    both = cap["layers"] == "all" or not cap[CAP]
    kinds = {"all": (True, False), "written": (True,)}.get(cap["kind"], (False,))
    return [i for i in items if (i.kind == "written") in kinds and (both or i.layer == "required")]


def _mean(school: School, group: Group, items: list[HomeworkItem]) -> str:
    """平均每天 42／上限 60, by the tightest cap on the mean; '' where there is none."""
    caps = [c for c in homework_caps(school, group) if c["statistic"] == "mean"]
    if not caps:
        return ""
    cap = min(caps, key=lambda c: int(c[CAP]))
    days = len({s.day for s in school.slots_of(group)}) or 1
    worst = max(minutes_in(school.weeks, counted(cap, items))) / days
    what = "书面" if cap["kind"] == "written" else ""
    return f"{what}平均每天 {number(worst)}／上限 {cap[CAP]}" + (" 超出" if worst > cap[CAP] else "")


def homework_cap(school: School, group: Group) -> int | None:
    """The tightest cap that is set for a class, in minutes a day; one on oral homework alone is none."""
    caps = (int(c[CAP]) for c in homework_caps(school, group) if c["kind"] != "oral")
    return min(caps, default=None)
