"""A job for a pool of processes, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from scheduler.domain import Text


@dataclass(frozen=True)
class Job:
    """Something to do in another process, perhaps on another computer.

    ``key`` names it (a school), unique among the jobs of a run. ``call``: a function at the top of a module, for the
    other process imports it; it is called with ``args`` and ``stop=Stop``, and should end within a second of its being
    asked, with the best it has. Arguments and value are sent: they can be pickled and are small.
    """

    key: str
    call: Callable[..., Any]
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Done:
    """What came of a job: the ``value`` of its call, or the ``failure`` for which it was set aside. ``seconds``: wall
    time, ``processor``: processor time of the attempt that ended it."""

    key: str
    value: Any = None
    failure: Text | None = None
    seconds: float = 0.0
    processor: float = 0.0


class Pool(Protocol):
    """Runs jobs somewhere. One that fails, or kills its process, stops no other."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Each job's end, as they end. When the pool's stop is asked, the running ones are asked to end and give what
        they have; those that had not begun have no ``Done``. Raises StoreError when the store cannot be written (a full
        disk), RunError when no process can be had: then the rest is not done."""

    def close(self) -> None:
        """Give back the processes; whatever still runs is ended."""

    def __enter__(self) -> Self:
        """The pool itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes."""
