"""From a district's folder to its run, in processes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.audits import audit_district
from scheduler.district.folder import DistrictRun
from scheduler.districts import Event, solve_district
from scheduler.engine.solve import Stop
from scheduler.errors import IntakeError
from scheduler.runs import open_run

from .small import MUSIC, SCHOOLS, school_sheets, write, write_book


def solved(folder: Path, out: Path, **options: object) -> DistrictRun:
    return solve_district(folder, out, seconds=300, workers=1, until_first=True, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DistrictRun]:
    """The small district, solved to its first timetables."""
    place = tmp_path_factory.mktemp("district")
    return place, solved(write(place / "in"), place / "out")


def test_a_folder_becomes_a_district_that_its_audit_finds_in_order(district: tuple[Path, DistrictRun]) -> None:
    place, run = district
    assert run.status == "solved"
    assert [s.name for s in run.schools] == list(SCHOOLS)
    for school in run.schools:
        _, written = open_run(place / "out" / school.folder)
        assert written.audit.invalid == ()
        assert written.audit.cost == school.cost
    assert audit_district(place / "out", workers=1).audit.broken == ()


def test_what_is_solved_is_not_solved_twice(district: tuple[Path, DistrictRun]) -> None:
    place, run = district
    before = {p: p.stat().st_mtime_ns for p in (place / "out" / ".district" / "store").rglob("result.json")}
    assert len(before) == len(SCHOOLS)
    again = solved(place / "in", place / "out")
    after = {p: p.stat().st_mtime_ns for p in (place / "out" / ".district" / "store").rglob("result.json")}
    assert after == before
    assert (again.visits, again.quotas) == (run.visits, run.quotas)
    assert [(s.name, s.status, s.cost) for s in again.schools] == [(s.name, s.status, s.cost) for s in run.schools]


def test_a_school_whose_plan_cannot_be_used_is_told_and_the_rest_finishes(tmp_path: Path) -> None:
    folder = write(tmp_path / "in")
    sheets = school_sheets(SCHOOLS[1])
    sheets["任课"][1][1] = "谁也不是"
    write_book(folder / f"{SCHOOLS[1]}.xlsx", sheets)
    stages: list[str] = []

    def tell(event: Event) -> None:
        stages.append(event.stage)

    run = solved(folder, tmp_path / "out", tell=tell)
    assert [s.status for s in run.schools] == ["solved", "failed", "solved"]
    assert run.status == "partial"
    why = run.schools[1].why
    assert why is not None
    assert "谁也不是" in why.zh
    assert "任课" in why.zh
    assert stages[0] == "reading"
    assert stages[-1] == "done"


def test_open_cells_are_staffed_first(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", SCHOOLS[:2], [("三1", "音乐"), ("四1", "音乐")])
    run = solved(folder, tmp_path / "out")
    assert run.status == "solved"
    assert run.short == ()
    plan, _ = open_run(tmp_path / "out" / run.schools[0].folder)
    assert plan.school.course["三1 音乐"].teachers == (MUSIC,)


def test_a_district_that_cannot_be_read_says_all_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as error:
        solve_district(tmp_path / "nothing", tmp_path / "out")
    assert error.value.problems


def test_a_stop_before_the_first_school_leaves_a_run_that_says_so(tmp_path: Path) -> None:
    stop = Stop()
    stop.ask()
    run = solved(write(tmp_path / "in", SCHOOLS[:1]), tmp_path / "out", stop=stop)
    assert run.status == "stopped"
    assert DistrictRun.read(tmp_path / "out") == replace(run)
