"""Makes .venv beside this folder and installs kebiao into it, with any Python 3.11+ that has pip or venv.

    python3 .ci/env.py          the program
    python3 .ci/env.py dev      the program and what its tests need

A Debian Python may refuse pip outside a virtual environment and may lack the part that makes one; then virtualenv is
fetched into a folder of its own, which such a Python allows.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make() -> None:
    """Create the environment unless a working one is there."""
    if PYTHON.exists() and _quiet([str(PYTHON), "-m", "pip", "--version"]):
        return
    if _quiet([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, "virtualenv"], check=True)
        environment = {**os.environ, "PYTHONPATH": folder}
        subprocess.run([sys.executable, "-m", "virtualenv", "-q", "--clear", str(VENV)], check=True, env=environment)


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def install(extra: str) -> None:
    """Install the program at the pinned versions; where one of them is not to be had, at any that fits."""
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    pinned = [*pip, "-c", str(ROOT / "constraints.txt"), "-e", what]
    if subprocess.run(pinned).returncode:
        subprocess.run([*pip, "-e", what], check=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("kebiao needs Python 3.11 or newer")
    make()
    install(sys.argv[1] if len(sys.argv) > 1 else "")
