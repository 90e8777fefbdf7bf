"""The activities of a FET file: one a session, and lessons of odd and even weeks put together as FET knows no weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain import Course, Placement, School, Session, Timetable, Weeks

from .clock import Hour, Hours

MOST_SPLIT = 35  # activities that FET takes as one split activity


@dataclass(frozen=True)
class Activity:
    """An activity: the sessions that are one in FET's sight (one, but for lessons every other week), its number and
    that of its split group (0: none), and where it stands in the timetable that is written, if any."""

    id: int
    parts: tuple[tuple[Course, Session], ...]
    group: int = 0
    total: int = 0
    placement: Placement | None = None

    @property
    def course(self) -> Course:
        """The course of its first session."""
        return self.parts[0][0]

    @property
    def duration(self) -> int:
        """Length in hours."""
        return self.parts[0][1].duration

    @property
    def whole(self) -> bool:
        """Whether it is one session held every week, so that nothing of it is lost."""
        return len(self.parts) == 1 and self.parts[0][1].weeks is Weeks.ALL

    @property
    def courses(self) -> tuple[Course, ...]:
        """The courses it stands for."""
        return tuple(dict.fromkeys(c for c, _ in self.parts))

    @property
    def subject(self) -> str:
        """Its subject; of lessons in turn, both: 音乐/美术."""
        return "/".join(dict.fromkeys(c.subject for c in self.courses))

    @property
    def teachers(self) -> tuple[str, ...]:
        """Everybody who teaches in it in any week."""
        return tuple(dict.fromkeys(t for c in self.courses for t in c.teachers))

    @property
    def groups(self) -> tuple[str, ...]:
        """Everybody who is taught in it in any week."""
        return tuple(dict.fromkeys(g for c in self.courses for g in c.groups))


def activities_of(school: School, timetable: Timetable, hours: Hours) -> list[Activity]:
    """Every session of the school, in the order of the plan; with an empty timetable nothing has a place."""
    placed = {(p.course, p.session): p for p in timetable.placements}
    found: list[Activity] = []
    halves: list[tuple[Course, Session]] = []
    for course in school.courses:
        whole = [s for s in course.sessions if s.weeks is Weeks.ALL]
        halves += [(course, s) for s in course.sessions if s.weeks is not Weeks.ALL]
        for some in (whole[i : i + MOST_SPLIT] for i in range(0, len(whole), MOST_SPLIT)):
            first, total = len(found) + 1, sum(s.duration for s in some)
            for session in some:
                alone = len(some) == 1
                found.append(
                    Activity(
                        len(found) + 1, ((course, session),), 0 if alone else first,
                        session.duration if alone else total, placed.get((course.id, session.id)),
                    )
                )  # fmt: skip
    joined = _as_placed(hours, halves, placed) if placed else _in_turn(halves)
    for parts in joined:
        where = placed.get((parts[0][0].id, parts[0][1].id))
        found.append(Activity(len(found) + 1, tuple(parts), 0, parts[0][1].duration, where))
    return found


_Parts = list[tuple[Course, Session]]


def _as_placed(hours: Hours, halves: _Parts, placed: dict[tuple[str, str], Placement]) -> Iterator[_Parts]:
    """Lessons of odd and even weeks that stand in one place and share people are one activity."""
    school = hours.school
    by_place: dict[tuple[Hour, int], list[tuple[set[str], _Parts]]] = defaultdict(list)
    for number, (course, session) in enumerate(halves):
        placement = placed.get((course.id, session.id))
        start = hours.at(school.grid.slot[placement.start]) if placement else (-1, number)
        people = {*course.teachers, *(a for g in course.groups for a in school.group[g].atoms)}
        parts: _Parts = [(course, session)]
        rest = []
        for others, some in by_place[start, session.duration]:
            if people & others:
                people, parts = people | others, some + parts
            else:
                rest.append((others, some))
        by_place[start, session.duration] = [*rest, (people, parts)]
    for components in by_place.values():
        yield from (parts for _, parts in components)


def _in_turn(halves: _Parts) -> Iterator[_Parts]:
    """Two lessons of one class in turn; and two such pairs with the same teachers, who change over between classes."""
    waiting: dict[object, tuple[Course, Session]] = {}
    pairs: list[_Parts] = []
    for course, session in halves:
        key = (course.groups, course.bell, session.duration)
        other = waiting.get(key)
        if other is None:
            waiting[key] = (course, session)
            continue
        del waiting[key]
        pairs.append([other, (course, session)])
    pairs += [[single] for single in waiting.values()]
    open_pairs: dict[object, _Parts] = {}
    for pair in pairs:
        staff = frozenset(t for c, _ in pair for t in c.teachers)
        alike = (staff, pair[0][0].bell, pair[0][1].duration)
        other_pair = open_pairs.get(alike, [])
        if len(pair) == 1 or not staff or (other_pair and other_pair[0][0].groups == pair[0][0].groups):
            yield pair
        elif other_pair:
            yield open_pairs.pop(alike) + pair
        else:
            open_pairs[alike] = pair
    yield from open_pairs.values()
