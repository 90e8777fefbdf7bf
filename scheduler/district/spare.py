"""What the master leaves over is given away: more visits and more lessons a day never hurt a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from scheduler.domain import Half

from .domain import District, Visit
from .parts import Part, Teaching

Quotas = Mapping[tuple[str, str, int], int]  # (teacher, school, day) → most lessons


def idle(
    district: District, teachings: Mapping[str, Mapping[str, Teaching]], visits: Collection[Visit]
) -> Iterator[Visit]:
    """Half-days on which somebody is nowhere go to the school where he is on that day anyway, or to his own."""
    where = {(v.teacher, v.day, v.half): v.school for v in visits}
    for teacher, schools in teachings.items():
        home = district.teacher[teacher].home
        for day, half in sorted({h for t in schools.values() for h in t.most}):
            if (teacher, day, half) in where:
                continue
            other = where.get((teacher, day, Half.PM if half is Half.AM else Half.AM))
            school = other or home
            if school in schools and (day, half) in schools[school].most:
                yield Visit(teacher, school, day, half)


def shared_days(
    district: District, parts: Iterable[Part], visits: Iterable[Visit], used: Quotas
) -> Iterator[tuple[tuple[str, str, int], int]]:
    """Quotas of the days that a teacher with a daily limit shares between schools, where they restrict him: what the
    master used, and what is left of the day to whom it can serve."""
    part_of = {p.school: p for p in parts}
    days: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for v in sorted(visits):
        part = part_of[v.school]
        held = part.teachings[v.teacher].holds(v.day, v.half) // part.weeks
        days[v.teacher, v.day][v.school] = days[v.teacher, v.day].get(v.school, 0) + held
    for (teacher, day), holds in days.items():
        most = district.teacher[teacher].day_most
        if not most or len(holds) < 2:
            continue
        left = most - sum(used.get((teacher, s, day), 0) for s in holds)
        for school, held in holds.items():
            quota = used.get((teacher, school, day), 0)
            more = min(left, max(held - quota, 0))
            left -= more
            if quota + more < held:
                yield (teacher, school, day), quota + more
