"""Results on disk, each under the fingerprint of what it was made from: what was solved once is not solved again.

    STORE/3f/3f9a…/whole.json     names, sizes and fingerprints of the files of the entry: written last
                  /…              the files

An entry is filled in a hidden folder beside and moved into place in one step, so it is there wholly or not at all,
whoever is killed and when. Several processes may write at once, also from several computers into a shared folder: of
two that made the same entry the first stays. What is read is compared with ``whole.json`` first; an entry that a crash
of the computer, or a hand, damaged counts as not there.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import KebiaoError, RunError

WHOLE = "whole.json"
_NEW = ".new-"
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class StoreError(RunError):
    """The store cannot be written, so that going on makes no sense: a full disk, a folder that may not be written."""


def fingerprint(*parts: bytes | str | int | float | bool | None) -> str:
    """The name of a result: sha256 of all that it depends on (inputs, options, versions), 40 hexadecimal digits."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else repr(part).encode()
        digest.update(f"{type(part).__name__}:{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()[:40]


@dataclass(frozen=True)
class Store:
    """A folder of results; the object itself is only its path, and may be sent to other processes."""

    folder: Path

    def find(self, key: str) -> Path | None:
        """The folder of a whole entry, to be read and not to be changed; None where there is none."""
        place = self._place(key)
        return place if _is_whole(place) else None

    def keep(self, key: str, fill: Callable[[Path], None]) -> Path:
        """The folder of an entry, made by ``fill`` (given an empty folder) unless it is there. Raises StoreError when
        the disk refuses; then nothing of it stays."""
        place = self._place(key)
        if _is_whole(place):
            return place
        new = self.folder / f"{_NEW}{uuid.uuid4().hex[:12]}"
        try:
            new.mkdir(parents=True)
            fill(new)
            (new / WHOLE).write_text(json.dumps(_listing(new)), "utf-8")
            place.parent.mkdir(exist_ok=True)
            return _settle(new, place)
        except OSError as error:
            raise refused(self.folder, error) from error
        except KebiaoError as error:  # a run folder's writer says it in words of its own
            if isinstance(cause := error.__cause__, OSError) and not isinstance(error, StoreError):
                raise refused(self.folder, cause) from error
            raise
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def tidy(self) -> None:
        """Clear what killed writers left. For whoever holds the place alone; a writer that still runs elsewhere fails,
        and loses only its own result."""
        for left in self.folder.glob(f"{_NEW}*"):
            shutil.rmtree(left, ignore_errors=True)

    def forget(self, keys: Iterable[str]) -> None:
        """Remove entries that nobody needs any more."""
        for key in keys:
            shutil.rmtree(self._place(key), ignore_errors=True)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key


def refused(folder: Path, error: OSError) -> StoreError:
    """What to say where the disk refused."""
    reason = error.strerror or str(error)
    if isinstance(error, shutil.Error):  # of a folder that was copied: only the words are left
        reason = next((words for number in _FULL if (words := os.strerror(number)) in reason), reason)
    if error.errno in _FULL or reason in map(os.strerror, _FULL):
        zh = f"磁盘写满了：{folder}\n  可以：腾出空间后再运行同一条命令，已经排好的学校不会重排"
        en = f"the disk is full: {folder}\n  Maybe: make room and run the same command again; solved schools are kept"
        return StoreError(Text(zh, en))
    return StoreError(Text(f"写不了 {folder}：{reason}", f"cannot write {folder}: {reason}"))


def _settle(new: Path, place: Path) -> Path:
    """Move a filled folder into place. Another writer may have been quicker: then his stays."""
    try:
        new.rename(place)
    except OSError:  # what the systems say of a target that exists differs: ENOTEMPTY, EEXIST, access denied
        if _is_whole(place):
            return place
        if not place.exists():
            raise
        place.rename(new.with_name(f"{new.name}-damaged"))
        new.rename(place)
        shutil.rmtree(new.with_name(f"{new.name}-damaged"), ignore_errors=True)
    return place


def _files(folder: Path) -> list[Path]:
    found = (Path(base) / name for base, _, names in os.walk(folder) for name in names)
    return sorted(path for path in found if path != folder / WHOLE)


def _listing(folder: Path) -> dict[str, list[int | str]]:
    """Size and fingerprint of each file, by its path within the folder."""
    return {p.relative_to(folder).as_posix(): [p.stat().st_size, _sha256(p)] for p in _files(folder)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_whole(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / WHOLE).read_text("utf-8")) == _listing(folder))
    except (OSError, ValueError):
        return False
