"""Runs that nobody entered are entered later, each once, and nothing that is not a whole run."""

from __future__ import annotations

import os
from pathlib import Path

from scheduler.journal import enter_folder, enter_missing, entries_of, kept_files, open_store

from .folders import PLACES, contents, entries, keep, put

MOVED = contents({**PLACES, "一1 体育#1": (2, 3)})


def scan(folder: Path) -> tuple[int, ...]:
    with open_store(folder, create=True) as store:
        return enter_missing(store)


def test_runs_without_an_entry_are_entered_once_oldest_first(tmp_path: Path) -> None:
    for number, name in enumerate(["乙", "甲", "丙"]):
        folder = put(tmp_path / name, contents(cost=number))
        for path in folder.iterdir():
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    assert scan(tmp_path) == (1, 2, 3)
    assert scan(tmp_path) == ()
    found = entries(tmp_path)
    assert [e.folder for e in found] == ["乙", "甲", "丙"]
    assert all(e.found and e.who == "" and e.saved.startswith("2023-11-1") for e in found)


def test_what_is_no_whole_run_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "结果", contents())
    put(tmp_path / ".结果.new0-123", MOVED)  # being written
    put(tmp_path / "半份", {name: c for name, c in contents().items() if name != "homework.csv"})
    put(tmp_path / "别的", {"notes.txt": b"x"})
    (tmp_path / "file.txt").write_bytes(b"x")
    assert scan(tmp_path) == (1,)


def test_a_run_changed_by_hand_is_a_run_of_its_own(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    put(tmp_path / "结果", {"timetable.csv": MOVED["timetable.csv"]})
    assert scan(tmp_path) == (2,)
    entry = entries(tmp_path)[1]
    assert (entry.parent, entry.moved, entry.found, entry.current) == (1, 1, True, False)
    put(tmp_path / "结果", contents())  # changed back: the first entry is known
    assert scan(tmp_path) == ()


def test_a_folder_that_was_renamed_is_entered_under_its_new_name(tmp_path: Path) -> None:
    keep(tmp_path / "结果")
    (tmp_path / "结果").rename(tmp_path / "九月")
    assert scan(tmp_path) == (2,)
    assert [e.folder for e in entries(tmp_path)] == ["结果", "九月"]


def test_who_saves_takes_over_what_a_scan_was_quicker_to_enter(tmp_path: Path) -> None:
    """``kebiao runs`` between the moment a folder is in place and the moment its program enters it: one entry."""
    from scheduler.journal import Keeper

    keeper = Keeper(tmp_path / "结果")
    put(tmp_path / "结果", contents())
    keeper.see(tmp_path / "结果")
    assert scan(tmp_path) == (1,)
    assert keeper.enter() == []
    (entry,) = entries(tmp_path)
    assert (entry.found, entry.current) == (False, True)


def test_a_folder_that_is_replaced_while_it_is_read_is_not_read(tmp_path: Path, monkeypatch: object) -> None:
    """Half of one run and half of another would be a run that never was."""
    folder = put(tmp_path / "结果", contents())
    put(tmp_path / "新", MOVED)
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        found = real(path)
        if path.name == "timetable.csv" and (tmp_path / "新").exists():
            folder.rename(tmp_path / "旧")
            (tmp_path / "新").rename(folder)
        return found

    monkeypatch.setattr(Path, "read_bytes", read)  # type: ignore[attr-defined]
    assert kept_files(folder) is None
    assert kept_files(folder) == MOVED


def test_a_folder_is_entered_by_its_name(tmp_path: Path) -> None:
    put(tmp_path / "结果", contents())
    with open_store(tmp_path, create=True) as store:
        assert enter_folder(store, tmp_path / "结果") == 1
        assert enter_folder(store, tmp_path / "没有") is None
        assert len(entries_of(store)) == 1


def test_a_table_that_excel_saved_is_compared(tmp_path: Path) -> None:
    """GBK and semicolons, as a Chinese Windows writes it."""
    keep(tmp_path / "结果")
    text = MOVED["timetable.csv"].decode("utf-8-sig").replace(",", ";")
    put(tmp_path / "结果", {"timetable.csv": text.encode("gb18030")})
    assert scan(tmp_path) == (2,)
    assert entries(tmp_path)[1].moved == 1
