"""Runs that nobody entered: saved while the journal could not be written, by a program that was ended in between, or
changed by hand since."""

from __future__ import annotations

from pathlib import Path

from .files import kept_files
from .people import at
from .store import Store
from .writing import enter_standing


def enter_missing(store: Store) -> tuple[int, ...]:
    """Enter what stands in the run folders beside the journal and has no entry; the numbers of the new entries."""
    before = _last(store)
    folders = [p for p in store.path.parent.iterdir() if p.is_dir() and not p.name.startswith(".")]
    dated = [(_saved(folder), folder) for folder in folders]
    found = [enter_standing(store, folder, at(when)) for when, folder in sorted(dated) if when]
    return tuple(sorted({number for number in found if number is not None and number > before}))


def enter_folder(store: Store, folder: Path) -> int | None:
    """The number of what stands in a run folder, which is entered where it is not yet; None for no whole run."""
    return enter_standing(store, folder, at(_saved(folder)))


def run_folders(container: Path) -> list[Path]:
    """The whole run folders in a folder."""
    return [p for p in sorted(container.iterdir()) if not p.name.startswith(".") and kept_files(p) is not None]


def _saved(folder: Path) -> float:
    """When a run folder was written or last changed, in seconds; 0 where it is none."""
    times = [p.stat().st_mtime for n in ("run.json", "timetable.csv", "homework.csv") if (p := folder / n).is_file()]
    return max(times) if len(times) == 3 else 0.0


def _last(store: Store) -> int:
    return int(store.db.execute("SELECT coalesce(max(number), 0) FROM runs").fetchone()[0])
