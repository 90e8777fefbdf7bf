"""Run folders small enough to be read: what the journal looks at, and nothing that only the program understands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from scheduler.domain import Text
from scheduler.journal import JournalEntry, Keeper, entries_of, open_store

HEAD = "school,class,week,day,period,start,end,subject,teacher,room,lesson"
PLACES = {"一1 语文#1": (1, 1), "一1 数学#1": (1, 2), "一1 体育#1": (2, 1)}


def contents(
    places: Mapping[str, tuple[int, int]] = PLACES, *, school: str = "东风小学", cost: int = 1000, plan: bytes = b"plan"
) -> dict[str, bytes]:
    """The files of a run: lessons with their day and period."""
    rows = [HEAD]
    for lesson, (day, period) in places.items():
        klass, subject = lesson.partition("#")[0].split()
        rows.append(f"{school},{klass},all,{day},{period},08:00,08:40,{subject},{subject}老师,,{lesson}")
    record = {"status": "feasible", "objective": cost, "seed": 1, "school": school}
    return {
        "plan.xlsx": plan,
        "timetable.csv": ("\r\n".join(rows) + "\r\n").encode("utf-8-sig"),
        "homework.csv": b"\xef\xbb\xbfschool,class\r\n",
        "run.json": json.dumps(record, ensure_ascii=False).encode(),
        "audit.json": b"{}",
        "school.json": b"{}",
    }


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A run folder as a program leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def keep(
    folder: Path, files: Mapping[str, bytes] | None = None, *, parent: Path | None = None, early: bool = False
) -> list[Text]:
    """Save a run as ``runs.save`` does."""
    keeper = Keeper(folder, parent, early)
    keeper.before()
    put(folder, contents() if files is None else files)
    keeper.see(folder)
    return keeper.enter()


def entries(container: Path) -> tuple[JournalEntry, ...]:
    """What the journal holds."""
    with open_store(container) as store:
        return entries_of(store)
