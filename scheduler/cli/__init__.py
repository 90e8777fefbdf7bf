"""The command line: one file a command, no logic of its own. Heavy imports happen inside the commands."""

from __future__ import annotations

import sys

from .lang import pick_lang, use_utf8


def main() -> None:
    """Entry point of ``kebiao``: settles language and console, then runs the command."""
    use_utf8()
    pick_lang(sys.argv[1:])
    from .root import root

    root(prog_name="kebiao")
