"""What the report says of a whole district: its checks, its shared teachers and their ways, what is short."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Half, Text, Verdict


@dataclass(frozen=True)
class CheckLine:
    """A check over the whole district, its verdict and its breaches."""

    title: Text
    asks: Text
    verdict: Verdict
    says: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Stay:
    """A half-day of a shared teacher at a school, with so many lessons (the most of odd and even weeks)."""

    day: int
    half: Half
    school: str
    lessons: int


@dataclass(frozen=True)
class SharedLine:
    """A shared teacher: lessons a week by school (mean of odd and even weeks), most on a day, the week's stays.
    ``week_most``, ``day_most``: what he may give, 0 for no limit. ``days``: on which he leaves ``home``; ``minutes`` a
    week on the way, from home and back where he has one; ``unknown``: a way among them that nobody wrote down."""

    name: str
    subjects: tuple[str, ...]
    home: str = ""
    schools: tuple[tuple[str, float], ...] = ()
    week_most: int = 0
    most: int = 0
    day_most: int = 0
    days: int = 0
    minutes: int = 0
    unknown: bool = False
    stays: tuple[Stay, ...] = ()

    @property
    def lessons(self) -> float:
        """Lessons a week over all schools."""
        return sum(n for _, n in self.schools)

    @property
    def over(self) -> bool:
        """Whether he gives more than he may."""
        return bool(0 < self.week_most < self.lessons or 0 < self.day_most < self.most)


@dataclass(frozen=True)
class ArtsLine:
    """Lessons a week of a kind of arts or PE (music, pe, art) at a school, and those that specialists give."""

    kind: str
    lessons: float
    specialists: float
    nobody: float = 0.0


@dataclass(frozen=True)
class ShortLine:
    """Lessons a week of a subject that nobody gives at a school."""

    school: str
    subject: str
    lessons: float


@dataclass(frozen=True)
class Sharing:
    """All of it. ``share``: the least share of arts and PE that the district wants from specialists; ``advice``: what
    would help where lessons are short; ``state``: how the solve of the district ended."""

    checks: tuple[CheckLine, ...] = ()
    teachers: tuple[SharedLine, ...] = ()
    arts: tuple[tuple[str, tuple[ArtsLine, ...]], ...] = ()
    short: tuple[ShortLine, ...] = ()
    advice: tuple[Text, ...] = ()
    share: float = 0.0
    state: tuple[Text, ...] = ()

    @property
    def broken(self) -> tuple[CheckLine, ...]:
        """The checks that are not kept."""
        return tuple(c for c in self.checks if c.verdict is Verdict.BROKEN)
