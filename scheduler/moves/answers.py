"""What is said of moves: a move, what a place would mean for a lesson, and exchanges of several lessons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain import Placement, Text, Weeks
from scheduler.errors import KebiaoError


class Fit(StrEnum):
    """What a place means for a lesson."""

    HERE = "here"  # where it is now
    FREE = "free"  # it breaks nothing and costs no more
    COSTS = "costs"  # it breaks nothing, but wishes
    BREAKS = "breaks"  # it breaks what must hold


@dataclass(frozen=True, order=True)
class Move:
    """A lesson (a session of a course) goes to another start (a slot id), in ``weeks`` (ALL, ODD or EVEN)."""

    course: str
    session: str
    start: str
    weeks: Weeks = Weeks.ALL


@dataclass(frozen=True, order=True)
class Broken:
    """What would be broken: a rule setting (its id), and of whom it is asked (ids of people, rooms or courses)."""

    setting: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """A place for a lesson. ``cost``: by how much the objective would differ, in thousandths (less than 0: better);
    ``costs``: the same by setting id. Where somebody is or would be in two lessons at once the cost is None: what a
    gap or a run of lessons is then has no meaning before one of them goes elsewhere, and what else is broken only the
    audit of the moved timetable says exactly. It is None too where no room is open.
    ``hits``: the lessons in the way there, of the same pupils, teachers or room. ``rooms``: those it would be given,
    one a need. ``moves``: what moves, more than one where a band goes together."""

    start: str
    weeks: Weeks
    fit: Fit
    cost: int | None = 0
    costs: tuple[tuple[str, int], ...] = ()
    breaks: tuple[Broken, ...] = ()
    hits: tuple[Placement, ...] = ()
    rooms: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Chain:
    """An exchange that breaks no rule: its moves, and the difference of the objective (thousandths) as of an Option.
    ``lessons``: how many are exchanged; those of a band count as one."""

    moves: tuple[Move, ...]
    cost: int
    costs: tuple[tuple[str, int], ...]
    lessons: int


@dataclass(frozen=True)
class Chains:
    """The best exchanges found, best first; ``complete`` when all there are (of the length asked) were looked at."""

    found: tuple[Chain, ...]
    complete: bool


class MoveError(KebiaoError):
    """A move that cannot be made, or is not, since it breaks a rule."""

    exit_code = 2


def unplaced(course: str, session: str) -> MoveError:
    """The timetable has no such lesson."""
    return MoveError(Text(f"课表里没有这节课：{course} {session}", f"no such lesson: {course} {session}"))
