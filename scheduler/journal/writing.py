"""Writing runs into the journal, each within one change."""

from __future__ import annotations

import sqlite3
import uuid
import zlib
from pathlib import Path

from .entries import files_of
from .files import IDENTITY, Files, differing, fingerprint, identity, kept_files, record_of
from .people import now, user
from .steps import add_step, standing
from .store import Store

PROCESS = uuid.uuid4().hex  # says whose early entry it is, also where two computers have the same process number


def last_of(db: sqlite3.Connection, folder: str) -> int | None:
    """The newest entry of a folder's name; not the early one of this process, which is to be replaced."""
    query = "SELECT number FROM runs WHERE folder = ? AND early != ? ORDER BY number DESC LIMIT 1"
    row = db.execute(query, (folder, PROCESS)).fetchone()
    return None if row is None else int(row["number"])


def enter_standing(store: Store, folder: Path, when: str | None = None) -> int | None:
    """The number of what stands in a run folder; entered now where it is not yet. None where it holds no whole run."""
    files = kept_files(folder)
    if files is None:
        return None
    known = _known(store.db, folder.name, files)
    if known is not None:
        return known
    with store.change() as db:
        known = _known(db, folder.name, files)  # somebody may have been quicker
        if known is not None:
            return known
        parent = last_of(db, folder.name)
        return write_entry(db, folder.name, files, parent, "", found=True, when=when)


def write_entry(
    db: sqlite3.Connection, folder: str, files: Files, parent: int | None, origin: str, *, early: str = "",
    found: bool = False, when: str | None = None,
) -> int:  # fmt: skip
    """Write a run, within a change of the caller; returns its number.

    It takes the place of the early entry of the same search, and of an entry that somebody made of the same folder
    between its saving and now.
    """
    number = None if found else _replaceable(db, folder, files)
    record = record_of(files)
    school, cost = str(record.get("school", "")), record.get("objective")
    moved = None if parent is None else len(differing(files_of(db, parent), files)[1])
    row = {
        "saved": when or now(), "who": "" if found else user(), "folder": folder, "school": school,
        "status": str(record.get("status", "")), "objective": cost if isinstance(cost, int) else None,
        "parent": parent, "origin": "" if parent else origin, "moved": moved, "early": early, "found": int(found),
    }  # fmt: skip
    if number is None:
        marks = ", ".join("?" * len(row))
        number = db.execute(f"INSERT INTO runs ({', '.join(row)}) VALUES ({marks})", tuple(row.values())).lastrowid
        assert number is not None
    else:
        sets = ", ".join(f"{column} = ?" for column in row)
        db.execute(f"UPDATE runs SET {sets} WHERE number = ?", (*row.values(), number))
    _write_files(db, number, files)
    stepped = db.execute("SELECT 1 FROM steps WHERE kind = 'saved' AND run = ?", (number,)).fetchone()
    if not found and not stepped:
        add_step(db, "saved", school, number, parent or standing(db, "saved").get(school))
    return number


def _known(db: sqlite3.Connection, folder: str, files: Files) -> int | None:
    """The newest entry of this folder with this plan, answer and record."""
    wanted = identity(files)
    query = """SELECT number FROM runs JOIN files ON run = number AND name = 'timetable.csv' AND sha256 = ?
               WHERE folder = ? ORDER BY number DESC"""
    for row in db.execute(query, (wanted["timetable.csv"], folder)).fetchall():
        kept = db.execute("SELECT name, sha256 FROM files WHERE run = ?", (row["number"],))
        if {r["name"]: r["sha256"] for r in kept if r["name"] in IDENTITY} == wanted:
            return int(row["number"])
    return None


def _replaceable(db: sqlite3.Connection, folder: str, files: Files) -> int | None:
    query = "SELECT number, early, found FROM runs WHERE folder = ? ORDER BY number DESC LIMIT 1"
    row = db.execute(query, (folder,)).fetchone()
    if row is None:
        return None
    ours = row["early"] == PROCESS or (row["found"] and _known(db, folder, files) == row["number"])
    return int(row["number"]) if ours else None


def _write_files(db: sqlite3.Connection, number: int, files: Files) -> None:
    db.execute("DELETE FROM files WHERE run = ?", (number,))  # of an early entry; the contents stay
    for name, content in files.items():
        digest = fingerprint(content)
        if not db.execute("SELECT 1 FROM contents WHERE sha256 = ?", (digest,)).fetchone():
            db.execute("INSERT INTO contents VALUES (?, ?)", (digest, zlib.compress(content)))
        db.execute("INSERT INTO files VALUES (?, ?, ?)", (number, name, digest))
