"""A file that says whether a run is going on: how tasks on other computers hear of a stop.

They see it through the shared folder that the store is in too. It is opened at each look, so that a network disk asks
its server instead of its memory; the word for stop is as long as the one for go, so that it fits on a full disk.
"""

from __future__ import annotations

import threading
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .store import refused

if TYPE_CHECKING:
    from scheduler.engine.solve import Stop

PREFIX = "going-"
_GO, _STOP = b"go  ", b"stop"
_LOOK = 0.25  # seconds


def begin(folder: Path) -> Path:
    """A new file for a run. Raises StoreError when it cannot be written."""
    path = folder / f"{PREFIX}{uuid.uuid4().hex[:12]}"
    try:
        path.write_bytes(_GO)
    except OSError as error:
        raise refused(folder, error) from error
    return path


def end(path: Path) -> None:
    """Tell all tasks to end."""
    with suppress(OSError), path.open("r+b") as file:
        file.write(_STOP)


def goes_on(path: Path) -> bool:
    """Whether the run goes on. A disk that cannot be reached for a while stops nothing."""
    try:
        return path.read_bytes() != _STOP
    except FileNotFoundError:
        return False
    except OSError:
        return True


def watch(path: Path, stop: Stop, over: threading.Event) -> None:
    """Ask the stop when the run is told to end; for a thread, until ``over``."""
    while not over.wait(_LOOK):
        if not goes_on(path):
            stop.ask()
            return
