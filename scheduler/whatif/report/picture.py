"""Bars and curves as plain geometry: the page draws them, so every name is escaped there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .sweep import Sweep, pictured
from .table import Cell, Row, Table, number

PANELS = CURVES = 6
_WIDE, _LABEL, _VALUE, _STEP = 400.0, 118.0, 62.0, 22.0  # a panel of bars in pixels: width, names, values, a line
_TALL, _LEFT, _RIGHT, _TOP, _BOTTOM = 200.0, 46.0, 18.0, 26.0, 30.0  # a curve: height and margins
_INSET = 20.0  # between the axis and the first dot
_NAME = 16  # half-width characters of a name beside its bar


@dataclass(frozen=True)
class Bar:
    """A line of a panel: its name (short, and in full), how long the bar is, and what stands behind it."""

    y: float
    short: str
    name: str
    length: float
    text: str
    tone: str


@dataclass(frozen=True)
class Panel:
    """Bars of one figure, a scenario a line."""

    title: str
    width: float
    height: float
    left: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Dot:
    """A point of a curve with its value, and the word under it. ``missing``: there is no timetable at this step."""

    x: float
    y: float
    text: str
    step: str
    missing: bool = False
    best: bool = False


@dataclass(frozen=True)
class Curve:
    """One figure over the steps of a sweep: the line's corners, the dots, and the axis with its two marks."""

    title: str
    width: float
    height: float
    line: str
    dots: tuple[Dot, ...]
    floor: float
    marks: tuple[tuple[float, str], ...]


def panels(table: Table) -> tuple[Panel, ...]:
    """The figures in which the scenarios differ most tellingly, as bars."""
    rows = tuple(r for r in table.rows if len({c.value for c in r.cells if c.value is not None}) > 1)
    return tuple(_panel(row, table.columns) for row in pictured(rows, PANELS))


def _panel(row: Row, columns: Sequence[str]) -> Panel:
    most = max((c.value or 0 for c in row.cells), default=0) or 1
    room = _WIDE - _LABEL - _VALUE
    shown = [(name, cell, not n) for n, (name, cell) in enumerate(zip(columns, row.cells, strict=True))
             if n or cell.value is not None]  # fmt: skip
    bars = tuple(
        Bar(i * _STEP, _short(name), name, room * (cell.value or 0) / most, cell.text or "—", _tone(cell, now))
        for i, (name, cell, now) in enumerate(shown)
    )
    return Panel(row.title, _WIDE, len(bars) * _STEP, _LABEL, bars)


def _tone(cell: Cell, now: bool) -> str:
    return "now" if now else "best" if cell.best else "other"


def _short(name: str) -> str:
    """As much of a name as there is room for, its beginning and its end: steps differ at the end."""
    if _width(name) <= _NAME:
        return name
    first, last = "", ""
    for ch in name:
        if _width(first + ch) > _NAME / 2:
            break
        first += ch
    for ch in reversed(name):
        if _width(ch + last) > _NAME / 2:
            break
        last = ch + last
    return f"{first}…{last}"


def _width(text: str) -> int:
    """In half-width characters; a Chinese one takes two."""
    return sum(1 if ch.isascii() else 2 for ch in text)


def curves(sweep: Sweep) -> tuple[Curve, ...]:
    """The figures that change most tellingly along a sweep."""
    return tuple(_curve(row, sweep) for row in pictured(sweep.rows, CURVES))


def _curve(row: Row, sweep: Sweep) -> Curve:
    known = [c.value for c in row.cells if c.value is not None]
    low, high = min(known), max(known)
    low = 0.0 if low < high / 2 else low
    span = (high - low) or 1.0
    wide, floor = _WIDE - _LEFT - _RIGHT - 2 * _INSET, _TALL - _BOTTOM
    first, last = sweep.values[0], sweep.values[-1]

    def dot(value: float, cell: Cell) -> Dot:
        x = _LEFT + _INSET + wide * (value - first) / (last - first)
        if cell.value is None:
            return Dot(x, floor, "×", number(value), missing=True)
        y = floor - (floor - _TOP) * (cell.value - low) / span
        return Dot(x, y, cell.text, number(value), best=cell.best)

    dots = tuple(dot(value, cell) for value, cell in zip(sweep.values, row.cells, strict=True))
    line = " ".join(f"{d.x:.1f},{d.y:.1f}" for d in dots if not d.missing)
    marks = ((floor, number(low)), (_TOP, number(high)))
    return Curve(row.title, _WIDE, _TALL, line, dots, floor, marks)
