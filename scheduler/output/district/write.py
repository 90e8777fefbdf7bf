"""Writing a district's report into a folder: xlsx, html, its first page as pdf, a list for each school."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from ..names import safe_file_names
from .html import write_html
from .pdf import write_pdf
from .report import District, SchoolReport
from .xlsx import write_list as _write_list
from .xlsx import write_xlsx

BOOK, PAGE, FIRST, LISTS = "区县报告.xlsx", "区县报告.html", "区县报告首页.pdf", "各校清单"


def write_district(folder: Path, district: District) -> list[Text]:
    """Write all files of the report; what was there of an earlier one is replaced. Returns what the user should know:
    a pdf that was left out, since typst or a font is not installed.

    Raises RunError when the folder cannot be written.
    """
    notes: list[Text] = []
    try:
        (folder / LISTS).mkdir(parents=True, exist_ok=True)
        write_xlsx(folder / BOOK, district)
        write_html(folder / PAGE, district)
        try:
            write_pdf(folder / FIRST, district)
        except RunError as error:
            (folder / FIRST).unlink(missing_ok=True)  # of an earlier report
            notes.append(Text(f"没有写 {FIRST}：{error.text.zh}", f"no {FIRST}: {error.text.en}"))
        for school, name in zip(district.schools, safe_file_names(s.name for s in district.schools), strict=True):
            _write_list(folder / LISTS / f"{name}.xlsx", school)
        return notes
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
