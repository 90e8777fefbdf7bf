"""Shows that a school can be timetabled, without the solver: lessons placed one by one, turning others out.

The most awkward lesson comes first. A lesson that finds no free slot takes the one whose lessons have been
turned out least, and these go back into the queue (ejection chains, as in FET). What comes out is a witness
only after every hard rule of the school has been checked on it: ``broken`` lists the breaches.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from constraints import catalogue
from samples.tightness import read_school
from samples.units import Unit, make_units
from scheduler.domain import (
    CourseKind,
    Placement,
    School,
    Slot,
    Timetable,
    View,
)
from scheduler.rule import Rule, Stage, Violation


@dataclass
class _State:
    school: School
    apart: Mapping[str, frozenset[str]]
    day_limit: Mapping[str, int]
    closed: Mapping[str, frozenset[str]]
    rng: random.Random
    clock: dict[str, tuple[str, ...]] = field(default_factory=dict)  # slot → slots that overlap it
    at: dict[int, str] = field(default_factory=dict)
    rooms: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    pupils: dict[tuple[str, str], int] = field(default_factory=dict)  # (atom, slot) → unit
    people: defaultdict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    places: defaultdict[tuple[str, str], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    counted: defaultdict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    worked: defaultdict[tuple[str, int], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    thrown: Counter[int] = field(default_factory=Counter)


def find(school: School, rules: Mapping[str, Rule], seed: int = 1, steps: int = 60_000) -> Timetable | None:
    """A timetable, or None when ``steps`` placements were not enough."""
    units = list(make_units(school, rules))
    by_number = {u.number: u for u in units}
    state = _start(school, seed)
    queue = [(len(u.starts) - 8 * len(u.parts), state.rng.random(), u.number) for u in units]
    heapq.heapify(queue)
    while queue:
        if steps == 0:
            return None
        steps -= 1
        unit = by_number[heapq.heappop(queue)[2]]
        for out in _place(state, unit, by_number):
            state.thrown[out] += 1
            heapq.heappush(queue, (-1000 - state.thrown[out], state.rng.random(), out))
    return Timetable(tuple(sorted(_placements(state, units))))


def report(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """A line a sample: whether a timetable was found, and which hard rules are broken on it."""
    rules = catalogue()
    for name in names:
        school = read_school(folder / f"{name}.xlsx", rules)
        timetable = find(school, rules)
        if timetable is None:
            yield f"{name}: no timetable found"
            continue
        wrong = Counter(v.setting for v in broken(school, timetable, rules))
        said = ", ".join(f"{setting} × {count}" for setting, count in wrong.items()) or "no hard rule broken"
        yield f"{name}: {len(timetable.placements)} sessions placed, {said}"


def broken(school: School, timetable: Timetable, rules: Mapping[str, Rule]) -> list[Violation]:
    """Every breach of a hard rule about the timetable, as far as the workbook says what the rule needs."""
    view = View(school, timetable)
    return [
        violation
        for setting in school.settings
        if setting.hard and rules[setting.rule].stage is Stage.TIMETABLE
        if rules[setting.rule].applies(school, setting) and rules[setting.rule].missing(school, setting) is None
        for violation in rules[setting.rule].check(view, setting)
    ]


def _start(school: School, seed: int) -> _State:
    apart: defaultdict[str, set[str]] = defaultdict(set)
    limits: dict[str, int] = {}
    closed: defaultdict[str, set[str]] = defaultdict(set)
    for setting in school.settings:
        if not setting.hard:
            continue
        if setting.rule == "teachers_apart":
            for one, other in product(setting.scope.teachers, repeat=2):
                if one != other:
                    apart[one].add(other)
        elif setting.rule == "teacher_day_load":
            for teacher in school.teachers:
                if setting.scope.has_teacher(teacher):
                    limits[teacher.id] = min(limits.get(teacher.id, 99), setting["most"])
        elif setting.rule == "forbidden_times" and setting.scope.rooms:
            for room in setting.scope.rooms:
                closed[room] |= {s.id for s in school.grid.slots if s in setting["times"]}
    state = _State(
        school,
        {t: frozenset(others) for t, others in apart.items()},
        limits,
        {r: frozenset(slots) for r, slots in closed.items()},
        random.Random(seed),
    )
    for slot in school.grid.slots:
        state.clock[slot.id] = tuple(s.id for s in school.grid.slots if s.overlaps(slot))
    return state


def _place(state: _State, unit: Unit, units: Mapping[int, Unit]) -> set[int]:
    """Places a unit where least is in the way; returns what was turned out."""
    best: tuple[float, float, str, set[int], tuple[tuple[str, ...], ...]] | None = None
    for start in unit.starts:
        run = state.school.grid.run(state.school.grid.slot[start], unit.duration)
        out = _in_the_way(state, unit, run)
        rooms = _rooms(state, unit, run, out)
        if rooms is None:
            continue
        price = sum((1 + state.thrown[n]) * len(units[n].parts) for n in out)
        if best is None or (price, state.rng.random()) < best[:2]:
            best = (price, state.rng.random(), start, out, rooms)
            if not out:
                break
    if best is None:
        raise ValueError(f"no slot at all: {unit.parts[0][0].id}")
    for number in best[3]:
        _remove(state, units[number])
    _put(state, unit, best[2], best[4])
    return best[3]


def _in_the_way(state: _State, unit: Unit, run: tuple[Slot, ...]) -> set[int]:
    out: set[int] = set()
    day = run[0].day
    for course, _, _ in unit.parts:
        for atom in (a for g in course.groups for a in state.school.group[g].atoms):
            out.update(n for s in run if (n := state.pupils.get((atom, s.id), -1)) >= 0)
        for teacher in course.teachers:
            for who in (teacher, *state.apart.get(teacher, ())):
                for s in run:
                    out |= state.people.get((who, s.id), set())
            if course.kind is CourseKind.MEETING:
                continue
            here = {n: p for n, p in state.worked[teacher, day].items() if n not in out}
            extra = sum(here.values()) + len(run) - state.day_limit.get(teacher, 99)
            for n in sorted(here, key=lambda n: (state.thrown[n], state.rng.random())):
                if extra > 0:
                    out.add(n)
                    extra -= here[n]
    for name, most in unit.days:
        same = sorted(state.counted[name, day] - out, key=lambda n: (state.thrown[n], state.rng.random()))
        out.update(same[: max(0, len(same) + 1 - most)])
    return out


def _rooms(state: _State, unit: Unit, run: tuple[Slot, ...], out: set[int]) -> tuple[tuple[str, ...], ...] | None:
    """A room for each need, None when all are closed. Who must leave a room is added to ``out``."""
    found, mine = [], Counter[str]()
    for course, _, _ in unit.parts:
        chosen = []
        for need in course.needs:
            options = []
            for room in need.options:
                if any(s.id in state.closed.get(room, ()) for s in run):
                    continue
                holds = state.school.room[room].holds - mine[room] - course.places
                leave = _must_leave(state, room, run, holds, out)
                if holds >= 0:
                    options.append((sum(1 + state.thrown[n] for n in leave), room, leave))
            if not options:
                return None
            _, room, leave = min(options, key=lambda x: x[:2])
            out |= leave
            mine[room] += course.places
            chosen.append(room)
        found.append(tuple(chosen))
    return tuple(found)


def _must_leave(state: _State, room: str, run: tuple[Slot, ...], holds: int, out: set[int]) -> set[int]:
    """Who must leave the room so that at every slot of the run no more than ``holds`` places are taken."""
    leave: set[int] = set()
    for slot in run:
        here = {n: k for n, k in state.places[room, slot.id].items() if k > 0 and n not in out}
        extra = sum(here.values()) - holds
        for n in sorted(here, key=lambda n: (state.thrown[n], n)):
            if extra > 0:
                leave.add(n)
                extra -= here[n]
    return leave


def _put(state: _State, unit: Unit, start: str, rooms: tuple[tuple[str, ...], ...]) -> None:
    state.at[unit.number], state.rooms[unit.number] = start, rooms
    _mark(state, unit, +1)


def _remove(state: _State, unit: Unit) -> None:
    _mark(state, unit, -1)
    del state.at[unit.number], state.rooms[unit.number]


def _mark(state: _State, unit: Unit, sign: int) -> None:
    n = unit.number
    run = state.school.grid.run(state.school.grid.slot[state.at[n]], unit.duration)
    for (course, _, _), rooms in zip(unit.parts, state.rooms[n], strict=True):
        for slot in run:
            for atom in (a for g in course.groups for a in state.school.group[g].atoms):
                if sign > 0:
                    state.pupils[atom, slot.id] = n
                else:
                    state.pupils.pop((atom, slot.id), None)
            for other in state.clock[slot.id]:
                for teacher in course.teachers:
                    (state.people[teacher, other].add if sign > 0 else state.people[teacher, other].discard)(n)
        for room in rooms:
            for other in {o for slot in run for o in state.clock[slot.id]}:
                state.places[room, other][n] += sign * course.places
        for teacher in course.teachers:
            if sign > 0 and course.kind is CourseKind.LESSON:
                state.worked[teacher, run[0].day][n] = len(run)
            else:
                state.worked[teacher, run[0].day].pop(n, None)
    for name, _ in unit.days:
        (state.counted[name, run[0].day].add if sign > 0 else state.counted[name, run[0].day].discard)(n)


def _placements(state: _State, units: Iterable[Unit]) -> Iterator[Placement]:
    for unit in units:
        for (course, session, week), rooms in zip(unit.parts, state.rooms[unit.number], strict=True):
            yield Placement(course.id, session.id, state.at[unit.number], week, rooms)
