"""kebiao runs, show, publish, undo, and runs called by number: whatever was made can be had again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler import api

from .shell import RUN_FILES, THREE, command, environment, kebiao, rewrite, rows

ONE = "四1 信息科技"
NAME = "kebiao.sqlite"


@pytest.fixture
def term(run: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run in ``run`` (@1) and one made from it in ``run2`` (@2); where the commands are called."""
    monkeypatch.chdir(run.parent)
    result = kebiao("move", "run", "--lesson", ONE, "--swap", 1, "-o", "run2")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return run.parent


def listed(folder: object = ".") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kebiao("runs", folder, "--json").stdout)["runs"]
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".json")}


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(path)}


def exported(name: str, folder: Path) -> tuple[dict[str, bytes], dict[str, list[tuple[Any, ...]]]]:
    """The csv, json and cells of a run, each by its own ``export``."""
    for fmt, out in (("csv", "files"), ("json", "files"), ("xlsx", "课表.xlsx")):
        result = kebiao("export", name, "--to", fmt, "-o", folder / out)
        assert result.exit_code == 0, result.output
    return contents(folder / "files"), cells(folder / "课表.xlsx")


# -- entries --


def test_a_solve_is_one_entry_though_it_saves_twice(tmp_path: Path) -> None:
    """The first valid timetable is written early, and replaced at the end."""
    assert kebiao("solve", THREE, "-o", tmp_path / "run", "--time", 6).exit_code == 0
    (entry,) = listed(tmp_path)
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert (entry["early"], entry["found"], entry["current"]) == (False, False, True)
    assert (entry["objective"], entry["status"]) == (record["objective"], record["status"])
    assert {path.name for path in tmp_path.iterdir()} == {"run", NAME}


def test_the_list_says_where_each_run_comes_from(term: Path) -> None:
    first, second = listed()
    assert (first["folder"], first["found"], first["parent"]) == ("run", True, None)  # copied here by hand
    assert (second["folder"], second["found"], second["parent"]) == ("run2", False, 1)
    assert second["moved"] == len(rows_apart(term / "run", term / "run2")) > 0
    head, *lines, _ = kebiao("runs", lang="zh").stdout.splitlines()
    assert head.split() == ["序号", "时间", "保存人", "文件夹", "状态", "代价", "来自", "改动", "墙上"]
    assert [line.split()[0] for line in lines] == ["@1", "@2*"]
    assert lines[1].split()[-3:] == ["@1", str(second["moved"]), "节"]
    assert len(kebiao("runs", "--last", 1).stdout.splitlines()) == 3


def rows_apart(one: Path, other: Path) -> set[tuple[str, ...]]:
    old, new = ({tuple(row.values()) for row in rows(run / "timetable.csv")} for run in (one, other))
    return new - old


def test_keeping_lessons_makes_a_child(term: Path) -> None:
    result = kebiao("solve", "--keep", "@1", "--free", "四年级", "-o", "run3", "--time", 3, "--until-first")
    assert result.exit_code == 0, result.output
    assert [e["parent"] for e in listed()] == [None, 1, 1]


@pytest.mark.parametrize("how", ["option", "variable"])
def test_who_wants_no_journal_has_none(how: str, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--no-journal"] if how == "option" else []
    if how == "variable":
        monkeypatch.setenv("KEBIAO_JOURNAL", "off")
    result = kebiao("move", run, "--lesson", ONE, "--swap", 1, "-o", run.parent / "run2", *words)
    assert result.exit_code == 0
    assert {path.name for path in run.parent.iterdir()} == {"run", "run2"}


def test_a_broken_journal_is_said_and_the_run_is_saved(run: Path) -> None:
    (run.parent / NAME).write_bytes(b"not a database" * 100)
    result = kebiao("move", run, "--lesson", ONE, "--swap", 1, "-o", run.parent / "run2", lang="zh")
    assert result.exit_code == 0
    assert "没有记入运行记录" in result.stderr
    assert {path.name for path in (run.parent / "run2").iterdir()} == RUN_FILES
    assert (run.parent / NAME).read_bytes() == b"not a database" * 100
    for words in (["runs", run.parent], ["publish", run], ["undo", run.parent], ["show", run]):
        result = kebiao(*words, lang="zh")
        assert result.exit_code == 4
        assert "损坏" in result.stderr


def test_a_newer_journal_is_read_and_never_written(term: Path) -> None:
    db = sqlite3.connect(NAME)
    db.execute("PRAGMA user_version = 99")
    db.close()
    result = kebiao("runs", lang="zh")
    assert result.exit_code == 0
    assert "较新版本" in result.stderr
    assert [line.split()[0] for line in result.stdout.splitlines()[1:3]] == ["@1", "@2*"]
    assert kebiao("export", "@2", "--to", "csv").exit_code == 0
    for words in (["publish", "run"], ["undo"]):
        result = kebiao(*words)
        assert result.exit_code == 4
        assert "newer version" in result.stderr
    result = kebiao("move", "run", "--lesson", ONE, "--swap", 1, "-o", "run3")
    assert (result.exit_code, "newer version" in result.stderr) == (0, True)
    assert len(json.loads(kebiao("runs", "--json").stdout)["runs"]) == 2


def test_a_run_folder_stands_for_the_folder_around_it(term: Path) -> None:
    assert listed("run2") == listed()


def test_a_folder_without_runs_is_said(tmp_path: Path) -> None:
    for words in (
        ["runs", tmp_path],
        ["undo", tmp_path],
        ["show", tmp_path / "@1"],
        ["export", tmp_path / "@", "--to", "csv"],
    ):
        result = kebiao(*words)
        assert result.exit_code == 4, words
        assert "no journal" in result.stderr or "neither a journal" in result.stderr
    assert list(tmp_path.iterdir()) == []


# -- export of any past run --


def test_a_past_run_is_exported_as_it_was_though_its_folder_is_gone(term: Path, tmp_path: Path) -> None:
    before = {name: exported(name, tmp_path / f"of {name}") for name in ("run", "run2")}
    kebiao("runs")
    shutil.rmtree("run")
    shutil.copytree("run2", "kept")
    assert kebiao("move", "@2", "--lesson", ONE, "--swap", 1, "-o", "run3").exit_code == 0
    shutil.rmtree("run2")
    (term / "run3").rename("run2")  # another run under its name
    for number, name in ((1, "run"), (2, "run2")):
        assert exported(f"@{number}", tmp_path / f"of @{number}") == before[name]


def test_where_an_export_by_number_goes_when_nothing_is_said(term: Path) -> None:
    for fmt, name in (("xlsx", "2-课表.xlsx"), ("html", "2-课表.html"), ("csv", "2-csv"), ("json", "2-json")):
        assert kebiao("export", "@2", "--to", fmt).stdout == f"wrote {name}\n"
        assert (term / name).exists()


def test_numbers_stand_for_runs_in_every_command(term: Path) -> None:
    for number, name in ((1, "run"), (2, "run2")):
        by_name, by_number = kebiao("audit", name), kebiao("audit", f"@{number}")
        assert (by_name.output, by_name.exit_code) == (by_number.output, by_number.exit_code)
    assert kebiao("where", "@1", "--lesson", ONE).output == kebiao("where", "run", "--lesson", ONE).output
    result = kebiao("audit", "@9")
    assert (result.exit_code, "no run 9" in result.stderr) == (4, True)


# -- show --


def test_show_tells_what_moved(term: Path) -> None:
    found = json.loads(kebiao("show", "@2", "--json").stdout)
    assert found["record"] == json.loads((term / "run2" / "run.json").read_text("utf-8"))
    assert found["in_folder"]
    assert len(found["gone"]) == len(found["come"]) == found["moved"]
    page = kebiao("show", "run2", lang="zh").stdout
    assert "来自：@1（run）" in page
    assert f"{ONE}（" in page
    assert " → " in page
    shutil.rmtree("run2")
    assert "已不是它" in kebiao("show", "@2", lang="zh").stdout


def test_show_lists_few_changes_or_all(term: Path) -> None:
    def shuffle(found: list[dict[str, str]]) -> None:
        for row in found:
            row["day"] = str(int(row["day"]) % 5 + 1)

    rewrite(Path("run2") / "timetable.csv", shuffle)
    few, everything = (kebiao("show", "run2", *words).stdout.splitlines() for words in ((), ("--all",)))
    assert few[-1].endswith("(--all lists them)")
    assert len(everything) > len(few) > 20


# -- publish and undo --


def test_a_publication_and_its_undoing(term: Path) -> None:
    assert kebiao("publish", "run").exit_code == 0
    result = kebiao("publish", "@2", lang="zh")
    assert result.stdout == "@2（run2）已公布：墙上现在是它\n之前是 @1（run）\n"
    assert [e["published"] for e in listed()] == [False, True]
    assert [len(e["wall"]) for e in listed()] == [1, 1]
    assert kebiao("show", "@wall").stdout.startswith("@2 (run2)")
    assert kebiao("undo").stdout == "undone: @2 published; @1 (run) hangs on the wall\n"
    assert [e["published"] for e in listed()] == [True, False]
    assert kebiao("undo", "--redo").stdout == "redone: @2 published; @2 (run2) hangs on the wall\n"
    assert [e["published"] for e in listed()] == [False, True]


def test_undoing_a_run_keeps_both(term: Path) -> None:
    before = {name: contents(term / name) for name in ("run", "run2")}
    result = kebiao("undo", lang="zh")
    assert (result.exit_code, result.stdout) == (0, "已撤销 @2 的保存：当前的结果是 @1（run）\n")
    assert [e["current"] for e in listed()] == [True, False]
    assert {name: contents(term / name) for name in ("run", "run2")} == before
    kebiao("undo", "--redo")
    assert [e["current"] for e in listed()] == [False, True]
    for words in (["undo"], ["undo"]):
        result = kebiao(*words)
    assert result.exit_code == 4
    assert "nothing to undo" in result.stderr


def test_undoing_an_overwritten_run_writes_the_older_one_back(term: Path) -> None:
    """Also what was changed by hand in the folder since is entered first."""
    old = contents(term / "run2")
    plan, newer = api.open_run("run")
    api.save(newer, "run2", plan, overwrite=True, parent="run2")
    (term / "run2" / "notes.txt").write_text("ours", "utf-8")
    changed = rows(term / "run2" / "timetable.csv")
    rewrite(term / "run2" / "timetable.csv", lambda found: found[0].update(room="somewhere"))
    result = kebiao("undo")
    assert result.exit_code == 0, result.output
    assert "holds @2 again" in result.stderr
    assert contents(term / "run2") == old
    assert (term / "run2" / "notes.txt").exists()
    assert {p.name for p in (term / "run2").iterdir()} == RUN_FILES | {"notes.txt"}
    found = listed()
    assert [e["folder"] for e in found] == ["run", "run2", "run2", "run2"]
    assert found[3]["found"]
    assert len(changed) > 0
    assert kebiao("undo", "--redo").exit_code == 0
    assert contents(term / "run2")["timetable.csv"] == (term / "run" / "timetable.csv").read_bytes()


def test_undo_leaves_a_folder_alone_that_holds_something_else(term: Path) -> None:
    shutil.rmtree("run")
    (term / "run").mkdir()
    (term / "run" / "thesis.txt").write_text("mine", "utf-8")
    result = kebiao("undo")
    assert result.exit_code == 0
    assert "was left as it is" in result.stderr
    assert "kebiao export @1" in result.stderr
    assert [p.name for p in (term / "run").iterdir()] == ["thesis.txt"]


def test_the_same_from_python(term: Path) -> None:
    entry, before = api.publish("run2")
    assert (entry.number, before) == (2, None)
    school = entry.school
    assert api.published(term, school) == entry
    assert [e.number for e in api.runs(term).entries] == [1, 2]
    assert api.show("@2").parent == api.show("run").entry
    api.undo(term)
    assert api.published(term, school) is None


# -- ends --


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_a_solve_that_is_killed_leaves_its_first_timetable(tmp_path: Path) -> None:
    run = tmp_path / "run"
    solving = subprocess.Popen(
        command("solve", THREE, "-o", run, "--time", 60),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment(),
    )  # fmt: skip
    assert solving.stderr is not None
    for line in solving.stderr:
        if "improving" in line:
            break
    solving.send_signal(signal.SIGKILL)
    solving.communicate(timeout=50)
    (entry,) = listed(tmp_path)
    assert entry["current"]
    assert kebiao("audit", tmp_path / "@1").exit_code == 0
    assert "not finished" in kebiao("runs", tmp_path).stdout
