"""A district from its folder to its run: read, staffed, prepared, solved, written. A composition root beside audits.

>>> run = solve_district("区", "runs/区", seconds=180)       # a folder with a workbook a school and district.xlsx
>>> run.status, run.school["城关小学"].folder
('solved', '学校/城关小学')

What is done for one school is in ``schools``: that is called in other processes, maybe on other computers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from constraints import catalogue
from scheduler import __version__
from scheduler.district.book import read_district
from scheduler.district.domain import Absence, District, DistrictSchool, SchoolResult
from scheduler.district.folder import DistrictRun, SchoolRun, Short, school_folders
from scheduler.district.pool import Job, Pool, Store, fingerprint, hold, open_pool, refused
from scheduler.district.solving import Attempt, Progress, Solution, solve
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import IntakeError
from scheduler.intake.edits import Edit, rewritten
from scheduler.intake.workbook import read_book
from scheduler.output.folder import place_folder
from scheduler.output.json_files import json_dump, json_load
from scheduler.schools import RUN, Ready, Unstaffed, prepare, solve_school
from scheduler.staffing import staff_district

if TYPE_CHECKING:
    pass

STAFFING = 0.1  # of the time at most goes to who teaches what,
STAFFED = 2.5  # but so many seconds where it is little: what the policy asks for has to be reached
A_CLASS = 0.3  # seconds a class that a district gets where nobody says
_STAFFING = "staffing.json"


@dataclass(frozen=True)
class Event:
    """Something to show. ``stage``: reading, preparing, staffing, then those of ``Progress``; ``done`` schools of
    ``of``."""

    stage: str
    done: int = 0
    of: int = 0
    progress: Progress | None = None


Tell = Callable[[Event], None]


def solve_district(
    folder: str | Path, out: str | Path, *, seconds: float | None = None, workers: int | None = None,
    cluster: str | None = None, seed: int = 1, stop: Stop | None = None, tell: Tell = lambda event: None,
    until_first: bool = False, edits: Mapping[str, tuple[Edit, ...]] | None = None,
) -> DistrictRun:  # fmt: skip
    """Solve a district's folder into ``out``; what an earlier run there has solved is not solved again.

    ``seconds``: wall time for all. ``workers``: processes here (as many as processors); ``cluster``: a Dask cluster
    instead. ``until_first``: a first timetable of each school is enough. ``edits``: cells of schools' workbooks that
    are other than in the folder. Raises IntakeError with all problems of district.xlsx, RunError where ``out`` cannot
    be written or another run has it, StoreError when the disk is full.
    """
    tell(Event("reading"))
    began = time.monotonic()
    read = read_district(Path(folder), catalogue())
    if read.district is None:
        raise IntakeError(read.problems)
    stop = Stop() if stop is None else stop
    with hold(Path(out)) as place, open_pool(place, stop, workers=workers, cluster=cluster) as pool:
        asked = _Asked(seconds, _processes(workers, cluster), seed, until_first, str(Path(folder).resolve()))
        return _Run(read.district, Path(out), place.store, pool, asked, stop, tell, began).run(edits or {})


def _processes(workers: int | None, cluster: str | None) -> int:
    """How many schools are solved at a time, as far as is known."""
    local = re.fullmatch(r"local:(\d+)", cluster or "")
    return int(local[1]) if local else workers or os.cpu_count() or 1


@dataclass(frozen=True)
class _Asked:
    seconds: float | None
    workers: int
    seed: int
    until_first: bool
    source: str


@dataclass(frozen=True)
class Staffing:
    """Who teaches what, as cells by school; what nobody can give, and what would help."""

    edits: tuple[tuple[str, tuple[Edit, ...]], ...]
    short: tuple[Short, ...]
    texts: tuple[Text, ...]


class _Run:
    def __init__(
        self, district: District, out: Path, store: Store, pool: Pool, asked: _Asked, stop: Stop, tell: Tell,
        began: float,
    ):  # fmt: skip
        self._district, self._out, self._store, self._pool = district, out, store, pool
        self._asked, self._stop, self._tell, self._began = asked, stop, tell, began
        self._ready: dict[str, Ready] = {}
        self._open: dict[str, Unstaffed] = {}
        self._failed: dict[str, SchoolResult] = {}
        self._seconds = asked.seconds or 60.0

    def run(self, edits: Mapping[str, tuple[Edit, ...]]) -> DistrictRun:
        """Stage by stage."""
        names = [s.name for s in self._district.schools]
        self._prepare({name: edits.get(name, ()) for name in names})
        if self._asked.seconds is None:
            classes = sum(r.classes for r in self._ready.values()) + sum(o.classes for o in self._open.values())
            self._seconds = max(20.0, A_CLASS * classes)
        staffed = self._staffed(edits) if self._open and not self._stop else None
        parts = [self._ready[n].part for n in names if n in self._ready]
        left = max(self._seconds - (time.monotonic() - self._began), 5.0)
        solution = solve(
            self._district, parts, self._job, self._pool, seconds=left, workers=self._asked.workers,
            seed=self._asked.seed, stop=self._stop,
            tell=lambda p: self._tell(Event(p.stage, p.solved, p.schools, p)),
        )  # fmt: skip
        return self._write(solution, staffed)

    def _prepare(self, edits: Mapping[str, tuple[Edit, ...]], staffed: bool = False) -> None:
        district, store = self._district, self._store
        jobs = [Job(n, prepare, (store, slim(district, n), n, some, staffed)) for n, some in edits.items()]
        for number, done in enumerate(self._pool.run(jobs)):
            self._tell(Event("preparing", number + 1, len(jobs)))
            if isinstance(done.value, Ready):
                self._ready[done.key] = done.value
            elif isinstance(done.value, Unstaffed):
                self._open[done.key] = done.value
            elif isinstance(done.value, SchoolResult):
                self._failed[done.key] = done.value
            else:
                self._failed[done.key] = SchoolResult(done.key, "failed", why=done.failure)

    def _staffed(self, edits: Mapping[str, tuple[Edit, ...]]) -> Staffing:
        """Fill the empty cells of 任课 and prepare those schools anew."""
        self._tell(Event("staffing"))
        inside = tuple(_changed(s, edits.get(s.name, ())) for s in self._district.schools if s.name not in self._failed)
        found = self._remembered(replace(self._district, schools=inside))
        self._prepare(
            {name: (*edits.get(name, ()), *dict(found.edits).get(name, ())) for name in self._open}, staffed=True
        )
        return found

    def _remembered(self, district: District) -> Staffing:
        """Staffing decided, or what an earlier run here decided: else its schools would be solved anew."""
        seconds = max(STAFFING * self._seconds, STAFFED)
        parts = (district.content, *(part for s in district.schools for part in (s.name, s.content)))
        key = fingerprint("staffing", *parts, seconds, str(_versions()))
        if (known := self._store.find(key)) is not None:
            decided = json_load(Staffing, json.loads((known / _STAFFING).read_text("utf-8")))
            assert isinstance(decided, Staffing)
            return decided
        made = staff_district(district, catalogue(), seconds, self._stop.child())
        short = tuple(Short(s.school, s.subject, s.lessons) for s in made.short)
        found = Staffing(tuple(sorted(made.edits.items())), short, tuple(made.texts))

        def fill(folder: Path) -> None:
            (folder / _STAFFING).write_text(json.dumps(json_dump(found)), "utf-8")

        if not self._stop:
            self._store.keep(key, fill)
        return found

    def _job(self, name: str, attempt: Attempt) -> Job:
        ready, asked = self._ready[name], self._asked
        key = fingerprint(
            ready.key,
            *sorted(map(str, attempt.absences)),
            self._seconds,
            asked.seed,
            asked.until_first,
            str(_versions()),
        )
        return Job(name, solve_school, (self._store, slim(self._district, name), name, ready.key, key, attempt,
                                        asked.seed, asked.until_first))  # fmt: skip

    def _write(self, solution: Solution, staffed: Staffing | None) -> DistrictRun:
        folders = school_folders(s.name for s in self._district.schools)
        schools = tuple(self._school(name, where, solution) for name, where in folders.items())
        placed = solution.placed
        quotas = placed.quotas.items() if placed else ()
        run = DistrictRun(
            self._district.name, _status(schools, solution, bool(self._stop)), schools,
            tuple(sorted(placed.visits)) if placed else (),
            tuple(Absence(t, s, day, most=most) for (t, s, day), most in sorted(quotas)),
            tuple(c.text for c in solution.clashes),
            staffed.short if staffed else (),
            staffed.texts if staffed else (),
            solution.rounds, bool(placed and placed.proven), time.monotonic() - self._began, _versions(),
            self._asked.source,
        )  # fmt: skip
        run.write(self._out, self._district.content)
        return run

    def _school(self, name: str, where: str, solution: Solution) -> SchoolRun:
        """The school's line, its run folder copied out of the store."""
        result = solution.results.get(name) or self._failed.get(name) or SchoolResult(name, "stopped")
        made = self._store.find(result.key) if result.key and result.status == "solved" else None
        if made is not None:
            _copy(made / RUN, self._out / where)
        return SchoolRun(
            name, result.status, where if made else "", self._district.school[name].place, result.why, result.cost,
            result.seconds, result.processor, solution.solves.get(name, 0),
        )  # fmt: skip


def _changed(school: DistrictSchool, edits: tuple[Edit, ...]) -> DistrictSchool:
    if not edits:
        return school
    return replace(school, content=rewritten(school.content, read_book(school.content, school.source), edits))


def _copy(source: Path, target: Path) -> None:
    def fill(new: Path) -> None:
        shutil.copytree(source, new, dirs_exist_ok=True)

    try:
        place_folder(target, fill, overwrite=True, book="课表.xlsx")
    except OSError as error:
        raise refused(target, error) from error


def _status(schools: Iterable[SchoolRun], solution: Solution, stopped: bool) -> str:
    ends = {s.status for s in schools}
    if ends <= {"solved"}:
        return "solved"
    if stopped:
        return "stopped"
    if solution.clashes:
        return "impossible"
    return "partial" if "solved" in ends else "impossible" if ends == {"impossible"} else "unknown"


def _versions() -> tuple[tuple[str, str], ...]:
    return ("kebiao", __version__), ("ortools", version("ortools"))


def slim(district: District, name: str) -> District:
    """The district with the workbook of one school only: what is sent with a job."""
    return replace(
        district, content=b"",
        schools=tuple(s if s.name == name else replace(s, content=b"") for s in district.schools),
    )  # fmt: skip
