"""The same on a Dask cluster: a small one on this computer, and one that others began."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scheduler.district.pool import Place, Pool, StoreError, going, hold, open_pool
from scheduler.engine.solve import Stop
from scheduler.errors import RunError

from . import work
from .test_processes import eventually, kill

pytest.importorskip("distributed")

from scheduler.district.pool import cluster
from scheduler.district.pool.cluster import ClusterPool


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterPool]:
    with ClusterPool("local:2", tmp_path_factory.mktemp("shared"), Stop()) as made:
        yield made


def test_all_jobs_are_done_by_other_processes(pool: ClusterPool) -> None:
    done = work.by_key(pool.run(work.jobs(work.double, range(9))))
    assert {k: d.value for k, d in done.items()} == {f"double-{n}": 2 * n for n in range(9)}
    numbers = {d.value for d in pool.run(work.jobs(work.who, range(6)))}
    assert os.getpid() not in numbers
    assert len(numbers) <= 2


def test_failures_are_said_and_stop_no_other(pool: ClusterPool) -> None:
    calls = (work.says_no, work.defective, work.double)
    done = work.by_key(pool.run([job for call in calls for job in work.jobs(call, [1])]))
    assert done["double-1"].value == 2
    assert done["says_no-1"].failure is not None
    assert done["says_no-1"].failure.say("zh") == "1 不行"
    assert done["defective-1"].failure is not None


def test_a_full_disk_ends_the_run(pool: ClusterPool) -> None:
    with pytest.raises(StoreError):
        list(pool.run(work.jobs(work.disk_full, [1])))
    assert [d.value for d in pool.run(work.jobs(work.double, [1]))] == [2]


def test_a_killed_worker_loses_nothing(pool: ClusterPool, tmp_path: Path) -> None:
    numbers: dict[str, Any] = pool._client.run(os.getpid)
    living = list(numbers.values())
    assert len(living) == 2
    done = []
    for one in pool.run(work.jobs(work.slowly, range(8), tmp_path)):
        done.append(one)
        if living:
            kill(living.pop())
    found = work.by_key(done)
    assert {d.value for d in found.values()} == set(range(8)), found
    assert not living


def test_poison_is_set_aside_and_the_rest_is_done(pool: ClusterPool, tmp_path: Path) -> None:
    jobs = work.jobs(work.dies, [1], tmp_path) + work.jobs(work.double, range(6))
    done = work.by_key(pool.run(jobs))
    assert {d.value for k, d in done.items() if k.startswith("double")} == {2 * n for n in range(6)}
    assert done["dies-1"].failure is not None
    assert "set aside" in done["dies-1"].failure.say("en")
    assert len((tmp_path / "1").read_text()) == 3


def test_the_stop_ends_running_jobs_soon_and_keeps_their_best(tmp_path: Path) -> None:
    stop, asked = Stop(), []
    begun = tmp_path / "begun"
    begun.mkdir()

    def ask() -> None:
        eventually(lambda: len(list(begun.iterdir())) == 2)
        asked.append(time.monotonic())
        stop.ask()

    with ClusterPool("local:2", tmp_path, stop) as pool:
        thread = threading.Thread(target=ask)
        thread.start()
        done = list(pool.run(work.jobs(work.until_stopped, range(5), begun)))
        assert time.monotonic() - asked[0] < 10  # 0.4 s where nothing else runs
        thread.join()
    assert [d.value for d in done] == ["the best so far"] * 2
    assert not list(tmp_path.glob("going-*"))


@contextmanager
def begun_by_others(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A scheduler and one worker in processes of their own, as the README has them started; its address."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "text": True}
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    first = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with subprocess.Popen(first, **quiet) as scheduler:  # type: ignore[call-overload]
        eventually(lambda: file.is_file() and file.read_text().rstrip().endswith("}"))
        address = json.loads(file.read_text())["address"]
        second = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", *options]
        with subprocess.Popen(second, **quiet) as worker:  # type: ignore[call-overload]
            try:
                yield address, scheduler
            finally:
                worker.kill()  # what it began ends with it
                scheduler.kill()


def test_a_cluster_that_others_began(tmp_path: Path) -> None:
    with (
        begun_by_others(tmp_path, "--resources", "cpsat=1") as (address, scheduler),
        hold(tmp_path / "out") as place,
        open_pool(place, Stop(), cluster=address) as pool,
    ):
        assert sorted(d.value for d in pool.run(work.jobs(work.double, range(3)))) == [0, 2, 4]
        refused(pool, place)
        done = pool.run(work.jobs(work.deaf, [1], tmp_path))
        threading.Thread(target=lambda: (eventually((tmp_path / "1").exists), scheduler.kill())).start()
        with pytest.raises(RunError) as caught:
            list(done)
        assert "is gone" in caught.value.text.say("en")
        assert address in caught.value.text.say("zh")


def refused(pool: Pool, place: Place) -> None:
    """A worker of another version, or one that does not see the folder, says so."""
    here = str(place.folder / "going-1")
    said = cluster._do("x", b"", here, "0.0.0")
    assert isinstance(said, cluster.Refused)
    assert "0.0.0" in said.text.say("zh")
    said = cluster._do("x", b"", str(place.folder / "elsewhere" / "going-1"), cluster.__version__)
    assert isinstance(said, cluster.Refused)
    assert "共享文件夹" in said.text.say("zh")
    assert cluster._do("x", b"", here, cluster.__version__) is None  # the run is over: nothing is begun


def test_workers_without_the_resource_are_told_how_to_start(tmp_path: Path) -> None:
    with (
        begun_by_others(tmp_path) as (address, _),
        ClusterPool(address, tmp_path, Stop(), patience=1.0) as pool,
        pytest.raises(RunError) as caught,
    ):
        list(pool.run(work.jobs(work.double, [1])))
    assert "--resources cpsat=1" in caught.value.text.say("en")


def test_a_worker_killed_while_it_begins_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask then gives up the whole cluster: Nanny failed to start."""
    import distributed

    real, fails = distributed.LocalCluster, [True]

    def fails_once(**options: Any) -> Any:
        if fails and fails.pop():
            raise RuntimeError("Nanny failed to start.")
        return real(**options)

    monkeypatch.setattr(distributed, "LocalCluster", fails_once)
    with ClusterPool("local:1", tmp_path, Stop()) as pool:
        assert [d.value for d in pool.run(work.jobs(work.double, [1]))] == [2]
    monkeypatch.setattr(distributed, "LocalCluster", lambda **_: (_ for _ in ()).throw(RuntimeError("Nanny failed")))
    with pytest.raises(RunError) as caught:
        ClusterPool("local:1", tmp_path, Stop())
    assert "no worker can be started" in caught.value.text.say("en")
    assert not list(tmp_path.iterdir())


def test_no_scheduler_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    with pytest.raises(RunError) as caught:
        ClusterPool("tcp://127.0.0.1:9", tmp_path, Stop())
    assert "tcp://127.0.0.1:9" in caught.value.text.say("zh")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["local:0", "local", "host:8786", "tcp://"])
def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    with pytest.raises(RunError) as caught:
        open_pool(Place(tmp_path), Stop(), cluster=address)
    assert address in caught.value.text.say("en")


def test_without_dask_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError) as caught:
        open_pool(Place(tmp_path), Stop(), cluster="local:1")
    assert ".[district]" in caught.value.text.say("zh")


def test_a_disk_out_of_reach_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = going.begin(tmp_path)
    assert going.goes_on(path)

    def unreachable(self: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", unreachable)
    assert going.goes_on(path)
    monkeypatch.undo()
    going.end(path)
    assert not going.goes_on(path)
    path.unlink()
    assert not going.goes_on(path)
