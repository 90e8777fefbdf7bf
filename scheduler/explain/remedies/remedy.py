"""What a remedy is, and what remedies cost."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Text
from scheduler.intake.edits import Edit


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
