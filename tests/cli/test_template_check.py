"""kebiao template and kebiao check: the first two words a newcomer types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.intake.books import TEACHERS, sheets, write_book

from .shell import SAMPLES, THREE, kebiao


def test_a_template_says_what_to_do_next(tmp_path: Path) -> None:
    path = tmp_path / "计划.xlsx"
    result = kebiao("template", path, lang="zh")
    assert result.exit_code == 0
    assert f"kebiao check {path}" in result.output
    names = openpyxl.load_workbook(path).sheetnames
    assert {"课程计划", "班级", "任课"} <= set(names)
    english = tmp_path / "plan.xlsx"
    assert "Curriculum, Classes and Assignment" in kebiao("template", english).output
    assert {"Curriculum", "Classes", "Assignment"} <= set(openpyxl.load_workbook(english).sheetnames)


def test_a_template_offers_every_rule(tmp_path: Path) -> None:
    """The dropdown of the sheet 规则 was empty: the command did not hand the catalogue on."""
    path = tmp_path / "计划.xlsx"
    kebiao("template", path, lang="zh")
    book = openpyxl.load_workbook(path)
    assert "teacher_gaps" in [cell.value for cell in book["选项"]["A"]]


def test_a_template_overwrites_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"an afternoon's work")
    result = kebiao("template", path)
    assert result.exit_code == 4
    assert "--overwrite" in result.stderr
    assert path.read_bytes() == b"an afternoon's work"
    assert kebiao("template", path, "--overwrite").exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames


def test_a_template_gets_its_ending_and_needs_its_folder(tmp_path: Path) -> None:
    assert kebiao("template", tmp_path / "plan").exit_code == 0
    assert (tmp_path / "plan.xlsx").is_file()
    result = kebiao("template", tmp_path / "nowhere" / "plan.xlsx")
    assert result.exit_code == 4
    assert "cannot write" in result.stderr


@pytest.mark.parametrize("name", ["three-sheets", "lixin24"])
def test_a_good_plan_is_counted(name: str) -> None:
    result = kebiao("check", SAMPLES / f"{name}.xlsx")
    assert result.exit_code == 0
    assert "classes" in result.output
    data = json.loads(kebiao("check", SAMPLES / f"{name}.xlsx", "--json").output)
    assert data["ok"] is True
    assert data["shortages"] == []


def broken(tmp_path: Path) -> Path:
    """A plan with a teacher nobody knows and a class twice."""
    cells: dict[str, Any] = {"任课!B2": "王方", "班级!A3": "三1"}
    return write_book(tmp_path / "plan.xlsx", sheets(教师=TEACHERS), cells)


def test_a_broken_plan_is_told_cell_by_cell(tmp_path: Path) -> None:
    result = kebiao("check", broken(tmp_path), lang="zh")
    assert result.exit_code == 3
    assert "错误: 工作表 任课，单元格 B2：" in result.output
    assert "王芳" in result.output  # the nearest name
    assert "错误: 工作表 班级，单元格 A3：" in result.output


def test_a_broken_plan_is_told_to_programs(tmp_path: Path) -> None:
    result = kebiao("check", broken(tmp_path), "--json")
    assert result.exit_code == 3
    data = json.loads(result.output)
    assert data["ok"] is False
    fatal = {(p["sheet"], p["cell"]) for p in data["problems"] if p["fatal"]}
    assert {("任课", "B2"), ("班级", "A3")} <= fatal


def test_a_broken_plan_is_not_solved(tmp_path: Path) -> None:
    result = kebiao("solve", broken(tmp_path), "-o", tmp_path / "run")
    assert result.exit_code == 3
    assert "sheet 任课, cell B2" in result.stderr
    assert not (tmp_path / "run").exists()


def test_what_cannot_be_done_is_proved_by_counting() -> None:
    plan = SAMPLES / "impossible.xlsx"
    result = kebiao("check", plan, lang="zh")
    assert result.exit_code == 5
    assert "教师 肖琳 每周要上 14 节，可排时间最多 12 节，差 2 节（见 教师 G" in result.output
    assert "场地 科学教室" in result.output
    data = json.loads(kebiao("check", plan, "--json").output)
    assert data["ok"] is False
    assert [data["shortages"][0][key] for key in ("who", "need", "have")] == [["肖琳"], 14, 12]


def test_what_cannot_be_done_is_not_tried_for_long(tmp_path: Path) -> None:
    result = kebiao("solve", SAMPLES / "impossible.xlsx", "-o", tmp_path / "run", "--time", 600)
    assert result.exit_code == 5
    assert "肖琳" in result.stdout
    assert not (tmp_path / "run").exists()


def old_excel(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is no file"),
        (lambda path: path.mkdir(), "is not a file"),
        (lambda path: path.write_bytes(b""), "empty file"),
        (lambda path: path.write_text("课程,节数"), "not an .xlsx workbook"),
        (lambda path: path.write_bytes(THREE.read_bytes()[:3000]), "broken"),
        (old_excel, "save as .xlsx"),
    ],
)
@pytest.mark.parametrize("command", ["check", "solve"])
def test_a_file_that_is_no_plan_is_said_in_words(tmp_path: Path, make: Any, said: str, command: str) -> None:
    path = tmp_path / "plan.xlsx"
    make(path)
    result = kebiao(command, path, *(("-o", tmp_path / "run") if command == "solve" else ()))
    assert result.exit_code == 3
    assert said in result.output
    assert "Traceback" not in result.output
