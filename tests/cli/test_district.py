"""kebiao district: from a folder to the report; what stops it, what it goes on with, what it says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli.district_display import Board, Lines, outcome, stage_name
from scheduler.district.domain import SchoolResult
from scheduler.district.folder import DistrictRun
from scheduler.district.solving import Progress
from scheduler.districts import Event
from scheduler.domain import Text

from ..district.small import MUSIC, SCHOOLS, school_sheets, write, write_book
from .shell import command, environment, kebiao, process, rows

A, B, C = SCHOOLS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("district") / "county")


@pytest.fixture(scope="module")
def solved(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A run to first timetables, and its JSON; not to be changed."""
    out = folder.parent / "run"
    result = kebiao("district", folder, "-o", out, "--until-first", "--time", 60, "--workers", 2, "--json")
    assert result.exit_code == 0, result.output
    return out, json.loads(result.stdout)


def test_from_the_folder_to_the_report(solved: tuple[Path, dict[str, Any]]) -> None:
    out, said = solved
    assert (said["status"], said["broken"], said["folder"]) == ("solved", False, out.as_posix())
    assert [(s["name"], s["status"], s["folder"]) for s in said["schools"]] == [
        (s, "solved", f"学校/{s}") for s in SCHOOLS
    ]
    assert {c["verdict"] for c in said["audit"]} == {"kept"}
    made = {p.name for p in out.iterdir()} - {"区县报告首页.pdf"}  # needs typst and a font
    assert made == {".district", "district.json", "district.xlsx", "学校", "区县报告.xlsx", "区县报告.html", "各校清单"}
    assert {p.name for p in (out / "各校清单").iterdir()} == {f"{s}.xlsx" for s in SCHOOLS}
    assert {r["class"] for r in rows(out / "学校" / A / "timetable.csv")} == {"三1", "四1", "五1"}
    assert DistrictRun.read(out).source


def test_every_school_s_run_is_a_run_of_its_own(solved: tuple[Path, dict[str, Any]]) -> None:
    for school in SCHOOLS:
        assert kebiao("audit", solved[0] / "学校" / school).exit_code == 0


def test_the_audit_says_it_again(solved: tuple[Path, dict[str, Any]]) -> None:
    result = kebiao("audit", solved[0])
    assert result.exit_code == 0
    assert "3 schools, 3 with a timetable." in result.output


def test_a_finished_run_is_not_written_over(folder: Path, solved: tuple[Path, dict[str, Any]]) -> None:
    result = kebiao("district", folder, "-o", solved[0])
    assert result.exit_code == 4
    assert "finished run" in result.output
    assert "--overwrite" in result.output


def test_solved_schools_are_not_solved_again(folder: Path, solved: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """The report is missing, as after a kill in the last moment: the same command goes on with what is stored."""
    out = Path(shutil.copytree(solved[0], tmp_path / "run"))
    (out / "区县报告.xlsx").unlink()
    shutil.rmtree(out / "学校" / B)
    store = {p.name for p in (out / ".district" / "store").rglob("result.json")}
    result = kebiao("district", folder, "-o", out, "--until-first", "--time", 60, "--workers", 2)
    assert result.exit_code == 0, result.output
    assert "going on with the run that is here" in result.output
    run = DistrictRun.read(out)
    assert store
    assert max(s.processor for s in run.schools) < 1.0, run.schools  # nothing was searched
    old = {p.relative_to(solved[0]): p.read_bytes() for p in (solved[0] / "学校").rglob("timetable.csv")}
    assert {p.relative_to(out): p.read_bytes() for p in (out / "学校").rglob("timetable.csv")} == old


@pytest.mark.parametrize("inside", [False, True])
def test_other_folders_are_left_alone(folder: Path, tmp_path: Path, inside: bool) -> None:
    out = folder if inside else tmp_path
    (tmp_path / "letter.txt").write_text("mine")
    before = {p: p.read_bytes() for p in out.iterdir() if p.is_file()}
    result = kebiao("district", folder, "-o", out, "--time", 5)
    assert result.exit_code == 4
    assert "something else than a run of a district" in result.output
    assert {p: p.read_bytes() for p in out.iterdir() if p.is_file()} == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = process("district", tmp_path / "nowhere", "-o", tmp_path / "run")
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    assert "there is no folder" in result.stderr


def test_a_cluster_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    result = kebiao("district", folder, "-o", tmp_path / "run", "--cluster", "somewhere")
    assert result.exit_code == 4
    assert "tcp://HOST:8786" in result.output


# -- schools that cannot be had --


def impossible(tmp_path: Path) -> Path:
    """A teacher of the second school has eighteen lessons a week and comes on Fridays only."""
    folder = write(tmp_path / "county")
    sheets = school_sheets(B)
    sheets["教师"] = [[*row, "周一至周四" if row[0] == "钱老师" else None] for row in sheets["教师"]]
    sheets["教师"][0][-1] = "不可用时间"
    write_book(folder / f"{B}.xlsx", sheets)
    return folder


def test_a_school_that_is_impossible_stops_no_other(tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = kebiao("district", impossible(tmp_path), "-o", out, "--until-first", "--time", 60, "--workers", 2)
    assert result.exit_code == 5, result.output
    status = {s.name: s.status for s in DistrictRun.read(out).schools}
    assert status == {A: "solved", B: "impossible", C: "solved"}
    assert f"{B}: " in result.output
    assert "钱老师" in result.output.split(f"{B}: ")[-1]
    assert (out / "区县报告.html").is_file()


def test_a_plan_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "county"), tmp_path / "run"
    (folder / f"{B}.xlsx").write_bytes(b"no workbook")
    result = process("district", folder, "-o", out, "--until-first", "--time", 60, "--workers", 2)
    assert "Traceback" not in result.stderr
    assert result.returncode == 6
    assert f"{B}: " in result.stdout


# -- Ctrl-C --


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_keeps_what_is_there(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    words = command("district", folder, "-o", out, "--time", 200, "--workers", 1)
    solving = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment()
    )
    assert solving.stderr is not None
    for line in solving.stderr:
        if "solving schools" in line:
            break
    time.sleep(6)  # some school has its first timetable, and improves it
    solving.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, err = solving.communicate(timeout=90)
    assert time.monotonic() - began < 60
    assert "stopping: keeping what is there" in err
    run = DistrictRun.read(out)
    assert solving.returncode == (0 if run.status == "solved" else 6)
    assert (out / "区县报告.html").is_file()
    assert any(s.status == "solved" for s in run.schools)
    assert {s.status for s in run.schools} <= {"solved", "stopped"}


# -- check --


def test_check_of_a_folder(folder: Path) -> None:
    result = kebiao("check", folder)
    assert result.exit_code == 0, result.output
    assert "小学区: 3 schools, 9 classes, 2 shared teachers" in result.output
    assert "no problems found" in result.output


def test_check_finds_everything_at_once(tmp_path: Path) -> None:
    shared = [["姓名", "任教科目", "每周最多"], [MUSIC, "音乐", "许多"]]
    folder = write(tmp_path / "county", 共用教师=shared)
    (folder / f"{C}.xlsx").unlink()
    result = kebiao("check", folder, "--json")
    assert result.exit_code == 3
    said = json.loads(result.stdout)
    assert {(p["sheet"], p["cell"]) for p in said["problems"] if p["fatal"]} >= {("共用教师", "C2"), ("学校", "A4")}


def test_check_finds_what_is_wrong_in_a_school(tmp_path: Path) -> None:
    folder = write(tmp_path / "county")
    sheets = school_sheets(B)
    sheets["班级"][1][1] = "三年纪"
    write_book(folder / f"{B}.xlsx", sheets)
    result = kebiao("check", folder)
    assert result.exit_code == 3
    assert f"error: {B}: " in result.output
    assert "三年纪" in result.output


def test_check_counts_what_cannot_be_done(tmp_path: Path) -> None:
    result = kebiao("check", impossible(tmp_path))
    assert result.exit_code == 5, result.output
    assert f"impossible: {B}: " in result.output


def test_empty_cells_are_no_problem_of_a_district(tmp_path: Path) -> None:
    result = kebiao("check", write(tmp_path / "county", open_cells=[("三1", "音乐")]))
    assert result.exit_code == 0, result.output
    assert "1 empty cells of 任课 (to be staffed)" in result.output


# -- what if --


def test_what_if_over_the_district(solved: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    words = ("--change", "课时 三年级 体育 4 换=信息科技", "--time", 8, "--html", tmp_path / "p.html")
    result = kebiao("whatif", solved[0], *words)
    assert result.exit_code == 0, result.output
    assert "possible in 3 of 3" in result.output
    assert (tmp_path / "p.html").is_file()


def test_what_if_of_words_that_fit_nowhere(solved: tuple[Path, dict[str, Any]]) -> None:
    result = kebiao("whatif", solved[0], "--change", "作业上限 九年级 60", "--json")
    assert result.exit_code == 3
    (scenario,) = json.loads(result.stdout)["scenarios"]
    assert scenario["answer"] == "failed"


def test_stay_is_for_one_school(solved: tuple[Path, dict[str, Any]]) -> None:
    result = kebiao("whatif", solved[0], "--change", "作业上限 三年级 60", "--stay", "三年级")
    assert result.exit_code == 2


# -- what is shown --


def event(stage: str, *, names: tuple[str, ...] = (), result: SchoolResult | None = None) -> Event:
    return Event(stage, 1, 3, Progress(stage, 2, 1, 3, 1.0, result, names))


def test_the_board_tells_who_is_at_work() -> None:
    board = Board(2)
    board.take(event("school", names=(A, B, C)))
    assert [(n, s) for n, s, _ in board.rows()] == [(A, "solving"), (B, "solving"), (C, "waiting")]
    board.take(event("school", result=SchoolResult(B, "solved", cost=2500, seconds=3.0)))
    board.take(event("aside", result=SchoolResult(A, "impossible", why=Text("缺人", "short\nmore"))))
    assert [(n, s) for n, s, _ in board.rows()] == [
        (A, "impossible: short"), (B, "solved, cost 2.5, 3 s"), (C, "solving"),
    ]  # fmt: skip
    board.take(event("school", names=(B,)))  # it lost a visit
    assert [n for n, s, _ in board.rows() if s == "solving"] == [B]


def test_a_board_of_many_schools_is_short_and_counts_the_rest() -> None:
    board = Board(4)
    names = tuple(f"校{i}" for i in range(100))
    board.take(event("school", names=names))
    for name in names[:40]:
        board.take(event("school", result=SchoolResult(name, "solved", cost=0)))
    found = board.rows()
    assert len(found) <= 26
    assert sum(s == "solving" for _, s, _ in found) == 4
    hidden = int("".join(c for c in found[-1][0] if c.isdigit()))
    assert hidden + len(found) - 1 == 100


def test_lines_say_each_thing_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    plans = Event("preparing", 1, 3), Event("preparing", 2, 3)
    for what in (Event("reading"), *plans, event("placed"), event("school")):
        lines.show(what)
    lines.show(event("school", result=SchoolResult(A, "solved", cost=0)))
    said = [line.split(" s  ", 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert said == [
        "reading the folder", "preparing the plans", "round 2: half-days of shared teachers are settled",
        "round 2: solving schools", f"1/3  {A}: solved, cost 0, 0 s",
    ]  # fmt: skip


@pytest.mark.parametrize("stage", ["reading", "preparing", "staffing", "placed", "school", "aside", "done"])
def test_every_stage_has_a_name(stage: str) -> None:
    assert stage_name(event(stage)) != stage


def test_every_end_has_words_of_its_own() -> None:
    ends = ["impossible", "unknown", "failed", "stopped", "solved"]
    assert len({outcome(SchoolResult(A, e, why=Text("因", "why"))) for e in ends}) == len(ends)
