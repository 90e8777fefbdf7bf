"""What a district is, and what is decided over its schools: frozen data, no solver.

Minutes are clock minutes, lessons are lessons (periods) a week unless a name says a day. Schools and shared teachers
are called by their names, which are unique in the district.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scheduler.domain import Half, Text, Times


@dataclass(frozen=True, order=True)
class Visit:
    """A half-day that a shared teacher spends at a school."""

    teacher: str
    school: str
    day: int
    half: Half


Visits = frozenset[Visit]


@dataclass(frozen=True)
class SharedTeacher:
    """A teacher of more than one school. ``home``: where he belongs ('' for a teacher of the district); ``schools``:
    the only ones he may teach at (empty: any). ``day_most``, ``week_most``: lessons over all schools, 0 for no limit.
    ``away``: when he is at no school. ``specialist``: trained in his subjects, not only willing."""

    id: str
    subjects: tuple[str, ...]
    home: str = ""
    schools: frozenset[str] = frozenset()
    kind: str = "itinerant"
    day_most: int = 0
    week_most: int = 0
    away: Times = field(default_factory=Times)
    specialist: bool = True


@dataclass(frozen=True)
class DistrictSchool:
    """A school of the district. ``content``: its plan workbook as bytes, as the folder has it or as made from a row of
    like schools. ``source``: the file it comes from. ``place``: where it lies, the school's name where nothing is said
    (schools of one place need no travel)."""

    name: str
    content: bytes = field(repr=False)
    source: Path
    place: str = ""


@dataclass(frozen=True)
class Policy:
    """What the district decides for shared teachers. ``schools_most``: most schools one of them teaches at (0: no
    limit). ``same_day``: whether he may be at two schools on one day, one in the morning and one in the afternoon.
    ``specialist_share``: least share, 0 to 1, of the lessons of music, art and PE that specialists give in each school.
    ``days_most``: most days a week that he travels away from home (0: no limit)."""

    schools_most: int = 0
    same_day: bool = True
    specialist_share: float = 0.0
    days_most: int = 0


@dataclass(frozen=True)
class District:
    """A district as its folder says. ``travel``: minutes between two places, both orders; what is not written is
    ``default_travel``, or a whole half-day where that is None. ``packs``: rule packs for every school; ``rules``: rows
    of 规则 for every school, as header → cell."""

    name: str
    schools: tuple[DistrictSchool, ...]
    teachers: tuple[SharedTeacher, ...] = ()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    default_travel: int | None = None
    policy: Policy = field(default_factory=Policy)
    packs: tuple[str, ...] = ()
    rules: tuple[Mapping[str, object], ...] = ()
    content: bytes = field(default=b"", repr=False)  # of district.xlsx

    @cached_property
    def school(self) -> dict[str, DistrictSchool]:
        """Schools by name."""
        return {s.name: s for s in self.schools}

    @cached_property
    def teacher(self) -> dict[str, SharedTeacher]:
        """Shared teachers by name."""
        return {t.id: t for t in self.teachers}

    def minutes(self, one: str, other: str) -> int | None:
        """Minutes of travel between two schools; None where nobody says, so that no noon break is enough."""
        a, b = (self.school[s].place or s for s in (one, other))
        return 0 if a == b else self.travel.get((a, b), self.travel.get((b, a), self.default_travel))


@dataclass(frozen=True, order=True)
class Absence:
    """A restriction that a school was solved under: the teacher is not there on this half-day (``most`` None), or gives
    at most so many lessons there on this day (``half`` None)."""

    teacher: str
    school: str
    day: int
    half: Half | None = None
    most: int | None = None


@dataclass(frozen=True)
class Cut:
    """A school cannot be timetabled under all of these absences together: at least one must be lifted. Only ever from
    a proof; no absences: the school is impossible whatever the district decides. ``why`` says the cause."""

    school: str
    absences: frozenset[Absence]
    why: Text


@dataclass(frozen=True)
class SchoolResult:
    """What came of one school's solve. ``status``: solved, impossible (proved), unknown (not found in time), failed
    (set aside, ``why``), stopped. ``key``: of its run folder in the store, '' without a timetable. ``cuts``: when
    impossible, at least one. ``cost`` in thousandths. ``seconds``: wall and processor seconds."""

    school: str
    status: str
    key: str = ""
    cost: int | None = None
    cuts: tuple[Cut, ...] = ()
    why: Text | None = None
    seconds: float = 0.0
    processor: float = 0.0
