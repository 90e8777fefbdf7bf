"""What killed saves leave beside the run folders: cleared by the next save or listing, never while somebody writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler import history
from scheduler.output import leftovers
from scheduler.output.folder import OWN_FILES, place_folder
from scheduler.output.leftovers import LONG_AGO, beside, clear_leftovers
from tests.journal.folders import contents, put

ROOT = Path(__file__).parents[2]
DEAD = 2**22 + 1  # beyond the numbers that Linux and macOS give
SAVER = """
import sys, time
from pathlib import Path
from scheduler.output.folder import place_folder

def fill(new):
    (new / "run.json").write_text("{}")
    print(new.name, flush=True)
    time.sleep(60)

place_folder(Path(sys.argv[1]), fill, overwrite=True, book="课表.xlsx")
"""


def saver(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A program in the middle of a save, and the name of its hidden folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    child = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder)], stdout=subprocess.PIPE, encoding="utf-8", env=environment
    )
    assert child.stdout is not None
    return child, child.stdout.readline().strip()


def hidden(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.name.startswith(".")}


def save(folder: Path) -> None:
    def fill(new: Path) -> None:
        for name, content in contents().items():
            (new / name).write_bytes(content)

    assert place_folder(folder, fill, overwrite=True, book="课表.xlsx") == []


def left(container: Path, word: str = "new", pid: int = DEAD, host: str | None = None, age: float = 0.0) -> Path:
    """What a save of 结果 left."""
    path = container / f".结果.{word}0-{pid}-{leftovers._host() if host is None else host}".removesuffix("-")
    put(path, contents())
    for each in (*path.iterdir(), path):
        os.utime(each, (time.time() - age,) * 2)
    return path


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
@pytest.mark.parametrize("how", ["save", "list"])
def test_a_killed_save_is_cleared_by_the_next_save_and_by_the_list(tmp_path: Path, how: str) -> None:
    """They stayed for ever, one for each save that was ended by force, each as large as a run."""
    put(tmp_path / "结果", contents())
    child, name = saver(tmp_path / "结果")
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=60)
    assert hidden(tmp_path) == {name}
    if how == "save":
        save(tmp_path / "另一个")
    else:
        history.runs(tmp_path)
    assert hidden(tmp_path) == set()
    assert {p.name for p in (tmp_path / "结果").iterdir()} == set(contents())


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_a_save_that_is_still_being_written_is_not_touched(tmp_path: Path) -> None:
    child, name = saver(tmp_path / "结果")
    try:
        save(tmp_path / "结果")
        history.runs(tmp_path)
        assert hidden(tmp_path) == {name}
        assert (tmp_path / name / "run.json").is_file()
    finally:
        child.kill()
        child.communicate(timeout=60)


def test_another_save_of_this_program_is_not_touched(tmp_path: Path) -> None:
    mine = left(tmp_path, pid=os.getpid(), age=2 * LONG_AGO)
    clear_leftovers(tmp_path, OWN_FILES)
    assert mine.is_dir()


@pytest.mark.parametrize("host", ["00000000", ""])
def test_of_another_computer_only_what_is_old_is_cleared(tmp_path: Path, host: str) -> None:
    """On a share the number of a process says nothing here, and neither does a name without its computer."""
    young = left(tmp_path, host=host)
    clear_leftovers(tmp_path, OWN_FILES)
    assert young.is_dir()
    left(tmp_path, host=host, age=LONG_AGO + 60)
    clear_leftovers(tmp_path, OWN_FILES)
    assert not young.exists()


def test_a_number_that_another_program_has_by_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of processes come again: then its age tells."""
    monkeypatch.setattr(leftovers, "_alive", lambda pid: True)
    young = left(tmp_path)
    clear_leftovers(tmp_path, OWN_FILES)
    assert young.is_dir()
    left(tmp_path, age=LONG_AGO + 60)
    clear_leftovers(tmp_path, OWN_FILES)
    assert not young.exists()


def test_one_file_that_is_young_keeps_the_folder(tmp_path: Path) -> None:
    path = left(tmp_path, host="00000000", age=2 * LONG_AGO)
    os.utime(path / "run.json")
    clear_leftovers(tmp_path, OWN_FILES)
    assert path.is_dir()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    path = left(tmp_path, age=2 * LONG_AGO)
    (path / "备忘.txt").write_text("x", "utf-8")
    clear_leftovers(tmp_path, OWN_FILES)
    assert (path / "备忘.txt").is_file()


def test_a_single_file_that_was_being_written_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / f".课表.xlsx.new0-{DEAD}-{leftovers._host()}"
    path.write_bytes(b"half")
    clear_leftovers(tmp_path, OWN_FILES)
    assert not path.exists()


def test_a_run_that_was_only_moved_aside_goes_back(tmp_path: Path) -> None:
    """Killed between the two moves: the run was in the hidden folder only, and the list said that there was none."""
    left(tmp_path, "old")
    assert [e.folder for e in history.runs(tmp_path).entries] == ["结果"]
    assert hidden(tmp_path) == set()


def test_what_was_beside_the_old_run_goes_to_the_new_one(tmp_path: Path) -> None:
    """Killed after the second move: the new run is in place, the office's own file still in the old one."""
    put(tmp_path / "结果", contents(cost=1))
    (left(tmp_path, "old") / "备忘.txt").write_text("x", "utf-8")
    clear_leftovers(tmp_path, OWN_FILES)
    assert hidden(tmp_path) == set()
    assert (tmp_path / "结果" / "备忘.txt").is_file()
    assert (tmp_path / "结果" / "run.json").read_bytes() == contents(cost=1)["run.json"]


def test_half_of_a_run_moved_aside_is_left_for_a_person(tmp_path: Path) -> None:
    put(tmp_path / "结果", {"run.json": b"{}"})
    path = left(tmp_path, "old")
    clear_leftovers(tmp_path, OWN_FILES)
    assert path.is_dir()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "别处", contents())
    link = tmp_path / f".结果.new0-{DEAD}-{leftovers._host()}"
    try:
        link.symlink_to(tmp_path / "别处")
    except OSError:
        pytest.skip("no links here")
    clear_leftovers(tmp_path, OWN_FILES)
    assert (tmp_path / "别处" / "run.json").is_file()


def test_a_process_that_lives_and_one_that_does_not(tmp_path: Path) -> None:
    assert leftovers._alive(os.getpid())
    assert not leftovers._alive(DEAD)
    assert beside(tmp_path / "结果", "new").name == f".结果.new0-{os.getpid()}-{leftovers._host()}"
