"""Values of the board's variables → lessons and homework, and back."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain import HomeworkAllocation, HomeworkItem, Placement, Timetable, Weeks

from .board import STEP, SolverBoard


def timetable_of(board: SolverBoard, values: Sequence[int]) -> Timetable:
    """The placements of an assignment; sessions of a kind are numbered in the order of the week. Rooms are given where
    they were part of the search ('' for the needs that are matched later)."""
    left = {c.id: list(c.sessions) for c in board.school.courses}
    placements = []
    order = sorted(board.decisions.items(), key=lambda item: (item[1].start.day, item[1].start.start))
    for var, d in order:
        if not values[var]:
            continue
        same = [s for s in left[d.course.id] if s.duration == d.duration]
        session = next(s for w in (d.weeks, Weeks.EITHER) for s in same if s.weeks is w)
        left[d.course.id].remove(session)
        placements.append(Placement(d.course.id, session.id, d.start.id, d.weeks, _rooms(board, values, var)))
    return Timetable(tuple(sorted(placements)))


def _rooms(board: SolverBoard, values: Sequence[int], var: int) -> tuple[str, ...]:
    needs = board.decisions[var].course.needs
    chosen = (board.room_choices.get((var, number), {}) for number in range(len(needs)))
    rooms = tuple(next((room for room, v in c.items() if values[v]), "") for c in chosen)
    return rooms if any(rooms) else ()


def rooms_of(board: SolverBoard, timetable: Timetable) -> dict[int, int]:
    """The room variables of a timetable: the lessons of one course at one time are alike, so are their rooms."""
    durations = {(c.id, s.id): s.duration for c in board.school.courses for s in c.sessions}
    rooms = {(p.course, durations[p.course, p.session], p.weeks, p.start): p.rooms for p in timetable.placements}
    found = {}
    for (var, number), chosen in board.room_choices.items():
        d = board.decisions[var]
        given = rooms.get((d.course.id, d.duration, d.weeks, d.start.id), ())
        for room, v in chosen.items():
            found[v] = int(number < len(given) and given[number] == room)
    return found


def values_of(board: SolverBoard, timetable: Timetable) -> dict[int, int]:
    """The placement variables of a timetable: the other way round."""
    durations = {(c.id, s.id): s.duration for c in board.school.courses for s in c.sessions}
    wanted = {(p.course, durations[p.course, p.session], p.weeks, p.start) for p in timetable.placements}
    return {var: int((d.course.id, d.duration, d.weeks, d.start.id) in wanted) for var, d in board.decisions.items()}


def allocation_of(board: SolverBoard, values: Sequence[int]) -> HomeworkAllocation:
    """The homework of an assignment, of the kind and layer that the targets say, all of it at home (see
    ``homework.py`` for what is done in service)."""
    targets = {(t.group, t.subject): t for t in board.school.homework.targets}
    return HomeworkAllocation(
        tuple(
            sorted(
                HomeworkItem(group, week, day, subject, STEP * values[var], "home", target.kind, target.layer)
                for var, (group, week, day, subject) in board.homework.items()
                if values[var] and (target := targets[group, subject])
            )
        )
    )
