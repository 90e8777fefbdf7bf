"""Who writes, and when."""

from __future__ import annotations

import getpass
from datetime import datetime


def user() -> str:
    """The user's name on this computer; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def now() -> str:
    """The time to the second, with its offset from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def at(seconds: float) -> str:
    """A file's time as ``now`` writes it."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")
