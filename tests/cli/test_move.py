"""kebiao move: a new run from an old one, which stays; what breaks a rule is refused, or marked."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from scheduler import api
from scheduler.moves import Fit

from .shell import RUN_FILES, kebiao, rows

ONE = "四1 信息科技"


def contents(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.iterdir()}


def placed(run: Path) -> set[tuple[str, ...]]:
    columns = ("class", "week", "day", "period", "subject", "teacher")
    return {tuple(row[c] for c in columns) for row in rows(run / "timetable.csv")}


def test_an_exchange_makes_a_new_run_and_keeps_the_old_one(solved: Path, tmp_path: Path) -> None:
    before = contents(solved)
    swap = json.loads(kebiao("where", solved, "--lesson", ONE, "--swaps", "--json").output)["swaps"][0]
    result = kebiao("move", solved, "--lesson", ONE, "--swap", 1, "-o", tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert contents(solved) == before
    assert set(contents(tmp_path / "new")) == RUN_FILES
    assert len(placed(solved) - placed(tmp_path / "new")) == len(swap["moves"])
    record, old = (json.loads((run / "run.json").read_text("utf-8")) for run in (tmp_path / "new", solved))
    assert record["objective"] == old["objective"] + swap["cost"]
    assert (record["moved"]["from"], record["moved"]["objective"]) == (solved.name, old["objective"])
    assert [(m["course"], m["to"]) for m in record["moved"]["moves"]] == [
        (m["course"], m["start"]) for m in swap["moves"]
    ]
    assert "breaks" not in record
    assert kebiao("audit", tmp_path / "new").exit_code == 0


def elsewhere(run: Path) -> str:
    """A time at which the lesson is not; the week is full, so another lesson is there."""
    row = next(r for r in rows(run / "timetable.csv") if r["class"] == "四1" and r["subject"] == "信息科技")
    return "周一1" if (row["day"], row["period"]) != ("1", "1") else "周一2"


def test_what_breaks_a_rule_is_refused_with_its_reason(solved: Path, tmp_path: Path) -> None:
    to = elsewhere(solved)
    result = kebiao("move", solved, "--lesson", ONE, "--to", to, "-o", tmp_path / "new", lang="zh")
    assert result.exit_code == 7
    assert "班级不冲突（四1）" in result.stderr
    assert "--anyway" in result.stderr
    assert not (tmp_path / "new").exists()


def test_anyway_marks_what_is_broken(solved: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    result = kebiao("move", solved, "--lesson", ONE, "--to", elsewhere(solved), "--anyway", "-o", new, lang="zh")
    assert result.exit_code == 7
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert record["status"] == "broken"
    assert {"class_clash", "class_week_full"} <= {b["rule"] for b in record["breaks"]}
    assert all(b["rule"] in (new / "audit.json").read_text("utf-8") for b in record["breaks"])
    assert kebiao("audit", new).exit_code == 7
    sheet = openpyxl.load_workbook(new / "课表.xlsx")["合规"]
    words = {str(cell) for row in sheet.values for cell in row if cell}
    assert any("四1" in word and "同时有两节课" in word for word in words)


def test_a_broken_run_can_be_mended(solved: Path, tmp_path: Path) -> None:
    """The costs of a week in which somebody is in two places are no bounds for the one in which he is not."""
    back = next(r for r in rows(solved / "timetable.csv") if r["class"] == "四1" and r["subject"] == "信息科技")
    words = ("--lesson", ONE, "--anyway")
    assert kebiao("move", solved, *words, "--to", elsewhere(solved), "-o", tmp_path / "a").exit_code == 7
    home = f"周{'一二三四五'[int(back['day']) - 1]}{back['period']}"
    assert kebiao("where", tmp_path / "a", "--lesson", ONE).exit_code == 0
    result = kebiao("move", tmp_path / "a", "--lesson", ONE, "--to", home, "-o", tmp_path / "b")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "b" / "timetable.csv").read_bytes() == (solved / "timetable.csv").read_bytes()


def test_words_that_do_not_fit(solved: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    row = next(r for r in rows(solved / "timetable.csv") if r["class"] == "四1" and r["subject"] == "信息科技")
    here = f"周{'一二三四五'[int(row['day']) - 1]}{row['period']}"
    for words in ((), ("--to", here), ("--to", "周六1"), ("--swap", 0), ("--swap", 999), ("--swap", "x")):
        result = kebiao("move", solved, "--lesson", ONE, *words, "-o", new)
        assert result.exit_code == 2, words
        assert "Traceback" not in result.output
    assert not new.exists()


def test_a_folder_with_something_in_it_is_left_alone(solved: Path, run: Path) -> None:
    before = contents(run)
    for out in (run, solved):
        result = kebiao("move", solved, "--lesson", ONE, "--swap", 1, "-o", out)
        assert result.exit_code == 4
    assert contents(run) == before


def test_json_is_the_record(solved: Path, tmp_path: Path) -> None:
    result = kebiao("move", solved, "--lesson", ONE, "--swap", 2, "-o", tmp_path / "new", "--json")
    data = json.loads(result.output)
    assert data["folder"] == str(tmp_path / "new")
    assert data["moved"]["moves"]


def test_the_same_from_python(solved: Path, tmp_path: Path) -> None:
    moves = api.moves(solved)
    assert [o.fit for o in moves.where(ONE, "#1")].count(Fit.HERE) == 1
    best = moves.chains(ONE, "#1").found[0]
    run = api.move(solved, best.moves, tmp_path / "new")
    assert run.audit.cost == api.audit(tmp_path / "new").cost == api.audit(solved).cost + best.cost
