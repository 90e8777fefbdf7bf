"""One thing in a small district made impossible: by counting that anybody can redo, and with a cause to be named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from samples.write import Cell
from scheduler.domain import Half

from .hidden_districts import DAYS, LESSONS, PERIODS, WEEK, Away, Rider, Small, Time, half

Broken = tuple[Small, frozenset[str]]  # the district, and names of which the cause has to name one
FAR = 600  # minutes: no noon is as long


def _days(*days: int) -> Away:
    """Away on these whole days."""
    return frozenset(t for t in WEEK if t[0] in days)


def _policy(district: Small, **rows: Cell) -> Small:
    return replace(district, policy={**district.policy, **rows})


def _rider(district: Small) -> Rider:
    """One who rides to two schools: each needs him on two days, since a class has a subject once a day."""
    return next(r for r in district.riders if len(district.served(r)) == 2)


def far(district: Small) -> Broken:
    """Two days, two schools that both need both, and a way that is too long for a noon."""
    rider = _rider(district)
    made = replace(district.with_rider(rider, away=_days(3, 4, 5)), travel=dict.fromkeys(district.travel, FAR))
    return _policy(made, 同日两校="是"), frozenset({rider.name})


def one_school_a_day(district: Small) -> Broken:
    """Three days for what takes four where nobody is at two schools on a day."""
    rider = _rider(district)
    return _policy(district.with_rider(rider, away=_days(4, 5)), 同日两校="否"), frozenset({rider.name})


def day_limit(district: Small) -> Broken:
    """A limit a day that falls short on the days that are left, by as little as can be."""
    rider = _rider(district)
    lessons = district.lessons(rider)
    days = max((5, 4, 3), key=lambda n: (lessons - 1) // n * n)
    made = district.with_rider(rider, day=(lessons - 1) // days, away=_days(*range(days + 1, DAYS + 1)))
    return made, frozenset({rider.name})


def week_limit(district: Small) -> Broken:
    """One lesson more than he gives a week."""
    rider = _rider(district)
    return district.with_rider(rider, week=district.lessons(rider) - 1), frozenset({rider.name})


def days_away(district: Small) -> Broken:
    """One day away from home, where a school needs him on two."""
    return _policy(district, 最多外出天数=1), frozenset(r.name for r in district.riders)


def schools_limit(district: Small) -> Broken:
    """Two schools, where the policy allows one."""
    return _policy(district, 最多学校数=1), frozenset(r.name for r in district.riders)


def hours(district: Small) -> Broken:
    """One hour fewer than he has lessons, all days among them."""
    rider = _rider(district)
    order = sorted(WEEK, key=lambda t: (t[1], t[0]))
    left = order[: district.lessons(rider) - 1]
    return district.with_rider(rider, away=frozenset(WEEK) - set(left)), frozenset({rider.name})


def mornings(district: Small) -> Broken:
    """Mornings of three days for two schools: each half-day is one school's, and four are needed."""
    rider = _rider(district)
    away = _days(4, 5).union(*(half(day, Half.PM) for day in (1, 2, 3)))
    return district.with_rider(rider, away=away), frozenset({rider.name})


def room(district: Small) -> Broken:
    """The music room is open for one lesson fewer than there are, on all days."""
    school = district.schools[0]
    order = sorted(WEEK, key=lambda t: (t[1], t[0]))
    left = order[: len(school.classes) * LESSONS["音乐"] - 1]
    names = frozenset({"音乐教室", school.riders["音乐"]})
    return district.with_away(school, {"音乐教室": frozenset(WEEK) - set(left)}), names


def crowded(district: Small) -> Broken:
    """More teachers who have to teach in a certain hour than there are classes: each is free just when it is needed."""
    school = next(s for s in district.schools if len(s.classes) == 3)
    busy = {who: sum(some.values()) for who, some in school.teaching.items()}
    tight = sorted(busy, key=lambda who: busy[who])[: len(school.classes) + 1]
    away = {who: frozenset(WEEK) - {WEEK[0], *_spread(busy[who] - 1, number)} for number, who in enumerate(tight)}
    return district.with_away(school, away), frozenset(tight)


def _spread(count: int, first: int) -> list[Time]:
    """So many hours after the week's first, day after day in turn, for each teacher from another hour on."""
    order = sorted(WEEK[1:], key=lambda t: ((t[1] + first) % PERIODS, t[0]))
    return order[:count]


KINDS: tuple[Callable[[Small], Broken], ...] = (
    far, one_school_a_day, day_limit, week_limit, days_away, schools_limit, hours, mornings, room, crowded,
)  # fmt: skip
