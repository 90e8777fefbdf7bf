"""What is shown while solving: a live panel on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import click

from scheduler.rule import Rule

from .lang import lang, t

if TYPE_CHECKING:
    from scheduler.engine.outcome import Event


class Display(Protocol):
    """Shows events; ``close`` ends it before anything else is printed."""

    def show(self, event: Event) -> None:
        """Show an event; may be called from another thread."""

    def tick(self) -> None:
        """Called a few times a second by the main thread."""

    def close(self) -> None:
        """End the display."""


def stage_name(stage: str) -> str:
    """A stage in the language in use."""
    return {
        "counting": t("计数检查", "counting"),
        "model": t("建立模型", "building the model"),
        "first": t("求第一个可行课表", "first valid timetable"),
        "improving": t("改进", "improving"),
        "homework": t("分配作业", "sharing out homework"),
        "bound": t("求下界", "bound"),
        "done": t("完成", "done"),
    }.get(stage, stage)


class Lines:
    """Plain lines to stderr: each stage, and the cost at most every five seconds."""

    def __init__(self) -> None:
        self._stage = ""
        self._last = 0.0

    def show(self, event: Event) -> None:
        """Print the event when it says something new."""
        now = time.monotonic()
        if event.stage == self._stage and now - self._last < 5:
            return
        self._stage, self._last = event.stage, now
        line = f"{event.seconds:6.1f} s  {stage_name(event.stage)}"
        if event.cost is not None:
            line += t(f"，代价 {event.cost / 1000:g}", f", cost {event.cost / 1000:g}")
        if event.bound is not None:
            line += t(f"，下界 {event.bound / 1000:g}", f", bound {event.bound / 1000:g}")
        click.echo(line, err=True)

    def tick(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class Panel:
    """A live table on a terminal (rich): stage, elapsed, objective by part, bound."""

    def __init__(self, rules: Mapping[str, Rule], seconds: float):
        from rich.console import Console
        from rich.live import Live

        self._rules, self._limit = rules, seconds
        self._began = time.monotonic()
        self._event: Event | None = None
        self._first: float | None = None
        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
        self._live.start()

    def show(self, event: Event) -> None:
        """Remember the event; the main thread draws it."""
        if event.cost is not None and self._first is None:
            self._first = event.seconds
        if event.cost is None and self._event is not None and self._event.cost is not None:
            from dataclasses import replace

            event = replace(event, cost=self._event.cost, costs=self._event.costs, bound=self._event.bound)
        self._event = event

    def tick(self) -> None:
        """Draw."""
        from rich.table import Table

        event = self._event
        if event is None:
            return
        elapsed = time.monotonic() - self._began
        table = Table(show_header=False, box=None, padding=(0, 1))
        table.add_row(t("阶段", "stage"), stage_name(event.stage))
        table.add_row(t("用时", "elapsed"), f"{elapsed:.0f} / {self._limit:.0f} s")
        if self._first is not None:
            table.add_row(t("首个可行课表", "first valid"), f"{self._first:.1f} s")
        if event.cost is not None:
            table.add_row(t("总代价", "cost"), f"{event.cost / 1000:g}")
        if event.bound is not None:
            table.add_row(t("下界", "bound"), f"{event.bound / 1000:g}")
        for code, cost in sorted(event.costs.items(), key=lambda item: -item[1])[:12]:
            table.add_row("  " + self._rules[code].title.say(lang()), f"{cost / 1000:g}")
        table.add_row("", t("Ctrl-C：停止并保留目前最好的结果", "Ctrl-C stops and keeps the best so far"))
        self._live.update(table, refresh=True)

    def close(self) -> None:
        """Take the panel off the screen."""
        self._live.stop()


def open_display(rules: Mapping[str, Rule], seconds: float, quiet: bool) -> Display:
    """The display that fits where the output goes."""
    if quiet:
        return _Silent()
    return Panel(rules, seconds) if sys.stderr.isatty() else Lines()


class _Silent:
    def show(self, event: Event) -> None: ...

    def tick(self) -> None: ...

    def close(self) -> None: ...
