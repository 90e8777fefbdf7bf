"""The school day of a plan without 作息: primary lessons of 40 minutes from 8:30, junior of 45 from 8:00.

Four lessons before noon and the rest from 14:00, with a long break of half an hour in each half-day, so that
a day without PE still holds an hour of exercise. Clock times in minutes after midnight.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Block, BlockKind

_LONG_DAYS_FIRST = (2, 4, 1, 5, 3)  # Wednesday is the short day: schools keep its afternoon for meetings


@dataclass(frozen=True)
class Day:
    """A model day: when it opens, each lesson's start, the other blocks, and how long service lasts."""

    opens: int
    minutes: int
    starts: tuple[int, ...]
    blocks: tuple[tuple[int, int, BlockKind, str], ...]
    service: int = 120


def _clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _day(opens: str, minutes: int, starts: str, blocks: list[tuple[str, str, BlockKind, str]]) -> Day:
    return Day(
        _clock(opens), minutes, tuple(_clock(s) for s in starts.split()),
        tuple((_clock(a), _clock(b), kind, name) for a, b, kind, name in blocks),
    )  # fmt: skip


PRIMARY = _day(
    "08:10", 40, "08:30 09:40 10:35 11:30 14:00 15:10 16:05 17:00",
    [
        ("08:10", "08:30", BlockKind.ARRIVAL, "到校"),
        ("09:10", "09:40", BlockKind.LONG_BREAK, "大课间"),
        ("10:20", "10:25", BlockKind.EYES, "眼保健操"),
        ("12:10", "14:00", BlockKind.NOON, "午休"),
        ("14:40", "15:10", BlockKind.LONG_BREAK, "下午大课间"),
    ],
)  # fmt: skip
JUNIOR = _day(
    "07:50", 45, "08:00 09:00 10:15 11:15 14:00 15:00 16:15 17:10 18:05",
    [
        ("07:50", "08:00", BlockKind.ARRIVAL, "到校"),
        ("09:45", "10:15", BlockKind.LONG_BREAK, "大课间"),
        ("11:00", "11:05", BlockKind.EYES, "眼保健操"),
        ("12:00", "14:00", BlockKind.NOON, "午休"),
        ("15:45", "16:15", BlockKind.LONG_BREAK, "下午大课间"),
    ],
)  # fmt: skip


def lessons_by_day(total: int, days: int) -> dict[int, int]:
    """So many lessons a week spread over the days: 26 are five on four days and six on one."""
    base, more = divmod(total, days)
    order = [d for d in _LONG_DAYS_FIRST if d <= days] + list(range(6, days + 1))
    return {d: base + (d in order[:more]) for d in range(1, days + 1)}


def default_blocks(grade: int, total: int, days: int) -> tuple[Block, ...]:
    """The blocks of a week in which a grade has ``total`` lesson slots."""
    model = PRIMARY if grade <= 6 else JUNIOR
    found: list[Block] = []
    for day, count in lessons_by_day(total, days).items():
        starts = model.starts[:count]
        if not starts:
            continue
        lessons = [Block(day, s, s + model.minutes, BlockKind.LESSON, f"第{i}节") for i, s in enumerate(starts, 1)]
        close = lessons[-1].end
        afternoon = count > 4
        others = [
            Block(day, start, end, kind, name)
            for start, end, kind, name in model.blocks
            if end <= close or (afternoon and start <= close + 60)  # a long break also closes a short afternoon
        ]
        last = max(b.end for b in [*lessons, *others])
        after = Block(day, last, last + model.service, BlockKind.SERVICE, "课后服务")
        found += [*lessons, *others, *([after] if afternoon else [])]
    return tuple(sorted(found))
