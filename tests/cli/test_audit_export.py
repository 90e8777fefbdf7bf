"""kebiao audit and kebiao export: they believe the written files and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from .shell import kebiao, process, rewrite, rows

Rows = list[dict[str, str]]


def double_book(found: Rows) -> None:
    """Move one of a teacher's lessons onto another of hers."""
    first = next(r for r in found if r["class"] == "三1" and r["subject"] == "语文")
    second = next(r for r in found if r["teacher"] == first["teacher"] and r["lesson"] != first["lesson"])
    second |= {"day": first["day"], "period": first["period"], "start": "", "end": ""}


def test_a_sound_run_is_kept(solved: Path) -> None:
    result = kebiao("audit", solved)
    assert result.exit_code == 0
    assert "0 hard broken" in result.output.splitlines()[-1]
    assert "changed" not in result.output


def test_all_rules_are_listed_when_asked(solved: Path) -> None:
    settings = len(json.loads((solved / "audit.json").read_text("utf-8"))["entries"])
    listed = [line for line in kebiao("audit", solved, "--all").stdout.splitlines() if line.startswith("[")]
    fewer = [line for line in kebiao("audit", solved).stdout.splitlines() if line.startswith("[")]
    assert len(listed) == settings
    assert 0 < len(fewer) < settings


def test_a_teacher_in_two_places_is_named(run: Path) -> None:
    rewrite(run / "timetable.csv", double_book)
    found = rows(run / "timetable.csv")
    teacher = next(r["teacher"] for r in found if (r["class"], r["subject"]) == ("三1", "语文"))
    result = kebiao("audit", run)
    assert result.exit_code == 7
    lines = result.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if "teacher_clash" in line)
    assert lines[start].startswith("[broken]")
    assert teacher in lines[start + 1]


def test_a_broken_run_is_broken_for_programs_too(run: Path) -> None:
    rewrite(run / "timetable.csv", double_book)
    result = kebiao("audit", run, "--json")
    assert result.exit_code == 7
    (clash,) = (e for e in json.loads(result.stdout)["entries"] if e["rule"] == "teacher_clash")
    assert clash["verdict"] == "broken"
    assert clash["breaches"][0]["text"]["zh"]


def test_a_lesson_left_out_is_seen(run: Path) -> None:
    rewrite(run / "timetable.csv", lambda found: found.pop())
    result = kebiao("audit", run)
    assert result.exit_code == 7
    assert "weekly_lessons" in result.output


@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_a_changed_objective_is_noted(run: Path, extra: tuple[str, ...]) -> None:
    record = json.loads((run / "run.json").read_text("utf-8"))
    (run / "run.json").write_text(json.dumps({**record, "objective": record["objective"] - 1000}), "utf-8")
    result = kebiao("audit", run, *extra)
    assert result.exit_code == 0
    assert "note: run.json says cost" in result.stderr


def test_the_audit_needs_only_the_plan_and_the_two_tables(run: Path) -> None:
    before = kebiao("audit", run).output
    for name in ("run.json", "audit.json", "school.json", "课表.xlsx"):
        (run / name).unlink()
    result = kebiao("audit", run)
    assert (result.exit_code, result.output) == (0, before)


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda run: (run / "timetable.csv").unlink(), 4, "timetable.csv"),
        (lambda run: (run / "plan.xlsx").unlink(), 4, "no run folder"),
        (lambda run: (run / "plan.xlsx").write_bytes(b"PK"), 3, "plan.xlsx"),
        (lambda run: rewrite(run / "timetable.csv", lambda r: r[3].update(teacher="nobody")), 4, "row 5"),
        (lambda run: rewrite(run / "homework.csv", lambda r: r[0].update(minutes="-5")), 4, "row 2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [("audit",), ("export", "--to", "csv")])
def test_a_spoilt_folder_is_said_in_words(
    run: Path, spoil: Callable[[Path], None], code: int, said: str, command: tuple[str, ...]
) -> None:
    spoil(run)
    result = kebiao(*command, run)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_no_folder_is_said_in_words(tmp_path: Path) -> None:
    for command in (["audit"], ["export", "--to", "xlsx"]):
        result = kebiao(*command, tmp_path / "nowhere")
        assert result.exit_code == 4
        assert "nowhere" in result.stderr


def test_exports_hold_the_same_timetable(solved: Path, tmp_path: Path) -> None:
    for fmt, name in {"csv": "tables", "json": "data", "html": "课表.html", "xlsx": "课表.xlsx"}.items():
        result = kebiao("export", solved, "--to", fmt, "-o", tmp_path / name, lang="zh")
        assert result.exit_code == 0
        assert result.stdout == f"已写好 {tmp_path / name}\n"
    for name in ("timetable.csv", "homework.csv"):
        assert (tmp_path / "tables" / name).read_bytes() == (solved / name).read_bytes()
    for name in ("school.json", "audit.json", "run.json"):
        assert (tmp_path / "data" / name).read_bytes() == (solved / name).read_bytes()
    page = (tmp_path / "课表.html").read_text("utf-8")
    teachers = {row["teacher"] for row in rows(solved / "timetable.csv")}
    assert all(teacher in page for teacher in teachers)
    new, old = (openpyxl.load_workbook(folder / "课表.xlsx") for folder in (tmp_path, solved))
    assert new.sheetnames == old.sheetnames
    for sheet in new:
        assert list(sheet.values) == list(old[sheet.title].values)


def test_an_export_goes_into_the_run_when_nothing_is_said(run: Path) -> None:
    assert kebiao("export", run, "--to", "html").exit_code == 0
    assert (run / "课表.html").is_file()
    assert process("audit", run).returncode == 0
