"""kebiao diff: what moved, whose slips, and single changes put back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from scheduler import api

from .shell import THREE, kebiao, rewrite, rows

ONE = "四1 信息科技"


@pytest.fixture(scope="module")
def swapped(solved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run after the best exchange of a lesson; not to be changed."""
    folder = tmp_path_factory.mktemp("swapped") / "结果2"
    result = kebiao("move", solved, "--lesson", ONE, "--swap", 1, "-o", folder)
    assert result.exit_code == 0, result.output
    return folder


def places(run: Path) -> dict[str, tuple[str, ...]]:
    """Day, period and clock by lesson."""
    return {r["lesson"]: (r["day"], r["period"], r["start"], r["end"]) for r in rows(run / "timetable.csv")}


def test_what_moved_from_where_to_where(solved: Path, swapped: Path) -> None:
    old, new = places(solved), places(swapped)
    moved = {name for name in old if old[name] != new[name]}
    data = json.loads(kebiao("diff", solved, swapped, "--json").output)
    assert {f"{x['course']}·{x['session']}" for x in data["lessons"]} == moved
    for x in data["lessons"]:
        for place, known in ((x["before"], old), (x["after"], new)):
            day, period, start, _ = known[f"{x['course']}·{x['session']}"]
            clock = f"{place['start'] // 60:02}:{place['start'] % 60:02}"
            assert (str(place["day"]), str(place["period"]), clock) == (day, period, start)
    assert [x["number"] for x in data["lessons"]] == list(range(1, len(moved) + 1))
    costs = [json.loads((run / "run.json").read_text("utf-8"))["objective"] for run in (solved, swapped)]
    assert [data["cost"]["before"], data["cost"]["after"]] == costs
    result = kebiao("diff", solved, swapped, lang="zh")
    assert result.exit_code == 0
    day, period, start, end = old[next(iter(moved))]
    said = f"周{'一二三四五'[int(day) - 1]}第{period}节 {start}–{end}"
    assert said in result.output
    assert f"课移动了 {len(moved)} 节" in result.output


def test_a_run_and_itself(solved: Path) -> None:
    result = kebiao("diff", solved, solved, lang="zh")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "没有不同")
    assert json.loads(kebiao("diff", solved, solved, "--json").output)["lessons"] == []
    assert kebiao("diff", solved, solved, "--slips").output == "nobody has to be told\n"


def test_the_slips_of_everybody_concerned_and_of_nobody_else(solved: Path, swapped: Path) -> None:
    data = json.loads(kebiao("diff", solved, swapped, "--json", lang="zh").output)
    concerned = {t for x in data["lessons"] for t in x["after"]["teachers"]} | {"四1"}
    assert {s["who"] for s in data["slips"]} == concerned
    text = kebiao("diff", solved, swapped, "--slips", lang="zh").output
    assert text.strip() == "\n\n".join(s["text"] for s in data["slips"])
    assert f"【四1】课表有 {len(data['lessons'])} 处变动" in text


def test_the_slips_as_a_workbook(solved: Path, swapped: Path, tmp_path: Path) -> None:
    data = json.loads(kebiao("diff", solved, swapped, "--json", lang="zh").output)
    assert kebiao("diff", solved, swapped, "-o", tmp_path / "通知.xlsx", lang="zh").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "通知.xlsx")
    words = "\n".join(str(c) for sheet in book for row in sheet.values for c in row if c)
    assert book.sheetnames == ["班级通知", "教师通知"]
    for slip in data["slips"]:
        assert f"【{slip['who']}" in words
    assert kebiao("diff", solved, solved, "-o", tmp_path / "none.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "none.xlsx").active is not None


def test_all_changes_put_back_are_the_old_run(solved: Path, swapped: Path, tmp_path: Path) -> None:
    count = len(json.loads(kebiao("diff", solved, swapped, "--json").output)["lessons"])
    numbers = ",".join(str(n) for n in range(1, count + 1))
    result = kebiao("diff", solved, swapped, "--back", numbers, "-o", tmp_path / "back")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "back" / "timetable.csv").read_bytes() == (solved / "timetable.csv").read_bytes()
    assert kebiao("diff", solved, tmp_path / "back", lang="zh").output.endswith("没有不同\n")


def test_one_change_put_back_breaks_what_the_exchange_kept(solved: Path, swapped: Path, tmp_path: Path) -> None:
    new = tmp_path / "back"
    result = kebiao("diff", solved, swapped, "--back", "1", "-o", new, lang="zh")
    assert result.exit_code == 7
    assert "班级不冲突（四1）" in result.stderr
    assert not new.exists()
    result = kebiao("diff", solved, swapped, "--back", "1", "--anyway", "-o", new, lang="zh")
    assert result.exit_code == 7
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert (record["status"], record["moved"]["from"]) == ("broken", swapped.name)
    assert "class_clash" in {b["rule"] for b in record["breaks"]}
    first = json.loads(kebiao("diff", solved, swapped, "--json").output)["lessons"][0]
    left = json.loads(kebiao("diff", solved, new, "--json").output)["lessons"]
    assert (first["course"], first["session"]) not in {(x["course"], x["session"]) for x in left}


def test_homework_and_verdicts(solved: Path, run: Path) -> None:
    """Ten minutes more for one class on one day, beyond its cap."""
    row = next(r for r in rows(run / "homework.csv") if int(r["minutes"]) >= 10)

    def more(table: list[dict[str, str]]) -> None:
        mine = next(r for r in table if r == row)
        mine["minutes"] = str(int(row["minutes"]) + 300)

    rewrite(run / "homework.csv", more)
    data = json.loads(kebiao("diff", solved, run, "--json").output)
    (changed,) = data["homework"]
    weeks = 1 if row["week"] == "all" else 0.5
    assert (changed["class"], changed["day"], changed["after"] - changed["before"]) == (
        row["class"], int(row["day"]), 300 * weeks,
    )  # fmt: skip
    assert [s["subject"] for s in changed["subjects"]] == [row["subject"]]
    assert any(r["rule"] == "homework_day_cap" and r["worse"] for r in data["rules"])
    assert not any(r["rule"] == "homework_day_cap" and r["worse"]
                   for r in json.loads(kebiao("diff", run, solved, "--json").output)["rules"])  # fmt: skip
    assert "规则变差" in kebiao("diff", solved, run, lang="zh").output


def test_runs_of_different_plans_are_compared_by_names(solved: Path, tmp_path: Path) -> None:
    """Another teacher, and a lesson less: told as such, and to the people of it."""
    book = openpyxl.load_workbook(THREE)
    staff = book["任课"]
    column = next(n for n, c in enumerate(staff[1], 1) if c.value == "数学")
    cell = staff.cell(2, column)
    klass, old = str(staff.cell(2, 1).value), str(cell.value)
    cell.value = "新来的"
    book.save(tmp_path / "plan.xlsx")
    other = tmp_path / "other"
    words = ("--keep", solved, "--free", klass, "--until-first", "--time", 60)
    assert kebiao("solve", tmp_path / "plan.xlsx", *words, "-o", other).exit_code == 0
    data = json.loads(kebiao("diff", solved, other, "--json", lang="zh").output)
    assert data["teachers"] == [{"course": f"{klass} 数学", "before": [old], "after": ["新来的"]}]
    slips = {s["who"]: s["text"] for s in data["slips"]}
    assert "改由您上" in slips["新来的"]
    assert "改由 新来的 上" in slips[old]
    assert f"换教师：{klass} 数学 {old} → 新来的" in kebiao("diff", solved, other, lang="zh").output


def test_words_that_do_not_fit(solved: Path, swapped: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    for words in (
        ("--back", "99", "-o", new), ("--back", "x", "-o", new), ("--back", "", "-o", new), ("--back", "0", "-o", new),
        ("--back", "1"), ("-o", new), ("--anyway",),
    ):  # fmt: skip
        result = kebiao("diff", solved, swapped, *words)
        assert result.exit_code == 2, words
        assert "Traceback" not in result.output
    assert kebiao("diff", solved, tmp_path / "nothing").exit_code == 4
    assert kebiao("diff", solved, swapped, "--back", "1", "-o", solved).exit_code == 4
    assert not new.exists()


def test_neither_run_is_touched(solved: Path, swapped: Path, tmp_path: Path) -> None:
    before = [{p.name: p.read_bytes() for p in run.iterdir()} for run in (solved, swapped)]
    kebiao("diff", solved, swapped, "-o", tmp_path / "通知.xlsx")
    kebiao("diff", solved, swapped, "--back", "1", "--anyway", "-o", tmp_path / "new")
    assert [{p.name: p.read_bytes() for p in run.iterdir()} for run in (solved, swapped)] == before
    assert api.audit(solved).invalid == ()
