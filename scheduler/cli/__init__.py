"""The command line: one file a command, no logic of its own. Heavy imports happen inside the commands."""

from __future__ import annotations

import os
import sys

from scheduler import rarely_collect

from .lang import pick_lang, use_utf8

ABORTED = 130  # as shells say of a program that Ctrl-C ended


def main() -> None:
    """Entry point of ``kebiao``: settles language and console, then runs the command."""
    rarely_collect()
    use_utf8()
    pick_lang(sys.argv[1:])
    try:
        from .root import root

        root(prog_name="kebiao")
    except KeyboardInterrupt:
        _abort()
    except SystemExit as end:
        if end.code == ABORTED:
            _abort()
        raise


def _abort() -> None:
    """End at once: a solver that still runs in a thread would turn the ordinary way out into a crash."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ABORTED)
