"""One solved school for all tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .shell import THREE, kebiao


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first valid timetable of the village school; not to be changed."""
    folder = tmp_path_factory.mktemp("solved") / "run"
    result = kebiao("solve", THREE, "-o", folder, "--until-first", "--time", 60)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def run(solved: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(solved, tmp_path / "run"))
