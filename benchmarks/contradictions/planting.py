"""What a planting is: cells changed so that a plan holds exactly one contradiction, whose smallest cause is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain import Course, CourseKind, Slot, Weeks
from scheduler.intake.edits import Edit

from .site import Draft, Held, Site


@dataclass(frozen=True)
class Planting:
    """``edits`` make the plan impossible, ``before`` is the same without its last piece: a plan that the hidden
    timetable keeps. ``cause``: the ids of the rule settings that clash, beside nobody being in two places and every
    lesson being held; ``who``: those whom it is about; ``courses``: the lessons that find no place together.

    Courses that the edits make new belong to ``courses`` too. ``read``: reading the plan already refuses it, naming a
    cell of ``edits``. ``homework``: minutes clash, not lessons.
    """

    edits: tuple[Edit, ...]
    before: tuple[Edit, ...]
    cause: frozenset[str]
    who: frozenset[str]
    courses: tuple[str, ...] = ()
    read: bool = False
    homework: bool = False


Kind = Callable[[Site, random.Random], Iterator[Planting]]


@dataclass(frozen=True)
class Known:
    """A kind of contradiction: its name, whether counting must find it, and how it is planted, one victim at a time."""

    name: str
    counting: bool
    plant: Kind
    text: str


KINDS: dict[str, Known] = {}


def kind(name: str, text: str, *, counting: bool) -> Callable[[Kind], Kind]:
    """Enter a way of planting under a name."""

    def enter(plant: Kind) -> Kind:
        KINDS[name] = Known(name, counting, plant, text)
        return plant

    return enter


def planted(
    before: Draft, after: Draft, cause: Iterable[str], who: Iterable[str], courses: Iterable[Course], **more: object
) -> Planting:
    """A planting from its two drafts."""
    ids = tuple(dict.fromkeys(c.id for c in courses))
    return Planting(
        tuple(after.edits),
        tuple(before.edits),
        frozenset(cause),
        frozenset(who),
        ids,
        **more,  # type: ignore[arg-type]
    )


def shuffled(site: Site, rng: random.Random, names: Iterable[str]) -> list[str]:
    """Names in an order of the seed's choosing."""
    found = list(names)
    rng.shuffle(found)
    return found


def weekly(course: Course) -> bool:
    """Whether every session of the course is held every week, for one class, by one teacher, in no band."""
    return (
        course.kind is CourseKind.LESSON
        and len(course.groups) == len(course.teachers) == 1
        and not course.band
        and all(s.weeks is Weeks.ALL for s in course.sessions)
    )


def teachers(site: Site, rng: random.Random, least: int = 6) -> Iterator[tuple[str, str, list[Held]]]:
    """Teachers with at least so many lessons, all in one bell schedule and every week: name, schedule, periods."""
    for name in shuffled(site, rng, (t.id for t in site.school.teachers)):
        mine = site.of_teacher[name]
        bells = {x.course.bell for x in mine}
        lessons = [x for x in mine if x.course.groups]
        if len(bells) == 1 and len(lessons) >= least and all(weekly(x.course) for x in lessons):
            yield name, bells.pop(), mine


def classes(site: Site, rng: random.Random) -> Iterator[tuple[str, str, dict[str, Held]]]:
    """Classes without electives: name, bell schedule, what they have by slot."""
    for klass in shuffled(site, rng, (g.id for g in site.school.classes if len(g.atoms) == 1)):
        yield klass, site.school.group[klass].bell, site.of_class[klass]


def idle(site: Site, teacher: str, bell: str) -> list[Slot]:
    """The slots of a bell schedule at which a teacher has nothing."""
    free = {s.id for s in site.free(teacher)}
    return [s for s in site.slots(bell) if s.id in free]


def courses_of(site: Site, teacher: str) -> tuple[Course, ...]:
    """Everything a teacher takes part in."""
    return site.school.courses_of_teacher[teacher]


def half_days(site: Site, bell: str) -> dict[tuple[int, str], list[Slot]]:
    """The slots of each half-day."""
    found: dict[tuple[int, str], list[Slot]] = {}
    for slot in site.slots(bell):
        found.setdefault((slot.day, str(slot.half)), []).append(slot)
    return found
