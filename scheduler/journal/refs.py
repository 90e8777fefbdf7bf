"""Runs that are called by their number in the journal: ``@12``, or ``学期/@12`` from elsewhere; ``@`` is the current
one, ``@墙上`` or ``@wall`` the one that hangs on the wall."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from .entries import JournalEntry, entry_of, files_of
from .steps import standing
from .store import Store, open_store

_REF = re.compile(r"@([0-9]{1,9}|墙上|wall|)")


def is_ref(path: Path) -> bool:
    """Whether a path names a run of the journal; a folder that is really called so comes first."""
    return bool(_REF.fullmatch(path.name)) and not path.exists()


def number_of(store: Store, ref: Path) -> int:
    """The number that a name stands for. Raises RunError where nothing hangs on the wall, there is nothing current, or
    several schools have one."""
    word = ref.name[1:]
    if word.isdecimal():
        return entry_of(store, int(word)).number
    found = sorted(standing(store.db, "published" if word else "saved").values())
    if len(found) == 1:
        return found[0]
    if found:
        numbers = "、".join(f"@{n}" for n in found)
        zh = f"{ref.name}：这里有几所学校，请写明是哪一个：{numbers}"
        raise RunError(Text(zh, f"{ref.name}: there are several schools here, which one: {numbers}"))
    zh = "墙上还没有课表；用 kebiao publish 公布一个" if word else "没有当前的结果"
    raise RunError(Text(zh, "nothing is published yet: kebiao publish RUN" if word else "there is no current run"))


def find(store: Store, ref: Path) -> JournalEntry:
    """The run that a name stands for. Raises RunError as ``number_of``."""
    return entry_of(store, number_of(store, ref))


@contextmanager
def run_folder(run: Path) -> Iterator[Path]:
    """A run's folder: itself, or for a run of the journal one that has its files for as long as it is needed.

    Raises RunError where there is no such run, or no journal.
    """
    if not is_ref(run):
        yield run
        return
    with open_store(run.absolute().parent) as store:
        number = number_of(store, run)
        files = files_of(store.db, number)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"@{number}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        yield place
