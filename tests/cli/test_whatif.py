"""kebiao whatif: changes tried on a run, compared, written; nothing of the run itself is touched."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scheduler import api

from .shell import RUN_FILES, command, environment, kebiao, process, rows

AWAY = "赵明"  # he has 24 of 30 periods


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def busy(run: Path, teacher: str) -> tuple[int, int]:
    """The first time of the week at which a teacher has a lesson."""
    held = [r for r in rows(run / "timetable.csv") if teacher in r["teacher"].split("/")]
    return min((int(r["day"]), int(r["period"])) for r in held)


def away(run: Path, teacher: str = AWAY) -> str:
    day, period = busy(run, teacher)
    return f"不可用 {teacher} 周{'一二三四五'[day - 1]}{period}"


def tried(run: Path, *words: object) -> dict[str, Any]:
    result = kebiao("whatif", run, *words, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def one(solved: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What is said of a teacher away at one time, and the run that was written."""
    before = contents(solved)
    found = tried(solved, "--change", away(solved), "-o", tmp_path_factory.mktemp("office") / "tried")
    assert contents(solved) == before
    (scenario,) = found["scenarios"]
    return scenario, Path(scenario["folder"])


def test_a_teacher_away_at_a_time_is_not_there_then(solved: Path, one: tuple[dict[str, Any], Path]) -> None:
    _, new = one
    assert set(contents(new)) == RUN_FILES
    day, period = busy(solved, AWAY)
    there = [r for r in rows(new / "timetable.csv") if (r["day"], r["period"]) == (str(day), str(period))]
    assert there
    assert all(AWAY not in r["teacher"].split("/") for r in there)
    assert kebiao("audit", new).exit_code == 0


def test_the_moves_that_are_told_are_those_of_the_files(solved: Path, one: tuple[dict[str, Any], Path]) -> None:
    scenario, folder = one
    columns = ("class", "week", "day", "period", "subject", "teacher")
    old, new = ({tuple(r[c] for c in columns) for r in rows(run / "timetable.csv")} for run in (solved, folder))
    movement = scenario["movement"]
    assert movement["moved"] >= 2  # the week is full: one lesson cannot move alone
    assert len(old - new) == movement["moved"]  # no doubles, no odd weeks here
    assert {r[0] for r in old - new} == {name for name, _ in movement["classes"]}
    assert sum(count for _, count in movement["classes"]) == movement["moved"]
    assert movement["weight"] >= movement["least"] > 0
    assert movement["proven"] == (movement["weight"] == movement["least"])


def test_the_figures_are_those_of_the_saved_run(one: tuple[dict[str, Any], Path]) -> None:
    scenario, folder = one
    proof = api.audit(folder)
    assert scenario["measures"]["cost"] == proof.cost
    assert {c["rule"]: c["cost"] for c in scenario["measures"]["costs"]} == dict(proof.costs)


def test_the_run_says_its_parent_and_its_changes_and_has_the_changed_plan(
    solved: Path, one: tuple[dict[str, Any], Path]
) -> None:
    _, new = one
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert record["parent"] == solved.name
    (change,) = record["whatif"]["changes"]
    assert (change["kind"], change["values"]["teacher"]) == ("absent", AWAY)
    assert record["whatif"]["edits"]
    book = load_workbook(new / "plan.xlsx")
    for edit in record["whatif"]["edits"]:
        assert book[edit["sheet"]][edit["cell"]].value == edit["new"]
    assert (solved / "plan.xlsx").read_bytes() != (new / "plan.xlsx").read_bytes()


def test_what_stays_stays(solved: Path, tmp_path: Path) -> None:
    words = ("--change", away(solved), "--stay", "三1", "-o", tmp_path / "tried")
    (scenario,) = tried(solved, *words)["scenarios"]
    if scenario["answer"] == "impossible":
        assert "三1" in scenario["cause"]["zh"]
        return
    assert "三1" not in {name for name, _ in scenario["movement"]["classes"]}


def test_a_name_that_nobody_knows_is_told_with_the_nearest(solved: Path) -> None:
    result = kebiao("whatif", solved, "--change", "不可用 赵名 周二2", lang="zh")
    assert result.exit_code == 3
    assert "赵明" in result.output
    result = kebiao("whatif", solved, "--stay", "三7", "--change", away(solved), lang="zh")
    assert result.exit_code == 2
    assert "--stay 三7" in result.stderr


def test_words_that_cannot_be_read_are_refused_at_once(solved: Path, tmp_path: Path) -> None:
    assert kebiao("whatif", solved, "--change", "胡闹 赵明").exit_code == 3
    assert kebiao("whatif", solved).exit_code == 2
    assert kebiao("whatif", tmp_path / "none", "--change", away(solved)).exit_code == 4
    assert kebiao("whatif", solved, "--scenarios", tmp_path / "none.yaml").exit_code in (2, 3)


def test_an_impossible_scenario_is_an_answer_with_its_cause(solved: Path) -> None:
    result = kebiao("whatif", solved, "--change", f"不可用 {AWAY} 周一；周二；周三", lang="zh")
    assert result.exit_code == 0
    assert "排不出" in result.stdout
    assert re.search(rf"原因：.*{AWAY}.*24 节", result.stdout)


def test_several_scenarios_in_processes_where_one_fails(solved: Path, tmp_path: Path) -> None:
    """The names of the file; the failing one says why, the others are there, and the exit code tells of it."""
    file = tmp_path / "s.yaml"
    file.write_text(
        f"- name: 请假\n  changes: [{away(solved)}]\n- name: 写错\n  changes: [不可用 赵名 周二2]\n"
        f"- name: 三天不在\n  changes: [不可用 {AWAY} 周一；周二；周三]\n",
        "utf-8",
    )
    done = process("whatif", solved, "--scenarios", file, "--json")
    assert done.returncode == 3, done.stderr
    found = {s["name"]: s for s in json.loads(done.stdout)["scenarios"]}
    assert {name: s["answer"] for name, s in found.items()} == {
        "请假": "possible", "写错": "failed", "三天不在": "impossible",
    }  # fmt: skip
    assert "赵明" in found["写错"]["cause"]["zh"]
    assert found["请假"]["movement"]["moved"] >= 2


def test_a_sweep_is_a_scenario_a_value_and_a_table(solved: Path, tmp_path: Path) -> None:
    found = tried(solved, "--sweep", "作业上限 五年级 30..20 step -10", "--html", tmp_path / "a.html")
    assert len(found["scenarios"]) == 2
    (sweep,) = found["sweeps"]
    assert sweep["values"] == [20, 30]
    most = [next(g for g in s["measures"]["homework"] if g["grade"] == 5)["most"] for s in found["scenarios"]]
    assert most[1] <= 20
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "<polyline" in page


def test_the_book_and_the_page_stand_beside_the_runs(solved: Path, tmp_path: Path) -> None:
    out = tmp_path / "tried"
    result = kebiao("whatif", solved, "--change", away(solved), "-o", out, "--xlsx", tmp_path / "own.xlsx", lang="zh")
    assert result.exit_code == 0, result.output
    assert {p.name for p in out.iterdir() if p.is_file()} >= {"方案对比.xlsx", "方案对比.html"}
    assert load_workbook(tmp_path / "own.xlsx").sheetnames == ["对比", "各方案"]
    assert "移动的课（节）" in result.stdout
    again = kebiao("whatif", solved, "--change", away(solved), "-o", out)
    assert again.exit_code == 4  # the folder has something in it


def test_anyway_makes_a_timetable_that_says_what_it_breaks(solved: Path, tmp_path: Path) -> None:
    words = ("--change", f"不可用 {AWAY} 周一；周二；周三", "--anyway", "-o", tmp_path / "tried", "--time", 20)
    (scenario,) = tried(solved, *words)["scenarios"]
    assert scenario["answer"] == "broken"
    assert scenario["cause"]
    record = json.loads((Path(scenario["folder"]) / "run.json").read_text("utf-8"))
    assert record["status"] == "broken"
    assert "forbidden_times" in {b["rule"] for b in record["breaks"]}
    assert kebiao("audit", scenario["folder"]).exit_code == 7


def test_the_table_is_in_the_language_asked_for(solved: Path) -> None:
    said = kebiao("whatif", solved, "--change", away(solved), lang="en").stdout
    assert "lessons moved" in said
    assert "移动的课" not in said


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_keeps_what_is_done(solved: Path, tmp_path: Path) -> None:
    times = [f"周{d}{p}" for d in "一二三四五" for p in (1, 2, 3, 4)]
    file = tmp_path / "s.yaml"
    file.write_text("".join(f"- name: 方案{t}\n  changes: [不可用 {AWAY} {t}]\n" for t in times), "utf-8")
    words = command("whatif", solved, "--scenarios", file)
    running = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment()
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "1/20" in line:
            break
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=100)
    assert running.returncode == 0, err
    assert "stopping" in err
    told = len(re.findall(r"^\d+\. 方案", out, re.MULTILINE))
    left = re.search(r"^stopped before: (.*)$", out, re.MULTILINE)
    assert left
    assert told >= 1
    assert told + len(left[1].split(", ")) == 20


def test_the_same_from_python(solved: Path) -> None:
    from scheduler.whatif.reading import scenarios_of

    found = api.whatif(solved, scenarios_of([away(solved)]))
    (outcome,) = found.outcomes
    assert outcome.movement is not None
    assert outcome.movement.moved >= 2
    assert outcome.folder == ""
