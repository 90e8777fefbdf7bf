"""What every study notes: date, machine, commit; running the program as a user does; medians."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Process:
    """One run of the program: wall seconds, peak memory in MB, what run.json tells, seconds on all processors."""

    seconds: float
    megabytes: float
    record: dict[str, Any]
    processor: float


def plan(name: str) -> Path:
    """A sample's workbook; the large one is generated beside the others in a temporary folder."""
    path = ROOT / "samples" / f"{name}.xlsx"
    if path.exists():
        return path
    folder = Path(tempfile.gettempdir()) / "kebiao-benchmarks"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.xlsx"
    if not path.exists():
        subprocess.run(
            [sys.executable, str(ROOT / "samples" / "generate.py"), name, "-o", str(folder)],
            check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return path


def solve(path: Path, *options: str) -> Process:
    """``kebiao solve`` as a process of its own, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        command = [sys.executable, "-m", "scheduler.cli", "solve", str(path), "-o", str(run), *options]
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        if status:
            raise RuntimeError(f"{path.name}: exit {os.waitstatus_to_exitcode(status)}")
        record = json.loads((run / "run.json").read_text("utf-8"))
    return Process(seconds, usage.ru_maxrss / 1024, record, usage.ru_utime + usage.ru_stime)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }


def keep(study: str, data: dict[str, Any]) -> Path:
    """Write a study's results with the machine they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    about = machine()
    path = RESULTS / f"{study}-{about['date']}.json"
    path.write_text(json.dumps({**about, **data}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def add(study: str, series: dict[str, Any]) -> Path:
    """Append a series of runs to the day's file of a study; each series says itself what it was measured on."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{study}-{machine()['date']}.json"
    before = json.loads(path.read_text("utf-8"))["series"] if path.exists() else []
    path.write_text(json.dumps({"series": [*before, series]}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def kept(study: str) -> dict[str, Any]:
    """The newest results of a study."""
    newest = max(RESULTS.glob(f"{study}-*.json"))
    return dict(json.loads(newest.read_text("utf-8")))


def spread(values: list[float]) -> str:
    """Median with the least and the greatest."""
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"
