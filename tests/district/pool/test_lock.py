"""One run at a time in a folder; what a killed one leaves is no hindrance."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.district.pool import fingerprint, hold
from scheduler.errors import RunError

HOLDER = """
import sys
from pathlib import Path
from scheduler.district.pool import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held_by_another(out: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the folder."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", HOLDER, str(out)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_is_told_who_is_at_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with held_by_another(out) as other:
        with pytest.raises(RunError) as caught, hold(out):
            pass
        assert caught.value.exit_code == 4
        for lang in ("zh", "en"):
            said = caught.value.text.say(lang)
            assert str(other.pid) in said
            assert platform.node() in said
            assert "-o" in said


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as other:
        other.kill()
        other.wait()
        assert (tmp_path / ".district" / "holder.json").is_file()  # it could not clear up
        with hold(tmp_path) as place:
            assert place.folder.is_dir()
            with pytest.raises(RunError) as caught, hold(tmp_path):
                pass
            assert str(os.getpid()) in caught.value.text.say("en")


def test_two_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    with held_by_another(tmp_path / "one"), hold(tmp_path / "two") as place:
        assert place.store.folder.is_relative_to(tmp_path / "two")


def test_it_is_free_afterwards_also_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        raise ZeroDivisionError
    with hold(tmp_path):
        pass
    assert not (tmp_path / ".district" / "holder.json").exists()


def test_who_has_it_may_not_be_known_yet(tmp_path: Path) -> None:
    with held_by_another(tmp_path):
        (tmp_path / ".district" / "holder.json").write_text("{")
        with pytest.raises(RunError) as caught, hold(tmp_path):
            pass
        assert "另一次排课" in caught.value.text.say("zh")


def test_taking_over_clears_what_was_left_half_and_ends_tasks_elsewhere(tmp_path: Path) -> None:
    from scheduler.district.pool import going

    with hold(tmp_path) as place:
        key = fingerprint("done")
        place.store.keep(key, lambda folder: None)
        (place.store.folder / ".new-0123").mkdir()
        left = going.begin(place.folder)
    assert going.goes_on(left)
    with hold(tmp_path) as place:
        assert not going.goes_on(left)
        assert place.store.find(key) is not None
        assert not (place.store.folder / ".new-0123").exists()
        (place.store.folder / ".new-4567").mkdir()  # of a worker that died meanwhile
    assert not (place.store.folder / ".new-4567").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError) as caught, hold(tmp_path / "file" / "out"):
        pass
    assert caught.value.exit_code == 4
