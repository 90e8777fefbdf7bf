"""Contradictions of rooms: too few places in the week, on a day, or for those who share them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain import Course, Slot, Weeks

from .planting import Planting, half_days, kind, planted, weekly
from .site import Draft, Site


def _kinds(site: Site, rng: random.Random) -> Iterator[tuple[tuple[str, ...], str, list[Course]]]:
    """Rooms that the same lessons may use, all of one bell schedule and every week: rooms, schedule, courses."""
    users: dict[tuple[str, ...], list[Course]] = defaultdict(list)
    for course in site.school.courses:
        for need in course.needs:
            users[tuple(sorted(need.options))].append(course)
    found = [
        (rooms, courses[0].bell, courses)
        for rooms, courses in users.items()
        if len({c.bell for c in courses}) == 1
        and all(len(c.needs) == 1 and all(s.weeks is Weeks.ALL for s in c.sessions) for c in courses)
        and not any(set(rooms) & set(other) for other in users if other != rooms)
    ]
    rng.shuffle(found)
    found.sort(key=lambda x: len(x[0]))
    yield from found


class _Places:
    """The places of some rooms slot by slot, those that the hidden timetable takes, and which can be closed."""

    def __init__(self, site: Site, rooms: tuple[str, ...], bell: str, courses: list[Course]):
        self.site, self.rooms, self.bell = site, rooms, bell
        self.holds = {r: site.school.room[r].holds for r in rooms}
        closed = site.school.closed_rooms
        self.closed = {r: {s.id for s in site.slots(bell)} & set(closed.get(r, ())) for r in rooms}
        ids = {c.id for c in courses}
        self.taken = Counter[str]()
        for x in site.held:
            if x.course.id in ids:
                self.taken[x.slot.id] += x.course.places

    def open(self, slot: Slot) -> int:
        return sum(h for r, h in self.holds.items() if slot.id not in self.closed[r])

    def close_idle(self) -> None:
        """Close every room that the hidden timetable leaves empty."""
        for slot in self.site.slots(self.bell):
            for room in sorted(self.rooms, key=lambda r: self.holds[r]):
                idle = self.open(slot) - self.taken[slot.id] >= self.holds[room]
                if slot.id not in self.closed[room] and idle:
                    self.closed[room].add(slot.id)

    def short(self) -> int:
        """Places wanted a week beyond those that are open."""
        return self.taken.total() - sum(self.open(s) for s in self.site.slots(self.bell))

    def write(self, draft: Draft) -> list[str]:
        """The unavailable times of each room that has some; returns the ids of the settings."""
        some = [r for r in self.rooms if self.closed[r]]
        slots = {r: [s for s in self.site.slots(self.bell) if s.id in self.closed[r]] for r in some}
        return [draft.closed(r, self.site.said(self.bell, slots[r])) for r in some]


@kind("room_week", "场地一周少一个位置", counting=True)
def room_week(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Closed wherever it stands empty, and a little more: fewer places in the week than lessons."""
    for rooms, bell, courses in _kinds(site, rng):
        places = _Places(site, rooms, bell, courses)
        places.close_idle()
        before, after = Draft(site), Draft(site)
        places.write(before)
        smallest = min(rooms, key=lambda r: places.holds[r])
        used = [s for s in site.slots(bell) if s.id not in places.closed[smallest]]
        rng.shuffle(used)
        while places.short() <= 0 and used:
            places.closed[smallest].add(used.pop().id)
        cause = places.write(after)
        yield planted(before, after, cause, rooms, courses)


@kind("room_half", "场地某个半天容不下固排的班", counting=True)
def room_half(site: Site, rng: random.Random) -> Iterator[Planting]:
    """All classes that the hidden timetable sends to a room in a half-day are fixed there; then it closes for a part
    of it."""
    for rooms, bell, courses in _kinds(site, rng):
        here = {c.id for c in courses}
        for half, slots in half_days(site, bell).items():
            names = {s.id for s in slots}
            inside = [x for x in site.held if x.course.id in here and x.slot.id in names and weekly(x.course)]
            subjects = Counter(x.course.subject for x in inside)
            if not inside or len(subjects) > 1 or len({x.course.id for x in inside}) < len(inside):
                continue
            places = _Places(site, rooms, bell, courses)
            last = slots[-1]
            rest = sum(places.open(s) for s in slots[:-1])
            if len(slots) < 2 or len(inside) <= rest or not places.open(last):
                continue
            members = "、".join(dict.fromkeys(x.course.groups[0] for x in inside))
            time = f"周{'一二三四五'[half[0] - 1]}{'上午' if half[1] == 'am' else '下午'}"
            before, after = Draft(site), Draft(site)
            for draft in (before, after):
                lock = draft.lock("固排", time, 班级=members, 科目=next(iter(subjects)))
            for room in rooms:
                places.closed[room].add(last.id)
            cause = [lock, *places.write(after)]
            yield planted(before, after, cause, rooms, [x.course for x in inside])


@kind("room_shared", "两位教师只能在同几节用一间场地", counting=True)
def room_shared(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Lessons of two teachers get a room of their own, of one class; both subjects may only be in one lesson fewer
    than the two need, each alone would fit."""
    by_teacher: dict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in site.school.courses:
        if weekly(course) and not course.needs and len(course.sessions) == 1 and course.periods == 1:
            by_teacher[course.teachers[0], course.subject].append(course)
    at = {x.course.id: x.slot for x in site.held}
    pairs = sorted(by_teacher)
    rng.shuffle(pairs)
    for one in pairs:
        for two in pairs:
            if one[0] == two[0] or by_teacher[one][0].bell != by_teacher[two][0].bell:
                continue
            mine = by_teacher[one][:4]
            slots = {at[c.id].id for c in mine}
            theirs = [c for c in by_teacher[two] if at[c.id].id not in slots][:4]
            theirs = list({at[c.id].id: c for c in theirs}.values())
            if min(len(mine), len(theirs)) < 2 or len(slots) < len(mine):
                continue
            yield _share(site, mine, theirs)
            break


def _share(site: Site, mine: list[Course], theirs: list[Course]) -> Planting:
    at = {x.course.id: x.slot for x in site.held}
    bell = mine[0].bell
    window = [at[c.id] for c in (*mine, *theirs)]
    room = "多功能室"
    before, after = Draft(site), Draft(site)
    cause: list[str] = []
    for draft, times in ((before, window), (after, window[:-1])):
        outside = [s for s in site.slots(bell) if s not in times]
        draft.add("场地", 名称=room, 类型=room, 同时班数=1)
        for course in (*mine, *theirs):
            klass, subject, teacher = course.groups[0], course.subject, course.teachers[0]
            draft.set("任课", klass, subject, None)
            draft.add("合班走班", 教学班=f"{klass}{subject}", 班级=klass, 科目=subject, 教师=teacher, 课时=1, 场地=room)
        cause = [
            draft.lock("禁排", site.said(bell, outside), 班级=_classes(some), 教师=some[0].teachers[0],
                       科目=some[0].subject)
            for some in (mine, theirs)
        ]  # fmt: skip
    return planted(before, after, cause, [room], [])


def _classes(courses: list[Course]) -> str:
    return "、".join(c.groups[0] for c in courses)
