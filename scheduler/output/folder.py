"""Moving finished files and folders into place, on Windows as elsewhere: an open file cannot be replaced
there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from .leftovers import beside, clear_leftovers
from .names import PDF_PARTS

OWN_FILES = (
    "课表.xlsx", "课表(新).xlsx", "plan.xlsx", "plan.fet", "school.json", "timetable.csv", "homework.csv", "audit.json",
    "run.json",
    # exports into the run folder go out of date with the run
    "课表.html", "课表(新).html", "课表.fet", "课表(新).fet", "csv", "json",
    *(f"{name}{new}.pdf" for name in PDF_PARTS.values() for new in ("", "(新)")),
)  # fmt: skip


def place_folder(folder: Path, fill: Callable[[Path], None], *, overwrite: bool, book: str) -> list[Text]:
    """Fill a new folder beside ``folder``, then put it in its place; returns notes for the user.

    An older run is moved aside first and removed last; files in it that are not a run's own are kept. When
    ``book`` is open in another program the new one is written beside it; when another file is, the run goes
    to a new folder. What killed saves left there is cleared first. Raises RunError when the folder may not be
    replaced, OSError when the disk refuses.
    """
    folder = folder.absolute()
    refuse(folder, overwrite)
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder.parent, OWN_FILES, saving=folder.name)
    new, aside = beside(folder, "new"), beside(folder, "old")
    new.mkdir()
    try:
        fill(new)
        return _swap(new, folder, aside, book)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def place_file(path: Path, write: Callable[[Path], None]) -> list[Text]:
    """Write a file beside ``path``, then replace it; beside it under a new name when it is open in another
    program.
    """
    new = beside(path, "new")
    try:
        write(new)
        try:
            new.replace(path)
        except PermissionError:
            if not path.exists():
                raise
            other = path.with_name(f"{path.stem}(新){path.suffix}")
            new.replace(other)
            return [_open_elsewhere(path.name, other.name)]
    finally:
        new.unlink(missing_ok=True)
    return []


def refuse(folder: Path, overwrite: bool) -> None:
    """Raises RunError when a run may not be written to ``folder``: worth asking before an hour of solving."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise RunError(Text(f"{folder} 是文件，不是文件夹", f"{folder} is a file, not a folder"))
    if not any(folder.iterdir()):
        return
    if not overwrite:
        zh = f"文件夹 {folder} 里已有内容；换一个文件夹，或用 --overwrite 覆盖"
        raise RunError(Text(zh, f"folder {folder} is not empty\n  Maybe: another folder, or --overwrite"))
    if not (folder / "run.json").is_file():
        zh = f"文件夹 {folder} 里不是排课结果，不覆盖"
        raise RunError(Text(zh, f"folder {folder} holds something else than a run; it is not replaced"))


def _swap(new: Path, folder: Path, aside: Path, book: str) -> list[Text]:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()  # Windows does not replace a folder, not even an empty one
    if not folder.exists():
        new.replace(folder)
        return []
    try:
        folder.replace(aside)
    except PermissionError:  # Windows: some file in it is open
        return _swap_files(new, folder, aside, book)
    try:
        new.replace(folder)
    except BaseException:
        aside.replace(folder)
        raise
    _keep_foreign(aside, folder)
    shutil.rmtree(aside, ignore_errors=True)
    return []


def _keep_foreign(aside: Path, folder: Path) -> None:
    for path in sorted(aside.iterdir()):
        if path.name not in OWN_FILES:
            path.replace(folder / path.name)


class _Moves:
    """Moves of single files that can be taken back."""

    def __init__(self) -> None:
        self.done: list[tuple[Path, Path]] = []

    def move(self, source: Path, target: Path) -> None:
        source.replace(target)
        self.done.append((source, target))

    def undo(self) -> None:
        while self.done:
            source, target = self.done.pop()
            target.replace(source)


def _swap_files(new: Path, folder: Path, aside: Path, book: str) -> list[Text]:
    """File by file, since the folder itself is held. Only the book may stay; else all goes back as it was."""
    aside.mkdir()
    moves, locked = _Moves(), []
    other = f"{Path(book).stem}(新){Path(book).suffix}"
    try:
        for name in OWN_FILES:
            if (folder / name).exists():
                try:
                    moves.move(folder / name, aside / name)
                except PermissionError:
                    locked.append(name)
        if locked in ([], [book]):
            for path in sorted(new.iterdir()):
                moves.move(path, folder / (other if [path.name] == locked else path.name))
        else:
            moves.undo()
    except BaseException:
        moves.undo()
        raise
    finally:
        if not moves.done:
            aside.rmdir()
    if not moves.done:
        return _new_folder(new, folder, locked)
    shutil.rmtree(aside, ignore_errors=True)
    return [_open_elsewhere(book, other)] if locked else []


def _new_folder(new: Path, folder: Path, locked: list[str]) -> list[Text]:
    number = 2
    while (other := folder.with_name(f"{folder.name}({number})")).exists():
        number += 1
    new.replace(other)
    names = "、".join(locked)
    zh = f"{names} 正在被别的程序打开，旧结果保持不变；新结果写在 {other}"
    return [Text(zh, f"{names} is open in another program; the old run is untouched, the new one is in {other}")]


def _open_elsewhere(name: str, other: str) -> Text:
    zh = f"{name} 正在被别的程序打开，没有改动；新的写在 {other}"
    return Text(zh, f"{name} is open in another program and was left as it is; the new one is {other}")
