"""What a bureau asks of a district beside solving it: is the folder in order, and what if. A composition root over
``districts`` and ``audits``.

>>> check_district("区").problems                                     # everything wrong in all workbooks, at once
>>> whatif_district("runs/区", read_scenarios(Path("方案.yaml")))       # each scenario in every school that it fits
"""

from __future__ import annotations

import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from constraints import catalogue
from scheduler.audits import district_of
from scheduler.district.audit import DistrictAudit
from scheduler.district.audit import audit as audit_whole
from scheduler.district.book import read_district
from scheduler.district.domain import District, DistrictSchool
from scheduler.district.folder import DistrictRun
from scheduler.district.plans import prepared
from scheduler.district.pool import Job
from scheduler.district.pool.processes import ProcessPool
from scheduler.district.seen import FolderLook, SchoolLook
from scheduler.district.telling import unsolved
from scheduler.district.whatif import (
    DistrictComparison,
    DistrictOutcome,
    Now,
    Task,
    Tried,
    is_for,
    look,
    outcome_of,
    strangers,
    try_school,
)  # fmt: skip
from scheduler.districts import slim
from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.errors import IntakeError, IntakeProblem, KebiaoError, RunError
from scheduler.intake import Plan as ReadPlan
from scheduler.intake.workbook import BadFileError, read_book
from scheduler.output.names import safe_file_names
from scheduler.output.run import Run
from scheduler.packs import conflicts
from scheduler.runs import open_folder, plan_in
from scheduler.staffing.of_book import read_site
from scheduler.whatif.change import Scenario
from scheduler.whatif.changes.district import MORE_TEACHERS
from scheduler.whatif.compare import Answer, Outcome
from scheduler.whatif.trying import Conditions

STAFFING = 15.0  # seconds at least for the question where more teachers would help


# -- is the folder in order ----------------------------------------------------------------------------------------


def check_district(folder: str | Path, *, workers: int | None = None, stop: Stop | None = None) -> FolderLook:
    """Read a district's folder and every plan in it, with the district's teachers, packs and rules in each."""
    read = read_district(Path(folder), catalogue())
    if read.district is None:
        return FolderLook(None, read.problems)
    names = [s.name for s in read.district.schools]
    jobs = [Job(n, look_at_school, (slim(read.district, n), n)) for n in names]
    stop = Stop() if stop is None else stop
    found: dict[str, SchoolLook] = {}
    with ProcessPool(min(workers or os.cpu_count() or 1, len(jobs)), stop) as pool:
        for done in pool.run(jobs):
            found[done.key] = done.value or SchoolLook(done.key, (_problem(done.failure),))
    return FolderLook(read.district, read.problems, tuple(found[n] for n in names if n in found))


def look_at_school(district: District, name: str, *, stop: Stop) -> SchoolLook:
    """One school's plan as it would be solved; empty cells of 任课 are for the staffing to fill."""
    from scheduler.engine.model import forbidden, live
    from scheduler.engine.precheck import shortages

    path = Path(district.school[name].source.name)
    try:
        site = read_site(name, read_book(prepared(district, name), path), catalogue())
    except IntakeError as error:
        return SchoolLook(name, tuple(error.problems))
    except BadFileError as error:
        return SchoolLook(name, (IntakeProblem("", "", path.name, error.text, error.advice),))
    if any(p.fatal for p in site.problems):
        return SchoolLook(name, tuple(site.problems))
    school = site.school
    lessons = sum(c.periods for c in school.courses if c.groups)
    asked = live(school, catalogue())
    wanting: tuple[Any, ...] = (
        *conflicts(school, catalogue()),
        *shortages(school, asked, forbidden(school, catalogue(), asked)),
    )
    short = tuple(Text(s.say("zh"), s.say("en")) for s in wanting)
    return SchoolLook(
        name, tuple(site.problems), short, len(school.classes), len(school.teachers), lessons, len(site.open)
    )


def _problem(failure: Text | None) -> IntakeProblem:
    return IntakeProblem("", "", "", failure or Text("没有读完", "not read to the end"), Text("", ""))


# -- what if -------------------------------------------------------------------------------------------------------

Tell = Callable[[int, int, str], None]  # done, of, what: a school's part of a scenario


def whatif_district(
    out: str | Path, scenarios: Sequence[Scenario], *, seconds: float = 10.0, anyway: bool = False,
    to: str | Path | None = None, workers: int | None = None, stop: Stop | None = None,
    tell: Tell = lambda done, of, what: None,
) -> DistrictComparison:  # fmt: skip
    """Try scenarios on a district's run, in every school that each fits, close to its timetable; visits stay.

    ``seconds``: for each school of a scenario. ``to``: a folder in which each scenario that every school can have gets
    a run of the district. Raises RunError where ``out`` is no run of a district, ChangeError for schools nobody knows.
    """
    out, stop = Path(out), Stop() if stop is None else stop
    run = DistrictRun.read(out)
    district = district_of(out, run)
    names = [s.name for s in run.schools]
    for error in (e for scenario in scenarios for e in strangers(scenario, names)):
        raise error
    processes = min(workers or os.cpu_count() or 1, max(1, len(names)))
    with ProcessPool(processes, stop) as pool:
        conditions = Conditions(float(seconds), anyway=anyway)
        return _Trials(out, run, district, pool, conditions, to, stop, tell).all(scenarios)


def opened(folder: Path) -> tuple[ReadPlan, bytes, Run]:
    """A school's run, for what is tried on it. Raises RunError, IntakeError."""
    plan, run = open_folder(folder)
    assert plan.read is not None
    return plan.read, plan.content, run


class _Trials:
    def __init__(
        self, out: Path, run: DistrictRun, district: District, pool: ProcessPool, conditions: Conditions,
        to: str | Path | None, stop: Stop, tell: Tell,
    ):  # fmt: skip
        self._out, self._run, self._district, self._pool = out, run, district, pool
        self._conditions, self._stop, self._tell = conditions, stop, tell
        self._to = None if to is None else Path(to)
        self._light = replace(district, schools=(), content=b"")

    def all(self, scenarios: Sequence[Scenario]) -> DistrictComparison:
        now, left = self._today()
        names = list(safe_file_names(s.name for s in scenarios))
        jobs = [(s, n, job) for s, n in zip(scenarios, names, strict=True) for job in self._jobs(s, n, now)]
        total, found = len(jobs), {s.name: dict[str, Tried]() for s in scenarios}
        spent: defaultdict[str, float] = defaultdict(float)
        owner = {job.key: (s.name, school) for s, _, job in jobs for school in [job.key.split("\n")[1]]}
        for number, done in enumerate(self._pool.run([job for _, _, job in jobs]), 1):
            name, school = owner[done.key]
            spent[name] += done.seconds
            tried = done.value
            if tried is None:
                tried = Tried(school, Outcome(name, (), Answer.FAILED, cause=done.failure))
            found[name][school] = tried
            self._tell(number, total, f"{name} · {school}")
        outcomes, stopped = [], []
        before = self._audit({n.school: n.written for n in now})
        for scenario, folder in zip(scenarios, names, strict=True):
            tried = found[scenario.name]
            wanted = [n for n in now if self._tries(scenario, n.school)]
            if len(tried) < len(wanted):
                stopped.append(scenario.name)
                continue
            outcomes.append(self._outcome(scenario, folder, now, tried, before, spent[scenario.name]))
        return DistrictComparison(
            self._run.name, self._out.resolve().name, tuple(now), tuple(outcomes),
            frozenset(self._district.teacher), tuple(left), tuple(stopped),
        )  # fmt: skip

    def _today(self) -> tuple[list[Now], list[tuple[str, Text]]]:
        """Every school as it is, and those in which nothing can be tried."""
        left = [(s.name, unsolved(s)) for s in self._run.schools if not s.folder]
        here = [s.name for s in self._run.schools if s.folder]
        jobs = [Job(name, look, (self._task(name),)) for name in here]
        found: dict[str, Now] = {}
        for done in self._pool.run(jobs):
            if isinstance(done.value, Now):
                found[done.key] = done.value
            elif done.failure:
                left.append((done.key, done.failure))
        return [found[name] for name in here if name in found], left

    def _task(self, name: str, folder: str = "") -> Task:
        where = self._run.school[name].folder
        to = self._to / folder / where if self._to is not None and folder else None
        return Task(opened, self._out / where, name, self._light, self._conditions, to)

    def _tries(self, scenario: Scenario, school: str) -> bool:
        """Whether anything of it is for this school; with a folder to fill, all are looked at."""
        mine = [c for c in scenario.changes if c.kind != MORE_TEACHERS]
        return bool(mine) and (self._to is not None or any(is_for(c, school) for c in mine))

    def _jobs(self, scenario: Scenario, folder: str, now: Sequence[Now]) -> Iterator[Job]:
        for school in (n.school for n in now if self._tries(scenario, n.school)):
            yield Job(f"{scenario.name}\n{school}", try_school, (self._task(school, folder), scenario))

    def _audit(self, files: dict[str, Any]) -> DistrictAudit:
        visits = frozenset(self._run.visits) if self._run.visits else None
        return audit_whole(self._district, list(files.values()), visits)

    def _outcome(
        self, scenario: Scenario, folder: str, now: Sequence[Now], tried: dict[str, Tried], before: DistrictAudit,
        seconds: float,
    ) -> DistrictOutcome:  # fmt: skip
        files = {n.school: n.written for n in now} | {s: t.written for s, t in tried.items() if t.written is not None}
        old, new = _breaches(before), _breaches(self._audit(files))
        texts: tuple[Text, ...] = ()
        began = time.monotonic()
        try:
            texts = tuple(t for c in scenario.changes if c.kind == MORE_TEACHERS for t in self._more(c))
            more: dict[str, Any] = {}
        except KebiaoError as error:
            more = {"cause": error.text, "code": error.exit_code}
        schools = tuple(tried[n.school] for n in now if n.school in tried)
        made = outcome_of(
            scenario, schools, found=texts, seconds=seconds + time.monotonic() - began,
            lost=tuple(t for t in new if t not in old), gained=tuple(t for t in old if t not in new), **more,
        )  # fmt: skip
        self._settle(made, folder)
        return made

    def _settle(self, made: DistrictOutcome, folder: str) -> None:
        """The scenario's folder as a run of the district; none of it where it failed."""
        if self._to is None or not made.schools:
            return
        place = self._to / folder
        if made.code:
            shutil.rmtree(place, ignore_errors=True)
            return
        outcomes = dict(made.tried)
        schools = []
        for school in self._run.schools:
            found = outcomes.get(school.name)
            if found is None or found.measures is not None:
                cost = found.measures.cost if found and found.measures else school.cost
                schools.append(replace(school, cost=cost))
            else:
                status = "impossible" if found.answer is Answer.IMPOSSIBLE else "unknown"
                schools.append(replace(school, status=status, folder="", why=found.cause, cost=None))
        every = all(s.status == "solved" for s in schools)
        status = self._run.status if every or self._run.status != "solved" else "partial"
        replace(self._run, schools=tuple(schools), status=status).write(place, self._district.content)

    def _more(self, change: Any) -> tuple[Text, ...]:
        """Where more teachers would help most: a question to the staffing of the whole district."""
        from scheduler.staffing import extra_teachers
        from scheduler.whatif.shapes import number

        count = int(number(change["count"], Text("人数", "count"), 1, 50, 1))
        lessons = int(number(change["lessons"], Text("每周节数", "lessons"), 1, 40, 1)) if change["lessons"] else 0
        district = self._input()
        found = extra_teachers(
            district, change["subject"], count, catalogue(), max(STAFFING, self._conditions.seconds),
            self._stop.child(), lessons=lessons,
        )  # fmt: skip
        share = tuple(
            Text(
                f"{school} 音体美专任课时 {a:.0%} → {b:.0%}", f"{school}, arts and PE by specialists: {a:.0%} → {b:.0%}"
            )
            for school, (a, b) in sorted(found.specialists.items())
        )
        return (*found.texts, *share)

    def _input(self) -> District:
        """The district as it was given, with its empty cells; where that is gone, as its run has it."""
        if self._run.source and Path(self._run.source).is_dir():
            read = read_district(Path(self._run.source), catalogue())
            if read.district is not None:
                return read.district
        schools = [s for s in self._run.schools if s.folder]
        made = [
            DistrictSchool(s.name, plan_in(self._out / s.folder).read_bytes(), Path(f"{s.name}.xlsx"), s.place)
            for s in schools
        ]
        if not made:
            raise RunError(Text("没有一所学校排出课表", "no school has a timetable"))
        return replace(self._district, schools=tuple(made))


def _breaches(audit: DistrictAudit) -> list[Text]:
    return [breach.text for entry in audit.entries for breach in entry.breaches]
