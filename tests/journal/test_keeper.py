"""A run that is saved is entered once, whatever it was made from; what goes wrong is said, and the run is there."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

import pytest

from scheduler import journal
from scheduler.errors import RunError
from scheduler.journal import NAME, files_of, open_store
from scheduler.journal.schema import APPLICATION, MIGRATIONS

from .folders import PLACES, contents, entries, keep, put

MOVED = {**PLACES, "一1 体育#1": (2, 3)}


def test_a_saved_run_is_there_byte_for_byte(tmp_path: Path) -> None:
    assert keep(tmp_path / "结果") == []
    (entry,) = entries(tmp_path)
    assert (entry.number, entry.folder, entry.school, entry.objective) == (1, "结果", "东风小学", 1000)
    assert (entry.parent, entry.moved, entry.early, entry.found, entry.current) == (None, None, False, False, True)
    with open_store(tmp_path) as store:
        assert files_of(store.db, 1) == contents()


def test_equal_contents_are_kept_once(tmp_path: Path) -> None:
    for name in "甲乙丙":
        keep(tmp_path / name)
    with open_store(tmp_path) as store:
        many = store.db.execute("SELECT count(*) FROM contents").fetchone()[0]
    assert many == len(set(contents().values()))
    assert [e.number for e in entries(tmp_path)] == [1, 2, 3]


def test_two_saves_into_one_folder_are_two_runs(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    keep(tmp_path / "结果", contents(MOVED))
    keep(tmp_path / "结果", contents(MOVED))
    assert [e.number for e in entries(tmp_path)] == [1, 2, 3]


def test_the_end_of_a_search_replaces_its_first_timetable(tmp_path: Path) -> None:
    keep(tmp_path / "结果", early=True)
    (early,) = entries(tmp_path)
    assert early.early
    keep(tmp_path / "结果", contents(MOVED, cost=500))
    (entry,) = entries(tmp_path)
    assert (entry.number, entry.early, entry.objective) == (1, False, 500)
    with open_store(tmp_path) as store:
        assert files_of(store.db, 1) == contents(MOVED, cost=500)
        assert store.db.execute("SELECT count(*) FROM steps").fetchone()[0] == 1


def test_the_first_timetable_of_another_process_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that was killed left it: a run like any other, not to be replaced by the next one."""
    keep(tmp_path / "结果", early=True)
    monkeypatch.setattr("scheduler.journal.keeper.PROCESS", "another")
    monkeypatch.setattr("scheduler.journal.writing.PROCESS", "another")
    keep(tmp_path / "结果", contents(MOVED))
    assert [(e.number, e.early) for e in entries(tmp_path)] == [(1, True), (2, False)]


def test_the_parent_and_what_moved_are_known(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    keep(tmp_path / "结果2", contents(MOVED), parent=tmp_path / "结果")
    keep(tmp_path / "结果3", contents(), parent=tmp_path / "@2")
    keep(tmp_path / "别处" / "结果4", contents(MOVED), parent=tmp_path / "结果")
    assert [(e.parent, e.moved) for e in entries(tmp_path)] == [(None, None), (1, 1), (2, 1)]
    (elsewhere,) = entries(tmp_path / "别处")
    assert (elsewhere.parent, elsewhere.origin) == (None, "结果")


def test_a_parent_that_nobody_knows_is_a_name(tmp_path: Path) -> None:
    assert keep(tmp_path / "结果", parent=tmp_path / "@7") == []
    (entry,) = entries(tmp_path)
    assert (entry.parent, entry.origin) == (None, "@7")


def test_what_was_changed_by_hand_is_entered_before_it_is_replaced(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    put(tmp_path / "结果", {"timetable.csv": contents(MOVED)["timetable.csv"]})
    keep(tmp_path / "结果", contents(plan=b"another"))
    first, by_hand, last = entries(tmp_path)
    assert (by_hand.found, by_hand.parent, by_hand.moved) == (True, first.number, 1)
    assert (last.found, last.current) == (False, True)
    with open_store(tmp_path) as store:
        assert files_of(store.db, by_hand.number)["timetable.csv"] == contents(MOVED)["timetable.csv"]


def test_a_parent_changed_by_hand_is_the_changed_one(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    put(tmp_path / "结果", {"timetable.csv": contents(MOVED)["timetable.csv"]})
    keep(tmp_path / "结果2", contents(MOVED), parent=tmp_path / "结果")
    assert [(e.number, e.parent, e.moved) for e in entries(tmp_path)] == [(1, None, None), (2, 1, 1), (3, 2, 0)]


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no"])
def test_a_variable_does_without(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEBIAO_JOURNAL", word)
    assert not journal.wanted()
    monkeypatch.setenv("KEBIAO_JOURNAL", "")
    assert journal.wanted()


def foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE recipes (name TEXT)")
    db.commit()
    db.close()


def newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE runs (number INTEGER)")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.commit()
    db.close()


SPOILT = {
    "损坏": lambda path: path.write_bytes(b"no database at all" * 99),
    "别的程序": foreign,
    "较新版本": newer,
    "不能写": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("said", SPOILT)
def test_a_journal_that_cannot_be_used_never_costs_a_run(tmp_path: Path, said: str) -> None:
    SPOILT[said](tmp_path / NAME)
    before = None if (tmp_path / NAME).is_dir() else (tmp_path / NAME).read_bytes()
    (note,) = keep(tmp_path / "结果")
    assert said in note.zh
    assert note.zh.startswith("结果已保存，但没有记入运行记录")
    assert (tmp_path / "结果" / "timetable.csv").read_bytes() == contents()["timetable.csv"]
    assert {p.name for p in tmp_path.iterdir()} == {NAME, "结果"}
    assert before is None or (tmp_path / NAME).read_bytes() == before


def test_a_defect_of_the_journal_never_costs_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("scheduler.journal.keeper.write_entry", fail)
    (note,) = keep(tmp_path / "结果")
    assert "a defect" in note.en
    assert entries(tmp_path) == ()


def test_a_journal_that_is_kept_busy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.journal.store.WAIT", 0.1)
    keep(tmp_path / "结果")
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (note,) = keep(tmp_path / "结果2")
    assert "被别的程序占用" in note.zh
    other.close()
    assert len(entries(tmp_path)) == 1


NOBODY = 65534


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_journal_that_may_only_be_read_is_read_and_the_run_is_saved() -> None:
    """Another person's journal in a folder that everybody may write to."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        keep(folder / "结果")
        (folder / NAME).chmod(0o444)
        folder.chmod(0o777)
        child = os.fork()
        if child == 0:
            os._exit(_read_only(folder))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert {p.name for p in folder.iterdir()} == {
            NAME,
            "结果",
            "结果2",
        }  # a -shm of theirs would lock its owner out
        (folder / NAME).chmod(0o644)
        with open_store(folder) as store:
            assert journal.enter_missing(store) == (2,)


def _read_only(folder: Path) -> int:
    """0 where somebody who may not write the journal is told so, reads it, and has his run saved."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    notes = keep(folder / "结果2", contents(MOVED))
    with open_store(folder) as store:
        seen = [e.number for e in journal.entries_of(store)]
        said = not store.writable and "不能写" in store.notes[0].zh
    saved = (folder / "结果2" / "timetable.csv").read_bytes() == contents(MOVED)["timetable.csv"]
    return 0 if said and saved and seen == [1] and len(notes) == 1 and "不能写" in notes[0].zh else 1


def test_names_in_a_journal_from_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    """A file called ``../../evil`` would be written there when the run is opened by its number."""
    keep(tmp_path / "结果")
    with open_store(tmp_path) as store, store.change() as db:
        digest = db.execute("SELECT sha256 FROM files WHERE name = 'run.json'").fetchone()[0]
        db.execute("INSERT INTO files VALUES (1, '../../evil', ?)", (digest,))
    with journal.run_folder(tmp_path / "@1") as folder:
        assert {p.name for p in folder.iterdir()} == set(contents())
        assert not (folder.parent.parent / "evil").exists()


def test_a_content_that_is_lost_is_said(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    with open_store(tmp_path) as store:
        store.db.execute("UPDATE contents SET data = x'00'")
        with pytest.raises(RunError, match="broken in the journal"):
            files_of(store.db, 1)


def test_a_journal_with_other_columns_is_said(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    with open_store(tmp_path) as store:
        store.db.execute("ALTER TABLE runs RENAME COLUMN origin TO source")
    with pytest.raises(RunError, match="cannot understand"):
        entries(tmp_path)
