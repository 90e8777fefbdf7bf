"""Jobs that wait for a process. One that loses its process is tried again; if need be alone; then it is set aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from scheduler.domain import Text

from .job import Done, Job

ALONE = 2  # processes lost, after which a job is tried with nothing else running


class Queue:
    """Jobs in their order. Those that lost a process come last; those that lost two, when nothing else runs: it may
    have been the others that took the memory. One that then loses a third is poison."""

    def __init__(self, jobs: Sequence[Job]):
        self._waiting, self._suspects = deque(jobs), deque[Job]()
        self._lost: dict[str, int] = {}
        self._closed = False

    def __bool__(self) -> bool:
        return bool(self._waiting or self._suspects)

    def room(self, busy: int) -> int:
        """How many could run at once now, with those ``busy``."""
        return busy + len(self._waiting) or min(1, len(self._suspects))

    def next(self, busy: int) -> Job | None:
        """A job to begin, while so many run."""
        if self._waiting:
            return self._waiting.popleft()
        return self._suspects.popleft() if self._suspects and not busy else None

    def alone(self, job: Job) -> bool:
        """Whether it must run with nothing beside it."""
        return self._lost.get(job.key, 0) >= ALONE

    def back(self, job: Job) -> None:
        """It could not begin, through no fault of its own."""
        (self._suspects if self.alone(job) else self._waiting).appendleft(job)

    def lost(self, job: Job) -> Done | None:
        """Its process died under it: to be tried again, or (a Done) set aside."""
        if self._closed:
            return None
        self._lost[job.key] = lost = self._lost.get(job.key, 0) + 1
        if lost > ALONE:
            return Done(job.key, failure=_poison(lost))
        (self._suspects if lost == ALONE else self._waiting).append(job)
        return None

    def close(self) -> None:
        """Nothing more is begun."""
        self._closed = True
        self._waiting.clear()
        self._suspects.clear()


def _poison(times: int) -> Text:
    zh = f"计算进程 {times} 次意外结束，最后一次是单独算的；已搁置，其余学校照常。多半是内存不够"
    en = f"its process ended unexpectedly {times} times, the last time with nothing else running; set aside"
    return Text(zh, f"{en}, the rest goes on. Most likely too little memory")
