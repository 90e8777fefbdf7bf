"""FET files (the free timetabling program's own format): a run given back to those who use it.

A run whose plan is a FET file is that file with every activity locked (``lock``); any other run is a whole new file
(``whole``) with as much of its rules as FET has words for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain import Text, Timetable

from .document import write
from .lock import locked_into
from .whole import whole_file

if TYPE_CHECKING:
    from scheduler.output.run import Run

__all__ = ["is_fet", "locked_into", "whole_file", "write_fet"]


def is_fet(content: bytes) -> bool:
    """Whether a plan's content is a FET file, and no workbook."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def write_fet(path: Path, run: Run, plan: bytes = b"", *, locked: bool = True) -> list[Text]:
    """Write a run as a FET file; returns what the user should know, such as rules that FET has no words for.

    ``plan`` is what was solved: if it is a FET file, all of it is kept. ``locked`` ties every activity to its place;
    without it the file is the task alone. Raises RunError when the plan cannot be read.
    """
    if is_fet(plan):
        timetable = run.timetable if locked else Timetable()
        root, notes = locked_into(plan, run.school, timetable)
    else:
        root, notes = whole_file(run.school, run.timetable if locked else Timetable(), run.rules)
    write(path, root)
    return notes
