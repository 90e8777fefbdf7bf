"""Help: every command has it in both languages with an example, and it costs no heavy import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from scheduler import __version__
from scheduler.cli.root import COMMANDS as REAL
from scheduler.cli.root import root

from .shell import COMMANDS, ROOT, environment, kebiao, process

HEAVY = ("ortools", "pandas", "openpyxl", "numpy", "jinja2", "rich")


def loaded(*words: str) -> list[str]:
    """The heavy packages that a command line has imported when it ends."""
    code = f"""
import sys
sys.argv = ["kebiao", *{words!r}]
from scheduler.cli import main
try:
    main()
except SystemExit:
    pass
print("loaded:", *(m for m in {HEAVY!r} if m in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment(), cwd=ROOT
    )
    return done.stdout.splitlines()[-1].removeprefix("loaded:").split()


def test_every_command_is_tested() -> None:
    assert COMMANDS == REAL


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_help_with_an_example(command: str, lang: str) -> None:
    done = process(command, "--help", "--lang", lang)
    assert done.returncode == 0
    assert ("例：" if lang == "zh" else "Example") in done.stdout
    assert f"  kebiao {command}" in done.stdout
    assert done.stdout.isascii() == (lang == "en") or command in ("solve", "district")  # names of files


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_names_every_command_in_words(lang: str) -> None:
    page = process("--help", "--lang", lang).stdout
    lines = page.partition("Commands:")[2].strip().splitlines()
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    for line in lines:
        assert "..." not in line
        assert line.split(maxsplit=1)[1].isascii() == (lang == "en")


@pytest.mark.parametrize("name", COMMANDS)
def test_options_are_explained(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    for param in command.params:
        assert not isinstance(param, click.Option) or param.help, param.name


def test_the_version_is_said() -> None:
    assert kebiao("--version").output == f"kebiao, version {__version__}\n"


@pytest.mark.parametrize("words", [("--help",), ("--version",), *((c, "--help") for c in COMMANDS), ("rules",)])
def test_help_and_the_catalogue_import_nothing_heavy(words: tuple[str, ...]) -> None:
    """A teacher on an old computer should not wait for a solver to read a help page."""
    assert loaded(*words) == []


def test_audit_and_rules_never_load_the_solver(solved: Path) -> None:
    assert "ortools" not in loaded("audit", str(solved))
    assert "ortools" not in loaded("rules", "pe_weekly")


def test_no_words_show_help_and_wrong_words_are_usage() -> None:
    assert "Commands:" in kebiao().output
    for words in ([], ["nonsense"], ["check"], ["solve"], ["export", "run"], ["export", "r", "--to", "doc"]):
        result = kebiao(*words)
        assert result.exit_code == 2, words
        assert "Traceback" not in result.output
