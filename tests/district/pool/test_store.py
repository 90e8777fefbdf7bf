"""Results on disk: there wholly or not at all, and made once."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.district.pool import Store, StoreError, fingerprint, refused
from scheduler.district.pool.processes import ProcessPool
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import RunError

from . import work


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def answer(folder: Path) -> None:
    (folder / "学校").mkdir()
    (folder / "学校" / "课表.csv").write_text("一1", "utf-8")
    (folder / "result").write_bytes(b"7")


def test_what_is_kept_is_found(store: Store) -> None:
    key = fingerprint(b"plan", "lijin", 1)
    assert store.find(key) is None
    kept = store.keep(key, answer)
    assert store.find(key) == kept
    assert (kept / "result").read_bytes() == b"7"
    assert (kept / "学校" / "课表.csv").read_text("utf-8") == "一1"


def test_a_fingerprint_tells_all_parts_apart() -> None:
    many = [(b"ab", b"c"), (b"a", b"bc"), (b"abc",), ("ab", "c"), (1,), ("1",), (1.0,), (True,), (None,), ("None",), ()]
    assert len({fingerprint(*parts) for parts in many}) == len(many)
    assert fingerprint(b"ab", 1, "周") == fingerprint(b"ab", 1, "周")


def test_it_is_made_once(store: Store) -> None:
    made = []
    for _ in range(3):
        store.keep("ab" * 20, lambda folder: made.append(answer(folder)))
    assert len(made) == 1


@pytest.mark.parametrize("harm", ["shorter", "other", "gone", "more", "unlisted", "cut off"])
def test_what_is_damaged_is_not_there_and_is_made_anew(store: Store, harm: str) -> None:
    """As after a crash of the computer in the midst of writing, or a hand in the folder."""
    kept = store.keep("ab" * 20, answer)
    if harm == "shorter":
        (kept / "result").write_bytes(b"")
    elif harm == "other":
        (kept / "result").write_bytes(b"8")
    elif harm == "gone":
        (kept / "学校" / "课表.csv").unlink()
    elif harm == "more":
        (kept / "extra").write_bytes(b"")
    elif harm == "unlisted":
        (kept / "whole.json").unlink()
    else:
        (kept / "whole.json").write_text("{")
    assert store.find("ab" * 20) is None
    again = store.keep("ab" * 20, answer)
    assert store.find("ab" * 20) == again
    assert (again / "result").read_bytes() == b"7"
    assert [p.name for p in store.folder.iterdir()] == ["ab"]


def test_a_failure_leaves_nothing(store: Store) -> None:
    def fails(folder: Path) -> None:
        answer(folder)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.keep("ab" * 20, fails)
    assert list(store.folder.iterdir()) == []


def test_of_two_writers_the_first_stays(store: Store) -> None:
    def slower(folder: Path) -> None:
        store.keep("ab" * 20, answer)  # another was quicker meanwhile
        (folder / "result").write_bytes(b"9")

    kept = store.keep("ab" * 20, slower)
    assert (kept / "result").read_bytes() == b"7"
    assert [p.name for p in store.folder.iterdir()] == ["ab"]


def test_many_writers_at_once(store: Store, tmp_path: Path) -> None:
    jobs = [job for i in range(4) for job in work.jobs(work.kept, range(5), store, tmp_path / "log")]
    jobs = [type(job)(f"{job.key}-{i}", job.call, job.args) for i, job in enumerate(jobs)]
    with ProcessPool(3, Stop()) as pool:
        done = list(pool.run(jobs))
    assert len(done) == 20
    assert all(d.failure is None for d in done), done
    assert all(store.find(d.value) is not None for d in done)
    assert len({d.value for d in done}) == 5


def test_a_second_run_makes_nothing_anew(store: Store, tmp_path: Path) -> None:
    """Resume: what the store has is not done twice, what is missing is."""
    log = tmp_path / "log"
    with ProcessPool(2, Stop()) as pool:
        list(pool.run(work.jobs(work.kept, range(3), store, log)))
        list(pool.run(work.jobs(work.kept, range(5), store, log)))
    assert sorted(log.read_text().split()) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_is_said_and_leaves_nothing_half(store: Store, number: int) -> None:
    kept = store.keep("ab" * 20, answer)

    def full(folder: Path) -> None:
        answer(folder)
        raise OSError(number, os.strerror(number))

    with pytest.raises(StoreError) as caught:
        store.keep("cd" * 20, full)
    assert "磁盘写满了" in caught.value.text.say("zh")
    assert "same command again" in caught.value.text.say("en")
    assert store.find("cd" * 20) is None
    assert store.find("ab" * 20) == kept
    assert [p.name for p in store.folder.iterdir()] == ["ab"]


def test_a_full_disk_that_the_writer_of_a_run_folder_met(store: Store) -> None:
    """It says it as an error of that folder; it is the end of the whole run all the same."""

    def writes(folder: Path) -> None:
        raise RunError(Text("写不了", "cannot write")) from OSError(errno.ENOSPC, "No space left")

    with pytest.raises(StoreError) as caught:
        store.keep("ab" * 20, writes)
    assert "磁盘写满了" in caught.value.text.say("zh")
    assert list(store.folder.iterdir()) == []

    def other(folder: Path) -> None:
        raise RunError(Text("别的", "something else"))

    with pytest.raises(RunError) as plain:
        store.keep("ab" * 20, other)
    assert not isinstance(plain.value, StoreError)


def test_a_full_disk_when_moving_into_place(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StoreError):
        store.keep("ab" * 20, answer)
    monkeypatch.undo()
    assert store.find("ab" * 20) is None


LIMITED = """
import resource, signal, sys
from pathlib import Path
from scheduler.district.pool import Store, StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
store = Store(Path(sys.argv[1]))
store.keep("ab" * 20, lambda folder: (folder / "small").write_bytes(b"x" * 40_000))
try:
    store.keep("cd" * 20, lambda folder: (folder / "large").write_bytes(b"x" * 400_000))
except StoreError as error:
    print(error.text.en)
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit of file sizes there")
def test_a_disk_that_really_takes_no_more(store: Store) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", LIMITED, str(store.folder)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    assert "the disk is full" in said.stdout, said
    assert store.find("ab" * 20) is not None
    assert store.find("cd" * 20) is None
    assert [p.name for p in store.folder.iterdir()] == ["ab"]


def test_a_copied_folder_that_met_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """shutil tells only in words what the disk said."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "plan.xlsx").write_bytes(b"1")

    def full(source: str, target: str, **_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source)

    with pytest.raises(shutil.Error) as caught:
        shutil.copytree(tmp_path / "run", tmp_path / "copy", copy_function=full)
    assert "磁盘写满了" in refused(tmp_path, caught.value).text.say("zh")
    assert "x.csv" in refused(tmp_path, shutil.Error([("x.csv", "y.csv", "Permission denied")])).text.say("en")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError) as caught:
        Store(tmp_path / "store").keep("ab" * 20, answer)
    assert str(tmp_path / "store") in caught.value.text.say("zh")


def test_what_killed_writers_left_is_cleared(store: Store) -> None:
    kept = store.keep("ab" * 20, answer)
    shutil.copytree(kept, store.folder / ".new-0123")
    store.tidy()
    assert [p.name for p in store.folder.iterdir()] == ["ab"]
    assert store.find("ab" * 20) == kept
    store.forget(["ab" * 20])
    assert store.find("ab" * 20) is None
