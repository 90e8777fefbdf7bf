"""What differs between two runs, of one plan or of two: lessons, people, rooms, homework, verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.auditor import Entry
from scheduler.domain import HomeworkAllocation, Placement, RuleSetting, School, Verdict
from scheduler.output.run import Run

from .differences import Moved, differences, other_rooms, staying

_Minutes = Mapping[tuple[str, int, str], float]


@dataclass(frozen=True)
class Handed:
    """A course that other teachers have than before."""

    course: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Homework:
    """Homework minutes of a class on a day: of each subject that changed, before and after; of the day in all."""

    group: str
    day: int
    subjects: tuple[tuple[str, float, float], ...]
    before: float
    after: float


@dataclass(frozen=True)
class Turned:
    """A rule setting whose verdict or amount of breaches changed. An entry is None where a run has no such setting."""

    setting: RuleSetting
    before: Entry | None
    after: Entry | None

    @property
    def lost(self) -> bool:
        """Whether it was kept before, or less broken, and is broken now."""
        return _amount(self.after) > _amount(self.before)


@dataclass(frozen=True)
class Between:
    """All that differs from run ``before`` to run ``after``. ``moved`` are lessons with another place or other weeks,
    ``new`` and ``gone`` those that only one of them has, ``rooms`` those that have other rooms only; ``clock`` counts
    those that stay, at other clock times by the bells."""

    before: Run
    after: Run
    moved: tuple[Moved, ...]
    rooms: tuple[Moved, ...]
    new: tuple[Moved, ...]
    gone: tuple[Moved, ...]
    handed: tuple[Handed, ...]
    homework: tuple[Homework, ...]
    turned: tuple[Turned, ...]
    clock: int = 0

    @property
    def listed(self) -> tuple[Moved, ...]:
        """The differences of lessons in the order in which they are numbered."""
        return (*self.moved, *self.rooms, *self.new, *self.gone)

    @property
    def same(self) -> bool:
        """Whether nothing differs that anybody would notice."""
        return not (self.listed or self.handed or self.homework or self.turned or self.clock)


def between(before: Run, after: Run) -> Between:
    """Compare two runs by the names in their plans."""
    found = differences(before.school, before.timetable, after.school, after.timetable)
    by_kind: dict[str, list[Moved]] = defaultdict(list)
    for m in (*found, *other_rooms(before.school, before.timetable, after.school, after.timetable)):
        by_kind["moved" if m.kind == "weeks" else m.kind].append(m)
    pairs = staying(before.school, before.timetable, after.school, after.timetable)
    return Between(
        before, after, tuple(by_kind["moved"]), tuple(by_kind["rooms"]), tuple(by_kind["new"]), tuple(by_kind["gone"]),
        _handed(before.school, after.school), _homework(_minutes(before.homework), _minutes(after.homework)),
        _turned(before, after), sum(_clock(before.school, a) != _clock(after.school, b) for a, b in pairs),
    )  # fmt: skip


def _clock(school: School, p: Placement) -> tuple[int, int]:
    slot = school.grid.slot[p.start]
    return slot.start, slot.end


def _handed(before: School, after: School) -> tuple[Handed, ...]:
    pairs = ((before.course[c.id], c) for c in after.courses if c.id in before.course)
    return tuple(Handed(c.id, old.teachers, c.teachers) for old, c in pairs if {*old.teachers} != {*c.teachers})


def _minutes(homework: HomeworkAllocation) -> _Minutes:
    """Minutes of an average week by class, day and subject."""
    found: dict[tuple[str, int, str], float] = defaultdict(float)
    for item in homework.items:
        found[item.group, item.day, item.subject] += item.minutes * (1.0 if item.week.value == "all" else 0.5)
    return found


def _homework(old: _Minutes, new: _Minutes) -> tuple[Homework, ...]:
    by_day: dict[tuple[str, int], list[tuple[str, float, float]]] = defaultdict(list)
    for group, day, subject in dict.fromkeys([*old, *new]):
        was, now = old.get((group, day, subject), 0.0), new.get((group, day, subject), 0.0)
        if was != now:
            by_day[group, day].append((subject, was, now))
    totals = [_by_day(old), _by_day(new)]
    return tuple(
        Homework(group, day, tuple(subjects), *(total.get((group, day), 0.0) for total in totals))
        for (group, day), subjects in by_day.items()
    )


def _by_day(minutes: _Minutes) -> dict[tuple[str, int], float]:
    total: dict[tuple[str, int], float] = defaultdict(float)
    for (group, day, _), n in minutes.items():
        total[group, day] += n
    return total


def _turned(before: Run, after: Run) -> tuple[Turned, ...]:
    olds, news = before.audit.by_setting, after.audit.by_setting
    found = []
    for id in dict.fromkeys([*news, *olds]):
        old, new = olds.get(id), news.get(id)
        if (old.verdict if old else None, _amount(old)) != (new.verdict if new else None, _amount(new)):
            entry = new or old
            assert entry is not None
            found.append(Turned(entry.setting, old, new))
    return tuple(found)


def _amount(entry: Entry | None) -> int:
    return entry.amount if entry and entry.verdict is Verdict.BROKEN else 0
