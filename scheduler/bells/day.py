"""What is wanted of a school day, and a day as it was designed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scheduler.domain import Block, BlockKind, RuleSetting


@dataclass(frozen=True)
class Wanted:
    """What a school says: its grades, how many lessons a day, how many of them before noon (0: what is usual).

    ``sport``: whether every day holds a PE or activity lesson, which then counts as exercise. ``homework``: minutes a
    day to be done at home, for the hours of sleep.
    """

    grades: tuple[int, ...]
    lessons: int
    morning: int = 0
    minutes: int = 0  # of a lesson; 0: 40 in primary, 45 in junior high school
    sport: bool = True
    homework: int = 0
    province: str = ""
    work_end: int = 0

    @property
    def lesson_minutes(self) -> int:
        """Minutes of a lesson."""
        return self.minutes or (45 if min(self.grades) >= 7 else 40)


@dataclass(frozen=True)
class Day:
    """One designed day: its blocks in clock order, all of day 1."""

    blocks: tuple[Block, ...]

    @cached_property
    def lessons(self) -> tuple[Block, ...]:
        """The lessons, in clock order."""
        return tuple(b for b in self.blocks if b.kind is BlockKind.LESSON)


@dataclass(frozen=True)
class Margin:
    """What a rule measures on the day against what it asks: ``spare`` is how far it may still move, below 0 where a
    wish is not met. Minutes, or blocks, as the rule counts."""

    setting: RuleSetting
    value: float
    bound: int
    spare: float


@dataclass(frozen=True)
class Proposal:
    """A day with the proof: the margin of every rule that speaks of it, tightest first."""

    day: Day
    margins: tuple[Margin, ...]

    @property
    def missed(self) -> tuple[Margin, ...]:
        """The wishes that are not met."""
        return tuple(m for m in self.margins if m.spare < 0)
