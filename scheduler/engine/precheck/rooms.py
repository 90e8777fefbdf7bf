"""Places: the lessons that can only be held in some rooms against the times and places there are, as a flow.

courses → their days, within what a day may hold of a subject → teachers, one lesson at a time → slots, as many as the
rooms hold then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.domain import Course, Text

from ..room_choice import connected
from .facts import Facts
from .flow import SINK, Cut, Net, bits
from .locks import closed_rooms
from .packing import spread
from .places import per_week
from .shortage import Shortage
from .why import finding

Users = list[tuple[Course, int]]  # courses with the places that a lesson of theirs takes
_UNIONS = 10  # sets of rooms that overlap: beyond, only the sets themselves and all together are counted


def rooms(facts: Facts) -> Iterator[Shortage]:
    """Sets of rooms for which there are more lessons than places in the week."""
    for together, options in _sets(facts):
        for union in _unions(options):
            users = _users(together, union)
            cut = _cut(facts, users, union) if users else None
            if cut is not None:
                yield _finding(facts, users, union, cut)


def room_sets(facts: Facts) -> list[frozenset[str]]:
    """The sets of rooms, and unions of sets that overlap, of which lessons are in one."""
    return [union for _, options in _sets(facts) for union in _unions(options)]


def _sets(facts: Facts) -> Iterator[tuple[list[Course], list[frozenset[str]]]]:
    """Rooms that have to be given out together: their courses and the sets these choose from."""
    part = {room: i for i, rooms in enumerate(connected(facts.school)) for room in rooms}
    courses: dict[int, dict[str, Course]] = defaultdict(dict)
    options: dict[int, set[frozenset[str]]] = defaultdict(set)
    for course in facts.school.courses:
        for need in course.needs:
            courses[part[need.options[0]]][course.id] = course
            options[part[need.options[0]]].add(frozenset(need.options))
    for i in sorted(courses):
        yield list(courses[i].values()), sorted(options[i], key=lambda o: (len(o), sorted(o)))


def _unions(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    if len(sets) > _UNIONS:
        return [*sets, frozenset().union(*sets)]
    unions: set[frozenset[str]] = set()
    for options in sets:
        unions |= {options, *(options | u for u in unions)}
    return sorted(unions, key=lambda u: (len(u), sorted(u)))


def _users(courses: Sequence[Course], union: frozenset[str]) -> Users:
    weights = ((c, c.places * sum(union.issuperset(n.options) for n in c.needs)) for c in courses)
    return [(c, weight) for c, weight in weights if weight]


def _cut(facts: Facts, users: Users, union: frozenset[str]) -> Cut | None:
    net = Net()
    busy: dict[str, Users] = defaultdict(list)  # by a teacher, or by the course where nobody else is in it
    for course, weight in users:
        busiest = max(course.teachers, key=lambda t: len(facts.courses_of_teacher[t]), default=course.id)
        busy[busiest].append((course, weight))
    reach = 0
    for course, _ in users:
        reach |= facts.open(course)
    slots = _slots(facts, net, reach, union)
    for mine in busy.values():
        patterns: dict[int, int] = {}

        def pattern(mask: int, patterns: dict[int, int] = patterns) -> int:
            if mask not in patterns:
                patterns[mask] = net.node()
            return patterns[mask]

        spread(facts, net, [(c, facts.open(c), weight) for c, weight in mine], pattern)
        at_once = max(weight for _, weight in mine) * facts.weeks
        cells: dict[int, int] = {}
        for mask, node in patterns.items():
            for i in bits(mask):
                if i not in cells:
                    cells[i] = net.node()
                    net.arc(cells[i], slots[i], at_once)
                net.arc(node, cells[i])
    return net.cut()


def _slots(facts: Facts, net: Net, reach: int, union: frozenset[str]) -> dict[int, int]:
    """A node for each slot, with the places there are behind it."""
    closed = facts.school.closed_rooms
    free = {room: reach & ~facts.mask(closed.get(room, ())) for room in union}
    holds = {room: facts.school.room[room].holds * facts.weeks for room in union}
    clash = facts.ids("room_places")
    nodes: dict[int, int] = {}
    for clump in facts.clumps(reach):
        after = SINK
        if clump & (clump - 1):
            after = net.node()
            places = sum(holds[r] * facts.periods_at_most(free[r] & clump) for r in union)
            net.arc(after, SINK, places, clash)
        for i in bits(clump):
            nodes[i] = net.node()
            net.arc(nodes[i], after, sum(holds[r] for r in union if free[r] >> i & 1), clash)
    return nodes


def _finding(facts: Facts, users: Users, union: frozenset[str], cut: Cut) -> Shortage:
    near = set(cut.demands)
    units = sum(facts.load[c.id] * weight for c, weight in users if c.id in near)
    need, have = per_week(facts, units, units - cut.short)
    names = "、".join(sorted(union))
    some = ("", "") if len(near) == len(users) else ("有些课", " by some courses")
    text = Text(
        f"场地 {names} {some[0]}每周要 {need} 班次，最多容 {have} 班次，差 {need - have}",
        f"rooms {names}: {need} class places a week are needed{some[1]}, there are at most {have}: {need - have} short",
    )
    mine = [c for c, _ in users if c.id in near]
    reach = 0
    for course in mine:
        reach |= facts.open(course)
    settings = (*cut.settings, *closed_rooms(facts, sorted(union), reach))
    return finding(facts, "room", sorted(union), (need, have), text, mine, settings)
