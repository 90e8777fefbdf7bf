"""Every run ever made in a folder, in one SQLite file beside the run folders: nothing is lost, and what was can be had
again.

``schema`` is what the file holds, ``store`` opens it and makes changes whole, ``network`` knows where several programs
cannot share it; ``files`` is what of a run folder is kept, ``writing`` puts it in, for ``keeper`` when a run is saved
and for ``scan`` where nobody did; ``entries`` are the runs as they are read back, ``steps`` what hangs on the wall and
what can be undone, ``refs`` runs that are called by number (``@12``), ``people`` who writes and when. Imports the
domain and the errors only.
"""

from .entries import JournalEntry, Wall, entries_of, entry_of, files_of
from .files import Files, differing, identity, kept_files, record_of
from .keeper import Keeper, wanted
from .refs import find, is_ref, run_folder
from .scan import enter_folder, enter_missing, run_folders
from .steps import Step, publish, redo, standing, undo
from .store import NAME, Store, open_store

__all__ = [
    "NAME", "Files", "JournalEntry", "Keeper", "Step", "Store", "Wall", "differing", "enter_folder", "enter_missing",
    "entries_of", "entry_of", "files_of", "find", "identity", "is_ref", "kept_files", "open_store", "publish",
    "record_of", "redo", "run_folder", "run_folders", "standing", "undo", "wanted",
]  # fmt: skip
