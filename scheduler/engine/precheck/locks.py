"""Locked times (固排) against everything: where nothing can be held, more locks than lessons, two that want one
teacher, class or place at once. Locks that leave one time then take it from all others (``Facts.pin``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain import Course, RuleSetting, School, Text, TimePattern, Weeks

from .facts import Facts, Pin
from .flow import bits
from .shortage import Shortage
from .why import finding
from .words import say_times


@dataclass(frozen=True)
class Lock:
    """One locked time: of some courses, one is to be held in one of these slots, in every week where ``weekly``."""

    setting: str
    who: tuple[str, ...]
    courses: tuple[Course, ...]
    slots: int  # those of the locked time
    open: int  # those of them that are open to some of the courses
    weekly: bool


def locks(facts: Facts) -> Iterator[Shortage]:
    """Locks that cannot be kept; those that can are pinned."""
    found = locked(facts)
    bad = set()
    for lock in found:
        if not lock.open:
            bad.add(id(lock))
            yield _closed(facts, lock)
    good = [lock for lock in found if id(lock) not in bad]
    yield from _too_many(facts, good)
    for a, b, shared in _clashes(facts, good):
        bad |= {id(a), id(b)}
        yield _clash(facts, a, b, shared)
    pins = [lock for lock in good if id(lock) not in bad and lock.weekly and lock.open.bit_count() == 1]
    yield from _crowds(facts, pins)
    facts.pin([Pin(p.setting, tuple(c.id for c in p.courses), p.open.bit_length() - 1) for p in pins])


def locked(facts: Facts) -> list[Lock]:
    """Every locked time of every lock."""
    return [lock for setting in facts.hard["fixed_time"] for lock in _locks(facts, setting)]


def _locks(facts: Facts, setting: RuleSetting) -> Iterator[Lock]:
    for who, courses in _wanted(facts, setting):
        weekly = any(s.weeks is Weeks.ALL for c in courses for s in c.sessions)
        bells = {c.bell for c in courses}
        for pattern in setting["times"].patterns:
            slots = _slots(facts, pattern, bells)
            reach = 0
            for course in courses:
                reach |= facts.open(course)
            yield Lock(setting.id, who, tuple(courses), slots, slots & reach, weekly)


def _slots(facts: Facts, pattern: TimePattern, bells: set[str]) -> int:
    return sum(1 << i for i, s in enumerate(facts.slots) if s.bell in bells and pattern.matches(s))


def _wanted(facts: Facts, setting: RuleSetting) -> Iterator[tuple[tuple[str, ...], list[Course]]]:
    """Whose lessons are locked, and the courses of which one is to be held: as ``fixed_time`` asks it."""
    scope, school = setting.scope, facts.school
    if scope.teachers and not (scope.subjects or scope.groups or scope.grades):
        for teacher in sorted(scope.teachers):
            mine = [c for c in facts.courses_of_teacher.get(teacher, ()) if scope.has_course(c, school)]
            if mine:
                yield (teacher,), mine
        return
    yield from (((c.id,), [c]) for c in school.courses if not c.groups and scope.has_course(c, school))
    named = [school.group[g] for g in scope.groups if g in school.group]
    everybody = not named or not all(g.is_class for g in named)  # a teaching group has pupils of any class
    for klass in school.classes if everybody else sorted(named, key=lambda g: g.id):
        attended = {c.id: c for atom in klass.atoms for c in school.courses_of_atom[atom]}
        courses = [c for c in attended.values() if scope.has_lessons(klass, c)]
        if courses and not scope.subjects:
            yield (klass.id,), courses
            continue
        for subject in dict.fromkeys(c.subject for c in courses):
            yield (klass.id, subject), [c for c in courses if c.subject == subject]


def _closed(facts: Facts, lock: Lock) -> Shortage:
    who = "".join(lock.who)
    text = Text(
        f"{who} 固排在{say_times(facts, lock.slots, 'zh')}，这个时间它不能排",
        f"{who} is locked to {say_times(facts, lock.slots, 'en')}, where it cannot be held",
    )
    return finding(facts, "lock", lock.who, (1, 0), text, lock.courses, (lock.setting,))


def _too_many(facts: Facts, found: Sequence[Lock]) -> Iterator[Shortage]:
    """More locked slots than lessons of those who are locked."""
    single: dict[tuple[Course, ...], list[Lock]] = defaultdict(list)
    for lock in found:
        if lock.weekly and lock.slots.bit_count() == 1:
            single[lock.courses].append(lock)
    for courses, mine in single.items():
        slots = 0
        for lock in mine:
            slots |= lock.slots
        need, have = slots.bit_count(), sum(facts.load[c.id] for c in courses) // facts.weeks
        if need > have:
            who = mine[0].who
            name = "".join(who)
            text = Text(
                f"{name} 固排了 {need} 个时间（{say_times(facts, slots, 'zh')}），每周只有 {have} 节，"
                f"差 {need - have} 节",
                f"{name} is locked to {need} times ({say_times(facts, slots, 'en')}) and has {have} lesson(s) a week: "
                f"{need - have} short",
            )
            yield finding(facts, "lock", who, (need, have), text, courses, [m.setting for m in mine], slots)


def _clashes(facts: Facts, found: Sequence[Lock]) -> Iterator[tuple[Lock, Lock, str]]:
    """Pairs of locks to overlapping times that one teacher, or one class, would have to keep both."""
    by_day: dict[int, list[Lock]] = defaultdict(list)
    for lock in found:
        if lock.weekly and lock.open.bit_count() == 1:
            by_day[facts.slots[lock.open.bit_length() - 1].day].append(lock)
    seen: set[tuple[frozenset[str], frozenset[str]]] = set()
    for some in by_day.values():
        for a, b in combinations(some, 2):
            ids = frozenset(c.id for c in a.courses), frozenset(c.id for c in b.courses)
            if ids[0] & ids[1] or ids in seen or not facts.overlapping[a.open.bit_length() - 1] & b.open:
                continue
            shared = _shared(facts.school, (*a.courses, *b.courses))
            if shared:
                seen.add(ids)
                yield a, b, shared


def _shared(school: School, courses: Sequence[Course]) -> str:
    """A teacher or class that is in all of these courses; '' when there is none."""
    staff = set.intersection(*(set(c.teachers) for c in courses))
    pupils = set.intersection(*({a for g in c.groups for a in school.group[g].atoms} for c in courses))
    return min(staff, default="") or min((school.atoms[a].id for a in pupils), default="")


def _clash(facts: Facts, a: Lock, b: Lock, shared: str) -> Shortage:
    names, teacher = ("".join(a.who), "".join(b.who)), shared in facts.school.teacher
    times = say_times(facts, a.open | b.open, "zh"), say_times(facts, a.open | b.open, "en")
    whom = f"{'教师' if teacher else '班级'} {shared}"
    text = Text(
        f"{names[0]} 和 {names[1]} 都固排在{times[0]}，都要{whom}，同一时间只能上一节",
        f"{names[0]} and {names[1]} are both locked to {times[1]}, and {shared} can have one lesson at a time",
    )
    asked = (a.setting, b.setting, *facts.ids("teacher_clash" if teacher else "class_clash"))
    courses = list({c.id: c for c in (*a.courses, *b.courses)}.values())
    who = tuple(dict.fromkeys((shared, *a.who, *b.who)))
    return finding(facts, "lock", who, (2, 1), text, courses, asked, a.open | b.open)


def _crowds(facts: Facts, pins: Sequence[Lock]) -> Iterator[Shortage]:
    """Locks to one time that want more places of one set of rooms than there are."""
    school = facts.school
    wanted: dict[tuple[int, tuple[str, ...]], dict[tuple[Course, ...], Lock]] = defaultdict(dict)
    for pin in pins:
        slot = pin.open.bit_length() - 1
        for options in {n.options for n in pin.courses[0].needs}:
            alone = all(any(n.options == options for n in c.needs) for c in pin.courses)
            taken = {c.id for courses in wanted[slot, options] for c in courses}
            if alone and taken.isdisjoint(c.id for c in pin.courses):
                wanted[slot, options][pin.courses] = pin
    for (slot, options), mine in wanted.items():
        places = [school.room[r].holds for r in options if facts.slots[slot].id not in school.closed_rooms.get(r, ())]
        need, have = sum(min(c.places for c in courses) for courses in mine), sum(places)
        if need > have:
            names, times = "、".join(options), 1 << slot
            text = Text(
                f"场地 {names} {say_times(facts, times, 'zh')}固排了 {need} 班次，最多容 {have} 班次，差 {need - have}",
                f"rooms {names}, {say_times(facts, times, 'en')}: {need} class places are locked, there are at most "
                f"{have}: {need - have} short",
            )
            closed = closed_rooms(facts, options, times)
            asked = [*(m.setting for m in mine.values()), *facts.ids("room_places"), *closed]
            courses = [c for some in mine for c in some]
            yield finding(facts, "lock", options, (need, have), text, courses, asked, times)


def closed_rooms(facts: Facts, rooms: Sequence[str], slots: int) -> list[str]:
    """The settings that close one of these rooms in one of these slots."""
    asked = (s for s in facts.hard["forbidden_times"] if not s.scope.rooms.isdisjoint(rooms))
    return [s.id for s in asked if any(facts.slots[i] in s["times"] for i in bits(slots))]
