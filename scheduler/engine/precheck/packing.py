"""What the week of one person (a teacher, a class, a team of whom one is busy at a time) can hold, as a flow.

courses → their days, within what a day may hold of a subject → open slots, one lesson each → half-days and days,
within what they may hold → the week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.domain import Course

from .caps import DayCap
from .facts import Facts
from .flow import SINK, Cut, Net, bits

Bound = tuple[int, tuple[str, ...]]  # units at most, and the ids of the settings that ask it


@dataclass(frozen=True)
class Limits:
    """Most units of the person in stretches of the week (masks): of half-days or parts of them, and of days."""

    halves: Mapping[int, Bound] = field(default_factory=dict)
    days: Mapping[int, Bound] = field(default_factory=dict)


NO_LIMITS = Limits()


def pack(facts: Facts, courses: Sequence[Course], clash: Sequence[str], limits: Limits = NO_LIMITS,
         within: int = -1) -> Cut | None:  # fmt: skip
    """The cut where these courses do not fit into the open slots (among ``within``) of one person; None where counting
    finds nothing. ``clash``: the settings by which nobody is in two places."""
    net = Net()
    patterns: dict[int, int] = {}

    def pattern(mask: int) -> int:
        if mask not in patterns:
            patterns[mask] = net.node()
        return patterns[mask]

    spread(facts, net, [(c, facts.open(c) & within, 1) for c in courses], pattern)
    reach = 0
    for mask in patterns:
        reach |= mask
    places = _places(facts, net, reach, limits, clash)
    for mask, node in patterns.items():
        for i in bits(mask):
            net.arc(node, places[i])
    return net.cut()


def spread(facts: Facts, net: Net, demands: Sequence[tuple[Course, int, int]], pattern: Callable[[int], int]) -> None:
    """Demands (course, slots, weight of a lesson) → days, capped → the nodes of the sets of slots they may use."""
    rows: dict[DayCap | None, dict[int, list[tuple[Course, int]]]] = {}
    for course, mask, weight in demands:
        rows.setdefault(facts.capped.get(course.id), {}).setdefault(mask, []).append((course, weight))
    for cap, by_mask in rows.items():
        heaviest = max(weight for some in by_mask.values() for _, weight in some)
        gates: dict[int, tuple[int, int]] = {}
        for mask, some in by_mask.items():
            node = net.demand([c.id for c, _ in some], sum(facts.load[c.id] * weight for c, weight in some))
            if cap is None:
                net.arc(node, pattern(mask))
                continue
            for day, slots in facts.days.items():
                if mask & slots:
                    gate, union = gates.get(day) or (net.node(), 0)
                    gates[day] = gate, union | mask & slots
                    net.arc(node, gate)
        for gate, union in gates.values():
            assert cap is not None
            net.arc(gate, pattern(union), cap.units * heaviest, (cap.setting,))


def _places(facts: Facts, net: Net, reach: int, limits: Limits, clash: Sequence[str]) -> dict[int, int]:
    """A node for each open slot, with what lies behind it up to the end of the week."""
    places: dict[int, int] = {}
    days = {mask: net.node() for mask in limits.days}
    for mask, node in days.items():
        net.arc(node, SINK, *limits.days[mask])

    def behind(part: int) -> int:
        return next((node for mask, node in days.items() if part & mask), SINK)

    parts = {}
    for mask, (units, settings) in limits.halves.items():
        if mask & reach:
            parts[mask] = net.node()
            net.arc(parts[mask], behind(mask), units, settings)
    for clump in facts.clumps(reach):
        after = next((node for mask, node in parts.items() if clump & mask), 0) or behind(clump)
        if clump & (clump - 1):  # several slots at once: together they hold what does not overlap
            together = net.node()
            net.arc(together, after, facts.periods_at_most(clump) * facts.weeks, clash)
            for i in bits(clump):
                places[i] = net.node()
                net.arc(places[i], together, facts.weeks, clash)
        else:
            i = clump.bit_length() - 1
            places[i] = net.node()
            net.arc(places[i], after, facts.weeks, clash)
    return places
