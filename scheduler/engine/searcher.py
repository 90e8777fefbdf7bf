"""The improvement of a timetable as far as the time goes, alone or beside a search for the bound."""

from __future__ import annotations

import time

from scheduler.domain import School

from .board import SolverBoard
from .bound import Proved, at_bound, proved, whole
from .improve import Progress, improve
from .matrix import Ints
from .outcome import Options
from .reporting import Reporter
from .solve import Limits, Stop
from .together import together

AT_ONCE = 0.15  # of a search's time may go to an answer that breaks no wish
ALONE = 0.7  # of the rest goes by before the bound is looked for, or
IDLE = 0.1  # of the time without a gain
PROVING = 0.25  # of a search's time may go to the bound and to an answer that costs just that


class Searcher:
    """Improves what the board holds at the moment; ``floor`` is what its cost is proved to come to at least."""

    def __init__(self, school: School, board: SolverBoard, options: Options, stop: Stop, report: Reporter):
        self._school, self._board, self._options, self._stop, self._report = school, board, options, stop, report
        self.floor = 0

    def better(self, values: Ints, seconds: float, share: float) -> Ints:
        """The improvement search on the board as it is now, for some seconds or its share of the rounds."""
        if self._options.rounds is not None:
            return self._search(values, 0.0, round(share * self._options.rounds))
        return self._search(values, seconds)

    def best(self, values: Ints, seconds: float) -> Ints:
        """Improve, and on the way see what cannot be avoided: the search ends where nothing better is possible.

        An answer that breaks no wish at all is tried first: that is settled quickly, mostly. When gains have become
        rare, or late at the latest, one thread looks for the bound and for an answer that costs just that, while the
        others go on.
        """
        if self._options.rounds is not None:
            return self.better(values, 0.0, 1.0)
        end = time.monotonic() + seconds
        parts = whole(self._board.program)
        if self._cost(values) == self._board.program.offset + sum(part.least for part in parts):
            return self._taken(values, "nothing to gain")
        at_once = min(max(3.0, AT_ONCE * seconds), seconds / 2)
        limits = Limits(seconds=at_once, workers=self._options.workers, seed=self._options.seed)
        found = at_bound(self._board, parts, values, limits, self._stop)
        if found is not None:
            return self._taken(found, "none broken")
        values = self._search(values, ALONE * (end - time.monotonic()), idle=max(1.0, IDLE * seconds))
        if self._done(values, end):
            return values
        values = self._beside_a_proof(values, min(PROVING * seconds, end - time.monotonic()), end)
        return values if self._done(values, end) else self._search(values, end - time.monotonic())

    def _done(self, values: Ints, end: float) -> bool:
        return bool(self._stop) or time.monotonic() > end - 0.1 or self._cost(values) <= self.floor

    def _beside_a_proof(self, values: Ints, seconds: float, end: float) -> Ints:
        """One thread looks for the bound and an answer at it for some seconds; the others improve as long."""
        meanwhile = self._stop.child()
        found: list[Proved] = []
        best = [values]

        def prove() -> None:
            found.append(proved(self._school, self._board, values, seconds, self._options.seed, self._stop))
            meanwhile.ask()

        def improving() -> None:
            workers = self._options.workers - 1
            best.append(self._search(values, end - time.monotonic(), workers=workers, stop=meanwhile))

        together(prove, *([improving] if self._options.workers > 1 else []), stop=meanwhile)
        self.floor = max(self.floor, found[0].least)
        return best[-1] if found[0].values is None else self._taken(found[0].values, "bound")

    def _cost(self, values: Ints) -> int:
        return self._board.program.total(values.tolist())

    def _taken(self, found: Ints, by: str) -> Ints:
        """Report an answer that is proved to be the best."""
        cost = self._cost(found)
        self.floor = max(self.floor, cost)
        self._report.progress(Progress(cost, found, by))
        return found

    def _search(
        self,
        values: Ints,
        seconds: float,
        rounds: int | None = None,
        workers: int = 0,
        stop: Stop | None = None,
        idle: float = float("inf"),
    ) -> Ints:
        search = improve(
            self._school, self._board, values, seconds=seconds, workers=workers or self._options.workers,
            seed=self._options.seed, stop=stop or self._stop, tell=self._report.progress, rounds=rounds,
            floor=self.floor, idle=idle,
        )  # fmt: skip
        self.floor = max(self.floor, search.floor)
        return search.values
