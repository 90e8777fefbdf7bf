"""The program FET (its command line ``fet-cl``) as a judge of timetables and as the peer to be compared with.

FET has no command that checks a timetable. A file in which every activity is locked serves: FET accepts it in a moment,
and writes the total of what its soft constraints count; where a hard constraint is broken it finds nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

PROGRAM = "fet-cl"
SCALE = 100_000  # our cost per 1 of FET's totals: thousandths of a per cent
_TABLES = (
    "timetablesstatistics", "timetablesxml", "timetablesdayshorizontal", "timetablesdaysvertical",
    "timetablestimehorizontal", "timetablestimevertical", "timetablessubgroups", "timetablesgroups",
    "timetablesyears", "timetablesteachers", "timetablesteachersfreeperiods", "timetablesrooms",
    "timetablessubjects", "timetablesactivitytags", "timetablesactivities",
)  # fmt: skip
_TOTAL = re.compile(r"^Total soft conflicts: ([0-9.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What FET made of a file. ``soft`` is its total in our unit (thousandths of a per cent), None without a timetable.

    ``outcome``: success; time (none found when the time was over); refused (it did not begin to search); killed (it ran
    past its own limit); failed (anything else). ``said`` is the end of its log. ``seconds`` is the process's wall time.
    """

    outcome: str
    seconds: float
    soft: int | None
    said: str

    @property
    def accepted(self) -> bool:
        """Whether a complete timetable was found."""
        return self.outcome == "success"


def installed() -> bool:
    """Whether the program is there."""
    return shutil.which(PROGRAM) is not None


def version() -> str:
    """The first line of ``fet-cl --version``."""
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=20).stdout
    return said.splitlines()[0] if said else ""


def judge(path: Path, wall: float = 20) -> Verdict:
    """Whether FET accepts a locked file, and the total it counts. A locked file that breaks a hard constraint can make
    FET run past its own limit: after ``wall`` seconds it is killed, and that is a refusal."""
    return search(path, wall, seed=1, grace=0)


def search(path: Path, seconds: float, *, seed: int, grace: float = 3, cores: set[int] | None = None) -> Verdict:
    """One search of FET with a seed of its own, for at most so many seconds (whole ones, as FET counts them)."""
    with running(path, seconds, seed=seed, cores=cores) as child:
        try:
            child.process.wait(max(seconds + grace, 0.1))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
            return child.verdict(killed=True)
        return child.verdict()


@dataclass(frozen=True)
class Child:
    """A search under way; ``folder`` is where it writes."""

    process: subprocess.Popen[str]
    folder: Path
    began: float

    def verdict(self, *, killed: bool = False) -> Verdict:
        """What came of it, once the process has ended."""
        seconds = time.perf_counter() - self.began
        said = (self.folder / "stdout").read_text("utf-8", "replace")
        tail = " ".join(said.split())[-300:]
        if killed:
            return Verdict("killed", seconds, None, tail)
        result = self._result()
        if "Simulation successful" in result:
            return Verdict("success", seconds, self._soft(), tail)
        if "Time exceeded" in result:
            return Verdict("time", seconds, None, tail)
        return Verdict("refused" if "Starting timetable generation" not in result else "failed", seconds, None, tail)

    def _result(self) -> str:
        """Exit codes say nothing here; this file does."""
        path = self.folder / "logs" / "result.txt"
        return path.read_text("utf-8-sig", "replace") if path.exists() else ""

    def _soft(self) -> int:
        (path,) = (self.folder / "timetables").glob("*/*_soft_conflicts.txt")
        found = _TOTAL.search(path.read_text("utf-8-sig"))
        if found is None:
            raise ValueError(f"{path}: no total")
        return round(Decimal(found[1]) * SCALE)


@contextlib.contextmanager
def running(path: Path, seconds: float, *, seed: int, cores: set[int] | None = None) -> Iterator[Child]:
    """A search in a temporary folder; the process is ended when the block is left."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            PROGRAM, f"--inputfile={path}", f"--outputdir={folder}", f"--timelimitseconds={max(1, int(seconds))}",
            "--htmllevel=0", *(f"--write{name}=false" for name in _TABLES), *_seeds(seed),
        ]  # fmt: skip
        with (Path(folder) / "stdout").open("w", encoding="utf-8") as said:
            began = time.perf_counter()
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, text=True,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
            if cores:
                os.sched_setaffinity(child.pid, cores)
            try:
                yield Child(child, Path(folder), began)
            finally:
                if child.poll() is None:
                    child.kill()
                    child.wait()


def _seeds(seed: int) -> list[str]:
    """FET's six random numbers from one; any but all zero will do."""
    return [
        f"--randomseeds{i}{j}={1 + (seed * 7919 + 104729 * (3 * i + j)) % 4294944000}" for i in (1, 2) for j in range(3)
    ]
