"""Contradictions of fixed and forbidden times: with each other, with people, with what a rule asks of two lessons."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .planting import Planting, classes, half_days, idle, kind, planted, teachers, weekly
from .site import Draft, Held, Site


def _name(half: tuple[int, str]) -> str:
    return f"周{'一二三四五六日'[half[0] - 1]}{'上午' if half[1] == 'am' else '下午'}"


def _lockable(x: Held) -> bool:
    """A single lesson with one teacher, of a subject that the plan does not fix already."""
    return weekly(x.course) and x.course.subject != "班会" and all(s.duration == 1 for s in x.course.sessions)


@kind("locks_teacher", "固排要同一位教师：节数多于半天的节数", counting=False)
def locks_teacher(site: Site, rng: random.Random) -> Iterator[Planting]:
    """More classes of a teacher are fixed in a half-day than he has lessons left there."""
    for name, bell, mine in teachers(site, rng):
        for half, slots in half_days(site, bell).items():
            names = {s.id for s in slots}
            inside = [x for x in mine if x.slot.id in names]
            if len(inside) >= len(slots):
                yield from _one_more(site, rng, name, half, inside, mine)


@kind("locks_class", "固排要同一个班：节数多于半天的节数", counting=False)
def locks_class(site: Site, rng: random.Random) -> Iterator[Planting]:
    """More subjects of a class are fixed in a half-day than it has lessons."""
    for klass, bell, taken in classes(site, rng):
        for half, slots in half_days(site, bell).items():
            inside = [taken[s.id] for s in slots if s.id in taken]
            if len(inside) >= len(slots):
                yield from _one_more(site, rng, klass, half, inside, taken.values())


def _one_more(
    site: Site, rng: random.Random, who: str, half: tuple[int, str], inside: Sequence[Held], mine: Iterable[Held]
) -> Iterator[Planting]:
    """A half-day that is full: all that somebody has in it is fixed there, and one lesson more."""
    held = {x.course.id for x in inside}
    others = [x for x in mine if _lockable(x) and x.course.id not in held]
    if len(held) < len(inside) or not others or not all(map(_lockable, inside)):
        return
    before, after = Draft(site), Draft(site)
    for draft in (before, after):
        cause = [_fix(draft, _name(half), x) for x in inside]
    more = rng.choice(others)
    cause.append(_fix(after, _name(half), more))
    yield planted(before, after, cause, [who], [x.course for x in (*inside, more)])


@kind("lock_away", "固排时教师不在", counting=False)
def lock_away(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A lesson is fixed in a half-day on which its teacher is away."""
    for name, bell, mine in teachers(site, rng):
        free = {s.id for s in idle(site, name, bell)}
        halves = [h for h, slots in half_days(site, bell).items() if {s.id for s in slots} <= free]
        lessons = [x for x in mine if _lockable(x)]
        old = site.cell("教师", name, "不可用时间").value
        halves = [h for h in halves if not old or _name(h)[:2] not in str(old)]
        if not halves or not lessons:
            continue
        half = rng.choice(halves)
        before, after = Draft(site), Draft(site)
        said = f"{old}；{_name(half)}" if old else _name(half)
        before.away(name, said)
        x = rng.choice(lessons)
        cause = [after.away(name, said), _fix(after, _name(half), x)]
        yield planted(before, after, cause, [name], [x.course])


@kind("lock_forbidden", "固排与本科目禁排", counting=False)
def lock_forbidden(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject is forbidden to a class in a half-day, and fixed there in another row."""
    for klass, bell, taken in classes(site, rng):
        lessons = [x for x in taken.values() if _lockable(x)]
        x = rng.choice(lessons)
        used = {(y.slot.day, str(y.slot.half)) for y in lessons if y.course is x.course}
        half = rng.choice([h for h in half_days(site, bell) if h not in used])
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            no = draft.lock("禁排", _name(half), 班级=klass, 科目=x.course.subject)
        cause = [no, _fix(after, _name(half), x)]
        yield planted(before, after, cause, [klass], [x.course])


@kind("lock_taken", "两条固排要同一节（读表时就拒绝）", counting=True)
def lock_taken(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two lessons of a class are fixed in one and the same lesson of the week."""
    for klass, _, taken in classes(site, rng):
        one, two = rng.sample([x for x in taken.values() if _lockable(x)], 2)
        if one.course.subject == two.course.subject:
            continue
        before, after = Draft(site), Draft(site)
        time = site.said(one.course.bell, [one.slot])
        for draft in (before, after):
            cause = [_fix(draft, time, one)]
        cause.append(_fix(after, time, two))
        yield planted(before, after, cause, [klass], [one.course, two.course], read=True)


def _fix(draft: Draft, time: str, x: Held) -> str:
    return draft.lock("固排", time, 班级=x.course.groups[0], 科目=x.course.subject)


def _two(site: Site, rng: random.Random, *, adjacent: bool = False) -> Iterator[tuple[str, Held, Held]]:
    """Two subjects that a class has on one day, each once: the earlier and the later, next to each other or not."""
    for klass, bell, taken in classes(site, rng):
        found = []
        for slots in half_days(site, bell).values():
            row = [taken[s.id] for s in slots if s.id in taken]
            found += [(a, b) for a, b in pairwise(row) if a.slot.next == b.slot.id or not adjacent]
        count = Counter((x.course.subject, x.slot.day) for x in taken.values())
        good = [
            (a, b)
            for a, b in found
            if _lockable(a) and _lockable(b) and a.course is not b.course
            and max(count[x.course.subject, x.slot.day] for x in (a, b)) == 1
        ]  # fmt: skip
        if good:
            yield (klass, *rng.choice(good))


def _ruled(site: Site, klass: str, one: Held, two: Held, rule: str, params: str) -> Planting:
    """Both lessons are fixed where the hidden timetable has them; a hard rule forbids just that."""
    before, after = Draft(site), Draft(site)
    for draft in (before, after):
        cause = [_fix(draft, site.said(x.course.bell, [x.slot]), x) for x in (one, two)]
    cause.append(after.ask(rule, params, 班级=klass))
    return planted(before, after, cause, [klass], [one.course, two.course])


@kind("order", "先后顺序与两处固排", counting=False)
def order(site: Site, rng: random.Random) -> Iterator[Planting]:
    """The later of two fixed lessons is to come first."""
    for klass, one, two in _two(site, rng):
        params = f"first={two.course.subject}; then={one.course.subject}"
        yield _ruled(site, klass, one, two, "subject_order", params)


@kind("exclusive", "两科互斥与两处固排", counting=False)
def exclusive(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two lessons fixed on one day may not be on one day; there are days enough for both."""
    for klass, one, two in _two(site, rng):
        if len(one.course.sessions) + len(two.course.sessions) > len(site.school.grid.days):
            continue
        params = f"first={one.course.subject}; second={two.course.subject}; span=全天"
        yield _ruled(site, klass, one, two, "subjects_exclusive", params)


@kind("right_before", "不相接的两科固排成相接", counting=False)
def right_before(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two lessons fixed next to each other may not follow each other."""
    for klass, one, two in _two(site, rng, adjacent=True):
        params = f"first={one.course.subject}; then={two.course.subject}"
        yield _ruled(site, klass, one, two, "not_right_before", params)


@kind("not_first", "体育不排第一节，却固排在第一节", counting=False)
def not_first(site: Site, rng: random.Random) -> Iterator[Planting]:
    """PE is fixed in a first lesson, where the hidden timetable has it; then it may not be the first."""
    pe = site.school.tagged("pe")
    for klass, bell, taken in classes(site, rng):
        for x in taken.values():
            if x.slot.period != 1 or x.course.subject not in pe or not _lockable(x):
                continue
            before, after = Draft(site), Draft(site)
            for draft in (before, after):
                cause = [_fix(draft, site.said(bell, [x.slot]), x)]
            cause.append(after.ask("pe_not_first", 班级=klass))
            yield planted(before, after, cause, [klass], [x.course])
            break


@kind("chain", "班级只剩一节、教师不在、又禁排：三处连环", counting=False)
def chain(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A lesson could be where its teacher comes; the subject is forbidden at some of these times, and at the rest the
    class has other lessons fixed."""
    for name, bell, mine in teachers(site, rng, least=3):
        lessons = [x for x in mine if _lockable(x) and len(x.course.sessions) == 1]
        if not lessons:
            continue
        x = rng.choice(lessons)
        klass = x.course.groups[0]
        taken = site.of_class[klass]
        used = {y.slot.id for y in mine}
        some = [s for s in site.slots(bell) if s.id in used and s.id != x.slot.id]
        fixed = [taken[s.id] for s in some if s.id in taken and _lockable(taken[s.id])]
        fixed = [y for y in fixed if not any(z.course is y.course and z is not y for z in fixed)][:2]
        others = [y for y in taken.values() if _lockable(y) and len(y.course.sessions) == 1]
        others = [
            y for y in others if y.course not in {z.course for z in (x, *fixed)} and name not in y.course.teachers
        ]
        if len(fixed) < 2 or not others:
            continue
        gone = {y.slot.id for y in fixed} | {x.slot.id}
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            cause = [draft.away(name, site.said(bell, idle(site, name, bell)))]
            cause.append(draft.lock("禁排", site.said(bell, [s for s in some if s.id not in gone]), 班级=klass,
                                    科目=x.course.subject))  # fmt: skip
            cause += [_fix(draft, site.said(bell, [y.slot]), y) for y in fixed]
        last = rng.choice(others)
        cause.append(_fix(after, site.said(bell, [x.slot]), last))
        yield planted(before, after, cause, [klass], [y.course for y in (x, last, *fixed)])
