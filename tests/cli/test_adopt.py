"""kebiao adopt: a workbook changed by hand becomes a run, or is told why not, by cell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .shell import RUN_FILES, kebiao, rows

ONE = "四1 信息科技"
SHEET = "班级课表"


@pytest.fixture(scope="module")
def swapped(solved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("swapped") / "swapped"
    assert kebiao("move", solved, "--lesson", ONE, "--swap", 1, "-o", folder).exit_code == 0
    return folder


def at(sheet: Any, klass: str, day: int, period: int) -> Any:
    title = next(c.row for c in sheet["A"] if c.value == f"{klass} 课程表")
    row = next(r for r in range(title, title + 40) if sheet.cell(r, 1).value == f"第{period}节")
    return sheet.cell(row, 2 + day)


def hand(run: Path, path: Path, change: Callable[[Any], None]) -> Path:
    """A copy of the run's workbook with somebody's change."""
    shutil.copy(run / "课表.xlsx", path)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def as_in(swapped: Path) -> Callable[[Any], None]:
    """The change that makes the pages of the classes those of another run: what a teacher does who exchanges cells."""

    def change(book: Any) -> None:
        source = openpyxl.load_workbook(swapped / "课表.xlsx")[SHEET]
        for row in source.iter_rows():
            for cell in row:
                mine = book[SHEET][cell.coordinate]
                if cell.value != mine.value:
                    mine.value = cell.value

    return change


def test_an_exchange_by_hand_is_the_run_of_the_exchange(solved: Path, swapped: Path, tmp_path: Path) -> None:
    book, new = hand(solved, tmp_path / "手改.xlsx", as_in(swapped)), tmp_path / "new"
    before = {p.name: p.read_bytes() for p in solved.iterdir()}
    result = kebiao("adopt", book, "--run", solved, "-o", new, lang="zh")
    assert result.exit_code == 0, result.output
    assert (new / "timetable.csv").read_bytes() == (swapped / "timetable.csv").read_bytes()
    assert {p.name for p in new.iterdir()} == RUN_FILES
    assert {p.name: p.read_bytes() for p in solved.iterdir()} == before
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert (record["status"], record["adopted"]["from"], record["adopted"]["file"]) == (
        "feasible",
        solved.name,
        book.name,
    )
    assert record["objective"] == json.loads((swapped / "run.json").read_text("utf-8"))["objective"]
    assert f"读到 {record['adopted']['cells']} 格改动" in result.output
    assert kebiao("audit", new).exit_code == 0


def test_without_a_folder_it_only_tells(solved: Path, swapped: Path, tmp_path: Path) -> None:
    book = hand(solved, tmp_path / "a.xlsx", as_in(swapped))
    result = kebiao("adopt", book, "--run", solved, "--json")
    assert result.exit_code == 0
    data = json.loads(result.output)
    assert len(data["cells"]) == len(data["lessons"]) > 1
    assert data["breaches"] == data["unread"] == data["counts"] == []
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_untouched_nothing_is_written(solved: Path, tmp_path: Path) -> None:
    result = kebiao("adopt", solved / "课表.xlsx", "--run", solved, "-o", tmp_path / "new", lang="zh")
    assert (result.exit_code, result.output) == (0, "与原结果没有不同，没有写新的\n")
    assert not (tmp_path / "new").exists()


def clash(run: Path) -> tuple[Callable[[Any], None], str]:
    """Two cells of a class exchanged so that a teacher is in two classes at once, and his name."""
    table = [r for r in rows(run / "timetable.csv") if r["week"] == "all" and r["class"]]
    busy = {(t, r["day"], r["period"]) for r in table for t in r["teacher"].split("/")}
    for one in table:
        for other in table:
            alike = one["class"] == other["class"] == "四1" and "/" not in one["teacher"]
            others = one["teacher"] != other["teacher"]
            if alike and others and (one["teacher"], other["day"], other["period"]) in busy:
                a, b = ((int(r["day"]), int(r["period"])) for r in (one, other))

                def change(book: Any, a: Any = a, b: Any = b) -> None:
                    x, y = at(book[SHEET], "四1", *a), at(book[SHEET], "四1", *b)
                    x.value, y.value = y.value, x.value

                return change, one["teacher"]
    raise AssertionError("nobody teaches two classes")


def test_a_breach_is_told_with_its_cells_and_refused(solved: Path, tmp_path: Path) -> None:
    change, teacher = clash(solved)
    book, new = hand(solved, tmp_path / "a.xlsx", change), tmp_path / "new"
    result = kebiao("adopt", book, "--run", solved, "-o", new, lang="zh")
    assert result.exit_code == 7
    (line,) = [x for x in result.stderr.splitlines() if teacher in x and "同时有两处安排" in x]
    assert line.strip().startswith(f"{SHEET} ")
    cells = [word.partition("（")[0] for word in line.split("：")[0].split(maxsplit=1)[1].split("、")]
    sheet = openpyxl.load_workbook(book)[SHEET]
    assert len(cells) == 2
    assert all(teacher in str(sheet[cell].value) for cell in cells)
    assert not new.exists()
    result = kebiao("adopt", book, "--run", solved, "--anyway", "-o", new, lang="zh")
    assert result.exit_code == 7
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert record["status"] == "broken"
    assert "teacher_clash" in {b["rule"] for b in record["breaks"]}
    assert kebiao("audit", new).exit_code == 7


def test_what_cannot_be_read_is_told_and_refused(solved: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        at(book[SHEET], "四1", 1, 1).value = "看电影"

    book, new = hand(solved, tmp_path / "a.xlsx", change), tmp_path / "new"
    cell = at(openpyxl.load_workbook(book)[SHEET], "四1", 1, 1).coordinate
    result = kebiao("adopt", book, "--run", solved, "-o", new, lang="zh")
    assert result.exit_code == 3
    assert f"工作表 {SHEET}，单元格 {cell}：“看电影”" in result.stderr
    assert not new.exists()
    result = kebiao("adopt", book, "--run", solved, "--anyway", "-o", new, lang="zh")
    assert result.exit_code == 7, "its lesson is missing"
    assert f"单元格 {cell}" in result.output
    assert "少 1 节" in result.output
    record = json.loads((new / "run.json").read_text("utf-8"))
    assert record["adopted"]["unread"] == [f"{SHEET} {cell}"]
    assert "weekly_lessons" in {b["rule"] for b in record["breaks"]}


def test_files_and_folders_that_do_not_fit(solved: Path, tmp_path: Path) -> None:
    assert kebiao("adopt", solved / "plan.xlsx", "--run", solved).exit_code == 3
    assert kebiao("adopt", tmp_path / "none.xlsx", "--run", solved).exit_code == 3
    assert kebiao("adopt", solved / "课表.xlsx", "--run", tmp_path).exit_code == 4
    assert kebiao("adopt", solved / "课表.xlsx", "--run", solved, "-o", solved).exit_code == 4
    assert kebiao("adopt", solved / "课表.xlsx").exit_code == 2
