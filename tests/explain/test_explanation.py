"""From a workbook to what would help: every remedy was tried, and what the program says can be done by a program."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from constraints import catalogue
from scheduler import api
from scheduler.cli.root import root
from scheduler.explain.sentences import Teller

SAMPLE = Path(__file__).parents[2] / "samples" / "impossible.xlsx"


@pytest.fixture(scope="module")
def said() -> dict[str, object]:
    done = CliRunner().invoke(root, ["explain", str(SAMPLE), "--json", "--time", "60"])
    assert done.exit_code == 5, done.output
    return dict(json.loads(done.stdout))


def test_both_causes_are_named_by_cell(said: dict[str, object]) -> None:
    conflicts = said["conflicts"]
    assert isinstance(conflicts, list)
    assert [{(m["sheet"], m["cell"]) for m in c["members"] if m["sheet"]} for c in conflicts] == [
        {("教师", "G11")}, {("场地", "D2")},
    ]  # fmt: skip
    assert all(c["minimal"] for c in conflicts)


def test_each_remedy_was_tried(said: dict[str, object]) -> None:
    for conflict in said["conflicts"]:  # type: ignore[attr-defined]
        assert conflict["remedies"]
        assert all(r["works"] for r in conflict["remedies"])
        assert len({r["kind"] for r in conflict["remedies"]}) > 1


def test_the_edits_make_the_plan_solvable(said: dict[str, object], tmp_path: Path) -> None:
    from scheduler.intake.edits import Edit, write_edited

    out = tmp_path / "改好.xlsx"
    write_edited(SAMPLE, [Edit(**e) for e in said["edits"]], out)  # type: ignore[attr-defined]
    run = api.solve(api.load(out), seconds=20, until_first=True)
    assert not run.audit.invalid


def test_half_of_the_edits_is_not_enough(said: dict[str, object], tmp_path: Path) -> None:
    """Or the other conflict was none."""
    from scheduler.intake.edits import Edit, write_edited

    for number, conflict in enumerate(said["conflicts"]):  # type: ignore[arg-type]
        out = tmp_path / f"{number}.xlsx"
        write_edited(SAMPLE, [Edit(**e) for e in conflict["remedies"][0]["edits"]], out)
        with pytest.raises(api.Impossible):
            api.solve(api.load(out), seconds=20, until_first=True)


def test_apply_writes_a_copy_and_leaves_the_plan_alone(tmp_path: Path) -> None:
    plan, out = tmp_path / "plan.xlsx", tmp_path / "out.xlsx"
    plan.write_bytes(SAMPLE.read_bytes())
    done = CliRunner().invoke(root, ["explain", str(plan), "--apply", str(out), "--lang", "zh"])
    assert done.exit_code == 5, done.output
    assert plan.read_bytes() == SAMPLE.read_bytes()
    assert CliRunner().invoke(root, ["check", str(out)]).exit_code == 0
    again = CliRunner().invoke(root, ["explain", str(plan), "--apply", str(out)])
    assert again.exit_code == api.RunError.exit_code  # never overwritten


def test_a_plan_that_can_be_solved(tmp_path: Path) -> None:
    sheets = SAMPLE.parent / "three-sheets.xlsx"
    done = CliRunner().invoke(root, ["explain", str(sheets)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("lang", "words"), [("zh", ("不能排在", "有关的课")), ("en", ("may not be at", "lessons:"))])
def test_sentences_name_people_and_cells(lang: str, words: tuple[str, ...], said: dict[str, object]) -> None:
    plan = api.load(SAMPLE)
    assert plan.read is not None
    found = api.explain(plan, seconds=10)
    text = Teller(plan.school, catalogue(), plan.read.origins, lang).paragraph(found.conflicts[0].conflict)
    assert "肖琳" in text
    assert "G11" in text
    for word in words:
        assert word in text


def test_solve_explains_and_exits_with_5(tmp_path: Path) -> None:
    done = CliRunner().invoke(root, ["solve", str(SAMPLE), "-o", str(tmp_path / "run")])
    assert done.exit_code == 5
    assert "G11" in done.stdout
    assert not (tmp_path / "run").exists()


def test_solve_anyway_breaks_least_and_says_so(tmp_path: Path) -> None:
    """Two demands give way: the teacher's closed times and the room's; everything else holds."""
    run = tmp_path / "run"
    done = CliRunner().invoke(root, ["solve", str(SAMPLE), "-o", str(run), "--anyway", "--time", "15"])
    assert done.exit_code == 7, done.output
    record = json.loads((run / "run.json").read_text("utf-8"))
    assert {b["setting"]: b["amount"] for b in record["breaks"]} == {
        "forbidden_times@教师!G11": 2, "forbidden_times@场地!D2": 1,
    }  # fmt: skip
    assert record["status"] == "broken"
    assert CliRunner().invoke(root, ["audit", str(run)]).exit_code == 7
    book = openpyxl.load_workbook(run / "课表.xlsx")
    for name in ("总课表", "班级课表", "教师课表", "作业公示", "合规"):
        words = [str(c.value) for row in book[name].iter_rows(max_row=3) for c in row if c.value]
        assert any("有 2 条必须满足的要求没有满足" in w for w in words), name
    page = tmp_path / "页.html"
    assert CliRunner().invoke(root, ["export", str(run), "--to", "html", "-o", str(page)]).exit_code == 0
    assert "有 2 条必须满足的要求没有满足" in page.read_text("utf-8")
