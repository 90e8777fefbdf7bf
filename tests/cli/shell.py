"""Running kebiao: in this process where only words and codes matter, else as a process of its own."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from scheduler.cli.lang import pick_lang

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
THREE = SAMPLES / "three-sheets.xlsx"
COMMANDS = (
    "template", "check", "staff", "solve", "explain", "where", "move", "whatif", "diff", "adopt", "cover", "audit",
    "district", "export",     "runs", "show", "publish", "undo", "import", "rules", "bells",
)  # fmt: skip
RUN_FILES = {
    "audit.json", "homework.csv", "plan.xlsx", "run.json", "school.json", "timetable.csv", "课表.xlsx",
}  # fmt: skip
LANGUAGE = ("KEBIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def kebiao(*words: object, lang: str = "en") -> Result:
    """The command in this process; anything but a clean end or an exit code is raised here."""
    from scheduler.cli.root import root

    pick_lang(["--lang", lang])
    result = CliRunner().invoke(root, [str(w) for w in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def process(
    *words: object, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The command as a process, its output as UTF-8; ``env`` says the language instead of ours."""
    return subprocess.run(
        command(*words), capture_output=True, encoding="utf-8", timeout=120, cwd=cwd, env=environment(env)
    )  # fmt: skip


def command(*words: object) -> list[str]:
    """What starts kebiao with the Python that runs the tests."""
    return [sys.executable, "-m", "scheduler.cli", *map(str, words)]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment without its language, in English where ``extra`` says nothing."""
    kept = {k: v for k, v in os.environ.items() if k not in LANGUAGE}
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    return {**kept, "PYTHONPATH": path, **({"KEBIAO_LANG": "en"} if extra is None else extra)}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a csv file in place, as somebody would in Excel."""
    found = rows(path)
    columns = list(found[0])
    change(found)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(found)
