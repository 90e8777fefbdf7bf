"""The same contradictions given to FET: how much of them its format can say, and what it makes of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks import fet_cl
from constraints import catalogue
from scheduler.domain import School, Timetable


def says(school: School, seconds: float) -> dict[str, Any]:
    """FET's outcome (success: it does not see what clashes, as its format cannot say it), wall seconds, the end of its
    log, and what the export could not say."""
    from scheduler.output.fet import document, whole_file

    root, notes = whole_file(school, Timetable(), catalogue())
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task.fet"
        document.write(task, root)
        verdict = fet_cl.search(task, seconds, seed=1)
    return {
        "outcome": verdict.outcome, "seconds": round(verdict.seconds, 2), "said": verdict.said[-200:],
        "not_said": [note.en for note in notes],
    }  # fmt: skip
