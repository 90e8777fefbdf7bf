"""What a killed save leaves beside the run folders: hidden ``.NAME.new0-PID-HOST`` and ``.NAME.old0-PID-HOST``.

Whether the process is dead can only be asked on the computer it ran on, and its number may be another program's by
now. So what is not surely dead is cleared only when nothing in it has changed for a day; no save takes that long.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
import zlib
from collections.abc import Collection
from pathlib import Path

LONG_AGO = 24 * 3600.0  # seconds; also longer than the clocks of an office differ
_NAME = re.compile(r"\.(?P<name>.+)\.(?P<word>new|old)[0-9]+-(?P<pid>[0-9]+)(?:-(?P<host>[0-9a-f]{8}))?", re.DOTALL)
_WHOLE = ("run.json", "timetable.csv", "homework.csv")
_PLANS = ("plan.xlsx", "plan.fet")
_STILL_ACTIVE = 259  # GetExitCodeProcess
_MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER


def beside(path: Path, word: str) -> Path:
    """A hidden sibling's name that nothing has yet; on the same disk, so that moving is renaming. ``word``: new or
    old."""
    number = 0
    while (found := path.with_name(f".{path.name}.{word}{number}-{os.getpid()}-{_host()}")).exists():
        number += 1
    return found


def clear_leftovers(container: Path, own: Collection[str], *, saving: str = "") -> None:
    """Clear what killed saves left in a folder of run folders; what a living one writes is never touched.

    ``own``: the files of a run; a folder with any other is left alone. A run that was only moved aside goes back to its
    place, except ``saving``, which is just being written; what was in it beside a run's own files goes back too.
    What cannot be cleared (no permission, a file is open) stays for the next time.
    """
    try:
        found = [(path, match) for path in container.iterdir() if (match := _NAME.fullmatch(path.name))]
    except OSError:
        return
    for path, match in found:
        try:
            if not path.is_symlink() and _abandoned(path, int(match["pid"]), match["host"]):
                _clear(path, match["word"], container / match["name"], own, match["name"] == saving)
        except OSError:
            continue


def _clear(path: Path, word: str, place: Path, own: Collection[str], saving: bool) -> None:
    if not path.is_dir():
        if word == "new":
            path.unlink()
        return
    if word == "old":
        if not place.exists():
            if not saving:
                path.replace(place)
            return
        if not _whole(place):
            return  # half of the old run may be here and half there: for a person to look at
        for other in [p for p in path.iterdir() if p.name not in own and not (place / p.name).exists()]:
            other.replace(place / other.name)
    if all(p.name in own for p in path.iterdir()):
        shutil.rmtree(path, ignore_errors=True)


def _whole(folder: Path) -> bool:
    return all((folder / n).is_file() for n in _WHOLE) and any((folder / n).is_file() for n in _PLANS)


def _abandoned(path: Path, pid: int, host: str | None) -> bool:
    """Whether nobody writes it any more."""
    if host == _host() and pid == os.getpid():
        return False
    if host == _host() and not _alive(pid):
        return True
    parts = [path, *(path.rglob("*") if path.is_dir() else ())]
    last: float = max(part.lstat().st_mtime for part in parts)
    return time.time() - last > LONG_AGO


def _host() -> str:
    """This computer, as eight signs that fit any file name."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _alive(pid: int) -> bool:
    """Whether there is a process of this number; True where that cannot be told."""
    if os.name == "nt":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # another user's
    return True


def _alive_on_windows(pid: int) -> bool:
    """There ``os.kill`` would end it."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(_MAY_ASK, False, pid)
    if not handle:
        return bool(ctypes.get_last_error() != _NO_SUCH_PROCESS)  # type: ignore[attr-defined]
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return bool(not known or code.value == _STILL_ACTIVE)
