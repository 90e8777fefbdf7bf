"""Long work in a thread, so that Ctrl-C reaches the main thread and can ask for a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from scheduler.engine.solve import Stop

_T = TypeVar("_T")
_TICK = 0.2  # seconds


def awaited(work: Callable[[], _T], stop: Stop, *, stopping: str = "", tick: Callable[[], object] = lambda: None) -> _T:
    """What ``work`` gives, made in a thread; what it raises is raised here.

    The first Ctrl-C says ``stopping`` and asks ``stop``, which ``work`` has to heed; the second is raised. ``tick`` is
    called a few times a second by the main thread.
    """
    done = threading.Event()
    found: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    _wait(done, stop, stopping, tick)
    if failed:
        raise failed[0]
    return found[0]


def _wait(done: threading.Event, stop: Stop, stopping: str, tick: Callable[[], object]) -> None:
    """Not by joining the thread: in Python 3.11 a join that Ctrl-C interrupts takes the thread for finished."""
    while True:
        try:
            while not done.wait(_TICK):
                tick()
            return
        except KeyboardInterrupt:
            if stop:
                raise
            stop.ask()
            if stopping:
                click.echo(stopping, err=True)
