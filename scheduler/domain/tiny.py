"""Tiny schools in a few words, for the examples of rules and for tests.

>>> school = tiny({"一1": "语2 体1", "一2": "语2"}, {"张": "一1语 一2语"}, days=1, periods=4)
>>> timetable = place(school, {"一1": "语 体 语 .", "一2": ". 语 . 语"})
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from .answer import HomeworkAllocation, HomeworkItem, Placement, Timetable
from .office import Office
from .school import (
    Course,
    CourseKind,
    CurriculumRow,
    Group,
    HomeworkPlan,
    HomeworkTarget,
    Room,
    RoomNeed,
    School,
    Session,
    Subject,
    Teacher,
)
from .times import Bells, Block, BlockKind, Half, Slot, TimeGrid, Weeks

TAGS = {
    "语": {"main", "language"}, "数": {"main", "maths"}, "英": {"main"}, "体": {"pe"}, "活": {"activity"},
    "音": {"music"}, "美": {"art"}, "科": {"science"}, "班": {"class_meeting"}, "劳": {"labour"},
}  # fmt: skip
_GRADES = "一二三四五六七八九"


def tiny(
    classes: Mapping[str, str],
    teachers: Mapping[str, str] | None = None,
    *,
    days: int = 1,
    periods: int = 4,
    morning: int = 2,
    rooms: Mapping[str, tuple[str, int]] | None = None,
    meetings: Mapping[str, str] | None = None,
    joint: Mapping[str, str] | None = None,
    bands: Mapping[str, str] | None = None,
    bells: Mapping[str, tuple[int, int]] | None = None,
    blocks: Iterable[Block] = (),
    homework: Mapping[str, str] | None = None,
    service: int = 0,
    part_time: Iterable[str] = (),
    pupils: int = 40,
    office: Office = Office(),  # noqa: B008 (frozen)
) -> School:
    """A tiny school.

    ``classes``: class → ``subject`` + weekly lessons, ``1x2`` a double and ``0.5`` every other week:
    ``{"一1": "语2 数1x2+1 音0.5"}``; the grade is the first character.
    ``teachers``: teacher → ``class`` + subject words: ``{"张": "一1语 一2语"}``; two teachers may name one course.
    ``morning`` of the ``periods`` a day lie before noon. A lesson takes 40 minutes from 8:00 (afternoon 14:00), every
    50; ``bells`` gives grades another first start and length, both in minutes: ``{"七": (485, 45)}``.
    ``rooms``: room → (subjects that need it, classes it holds). ``meetings``: name → its teachers, one period.
    ``joint``: subject + count → classes taught together: ``{"体1": "一1 一2"}``.
    ``bands``: ``group:subject`` + count → the classes it is drawn from; all groups of one subject meet at once.
    ``homework``: class → ``subject`` + least–most minutes a week, kind and layer where they are not the usual:
    ``{"三1": "语20-40 英10-20:oral 数0-20:written:chosen"}``. ``office``: as it is.
    """
    grid = _grid(classes, days, periods, morning, bells or {}, tuple(blocks))
    bell_of = {name: next(b.id for b in grid.bells if _grade(name) in b.grades) for name in classes}
    split = {c: sum(c in names.split() for names in (bands or {}).values()) for c in classes}
    groups = [
        Group(
            c,
            _grade(c),
            tuple(f"{c}/{i}" for i in range(split[c])) or (c,),
            pupils,
            True,
            bell_of[c],
        )
        for c in classes
    ]
    courses: list[Course] = []
    options: dict[str, tuple[str, ...]] = {}
    for room, (subjects, _) in (rooms or {}).items():
        for s in subjects:
            options[s] = (*options.get(s, ()), room)

    def add(name: str, subject: str, pattern: str, members: tuple[str, ...], bell: str, band: str = "") -> None:
        staff = tuple(t for t, words in (teachers or {}).items() if name in words.split())
        starts = tuple(s.id for s in grid.slots if s.bell == bell)
        needs = (RoomNeed(options[subject]),) if subject in options else ()
        courses.append(
            Course(name, subject, members, staff, tuple(_sessions(pattern)), starts, bell, needs=needs, band=band,
                   places=max(1, len(members)))
        )  # fmt: skip

    for klass, words in classes.items():
        for subject, pattern in _words(words):
            add(klass + subject, subject, pattern, (klass,), bell_of[klass])
    for word, members in (joint or {}).items():
        ((subject, pattern),) = _words(word)
        names = tuple(members.split())
        add("+".join(names) + subject, subject, pattern, names, bell_of[names[0]])
    for index, (word, members) in enumerate((bands or {}).items()):
        name, _, rest = word.partition(":")
        ((subject, pattern),) = _words(rest)
        names = tuple(members.split())
        atoms = tuple(f"{c}/{index}" for c in names)
        groups.append(Group(name, _grade(names[0]), atoms, pupils, False, bell_of[names[0]]))
        add(name + subject, subject, pattern, (name,), bell_of[names[0]], band=subject)
    for name, staff in (meetings or {}).items():
        bell = grid.bells[0].id
        starts = tuple(s.id for s in grid.slots if s.bell == bell)
        courses.append(
            Course(
                name,
                "教研",
                (),
                tuple(staff.split()),
                (Session(f"{name}#1"),),
                starts,
                bell,
                CourseKind.MEETING,
            )
        )
    people = dict.fromkeys([*(teachers or {}), *(t for c in courses for t in c.teachers)])
    return School(
        name="小小学校",
        grid=grid,
        subjects=tuple(Subject(s, frozenset(TAGS.get(s, ()))) for s in dict.fromkeys(c.subject for c in courses)),
        groups=tuple(groups),
        teachers=tuple(_teacher(t, courses, t in tuple(part_time)) for t in people),
        rooms=tuple(Room(name, subjects, holds) for name, (subjects, holds) in (rooms or {}).items()),
        courses=tuple(courses),
        curriculum=_curriculum(classes),
        homework=HomeworkPlan(
            tuple(_targets(homework or {})),
            tuple((g, d, service) for g in sorted({_grade(c) for c in classes}) for d in grid.days if service),
        ),
        office=office,
    )


def place(school: School, rows: Mapping[str, str], **meetings: str) -> Timetable:
    """A timetable from a row a class: a word a period, ``.`` empty, ``|`` between days (spaces around words).

    A word that follows itself is the class's double lesson while it has one; ``音/美`` puts the first in odd weeks and
    the second in even weeks, ``音/.`` leaves even weeks free. A joint course stands in each class's row and is placed
    once; a teaching group has a row of its own; a meeting stands as a keyword with its time, ``day-period``.
    """
    found: dict[str, Placement] = {}
    for name, row in rows.items():
        for placement in _read_row(school, name, row):
            found.setdefault(f"{placement.course}@{placement.start}@{placement.weeks}", placement)
    placements = list(found.values())
    for name, time in meetings.items():
        bell = school.course[name].bell
        placements.append(Placement(name, f"{name}#1", f"{bell}/{time}"))
    return Timetable(tuple(sorted(_with_rooms(school, _number(school, placements)))))


def assign(school: School, rows: Mapping[str, Mapping[str, str]]) -> HomeworkAllocation:
    """A homework board: class → subject → minutes day by day: ``{"三1": {"语": "10 0 15"}}``; of the kind and layer
    that the school wants of the subject."""
    targets = {(t.group, t.subject): (t.kind, t.layer) for t in school.homework.targets}
    return HomeworkAllocation(
        tuple(
            HomeworkItem(klass, Weeks.ALL, day, subject, int(minutes), "home", *targets.get((klass, subject), ()))
            for klass, subjects in rows.items()
            for subject, row in subjects.items()
            for day, minutes in zip(school.grid.days, row.split(), strict=True)
            if int(minutes)
        )
    )


def _grade(name: str) -> int:
    return _GRADES.index(name[0]) + 1


def _words(words: str) -> Iterator[tuple[str, str]]:
    for word in words.split():
        found = re.match(r"^(\D+)([\d.x+]+)$", word)
        if not found:
            raise ValueError(word)
        yield found[1], found[2]


def _sessions(pattern: str) -> Iterator[Session]:
    number = 0
    for part in pattern.split("+"):
        count, _, duration = part.partition("x")
        for _ in range(int(float(count))):
            number += 1
            yield Session(f"#{number}", int(duration or 1))
        if float(count) % 1:
            number += 1
            yield Session(f"#{number}", int(duration or 1), Weeks.EITHER)


def _grid(
    classes: Iterable[str],
    days: int,
    periods: int,
    morning: int,
    bells: Mapping[str, tuple[int, int]],
    blocks: tuple[Block, ...],
) -> TimeGrid:
    grades = sorted({_grade(c) for c in classes})
    other = {_grade(g) for g in bells}
    kinds = [("铃", tuple(g for g in grades if g not in other), 480, 40)]
    kinds += [(f"铃{g}", (_grade(g),), start, minutes) for g, (start, minutes) in bells.items()]
    made, slots = [], []
    for name, which, start, minutes in kinds:
        if not which:
            continue
        lessons = []
        for day, period in product(range(1, days + 1), range(1, periods + 1)):
            late = period > morning
            begin = (840 + start - 480 if late else start) + 50 * (period - 1 - (morning if late else 0))
            last = period in (morning, periods)
            slots.append(
                Slot(f"{name}/{day}-{period}", name, day, period, begin, begin + minutes,
                     Half.PM if late else Half.AM, None if last else f"{name}/{day}-{period + 1}")
            )  # fmt: skip
            lessons.append(Block(day, begin, begin + minutes, BlockKind.LESSON, f"第{period}节"))
        made.append(Bells(name, name, which, tuple(sorted((*lessons, *blocks)))))
    return TimeGrid(tuple(made), tuple(slots))


def _teacher(name: str, courses: list[Course], part_time: bool) -> Teacher:
    subjects = tuple(dict.fromkeys(c.subject for c in courses if name in c.teachers))
    return Teacher(name, "part-time" if part_time else "full-time", subjects)


def _curriculum(classes: Mapping[str, str]) -> tuple[CurriculumRow, ...]:
    rows = {}
    for klass, words in classes.items():
        for subject, pattern in _words(words):
            lessons = sum(float(p.partition("x")[0]) * int(p.partition("x")[2] or 1) for p in pattern.split("+"))
            rows[_grade(klass), subject] = lessons
    return tuple(CurriculumRow(g, s, n) for (g, s), n in sorted(rows.items()))


def _targets(homework: Mapping[str, str]) -> Iterator[HomeworkTarget]:
    for klass, words in homework.items():
        for word in words.split():
            found = re.match(r"^(\D+)(\d+)-(\d+)((?::\w+)*)$", word)
            if not found:
                raise ValueError(word)
            yield HomeworkTarget(klass, found[1], int(found[2]), int(found[3]), *found[4].split(":")[1:])


def _read_row(school: School, name: str, row: str) -> Iterator[Placement]:
    group = school.group[name]
    courses = {c.subject: c for c in school.courses if name in c.groups}
    doubles = {s: sum(x.duration == 2 for x in c.sessions) for s, c in courses.items()}
    for day, text in enumerate(row.split("|"), 1):
        words = text.split()
        skip = False
        for period, word in enumerate(words, 1):
            if skip or word == ".":
                skip = False
                continue
            start = f"{group.bell}/{day}-{period}"
            if "/" in word:
                odd, even = word.split("/")
                yield from (Placement(courses[odd].id, "0.5", start, Weeks.ODD) for _ in "1" if odd != ".")
                yield from (Placement(courses[even].id, "0.5", start, Weeks.EVEN) for _ in "1" if even != ".")
                continue
            double = doubles[word] > 0 and period < len(words) and words[period] == word
            doubles[word] -= double
            skip = double
            yield Placement(courses[word].id, "2" if double else "1", start)


def _number(school: School, placements: list[Placement]) -> Iterator[Placement]:
    """Give each placement a session of its kind; what is too many gets the last one again."""
    left = {c.id: list(c.sessions) for c in school.courses}
    for p in placements:
        if p.session not in ("0.5", "1", "2"):
            yield p
            continue
        kind = (2 if p.session == "2" else 1, p.weeks is not Weeks.ALL)
        same = [s for s in left[p.course] if (s.duration, s.weeks is not Weeks.ALL) == kind]
        if same:
            left[p.course].remove(same[0])
        session = same[0] if same else school.course[p.course].sessions[-1]
        yield Placement(p.course, session.id, p.start, p.weeks)


def _with_rooms(school: School, placements: Iterable[Placement]) -> Iterator[Placement]:
    """First free room of each need, else the first; those with the fewest options choose first."""
    used: dict[tuple[str, str, Weeks], int] = {}
    for p in sorted(placements, key=lambda p: [len(n.options) for n in school.course[p.course].needs]):
        course = school.course[p.course]
        duration = next(s.duration for s in course.sessions if s.id == p.session)
        slots = school.grid.run(school.grid.slot[p.start], duration)
        weeks = [w for w in school.weeks if p.weeks.covers(w)]
        rooms = []
        for need in course.needs:
            free = (
                r for r in need.options
                if all(used.get((r, s.id, w), 0) + course.places <= school.room[r].holds for s in slots for w in weeks)
            )  # fmt: skip
            room = next(free, need.options[0])
            rooms.append(room)
            for slot, week in product(slots, weeks):
                used[room, slot.id, week] = used.get((room, slot.id, week), 0) + course.places
        yield Placement(p.course, p.session, p.start, p.weeks, tuple(rooms))
