"""The shape of the house: the arrows between packages, small files, a docstring at every door."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from constraints import catalogue

ROOT = Path(__file__).parents[1]
LONGEST = 320
SOURCES = sorted(path for folder in ("scheduler", "constraints") for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """The modules a file names in an import, wherever in it that stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def contracts(config: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter; from a folder of its own, where its cache may be written."""
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code, "--config", str(config), "--no-cache"],
        capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, timeout=120,
    )  # fmt: skip


def test_the_arrows_run_one_way() -> None:
    done = contracts(ROOT / ".importlinter")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_an_arrow_turned_round_would_be_seen(tmp_path: Path) -> None:
    """The same contract with two layers exchanged must break, or it sees nothing."""
    config = (ROOT / ".importlinter").read_text("utf-8")
    turned = config.replace("    scheduler.rule | scheduler.errors\n    scheduler.domain\n",
                            "    scheduler.domain\n    scheduler.rule | scheduler.errors\n")  # fmt: skip
    assert turned != config
    (tmp_path / "contracts").write_text(turned, "utf-8")
    done = contracts(tmp_path / "contracts")
    assert done.returncode != 0
    assert "The data flows one way BROKEN" in done.stdout


@pytest.mark.parametrize("path", [p for p in SOURCES if "constraints" in p.parts], ids=name)
def test_a_rule_knows_no_solver(path: Path) -> None:
    """Only what a rule is and what a school is: so every rule can be read and checked without a solver."""
    for module in imported(path):
        assert module.split(".")[0] not in ("ortools", "numpy", "pandas", "openpyxl"), module
        if module.startswith("scheduler") and path.parent.name != "packs":
            assert module == "scheduler.rule" or module.startswith("scheduler.domain"), module


def test_the_catalogue_loads_no_solver() -> None:
    code = "import sys; from constraints import catalogue; catalogue(); print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.stdout == "False\n", done.stderr


def test_importing_the_program_is_light() -> None:
    code = "import sys, scheduler; print(len([m for m in sys.modules if m.startswith('scheduler')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.stdout == "1\n", done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_can_be_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_file_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_every_folder_is_a_package_or_holds_data() -> None:
    for folder in {path.parent for path in SOURCES}:
        assert (folder / "__init__.py").is_file(), folder


def test_the_library_never_prints() -> None:
    for path in SOURCES:
        calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
        prints = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
        assert not prints, path


def test_rules_stand_in_the_rooms_that_the_catalogue_names() -> None:
    """The package's docstring lists its folders; a new one must be added there."""
    import constraints

    rooms = {Path(str(module)).parent.name for module in SOURCES if "constraints" in module.parts}
    said = constraints.__doc__ or ""
    for room in rooms - {"constraints"}:
        assert room in said, room
    assert all(type(rule).__module__.split(".")[1] in rooms for rule in catalogue().values())
