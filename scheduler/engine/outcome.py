"""What a search is asked, what it tells while it runs, and what comes out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scheduler.auditor import Audit
from scheduler.domain import HomeworkAllocation, Placement, Timetable

from .precheck import Shortage
from .solve import Status


@dataclass(frozen=True)
class Options:
    """How to search. ``seconds`` is wall time for everything; ``rounds`` makes the run reproducible: it replaces the
    clock by a fixed number of improvement rounds with deterministic limits."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    until_first: bool = False
    rounds: int | None = None
    kept: tuple[Placement, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something to show while solving. ``stage``: counting, model, first, improving, homework, bound,
    done.
    Costs are in thousandths; ``costs`` are by rule code."""

    stage: str
    seconds: float
    cost: int | None = None
    bound: float | None = None
    costs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the search found. ``timetable`` is None unless every hard rule holds; ``shortages`` prove impossibility.
    ``history`` is (seconds, cost) at each improvement; ``seconds`` is by stage."""

    status: Status
    timetable: Timetable | None
    homework: HomeworkAllocation
    audit: Audit | None
    cost: int | None
    bound: float | None
    shortages: tuple[Shortage, ...]
    seconds: Mapping[str, float]
    history: tuple[tuple[float, int], ...]
    size: Mapping[str, int]


Tell = Callable[[Event], None]
Write = Callable[[Answer], None]


class Clock:
    """Seconds since the start, and by stage."""

    def __init__(self) -> None:
        self.began = self._last = time.monotonic()
        self.stages: dict[str, float] = {}

    def __call__(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    def lap(self, stage: str) -> None:
        """The time since the last lap belongs to this stage."""
        now = time.monotonic()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now
