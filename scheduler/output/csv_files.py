"""CSV that Excel and WPS open by a double click: UTF-8 with a byte order mark, and no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import RunError

_FORMULA = tuple("=+-@\t\r\n'")


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows as text: ``'`` before what it would take for a formula (``=1+1``,
    ``@x``).
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def from_text(cell: str) -> str:
    """Undoes ``as_text``; a ``'`` that somebody wrote before an ordinary word stays."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a header and rows; equal rows give equal bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def read_csv(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows that are not empty, each with its number as a spreadsheet shows it, as column -> cell.

    A file that Excel saved is read too: GBK, columns in another order, ``;`` or tabs between cells. Raises
    RunError when there is no such file, or a column is missing.
    """
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        zh, en = f"读不到 {path.name}：{error.strerror}", f"cannot read {path.name}: {error.strerror}"
        raise RunError(Text(zh, en)) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    header = [cell.strip().lower() for cell in records[0]] if records else []
    missing = [c for c in columns if c not in header]
    if missing:
        names = "、".join(missing)
        zh, en = f"{path.name} 缺少列：{names}", f"{path.name} has no column {', '.join(missing)}"
        raise RunError(Text(zh, en))
    found = []
    for number, record in enumerate(records[1:], 2):
        if any(cell.strip() for cell in record):
            cells = [from_text(cell) for cell in record] + [""] * len(header)
            found.append((number, dict(zip(header, cells, strict=False))))
    return found


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")  # as Chinese Windows saves it
