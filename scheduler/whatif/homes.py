"""The old timetable on the board of the changed plan: which placements are an old place, and what each is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.domain import School, Timetable, Weeks
from scheduler.engine.board import Decision, SolverBoard
from scheduler.engine.matrix import Ints
from scheduler.engine.readout import rooms_of

from .places import PUBLISHED, Place, durations, either, place_of, same_weeks, units


@dataclass(frozen=True)
class Stock:
    """The lessons of a unit that are equally long. ``homes``: the placement variables that are an old place, with what
    staying there is worth; ``keep`` how many lessons can stay: as many as both plans have. ``best`` is what that is
    worth at most."""

    courses: tuple[str, ...]
    homes: dict[int, int]
    had: int
    has: int
    best: int

    @property
    def keep(self) -> int:
        """How many lessons can stay at most, as far as counting goes."""
        return min(self.had, self.has)


@dataclass(frozen=True)
class Homes:
    """The stocks, and the values of the placement variables that leave every lesson where it was, as far as it can."""

    stocks: tuple[Stock, ...]
    start: Ints

    @property
    def cost(self) -> dict[int, int]:
        """What is minimised, by variable: staying is worth something."""
        return {var: -worth for stock in self.stocks for var, worth in stock.homes.items()}

    @property
    def offset(self) -> int:
        """What moving everything weighs: with ``cost`` the weight of a timetable's moves."""
        return sum(stock.best for stock in self.stocks)

    @property
    def unsettled(self) -> frozenset[str]:
        """Courses that cannot all stay, have more or fewer lessons than before, or weeks to choose at an old place."""
        return frozenset(
            course
            for stock in self.stocks
            if stock.had != stock.has
            or len(stock.homes) > stock.had
            or sum(self.start[v] for v in stock.homes) < stock.keep
            for course in stock.courses
        )

    def _at_home(self, stock: Stock) -> int:
        return int(sum(self.start[v] for v in stock.homes))


def homes_of(
    board: SolverBoard,
    before: School,
    old: Timetable,
    days: Collection[int] = (),
    minutes: Mapping[int, int] | None = None,
) -> Homes:
    """Lay an old timetable of the plan ``before`` on a board whose placements are made; ``days`` weigh more,
    ``minutes`` are the values of the board's homework variables."""
    school = board.school
    had = _placed(before, old)
    decisions: dict[tuple[str, int], list[tuple[int, Decision]]] = defaultdict(list)
    for var, d in board.decisions.items():
        decisions[d.course.id, d.duration].append((var, d))
    start = np.zeros(len(board.program.lower), dtype=np.int64)
    room = _Room(board)
    chosen = either(school)
    stocks = []
    for unit in units(before, school):
        for duration in sorted({s.duration for c in unit.after for s in school.course[c].sessions}):
            olds = [x for c in unit.before for x in had.get((c, duration), [])]
            has = sum(s.duration == duration for c in unit.after for s in school.course[c].sessions)
            worth = {place: unit.weight * (PUBLISHED if place[0] in days else 1) for place, _ in olds}
            found: dict[int, int] = {}
            for course in unit.after:
                free = (course, duration) in chosen
                for var, d in decisions.get((course, duration), ()):
                    place = (d.start.day, d.start.period)
                    weeks = [w for p, w in olds if p == place]
                    if any(same_weeks(w, d.weeks, free) for w in weeks):
                        found[var] = worth[place]
            dearest = sorted((worth[place] for place, _ in olds), reverse=True)
            stocks.append(Stock(unit.after, found, len(olds), has, sum(dearest[: min(len(olds), has)])))
            room.settle(start, found, olds)
    return Homes(tuple(stocks), _complete(board, start, old, minutes or {}))


def _placed(school: School, timetable: Timetable) -> dict[tuple[str, int], list[tuple[Place, Weeks]]]:
    long = durations(school)
    found: dict[tuple[str, int], list[tuple[Place, Weeks]]] = defaultdict(list)
    for p in timetable.placements:
        found[p.course, long[p.course, p.session]].append((place_of(school, p), p.weeks))
    return found


class _Room:
    """How many sessions of each kind are still to be placed."""

    def __init__(self, board: SolverBoard):
        self._board = board
        self._kind = {var: i for i, (vars_, _) in enumerate(board.alike) for var in vars_}
        self._left = [count for _, count in board.alike]

    def settle(self, start: Ints, homes: dict[int, int], olds: list[tuple[Place, Weeks]]) -> None:
        """Put as many lessons as can be to their old places, those of the same weeks first."""
        by_place: dict[Place, list[int]] = defaultdict(list)
        for var in homes:
            slot = self._board.decisions[var].start
            by_place[slot.day, slot.period].append(var)
        for place, weeks in sorted(olds):
            fit = [v for v in by_place[place] if not start[v] and self._left[self._kind[v]]]
            fit.sort(key=lambda v: self._board.decisions[v].weeks is not weeks)
            if fit:
                start[fit[0]] = 1
                self._left[self._kind[fit[0]]] -= 1


def _complete(board: SolverBoard, start: Ints, old: Timetable, minutes: Mapping[int, int]) -> Ints:
    decided = {int(var): 1 for var in np.flatnonzero(start)} | dict(minutes)
    if board.room_choices:
        known = Timetable(tuple(p for p in old.placements if _known(board.school, p.course, p.session)))
        decided |= rooms_of(board, known)
    return np.array(board.program.complete(decided), dtype=np.int64)


def _known(school: School, course: str, session: str) -> bool:
    return course in school.course and any(s.id == session for s in school.course[course].sessions)
