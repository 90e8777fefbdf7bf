"""A district's run under faults, each many times: what is lost, what is solved twice, and how long going on takes.

``worker``     one of its processes is killed (SIGKILL) at a random moment: the run must end as if nothing had been
``main``       the program itself is killed; none of its processes may outlive it; the same command is run again: it
               must go on, and solve no school again that was kept
``full``       OUT lies on a disk that becomes full on the way (a tmpfs of a random size; without the right to mount
               one, a limit on the size of files): exit code 4, nothing half; with room, the same command goes on
``poison``     under one school its process dies every time: that one is set aside, all others end as ever; then again
               without the poison
``two``        two runs into one folder at once: one is refused (exit code 4), the other ends as ever
``apart``      two runs into two folders at once: both end as ever
``scheduler``  with ``--cluster``: a Dask scheduler is killed and begun anew, and the same command run again

'As ever' is an undisturbed run: the same schools solved, and ``kebiao audit OUT`` with the same exit code. That, and
what else must hold, is counted as ``good``; every departure is told.

    python -m benchmarks.district_faults [FAULT...] [--times 10] [--district DIR] [--time 60] [--cluster local:2]

Without ``--district`` the sample of twelve schools of six classes is generated. Prints a table, keeps
results/district-faults-DATE.json (with the cluster in its name); exit code 1 where anything went wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from scheduler.district.folder import DistrictRun

from .common import ROOT, keep

SAMPLE = "qinan"
PORT = 18791
SET_ASIDE = (5, 6, 7)  # exit codes where a school has no timetable
LINGER = 15.0  # seconds that processes may need to notice that their parent is gone

POISON = """
import os
import scheduler.district.pool.working as working
real = working.perform
def perform(key, raw, stop):
    if key.split(":")[-1] == os.environ["POISON"]:
        os._exit(1)
    return real(key, raw, stop)
working.perform = perform  # before the pools take it from there
"""


@dataclass
class Study:
    """What every trial needs. Of the undisturbed run: ``usual``, the schools' statuses; its exit ``code``; ``verdict``,
    the exit code of its audit; ``seconds`` it took; ``size`` in bytes of what it wrote."""

    district: Path
    folder: Path
    options: list[str]
    rng: random.Random
    program: list[str]
    usual: dict[str, str] = field(default_factory=dict)
    code: int = 0
    verdict: int = 0
    seconds: float = 0.0
    size: int = 0

    def begin(self, out: Path, *, limit: int | None = None, **environment: str) -> subprocess.Popen[str]:
        """Begin a run. ``limit``: most bytes of a file."""

        def limited() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = [*self.program, str(self.district), "-o", str(out), *self.options]
        path = os.pathsep.join(filter(None, [environment.pop("PYTHONPATH", ""), str(ROOT)]))
        return subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment}, preexec_fn=limited, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, out: Path, **more: Any) -> tuple[int, str]:
        """A run from its beginning to its end: exit code and what it said."""
        process = self.begin(out, **more)
        said, _ = process.communicate()
        return process.returncode, said

    def moment(self) -> float:
        """Seconds after the beginning, somewhere in the run."""
        return self.seconds * self.rng.uniform(0.15, 0.85)

    def as_ever(self, out: Path, code: int, said: str, but: str = "") -> list[str]:
        """How an end differs from the undisturbed one; ``but`` one school, which is set aside."""
        if code != self.code if not but else code not in SET_ASIDE:
            return [f"exit code {code}: {said.strip()[-300:]}"]
        found = statuses(out)
        wrong = [f"{n}: {found.get(n, 'missing')}" for n, s in self.usual.items() if n != but and found.get(n) != s]
        if but and found.get(but) != "failed":
            wrong.append(f"the poisoned {but} is {found.get(but)}")
        if not but and (verdict := self.audit(out)) != self.verdict:
            wrong.append(f"the audit's exit code is {verdict}")
        return wrong + half(out)

    def audit(self, out: Path) -> int:
        """Exit code of the independent audit."""
        command = [sys.executable, "-m", "scheduler.cli", "audit", str(out)]
        return subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def statuses(out: Path) -> dict[str, str]:
    return {s.name: s.status for s in DistrictRun.read(out).schools}


def half(out: Path) -> list[str]:
    """What a run left half, where none is running."""
    left = [p for p in out.rglob(".*") if ".new" in p.name or ".old" in p.name]
    left += (out / ".district").glob("going-*")
    return [f"left half: {p.relative_to(out)}" for p in left]


def entries(out: Path) -> dict[str, int]:
    """When each result in the store was made."""
    return {p.parent.name: p.stat().st_mtime_ns for p in (out / ".district" / "store").glob("*/*/whole.json")}


def solved_twice(before: dict[str, int], out: Path) -> list[str]:
    after = entries(out)
    return [f"solved again: {key}" for key, made in before.items() if after.get(key) != made]


def children(number: int) -> list[psutil.Process]:
    """The processes of a run that do its work."""
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(number).children(recursive=True)
        return [p for p in found if "spawn_main" in " ".join(_command(p))]
    return []


def _command(process: psutil.Process) -> Sequence[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return ()


# -- the faults: each gives what was wrong, and what it measured --

Outcome = tuple[list[str], dict[str, Any]]


def worker(study: Study, out: Path) -> Outcome:
    began = time.perf_counter()
    process = study.begin(out)
    time.sleep(study.moment())
    found = children(process.pid)
    if found:
        victim = study.rng.choice(found)
        with suppress(psutil.NoSuchProcess):
            victim.kill()
    said, _ = process.communicate()
    seconds = time.perf_counter() - began
    return study.as_ever(out, process.returncode, said), {"killed": bool(found), "seconds": round(seconds, 2)}


def main(study: Study, out: Path) -> Outcome:
    process = study.begin(out)
    time.sleep(study.moment())
    helpers = children(process.pid)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(helpers, timeout=LINGER)
    wrong = [f"{len(alive)} processes outlive their parent"] if alive else []
    return _go_on(study, out, wrong)


def _go_on(study: Study, out: Path, wrong: list[str]) -> Outcome:
    """The same command again: what was kept stays as it is."""
    before, began = entries(out), time.perf_counter()
    code, said = study.run(out)
    seconds = time.perf_counter() - began
    wrong = [*wrong, *study.as_ever(out, code, said), *solved_twice(before, out)]
    return wrong, {"kept": len(before), "results": len(entries(out)), "seconds": round(seconds, 2)}


def full(study: Study, out: Path) -> Outcome:
    share = study.rng.uniform(0.1, 0.9)
    with disk(out, int(study.size * share)) as (limit, enlarge):
        code, said = study.run(out, limit=limit)
        wrong = [] if code == 4 else [f"exit code {code}: {said.strip()[-300:]}"]
        if "磁盘写满" not in said and "disk is full" not in said:
            wrong.append(f"it does not say that the disk is full: {said.strip()[-300:]}")
        wrong += half(out)
        enlarge()
        after, measured = _go_on(study, out, wrong)
    return after, {**measured, "share": round(share, 2), "tmpfs": limit is None}


@contextmanager
def disk(out: Path, size: int) -> Iterator[tuple[int | None, Callable[[], None]]]:
    """A small disk at ``out``, and how to enlarge it; or a limit of the size of files."""
    out.mkdir(parents=True)
    options = ["mount", "-t", "tmpfs", "-o", f"size={max(size, 64 * 1024)}", "none", str(out)]
    if shutil.which("mount") is None or subprocess.run(options, stderr=subprocess.DEVNULL).returncode:
        yield 4096 + size % 8192, lambda: None
        return
    try:
        yield None, lambda: subprocess.run(["mount", "-o", "remount,size=1g", str(out)], check=True) and None
    finally:
        subprocess.run(["umount", str(out)], check=True)


def poison(study: Study, out: Path) -> Outcome:
    name = study.rng.choice(sorted(study.usual))
    code_folder = study.folder / "poison"
    code_folder.mkdir(exist_ok=True)
    (code_folder / "sitecustomize.py").write_text(POISON, "utf-8")
    began = time.perf_counter()
    code, said = study.run(out, PYTHONPATH=str(code_folder), POISON=name)
    seconds = time.perf_counter() - began
    wrong = study.as_ever(out, code, said, but=name)
    after, measured = _go_on(study, out, wrong)
    return after, {**measured, "poisoned_seconds": round(seconds, 2)}


def two(study: Study, out: Path) -> Outcome:
    processes = [study.begin(out)]
    time.sleep(study.moment() * study.rng.random())
    processes.append(study.begin(out))
    ends = [(p.communicate()[0], p.returncode) for p in processes]
    refused = [(said, code) for said, code in ends if code == 4]
    wrong = [] if len(refused) == 1 else [f"exit codes {[code for _, code in ends]}"]
    if refused and not any(str(p.pid) in refused[0][0] for p in processes):
        wrong.append(f"it is not told who is at it: {refused[0][0].strip()[-300:]}")
    said, code = next(((s, c) for s, c in ends if c != 4), ("", 4))
    return wrong + study.as_ever(out, code, said), {}


def apart(study: Study, out: Path) -> Outcome:
    places = [out / "one", out / "two"]
    processes = [study.begin(place) for place in places]
    wrong = []
    for process, place in zip(processes, places, strict=True):
        said, _ = process.communicate()
        wrong += study.as_ever(place, process.returncode, said)
    return wrong, {}


def scheduler(study: Study, out: Path) -> Outcome:
    address = f"tcp://127.0.0.1:{PORT}"
    remote = Study(**{**vars(study), "options": [*_without_cluster(study.options), "--cluster", address]})
    with cluster(address) as first:
        process = remote.begin(out)
        time.sleep(study.moment() + 3)
        first.kill()
        said, _ = process.communicate()
    wrong = [] if process.returncode in (0, 4) else [f"exit code {process.returncode}: {said.strip()[-300:]}"]
    with cluster(address):
        return _go_on(remote, out, wrong)


def _without_cluster(options: Sequence[str]) -> list[str]:
    at = options.index("--cluster") if "--cluster" in options else len(options)
    return [*options[:at], *options[at + 2 :]]


@contextmanager
def cluster(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler, and two workers of it."""
    dask, quiet = [sys.executable, "-m", "dask"], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    host, port = address.removeprefix("tcp://").split(":")
    commands = [
        [*dask, "scheduler", "--host", host, "--port", port, "--no-dashboard"],
        [*dask, "worker", address, "--nworkers", "2", "--nthreads", "1", "--resources", "cpsat=1", "--no-dashboard"],
    ]
    processes = [subprocess.Popen(c, cwd=ROOT, env=environment, **quiet) for c in commands]  # type: ignore[call-overload]
    try:
        time.sleep(3)
        yield processes[0]
    finally:
        helpers = [h for p in processes for h in children(p.pid)]
        for process in processes:
            process.kill()
            process.wait()
        psutil.wait_procs(helpers, timeout=LINGER)


FAULTS: dict[str, Callable[[Study, Path], Outcome]] = {
    f.__name__: f for f in (worker, main, full, poison, two, apart, scheduler)
}


def undisturbed(study: Study) -> None:
    """What everything is compared with."""
    out = study.folder / "undisturbed"
    began = time.perf_counter()
    code, said = study.run(out)
    study.seconds = time.perf_counter() - began
    if code not in (0, *SET_ASIDE):
        raise SystemExit(f"the undisturbed run ends with exit code {code}:\n{said}")
    study.code, study.usual, study.verdict = code, statuses(out), study.audit(out)
    study.size = sum(p.stat().st_blocks * 512 for p in out.rglob("*") if p.is_file())
    solved = sum(status == "solved" for status in study.usual.values())
    print(f"undisturbed: {solved} of {len(study.usual)} schools solved, exit code {code}, audit {study.verdict}, "
          f"{study.seconds:.1f} s, {study.size / 1e6:.1f} MB", flush=True)  # fmt: skip


def repeat(study: Study, name: str, times: int) -> dict[str, Any]:
    """A fault so many times."""
    trials = []
    for number in range(times):
        out = study.folder / f"{name}-{number}"
        wrong, measured = FAULTS[name](study, out)
        shutil.rmtree(out, ignore_errors=True)
        trials.append({"wrong": wrong, **measured})
        print(f"  {name} {number + 1}: {'; '.join(wrong) or 'good'} {measured}", flush=True)
    seconds = [t["seconds"] for t in trials if "seconds" in t]
    return {
        "times": times,
        "good": sum(not t["wrong"] for t in trials),
        "median_seconds": median(seconds) if seconds else None,
        "trials": trials,
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", choices=[[], *FAULTS], metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--district", type=Path, help="a district's folder")
    parser.add_argument("--time", type=int, default=60, help="seconds a run may take")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cluster", help="local:2, to have it all on Dask")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=f"{sys.executable} -m scheduler.cli district", help=argparse.SUPPRESS)
    return parser.parse_args()


def study_all() -> int:
    asked = arguments()
    names = asked.faults or [n for n in FAULTS if n != "scheduler" or asked.cluster]
    where = ["--cluster", asked.cluster] if asked.cluster else ["--workers", str(asked.workers)]
    options = ["--time", str(asked.time), "--until-first", "--overwrite", *where]
    with tempfile.TemporaryDirectory(prefix="kebiao-faults-") as folder:
        district = asked.district or Path(folder) / "district"
        if asked.district is None:
            command = [sys.executable, str(ROOT / "samples" / "generate.py"), SAMPLE, "-o", str(district)]
            subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
            district = district / SAMPLE if (district / SAMPLE).is_dir() else district
        study = Study(district.resolve(), Path(folder), options, random.Random(asked.seed), asked.program.split())
        undisturbed(study)
        found = {name: repeat(study, name, asked.times) for name in names}
    for name, result in found.items():
        took = "" if result["median_seconds"] is None else f"{result['median_seconds']:8.1f} s"
        print(f"{name:10} {result['good']:3} of {result['times']} good {took}")
    data = {"schools": len(study.usual), "undisturbed_seconds": round(study.seconds, 2), "options": options, **found}
    keep("district-faults" + ("-dask" if asked.cluster else ""), data)
    return int(any(r["good"] < r["times"] for r in found.values()))


if __name__ == "__main__":
    sys.exit(study_all())
