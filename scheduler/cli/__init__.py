"""The command line: one file a command, no logic of its own. Heavy imports happen inside the commands."""

from __future__ import annotations

import gc
import os
import sys

from .lang import pick_lang, use_utf8

ABORTED = 130  # as shells say of a program that Ctrl-C ended
_YOUNG = 50_000  # objects made before Python looks for garbage: models are large, and hardly any of it is garbage


def main() -> None:
    """Entry point of ``kebiao``: settles language and console, then runs the command."""
    gc.set_threshold(_YOUNG)  # a quarter of the time of a command is saved
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
