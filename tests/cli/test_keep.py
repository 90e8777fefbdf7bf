"""--keep and --free: change one thing and leave the rest where it is."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from .shell import THREE, kebiao, rows


def lessons(run: Path) -> set[tuple[str, ...]]:
    """Every lesson with its place."""
    columns = ("class", "week", "day", "period", "subject", "teacher")
    return {tuple(row[c] for c in columns) for row in rows(run / "timetable.csv")}


def resolve(run: Path, out: Path, *words: object) -> int:
    result = kebiao("solve", *words, "--keep", run, "-o", out, "--until-first", "--seed", 3)
    assert "Traceback" not in result.output
    return result.exit_code


def test_only_what_is_freed_moves(solved: Path, tmp_path: Path) -> None:
    """Freed: a class, a grade by its name, and a teacher, in one search."""
    assert resolve(solved, tmp_path / "new", "--free", "一1", "--free", "三年级") == 0
    moved = {lesson[0] for lesson in lessons(solved) ^ lessons(tmp_path / "new")}
    assert "一1" in moved or "三1" in moved
    assert moved <= {"一1", "三1"}


def test_a_teacher_is_freed_wherever_she_teaches(solved: Path, tmp_path: Path) -> None:
    teacher = next(r for r in rows(solved / "timetable.csv") if r["subject"] == "数学")["teacher"]
    assert resolve(solved, tmp_path / "new", "--free", teacher, "--free", "体育") == 0
    moved = lessons(solved) ^ lessons(tmp_path / "new")
    assert {(subject == "体育") or (who == teacher) for *_, subject, who in moved} <= {True}


def test_nothing_freed_keeps_everything(solved: Path, tmp_path: Path) -> None:
    assert resolve(solved, tmp_path / "new") == 0
    assert lessons(tmp_path / "new") == lessons(solved)
    assert kebiao("audit", tmp_path / "new").exit_code == 0


@pytest.mark.parametrize(
    ("word", "near"),
    [("三年纪", "三年级"), ("三2", "三1"), ("语闻", "语文"), ("grade 33", "grade 3"), ("?!", "grade 1")],
)
def test_an_unknown_name_gets_the_nearest(solved: Path, tmp_path: Path, word: str, near: str) -> None:
    lang = "en" if near.isascii() else "zh"
    result = kebiao("solve", "--keep", solved, "--free", word, "-o", tmp_path / "new", lang=lang)
    assert result.exit_code == 2
    first, maybe = result.stderr.splitlines()
    assert f"--free {word}" in first
    assert maybe.strip() == (f"Maybe: {near}" if lang == "en" else f"可以：{near}")
    assert not (tmp_path / "new").exists()


def test_the_words_belong_together(solved: Path, tmp_path: Path) -> None:
    assert kebiao("solve", "--keep", solved).exit_code == 2
    assert kebiao("solve", THREE, "--free", "三1", "-o", tmp_path / "new").exit_code == 2
    missing = kebiao("solve", "--keep", tmp_path / "nowhere", "-o", tmp_path / "new")
    assert missing.exit_code == 4
    assert "nowhere" in missing.stderr


def forbid(solved: Path, path: Path) -> tuple[Path, str]:
    """The plan with the time of one of 三1's mathematics lessons forbidden to it; and that time."""
    book = openpyxl.load_workbook(THREE)
    maths = next(r for r in rows(solved / "timetable.csv") if r["class"] == "三1" and r["subject"] == "数学")
    sheet = book.create_sheet("固排禁排")
    sheet.append(["班级", "教师", "场地", "科目", "时间", "方式"])
    day, period = int(maths["day"]), maths["period"]
    sheet.append(["三1", None, None, "数学", f"周{'一二三四五'[day - 1]}{period}", "禁排"])
    book.save(path)
    return path, f"{day}-{period}"


def test_a_kept_lesson_that_the_plan_now_forbids_moves_too(solved: Path, tmp_path: Path) -> None:
    """It stayed, and the audit stopped the program with an internal disagreement (exit code 70)."""
    plan, when = forbid(solved, tmp_path / "plan.xlsx")
    words = ("solve", plan, "--keep", solved, "--free", "语文", "--until-first")
    result = kebiao(*words, "-o", tmp_path / "new")
    assert result.exit_code == 0
    assert "note: the plan changed: 1 course(s) cannot stay and may move too: 三1 数学" in result.stderr
    moved = lessons(solved) ^ lessons(tmp_path / "new")
    assert {lesson[4] for lesson in moved} <= {"语文", "数学"}
    maths = [row for row in rows(tmp_path / "new" / "timetable.csv") if row["lesson"].startswith("三1 数学")]
    assert maths
    assert when not in {f"{row['day']}-{row['period']}" for row in maths}


def test_kept_lessons_that_leave_no_way_are_said(solved: Path, tmp_path: Path) -> None:
    """The week is full: with everything else kept the forbidden lesson has nowhere to go."""
    plan, _ = forbid(solved, tmp_path / "plan.xlsx")
    result = kebiao("solve", plan, "--keep", solved, "-o", tmp_path / "new", "--until-first")
    assert result.exit_code == 5
    assert "--free more of them" in result.stderr
    assert not (tmp_path / "new").exists()


def test_the_record_counts_what_was_kept(solved: Path, tmp_path: Path) -> None:
    resolve(solved, tmp_path / "new", "--free", "一1")
    record = json.loads((tmp_path / "new" / "run.json").read_text("utf-8"))
    all_sessions = len({r["lesson"] for r in rows(solved / "timetable.csv")})
    freed = len({r["lesson"] for r in rows(solved / "timetable.csv") if r["class"] == "一1"})
    assert record["parameters"]["kept"] == all_sessions - freed
