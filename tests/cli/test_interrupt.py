"""Ctrl-C: once to stop and keep the best, twice to leave at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from .shell import RUN_FILES, THREE, command, environment, kebiao, rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment())


def wait_for(stream: IO[str] | None, word: str) -> None:
    assert stream is not None
    for line in stream:
        if word in line:
            return
    pytest.fail(f"{word!r} was never said")


def test_ctrl_c_keeps_the_best_so_far(tmp_path: Path) -> None:
    """The stop was lost on its way (an unasked stop is false, and ``stop or Stop()`` made another one);
    and when it arrived, the homework board came out empty."""
    run = tmp_path / "run"
    solving = start(*command("solve", THREE, "-o", run, "--time", 60))
    wait_for(solving.stderr, "improving")
    began = time.monotonic()
    solving.send_signal(signal.SIGINT)
    out, err = solving.communicate(timeout=50)
    assert time.monotonic() - began < 30
    assert solving.returncode == 0, err
    assert err.startswith("stopping: writing the best so far")
    assert out.splitlines()[-1] == f"wrote {run}"
    assert {path.name for path in run.iterdir()} == RUN_FILES
    assert {path.name for path in tmp_path.iterdir()} == {"run", "kebiao.sqlite"}
    assert {row["class"] for row in rows(run / "homework.csv")} == {"三1", "四1", "五1", "六1"}
    assert kebiao("audit", run).exit_code == 0


BEGIN = """
import sys, time
from scheduler import api, cli
def solve(*args, stop, **options):
    print("solving", file=sys.stderr, flush=True)
"""
END = """
api.solve = solve
sys.argv = ["kebiao", *sys.argv[1:]]
cli.main()
"""
STUBBORN = BEGIN + "    time.sleep(60)" + END
OBEDIENT = BEGIN + "    while not stop: time.sleep(0.05)\n    raise api.NoTimetable(60)" + END


def test_a_second_ctrl_c_leaves_at_once(tmp_path: Path) -> None:
    """With the solver still at work the interpreter's ordinary end was a crash (SIGABRT)."""
    solving = start(sys.executable, "-c", STUBBORN, "solve", str(THREE), "-o", str(tmp_path / "run"))
    wait_for(solving.stderr, "solving")
    solving.send_signal(signal.SIGINT)
    wait_for(solving.stderr, "stopping")
    began = time.monotonic()
    solving.send_signal(signal.SIGINT)
    _, err = solving.communicate(timeout=50)
    assert time.monotonic() - began < 20
    assert solving.returncode == 130
    assert err == "\naborted.\n" or err == "aborted.\n"


def test_ctrl_c_before_there_is_anything_to_keep(tmp_path: Path) -> None:
    """It was told as 'no timetable in 60 s', which nobody had waited for."""
    solving = start(sys.executable, "-c", OBEDIENT, "solve", str(THREE), "-o", str(tmp_path / "run"))
    wait_for(solving.stderr, "solving")
    solving.send_signal(signal.SIGINT)
    _, err = solving.communicate(timeout=50)
    assert solving.returncode == 130
    assert err.strip().endswith("aborted.")
    assert not (tmp_path / "run").exists()


def test_a_second_ctrl_c_leaves_a_real_search(tmp_path: Path) -> None:
    solving = start(*command("solve", THREE, "-o", tmp_path / "run", "--time", 60))
    wait_for(solving.stderr, "improving")
    solving.send_signal(signal.SIGINT)
    wait_for(solving.stderr, "stopping")
    solving.send_signal(signal.SIGINT)
    _, err = solving.communicate(timeout=50)
    assert solving.returncode in (0, 130), err  # 0 when the second came after the end
    assert "Traceback" not in err
    assert kebiao("audit", tmp_path / "run").exit_code == 0  # the first valid timetable is there in any case
