"""What a family's reader is given, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .activities import Activities
from .asked import Asked, Constraint
from .people import Names


@dataclass
class Reading:
    """The file as far as it is read; ``rooms`` gathers what the families about rooms want of activities."""

    names: Names
    activities: Activities
    rooms: list[RoomWish] = field(default_factory=list)


@dataclass(frozen=True)
class RoomWish:
    """Activities wanted in one of some rooms; a ``home`` room counts only where nothing else gives a room."""

    by: Constraint
    activities: frozenset[int]
    rooms: tuple[str, ...]
    home: bool = False
    real: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """How one family of constraints is read: into rules, or (for rooms) into the reading."""

    read: Callable[[Constraint, Reading], Iterable[Asked]]
