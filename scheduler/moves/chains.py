"""The search for exchanges: a lesson goes elsewhere, what is in its way makes room, and so on, until nothing is broken.

Whatever row a step breaks is mended by a lesson that has a share in it: it goes to the first one's old place or to any
other. So the way is cleared of a lesson of the same class or teacher, of a ground that is full, or of the subject's
other lesson on that day. Besides, two times are exchanged for all whom that concerns (Kempe chains), however many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .judge import Judge
from .lessons import Lessons, Where

WORK = 8000  # changes tried in a search: about a second; not the clock, so that a list is the same when asked again
KEMPE = 12  # lessons at most of an exchange of two times
Targets = dict[int, int]


class Exchanges:
    """One search over a timetable; the judge's stack is left as it was found."""

    def __init__(self, lessons: Lessons, judge: Judge):
        self.lessons, self.judge = lessons, judge
        self.work = 0
        self._found: dict[frozenset[tuple[int, int]], tuple[int, Targets]] = {}

    def search(self, lesson: int, to: str | None, longest: int, most: int = 60) -> tuple[list[Targets], bool]:
        """The cheapest exchanges that take the lesson elsewhere (to the start ``to``), of at most ``longest`` lessons,
        as the decisions that lessons go to, and whether all were looked at."""
        p = self.lessons.placements[lesson]
        places = [w for w in self.lessons.places(lesson) if w != (p.start, p.weeks) and to in (None, w[0])]
        depth = self.judge.depth
        try:
            for where in places:
                self._two_times(lesson, where)
            for length in range(2, longest + 1):
                for where in places:
                    self._first(lesson, where, length)
        finally:
            self.judge.pop(depth)
        ranked = sorted(self._found.values(), key=lambda f: (f[0], len(f[1]), sorted(f[1].items())))
        return [targets for _, targets in ranked[:most]], self.work < WORK

    # -- two times exchanged -------------------------------------------------------------------------------------------

    def _two_times(self, lesson: int, where: Where) -> None:
        """Everybody who is in the way at either time goes to the other."""
        times = {self.lessons.placements[lesson].start: where[0], where[0]: self.lessons.placements[lesson].start}
        targets: Targets = {}
        units = 0
        waiting = [(lesson, where)]
        while waiting:
            n, goes = waiting.pop()
            if n in targets:
                continue
            unit = self.lessons.moved(self.lessons.together(n), goes)
            units += 1
            if unit is None or units > KEMPE:
                return
            targets |= unit
            for other in self.lessons.in_the_way(targets, ()):
                if other.start not in times:
                    return
                number = self.lessons.number[other.course, other.session]
                waiting.append((number, (times[other.start], other.weeks)))
        if units > 1:
            depth = self.judge.depth
            self._push(self.lessons.steps(targets))
            self._record(lesson, targets)
            self.judge.pop(depth)

    # -- one after the other -------------------------------------------------------------------------------------------

    def _first(self, lesson: int, where: Where, length: int) -> None:
        targets = self.lessons.moved(self.lessons.together(lesson), where)
        if targets is None or self.work >= WORK:
            return
        depth = self.judge.depth
        self._push(self.lessons.steps(targets))
        if self.judge.worse():
            self._mend(lesson, targets, length - 1)
        self.judge.pop(depth)

    def _mend(self, lesson: int, targets: Targets, left: int) -> None:
        """Try every lesson that may mend what is broken, in every place; ``left`` more lessons may move."""
        depth = self.judge.depth
        for n, places in self._menders(targets, left):
            unit = self.lessons.together(n)
            if not targets.keys().isdisjoint(unit):
                continue
            self._push(self._leaving(unit))
            left_at = self.judge.depth
            for where in places:
                goes = self.lessons.moved(unit, where)
                if self.work >= WORK or goes is None or goes[n] == self.lessons.variables[n]:
                    continue
                if left == 1 and any(self.judge.breaks(var) for var in goes.values()):
                    continue
                self._push(self._coming(goes))
                if not self.judge.worse():
                    self._record(lesson, targets | goes)
                elif left > 1:
                    self._mend(lesson, targets | goes, left - 1)
                self.judge.pop(left_at)
            self.judge.pop(depth)

    def _menders(self, targets: Targets, left: int) -> Iterator[tuple[int, list[Where]]]:
        """Lessons whose leaving, or coming, mends a broken row, with the places they may go to.

        Of all rows that with the fewest is taken: one of its lessons must move, whatever else does. With the last move
        everything must be mended, so only a lesson that has a share in all rows will do.
        """
        leavers = []
        comers: list[int] = []
        for number in self.judge.worse():
            row = self.judge.rows[number]
            if self.judge.over(number):
                share = {n for v, c in zip(row.vars, row.coefs, strict=True) if c > 0 for n in self._held(v, targets)}
                if share:
                    leavers.append(share)
            elif not comers:
                comers = [v for v, c in zip(row.vars, row.coefs, strict=True) if c > 0 and v in self.lessons.decisions]
        if leavers:
            chosen = set.intersection(*leavers) if left == 1 else min(leavers, key=lambda s: (len(s), min(s)))
            yield from ((n, self.lessons.places(n)) for n in sorted(chosen))
            return
        for var in comers:
            d = self.lessons.decisions[var]
            for n in self.lessons.alike(d):
                if n not in targets:
                    yield n, [(d.start.id, d.weeks)]

    def _held(self, var: int, targets: Targets) -> list[int]:
        """The lessons that a decision places now and that have not moved."""
        return [n for n in self.lessons.of.get(var, ()) if n not in targets]

    # -- steps ---------------------------------------------------------------------------------------------------------

    def _push(self, steps: Mapping[int, int]) -> None:
        self.work += 1
        self.judge.push({var: self.judge.values[var] + step for var, step in steps.items()})

    def _leaving(self, unit: tuple[int, ...]) -> dict[int, int]:
        return {self.lessons.variables[n]: -1 for n in unit}

    def _coming(self, targets: Targets) -> dict[int, int]:
        return dict.fromkeys(targets.values(), 1)

    def _record(self, lesson: int, targets: Targets) -> None:
        """Keep an exchange that breaks nothing, once, where the lesson does go elsewhere."""
        steps = self.lessons.steps(targets)
        if steps.get(self.lessons.variables[lesson], 0) < 0 and not self.judge.worse():
            self._found.setdefault(frozenset(steps.items()), (self.judge.cost(), targets))
