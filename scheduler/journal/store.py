"""Opening kebiao.sqlite, for what may be done with it, and changes that happen wholly or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from scheduler.domain import Text
from scheduler.errors import RunError

from .network import shared
from .schema import APPLICATION, MIGRATIONS

NAME = "kebiao.sqlite"
WAIT = 30.0  # seconds that others may keep us waiting
WAIT_SHARED = 120.0  # on a network disk, where each change takes longer
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


@dataclass(frozen=True)
class Store:
    """An open journal. ``writable`` says whether it may be changed; if not, ``notes`` say why. ``new``: it was made
    just now; ``network``: the kind of shared disk it lies on."""

    path: Path
    db: sqlite3.Connection
    writable: bool = True
    new: bool = False
    network: str = ""
    notes: tuple[Text, ...] = ()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A change that is made wholly or not at all; one writer at a time."""
        with _transaction(self.db, "IMMEDIATE") as db:
            yield db

    @contextmanager
    def view(self) -> Iterator[sqlite3.Connection]:
        """Several questions to one state of the journal."""
        with _transaction(self.db, "DEFERRED") as db:
            yield db


@contextmanager
def open_store(folder: Path, *, create: bool = False) -> Iterator[Store]:
    """The journal of a folder of runs; made where there is none when ``create`` is wanted.

    It is opened for reading alone where it cannot be written, or a newer program made it. Raises RunError, in words,
    where there is none, it is broken or another program's, or SQLite fails while it is used.
    """
    path = folder.absolute() / NAME
    new = not path.exists()
    if new and not create:
        zh = f"{folder} 里没有运行记录（{NAME}）"
        raise RunError(Text(zh, f"{folder} has no journal of runs ({NAME})"))
    with _in_words(path):
        store = _open(path, new)
        try:
            yield store
        finally:
            store.db.close()


def trouble(path: Path, error: BaseException) -> Text:
    """What went wrong with the journal, as a teaching office can use it."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_FORMAT")):
        zh = f"{path} 损坏了，或者不是本程序的运行记录；文件没有动过。可以把它移到别处，再运行 kebiao runs"
        en = f"{path} is broken, or no journal of this program; it was left as it is\n  Maybe: move it elsewhere"
        return Text(zh, f"{en}, then kebiao runs")
    if code.startswith(_READ_ONLY):
        return Text(f"{path} 不能写：只读，或没有权限", f"{path} cannot be written: read-only, or no permission")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Text(f"{path} 一直被别的程序占用", f"{path} is kept busy by another program")
    if code.startswith("SQLITE_FULL"):
        return Text(f"{path} 写不下：磁盘已满", f"{path}: the disk is full")
    if code.startswith("SQLITE_IOERR"):
        return Text(f"{path} 读写出错（磁盘或网络）", f"{path} cannot be read or written (disk or network)")
    reason = str(getattr(error, "strerror", "") or error)
    return Text(f"{path} 用不了：{reason}", f"{path} cannot be used: {reason}")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise RunError(trouble(path, error)) from error


def _open(path: Path, new: bool) -> Store:
    network = shared(path.parent)
    wait = WAIT_SHARED if network else WAIT
    if not new and path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return _read_only(path, network)
    db = _connect(_uri(path, "rwc" if new else "rw"), wait)
    try:
        store = _ready(Store(path, db, new=new, network=network), wait)
        if new:
            _share(path)
        return store
    except BaseException:
        db.close()
        raise


def _share(path: Path) -> None:
    """Who may write runs into the folder may write its journal: SQLite gives the files beside it the same rights."""
    folder = path.parent.stat().st_mode
    if os.name == "posix" and not folder & stat.S_ISVTX:  # not in /tmp, where everybody may write
        path.chmod(stat.S_IMODE(path.stat().st_mode) | (folder & 0o066))


def _uri(path: Path, mode: str) -> str:
    name = path.as_posix()
    share = "//" if name.startswith("//") else ""  # file://server is a place that SQLite refuses
    return f"file:{share}{quote(name)}?mode={mode}"


def _connect(uri: str, wait: float) -> sqlite3.Connection:
    db = sqlite3.connect(uri, timeout=wait, isolation_level=None, uri=True)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _ready(store: Store, wait: float) -> Store:
    """Bring the file to this program's version, in the mode that its disk allows."""
    db = store.db
    version = _version(db, store.path)
    if version > len(MIGRATIONS):
        zh = f"{store.path} 是较新版本的程序写的（{version}），这里只能看，不能改"
        en = f"{store.path} was written by a newer version of the program ({version}): it can only be read here"
        return replace(store, writable=False, notes=(Text(zh, en),))
    wanted = "delete" if store.network else "wal"
    _patiently(db, f"PRAGMA journal_mode = {wanted}", wait)
    db.execute("PRAGMA synchronous = FULL")
    if version < len(MIGRATIONS):
        _migrate(db, store.path)
    with _transaction(db, "IMMEDIATE"):
        pass  # whether it may be written shows only now
    notes: tuple[Text, ...] = ()
    if store.network:
        zh = f"{store.path} 在网络盘上（{store.network}）：改用较慢但稳妥的方式记录，几个人同时写时要多等一会儿"
        en = f"{store.path} is on a network disk ({store.network}): it is kept in a slower, safer way"
        notes = (Text(zh, en),)
    return replace(store, notes=notes)


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of the file; 0 for an empty one. Raises RunError for another program's file."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    owner = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != APPLICATION and (tables or version or owner):
        zh = f"{path} 是别的程序的文件；没有动过。可以把它移到别处，再运行 kebiao runs"
        en = f"{path} is another program's file; it was left as it is\n  Maybe: move it elsewhere, then kebiao runs"
        raise RunError(Text(zh, en))
    return version


def _patiently(db: sqlite3.Connection, statement: str, wait: float) -> None:
    """For what does not wait by itself while others have the file open: changing the journal's mode."""
    end = time.monotonic() + wait
    while True:
        try:
            db.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if not (error.sqlite_errorname or "").startswith("SQLITE_BUSY") or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    with _transaction(db, "IMMEDIATE"):
        version = _version(db, path)  # another process may have been quicker
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute(f"PRAGMA application_id = {APPLICATION}")


def _read_only(path: Path, network: str) -> Store:
    """A copy in memory. To read the file itself SQLite would put files beside it that its owner may not write."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / NAME
        _copied(path, copy)
        with closing(_connect(_uri(copy, "rw"), WAIT)) as source:
            _version(source, path)
            source.backup(db)
    db.row_factory = sqlite3.Row
    zh = f"{path} 不能写（只读，或没有权限），这里只能看"
    note = Text(zh, f"{path} cannot be written (read-only, or no permission): it can only be read")
    return Store(path, db, writable=False, network=network, notes=(note,))


def _copied(path: Path, copy: Path) -> None:
    """Copy the journal with what is not yet put together (-wal), at a moment at which nobody changes them."""
    wal = path.with_name(f"{NAME}-wal")
    for _ in range(20):
        before = _stamps(path, wal)
        shutil.copyfile(path, copy)
        if wal.exists():
            shutil.copyfile(wal, copy.with_name(wal.name))
        if _stamps(path, wal) == before:
            return
        time.sleep(0.1)


def _stamps(*paths: Path) -> list[tuple[int, int]]:
    return [(p.stat().st_mtime_ns, p.stat().st_size) if p.exists() else (0, 0) for p in paths]


@contextmanager
def _transaction(db: sqlite3.Connection, kind: str) -> Iterator[sqlite3.Connection]:
    db.execute(f"BEGIN {kind}")
    try:
        yield db
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
