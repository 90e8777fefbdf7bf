"""Writing a run: its folder, or one format of it, without ever harming an older run."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

from .csv_files import write_csv
from .folder import place_file, place_folder
from .json_files import audit_json, run_json, school_json, write_json
from .names import PDF_PARTS, safe_file_name
from .run import Run
from .tables import HOMEWORK_COLUMNS, TIMETABLE_COLUMNS, homework_rows, timetable_rows

BOOK = "课表.xlsx"
PAGE = "课表.html"
PLANS = ("plan.xlsx", "plan.fet")  # the plan in a run folder, under the suffix it came with
FET = "课表.fet"


def write_run(
    folder: Path, run: Run, plan: Path | bytes, *, overwrite: bool = False, suffix: str = ".xlsx", book: bool = True,
    seen: Callable[[Path], None] = lambda new: None,
) -> list[Text]:  # fmt: skip
    """Write a run folder; returns what its user should know, such as a file that was open in another program.

    ``plan`` is the file that was solved: its path, or its content where it may have been edited since; ``suffix`` tells
    a FET file from a workbook. Without ``book`` 课表.xlsx is left for later: it takes longest. ``seen`` is shown the
    finished files, all but 课表.xlsx, in the folder in which they are before they are moved into place.
    Everything is written beside the folder first and moved in last, so that a run that fails leaves an older
    one whole. Raises RunError when the folder is not empty and ``overwrite`` is not asked, or holds something
    else than a run, or cannot be written.
    """

    def fill(new: Path) -> None:
        content = plan if isinstance(plan, bytes) else plan.read_bytes()
        (new / PLANS[suffix == ".fet"]).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        _write_csv(new, run)
        _write_json(new, run, digest)
        seen(new)
        if book:
            _write_book(new / BOOK, run)

    try:
        return place_folder(folder, fill, overwrite=overwrite, book=BOOK)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {folder}：{reason}", f"cannot write {folder}: {reason}")) from error


def export_to(
    run: Run, fmt: str, out: Path, *, plan: bytes = b"", locked: bool = True, parts: Sequence[str] = (),
    tables: Sequence[str] = (),
) -> list[Text]:  # fmt: skip
    """Write one format of a run: xlsx, html, fet and pdf to a file (or into a folder), csv and json into a folder.

    ``plan`` is the content of the plan that was solved, ``locked`` whether lessons are tied to their places: both for
    fet only. ``parts`` are those of the pdf (all when none is named), ``tables`` those that its part ``posting`` has.
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
        if fmt == "pdf":
            return _write_pdf(run, out, parts, tables)
        return _one_file(run, fmt, out, plan, locked)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {out}：{reason}", f"cannot write {out}: {reason}")) from error


def _one_file(run: Run, fmt: str, out: Path, plan: bytes, locked: bool) -> list[Text]:
    notes: list[Text] = []

    def write(new: Path) -> None:
        if fmt == "fet":
            from .fet import write_fet

            notes.extend(write_fet(new, run, plan, locked=locked))
        else:
            writers[fmt](new, run)

    writers = {"xlsx": _write_book, "html": _write_page}
    names = {"xlsx": BOOK, "html": PAGE, "fet": FET}
    if fmt not in names:
        known = "xlsx、pdf、csv、html、json、fet"
        raise RunError(Text(f"没有格式 {fmt}；可用：{known}", f"no format {fmt}; known: {known}"))
    path = out / safe_file_name(run.school.name + names[fmt]) if out.is_dir() else out
    path.parent.mkdir(parents=True, exist_ok=True)
    return [*place_file(path, write), *notes]


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


def _write_pdf(run: Run, out: Path, parts: Sequence[str], tables: Sequence[str]) -> list[Text]:
    """All parts into one file, or each into its own where ``out`` is a folder (has no .pdf at its end)."""
    from .pdf import present_parts, write_pdf

    run = run.marked
    found = present_parts(run, parts, tables)
    if out.suffix.lower() == ".pdf" and not out.is_dir():
        out.parent.mkdir(parents=True, exist_ok=True)
        return place_file(out, lambda new: write_pdf(new, run, found))
    out.mkdir(parents=True, exist_ok=True)
    notes: list[Text] = []
    for part, data in found.items():
        one = {part: data}
        notes += place_file(out / f"{PDF_PARTS[part]}.pdf", lambda new, one=one: write_pdf(new, run, one))  # type: ignore[misc]
    return notes


def _write_book(path: Path, run: Run) -> None:
    from .xlsx import write_xlsx  # openpyxl is loaded only when a workbook is wanted

    write_xlsx(path, run.marked)


def _write_page(path: Path, run: Run) -> None:
    from .html import write_html

    write_html(path, run.marked)
