"""Makes some teachers' weeks as tight as real ones: time away and a daily limit, chosen from a seed.

A teacher counts as tight when the weekly load takes 85 to 95 % of the possible periods: the sum over the days
of what is left of the day after the time away and the daily limit.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from samples.book import Staff

NAMES = {"am": "上午", "pm": "下午", "day": ""}
DAYS = "一二三四五"
LOW, HIGH = 0.85, 0.95
LEAST_LOAD = 6

Week = Mapping[tuple[int, str], int]  # periods by (day from 0, am or pm)


@dataclass(frozen=True)
class Away:
    """What a kind of teacher may be away: ``am``, ``pm`` or a whole ``day``, at most ``most`` of them on
    different days, never on a weekday in ``keep`` (0 is Monday)."""

    what: tuple[str, ...] = ("pm",)
    most: int = 1
    keep: frozenset[int] = frozenset({0})

    def choices(self) -> Iterator[tuple[tuple[int, str], ...]]:
        """Every way of being away, shortest first."""
        free = [(day, what) for day in range(5) for what in self.what if day not in self.keep]
        for count in range(self.most + 1):
            for away in combinations(free, count):
                if len({day for day, _ in away}) == count:
                    yield away


def school_week(am: int = 4, pm: int = 2, **other: int) -> Week:
    """A week of equal days; ``pm4=2`` gives Friday (day 4) another afternoon."""
    week = {(day, half): am if half == "am" else pm for day in range(5) for half in ("am", "pm")}
    return week | {(int(name[2:]), name[:2]): periods for name, periods in other.items()}


def possible(week: Week, limit: int, away: Iterable[tuple[int, str]]) -> list[int]:
    """Periods day by day that are left to a teacher with a daily limit and some time away."""
    gone = set(away)
    return [
        min(limit, sum(week[day, half] for half in ("am", "pm") if not {(day, half), (day, "day")} & gone))
        for day in range(5)
    ]


def tighten(
    staff: Iterable[Staff],
    load: Mapping[str, float],
    daily: Mapping[str, int],
    groups: Mapping[str, tuple[float, Week, Away]],
    seed: str,
) -> None:
    """Gives a share of each research group a daily limit and time away: group → (share, week, away).

    ``load`` are the weekly lessons and ``daily`` the lessons that fall on every day (a subject of five
    lessons); teachers who have limits already are left alone.
    """
    rng = random.Random(f"tighten {seed}")
    for group, (share, week, away) in groups.items():
        people = [s for s in staff if s.group == group and not s.away and s.day is None]
        choices = {s.name: _choices(load[s.name], daily[s.name], week, away) for s in people}
        able = [s for s in people if choices[s.name]]
        for person in rng.sample(able, min(len(able), round(share * len(people)))):
            person.day, gone = rng.choice(choices[person.name])
            person.away = "；".join(f"周{DAYS[day]}{NAMES[what]}" for day, what in gone)


def _choices(load: float, daily: int, week: Week, away: Away) -> list[tuple[int, tuple[tuple[int, str], ...]]]:
    """The limits that make a teacher tight and leave every day room for the lessons that fall on it."""
    return [
        (limit, gone)
        for gone in away.choices()
        for limit in (2, 3, 4, 5)
        if load >= LEAST_LOAD
        and LOW <= load / sum(possible(week, limit, gone)) <= HIGH
        and min(possible(week, limit, gone)) >= daily
    ]
