"""Writing a district's report into a folder: 区县报告.xlsx, 区县报告.html, and a list for each school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from ..names import safe_file_name
from .html import write_html
from .report import District, SchoolReport
from .xlsx import write_list as _write_list
from .xlsx import write_xlsx

BOOK, PAGE, LISTS = "区县报告.xlsx", "区县报告.html", "各校清单"


def write_district(folder: Path, district: District) -> None:
    """Write all files of the report; what was there of an earlier one is replaced.

    Raises RunError when the folder cannot be written.
    """
    try:
        (folder / LISTS).mkdir(parents=True, exist_ok=True)
        write_xlsx(folder / BOOK, district)
        write_html(folder / PAGE, district)
        for school, name in zip(district.schools, _file_names(s.name for s in district.schools), strict=True):
            _write_list(folder / LISTS / f"{name}.xlsx", school)
    except OSError as error:
        raise RunError(
            Text(f"写不了 {folder}：{error.strerror}", f"cannot write {folder}: {error.strerror}")
        ) from error


def write_list(path: Path, school: SchoolReport) -> None:
    """Write one school's list. Raises RunError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_list(path, school)
    except OSError as error:
        raise RunError(Text(f"写不了 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}")) from error


def _file_names(names: Iterable[str]) -> Iterator[str]:
    """A name for each file, no two alike."""
    used: set[str] = set()
    for name in names:
        plain, count = safe_file_name(name), 2
        made = plain
        while made.casefold() in used:
            made, count = f"{plain}({count})", count + 1
        used.add(made.casefold())
        yield made
