"""Half-days: so many lessons of a subject before or after noon, and lessons locked to a half-day of a room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain import Course, Text

from .facts import Facts
from .flow import bits
from .locks import Lock, closed_rooms, locked
from .places import per_week
from .rooms import room_sets
from .shortage import Shortage
from .why import finding
from .words import join, say_times

_HALF = {"am": Text("上午", "before noon"), "pm": Text("下午", "after noon")}


def halves(facts: Facts) -> Iterator[Shortage]:
    """Lessons asked of one half of the days against those that the subject has, and the times that are open there; and
    the lessons left over against the other half's times."""
    for setting in facts.hard["half_day_count"]:
        name = _HALF[setting["half"]]
        here = sum(mask for (_, half), mask in facts.halves.items() if half == setting["half"])
        for klass in facts.school.classes:
            for subject in sorted(setting.scope.subjects):
                mine = facts.school.courses_of(klass, subject)
                courses = [c for c in mine if setting.scope.has_lessons(klass, c)]
                figures = _figures(facts, courses, setting["count"], here) if courses else None
                if figures is None:
                    continue
                (need, have), asked, who = figures, setting["count"], f"{klass.id} {subject}"
                text = Text(
                    f"{who} {name.zh}要正好 {asked} 节：要 {need} 节，排得下的只有 {have} 节，差 {need - have} 节",
                    f"{who}, {asked} of them {name.en}: {need} needed, room for {have}, {need - have} short",
                )
                yield finding(facts, "half", (klass.id, subject), figures, text, courses, (setting.id,))


def _figures(facts: Facts, courses: Sequence[Course], asked: int, here: int) -> tuple[int, int] | None:
    """Need and have, a week: of the lessons asked of this half, or of the rest; None where neither is short."""
    total, reach = sum(facts.load[c.id] for c in courses), 0
    for course in courses:
        reach |= facts.open(course)
    inside, outside = (facts.periods_at_most(reach & m) * facts.weeks for m in (here, ~here))
    units = asked * facts.weeks
    if units > min(total, inside):
        return asked, min(total, inside) // facts.weeks
    return per_week(facts, total - units, outside) if total - units > outside else None


def rooms_by_half(facts: Facts) -> Iterator[Shortage]:
    """Lessons locked to the same few times against the places that their rooms have then."""
    groups: dict[int, list[Lock]] = defaultdict(list)
    for lock in locked(facts):
        groups[lock.slots].append(lock)
    for slots, mine in groups.items():
        for union in room_sets(facts):
            locks = _apart(x for x in mine if x.weekly and _only_in(x, union))
            need = sum(min(c.places for c in x.courses) for x in locks)
            have = _places(facts, slots, union)
            if need > have:
                names, courses = "、".join(sorted(union)), [c for x in locks for c in x.courses]
                times = say_times(facts, slots, "zh"), say_times(facts, slots, "en")
                text = Text(
                    f"{times[0]} 固排了 {need} 班次要用场地 {names}，那时只容 {have} 班次，差 {need - have}",
                    f"{need} class places of rooms {join(sorted(union), 'en')} are locked to {times[1]}, which has "
                    f"{have}: {need - have} short",
                )
                asked = [*(x.setting for x in locks), *closed_rooms(facts, sorted(union), slots)]
                yield finding(facts, "room", sorted(union), (need, have), text, courses, asked, slots)


def _only_in(lock: Lock, union: frozenset[str]) -> bool:
    """Whether the locked lesson can only be in one of these rooms."""
    return all(any(union.issuperset(n.options) for n in c.needs) for c in lock.courses)


def _apart(locks: Iterable[Lock]) -> list[Lock]:
    """Locks that no lesson can meet two of."""
    taken: set[str] = set()
    found = []
    for lock in locks:
        ids = {c.id for c in lock.courses}
        if taken.isdisjoint(ids):
            taken |= ids
            found.append(lock)
    return found


def _places(facts: Facts, slots: int, union: frozenset[str]) -> int:
    """At most so many classes can be in these rooms in these slots."""
    closed = {room: facts.mask(facts.school.closed_rooms.get(room, ())) for room in union}
    return sum(facts.school.room[r].holds for r in union for i in bits(slots) if not closed[r] >> i & 1)
