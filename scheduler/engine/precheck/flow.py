"""A small network: what flows from the demands to the places, and the cut that shows what is too little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ortools.graph.python.max_flow import SimpleMaxFlow

SOURCE, SINK = 0, 1
PLENTY = 1 << 30


@dataclass(frozen=True)
class Cut:
    """A smallest cut: ``short`` units of demand find no place. ``demands`` are those on the near side (together they
    have fewer places than they ask for), ``settings`` the ids that cap the arcs cut."""

    short: int
    demands: tuple[str, ...]
    settings: tuple[str, ...]


class Net:
    """Arcs with capacities. An arc may carry the ids of demands (from the source) or of settings (that cap it)."""

    def __init__(self) -> None:
        self._arcs: list[tuple[int, int, int]] = []
        self._demands: dict[int, Sequence[str]] = {}
        self._capped: dict[int, Sequence[str]] = {}
        self._nodes = 2

    def node(self) -> int:
        """A new node."""
        self._nodes += 1
        return self._nodes - 1

    def demand(self, ids: Sequence[str], units: int) -> int:
        """A new node that so many units flow into, asked for by these."""
        node = self.node()
        self._demands[len(self._arcs)] = ids
        self._arcs.append((SOURCE, node, units))
        return node

    def arc(self, tail: int, head: int, capacity: int = PLENTY, settings: Sequence[str] = ()) -> None:
        """An arc, with the settings that give it its capacity."""
        if settings:
            self._capped[len(self._arcs)] = settings
        self._arcs.append((tail, head, capacity))

    def cut(self) -> Cut | None:
        """The smallest cut nearest the demands; None when everything finds a place."""
        flow = SimpleMaxFlow()
        for tail, head, capacity in self._arcs:
            flow.add_arc_with_capacity(tail, head, capacity)
        flow.solve(SOURCE, SINK)
        asked = sum(self._arcs[i][2] for i in self._demands)
        short = asked - flow.optimal_flow()
        if not short:
            return None
        near = set(flow.get_source_side_min_cut())
        demands = [id for i, ids in self._demands.items() if self._arcs[i][1] in near for id in ids]
        crossed = (i for i in self._capped if self._arcs[i][0] in near and self._arcs[i][1] not in near)
        return Cut(short, tuple(demands), tuple(dict.fromkeys(id for i in crossed for id in self._capped[i])))


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def most_apart(spans: Iterable[tuple[int, int]]) -> int:
    """How many of these spans of time (start, end) can be chosen so that none overlap: earliest end first."""
    chosen, last = 0, -1
    for start, end in sorted(spans, key=lambda span: span[1]):
        if start >= last:
            chosen, last = chosen + 1, end
    return chosen
