"""固排禁排: scopes by name, rooms that a fixed lesson must be in, and locks that cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain import At, Course, RoomNeed, School, Scope, Slot, Times, Weeks
from scheduler.rule import say_at

from .draft import Draft
from .log import Log
from .overrides import find_rooms, find_subjects
from .sheets.groups import find_classes
from .sheets.locks import LockLine
from .staff import Staff
from .workbook import Cell


@dataclass(frozen=True)
class Lock:
    """A row of 固排禁排 with its scope; ``rooms`` are those a fixed lesson is to be in."""

    way: str
    times: Times
    scope: Scope
    cell: Cell
    rooms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LockedTimes:
    """All locks, and the research groups that have a meeting."""

    locks: tuple[Lock, ...]
    groups: frozenset[str] = frozenset()


def read_scopes(draft: Draft, staff: Staff, log: Log) -> Iterator[Lock]:
    """The locks whose names are all known."""
    for line in draft.locks:
        before = len(log.problems)
        rooms = find_rooms(line.room, draft, log)
        scope = Scope(
            groups=_groups(line, draft, log),
            subjects=find_subjects(line.subject, draft, log),
            teachers=frozenset(staff.listed(line.teacher)),
        )
        if line.way == "fixed" and not (scope.subjects or scope.teachers):
            log.add(line.cell, "固排 要写明科目或教师", "a fixed time needs a subject or a teacher")
        if len(log.problems) > before:
            continue
        if line.way == "fixed":
            yield Lock(line.way, line.times, scope, line.cell, rooms)
        else:
            yield Lock(line.way, line.times, replace(scope, rooms=rooms), line.cell)


def _groups(line: LockLine, draft: Draft, log: Log) -> frozenset[str]:
    if line.klass.empty:
        return frozenset()
    named = [g.name for g in draft.groups if g.band and g.name == str(line.klass.value).strip()]
    return frozenset(named or find_classes(line.klass, draft.classes, log))


def narrow_rooms(courses: Sequence[Course], locks: Sequence[Lock], school: School, log: Log) -> tuple[Course, ...]:
    """The courses, those of a 固排 row with a room narrowed to it."""
    found = []
    for course in courses:
        for lock in locks:
            if lock.rooms and lock.scope.has_course(course, school):
                course = _in_rooms(course, lock)
        found.append(course)
    return tuple(found)


def _in_rooms(course: Course, lock: Lock) -> Course:
    """One need is narrowed: the first that may be met there, else one more is added."""
    needs = list(course.needs)
    for i, need in enumerate(needs):
        options = tuple(r for r in need.options if r in lock.rooms)
        if options:
            needs[i] = RoomNeed(options)
            return replace(course, needs=tuple(needs))
    return replace(course, needs=(*needs, RoomNeed(tuple(sorted(lock.rooms)))))


def check_locks(school: School, locks: Sequence[Lock], away: Sequence[Lock], log: Log) -> None:
    """Note locks on times at which nobody has lessons, and fixed times that contradict other cells.

    ``away`` are the unavailable times of teachers and rooms, written as forbidden locks.
    """
    for lock in [*locks, *away]:
        _check_open(school, lock, log)
    forbidden = [k for k in [*locks, *away] if k.way == "forbidden"]
    taken: list[tuple[Lock, Slot, list[Course]]] = []
    for lock in (k for k in locks if k.way == "fixed"):
        for courses in _units(school, lock):
            for slot in _exact(school, lock, courses[0]):
                _check_forbidden(school, lock, courses, slot, forbidden, log)
                _check_taken(school, lock, courses, slot, taken, log)
                taken.append((lock, slot, courses))


def _units(school: School, lock: Lock) -> list[list[Course]]:
    """The courses of which one is held at each fixed time: of a class (in a subject), or of a teacher."""
    inside = [c for c in school.courses if lock.scope.has_course(c, school)]
    if lock.scope.teachers and not (lock.scope.subjects or lock.scope.groups):
        units = [[c for c in inside if t in c.teachers] for t in sorted(lock.scope.teachers)]
    else:
        units = [[c] for c in inside if not c.groups]
        for klass in school.classes:
            of_class = [c for c in school.courses_of(klass) if c in inside]
            subjects = dict.fromkeys(c.subject for c in of_class) if lock.scope.subjects else [""]
            units += [[c for c in of_class if s in ("", c.subject)] for s in subjects]
    return [unit for unit in units if unit]


def _check_open(school: School, lock: Lock, log: Log) -> None:
    bells = {c.bell for c in school.courses if lock.scope.has_course(c, school)} or {b.id for b in school.grid.bells}
    slots = [s for s in school.grid.slots if s.bell in bells]
    for pattern in lock.times.patterns:
        if slots and not any(pattern.matches(s) for s in slots):
            time = str(Times((pattern,)))
            log.add(
                lock.cell, f"{time} 不是上课时间", f"there is no lesson at {time}", "节次按当天的上课节数算",
                "lessons are counted over the lesson blocks of the day", fatal=lock.way == "fixed",
            )  # fmt: skip


def _exact(school: School, lock: Lock, course: Course) -> list[Slot]:
    """The slots of the patterns that leave no choice to the course."""
    found = []
    for pattern in lock.times.patterns:
        slots = [s for s in school.grid.slots if s.bell == course.bell and pattern.matches(s)]
        found += slots if len(slots) == 1 else []
    return found


def _check_forbidden(
    school: School, lock: Lock, courses: Sequence[Course], slot: Slot, forbidden: Sequence[Lock], log: Log
) -> None:
    for other in forbidden:
        if slot in other.times and all(other.scope.has_course(c, school) for c in courses):
            where = f"{other.cell.sheet} {other.cell.address}"
            zh = f"{courses[0].id} 固排在 {_say(slot, 'zh')}，但 {where} 不许排在这时"
            en = f"{courses[0].id} is fixed at {_say(slot, 'en')}, which {where} forbids"
            log.add(lock.cell, zh, en, "改其中一处", "change one of them")


def _check_taken(
    school: School,
    lock: Lock,
    courses: list[Course],
    slot: Slot,
    taken: Sequence[tuple[Lock, Slot, list[Course]]],
    log: Log,
) -> None:
    """Note a row that wants a class or a teacher whom another row has at the same time."""
    for other, at, others in taken:
        both = _people(school, courses) & _people(school, others)
        bands = {c.band for c in [*courses, *others]}
        if (
            both
            and at.overlaps(slot)
            and not {c.id for c in courses} & {c.id for c in others}
            and bands in ({""}, set())
        ):
            who = sorted(both)[0]
            who = school.atoms[who].id if who in school.atoms else who
            one, two, address = others[0].id, courses[0].id, other.cell.address
            zh = f"{who} 在 {_say(slot, 'zh')} 已固排 {one}（{address}），不能再固排 {two}"
            en = f"{who} has {one} at {_say(slot, 'en')} ({address}), so not {two}"
            log.add(lock.cell, zh, en, "改其中一处", "change one of them")


def _people(school: School, courses: Sequence[Course]) -> set[str]:
    """The pupils and teachers busy whichever of the courses is held, in every week."""
    if not all(any(s.weeks is Weeks.ALL for s in c.sessions) for c in courses):
        return set()
    busy = [{a for g in c.groups for a in school.group[g].atoms} | set(c.teachers) for c in courses]
    return set.intersection(*busy)


def _say(slot: Slot, lang: str) -> str:
    return say_at(At(slot.day, slot.period), lang)
