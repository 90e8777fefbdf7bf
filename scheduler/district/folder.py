"""A district's run on disk: ``district.json``, a copy of ``district.xlsx``, a run folder for each school.

OUT/district.json       what came of it, school by school, and who is where on which half-day
OUT/district.xlsx       the district as it was given
OUT/学校/<name>/         a run folder, as ``kebiao solve`` writes it
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError
from scheduler.output.json_files import json_dump, json_load, write_json
from scheduler.output.names import safe_file_names

from .domain import Absence, Visit

FILE, BOOK, SCHOOLS = "district.json", "district.xlsx", "学校"
FORMAT = 1


@dataclass(frozen=True)
class SchoolRun:
    """What came of one school. ``status`` and ``why`` as in ``SchoolResult``; ``folder`` of its run, within the
    district's, '' without a timetable. ``place``: where the school lies. ``cost`` in thousandths. ``seconds``,
    ``processor``: wall and processor seconds of its last solve; ``solves``: how often it was solved."""

    name: str
    status: str
    folder: str = ""
    place: str = ""
    why: Text | None = None
    cost: int | None = None
    seconds: float = 0.0
    processor: float = 0.0
    solves: int = 1


@dataclass(frozen=True)
class Short:
    """Lessons a week of a subject that nobody gives at a school."""

    school: str
    subject: str
    lessons: float


@dataclass(frozen=True)
class DistrictRun:
    """What came of a district. ``status``: solved (every school has a timetable), partial, impossible (proved),
    unknown or stopped; ``why``: what proves it, or what was not found in time. ``short``, ``lacking``: lessons without
    a teacher, and what would help. ``rounds`` of the master; ``proven``: no fewer trips would do. ``seconds``: wall.
    ``source``: the folder that was solved."""

    name: str
    status: str
    schools: tuple[SchoolRun, ...]
    visits: tuple[Visit, ...] = ()
    quotas: tuple[Absence, ...] = ()
    why: tuple[Text, ...] = ()
    short: tuple[Short, ...] = ()
    lacking: tuple[Text, ...] = ()
    rounds: int = 0
    proven: bool = False
    seconds: float = 0.0
    versions: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @cached_property
    def school(self) -> dict[str, SchoolRun]:
        """Schools by name."""
        return {s.name: s for s in self.schools}

    def write(self, out: Path, book: bytes = b"") -> None:
        """Write ``district.json``, and ``book`` as the copy of district.xlsx, whole or not at all.

        Raises RunError when the folder cannot be written.
        """
        try:
            out.mkdir(parents=True, exist_ok=True)
            if book:
                _replace(out / BOOK, lambda new: new.write_bytes(book))
            _replace(out / FILE, lambda new: write_json(new, {"format": FORMAT, **json_dump(self)}))
        except OSError as error:
            reason = error.strerror or str(error)
            raise RunError(Text(f"写不了 {out}：{reason}", f"cannot write {out}: {reason}")) from error

    @classmethod
    def read(cls, out: Path) -> DistrictRun:
        """The run of a folder. Raises RunError when there is none, or it is of another format."""
        if not is_district(out):
            zh = f"{out} 里没有 {FILE}：这不是区县排课的结果文件夹"
            raise RunError(Text(zh, f"{out} has no {FILE}: it is no run of a district"))
        try:
            data = json.loads((out / FILE).read_bytes())
            if data["format"] != FORMAT:
                raise ValueError(f"format {data['format']}")
            found = json_load(cls, data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(Text(f"读不懂 {out / FILE}：{error}", f"cannot read {out / FILE}: {error}")) from error
        assert isinstance(found, cls)
        return found


def is_district(folder: Path) -> bool:
    """Whether a folder is the run of a district."""
    return (folder / FILE).is_file()


def school_folders(names: Iterable[str]) -> dict[str, str]:
    """Where each school's run folder lies within the district's; no two are one, on Windows neither."""
    names = tuple(names)
    return {name: f"{SCHOOLS}/{made}" for name, made in zip(names, safe_file_names(names), strict=True)}


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
