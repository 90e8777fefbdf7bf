"""What hangs on the wall and what is current: one a school, taken back and made again, nothing deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler import journal
from scheduler.errors import RunError
from scheduler.journal import entry_of, open_store, publish, redo, standing, undo

from .folders import PLACES, contents, entries, keep, put

MOVED = contents({**PLACES, "一1 体育#1": (2, 3)})


def runs(folder: Path, many: int) -> None:
    for number in range(1, many + 1):
        keep(folder / f"结果{number}", parent=folder / "结果1" if number == 3 else None)


def on_wall(folder: Path) -> list[int]:
    return [e.number for e in entries(folder) if e.published]


def current(folder: Path) -> list[int]:
    return [e.number for e in entries(folder) if e.current]


def test_one_run_hangs_on_the_wall_and_the_history_stays(tmp_path: Path) -> None:
    runs(tmp_path, 3)
    with open_store(tmp_path) as store:
        assert publish(store, 1).before is None
        assert publish(store, 3).before == 1
        assert publish(store, 1).before == 3
    assert on_wall(tmp_path) == [1]
    first, second, third = entries(tmp_path)
    assert [bool(hung.until) for hung in first.wall] == [True, False]
    assert second.wall == ()
    assert [bool(hung.until) for hung in third.wall] == [True]


def test_publishing_twice_changes_nothing(tmp_path: Path) -> None:
    runs(tmp_path, 1)
    with open_store(tmp_path) as store:
        assert publish(store, 1) == publish(store, 1)
        assert store.db.execute("SELECT count(*) FROM steps WHERE kind = 'published'").fetchone()[0] == 1


def test_every_school_has_a_wall_of_its_own(tmp_path: Path) -> None:
    keep(tmp_path / "东风")
    keep(tmp_path / "南街", contents(school="南街小学"))
    with open_store(tmp_path) as store:
        publish(store, 1)
        publish(store, 2)
        with pytest.raises(RunError, match="several schools"):
            journal.find(store, tmp_path / "@墙上")
    assert on_wall(tmp_path) == current(tmp_path) == [1, 2]


def test_publications_are_taken_back_and_made_again(tmp_path: Path) -> None:
    runs(tmp_path, 2)
    with open_store(tmp_path) as store:
        publish(store, 1)
        publish(store, 2)
        assert undo(store).run == 2
        assert standing(store.db, "published") == {"东风小学": 1}
        assert undo(store).run == 1
        assert standing(store.db, "published") == {}
        assert (redo(store).run, redo(store).run) == (1, 2)
        assert standing(store.db, "published") == {"东风小学": 2}
        with pytest.raises(RunError, match="nothing to redo"):
            redo(store)


def test_undoing_a_run_brings_back_what_it_was_made_from(tmp_path: Path) -> None:
    runs(tmp_path, 3)
    with open_store(tmp_path) as store:
        assert undo(store).before == 1
    assert current(tmp_path) == [1]
    assert [e.number for e in entries(tmp_path)] == [1, 2, 3]
    with open_store(tmp_path) as store:
        assert redo(store).run == 3
    assert current(tmp_path) == [3]


def test_undo_goes_back_to_nothing_and_says_so(tmp_path: Path) -> None:
    runs(tmp_path, 2)
    with open_store(tmp_path) as store:
        assert [undo(store).run, undo(store).run] == [2, 1]
        assert standing(store.db, "saved") == {}
        with pytest.raises(RunError, match="nothing to undo"):
            undo(store)


def test_what_was_undone_before_something_new_is_not_made_again(tmp_path: Path) -> None:
    runs(tmp_path, 2)
    with open_store(tmp_path) as store:
        undo(store)
    keep(tmp_path / "结果4", MOVED)
    with open_store(tmp_path) as store:
        with pytest.raises(RunError, match="nothing to redo"):
            redo(store)
        assert undo(store).run == 3
        assert standing(store.db, "saved") == {"东风小学": 1}


def test_names_of_the_current_and_the_published_run(tmp_path: Path) -> None:
    runs(tmp_path, 2)
    with open_store(tmp_path) as store:
        assert journal.find(store, tmp_path / "@").number == 2
        with pytest.raises(RunError, match="nothing is published"):
            journal.find(store, tmp_path / "@wall")
        publish(store, 1)
        assert journal.find(store, tmp_path / "@wall") == journal.find(store, tmp_path / "@墙上") == entry_of(store, 1)
        with pytest.raises(RunError, match="no run 9"):
            journal.find(store, tmp_path / "@9")


@pytest.mark.parametrize("name", ["@1x", "12", "@-1", "@１", "结果@1"])
def test_other_names_are_folders(tmp_path: Path, name: str) -> None:
    assert not journal.is_ref(tmp_path / name)


def test_a_folder_that_is_called_like_a_number_comes_first(tmp_path: Path) -> None:
    put(tmp_path / "@1", contents())
    assert not journal.is_ref(tmp_path / "@1")
    assert journal.is_ref(tmp_path / "@2")
