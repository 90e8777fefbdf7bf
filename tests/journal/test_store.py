"""The file itself: its version, its mode, changes that are whole."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from scheduler.errors import RunError
from scheduler.journal import NAME, Store, files_of, open_store
from scheduler.journal import schema as schema_module
from scheduler.journal import store as store_module
from scheduler.journal.schema import MIGRATIONS

from .folders import contents, entries, keep


def version(folder: Path) -> int:
    db = sqlite3.connect(folder / NAME)
    found = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    return int(found)


def mode(folder: Path) -> str:
    db = sqlite3.connect(folder / NAME)
    found = db.execute("PRAGMA journal_mode").fetchone()[0]
    db.close()
    return str(found)


def test_no_journal_is_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no journal"), open_store(tmp_path):
        pass
    assert not (tmp_path / NAME).exists()


def test_it_is_wal_on_a_disk_of_this_computer(tmp_path: Path) -> None:
    assert keep(tmp_path / "结果") == []
    assert mode(tmp_path) == "wal"
    assert {p.name for p in tmp_path.iterdir()} == {"结果", NAME}


def test_on_a_network_disk_it_is_not_and_that_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "shared", lambda folder: "cifs")
    (note,) = keep(tmp_path / "结果")
    assert "网络盘" in note.zh
    assert mode(tmp_path) == "delete"
    assert keep(tmp_path / "结果2") == []
    with open_store(tmp_path) as store:
        assert store.notes == (note,)


def test_a_journal_that_was_moved_to_a_network_disk_leaves_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "结果")
    monkeypatch.setattr(store_module, "shared", lambda folder: "nfs4")
    assert keep(tmp_path / "结果2") == []
    assert mode(tmp_path) == "delete"
    assert len(entries(tmp_path)) == 2


def test_an_older_journal_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "结果")
    more = (*MIGRATIONS, ("ALTER TABLE runs ADD COLUMN remark TEXT NOT NULL DEFAULT ''",))
    monkeypatch.setattr(store_module, "MIGRATIONS", more)
    with open_store(tmp_path) as store:
        assert store.db.execute("SELECT remark FROM runs").fetchall()[0][0] == ""
        assert files_of(store.db, 1) == contents()
    assert version(tmp_path) == len(more)


def test_a_step_up_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "结果")
    before = version(tmp_path)
    broken = (*MIGRATIONS, ("ALTER TABLE runs ADD COLUMN remark TEXT", "ALTER TABLE nothing ADD COLUMN x"))
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "MIGRATIONS", broken)
        with pytest.raises(RunError, match="nothing"), open_store(tmp_path):
            pass
    assert version(tmp_path) == before
    with open_store(tmp_path) as store:
        assert "remark" not in [row["name"] for row in store.db.execute("PRAGMA table_info(runs)")]


def test_a_newer_journal_can_be_read_and_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "结果")
    monkeypatch.setattr(store_module, "MIGRATIONS", ())
    with open_store(tmp_path) as store:
        assert not store.writable
        assert "较新版本" in store.notes[0].zh
    assert [e.number for e in entries(tmp_path)] == [1]
    (note,) = keep(tmp_path / "结果2")
    assert "较新版本" in note.zh


def test_a_change_is_made_wholly_or_not_at_all(tmp_path: Path) -> None:
    keep(tmp_path / "结果")

    def half(store: Store) -> None:
        with store.change() as db:
            db.execute("UPDATE runs SET who = 'somebody'")
            raise ZeroDivisionError

    with open_store(tmp_path) as store:
        with pytest.raises(ZeroDivisionError):
            half(store)
        assert store.db.execute("SELECT count(*) FROM runs WHERE who = 'somebody'").fetchone()[0] == 0


@pytest.mark.parametrize("spoil", [b"", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_an_empty_file_is_ours_and_a_broken_one_is_said(tmp_path: Path, spoil: bytes) -> None:
    (tmp_path / NAME).write_bytes(spoil)
    notes = keep(tmp_path / "结果")
    assert bool(notes) == bool(spoil)
    assert not spoil or "损坏" in notes[0].zh
    assert not spoil or (tmp_path / NAME).read_bytes() == spoil


def test_a_folder_with_signs_of_an_address_in_its_name(tmp_path: Path) -> None:
    """``?``, ``#`` and ``%`` end or change a file's address when they are not quoted."""
    folder = tmp_path / "三年级?mode=ro#1 50%25"
    folder.mkdir()
    assert keep(folder / "结果") == []
    assert {p.name for p in folder.iterdir()} == {"结果", NAME}


def test_every_version_has_a_migration() -> None:
    assert schema_module.MIGRATIONS[0][0].startswith("CREATE TABLE contents")


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.parametrize(("folder", "wanted"), [(0o755, 0o644), (0o775, 0o664), (0o1777, 0o644)])
def test_who_may_write_into_the_folder_may_write_the_journal(tmp_path: Path, folder: int, wanted: int) -> None:
    before = os.umask(0o022)
    try:
        tmp_path.chmod(folder)
        keep(tmp_path / "结果")
    finally:
        os.umask(before)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == wanted


def test_a_journal_is_read_with_what_is_not_yet_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who may only read it, while another program has it open: the last entries are still in -wal."""
    keep(tmp_path / "结果")
    with open_store(tmp_path) as other:
        keep(tmp_path / "结果2")
        assert (tmp_path / f"{NAME}-wal").stat().st_size > 0
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.name.startswith(f"{NAME}-")}
        assert [e.number for e in entries(tmp_path)] == [1, 2]
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.name.startswith(f"{NAME}-")} == before
        assert other.writable
