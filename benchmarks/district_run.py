"""A district's run as a whole process: ``kebiao district DIR -o OUT``, what it takes, and what comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from samples.district import FILE, Schools, save_district
from samples.districts.kinds import FULL, Arts, Kind, plan
from samples.generate import build_district

from .common import ROOT

ALIKE, ALIKE_CLASSES = "alike", 12  # alike100: a hundred schools of 12 classes, each with all its own teachers
LOOK = 0.1  # seconds between looks at the memory


@dataclass(frozen=True)
class Ended:
    """How a run ended. Seconds of wall time from the start of the process to its end; processor seconds of it and all
    its processes, and of it alone (what is not done at several schools at once). ``said``: its --json.
    Where that was asked, ``peaks``: MB that the process which solved had at most, school by school as they ended, and
    ``main``: the most that the process itself had."""

    code: int
    seconds: float
    processor: float
    alone: float
    said: dict[str, Any]
    errors: str = ""
    peaks: tuple[float, ...] = ()
    main: float = 0.0

    @property
    def complete(self) -> bool:
        """Every school has a timetable and the audit finds nothing broken."""
        schools = self.said.get("schools") or [{}]
        return self.code == 0 and all(s.get("status") == "solved" for s in schools) and not self.said.get("broken")

    @property
    def wrong(self) -> list[str]:
        """What is not as it should be: schools without a timetable, the district's checks that are broken."""
        schools = [f"{s['name']}: {s['status']} {s.get('why') or ''}".strip() for s in self.said.get("schools", ())
                   if s["status"] != "solved"]  # fmt: skip
        checks = [b["text"] for check in self.said.get("audit", ()) for b in check["breaches"]]
        return [*schools, *checks, *([] if self.said else [self.errors])]

    def idle(self, processes: int) -> float:
        """The share of so many processors' time in which nothing was done for the run."""
        return 1 - self.processor / (self.seconds * processes)


def folder(name: str) -> Path:
    """A sample district; what the repository does not hold is generated in a temporary folder."""
    if (kept := ROOT / "samples" / name / FILE).is_file():
        return kept.parent
    made = Path(tempfile.gettempdir()) / "kebiao-benchmarks" / name
    if not (made / FILE).is_file():
        save_district(district(name), made)
    return made


@cache
def district(name: str) -> Schools:
    """A sample district as data."""
    count = name.removeprefix(ALIKE)
    return alike(int(count)) if count != name and count.isdigit() else build_district(name)


def classes(name: str) -> int:
    """Classes of a sample district."""
    made = district(name)
    return sum(len(p.classes) for p in made.plans.values()) + sum(sum(x.classes.values()) for x in made.like)


def schools(name: str) -> int:
    """Schools of a sample district."""
    return len(district(name).plans) + len(district(name).like)


def alike(count: int) -> Schools:
    """Schools that are all of one size and share nobody: what a process needs for one must not grow with their
    number."""
    lessons = Kind("", "小学", ALIKE_CLASSES, "").lessons
    arts = Arts(ceil(lessons / (FULL - 2)) + 1)
    kinds = [Kind(f"第{n}小学", "小学", ALIKE_CLASSES, f"town {n}", arts, arts) for n in range(1, count + 1)]
    policy = (("名称", f"{count}所同样大的学校（示例）"), ("规则包", "arts-district"))
    return Schools(plans={k.name: plan(k) for k in kinds}, policy=policy)


def run(source: Path, *options: str, memory: bool = False) -> Ended:
    """Run ``kebiao district`` on a folder with these options, into a folder of its own that is forgotten."""
    with tempfile.TemporaryDirectory(prefix="kebiao-district-") as place:
        out, said = Path(place) / "out", Path(place) / "said.json"
        command = [sys.executable, "-m", "scheduler.cli", "district", str(source), "-o", str(out), "--json", *options]
        with said.open("wb") as words, (Path(place) / "errors.txt").open("w+", encoding="utf-8") as errors:
            began = time.perf_counter()
            child = subprocess.Popen(command, stdout=words, stderr=errors, cwd=ROOT)
            watch = _Watch(child.pid) if memory else None
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and can still be asked what it took
            seconds = time.perf_counter() - began
            took = psutil.Process(child.pid).cpu_times()
            code = child.wait()
            errors.seek(0)
            ending = errors.read().strip()[-500:]
        peaks, main = (watch.peaks(out), watch.main) if watch else ((), 0.0)
        alone = took.user + took.system
        processor = alone + took.children_user + took.children_system
        return Ended(code, seconds, processor, alone, _json(said), ending, peaks, main)


def _json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return found


class _Watch:
    """Looks at the memory of a run's processes, again and again until it ends."""

    def __init__(self, number: int):
        self._process = psutil.Process(number)
        self._looks: list[tuple[float, float]] = []  # when, and MB of the largest of its processes
        self.main = 0.0
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            self.main = max(self.main, _size(self._process))
            with suppress(psutil.Error):
                sizes = [_size(p) for p in self._process.children(recursive=True)]
                self._looks.append((time.time(), max(sizes, default=0.0)))
            time.sleep(LOOK)

    def peaks(self, out: Path) -> tuple[float, ...]:
        """Most MB while each school was solved, in the order in which they ended: results are kept as they are made,
        one after the other where there is one process."""
        self._thread.join()
        whole = (out / ".district" / "store").glob("*/*/whole.json")
        ends = sorted(p.stat().st_mtime for p in whole if (p.parent / "run").is_dir())
        found, before = [], self._began(out)
        for end in ends:
            found.append(round(max((mb for at, mb in self._looks if before < at <= end), default=0.0), 1))
            before = end
        return tuple(found)

    def _began(self, out: Path) -> float:
        """When the last plan was prepared: solving begins after that."""
        plans = (out / ".district" / "store").glob("*/*/plan.xlsx")
        return max((p.stat().st_mtime for p in plans), default=0.0)


def _size(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


def growth(peaks: list[float], first: int = 10, around: int = 5) -> float | None:
    """How much more memory the last schools take than those around the ``first``-th, medians of ``2 × around``
    schools, as a share; None with fewer schools."""
    if len(peaks) < first + 3 * around:
        return None
    early = median(peaks[first - around : first + around])
    return median(peaks[-2 * around :]) / early - 1
