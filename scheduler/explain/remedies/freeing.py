"""Which part of a closed time to open: one lesson, a half-day, a day, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from scheduler.domain import Slot, TimePattern, Times

_EACH = 3  # ways of each size, such as half-days, that are tried for one cell
_PAIRS = 3  # pairs of times, where one alone is too little


@dataclass(frozen=True)
class Freed:
    """The times that are left closed, those that open, and how many of the lessons concerned they hold.

    ``fits``: it opens one of the times that the conflict is about.
    """

    left: Times
    open: Times
    count: int
    fits: bool


@dataclass(frozen=True)
class Closed:
    """Closed times over all lesson slots of a school; ``slots`` are those of the lessons concerned, ``wanted`` the
    (day, period) that the conflict is about, where it is about some."""

    times: Times
    every: Sequence[Slot]
    slots: Sequence[Slot]
    wanted: frozenset[tuple[int, int]] = frozenset()

    def openings(self, short: int) -> list[Freed]:
        """Ways to open part of it for ``short`` lessons that have no place; the least that may be enough first."""
        tried = [_ranked((self._without((part,)) for part in parts), short) for parts in self._parts()]
        if short > 1:
            tried[-1] = []  # single lessons would not do
        good = _ranked((f for ways in tried for f in ways[:_EACH]), short)
        if all(f.count < short for f in good):
            days = sorted({s.day for s in self._inside})
            pairs = (self._without(tuple(TimePattern(day) for day in pair)) for pair in combinations(days, 2))
            good += _ranked((f for f in pairs if f.count >= short), short)[:_PAIRS]
            everything = self._without(self.times.patterns)
            good += [everything] if everything.count else []
        return list({f.left: f for f in reversed(good)}.values())[::-1]

    @cached_property
    def _inside(self) -> list[Slot]:
        """The slots concerned that are closed."""
        return [s for s in self.slots if s in self.times]

    def _parts(self) -> list[list[TimePattern]]:
        """The patterns as written; half-days, days, and single lessons (those of other days first) that are closed."""
        inside = self._inside
        written = [p for p in self.times.patterns if not p.period and any(p.matches(s) for s in inside)]
        halves = [TimePattern(s.day, s.half.value) for s in inside]
        days = [TimePattern(s.day) for s in inside]
        singles = list(dict.fromkeys(TimePattern(s.day, self._half(s), s.period) for s in inside))
        nth = {p: sum(q.day == p.day for q in singles[:n]) for n, p in enumerate(singles)}
        found = [written, halves, days, sorted(singles, key=lambda p: nth[p])]
        return [list(dict.fromkeys(parts)) for parts in found]

    def _half(self, slot: Slot) -> str:
        """'' where the number of the lesson tells its half-day, in whatever bell schedule."""
        halves = {s.half for s in self.every if (s.day, s.period) == (slot.day, slot.period)}
        return slot.half.value if len(halves) > 1 else ""

    def _without(self, parts: Sequence[TimePattern]) -> Freed:
        left = Times(tuple(rest for p in self.times.patterns for rest in self._rest(p, parts))).tidy()
        opened = {(s.day, s.period) for s in self._inside if s not in left}
        return Freed(left, Times(tuple(parts)).tidy(), len(opened), not self.wanted or bool(opened & self.wanted))

    def _rest(self, pattern: TimePattern, parts: Sequence[TimePattern]) -> Iterator[TimePattern]:
        """The pattern without these parts: whole as long as none is in it, then by days, half-days, lessons."""
        inside = [s for s in self.every if pattern.matches(s)]
        out = {s.id for s in inside if any(p.matches(s) for p in parts)}
        if not out:
            yield from (pattern,) if pattern not in parts else ()
            return
        for day in sorted({s.day for s in inside}):
            today = [s for s in inside if s.day == day]
            if not any(s.id in out for s in today):
                yield TimePattern(day, pattern.half, pattern.period)
                continue
            for half in dict.fromkeys(s.half for s in today):
                here = [s for s in today if s.half is half]
                kept = [s for s in here if s.id not in out]
                if len(kept) == len(here) and not pattern.period:
                    yield TimePattern(day, half.value)
                else:
                    yield from (TimePattern(day, self._half(s), s.period) for s in kept)


def _ranked(found: Iterable[Freed], short: int) -> list[Freed]:
    return sorted((f for f in found if f.count), key=lambda f: (f.count < short, not f.fits, f.count))
