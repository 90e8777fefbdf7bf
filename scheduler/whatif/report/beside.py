"""A table beside the comparison: what the scenarios come to in each part of something larger, such as a district."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Cell


@dataclass(frozen=True)
class Beside:
    """A column a scenario (``heads``), a line a part; the last line is for all. ``about`` says how to read it."""

    title: str
    about: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]
