"""Processes of this computer: whatever one job does, the others are done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.district.pool import Job, StoreError
from scheduler.district.pool.processes import ProcessPool
from scheduler.engine.solve import Stop
from scheduler.errors import RunError

from . import work


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    with ProcessPool(2, Stop()) as made:
        yield made


def kill(number: int) -> None:
    os.kill(number, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError:
        return False
    return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


def eventually(fact: object) -> None:
    end = time.monotonic() + 30
    while not fact():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_all_jobs_are_done_by_other_processes_that_stay(pool: ProcessPool) -> None:
    first = work.by_key(pool.run(work.jobs(work.double, range(7))))
    assert {k: d.value for k, d in first.items()} == {f"double-{n}": 2 * n for n in range(7)}
    assert all(d.failure is None and d.seconds >= 0 and d.processor >= 0 for d in first.values())
    one = {d.value for d in pool.run(work.jobs(work.who, range(6)))}
    two = {d.value for d in pool.run(work.jobs(work.who, range(6)))}
    assert os.getpid() not in one | two
    assert one | two <= set(pool.processes)


def test_nothing_to_do(pool: ProcessPool) -> None:
    assert list(pool.run([])) == []
    assert pool.processes == ()


def test_a_process_is_replaced_after_so_many_jobs() -> None:
    with ProcessPool(1, Stop(), jobs_each=2) as pool:
        numbers = [d.value for d in pool.run(work.jobs(work.who, range(6)))]
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_failures_are_said_and_stop_no_other(pool: ProcessPool) -> None:
    calls = (work.says_no, work.defective, work.gives_a_lock, work.double)
    done = work.by_key(pool.run([job for call in calls for job in work.jobs(call, [1])]))
    assert done["double-1"].value == 2
    assert done["says_no-1"].failure is not None
    assert done["says_no-1"].failure.say("zh") == "1 不行"
    assert done["defective-1"].failure is not None
    assert "ZeroDivisionError: a defect" in done["defective-1"].failure.say("en")
    assert done["gives_a_lock-1"].failure is not None
    assert "pickle" in done["gives_a_lock-1"].failure.say("en")


def test_a_job_that_cannot_be_sent_is_a_failure_too(pool: ProcessPool) -> None:
    jobs = [Job("local", lambda *, stop: 1), *work.jobs(work.double, [1])]
    done = work.by_key(pool.run(jobs))
    assert done["local"].failure is not None
    assert done["double-1"].value == 2


def test_killed_processes_lose_nothing(pool: ProcessPool, tmp_path: Path) -> None:
    """Each of four ends takes a living process with it: every job still ends, once, with its value."""
    killed: list[int] = []
    done = []
    for one in pool.run(work.jobs(work.slowly, range(10), tmp_path)):
        done.append(one)
        living = [number for number in pool.processes if number not in killed]
        if len(killed) < 4 and living:
            killed.append(living[0])
            kill(living[0])
    found = work.by_key(done)
    assert {d.value for d in found.values()} == set(range(10)), found
    assert len(killed) == 4
    assert not set(killed) & set(pool.processes)


def test_poison_is_set_aside_after_it_ran_alone(pool: ProcessPool, tmp_path: Path) -> None:
    jobs = work.jobs(work.dies, [1], tmp_path) + work.jobs(work.among_others, range(6), tmp_path)
    done = work.by_key(pool.run(jobs))
    assert {d.value for k, d in done.items() if k.startswith("among")} == set(range(6))
    poison = done["dies-1"]
    assert poison.failure is not None
    assert poison.value is None
    assert "搁置" in poison.failure.say("zh")
    assert "set aside" in poison.failure.say("en")
    tries = (tmp_path / "1").read_text()  # how many others ran at each of its attempts
    assert len(tries) == 3
    assert tries[-1] == "0"


def test_several_poisons_and_one_that_recovers(pool: ProcessPool, tmp_path: Path) -> None:
    jobs = work.jobs(work.dies, [1, 2], tmp_path) + work.jobs(work.dies_first, [3], tmp_path, 2)
    jobs += work.jobs(work.out_of_memory, [4], tmp_path)
    done = work.by_key(pool.run(jobs))
    assert done["dies-1"].failure is not None
    assert done["dies-2"].failure is not None
    assert done["dies_first-3"].value == 3
    assert done["out_of_memory-4"].value == 4


def test_the_stop_ends_running_jobs_soon_and_keeps_their_best(tmp_path: Path) -> None:
    stop = Stop()
    asked = []

    def ask() -> None:
        eventually(lambda: len(list(tmp_path.iterdir())) == 2)
        asked.append(time.monotonic())
        stop.ask()

    with ProcessPool(2, stop) as pool:
        thread = threading.Thread(target=ask)
        thread.start()
        done = list(pool.run(work.jobs(work.until_stopped, range(5), tmp_path)))
        thread.join()
        assert time.monotonic() - asked[0] < 10  # 0.1 s where nothing else runs
        assert [d.value for d in done] == ["the best so far"] * 2  # the other three were not begun
        assert list(pool.run(work.jobs(work.double, [1]))) == []  # nor is anything after the stop


def test_a_job_that_does_not_listen_is_ended_after_the_grace(tmp_path: Path) -> None:
    stop = Stop()
    with ProcessPool(1, stop, grace=0.5) as pool:
        threading.Thread(target=lambda: (eventually(lambda: any(tmp_path.iterdir())), stop.ask())).start()
        begun = time.monotonic()
        assert list(pool.run(work.jobs(work.deaf, [1], tmp_path))) == []
        assert time.monotonic() - begun < work.LONG / 2
        assert pool.processes == ()


def test_a_caller_that_goes_away_leaves_nothing_running(pool: ProcessPool, tmp_path: Path) -> None:
    running = pool.run(work.jobs(work.double, [1]) + work.jobs(work.deaf, [2], tmp_path))
    assert next(running).value == 2
    eventually(lambda: any(tmp_path.iterdir()))
    before = pool.processes
    running.close()
    eventually(lambda: len(pool.processes) < len(before))
    assert [d.value for d in pool.run(work.jobs(work.double, [3]))] == [6]


def test_a_full_disk_ends_the_run(pool: ProcessPool, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        list(pool.run(work.jobs(work.disk_full, [1]) + work.jobs(work.until_stopped, range(3), tmp_path)))
    assert caught.value.exit_code == 4
    assert "磁盘写满了" in caught.value.text.say("zh")


def test_no_process_can_be_had(pool: ProcessPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.district.pool.processes._serve", work.never_ready)
    with pytest.raises(RunError) as caught:
        list(pool.run(work.jobs(work.double, range(3))))
    assert "no process can be started" in caught.value.text.say("en")


PARENT = """
import sys, threading
from pathlib import Path
from scheduler.district.pool.processes import ProcessPool
from scheduler.engine.solve import Stop
from tests.district.pool import work

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with ProcessPool(2, Stop()) as pool:
        run = pool.run(work.jobs(work.double, [1]) + work.jobs(work.deaf, [1, 2], folder))
        next(run)
        def tell():
            while len(list(folder.glob("[12]"))) < 2:
                threading.Event().wait(0.05)
            (folder / "processes.tmp").write_text(" ".join(map(str, pool.processes)))
            (folder / "processes.tmp").replace(folder / "processes")
        threading.Thread(target=tell).start()
        list(run)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs /proc or signal 0")
def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    """A parent that is killed outright leaves no process behind that goes on solving."""
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    parent = subprocess.Popen([sys.executable, str(program), str(tmp_path)], env=environment)
    eventually((tmp_path / "processes").exists)
    numbers = [int(n) for n in (tmp_path / "processes").read_text().split()]
    assert len(numbers) == 2
    assert all(map(alive, numbers))
    kill(parent.pid)
    parent.wait()
    eventually(lambda: not any(map(alive, numbers)))
