"""Which bell schedule a class keeps: the plan's, or the one that its timetable shows with clock times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.domain import Bells, Block, BlockKind, Half, Slot

from ..grid import NOON, make_slots
from .labels import Label

_NOON_GAP = 60  # minutes without a lesson around noon that are a noon break also where no row says so


def clock_rows(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels of a table in clock order when every lesson has its start and end; empty when not."""
    lessons = [x for x in labels if x.lesson]
    if len(lessons) < 3 or any(x.start < 0 or x.end <= x.start or len(x.numbers) > 1 for x in lessons):
        return ()
    timed = sorted((x for x in labels if x.start >= 0), key=lambda x: (x.start, x.end))
    if any(a.end > b.start for a, b in pairwise(lessons)):
        return ()
    return tuple(timed)


def same_times(rows: Iterable[Label], bells: Bells) -> bool:
    """Whether every lesson of the table is a lesson of the plan's schedule, to the minute."""
    known = {(b.start, b.end) for b in bells.blocks if b.kind is BlockKind.LESSON}
    return all((x.start, x.end) in known for x in rows if x.lesson)


def shown_blocks(rows: Sequence[Label], filled: Iterable[tuple[int, Label]]) -> tuple[Block, ...]:
    """The school days of a table. Lessons after the last one that anybody has on a day are not part of that day."""
    last: dict[int, int] = {}
    for day, label in filled:
        last[day] = max(last.get(day, 0), label.start)
    blocks: list[Block] = []
    for day, until in sorted(last.items()):
        blocks += _blocks(day, [x for x in rows if not x.lesson or x.start <= until])
    return tuple(sorted(blocks))


def _blocks(day: int, rows: Sequence[Label]) -> list[Block]:
    found = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        end = row.end if row.end > row.start else after.start if after else row.start
        if end > row.start:
            found.append(Block(day, row.start, end, row.kind, _name(row)))
    lessons = [b for b in found if b.kind is BlockKind.LESSON]
    if not any(b.kind is BlockKind.NOON for b in found):
        for first, then in pairwise(lessons):
            if first.start < NOON <= then.start and then.start - first.end >= _NOON_GAP:
                found.append(Block(day, first.end, then.start, BlockKind.NOON, "午休"))
    return found


def _name(label: Label) -> str:
    return f"第{label.numbers[0]}节" if label.numbers else label.text


def with_days(bells: Bells, days: Iterable[int]) -> Bells:
    """The schedule with further days that go as its last one does (lessons on a Saturday)."""
    have = {b.day for b in bells.blocks}
    more = [replace(b, day=day) for day in sorted(set(days) - have) for b in bells.blocks if b.day == max(have)]
    return replace(bells, blocks=tuple(sorted((*bells.blocks, *more)))) if more else bells


@dataclass(frozen=True)
class Places:
    """Where the labels of one table lie in a bell schedule. ``clock``: by the clock, for the table's own schedule."""

    slots: tuple[Slot, ...]
    labels: tuple[Label, ...]
    clock: bool = False

    @classmethod
    def of(cls, bells: Bells, labels: Sequence[Label], clock: bool) -> Places:
        """The places of a table's labels."""
        return cls(tuple(make_slots(bells)), tuple(labels), clock)

    @property
    def _afternoon_restarts(self) -> bool:
        numbers = [n for x in self.labels if x.half is Half.PM for n in x.numbers]
        return bool(numbers) and min(numbers) == 1

    def find(self, day: int, label: Label) -> tuple[Slot, ...]:
        """The slots of a label on a day; empty where the schedule has no such lesson."""
        of_day = [s for s in self.slots if s.day == day]
        if self.clock or not label.numbers:
            return tuple(_at(of_day, label)[:1])
        if label.half is Half.AM or (label.half is Half.PM and self._afternoon_restarts):
            half = [s for s in of_day if s.half is label.half]
            found = [half[n - 1] for n in label.numbers if n <= len(half)]
        else:
            found = [s for s in of_day if s.period in label.numbers]
        return tuple(found) if len(found) == len(label.numbers) else ()


def _at(slots: Sequence[Slot], label: Label) -> list[Slot]:
    """The slot that shares most time with a label; with a start alone, the one it falls into."""
    end = label.end if label.end > label.start else label.start + 1
    shared = [(min(s.end, end) - max(s.start, label.start), -s.period, s) for s in slots]
    best = max(shared, key=lambda x: x[:2], default=None)
    half = 1 if label.end <= label.start else (end - label.start) // 2
    return [best[2]] if best and best[0] >= half else []
