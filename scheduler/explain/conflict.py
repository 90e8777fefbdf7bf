"""What a conflict is: demands that cannot all be met, each a rule setting asked of somebody."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.engine.precheck import Shortage


@dataclass(frozen=True, order=True)
class Member:
    """One demand: a rule setting (its id) asked of somebody (ids of a class, a teacher, rooms, courses …)."""

    setting: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Demands that cannot be met together, and the courses whose lessons they concern.

    ``minimal``: it is proved that the rest could be met without any one of them (each lesson held, for these courses).
    ``shortage``: how much of what is missing, where counting shows it.
    """

    members: tuple[Member, ...]
    courses: tuple[str, ...]
    minimal: bool
    shortage: Shortage | None = None
