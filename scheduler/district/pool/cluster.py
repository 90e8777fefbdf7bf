"""A Dask cluster: workers on many computers that share a folder, or a small one on this computer.

Each worker offers so many ``cpsat``; a job takes one. No more jobs are sent than there are such places, so that a
worker that dies takes one job with it and not those that wait. Results go to the store; what is sent back is small.
"""

from __future__ import annotations

import logging
import platform
import queue as queues
import signal
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scheduler import __version__, rarely_collect
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import RunError, defect

from . import going
from .job import Done, Job
from .queue import Queue
from .store import StoreError
from .working import Refused, Said, packed, perform

RESOURCE = "cpsat"
PATIENCE = 60.0  # seconds without a single worker
GRACE = 20.0  # seconds that a job has to end when the stop is asked
_CONNECT = 20.0  # seconds
_STARTS = 3  # times that a cluster of this computer is begun
_TICK = 0.1
_COUNT = 1.0  # seconds between counts of the workers: they come and go


class ClusterPool:
    """Workers of the scheduler at ``address`` (tcp://…), or ``local:N`` of them begun here. ``folder``: in the shared
    folder, for the stop. ``patience``: seconds to go on without any worker. Raises RunError when there is no cluster.
    """

    def __init__(
        self, address: str, folder: Path, stop: Stop, *, patience: float = PATIENCE, grace: float = GRACE
    ):  # fmt: skip
        self._stop, self._patience, self._grace = stop, patience, grace
        self._address = address
        self._going = going.begin(folder)
        self._leave = ExitStack()
        self._leave.callback(self._going.unlink, missing_ok=True)
        try:
            self._client = self._connect(address)
        except BaseException:
            self._leave.close()
            raise
        self._heard: queues.SimpleQueue[tuple[Any, Any]] = queues.SimpleQueue()
        self._counted, self._room, self._seen = float("-inf"), 0, time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; end it where it was begun here. What still runs elsewhere is told to end."""
        going.end(self._going)
        with suppress(OSError, TimeoutError):  # it may be gone
            self._leave.close()

    def _connect(self, address: str) -> Any:
        try:
            import distributed
        except ImportError as error:
            zh = "用集群要先装 Dask：pip install -e '.[district]'；不写 --cluster 则用本机的多个进程"
            en = "it needs Dask: pip install -e '.[district]'; without --cluster processes of this computer do it"
            raise RunError(Text(zh, en)) from error
        try:
            if not address.startswith("local:"):
                return self._entered(distributed.Client(address, timeout=_CONNECT, set_as_default=False))  # type: ignore[no-untyped-call]
            cluster = self._leave.enter_context(_local(int(address.removeprefix("local:"))))
            client = self._entered(distributed.Client(cluster, set_as_default=False))  # type: ignore[no-untyped-call]
            client.register_plugin(_deaf())
        except (OSError, TimeoutError, ValueError) as error:
            zh = f"连不上 Dask 调度程序 {address}：{error}\n  可以：先在那台机器上运行 dask scheduler，核对地址和端口"
            en = f"no Dask scheduler at {address}: {error}\n  Maybe: run dask scheduler there; look at address and port"
            raise RunError(Text(zh, en)) from error
        return client

    def _entered(self, client: Any) -> Any:
        self._leave.callback(client.close, timeout=5)
        return client

    def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """See Pool."""
        queue, until = Queue(jobs), float("inf")
        ended: list[Done] = []
        flying: dict[Any, Job] = {}
        self._seen = time.monotonic()
        try:
            while (queue or flying) and time.monotonic() < until:
                if self._stop and until == float("inf"):
                    until = time.monotonic() + self._grace
                    queue.close()
                    going.end(self._going)
                    continue
                ended += self._send(queue, flying)
                yield from ended  # when the others are at work again: the caller may take his time
                ended = list(self._listen(queue, flying))
            yield from ended
        finally:
            if flying:  # the caller went away, or the grace is over
                self._client.cancel(list(flying))

    def _send(self, queue: Queue, flying: dict[Any, Job]) -> Iterator[Done]:
        """As many jobs as there are places."""
        places = self._places()
        while len(flying) < places and (job := queue.next(len(flying))) is not None:
            try:
                raw = packed(job)
            except Exception as error:
                yield Done(job.key, failure=defect(error))
                continue
            future = self._client.submit(
                _do, job.key, raw, str(self._going), __version__, key=f"{job.key}-{uuid.uuid4().hex[:8]}", pure=False,
                resources={RESOURCE: 1}, retries=1,
            )  # fmt: skip
            flying[future] = job
            future.add_done_callback(lambda ended: self._heard.put((ended, _said(ended))))

    def _listen(self, queue: Queue, flying: dict[Any, Job]) -> Iterator[Done]:
        """What is heard within a moment."""
        try:
            future, said = self._heard.get(timeout=_TICK)
        except queues.Empty:
            return
        job = flying.pop(future, None)
        future.release()
        if job is None:
            return  # of a run that was left
        if isinstance(said, Refused):
            raise StoreError(said.text)
        if isinstance(said, BaseException):
            yield from self._failed(said, job, queue)
        elif said is not None:
            yield said

    def _failed(self, error: BaseException, job: Job, queue: Queue) -> Iterator[Done]:
        """What the cluster itself says instead of an answer."""
        kind = type(error).__name__
        self._counted = float("-inf")
        if kind in ("KilledWorker", "MemoryError"):
            aside = queue.lost(job)
            if aside is not None:
                yield aside
        elif "Cancelled" in kind:
            raise _gone(self._address)
        elif isinstance(error, ImportError | AttributeError):
            zh = f"工作机上没有装本程序，或版本不同（{error}）\n  可以：各台机器装同一版本的 kebiao[district]"
            en = f"a worker lacks this program, or has another version ({error})\n  Maybe: install the same everywhere"
            raise RunError(Text(zh, en))
        else:
            yield Done(job.key, failure=defect(error))

    def _places(self) -> int:
        """Jobs that can run at once; counted now and then. Raises RunError when there have been none for long."""
        now = time.monotonic()
        if now - self._counted > _COUNT:
            workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
            self._room = int(sum(w.get("resources", {}).get(RESOURCE, 0) for w in workers))
            self._counted = now
            if self._room:
                self._seen = now
            elif now - self._seen > self._patience:
                raise _nobody(self._address, len(workers))
        return self._room


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """A cluster on this computer, one solve a worker. It leaves trying again to us, and says nothing."""
    import dask
    from distributed import LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": 0,
        # what Dask takes for lost is mostly a worker that begins again: it would end that and begin no other
        "distributed.deploy.lost-worker-timeout": "365 days",
    }
    for name in ("distributed", "distributed.nanny", "distributed.scheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a worker that dies is our matter
    with dask.config.set(settings):
        for left in reversed(range(_STARTS)):
            try:
                cluster = LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers, threads_per_worker=1, processes=True, resources={RESOURCE: 1}, memory_limit=0,
                    dashboard_address=":0", silence_logs=logging.CRITICAL,
                )  # fmt: skip
                break
            except RuntimeError as error:  # one of them was killed while it began
                if not left:
                    raise _none_left() from error
        with cluster:
            yield cluster


def _deaf() -> Any:
    """Ctrl-C is for the program that began the workers to hear."""
    from distributed import WorkerPlugin

    class Deaf(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    return Deaf()


def _said(future: Any) -> Any:
    """What a task gave, or the error of the cluster; in the cluster's own thread, for it may take a moment."""
    try:
        return future.result(timeout=60)
    except BaseException as error:
        return error


def _nobody(address: str, workers: int) -> RunError:
    if address.startswith("local:"):
        return _none_left()
    how = f"dask worker {address} --nworkers 4 --nthreads 1 --resources {RESOURCE}=1"
    zh = f"有 {workers} 个工作进程，但没有一个带资源 {RESOURCE}" if workers else "集群里没有工作进程"
    en = f"{workers} worker(s), but none with the resource {RESOURCE}" if workers else "the cluster has no workers"
    return RunError(Text(f"{zh}\n  可以：在每台机器上运行 {how}", f"{en}\n  Maybe: on each computer: {how}"))


def _none_left() -> RunError:
    zh = "本机启动不了工作进程（内存不够？）\n  可以：减少 local:N 的个数"
    return RunError(Text(zh, "no worker can be started here (too little memory?)\n  Maybe: fewer in local:N"))


def _gone(address: str) -> RunError:
    zh = f"与 Dask 调度程序 {address} 的连接断了\n  可以：重新启动它，再运行同一条命令；已经排好的学校不会重排"
    en = f"the Dask scheduler {address} is gone\n  Maybe: start it and run the same command; solved schools are kept"
    return RunError(Text(zh, en))


# -- on a worker --


def _do(key: str, raw: bytes, place: str, version: str) -> Said:
    """Do a job while the run goes on."""
    path = Path(place)
    if version != __version__:
        zh = f"{platform.node()} 上的版本是 {__version__}，这里是 {version}\n  可以：各台机器装同一版本"
        en = f"{platform.node()} has version {__version__}, not {version}\n  Maybe: install the same everywhere"
        return Refused(Text(zh, en))
    if not path.parent.is_dir():
        zh = f"{platform.node()} 上看不到文件夹 {path.parent}\n  可以：-o 用各台机器以同一路径都能读写的共享文件夹"
        en = f"{platform.node()} does not see {path.parent}\n  Maybe: a shared folder, under the same path everywhere"
        return Refused(Text(zh, en))
    rarely_collect()
    stop, over = Stop(), threading.Event()
    if not going.goes_on(path):
        return None
    threading.Thread(target=going.watch, args=(path, stop, over), daemon=True).start()
    try:
        return perform(key, raw, stop)
    finally:
        over.set()
