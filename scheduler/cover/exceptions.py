"""What differs from the weekly timetable on single dates, kept in the run's folder as 代课.jsonl.

A line is a record and its number is the line's number, so that records are only ever appended: one that is taken back
has a later line that says so. A last line that was cut off (the power failed) means nothing.
"""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from scheduler.domain import Text, Times
from scheduler.errors import RunError

Date = date  # the field of a record is called date too
NAME = "代课.jsonl"
_WAIT, _STALE = 5.0, 30.0  # seconds


class Kind(StrEnum):
    """What a record says: somebody is away; a lesson is taken by another (代课); the class studies by itself with
    somebody there (自习); two lessons change places (调课); an earlier record is taken back."""

    AWAY = "away"
    COVER = "cover"
    STUDY = "self_study"
    EXCHANGE = "exchange"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Piece:
    """A lesson, or a part of a double, on some date: ``periods`` of a session from the slot ``start``."""

    course: str = ""
    session: str = ""
    start: str = ""
    periods: int = 1


@dataclass(frozen=True)
class Record:
    """A dated exception. ``number``: its line, 0 while it is not written down.

    AWAY: ``teacher`` is away on ``date`` at ``times`` (as written, '' the whole day).
    COVER, STUDY: ``teacher`` takes ``lesson`` of ``absent``; ``fit``: how well he knows it.
    EXCHANGE: ``lesson`` of ``absent`` on ``date`` and ``other`` of ``teacher`` on ``to`` change places, in these rooms.
    CANCEL: the record ``of`` is taken back.
    ``week`` (odd, even) and ``follow`` (a weekday): what was said of the date where the calendar does not tell.
    """

    kind: Kind
    date: date
    teacher: str = ""
    absent: str = ""
    times: str = ""
    lesson: Piece = Piece()
    fit: str = ""
    to: Date | None = None
    other: Piece = Piece()
    rooms: tuple[str, ...] = ()
    other_rooms: tuple[str, ...] = ()
    of: int = 0
    week: str = ""
    follow: int = 0
    number: int = 0

    def line(self) -> str:
        """The record as a line: what is empty is left out."""
        empty = Record(self.kind, self.date)
        data: dict[str, Any] = {"kind": self.kind.value, "date": self.date.isoformat()}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in ("kind", "date", "number") and value != getattr(empty, field.name):
                plain = asdict(value) if isinstance(value, Piece) else value
                data[field.name] = plain.isoformat() if isinstance(plain, date) else plain
        return json.dumps(data, ensure_ascii=False)


def parsed(line: str, number: int) -> Record:
    """The record of a line. Raises ValueError (TypeError, KeyError) for what is none."""
    data = json.loads(line)
    data["kind"], data["date"] = Kind(data["kind"]), date.fromisoformat(data["date"])
    if data.get("to"):
        data["to"] = date.fromisoformat(data["to"])
    for name in ("lesson", "other"):
        data[name] = Piece(**data.get(name, {}))
    for name in ("rooms", "other_rooms"):
        data[name] = tuple(data.get(name, ()))
    _typed(Record(Kind.AWAY, date.min), data)
    Times.parse(data.get("times", ""))
    if data.get("week", "") not in ("", "odd", "even"):
        raise ValueError(data["week"])
    return replace(Record(**data), number=number)


def _typed(empty: Any, data: dict[str, Any]) -> None:
    """Every value is of the kind of an empty record's. Raises TypeError."""
    for name, value in data.items():
        if isinstance(value, Piece):
            _typed(Piece(), asdict(value))
            continue
        kind = date if name == "to" else type(getattr(empty, name, None))
        texts = not isinstance(value, tuple) or all(isinstance(one, str) for one in value)
        if not isinstance(value, kind) or not texts:
            raise TypeError(name)


def read(folder: Path) -> tuple[Record, ...]:
    """All records, also those taken back. Raises RunError naming a line that somebody spoilt; the last line may have
    been cut off."""
    lines = _lines(Path(folder) / NAME)
    found = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(parsed(line, number))
        except (ValueError, TypeError, KeyError, AttributeError):
            if line.endswith("\n"):  # else it was cut off, and nobody was told that it is done
                zh = f"{NAME} 第 {number} 行读不懂；请照原样改回，或删去这一行的内容（留空行）"
                en = f"{NAME}, line {number} cannot be read\n  Maybe: mend it, or empty that line (leave it there)"
                raise RunError(Text(zh, en)) from None
    return tuple(found)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunError(Text(f"读不了 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}")) from error
    return io.StringIO(text).readlines()  # at line feeds alone: a name may hold any other separator


def active(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records that hold: without those taken back. With an absence goes all that was arranged because of it."""
    gone = {r.of for r in records if r.kind is Kind.CANCEL}
    away = {(r.teacher, r.date) for r in records if r.kind is Kind.AWAY and r.number in gone}
    away -= {(r.teacher, r.date) for r in records if r.kind is Kind.AWAY and r.number not in gone}
    return tuple(
        r for r in records
        if r.kind is not Kind.CANCEL and (r.number not in gone or not r.number)
        and (r.kind is Kind.AWAY or (r.absent, r.date) not in away)
    )  # fmt: skip


def append(folder: Path, records: Sequence[Record], seen: Sequence[Record]) -> tuple[Record, ...]:
    """Write records down, all at once; returns them with their numbers. ``seen``: what had been read when they were
    decided; raises RunError when somebody has written since, or the disk refuses."""
    path = Path(folder) / NAME
    try:
        with _alone(path):
            if read(folder) != tuple(seen):
                zh = "刚才有别人登记了代课，请再运行一次"
                raise RunError(Text(zh, "somebody else has recorded something meanwhile; run it again"))
            lines = _mended(path, len(_lines(path)))
            _write(path, "".join(r.line() + "\n" for r in records).encode("utf-8"))
    except OSError as error:
        raise RunError(Text(f"写不了 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}")) from error
    return tuple(replace(r, number=lines + n) for n, r in enumerate(records, 1))


def _mended(path: Path, lines: int) -> int:
    """How many lines there are when the last one is whole: one that only lacks its end gets it, one that was cut off
    goes."""
    last = _lines(path)[-1] if lines else "\n"
    if last.endswith("\n"):
        return lines
    try:
        parsed(last, lines)
    except (ValueError, TypeError, KeyError, AttributeError):
        content = path.read_bytes()
        with path.open("r+b") as file:
            file.truncate(content.rfind(b"\n") + 1)
        return lines - 1
    _write(path, b"\n")
    return lines


def _write(path: Path, content: bytes) -> None:
    """In one piece at the end of the file, and on the disk before it is said to be done."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else writes meanwhile: a file beside it that only one can make. One that was left behind is removed."""
    lock = path.with_name(f".{path.name}.lock")
    until = time.monotonic() + _WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if _age(lock) > _STALE:
                lock.unlink(missing_ok=True)
            elif time.monotonic() > until:
                zh = f"别人正在登记（{lock.name}），过一会儿再试"
                raise RunError(Text(zh, f"somebody else is writing ({lock.name}); try again later")) from None
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
