"""kebiao solve: what it writes, what it refuses, what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from scheduler import api
from scheduler.engine.outcome import Event
from scheduler.engine.solve import Stop
from tests.intake.books import sheets, write_book

from .shell import RUN_FILES, SAMPLES, THREE, kebiao, process, rows


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def small(path: Path) -> Path:
    """Two classes of ten lessons."""
    return write_book(path, sheets())


def test_the_first_valid_timetable_is_written(solved: Path) -> None:
    assert names(solved) == RUN_FILES
    assert len(rows(solved / "timetable.csv")) == 172
    assert rows(solved / "homework.csv")
    record = json.loads((solved / "run.json").read_text("utf-8"))
    assert record["parameters"]["until_first"] is True
    assert record["objective"] == json.loads((solved / "audit.json").read_text("utf-8"))["cost"]
    assert (solved / "plan.xlsx").read_bytes() == THREE.read_bytes()


def test_a_search_ends_within_its_time_and_is_audited(tmp_path: Path) -> None:
    done = process("solve", THREE, "-o", tmp_path / "run", "--time", 4, "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    record = json.loads(done.stdout)
    assert sum(record["seconds"].values()) < 15
    assert record["plan_breaks"] == []
    assert record["objective"] == sum(record["parts"].values())
    costs = [cost for _, cost in record["history"]]
    assert costs == sorted(costs, reverse=True)
    assert kebiao("audit", tmp_path / "run").exit_code == 0


def test_a_reproducible_run_gives_the_same_files_twice(tmp_path: Path) -> None:
    words = ("solve", THREE, "--reproducible", "--rounds", 4, "--seed", 7)
    for name in ("a", "b"):
        assert kebiao(*words, "-o", tmp_path / name).exit_code == 0
    for name in ("timetable.csv", "homework.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    record = json.loads((tmp_path / "a" / "run.json").read_text("utf-8"))
    assert (record["seed"], record["parameters"]["rounds"]) == (7, 4)


def test_no_rounds_are_no_rounds(tmp_path: Path) -> None:
    """``--rounds 0`` was taken for 'nothing said', and the default was run."""
    kebiao("solve", small(tmp_path / "plan.xlsx"), "-o", tmp_path / "run", "--reproducible", "--rounds", 0)
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert record["parameters"]["rounds"] == 0
    assert len(record["history"]) == 1, "the first timetable and nothing after it"


def test_stages_are_plain_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    plan = small(tmp_path / "plan.xlsx")
    done = process("solve", plan, "-o", tmp_path / "run", "--reproducible", "--rounds", 1)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert [line.split("s  ")[1].split(",")[0] for line in lines][:3] == [
        "counting", "building the model", "first valid timetable",
    ]  # fmt: skip
    assert "\x1b" not in done.stderr + done.stdout
    assert done.stdout.splitlines()[-1] == f"wrote {tmp_path / 'run'}"


def test_a_full_folder_is_refused_and_replaced_when_asked(run: Path) -> None:
    before = (run / "timetable.csv").read_bytes()
    words = ("solve", THREE, "-o", run, "--until-first", "--seed", 5)
    refused = kebiao(*words)
    assert refused.exit_code == 4
    assert "--overwrite" in refused.stderr
    assert (run / "timetable.csv").read_bytes() == before
    (run / "备注.txt").write_text("keep this")
    assert kebiao(*words, "--overwrite").exit_code == 0
    assert (run / "timetable.csv").read_bytes() != before
    assert names(run) == {*RUN_FILES, "备注.txt"}


@pytest.mark.parametrize("kind", ["documents", "a file"])
def test_what_is_no_run_is_refused_before_the_search(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was said only after the search."""
    monkeypatch.setattr(api, "solve", lambda *args, **options: pytest.fail("searched first"))
    target = tmp_path / "target"
    if kind == "documents":
        target.mkdir()
        (target / "letter.docx").write_text("dear parents")
    else:
        target.write_text("a file")
    result = kebiao("solve", THREE, "-o", target, "--overwrite")
    assert result.exit_code == 4
    assert "Traceback" not in result.output
    assert target.read_text() == "a file" if target.is_file() else names(target) == {"letter.docx"}


def test_no_timetable_in_time_has_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise api.NoTimetable(3)

    monkeypatch.setattr(api, "solve", fail)
    result = kebiao("solve", THREE, "-o", tmp_path / "run")
    assert result.exit_code == 6
    assert "error: no timetable in 3 s" in result.stderr


def test_what_the_plan_itself_breaks_is_said_at_the_end(tmp_path: Path) -> None:
    """Classes of 66 pupils break a limit of 45; no timetable mends that, so it does not fail the solve."""
    run = tmp_path / "run"
    result = kebiao("solve", SAMPLES / "huozhou33.xlsx", "-o", run, "--until-first", "--time", 60, lang="zh")
    assert result.exit_code == 0
    block = result.stdout.partition("计划本身不符合的规定")[2]
    assert "班额" in block
    assert "一1 超出 22 人" in block
    assert "……还有 30 处" in block
    audited = kebiao("audit", run, lang="zh")
    assert audited.exit_code == 7
    assert "[未满足] 班额 (必须，计划本身, HZ-15): " in audited.output


HOSTILE = (
    "=1+1", "三(1)班/甲", "../../三1", "<b>三1</b>", '三1,"甲"', "{who} 三1", "三1" * 40, "CON", "%s三1",
    "三1🙂",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_class_names_come_through(tmp_path: Path, name: str) -> None:
    """Solved, audited, exported to every format; the csv has the name as it is, nothing lands elsewhere."""
    plan = tmp_path / "in" / "plan.xlsx"
    plan.parent.mkdir()
    if kebiao("check", write_named(plan, name)).exit_code:
        pytest.fail("refused")
    run = tmp_path / "run"
    assert kebiao("solve", plan, "-o", run, "--until-first").exit_code == 0
    assert kebiao("audit", run).exit_code == 0
    for fmt in ("xlsx", "html", "csv", "json"):
        assert kebiao("export", run, "--to", fmt, "-o", tmp_path / "out" / fmt).exit_code == 0
    found = {row["class"] for row in rows(run / "timetable.csv")}
    assert found == {name if not name.startswith("=") else "'" + name, "三2"}
    assert names(tmp_path) == {"in", "run", "out", "kebiao.sqlite"}
    assert names(run) == RUN_FILES
    assert "<b>三1</b>" not in (tmp_path / "out" / "html").read_text("utf-8")


def write_named(path: Path, name: str) -> Path:
    """The small plan with its first class so named, as text."""
    return write_book(path, sheets(), {"班级!A2": ("text", name), "任课!A2": ("text", name)})


def test_the_folder_has_a_name_when_none_is_given(tmp_path: Path) -> None:
    plan = Path(shutil.copy(THREE, tmp_path / "秋季.xlsx"))
    done = process("solve", plan.name, "--until-first", cwd=tmp_path)
    assert done.returncode == 0
    assert names(tmp_path / "秋季-课表") == RUN_FILES


@pytest.mark.parametrize("strength", ["尽量", "必须"])
def test_a_stop_still_shares_out_the_homework(tmp_path: Path, strength: str) -> None:
    """The board came out empty; and where homework is demanded the stop ended as 'impossible'."""
    path = Path(shutil.copy(THREE, tmp_path / "plan.xlsx"))
    book = openpyxl.load_workbook(path)
    for row in (["规则", "强度"], ["homework_weekly", strength]):
        (book["规则"] if "规则" in book.sheetnames else book.create_sheet("规则")).append(row)
    book.save(path)
    stop, plan = Stop(), api.load(path)
    assert not plan.warnings

    def tell(event: Event) -> None:
        if event.stage == "improving":
            stop.ask()

    run = api.solve(plan, seconds=60, stop=stop, tell=tell)
    assert sum(run.record["seconds"].values()) < 30
    assert {item.group for item in run.homework.items} == {"三1", "四1", "五1", "六1"}
    assert not run.audit.hard_broken
