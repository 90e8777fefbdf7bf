"""Writing a run: its folder, or one format of it, without ever harming an older run."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from .csv_files import write_csv
from .folder import place_file, place_folder
from .json_files import audit_json, run_json, school_json, write_json
from .names import safe_file_name
from .run import Run
from .tables import HOMEWORK_COLUMNS, TIMETABLE_COLUMNS, homework_rows, timetable_rows

BOOK = "课表.xlsx"
PAGE = "课表.html"
PLAN = "plan.xlsx"


def write_run(folder: Path, run: Run, plan: Path | bytes, *, overwrite: bool = False) -> list[Text]:
    """Write a run folder; returns what its user should know, such as a file that was open in another program.

    ``plan`` is the workbook that was solved: its path, or its content where it may have been edited since.
    Everything is written beside the folder first and moved in last, so that a run that fails leaves an older
    one whole. Raises RunError when the folder is not empty and ``overwrite`` is not asked, or holds something
    else than a run, or cannot be written.
    """

    def fill(new: Path) -> None:
        content = plan if isinstance(plan, bytes) else plan.read_bytes()
        (new / PLAN).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        _write_csv(new, run)
        _write_json(new, run, digest)
        _write_book(new / BOOK, run)

    try:
        return place_folder(folder, fill, overwrite=overwrite, book=BOOK)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {folder}：{reason}", f"cannot write {folder}: {reason}")) from error


def export_to(run: Run, fmt: str, out: Path) -> list[Text]:
    """Write one format of a run: xlsx and html to a file (or into a folder), csv and json into a folder.

    Returns what the user should know. Raises RunError for an unknown format, or when it cannot be written.
    """
    try:
        if fmt == "csv":
            out.mkdir(parents=True, exist_ok=True)
            return _one_by_one(out, _write_csv, run, ("timetable.csv", "homework.csv"))
        if fmt == "json":
            out.mkdir(parents=True, exist_ok=True)
            digest = str(run.record.get("sha256", ""))
            names = ("school.json", "audit.json", "run.json")
            return _one_by_one(out, lambda folder, r: _write_json(folder, r, digest), run, names)
        writers = {"xlsx": (_write_book, BOOK), "html": (_write_page, PAGE)}
        if fmt not in writers:
            known = "xlsx、csv、html、json"
            raise RunError(Text(f"没有格式 {fmt}；可用：{known}", f"no format {fmt}; known: {known}"))
        write, name = writers[fmt]
        path = out / safe_file_name(run.school.name + name) if out.is_dir() else out
        path.parent.mkdir(parents=True, exist_ok=True)
        return place_file(path, lambda new: write(new, run))
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {out}：{reason}", f"cannot write {out}: {reason}")) from error


def _one_by_one(out: Path, write: Callable[[Path, Run], None], run: Run, names: tuple[str, ...]) -> list[Text]:
    """Write files into a folder that may hold others; each is replaced whole."""
    notes: list[Text] = []
    new = out / ".new"
    new.mkdir(exist_ok=True)
    try:
        write(new, run)
        for name in names:
            notes += place_file(out / name, lambda path, name=name: _copy(new / name, path))  # type: ignore[misc]
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return notes


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _write_csv(folder: Path, run: Run) -> None:
    write_csv(folder / "timetable.csv", TIMETABLE_COLUMNS, timetable_rows(run))
    write_csv(folder / "homework.csv", HOMEWORK_COLUMNS, homework_rows(run))


def _write_json(folder: Path, run: Run, sha256: str) -> None:
    write_json(folder / "school.json", school_json(run.school))
    write_json(folder / "audit.json", audit_json(run))
    write_json(folder / "run.json", run_json(run, sha256))


def _write_book(path: Path, run: Run) -> None:
    from .xlsx import write_xlsx  # openpyxl is loaded only when a workbook is wanted

    write_xlsx(path, run)


def _write_page(path: Path, run: Run) -> None:
    from .html import write_html

    write_html(path, run)
