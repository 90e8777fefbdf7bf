"""The journal under several writers and under programs that are killed: nothing lost, nothing half, and how quick.

``together``: 4 processes save 400 real run folders (the village school's timetable, each with another record) beside
one journal, as ``scheduler.save`` does; each run has to be there with all its files, and no process may fail.

``killed``: a process saves runs into new and into existing folders until it is killed (SIGKILL) at a random moment, 50
times. After each: SQLite's integrity check; every entry has all its files and each file the bytes that its fingerprint
names; every run folder is a whole run; every save that the process told of is an entry; and after one look of
``kebiao runs`` so is what stands in every run folder. What breaks any of it is counted.

``python -m benchmarks.journal [writers] [runs] [kills]`` prints the figures and keeps them in results/journal.json; it
ends with exit code 1 where anything is lost or half.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from scheduler import api, history, journal
from scheduler.journal.files import fingerprint

from .common import RESULTS, ROOT, machine, plan

SCHOOL = "three-sheets"
WRITER = "--writer"


def write(source: Path, folder: Path, name: str, many: int, mixed: bool) -> None:
    """Save a run many times, each with another record; tells on stdout of each that is saved, and how long it took.

    ``mixed``: every other one replaces an older run; else each has a folder of its own.
    """
    read, run = api.open_run(source)
    for number in range(many):
        place = folder / f"{name}-{number // 2 if mixed else number}"
        made = replace(run, record={**run.record, "seed": number, "writer": name})
        began = time.perf_counter()
        notes = api.save(made, place, read, overwrite=mixed, book=False)
        seconds = time.perf_counter() - began
        if notes:
            raise SystemExit(notes[0].en)
        print(name, number, f"{seconds:.4f}", flush=True)


def writer(source: Path, folder: Path, name: str, many: int, mixed: bool) -> subprocess.Popen[str]:
    """``write`` as a process of its own."""
    words = [sys.executable, "-m", "benchmarks.journal", WRITER, str(source), str(folder), name, str(many)]
    return subprocess.Popen(
        [*words, str(int(mixed))], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def faults(folder: Path) -> list[str]:
    """What of a journal is not whole."""
    db = sqlite3.connect(folder / journal.NAME)
    checked = [db.execute(f"PRAGMA {name}").fetchall() for name in ("integrity_check", "foreign_key_check")]
    db.close()
    found = [] if checked == [[("ok",)], []] else [str(checked)]
    with journal.open_store(folder) as store:
        for entry in journal.entries_of(store):
            files = journal.files_of(store.db, entry.number)
            whole = {"plan.xlsx", "timetable.csv", "homework.csv", "run.json", "audit.json", "school.json"} == set(
                files
            )
            if not whole or {n: fingerprint(c) for n, c in files.items()} != dict(entry.files):
                found.append(f"entry {entry.number} is not whole")
    for place in folder.iterdir():
        if place.is_dir() and not place.name.startswith(".") and journal.kept_files(place) is None:
            found.append(f"folder {place.name} is not whole")
    return found


def saved(folder: Path) -> set[tuple[str, int]]:
    """Writer and number of every run in a journal, from its record."""
    with journal.open_store(folder) as store:
        records = [journal.record_of(journal.files_of(store.db, e.number)) for e in journal.entries_of(store)]
    return {(record["writer"], record["seed"]) for record in records}


def standing(folder: Path) -> set[tuple[str, int]]:
    """Writer and number of every run that stands in a run folder."""
    places = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")]
    records = [journal.record_of(files) for p in places if (files := journal.kept_files(p))]
    return {(record["writer"], record["seed"]) for record in records}


def together(source: Path, writers: int, many: int) -> dict[str, Any]:
    """Several processes write at once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        children = [writer(source, folder, f"writer{n}", many // writers, False) for n in range(writers)]
        ends = [child.communicate() for child in children]
        seconds = time.perf_counter() - began
        errors = [err for child, (_, err) in zip(children, ends, strict=True) if child.returncode or err]
        times = [float(line.split()[2]) for out, _ in ends for line in out.splitlines()]
        began = time.perf_counter()
        entries = history.runs(folder).entries
        looked = time.perf_counter() - began
        return {
            "writers": writers, "runs": many, "errors": errors, "entries": len(entries),
            "entered_later": sum(e.found for e in entries), "faults": faults(folder), "seconds": round(seconds, 1),
            "save_ms": [round(1000 * median(times)), round(1000 * max(times))], "list_ms": round(1000 * looked),
            "megabytes": round((folder / journal.NAME).stat().st_size / 1e6, 2),
        }  # fmt: skip


def killed(source: Path, many: int) -> dict[str, Any]:
    """One process after the other is killed while it writes."""
    rng = random.Random(1)
    told: set[tuple[str, int]] = set()
    found: dict[str, Any] = {"kills": 0, "faults": [], "lost": [], "left_beside": 0, "entered_later": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for turn in range(many):
            child = writer(source, folder, f"turn{turn}", 10_000, True)
            assert child.stdout is not None
            lines = [child.stdout.readline()]
            time.sleep(rng.uniform(0, 0.4))
            child.send_signal(signal.SIGKILL)
            rest, errors = child.communicate()
            lines += rest.splitlines(keepends=True)
            told |= {(words[0], int(words[1])) for words in map(str.split, lines) if len(words) == 3}
            found["kills"] += child.returncode == -signal.SIGKILL
            found["faults"] += [*faults(folder), *([errors] if errors else [])]
            found["entered_later"] += len(history.runs(folder).entered)
            found["faults"] += faults(folder)
            found["lost"] += sorted(told - saved(folder))
            found["lost"] += sorted(standing(folder) - saved(folder))
        found["left_beside"] = sum(p.name.startswith(".") for p in folder.iterdir())
        found["entries"], found["told"] = len(saved(folder)), len(told)
    return found


def main(words: Sequence[str]) -> int:
    """Print the figures; the exit code."""
    if words[:1] == [WRITER]:
        write(Path(words[1]), Path(words[2]), words[3], int(words[4]), words[5] == "1")
        return 0
    writers, many, kills = (int(words[i]) if len(words) > i else default for i, default in enumerate((4, 400, 50)))
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "run"
        read = api.load(plan(SCHOOL))
        api.save(api.solve(read, seconds=60, until_first=True), source, read, book=False, journal=False)
        first = together(source, writers, many)
        print(json.dumps(first, ensure_ascii=False), flush=True)
        second = killed(source, kills)
        print(json.dumps(second, ensure_ascii=False), flush=True)
    data = {**machine(), "school": SCHOOL, "sqlite": sqlite3.sqlite_version, "together": first, "killed": second}
    (RESULTS / "journal.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    wrong = first["errors"] or first["faults"] or first["entries"] != many
    wrong = wrong or second["faults"] or second["lost"] or second["kills"] != kills
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
