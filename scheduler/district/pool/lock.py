"""One district run at a time in a folder: a second one is told who is at it.

The lock is SQLite's on a file of its own, held as long as the process lives: the system takes it back when the process
ends, however that ended, on this computer and on a shared disk. So there is no stale lock to clear, and no process
number to guess from. Who holds it stands in a file beside.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from .going import PREFIX
from .store import Store, refused

HIDDEN = ".district"
_LOCK, _HOLDER = "lock", "holder.json"


@dataclass(frozen=True)
class Place:
    """The part of a district's folder that the work itself needs."""

    folder: Path  # OUT/.district

    @property
    def store(self) -> Store:
        """Results of schools."""
        return Store(self.folder / "store")


@contextmanager
def hold(out: Path) -> Iterator[Place]:
    """Keep a district's folder for this run; it is made where it is missing. What a killed run left half is cleared.

    Raises RunError when another run has it (who, where, since when) or when it cannot be written.
    """
    folder = out.absolute() / HIDDEN
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(out, error) from error
    with closing(_taken(out, folder)):
        place = Place(folder)
        holder = folder / _HOLDER
        place.store.tidy()
        for left in folder.glob(f"{PREFIX}*"):  # of a killed run, whose tasks may still run on a cluster: they end now
            left.unlink(missing_ok=True)
        try:
            holder.write_text(json.dumps(_me(), ensure_ascii=False), "utf-8")
        except OSError as error:
            raise refused(out, error) from error
        try:
            yield place
        finally:
            place.store.tidy()  # after workers that died
            with suppress(OSError):
                holder.unlink()


def _taken(out: Path, folder: Path) -> sqlite3.Connection:
    """A connection that holds the lock until it is closed."""
    db = None
    try:
        db = sqlite3.connect(folder / _LOCK, timeout=1.0, isolation_level=None, check_same_thread=False)
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if db is not None:
            db.close()
        busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise (_busy(out, folder) if busy else _broken(out, error)) from error
    return db


def _busy(out: Path, folder: Path) -> RunError:
    zh_who, en_who = "另一次排课", "another run"
    try:
        held = json.loads((folder / _HOLDER).read_text("utf-8"))
        zh_who = f"{held['user']} 在 {held['host']} 上的排课（进程 {held['process']}，{held['since']} 开始）"
        en_who = f"a run of {held['user']} on {held['host']} (process {held['process']}, since {held['since']})"
    except (OSError, ValueError, LookupError, TypeError):
        pass  # it has only just begun, or is just ending
    zh = f"文件夹 {out} 正由{zh_who}使用\n  可以：等它结束或先停掉它，或用 -o 换一个文件夹"
    return RunError(Text(zh, f"folder {out} is in use by {en_who}\n  Maybe: wait, stop it, or -o another folder"))


def _broken(out: Path, error: sqlite3.Error) -> RunError:
    return RunError(Text(f"锁不了文件夹 {out}：{error}", f"cannot lock folder {out}: {error}"))


def _me() -> dict[str, str | int]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return {"user": user, "host": platform.node(), "process": os.getpid(), "since": since}
