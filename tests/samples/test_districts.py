"""The sample districts: as large as their documents tell, read without a problem, staffed without a lesson short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest

from constraints import catalogue
from samples.district import FILE, Schools, save_district
from samples.districts.kinds import ARTS
from samples.districts.lijin import CENTRE, VILLAGES
from samples.generate import DISTRICTS, DISTRICTS_BY_NAME_ONLY, build_district, main
from scheduler import api
from scheduler.district.book import read_district
from scheduler.district.domain import District
from scheduler.district.plans import prepared
from scheduler.intake.workbook import read_book
from scheduler.staffing import staff_district

HERE = Path(__file__).resolve().parents[2] / "samples"
KEPT = [name for name in DISTRICTS if name not in DISTRICTS_BY_NAME_ONLY]
SIZED = "district12"


@cache
def built(name: str) -> Schools:
    return build_district(name)


@cache
def folder(name: str) -> Path:
    found = Path(mkdtemp()) / name
    save_district(built(name), found)
    return found


@cache
def district(name: str) -> District:
    found = read_district(folder(name), catalogue())
    assert [p.say("zh") for p in found.problems] == []
    assert found.district is not None
    return found.district


def open_cells(name: str) -> Iterator[tuple[str, str]]:
    """(school, subject) of each cell of 任课 that is to be staffed."""
    for school, plan in built(name).plans.items():
        joint = {(klass, j.subject) for j in plan.joints for klass in j.classes}
        for cell, teacher in plan.teachers_of.items():
            if not teacher and cell not in joint:
                yield school, cell[1]


def cells_of(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.mark.parametrize("name", KEPT)
def test_the_files_kept_are_what_is_generated(name: str) -> None:
    kept = {path.name: path for path in (HERE / name).glob("*.xlsx")}
    made = {path.name: path for path in folder(name).glob("*.xlsx")}
    assert kept.keys() == made.keys()
    for file, path in made.items():
        assert cells_of(kept[file]) == cells_of(path), file


def test_lijin_is_as_its_report_tells() -> None:
    plans = built("lijin").plans
    assert [len(p.classes) for p in plans.values()] == [39, 6, 6, 6, 6]
    assert sum(k.pupils for p in plans.values() for k in p.classes) == 2150
    assert [len(plans[v].staff) for v in VILLAGES] == [14] * 4
    for village in VILLAGES:  # LJ-17: nobody there has music, art or PE as the first subject but one for grades 1 and 2
        first = Counter(s.subjects[0] for s in plans[village].staff)
        assert (first["音乐"], first["美术"], first["体育"]) == (0, 0, 1)
    lent = [s for s in built("lijin").shared if s.home]
    assert {s.home for s in lent} == {CENTRE}
    assert Counter(s.subjects[0] for s in lent) == {"音乐": 3, "美术": 2, "体育": 2}


def test_lijin_has_cells_filled_and_cells_open() -> None:
    left = Counter(subject for _, subject in open_cells("lijin"))
    assert set(left) == {"音乐", "美术", "体育"}
    shared = {s.name for s in built("lijin").shared}
    kept = [t for v in VILLAGES for t in built("lijin").plans[v].teachers_of.values() if t in shared]
    assert len(kept) == 12  # who stays with the classes of last year


def test_qinan_is_twelve_schools_and_nine_riders() -> None:
    found = district("qinan")
    assert len(found.schools) == 12
    assert len(found.teachers) == 9
    for teacher in found.teachers:
        riding = {p.day for p in teacher.away.patterns}
        assert riding == {1, 3, 5}  # Tuesdays and Thursdays are left
    for school in found.schools:
        book = read_book(school.content, school.source)
        rows = {sheet.name: {row for row, _ in sheet.cells} for sheet in book.sheets}
        assert (len(rows["班级"]) - 1, len(rows["教师"]) - 1) == (6, 11)


def test_luojiang_counts_the_teachers_of_its_report() -> None:
    made = built("luojiang25")
    assert (len(made.plans), sum(len(p.classes) for p in made.plans.values())) == (25, 504)
    for subject, full, part in (("音乐", 60, 47), ("美术", 62, 66)):
        own = [s for p in made.plans.values() for s in p.staff if subject in s.subjects]
        specialists = [s for s in own if s.subjects[0] == subject]
        riding = [s for s in made.shared if subject in s.subjects]
        assert (len(specialists), len(own) - len(specialists) + len(riding)) == (full, part)
    for plan in made.plans.values():  # every school has its music room and its art room (AR-02)
        assert {"音乐室", "美术室"} <= {p.kind for p in plan.places}
    assert {subject for _, subject in open_cells("luojiang25")} == set(ARTS)


def test_a_sized_district_has_so_many_schools_the_same_every_time() -> None:
    one, again = build_district(SIZED), build_district("district:12")
    assert len(one.plans) == 12
    assert one.shared == again.shared
    assert {n: p.teachers_of for n, p in one.plans.items()} == {n: p.teachers_of for n, p in again.plans.items()}
    assert {len(p.classes) for p in one.plans.values()} > {6}
    for name in ("district1", "district1001", "luojiang26"):
        with pytest.raises(KeyError):
            build_district(name)


@pytest.mark.parametrize("name", [*DISTRICTS, SIZED])
def test_a_shared_teacher_has_no_namesake(name: str) -> None:
    made = built(name)
    shared = {s.name: s for s in made.shared}
    assert len(shared) == len(made.shared)
    for school, plan in made.plans.items():
        for person in plan.staff:
            assert person.name not in shared or shared[person.name].home == school


@pytest.mark.parametrize("name", [*DISTRICTS, SIZED])
def test_travel_is_known_where_the_shared_teachers_go(name: str) -> None:
    found = district(name)
    for teacher in found.teachers:
        may = sorted(teacher.schools or found.school)
        known = [found.minutes(a, b) for a in may for b in may]
        assert all(m is not None and 0 <= m <= 90 for m in known)


@pytest.mark.parametrize("name", ["lijin", SIZED])
def test_nothing_is_short_and_a_school_can_be_timetabled(name: str, tmp_path: Path) -> None:
    found = district(name)
    staffed = staff_district(found, catalogue(), 10)
    assert staffed.short == ()
    assert min(staffed.specialists.values()) >= found.policy.specialist_share
    school = found.schools[-1].name
    path = tmp_path / "plan.xlsx"
    path.write_bytes(prepared(found, school, staffed.edits[school]))
    run = api.solve(api.load(path), seconds=20, until_first=True, workers=1)
    assert run.audit.hard_broken == ()
    shared = {t for c in run.school.courses for t in c.teachers} & found.teacher.keys()
    assert shared
    assert all(run.school.teacher[t].kind == "itinerant" for t in shared if found.teacher[t].home != school)


def test_a_district_is_written_as_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["district3", "-o", str(tmp_path)]) == 0
    assert FILE in {p.name for p in (tmp_path / "district3").iterdir()}
    assert "district3" in capsys.readouterr().out
