"""kebiao where: the week of a lesson, what stands in its way, and exchanges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .shell import kebiao, rows

ONE = "四1 信息科技"  # once a week


def test_the_week_of_a_lesson(solved: Path) -> None:
    result = kebiao("where", solved, "--lesson", ONE)
    assert result.exit_code == 0, result.output
    head, days, *lines = result.output.splitlines()
    assert head.startswith(ONE)
    assert days.split() == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    grid = [line.split() for line in lines[:6]]
    assert [row[0] for row in grid] == list("123456")
    marks = [mark for row in grid for mark in row[1:]]
    assert (len(marks), marks.count("•")) == (30, 1)
    placed = next(r for r in rows(solved / "timetable.csv") if r["class"] == "四1" and r["subject"] == "信息科技")
    assert grid[int(placed["period"]) - 1][int(placed["day"])] == "•"


def test_what_breaks_is_said_with_whom_and_whose_lesson_is_there(solved: Path) -> None:
    """The weeks of this school are full: every other place is taken by the class itself."""
    lines = [x for x in kebiao("where", solved, "--lesson", ONE, lang="zh").output.splitlines() if x[:1] in ("×", "⇄")]
    assert len(lines) == 29
    assert all("班级不冲突（四1）" in line and "那里有" in line for line in lines)
    clashing = next(line for line in lines if "教师不冲突" in line)
    teacher = clashing.partition("教师不冲突（")[2].partition("）")[0]
    assert f"（{teacher}）" in clashing.partition("那里有")[2]


def test_a_taken_place_may_be_had_by_an_exchange(solved: Path) -> None:
    """The arrows in the grid are the exchanges of two that --swaps lists."""
    page = kebiao("where", solved, "--lesson", ONE, lang="zh").output
    mark, place = next(line for line in page.splitlines() if line.startswith("⇄")).partition(":")[0].split()
    data = json.loads(kebiao("where", solved, "--lesson", ONE, "--swaps", "--to", place, "--json").output)
    two = next(swap for swap in data["swaps"] if swap["lessons"] == 2)
    assert two["cost"] == 1000 * float(mark.removeprefix("⇄") or 0)


def test_which_of_several_lessons_is_asked(solved: Path) -> None:
    result = kebiao("where", solved, "--lesson", "四1 语文", lang="zh")
    assert result.exit_code == 2
    said = result.stderr.splitlines()[1].removeprefix("  可以：").split("、")
    held = [r for r in rows(solved / "timetable.csv") if r["class"] == "四1" and r["subject"] == "语文"]
    assert len(said) == len(held)
    at = f"周{'一二三四五'[int(held[0]['day']) - 1]}{held[0]['period']}"
    assert kebiao("where", solved, "--lesson", "四1语文", "--at", at).exit_code == 0


@pytest.mark.parametrize(
    ("words", "maybe"),
    [
        (("--lesson", "四1 语闻"), "四1 语文"),
        (("--lesson", "四9 语文"), "语文"),
        (("--lesson", ""), ""),
        (("--lesson", "(((*"), ""),
        (("--lesson", ONE, "--at", "周九99"), "Wed2"),
        (("--lesson", ONE, "--at", "周一1、周一2"), ""),
        (("--lesson", ONE, "--swaps", "--to", "周一"), ""),
        (("--lesson", ONE, "--swaps", "--to", "周日7"), ""),
        (("--lesson", ONE, "--to", "周一1"), ""),
        ((), ""),
    ],
)
def test_what_cannot_be_understood(solved: Path, words: tuple[str, ...], maybe: str) -> None:
    result = kebiao("where", solved, *words)
    assert result.exit_code == 2
    assert maybe in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    assert kebiao("where", tmp_path, "--lesson", ONE).exit_code == 4


def test_exchanges_are_numbered_best_first(solved: Path) -> None:
    result = kebiao("where", solved, "--lesson", ONE, "--swaps", "--json")
    data = json.loads(result.output)
    assert data["complete"]
    assert 1 < len(data["swaps"]) <= 20
    costs = [swap["cost"] for swap in data["swaps"]]
    assert costs == sorted(costs)
    assert all(
        len(swap["moves"]) > 1 and swap["cost"] == sum(c["cost"] for c in swap["costs"]) for swap in data["swaps"]
    )
    text = kebiao("where", solved, "--lesson", ONE, "--swaps", lang="zh").output
    numbered = [line for line in text.splitlines() if line.lstrip()[:1].isdigit()]
    assert len(numbered) == len(costs)
    assert all("→" in line and ONE in line for line in numbered)


def test_exchanges_to_one_time(solved: Path) -> None:
    data = json.loads(kebiao("where", solved, "--lesson", ONE, "--swaps", "--json").output)
    goal = next(m["start"] for m in data["swaps"][0]["moves"] if m["course"] == ONE)
    slot = next(o for o in data["options"] if o["start"] == goal)
    to = f"周{'一二三四五'[slot['day'] - 1]}{slot['period']}"
    some = json.loads(kebiao("where", solved, "--lesson", ONE, "--swaps", "--to", to, "--json").output)["swaps"]
    assert data["swaps"][0] in some
    assert {m["start"] for swap in some for m in swap["moves"] if m["course"] == ONE} == {goal}
