"""kebiao export --to fet: the run as a file of that program, and what it cannot hold said to the user."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from .shell import kebiao

LOCK = ".//ConstraintActivityPreferredStartingTime"


def test_every_lesson_is_locked_and_what_cannot_be_said_is_said(solved: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.fet"
    result = kebiao("export", solved, "--to", "fet", "-o", out)
    assert result.exit_code == 0
    root = ET.parse(out).getroot()
    assert len(root.findall(LOCK)) == len(root.findall(".//Activity")) > 0
    assert "homework is not in the file" in result.stderr


def test_without_locks_it_is_the_task_alone(solved: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.fet"
    assert kebiao("export", solved, "--to", "fet", "-o", out, "--no-locked").exit_code == 0
    root = ET.parse(out).getroot()
    assert root.findall(".//Activity")
    assert not root.findall(LOCK)
