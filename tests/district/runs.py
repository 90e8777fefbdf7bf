"""A district's run on disk, made without the master: visits given by hand, each school's first timetable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from constraints import catalogue
from scheduler import api
from scheduler.district.book import read_district
from scheduler.district.domain import District, Visit
from scheduler.district.folder import DistrictRun, SchoolRun, school_folders
from scheduler.district.plans import prepared, visiting
from scheduler.domain import Half

from .small import ART, MUSIC, SCHOOLS

A, B, C = SCHOOLS
_STAYS: Mapping[str, Mapping[str, str]] = {  # a class has no subject twice a day, so each school needs two days
    MUSIC: {A: "1am 2am", B: "3am 4am", C: "5am 1pm 2pm"},
    ART: {A: "3am 4am", B: "5am 1am", C: "2am 3pm 4pm"},
}
VISITS = frozenset(
    Visit(teacher, school, int(stay[0]), Half(stay[1:]))
    for teacher, schools in _STAYS.items() for school, stays in schools.items() for stay in stays.split()
)  # fmt: skip


def district_of(folder: Path) -> District:
    """The district of a folder, which must be in order."""
    read = read_district(folder, catalogue())
    assert read.district is not None, [p.say("zh") for p in read.problems]
    return read.district


def solve(folder: Path, out: Path, visits: Iterable[Visit] = VISITS, *, only: Iterable[str] = ()) -> DistrictRun:
    """Solve each school (of ``only``, where some are named) under its visits and write the district's run."""
    district, visits = district_of(folder), frozenset(visits)
    runs = []
    for name, where in school_folders(s.name for s in district.schools).items():
        place = district.school[name].place
        if only and name not in only:
            runs.append(SchoolRun(name, "unknown", place=place))
            continue
        path = out.parent / f"{name}-plan.xlsx"
        out.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(visiting(prepared(district, name), district, name, visits))
        plan = api.load(path)
        run = api.solve(plan, seconds=20, workers=1, until_first=True)
        api.save(run, out / where, plan, journal=False, book=False)
        runs.append(SchoolRun(name, "solved", where, place, cost=run.audit.cost, seconds=1.0, processor=1.0))
    status = "solved" if all(r.folder for r in runs) else "partial"
    found = DistrictRun(district.name, status, tuple(runs), tuple(sorted(visits)), rounds=1)
    found.write(out, district.content)
    return replace(found)
