"""PDF of a run, typeset by typst: timetables, the homework board, three reports of compliance.

parts     a run → the data of each part, as plain lists and texts
press     data → pdf by the templates (``../templates/*.typ``), with a Chinese font of the system
Every name reaches the templates as data, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.errors import RunError

from ..names import PDF_PARTS
from .parts import part_data
from .press import typeset

if TYPE_CHECKING:
    from ..run import Run


def present_parts(run: Run, parts: Sequence[str] = (), tables: Sequence[str] = ()) -> dict[str, object]:
    """The data of these parts (all that the run has anything for when none is named), in their order.

    Raises RunError for a part that there is not, or that the run has nothing for.
    """
    for part in parts:
        if part not in PDF_PARTS:
            known = "、".join(PDF_PARTS)
            raise RunError(Text(f"没有 {part} 这部分；可用：{known}", f"no part {part}; known: {', '.join(PDF_PARTS)}"))
    found = {part: part_data(run, part, tables) for part in parts or PDF_PARTS}
    for part in parts:
        if found[part] is None:
            zh = f"{PDF_PARTS[part]}没有内容可写"
            raise RunError(Text(zh, f"there is nothing to write as {part}"))
    return {part: data for part, data in found.items() if data is not None}


def write_pdf(path: Path, run: Run, data: dict[str, object]) -> None:
    """Write parts to one file, as ``present_parts`` gives them; two of one run are equal byte for byte.

    Raises RunError when typst or a Chinese font is not installed.
    """
    path.write_bytes(typeset(run.school.name, list(data.values())))
