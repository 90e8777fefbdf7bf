"""A FET file through the program: solved, written, read again and audited; marked where something was left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from scheduler import api

from ..cli.shell import RUN_FILES, kebiao, rows
from .files import activity, constraint, fet, write

FEW = activity(1, split=1) + activity(2, split=1) + activity(3, "T", "Y1", "P", duration=2) + activity(4, "U", "H1 b")
TEXT = fet(
    activities=FEW, days=2, hours=3,
    time=constraint("MinDaysBetweenActivities", 95, Activity_Id=[1, 2], MinDays=1, Consecutive_If_Same_Day="true"),
    space=constraint("SubjectPreferredRoom", 90, Subject="S", Room="R1"),
)  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fet")
    result = kebiao("solve", write(folder / "school.fet", TEXT), "-o", folder / "run", "--until-first", "--time", 30)
    assert result.exit_code == 0, result.output
    assert "left out" not in result.output
    return folder / "run"


def test_the_run_keeps_its_plan_under_its_own_suffix(run: Path) -> None:
    assert {p.name for p in run.iterdir()} == RUN_FILES - {"plan.xlsx"} | {"plan.fet"}
    assert (run / "plan.fet").read_text("utf-8") == TEXT
    assert "left_out" not in json.loads((run / "run.json").read_text("utf-8"))


def test_the_run_is_audited_from_its_files(run: Path) -> None:
    result = kebiao("audit", run)
    assert result.exit_code == 0, result.output
    plan, opened = api.open_run(run)
    assert plan.path.name == "plan.fet"
    assert {p.session for p in opened.timetable.placements} == {"1", "2", "3", "4"}
    assert opened.audit.cost == opened.record["objective"]


def test_a_lesson_that_is_moved_is_seen(run: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    table = rows(copy / "timetable.csv")
    lines = (copy / "timetable.csv").read_text("utf-8-sig").splitlines()
    double = next(r for r in table if r["subject"] == "P")
    single = next(r for r in table if r["subject"] == "S" and r["teacher"] == "T")
    here = ",".join([single["week"], single["day"], single["period"], single["start"], single["end"], "S", "T"])
    there = ",".join([double["week"], double["day"], double["period"], double["start"], double["end"], "S", "T"])
    (copy / "timetable.csv").write_text("\n".join(x.replace(here, there) for x in lines) + "\n", "utf-8")
    assert kebiao("audit", copy).exit_code == 7


def test_an_earlier_run_can_be_kept(run: Path, tmp_path: Path) -> None:
    result = kebiao("solve", "--keep", run, "--free", "U", "-o", tmp_path / "next", "--until-first", "--time", 30)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "next" / "plan.fet").is_file()


def test_a_run_may_replace_a_run_of_another_kind(run: Path, tmp_path: Path) -> None:
    """No plan.xlsx of the former run stays behind to be taken for the plan."""
    plan, opened = api.open_run(run)
    (tmp_path / "run").mkdir()
    for name in ("run.json", "plan.xlsx"):
        (tmp_path / "run" / name).write_text("{}", "utf-8")
    api.save(opened, tmp_path / "run", plan, overwrite=True)
    assert not (tmp_path / "run" / "plan.xlsx").exists()


def test_what_is_left_out_marks_the_result(tmp_path: Path) -> None:
    path = write(tmp_path / "school.fet", fet(time=constraint("OfTheFuture") * 3))
    folder = tmp_path / "run"
    result = kebiao("solve", path, "-o", folder, "--until-first", "--time", 30, "--ignore-unsupported")
    assert result.exit_code == 0, result.output
    assert "ConstraintOfTheFuture: 3" in result.output
    assert json.loads((folder / "run.json").read_text("utf-8"))["left_out"] == {"ConstraintOfTheFuture": 3}
    result = kebiao("audit", folder)
    assert result.exit_code == 0, result.output
    assert "ConstraintOfTheFuture: 3" in result.output
    result = kebiao("check", path, "--ignore-unsupported")
    assert result.exit_code == 0
    assert "ConstraintOfTheFuture, 3, left out" in result.output


def test_an_empty_folder_is_no_run(tmp_path: Path) -> None:
    result = kebiao("audit", tmp_path)
    assert (result.exit_code, "no run folder" in result.output) == (4, True)


def test_a_most_for_some_lessons_is_none_for_the_others(tmp_path: Path) -> None:
    """Counting took the most a day of tagged lessons for that of all lessons, and said 'impossible'."""
    tagged = "".join(activity(i) for i in range(1, 6)) + activity(9, tag="G")
    few = constraint("TeacherActivityTagMaxHoursDaily", Teacher_Name="T", Activity_Tag_Name="G", Maximum_Hours_Daily=1)
    path = write(tmp_path / "school.fet", fet(activities=tagged, days=2, hours=3, time=few))
    result = kebiao("check", path)
    assert result.exit_code == 0, result.output


def test_what_was_left_out_stands_in_the_audit_and_in_the_workbook(tmp_path: Path) -> None:
    strange = constraint("NobodyKnows", 100) + constraint("NobodyKnows", 50)
    source = write(tmp_path / "school.fet", fet(activities=FEW, time=strange))
    run = tmp_path / "run"
    solved = kebiao("solve", source, "-o", run, "--until-first", "--time", 30, "--ignore-unsupported")
    assert solved.exit_code == 0, solved.output
    for data in ((run / "audit.json").read_text("utf-8"), kebiao("audit", run, "--json").output):
        assert json.loads(data)["left_out"] == {"ConstraintNobodyKnows": 2}
    sheet = openpyxl.load_workbook(run / "课表.xlsx")["合规"]
    heads = next(r for r in sheet.iter_rows(values_only=True) if "结论" in r)
    (row,) = (r for r in sheet.iter_rows(values_only=True) if "ConstraintNobodyKnows" in r)
    assert row[heads.index("结论")] == "未自动核查"
    assert "2 条" in str(row[heads.index("说明")])
