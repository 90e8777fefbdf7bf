"""kebiao audit FILE… --plan PLAN: what is printed and written, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.shell import kebiao

from . import layouts


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return layouts.write_plan(tmp_path / "plan.xlsx")


def spoilt(folder: Path) -> Path:
    (path,) = layouts.one_under_another(folder)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B3"] = "数雪"
    book.save(path)
    return path


def test_a_sound_timetable_ends_well(tmp_path: Path, plan: Path) -> None:
    result = kebiao("audit", *layouts.one_under_another(tmp_path), "--plan", plan)
    assert result.exit_code == 0
    assert "0 hard broken" in result.stdout


def test_what_was_not_read_is_printed(tmp_path: Path, plan: Path) -> None:
    result = kebiao("audit", spoilt(tmp_path), "--plan", plan, lang="zh")
    assert result.exit_code == 7
    assert "没有读到，结论可能不全（1）" in result.stdout
    assert "Sheet B3 “数雪”：认不出是什么课（最接近：数学）" in result.stdout
    assert "开足课时" in result.stdout


def test_json(tmp_path: Path, plan: Path) -> None:
    result = kebiao("audit", spoilt(tmp_path), "--plan", plan, "--json")
    assert result.exit_code == 7
    data = json.loads(result.stdout)
    assert data["classes"] == ["三(1)班", "三(2)班", "四(1)班", "四(2)班"]
    (note,) = (n for n in data["notes"] if n["kind"] == "unread")
    assert (note["sheet"], note["cell"], note["value"]) == ("Sheet", "B3", "数雪")
    (entry,) = (e for e in data["entries"] if e["rule"] == "weekly_lessons")
    assert entry["verdict"] == "broken"


def test_several_files_are_one_school(tmp_path: Path, plan: Path) -> None:
    result = kebiao("audit", *layouts.a_file_a_class(tmp_path), "--plan", plan)
    assert result.exit_code == 0
    one = kebiao("audit", layouts.a_file_a_class(tmp_path)[0], "--plan", plan, lang="zh")
    assert "没有 四(2)班 的课表，这个班没有核查" in one.stdout


@pytest.mark.parametrize(("name", "holds"), [("清单.xlsx", None), ("页.html", "三(1)班")])
def test_reports(name: str, holds: str | None, tmp_path: Path, plan: Path) -> None:
    out = tmp_path / name
    result = kebiao("audit", spoilt(tmp_path), "--plan", plan, "-o", out)
    assert result.exit_code == 7
    assert str(out) in result.stdout
    if holds:
        assert holds in out.read_text("utf-8")
    else:
        values = [str(c.value) for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for c in row if c.value]
        assert any("数雪" in v for v in values)
        assert "少 1 节" in values


@pytest.mark.parametrize("words", [(), ("a.xlsx", "b.xlsx"), ("a.xlsx", "-o", "x.html"), ("--folder", "x")])
def test_without_a_plan_there_is_one_run_folder(words: tuple[str, ...]) -> None:
    assert kebiao("audit", *words).exit_code == 2


def test_what_cannot_be_used(tmp_path: Path, plan: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text("名单\n", "utf-8")
    refused = kebiao("audit", empty, "--plan", plan, lang="zh")
    assert refused.exit_code == 3
    assert "没有找到课表" in refused.stdout
    assert kebiao("audit", *layouts.one_under_another(tmp_path), "--plan", empty).exit_code == 3
    assert kebiao("audit", "--plan", plan).exit_code == 2
