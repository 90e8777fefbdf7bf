"""Processes of this computer. Each has a line of its own to the parent: when one dies it is known under which job, and
no other is disturbed."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from scheduler import rarely_collect
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import RunError, defect

from .job import Done, Job
from .queue import Queue
from .store import StoreError
from .working import Refused, packed, perform

JOBS_EACH = 25  # then a process is replaced: what libraries keep of its memory goes with it
GRACE = 20.0  # seconds that a job has to end when the stop is asked
_TICK = 0.1  # seconds between looks at the stop
_STARTS = 3  # processes in a row that end before they are ready: there is no having any
_READY = "ready"


class ProcessPool:
    """So many processes, begun as they are needed (spawn, as on Windows) and kept from one ``run`` to the next.

    ``jobs_each``: jobs after which a process is replaced. ``grace``: seconds after the stop until what still runs is
    ended. ``processes``: the numbers of the living.
    """

    def __init__(self, workers: int, stop: Stop, *, jobs_each: int = JOBS_EACH, grace: float = GRACE):
        self._most, self._stop, self._jobs_each, self._grace = max(1, workers), stop, jobs_each, grace
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """Process numbers, busy ones first."""
        return tuple(w.number for w in sorted(self._workers, key=lambda w: w.job is None))

    def close(self) -> None:
        """End all processes."""
        for worker in list(self._workers):
            self._drop(worker)

    def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """See Pool."""
        queue, until = Queue(jobs), float("inf")
        ended: list[Done] = []
        try:
            while (queue or self._busy) and time.monotonic() < until:
                if self._stop and until == float("inf"):
                    until = time.monotonic() + self._grace
                    queue.close()
                    for worker in self._workers:
                        worker.ask()
                    continue
                ended += self._hand_out(queue)
                yield from ended  # when the others are at work again: the caller may take his time
                ended = list(self._listen(queue))
            yield from ended
        finally:  # also when the caller goes away in the midst of it
            for worker in self._busy:
                self._drop(worker)

    @property
    def _busy(self) -> list[_Worker]:
        return [w for w in self._workers if w.job is not None]

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)

    def _hand_out(self, queue: Queue) -> Iterator[Done]:
        """Begin processes while there are too few, and give a job to each that waits for one."""
        while len(self._workers) < min(self._most, queue.room(len(self._busy))):
            self._workers.append(_Worker())
        for worker in [w for w in self._workers if w.ready and w.job is None]:
            job = queue.next(len(self._busy))
            if job is None:
                return
            if queue.alone(job):
                for other in [w for w in self._workers if w is not worker]:
                    self._drop(other)
            try:
                worker.give(job)
            except OSError:  # it has died, but not of this job
                queue.back(job)
            except Exception as error:  # what cannot be pickled
                yield Done(job.key, failure=defect(error))

    def _listen(self, queue: Queue) -> Iterator[Done]:
        """What the processes say within a moment."""
        heard = set(wait([end for w in self._workers for end in w.ends], timeout=_TICK))
        for worker in [w for w in self._workers if heard.intersection(w.ends)]:
            try:
                said = worker.said()
            except (EOFError, OSError):
                yield from self._buried(worker, queue)
                continue
            if said == _READY:
                worker.ready, self._failed_starts = True, 0
                continue
            worker.job = None
            if worker.given >= self._jobs_each:
                self._drop(worker)
            if isinstance(said, Refused):
                raise StoreError(said.text)
            if said is not None:
                yield said

    def _buried(self, worker: _Worker, queue: Queue) -> Iterator[Done]:
        """A process is dead."""
        self._drop(worker)
        if worker.job is not None:
            if (aside := queue.lost(worker.job)) is not None:
                yield aside
        elif not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise _no_process()


class _Worker:
    """A process, seen from the parent: a line for jobs and what comes of them, and one that only carries the stop."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._line, far = context.Pipe()
        ear, self._mouth = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(far, ear), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            raise RunError(Text(f"启动不了计算进程：{error}", f"cannot start a process: {error}")) from error
        finally:
            far.close()
            ear.close()
        self.ready, self.given = False, 0
        self.job: Job | None = None

    @property
    def ends(self) -> tuple[Any, ...]:
        """What to wait for: its words, or its death."""
        return self._line, self._process.sentinel

    @property
    def number(self) -> int:
        """Its process number."""
        return self._process.pid or 0

    def give(self, job: Job) -> None:
        self._line.send((job.key, packed(job)))
        self.job, self.given = job, self.given + 1

    def said(self) -> Any:
        """The next it said. Raises EOFError when it is dead and said no more."""
        if not self._line.poll():
            raise EOFError
        try:
            return self._line.recv()
        except (EOFError, OSError):
            raise
        except Exception as error:  # a value that cannot be unpickled here
            return Done(self.job.key if self.job else "", failure=defect(error))

    def ask(self) -> None:
        """Ask its job to end."""
        with suppress(OSError):
            self._mouth.send(True)

    def end(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.join()
        for line in (self._line, self._mouth):
            line.close()


def _no_process() -> RunError:
    zh = (
        "启动不了计算进程：刚启动就结束了（内存不够？）\n  可以：自己写程序调用时，放在 if __name__ == '__main__': 之下"
    )
    en = "no process can be started, each ends at once (too little memory?)"
    maybe = "in a program of your own: call it below if __name__ == '__main__':"
    return RunError(Text(zh, f"{en}\n  Maybe: {maybe}"))


# -- in a process --


def _serve(line: Connection[Any, Any], ear: Connection[Any, Any]) -> None:
    """Do jobs until the parent goes away. Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    rarely_collect()
    stop = Stop()
    threading.Thread(target=_hear, args=(ear, stop), daemon=True).start()
    line.send(_READY)
    while True:
        key, raw = line.recv()
        try:
            said = perform(key, raw, stop.child())
        except MemoryError:
            os._exit(1)
        try:
            line.send(said)
        except OSError:
            return
        except Exception as error:  # a value that cannot be pickled
            line.send(Done(key, failure=defect(error)))
        del said
        gc.collect()  # between jobs, so that none begins with the last one's garbage


def _hear(ear: Connection[Any, Any], stop: Stop) -> None:
    """Hand on the stop; end with the parent, however that ended."""
    try:
        while True:
            ear.recv()
            stop.ask()
    except (EOFError, OSError):
        os._exit(1)
