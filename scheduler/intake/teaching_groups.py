"""From 合班走班 to groups, atoms and courses.

A class has as many atoms as its largest band has groups. The k-th group of a band (counted in the class)
takes the atoms k, k + n, k + 2n, … of the class, n being the groups of that band: every atom is in exactly
one group of each band.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain import Course, Group

from .draft import Draft
from .log import Log
from .needs import room_needs
from .sessions import make_sessions
from .sheets.groups import GroupLine
from .staff import Staff
from .workbook import Cell

Bands = Mapping[str, Mapping[str, Sequence[str]]]


def make_groups(draft: Draft, staff: Staff) -> list[Group]:
    """The classes and the teaching groups, with their atoms."""
    bands = _bands(draft.groups)
    atoms = {c.name: _atoms(c.name, bands.get(c.name, {})) for c in draft.classes}
    found = [
        Group(
            c.name, c.grade, atoms[c.name], c.pupils, True, draft.clockwork.bell_of.get(c.name, ""),
            "、".join(staff.listed(c.teacher)), "" if c.room.empty else str(c.room.value).strip(),
        )
        for c in draft.classes
    ]  # fmt: skip
    for line in draft.groups:
        if line.band:
            members = tuple(a for c in line.classes for a in _share(line.name, atoms[c], bands[c][line.band]))
            pupils = sum(draft.klass[c].pupils // len(bands[c][line.band]) for c in line.classes)
            first = draft.klass[line.classes[0]]
            bell = draft.clockwork.bell_of.get(first.name, "")
            found.append(Group(line.name, first.grade, members, pupils, False, bell))
    return found


def _bands(lines: Sequence[GroupLine]) -> Bands:
    """Class → band → the groups drawn from it, in order."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        for klass in line.classes if line.band else ():
            found.setdefault(klass, {}).setdefault(line.band, []).append(line.name)
    return found


def _atoms(klass: str, bands: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    count = max((len(groups) for groups in bands.values()), default=1)
    return (klass,) if count == 1 else tuple(f"{klass}/{i}" for i in range(count))


def _share(group: str, atoms: Sequence[str], groups: Sequence[str]) -> Sequence[str]:
    return atoms[groups.index(group) :: len(groups)]


def group_courses(draft: Draft, staff: Staff, log: Log) -> Iterator[Course]:
    """The courses of 合班走班, checked against the curriculum."""
    lessons_of_band: dict[str, tuple[float, GroupLine]] = {}
    for line in draft.groups:
        _check_curriculum(line, draft, log)
        bells = {draft.clockwork.bell_of.get(c, "") for c in line.classes}
        if len(bells) > 1:
            names = "、".join(line.classes)
            log.add(line.cell, f"{names} 的作息不同，不能一起上课", f"{names} keep different bell schedules")
        if line.band:
            first, other = lessons_of_band.setdefault(line.band, (line.lessons, line))
            own = line.lessons
            if first != own:
                log.add(
                    line.lessons_cell,
                    f"时段组 “{line.band}” 的课时要一样：{other.name} {first:g}，{line.name} {own:g}",
                    f"band '{line.band}' has equal lessons: {other.name} {first:g}, {line.name} {own:g}",
                )
        yield _course(line, draft, staff, log)


def course_name(line: GroupLine) -> str:
    """The id of a row's course."""
    return line.name if line.name.endswith(line.subject) else f"{line.name} {line.subject}"


def _course(line: GroupLine, draft: Draft, staff: Staff, log: Log) -> Course:
    bell = draft.clockwork.bell_of.get(line.classes[0], "")
    shares = staff.shares(line.teacher)
    if shares is None:
        names: tuple[str, ...] = ()
        if not line.teacher.broken:
            at = line.teacher if line.teacher.address else line.cell
            log.add(
                at,
                f"{line.name} 还没有安排教师",
                f"{line.name} is to be staffed",
                "不设教师写 无",
                "write 无 for no teacher",
            )
    else:
        names = tuple(dict.fromkeys(n for s in shares for n in s.names))
    places = 1 if line.band else len(line.classes)
    cell: Cell = line.room if not line.room.empty else draft.line[line.subject].kind
    grade = draft.klass[line.classes[0]].grade
    count, duration = draft.line[line.subject].doubles.get(grade, (0, 2))
    try:
        sessions = make_sessions(line.lessons, count, duration)
    except ValueError:
        log.add(
            draft.line[line.subject].doubles_cell,
            f"{line.name} 每周 {line.lessons:g} 节，排不下 {count} 次 {duration} 节连堂",
            f"{line.name}: {line.lessons:g} lessons a week do not hold {count} doubles of {duration}",
        )
        sessions = make_sessions(line.lessons)
    return Course(
        id=course_name(line),
        subject=line.subject,
        groups=(line.name,) if line.band else line.classes,
        teachers=names,
        sessions=sessions,
        starts=tuple(s.id for s in draft.clockwork.grid.slots if s.bell == bell),
        bell=bell,
        needs=room_needs(cell, draft, places, log),
        band=line.band,
        places=places,
    )


def _check_curriculum(line: GroupLine, draft: Draft, log: Log) -> None:
    for klass in line.classes:
        grade = draft.klass[klass].grade
        asked = draft.line[line.subject].lessons.get(grade, 0)
        cell = draft.line[line.subject].cells.get(grade)
        at = f"（课程计划 {cell.address}）" if cell else ""
        same = [x for x in draft.taught_together[klass, line.subject] if not x.band or x.band != line.band]
        total = line.lessons + sum({x.band or x.name: x.lessons for x in same if x is not line}.values())
        if total != asked:
            log.add(
                line.lessons_cell, f"{klass} {line.subject} 课时 {total:g}，课程计划是 {asked:g}{at}",
                f"{klass} {line.subject}: {total:g} lessons here, {asked:g} in the curriculum {at}",
            )  # fmt: skip
