"""What is told while a search runs: stages, and the best so far by rule, not too often."""

from __future__ import annotations

from collections.abc import Mapping

from .agreement import costs_by_rule
from .board import SolverBoard
from .improve import Progress
from .outcome import Answer, Clock, Event, Tell

OFTEN = 0.25  # seconds between two events of the improvement


class Reporter:
    """Tells events and keeps the history: (seconds, cost in thousandths) at each improvement."""

    def __init__(self, board: SolverBoard, rule_of: Mapping[str, str], clock: Clock, tell: Tell):
        self.rest = 0  # what is not on the board yet but will cost: the homework
        self.history: list[tuple[float, int]] = []
        self._board, self._rule_of, self._clock, self._tell = board, rule_of, clock, tell
        self._shown = 0.0

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._tell(Event(name, self._clock()))

    def answer(self, stage: str, answer: Answer) -> None:
        """A stage ended with an answer; the first valid one begins the history."""
        if stage == "first" and answer.cost is not None:
            self.history.append((round(self._clock(), 3), answer.cost))
        costs = answer.audit.costs if answer.audit else {}
        self._tell(Event(stage, self._clock(), answer.cost, answer.bound, costs))

    def progress(self, progress: Progress) -> None:
        """The improvement found something better."""
        now, cost = self._clock(), progress.cost + self.rest
        self.history.append((round(now, 3), cost))
        if now - self._shown > OFTEN:
            self._shown = now
            costs = costs_by_rule(self._board, self._rule_of, progress.values.tolist())
            self._tell(Event("improving", now, cost, None, costs))
