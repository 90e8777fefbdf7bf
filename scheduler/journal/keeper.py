"""Entering a run that is being saved. The run comes first: whatever is wrong with the journal is said, never raised."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import KebiaoError, RunError

from .files import Files, identity, kept_files
from .refs import is_ref, number_of
from .scan import enter_folder
from .store import NAME, Store, open_store, trouble
from .writing import PROCESS, last_of, write_entry


def wanted() -> bool:
    """Whether runs are entered: not where KEBIAO_JOURNAL is off."""
    return os.environ.get("KEBIAO_JOURNAL", "").strip().lower() not in ("off", "0", "no")


@dataclass
class Keeper:
    """Enters one run: ``before`` it is written, ``see`` its finished files, ``enter`` when they are in place.

    ``folder``: the run folder; ``parent``: the run it was made from, a folder or a number (``@12``); ``early``: the
    first timetable of a search that goes on, whose entry the next save into the folder replaces.
    """

    folder: Path
    parent: Path | None = None
    early: bool = False
    _files: Files | None = field(default=None, init=False)
    _failed: Text | None = field(default=None, init=False)

    def before(self) -> None:
        """What stands in the folder and nobody entered (it was changed by hand) is entered before it is replaced."""
        if kept_files(self.folder) is not None:
            self._failed = self._try(lambda store: enter_folder(store, self.folder.absolute()))[1]

    def see(self, new: Path) -> None:
        """Remember the files of the run, before they are moved to where somebody else may replace them."""
        self._files = kept_files(new)

    def enter(self) -> list[Text]:
        """Enter the run; returns what its user should know."""
        if self._files is None:
            return []
        files = self._files
        if self._failed is not None:
            return [self._not_entered(self._failed)]
        notes, failed = self._try(lambda store: self._enter(store, files))
        return notes if failed is None else [self._not_entered(failed)]

    def _try(self, work: Callable[[Store], object]) -> tuple[list[Text], Text | None]:
        try:
            with open_store(self.folder.absolute().parent, create=True) as store:
                if not store.writable:
                    return [], store.notes[0]
                work(store)
                return list(store.notes) if store.new else [], None
        except KebiaoError as error:
            return [], error.text
        except Exception as error:  # a defect of the journal must not look like a run that was not saved
            return [], trouble(self.folder.absolute().parent / NAME, error)

    def _not_entered(self, reason: Text) -> Text:
        zh = f"结果已保存，但没有记入运行记录：{reason.zh}"
        return Text(zh, f"the run was saved, but not entered in the journal: {reason.en}")

    def _enter(self, store: Store, files: Files) -> None:
        name = self._placed(files).name
        number, origin = self._parent(store)
        with store.change() as db:
            write_entry(db, name, files, number, origin, early=PROCESS if self.early else "")

    def _placed(self, files: Files) -> Path:
        """Where the run is: beside its folder, where something in that was held open."""
        folder = self.folder.absolute()
        others = sorted(folder.parent.glob(f"{folder.name}([0-9]*)"))
        same = (p for p in (folder, *others) if (found := kept_files(p)) and identity(found) == identity(files))
        return next(same, folder)

    def _parent(self, store: Store) -> tuple[int | None, str]:
        """The number of the parent in this journal, else its name."""
        if self.parent is None:
            return None, ""
        parent = self.parent.absolute()
        if not _same_place(parent.parent, store.path.parent):
            return None, parent.name
        if parent.name == self.folder.absolute().name:
            return last_of(store.db, parent.name), ""
        try:
            found = number_of(store, parent) if is_ref(parent) else enter_folder(store, parent)
        except RunError:
            found = None
        return found, parent.name


def _same_place(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
