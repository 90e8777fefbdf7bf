"""The journal of runs as the program uses it: listed, shown, hung on the wall, taken back, written again.

Like ``scheduler.runs``, on which it stands, a part of the composition root.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scheduler import journal
from scheduler.domain import Text
from scheduler.errors import RunError
from scheduler.journal import JournalEntry, Step, Store, open_store
from scheduler.output.folder import OWN_FILES, place_file, place_folder
from scheduler.output.leftovers import clear_leftovers
from scheduler.output.write import BOOK
from scheduler.runs import open_folder

Periods = tuple[tuple[str, ...], ...]
"""Periods of classes: class, week, day, period, subject, teacher, as in timetable.csv."""


@dataclass(frozen=True)
class History:
    """The runs of a folder, oldest first. ``entered``: numbers of those that were entered just now, from their folders;
    ``notes``: what the user should know, such as that the journal can only be read."""

    entries: tuple[JournalEntry, ...]
    entered: tuple[int, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One run: its entry, its record (run.json), its parent's entry, the periods of classes that only the parent and
    only the run has; ``kept``: whether its folder still holds it."""

    entry: JournalEntry
    record: Mapping[str, Any]
    parent: JournalEntry | None
    gone: Periods
    come: Periods
    kept: bool


@dataclass(frozen=True)
class Undone:
    """A step that was taken back, or made again; ``current`` is the run that is in its place now."""

    step: Step
    current: JournalEntry | None
    notes: tuple[Text, ...] = ()


def runs(folder: str | Path) -> History:
    """The runs of a folder that holds run folders; what of them has no entry is entered, and what killed saves left
    there is cleared.

    Raises RunError when the journal is broken, another program's, or there is neither a journal nor a run.
    """
    container = _container(folder)
    clear_leftovers(container, OWN_FILES)
    if not (container / journal.NAME).exists() and not journal.run_folders(container):
        zh = f"{folder} 里没有运行记录（{journal.NAME}），也没有排课结果"
        raise RunError(Text(zh, f"{folder} has neither a journal ({journal.NAME}) nor a run"))
    with open_store(container, create=True) as store:
        entered = journal.enter_missing(store) if store.writable else ()
        return History(journal.entries_of(store), entered, store.notes)


def show(run: str | Path) -> Shown:
    """A run by its number (``@12``) or its folder. Raises RunError where there is none such."""
    run = Path(run)
    _refuse_none(run)
    with open_store(run.absolute().parent, create=not journal.is_ref(run)) as store:
        entry = _entry(store, run)
        files = journal.files_of(store.db, entry.number)
        parent = None if entry.parent is None else journal.entry_of(store, entry.parent)
        gone: Periods = ()
        come: Periods = ()
        if parent is not None:
            gone, come = journal.differing(journal.files_of(store.db, parent.number), files)
        kept = _holds(store.path.parent / entry.folder, entry)
    return Shown(entry, journal.record_of(files), parent, gone, come, kept)


def publish(run: str | Path) -> tuple[JournalEntry, JournalEntry | None]:
    """Note that a run hangs on its school's wall from now on; its entry, and that of what hung there before it.

    Raises RunError when there is no such run, or the journal cannot be written.
    """
    run = Path(run)
    _refuse_none(run)
    with open_store(run.absolute().parent, create=not journal.is_ref(run)) as store:
        step = journal.publish(store, _entry(store, run).number)
        before = None if step.before is None else journal.entry_of(store, step.before)
        return journal.entry_of(store, step.run), before


def keep_as(run: str | Path, out: str | Path) -> list[Text]:
    """Save a run once more under another name, byte for byte, as one of the runs there: so an answer of ``whatif``
    joins those of the term. It was made from the run that it names, where that is beside the new folder. Returns notes.

    Raises RunError where there is no such run, or the folder may not be written.
    """
    run, out = Path(run), Path(out)
    container = out.absolute().parent
    if run.absolute().parent == container:
        parent: Path | None = run
    else:
        origin = show(run).entry.origin
        parent = container / Path(origin).name if origin else None
    with journal.run_folder(run) as folder:
        kept = journal.kept_files(folder)
        if kept is None:
            raise _no_run(run)
        keeper = journal.Keeper(out, parent)
        notes = _write_kept(out, kept, keeper.see, overwrite=False)
    return [*notes, *keeper.enter()]


def published(folder: str | Path, school: str) -> JournalEntry | None:
    """The run of a school that hangs on the wall; None where none does. Raises RunError where there is no journal."""
    with open_store(_container(folder)) as store:
        found = (e for e in journal.entries_of(store) if e.published and e.school == school)
        return next(found, None)


def undo(folder: str | Path, *, again: bool = False) -> Undone:
    """Take the last step back (``again``: make the one that was taken back again).

    Of a saved run: the one before it is current again, and in its folder again, where that was replaced since. Of a
    published one: what hung before it hangs again. Nothing is deleted. Raises RunError where there is nothing to undo,
    or the journal cannot be written.
    """
    container = _container(folder)
    with open_store(container) as store:
        step = journal.redo(store) if again else journal.undo(store)
        number = journal.standing(store.db, step.kind).get(step.school)
        current = None if number is None else journal.entry_of(store, number)
    notes: list[Text] = []
    if step.kind == "saved" and current is not None:
        try:
            notes = put_back(container, current.number)
        except RunError as error:
            zh = f"{error.text.zh}；可以用 kebiao export @{current.number} 另外写出"
            en = f"{error.text.en}\n  Maybe: kebiao export @{current.number} writes it elsewhere"
            notes = [Text(zh, en)]
    return Undone(step, current, tuple(notes))


def copy_kept(run: Path, names: Sequence[str], out: Path) -> list[Text]:
    """Copy files of a run of the journal, byte for byte as they were saved; returns notes for the user. Raises RunError
    where it has none such, or they cannot be written."""
    with journal.run_folder(run) as folder:
        missing = [name for name in names if not (folder / name).is_file()]
        if missing:
            zh, en = f"{run} 没有 {'、'.join(missing)}", f"{run} has no {', '.join(missing)}"
            raise RunError(Text(zh, en))
        notes: list[Text] = []
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name in names:
                notes += place_file(out / name, partial(_copy, folder / name))
        except OSError as error:
            raise _unwritable(out, error) from error
    return notes


def put_back(container: Path, number: int) -> list[Text]:
    """Write a run of the journal into its folder again, 课表.xlsx made anew; what is there now is entered first, so
    that it is not lost. Returns notes for the user; none where the folder holds that run already.

    Raises RunError when the folder may not be replaced, or holds something else than a whole run.
    """
    with open_store(container) as store:
        entry = journal.entry_of(store, number)
        folder = container / Path(entry.folder).name  # a name, never a way to elsewhere
        if _holds(folder, entry):
            return []
        if folder.exists() and any(folder.iterdir()) and journal.enter_folder(store, folder) is None:
            zh = f"{folder} 里不是完整的排课结果，没有动"
            raise RunError(Text(zh, f"{folder} holds something else than a whole run and was left as it is"))
        kept = journal.files_of(store.db, number)

    notes = _write_kept(folder, kept, lambda new: None, overwrite=True)
    return [Text(f"{folder} 已换回 @{number}", f"{folder} holds @{number} again"), *notes]


def _write_kept(folder: Path, kept: journal.Files, seen: Callable[[Path], None], *, overwrite: bool) -> list[Text]:
    """Write the kept files of a run into its folder, 课表.xlsx made anew."""

    def fill(new: Path) -> None:
        from scheduler.output.xlsx import write_xlsx

        for name, content in kept.items():
            (new / name).write_bytes(content)
        seen(new)
        write_xlsx(new / BOOK, open_folder(new)[1].marked)

    try:
        return place_folder(folder, fill, overwrite=overwrite, book=BOOK)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _container(folder: str | Path) -> Path:
    """The folder that holds run folders; of a run folder itself the one around it. Raises RunError."""
    folder = Path(folder)
    if not folder.is_dir():
        raise RunError(Text(f"没有文件夹 {folder}", f"there is no folder {folder}"))
    absolute = folder.absolute()
    return absolute.parent if (folder / "run.json").is_file() else absolute


def _entry(store: Store, run: Path) -> JournalEntry:
    """The entry of a number or of what stands in a folder, which is entered where it is not yet."""
    if journal.is_ref(run):
        return journal.find(store, run)
    number = journal.enter_folder(store, run.absolute()) if run.is_dir() else None
    if number is None:
        raise _no_run(run)
    return journal.entry_of(store, number)


def _refuse_none(run: Path) -> None:
    """Raises RunError where a name leads to no run: asked first, so that no journal is made for nothing."""
    if journal.is_ref(run):
        _container(run.parent)
    elif journal.kept_files(run) is None:
        raise _no_run(run)


def _no_run(run: Path) -> RunError:
    if not run.exists():
        return RunError(Text(f"没有结果文件夹 {run}", f"there is no run folder {run}"))
    zh, en = f"{run} 不是完整的排课结果文件夹", f"{run} is no whole run folder"
    if run.is_dir() and (inside := journal.run_folders(run)):
        names = [str(run / folder.name) for folder in inside]
        zh, en = f"{zh}\n  可以：其中的 {'、'.join(names)}", f"{en}\n  Maybe: one of those in it: {', '.join(names)}"
    return RunError(Text(zh, en))


def _holds(folder: Path, entry: JournalEntry) -> bool:
    files = journal.kept_files(folder)
    return files is not None and journal.identity(files) == entry.identity


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _unwritable(place: Path, error: OSError) -> RunError:
    reason = error.strerror or str(error)
    return RunError(Text(f"写不了 {place}：{reason}", f"cannot write {place}: {reason}"))
