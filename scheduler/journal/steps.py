"""What changed, step by step: a run was saved, a run was hung on the wall. The last step can be taken back and made
again; none is ever deleted."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scheduler.domain import Text
from scheduler.errors import RunError

from .people import now, user
from .store import Store


@dataclass(frozen=True)
class Step:
    """A step. ``kind``: saved or published; ``run`` is what it put in place, ``before`` what had been there (None:
    nothing)."""

    number: int
    at: str
    who: str
    kind: str
    school: str
    run: int
    before: int | None


def standing(db: sqlite3.Connection, kind: str) -> dict[str, int]:
    """The run in place in each school: that of the last step, or the one before it where it was taken back."""
    found: dict[str, int | None] = {}
    taken: set[str] = set()  # schools whose first undone step after the last standing one was seen
    for row in db.execute("SELECT school, run, before, undone FROM steps WHERE kind = ? ORDER BY number", (kind,)):
        school = row["school"]
        if row["undone"] is None:
            found[school] = row["run"]
            taken.discard(school)
        elif school not in taken:
            found[school] = row["before"]
            taken.add(school)
    return {school: run for school, run in found.items() if run is not None}


def add_step(db: sqlite3.Connection, kind: str, school: str, run: int, before: int | None) -> None:
    """A new step at the end; within a change of the caller."""
    db.execute(
        "INSERT INTO steps (at, who, kind, school, run, before) VALUES (?, ?, ?, ?, ?, ?)",
        (now(), user(), kind, school, run, before),
    )


def publish(store: Store, number: int) -> Step:
    """Hang a run on its school's wall, in the place of the one that hangs there. Raises RunError."""
    _writable(store)
    with store.change() as db:
        school = db.execute("SELECT school FROM runs WHERE number = ?", (number,)).fetchone()["school"]
        before = standing(db, "published").get(school)
        if before != number:
            add_step(db, "published", school, number, before)
        query = "SELECT * FROM steps WHERE kind = 'published' AND run = ? AND undone IS NULL"
        return _step(db.execute(f"{query} ORDER BY number DESC LIMIT 1", (number,)).fetchone())


def undo(store: Store) -> Step:
    """Take the last step back; returns it. Raises RunError where there is none."""
    _writable(store)
    with store.change() as db:
        row = db.execute("SELECT * FROM steps WHERE undone IS NULL ORDER BY number DESC LIMIT 1").fetchone()
        if row is None:
            raise RunError(Text("没有可以撤销的", "there is nothing to undo"))
        db.execute("UPDATE steps SET undone = ? WHERE number = ?", (now(), row["number"]))
        return _step(row)


def redo(store: Store) -> Step:
    """Make the step again that was taken back last; returns it. Raises RunError where there is none, or something
    newer was done since."""
    _writable(store)
    with store.change() as db:
        query = """SELECT * FROM steps WHERE undone IS NOT NULL AND number >
                   (SELECT coalesce(max(number), 0) FROM steps WHERE undone IS NULL) ORDER BY number LIMIT 1"""
        row = db.execute(query).fetchone()
        if row is None:
            raise RunError(Text("没有可以重做的", "there is nothing to redo"))
        db.execute("UPDATE steps SET undone = NULL WHERE number = ?", (row["number"],))
        return _step(row)


def _writable(store: Store) -> None:
    if not store.writable:
        raise RunError(store.notes[0])


def _step(row: sqlite3.Row) -> Step:
    return Step(row["number"], row["at"], row["who"], row["kind"], row["school"], row["run"], row["before"])
