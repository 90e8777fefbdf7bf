"""What is shown while a district is solved: a live table of its schools on a terminal, a line a school elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import click

from .lang import lang, t

if TYPE_CHECKING:
    from scheduler.district.domain import SchoolResult
    from scheduler.districts import Event

SHOWN = 24  # schools in the table; of more, those that matter now


class Display(Protocol):
    """Shows events; ``close`` ends it before anything else is printed."""

    def show(self, event: Event) -> None:
        """Show an event; called from another thread."""

    def tick(self) -> None:
        """Called a few times a second by the main thread."""

    def close(self) -> None:
        """End the display."""


def open_display(workers: int, quiet: bool) -> Display:
    """The display that fits where the output goes. ``workers``: schools that are solved at a time, 0 where nobody
    knows."""
    if quiet:
        return _Silent()
    return Panel(workers) if sys.stderr.isatty() else Lines()


def outcome(result: SchoolResult) -> str:
    """What came of a school, in a few words."""
    why = f"{t('：', ': ')}{_first(result.why.say(lang()))}" if result.why else ""
    if result.status == "solved":
        cost = f"{(result.cost or 0) / 1000:g}"
        return t(f"已排出，代价 {cost}，{result.seconds:.0f} 秒", f"solved, cost {cost}, {result.seconds:.0f} s")
    return {
        "impossible": t("排不出", "impossible"),
        "unknown": t("还没排出", "not found yet"),
        "failed": t("搁置", "set aside"),
        "stopped": t("中途停止", "stopped"),
    }.get(result.status, result.status) + why


def _first(text: str) -> str:
    return text.strip().split("\n")[0]


def stage_name(event: Event) -> str:
    """What is being done."""
    at = event.progress.round if event.progress else 0
    return {
        "reading": t("读入文件夹", "reading the folder"),
        "preparing": t("准备各校计划", "preparing the plans"),
        "staffing": t("给空着的任课格配教师", "staffing the empty cells"),
        "placed": t(f"第 {at} 轮：共用教师的半天已定", f"round {at}: half-days of shared teachers are settled"),
        "school": t(f"第 {at} 轮：各校排课", f"round {at}: solving schools"),
        "aside": t(f"第 {at} 轮：各校排课", f"round {at}: solving schools"),
        "done": t("写出结果，核查全区", "writing, auditing the whole"),
    }.get(event.stage, event.stage)


class Lines:
    """Plain lines to stderr: each stage once, each school as it ends."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = time.monotonic()

    def show(self, event: Event) -> None:
        """Print the event when it says something new."""
        spent = f"{time.monotonic() - self._began:6.1f} s"
        result = event.progress.result if event.progress else None
        if result is not None:
            click.echo(f"{spent}  {event.done}/{event.of}  {result.school}{t('：', ': ')}{outcome(result)}", err=True)
        elif (name := stage_name(event)) != self._stage:
            self._stage = name
            click.echo(f"{spent}  {name}", err=True)

    def tick(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


@dataclass
class Board:
    """Which school is how far: what the live table shows. ``workers`` at a time are taken from the first of those that
    wait."""

    workers: int
    waiting: list[str] = field(default_factory=list)
    ended: dict[str, SchoolResult] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """An event."""
        progress = event.progress
        if progress is None:
            return
        if progress.names:
            self.waiting = list(progress.names)
            for name in self.waiting:
                self.ended.pop(name, None)
        if progress.result is not None:
            name = progress.result.school
            self.ended[name] = progress.result
            self.waiting = [n for n in self.waiting if n != name]

    def rows(self) -> list[tuple[str, str, str]]:
        """(school, what of it, tone): those that are solved now, those with trouble, those that wait, those that ended
        last; no more than fit."""
        many = self.workers or len(self.waiting)
        now = [(n, t("排课中", "solving"), "") for n in self.waiting[:many]]
        later = [(n, t("等待", "waiting"), "dim") for n in self.waiting[many:]]
        bad = [(n, outcome(r), "red") for n, r in self.ended.items() if r.status != "solved"]
        good = [(n, outcome(r), "green") for n, r in self.ended.items() if r.status == "solved"]
        room = max(SHOWN - len(now) - len(bad), 4)
        few = good[-max(room - len(later), room // 2) :]
        later = later[: room - len(few)]
        hidden = len(self.waiting) + len(self.ended) - len(now) - len(bad) - len(few) - len(later)
        more = [(t(f"……另外 {hidden} 所", f"... {hidden} more"), "", "dim")] if hidden else []
        return [*bad, *few, *now, *later, *more]


class Panel:
    """A live table on a terminal (rich): the stage, how many are solved, a school a line."""

    def __init__(self, workers: int):
        from rich.console import Console
        from rich.live import Live

        self._began, self._event = time.monotonic(), None
        self._board, self._lock = Board(workers), threading.Lock()
        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
        self._live.start()

    _event: Event | None

    def show(self, event: Event) -> None:
        """Remember the event; the main thread draws it."""
        with self._lock:
            self._event = event
            self._board.take(event)

    def tick(self) -> None:
        """Draw."""
        from rich.table import Table
        from rich.text import Text

        with self._lock:
            event, rows = self._event, self._board.rows()
        if event is None:
            return
        table = Table(show_header=False, box=None, padding=(0, 1))
        count = f"  {event.done}/{event.of}" if event.of else ""
        table.add_row(f"{time.monotonic() - self._began:.0f} s", stage_name(event) + count)
        for name, said, style in rows:
            table.add_row(Text(name, style), Text(said, style))
        table.add_row("", Text(t("Ctrl-C：停止并保留已排好的", "Ctrl-C stops and keeps what is there"), "dim"))
        self._live.update(table, refresh=True)

    def close(self) -> None:
        """Take the table off the screen."""
        self._live.stop()


class _Silent:
    def show(self, event: Event) -> None: ...

    def tick(self) -> None: ...

    def close(self) -> None: ...
