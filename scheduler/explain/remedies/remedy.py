"""What a remedy is, what remedies cost, and those that change one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scheduler.domain import Text
from scheduler.intake.edits import Edit
from scheduler.intake.workbook import Cell

from .written import set_cell


@dataclass(frozen=True)
class Remedy:
    """A change of the workbook that would loosen a conflict: cells, a sentence, and its price (see ``PRICES``)."""

    kind: str
    edits: tuple[Edit, ...]
    text: Text
    price: int


# How hard a teaching office would find it to agree, from its own wishes to what others decide. Within a kind a few
# points more for a larger change, and FALLS_SHORT for one that counting shows to be too small alone.
PRICES = {
    "time": 100,  # a closed time of a teacher, a lock, the candidate times of a meeting
    "staff": 200,  # another teacher takes a class
    "room": 300,  # a room holds one class more, is open longer, or is not needed
    "limit": 400,  # a limit of a teacher, or of a subject a day
    "rule": 500,  # a rule of the school is softened, its number moved, or an exception made
    "homework": 600,  # less homework, or a higher cap of the school's own
    "doubles": 700,  # fewer double lessons
    "lessons": 800,  # a lesson of a subject less
    "regulation": 1000,  # a regulation is no longer kept strictly
}
FALLS_SHORT = 60


def price(kind: str, more: int = 0, *, enough: bool = True) -> int:
    """The price of a remedy; ``more`` (0 to 39) grows with the change."""
    return PRICES[kind] + min(more, 39) + (0 if enough else FALLS_SHORT)


def rewritten(kind: str, cell: Cell, new: Any, text: Text, price: int) -> Remedy:
    """One cell gets another value; ``text`` names both, and after it comes where that is."""
    where = f"{cell.sheet} {cell.address}"
    return Remedy(kind, (set_cell(cell, new),), Text(f"{text.zh}（{where}）", f"{text.en} ({where})"), price)


def emptied(kind: str, cell: Cell, text: Text, price: int) -> Remedy:
    """One cell is emptied; ``text`` says what that means, and after it comes which cell and what stood in it."""
    where, old = f"{cell.sheet} {cell.address}", cell.value
    said = Text(f"{text.zh}：清空 {where} 的“{old}”", f"{text.en}: empty {where} ('{old}')")
    return Remedy(kind, (set_cell(cell, None),), said, price)
