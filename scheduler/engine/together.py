"""Several pieces of work in threads that end together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from .solve import Stop


def together(*works: Callable[[], None], stop: Stop, end: float = float("inf")) -> None:
    """Do each in a thread of its own and wait for all; at ``end`` (on the monotonic clock) ``stop`` is asked.

    The first that fails asks ``stop`` too, so that the others end soon, and its exception is raised here.
    """
    failed: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)
            stop.ask()

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
            if time.monotonic() > end:
                stop.ask()
    if failed:
        raise failed[0]
