"""kebiao staff: what it says, what it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import kebiao
from tests.intake.books import TEACHERS, sheets, write_book

ROWS: Any = TEACHERS
OPEN = {"任课!C2": None, "任课!C3": None}


def plan(tmp_path: Path, cells: dict[str, Any] | None = None) -> Path:
    """The small plan with its teachers; 数学 of both classes is open."""
    return write_book(tmp_path / "plan.xlsx", sheets(教师=ROWS), {**OPEN, **(cells or {})})


def test_the_filled_plan_is_written_and_sound(tmp_path: Path) -> None:
    before = plan(tmp_path).read_bytes()
    result = kebiao("staff", tmp_path / "plan.xlsx", "-o", tmp_path / "new", lang="zh")
    assert result.exit_code == 0, result.output
    assert "空着的 2 格，配好 2 格（每周 8 节）。" in result.output
    assert (tmp_path / "plan.xlsx").read_bytes() == before
    assert kebiao("check", tmp_path / "plan.xlsx").exit_code == 3
    assert kebiao("check", tmp_path / "new.xlsx").exit_code == 0


def test_check_advises_it(tmp_path: Path) -> None:
    path = plan(tmp_path)
    assert "kebiao staff" in kebiao("check", path, lang="zh").output
    assert "kebiao staff" in kebiao("solve", path, "-o", tmp_path / "run").output


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["数学：每周缺 4 节；一名半职教师即可", "能上的只有 赵强，最多还能上 6 节", "其中 2 节零散", "已证明"]),
        ("en", ["4 lessons a week short; one half-time teacher would do", "of which 2 are of no use", "Proved"]),
    ],
)
def test_what_is_short_is_said_and_the_rest_is_written(tmp_path: Path, lang: str, said: list[str]) -> None:
    path = plan(tmp_path, {"教师!E4": 6})
    result = kebiao("staff", path, "-o", tmp_path / "new.xlsx", lang=lang)
    assert result.exit_code == 5
    for words in said:
        assert words in result.output
    again = kebiao("staff", tmp_path / "new.xlsx", "--json")
    assert [s["lessons"] for s in json.loads(again.output)["short"]] == [4]


def test_json(tmp_path: Path) -> None:
    result = kebiao("staff", plan(tmp_path), "--json")
    found = json.loads(result.output)
    assert (found["ok"], found["proven"], found["short"], found["written"]) == (True, True, [], None)
    assert found["edits"] == [
        {"sheet": "任课", "cell": "C2", "new": "赵强"}, {"sheet": "任课", "cell": "C3", "new": "赵强"},
    ]  # fmt: skip
    assert {"class": "三1", "subject": "数学", "teacher": "赵强", "lessons": 4} in found["given"]
    assert next(x for x in found["loads"] if x["teacher"] == "赵强")["after"] == 8


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "new.xlsx").write_text("mine")
    result = kebiao("staff", plan(tmp_path), "-o", tmp_path / "new.xlsx")
    assert result.exit_code == 4
    assert (tmp_path / "new.xlsx").read_text() == "mine"


def test_other_problems_of_the_plan_are_told_with_their_cells(tmp_path: Path) -> None:
    result = kebiao("staff", plan(tmp_path, {"任课!B2": "无此人"}), lang="zh")
    assert result.exit_code == 3
    assert "任课，单元格 B2" in result.output
    assert "还没有安排教师" not in result.output


def test_a_file_that_is_none(tmp_path: Path) -> None:
    assert kebiao("staff", tmp_path / "none.xlsx").exit_code == 3


def test_nothing_to_do(tmp_path: Path) -> None:
    path = plan(tmp_path, {"任课!C2": "赵强", "任课!C3": "赵强"})
    result = kebiao("staff", path)
    assert (result.exit_code, result.output) == (0, "sheet 任课 has no empty cells.\n")


def test_most(tmp_path: Path) -> None:
    path = plan(tmp_path)
    assert kebiao("staff", path, "--most", 8).exit_code == 0
    assert kebiao("staff", path, "--most", 7).exit_code == 5
    assert kebiao("staff", path, "--most", 0).exit_code == 2
