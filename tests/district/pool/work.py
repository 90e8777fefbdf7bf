"""What the pools are given to do here: other processes import it."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from scheduler.district.pool import Done, Job, Store, fingerprint
from scheduler.district.pool.store import refused
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import RunError

LONG = 120.0  # seconds; no test waits so long


def double(number: int, *, stop: Stop) -> int:
    return 2 * number


def who(number: int, *, stop: Stop) -> int:
    return os.getpid()


def until_stopped(number: int, begun: Path, *, stop: Stop) -> str:
    """Search until the stop, then give the best so far."""
    (begun / str(number)).touch()
    end = time.monotonic() + LONG
    while not stop and time.monotonic() < end:
        time.sleep(0.02)
    return "the best so far" if stop else "to the end"


def deaf(number: int, begun: Path, *, stop: Stop) -> None:
    """Does not listen to the stop."""
    (begun / str(number)).touch()
    time.sleep(LONG)


def slowly(number: int, begun: Path, *, stop: Stop) -> int:
    (begun / str(number)).touch()
    time.sleep(0.3)
    return number


def says_no(number: int, *, stop: Stop) -> None:
    raise RunError(Text(f"{number} 不行", f"{number} does not work"))


def defective(number: int, *, stop: Stop) -> None:
    raise ZeroDivisionError("a defect")


def dies(number: int, trace: Path, *, stop: Stop) -> None:
    with (trace / f"{number}").open("a") as file:
        file.write(f"{len(list(trace.glob('running-*')))}")
    os._exit(1)


def among_others(number: int, trace: Path, *, stop: Stop) -> int:
    """An ordinary job that can be seen while it runs."""
    mark = trace / f"running-{number}"
    mark.touch()
    time.sleep(0.2)
    mark.unlink()
    return number


def dies_first(number: int, trace: Path, times: int, *, stop: Stop) -> int:
    """Takes its process with it the first so many times."""
    tries = len(list(trace.glob(f"{number}-*")))
    (trace / f"{number}-{tries}").touch()
    if tries < times:
        os._exit(1)
    return number


def out_of_memory(number: int, trace: Path, *, stop: Stop) -> int:
    tries = len(list(trace.glob(f"{number}-*")))
    (trace / f"{number}-{tries}").touch()
    if tries < 1:
        raise MemoryError
    return number


def gives_a_lock(number: int, *, stop: Stop) -> object:
    return threading.Lock()  # cannot be pickled


def kept(number: int, store: Store, log: Path, *, stop: Stop) -> str:
    """A result in the store, made once."""
    key = fingerprint("kept", number)

    def fill(folder: Path) -> None:
        with log.open("a") as file:
            file.write(f"{number}\n")
        time.sleep(0.1)
        (folder / "answer").write_text(f"{number}" * 100)

    store.keep(key, fill)
    return key


def jobs(call: object, numbers: Iterable[int], *more: object) -> list[Job]:
    return [Job(f"{call.__name__}-{n}", call, (n, *more)) for n in numbers]  # type: ignore[attr-defined,arg-type]


def by_key(done: Iterable[Done]) -> dict[str, Done]:
    found = defaultdict(list)
    for one in done:
        found[one.key].append(one)
    assert all(len(several) == 1 for several in found.values())  # each job ends once
    return {key: several[0] for key, several in found.items()}


def disk_full(number: int, *, stop: Stop) -> None:
    raise refused(Path("store"), OSError(errno.ENOSPC, "No space left on device"))


def never_ready(line: object, ear: object) -> None:
    os._exit(1)
