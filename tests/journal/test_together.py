"""Several programs at once, and programs that are ended in the middle: nothing lost, nothing half."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.journal import NAME, enter_missing, entries_of, files_of, open_store
from scheduler.journal.files import fingerprint

from .folders import contents

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from tests.journal.folders import contents, keep
folder, name, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(many):
    notes = keep(folder / f"{name}{number % 7}", contents(cost=number, plan=bytes(20000) + f"{name}{number}".encode()))
    assert not notes, notes
    print(number, flush=True)
"""


def writer(folder: Path, name: str, many: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(many)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment,
    )  # fmt: skip


def whole(folder: Path) -> int:
    """The number of entries; each with all its files, each content what its name says."""
    db = sqlite3.connect(folder / NAME)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()
    with open_store(folder) as store:
        found = entries_of(store)
        for entry in found:
            files = files_of(store.db, entry.number)
            assert set(files) == set(contents())
            assert {name: fingerprint(content) for name, content in files.items()} == dict(entry.files)
        steps = store.db.execute("SELECT count(DISTINCT run) FROM steps WHERE kind = 'saved'").fetchone()[0]
        assert steps == len([e for e in found if not e.found])
    return len(found)


def test_three_programs_write_one_journal(tmp_path: Path) -> None:
    writers = [writer(tmp_path, name, 15) for name in "甲乙丙"]
    for child in writers:
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
    assert whole(tmp_path) == 45


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_a_program_that_is_killed_leaves_nothing_half(tmp_path: Path) -> None:
    """What it said to have saved is in the journal; what it had not entered is entered by the next look."""
    rng = random.Random(1)
    said = 0
    for turn in range(5):
        child = writer(tmp_path, f"{turn}次", 10_000)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.uniform(0, 0.2))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate(timeout=60)
        said += 1 + len(rest.split())
        entered = whole(tmp_path)
        assert said <= entered <= said + 1
        with open_store(tmp_path) as store:
            enter_missing(store)
        said = whole(tmp_path)  # those of a folder that was in place and not entered are there now
