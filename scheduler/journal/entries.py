"""The runs of a journal as they are read back."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain import Text
from scheduler.errors import RunError

from .files import IDENTITY, KEPT, Files
from .steps import standing
from .store import Store


@dataclass(frozen=True)
class Wall:
    """A time during which a run hung on the wall: from when, until when (empty: it still hangs), put there by whom."""

    since: str
    until: str
    who: str


@dataclass(frozen=True)
class JournalEntry:
    """A run in the journal.

    ``saved`` is a time with its offset from UTC; ``folder`` the name of the run folder; ``objective`` in thousandths;
    ``parent`` the number of the run it was made from, ``origin`` its name where that lies elsewhere; ``moved`` how many
    periods of classes differ from the parent's. ``early``: the first timetable of a search whose end was never saved;
    ``found``: entered afterwards, from its folder; ``current``: the run that its school goes on from.
    """

    number: int
    saved: str
    who: str
    folder: str
    school: str
    status: str
    objective: int | None
    parent: int | None
    origin: str
    moved: int | None
    early: bool
    found: bool
    current: bool = False
    wall: tuple[Wall, ...] = ()
    files: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Name and sha256 of each file that is kept."""

    @property
    def published(self) -> bool:
        """Whether it hangs on the wall now."""
        return any(not hung.until for hung in self.wall)

    @property
    def identity(self) -> dict[str, str]:
        """As ``files.identity`` of its files."""
        return {name: digest for name, digest in self.files if name in IDENTITY}


def entries_of(store: Store) -> tuple[JournalEntry, ...]:
    """All runs, oldest first. Raises RunError where SQLite fails."""
    with store.view() as db:
        walls = _walls(db)
        current = set(standing(db, "saved").values())
        kept: dict[int, list[tuple[str, str]]] = {}
        for row in db.execute("SELECT run, name, sha256 FROM files ORDER BY run, name"):
            kept.setdefault(row["run"], []).append((row["name"], row["sha256"]))
        rows = db.execute("SELECT * FROM runs ORDER BY number").fetchall()
    try:
        return tuple(_entry(row, current, walls, kept) for row in rows)
    except IndexError as error:  # a column that is not there
        raise RunError(Text(f"看不懂 {store.path}：{error}", f"cannot understand {store.path}: {error}")) from error


def entry_of(store: Store, number: int) -> JournalEntry:
    """The run of a number. Raises RunError where there is none."""
    for entry in entries_of(store):
        if entry.number == number:
            return entry
    zh = f"{store.path} 里没有第 {number} 号；用 kebiao runs 查看"
    raise RunError(Text(zh, f"{store.path} has no run {number}\n  Maybe: kebiao runs lists them"))


def files_of(db: sqlite3.Connection, number: int) -> Files:
    """The files of a run, byte for byte as they were saved. Raises RunError where the journal lost one."""
    found: dict[str, bytes] = {}
    query = "SELECT name, data FROM files LEFT JOIN contents USING (sha256) WHERE run = ? ORDER BY name"
    for row in db.execute(query, (number,)):
        if row["name"] not in KEPT:
            continue  # a file that a newer program keeps, or a name that leads elsewhere
        try:
            found[row["name"]] = zlib.decompress(row["data"])
        except (TypeError, zlib.error) as error:
            zh = f"运行记录里第 {number} 号的 {row['name']} 损坏了"
            raise RunError(Text(zh, f"{row['name']} of run {number} is broken in the journal")) from error
    return found


def _entry(
    row: sqlite3.Row,
    current: set[int],
    walls: Mapping[int, tuple[Wall, ...]],
    kept: Mapping[int, list[tuple[str, str]]],
) -> JournalEntry:
    number = row["number"]
    return JournalEntry(
        number, row["saved"], row["who"], row["folder"], row["school"], row["status"], row["objective"], row["parent"],
        row["origin"], row["moved"], bool(row["early"]), bool(row["found"]), number in current,
        walls.get(number, ()), tuple(kept.get(number, ())),
    )  # fmt: skip


def _walls(db: sqlite3.Connection) -> dict[int, tuple[Wall, ...]]:
    """When each run hung on its school's wall, from the steps that were not taken back."""
    found: dict[int, tuple[Wall, ...]] = {}
    now: dict[str, sqlite3.Row] = {}
    for row in db.execute("SELECT * FROM steps WHERE kind = 'published' AND undone IS NULL ORDER BY number"):
        last = now.get(row["school"])
        if last is not None:
            found[last["run"]] = (*found.get(last["run"], ()), Wall(last["at"], row["at"], last["who"]))
        now[row["school"]] = row
    for row in now.values():
        found[row["run"]] = (*found.get(row["run"], ()), Wall(row["at"], "", row["who"]))
    return found
