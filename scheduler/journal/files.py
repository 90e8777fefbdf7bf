"""What of a run folder the journal keeps, and how two of them differ."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PLANS = ("plan.xlsx", "plan.fet")
ANSWER = ("timetable.csv", "homework.csv")
RECORD = "run.json"
IDENTITY = (*PLANS, *ANSWER, RECORD)
KEPT = (*IDENTITY, "audit.json", "school.json")  # 课表.xlsx is made anew from the answer
_ROW = ("class", "week", "day", "period", "subject", "teacher", "lesson")

Files = Mapping[str, bytes]


def kept_files(folder: Path) -> Files | None:
    """The files of a run folder by name; None where it is none, is not whole, or is just being replaced."""
    try:
        before = folder.stat().st_ino
        found = {n: (folder / n).read_bytes() for n in KEPT if (folder / n).is_file()}
        same = folder.stat().st_ino == before  # else half of one run and half of another may have been read
    except OSError:
        return None
    whole = same and any(p in found for p in PLANS) and all(n in found for n in (*ANSWER, RECORD))
    return found if whole else None


def fingerprint(content: bytes) -> str:
    """The name of a content: the sha256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def identity(files: Files) -> dict[str, str]:
    """What makes a run this run and no other: the fingerprints of its plan, its answer and its record."""
    return {name: fingerprint(files[name]) for name in IDENTITY if name in files}


def record_of(files: Files) -> dict[str, Any]:
    """What run.json tells; empty where it cannot be read."""
    try:
        found = json.loads(files[RECORD])
    except (KeyError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


Period = tuple[str, ...]
"""A class's period: class, week, day, period, subject, teacher (as timetable.csv writes them)."""


def differing(before: Files, after: Files) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """The periods of classes that only the older and only the newer timetable has, sorted."""
    old, new = Counter(_periods(before)), Counter(_periods(after))
    return tuple(sorted((old - new).elements())), tuple(sorted((new - old).elements()))


def _periods(files: Files) -> list[Period]:
    """Rows of timetable.csv; of what no class attends (a meeting) the lesson stands for the class."""
    raw = files["timetable.csv"]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")  # as Chinese Windows saves it
    separator = max(",;\t", key=text.partition("\n")[0].count)
    found = []
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator):
        *cells, lesson = ((row.get(column) or "").strip() for column in _ROW)
        if any(cells):
            found.append((cells[0] or lesson.partition("#")[0], *cells[1:]))
    return found
