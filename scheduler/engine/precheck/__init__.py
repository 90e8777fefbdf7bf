"""Counting before any search: what cannot be done because there is too little of something, in milliseconds.

A finding is a proof; no finding proves nothing. Each family of demands is one file, each shared thing (a teacher's
week, a class's, a set of rooms, a day) a small flow whose smallest cut names the lessons that are too many:

places     single courses and subjects: times, days        locks     固排 against everything
doubles    runs of periods                                 meetings  教研
people     teachers                                        rooms     grounds and special rooms
classes    classes' weeks                                  sport     PE and activity, day by day
homework   minutes and pieces a week                       halves    half-days

facts holds what all of them need, caps what a day may hold; packing and flow are the networks; why and words say it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.domain import RuleSetting, School

from .classes import classes, underfull
from .doubles import doubles
from .facts import Facts
from .halves import halves, rooms_by_half
from .homework import homework
from .locks import locks
from .meetings import members, sharing
from .people import teachers, teams
from .places import too_few_days, too_long, too_near, without_a_place
from .rooms import rooms
from .shortage import Shortage
from .sport import sport_in_week, sport_on_a_day

__all__ = ["Shortage", "shortages"]

_FAMILIES = (
    without_a_place, too_long, too_few_days, too_near, halves, sharing, teachers, teams, rooms, rooms_by_half, doubles,
    sport_in_week, sport_on_a_day, underfull, classes, members, homework,
)  # fmt: skip


def shortages(school: School, settings: Sequence[RuleSetting], forbidden: Mapping[str, set[str]]) -> list[Shortage]:
    """Every shortage that counting shows, the more specific first.

    ``settings`` are those that have a part in the search; ``forbidden`` gives the slot ids that the hard ones among
    them forbid to a course, by course id.
    """
    facts = Facts(school, settings, forbidden)
    found = list(locks(facts))
    for family in _FAMILIES:
        found += [s for s in family(facts) if not _told(s, found)]
    return found


def _told(shortage: Shortage, found: Sequence[Shortage]) -> bool:
    """Whether earlier findings about the same lessons, or some of them, already tell as much as this one."""
    courses = set(shortage.courses)
    if not courses or shortage.kind == "week":
        return False
    found = [s for s in found if s.courses and s.kind != "week"]
    held_together = (s for s in found if s.kind in ("band", "lock"))  # what is short of one is short of all
    if any(courses == set(s.courses) for s in found) or any(courses < set(s.courses) for s in held_together):
        return True
    return sum(s.short for s in found if courses.issuperset(s.courses)) >= shortage.short
