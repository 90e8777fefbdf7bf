"""From 作息 to the grid: bell schedules by grade, their slots, and which schedule each class keeps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.domain import Bells, Block, BlockKind, Half, Slot, TimeGrid
from scheduler.rule import say_grade, say_grades

from . import cells, words
from .daybook import PRIMARY, default_blocks
from .log import Log
from .sheets.bells import SEASONS, BellLine
from .sheets.classes import ClassLine
from .sheets.service import ServiceLine

NOON = 12 * 60 + 30
_NAME = "作息"


@dataclass(frozen=True)
class Clockwork:
    """The grid, the bell schedule of each class, and the bell schedules of the other season."""

    grid: TimeGrid
    bell_of: Mapping[str, str] = field(default_factory=dict)
    other: tuple[Bells, ...] = ()


def make_clockwork(
    lines: Sequence[BellLine],
    classes: Sequence[ClassLine],
    totals: Mapping[int, float],
    service: Sequence[ServiceLine],
    days: int,
    log: Log,
    season: str = "",
) -> Clockwork:
    """Make the grid. ``totals`` are the weekly lessons of each grade: they make the days without 作息.

    ``season`` is the one whose bell schedules have the lessons (by default the first in the sheet); rows without a
    season belong to both.
    """
    season = season or next((x.season for x in lines if x.season), "")
    now = [x for x in lines if x.season in ("", season)]
    wanted: dict[tuple[str, int], list[str]] = {}
    for klass in classes:
        schedule = _schedule_of(klass, now, log) if lines else _NAME
        if schedule is not None:
            wanted.setdefault((schedule, klass.grade), []).append(klass.name)
    weeks: dict[tuple[Block, ...], list[tuple[str, int]]] = {}
    for schedule, grade in wanted:
        if lines:
            blocks = _blocks(schedule, grade, now, days, log)
        else:
            most = len(PRIMARY.starts) * days
            blocks = default_blocks(grade, min(most, math.ceil(totals.get(grade, 0))), days)
        weeks.setdefault(_with_service(blocks, grade, service), []).append((schedule, grade))
    bells = _name_bells(weeks, now)
    bell_of = {
        klass: bell.id
        for bell, pairs in zip(bells, weeks.values(), strict=True)
        for pair in pairs
        for klass in wanted[pair]
    }
    grid = TimeGrid(bells, tuple(s for b in bells for s in make_slots(b)))
    later = [x for x in lines if x.season != season]
    return Clockwork(grid, bell_of, tuple(_other(later, bells, classes, service, days, log)))


def _other(
    lines: Sequence[BellLine],
    bells: Sequence[Bells],
    classes: Sequence[ClassLine],
    service: Sequence[ServiceLine],
    days: int,
    log: Log,
) -> Iterator[Bells]:
    """The bell schedules of the season without lessons, of the classes whose schedule or grade has one."""
    seasonal = [x for x in lines if x.season]
    weeks: dict[tuple[Block, ...], list[tuple[str, int]]] = {}
    for klass in classes:
        of_grade = [x for x in seasonal if not x.grades or klass.grade in x.grades]
        names = dict.fromkeys(x.schedule for x in of_grade)
        own = [n for n in names if words.key(n) == words.key(cells.name(klass.bell))]
        for schedule in own or names:
            blocks = _with_service(_blocks(schedule, klass.grade, lines, days, log), klass.grade, service)
            pair = (schedule, klass.grade)
            if pair not in weeks.setdefault(blocks, []):
                weeks[blocks].append(pair)
    taken = {b.id for b in bells}
    for bell in _name_bells(weeks, lines):
        name = bell.id if bell.id not in taken else f"{bell.id}（{SEASONS[bell.season][0]}）"
        if not any(bell.blocks == b.blocks for b in bells):
            yield replace(bell, id=name, name=name)


def _schedule_of(klass: ClassLine, lines: Sequence[BellLine], log: Log) -> str | None:
    names = list(dict.fromkeys(line.schedule for line in lines))
    if not klass.bell.empty:
        written = cells.name(klass.bell)
        for name in names:
            if words.key(name) == words.key(written):
                return name
        log.unknown(klass.bell, ("作息表", "bell schedule"), written, names, ("作息 表", "sheet 作息"))
        return None
    fitting = [n for n in names if any(klass.grade in x.grades or not x.grades for x in lines if x.schedule == n)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        log.add(
            klass.cell,
            f"作息 表里没有{say_grade(klass.grade, 'zh')}的作息",
            f"sheet 作息 has no blocks for grade {klass.grade}",
        )
    else:
        listed = "、".join(fitting)
        log.add(
            klass.cell,
            f"{say_grade(klass.grade, 'zh')}有多种作息（{listed}）",
            f"grade {klass.grade} has several schedules ({listed})",
            "在 班级 表的 作息表 列写明",
            "name one in the column 作息表 of sheet 班级",
        )
    return None


def _blocks(schedule: str, grade: int, lines: Iterable[BellLine], days: int, log: Log) -> tuple[Block, ...]:
    found: dict[Block, BellLine] = {}
    for line in lines:
        if line.schedule == schedule and (grade in line.grades or not line.grades):
            for day in line.days or range(1, days + 1):
                found[Block(day, line.start, line.end, line.kind, line.name)] = line
    blocks = sorted(found)
    for first in blocks:
        for other in blocks:
            if first < other and first.day == other.day and first.start < other.end and other.start < first.end:
                _tell_overlap(found[first], found[other], log)
    if not any(b.kind is BlockKind.LESSON for b in blocks):
        log.add(
            next(x.cell.sheet for x in lines),
            f"作息表 “{schedule}”里{say_grade(grade, 'zh')}没有一节课",
            f"schedule '{schedule}' has no lesson block for grade {grade}",
            "类型写 上课",
            "write the kind 上课 (lesson)",
        )
    return tuple(blocks)


def _tell_overlap(first: BellLine, other: BellLine, log: Log) -> None:
    kinds = {first.kind, other.kind}
    if BlockKind.EYES in kinds:
        return  # eye exercises are often part of a lesson or a break
    log.add(
        other.cell, f"“{other.name}” 与 “{first.name}”（{first.cell.address}）时间重叠",
        f"'{other.name}' overlaps '{first.name}' ({first.cell.address})", fatal=kinds == {BlockKind.LESSON},
    )  # fmt: skip


def _with_service(blocks: tuple[Block, ...], grade: int, lines: Iterable[ServiceLine]) -> tuple[Block, ...]:
    """The blocks with those of 课后服务 in place of the service of 作息 on these days; what is held at once is one
    block, with the name that 作息 gives that time."""
    found = list(blocks)
    held = [x for x in lines if not x.grades or grade in x.grades]
    for day in sorted({d for x in held for d in x.days}):
        of_day = [b for b in blocks if b.day == day and b.kind is not BlockKind.SERVICE]
        if of_day:
            after = max(b.end for b in of_day)
            found = [b for b in found if b.day != day or b.kind is not BlockKind.SERVICE]
            written = {(b.start, b.end): b for b in blocks if b.day == day and b.kind is BlockKind.SERVICE}
            joined = _joined(day, sorted((x.start or after, x.minutes, x.name) for x in held if day in x.days))
            found += [written.get((b.start, b.end), b) for b in joined]
    return tuple(sorted(found))


def _joined(day: int, held: Iterable[tuple[int, int, str]]) -> Iterator[Block]:
    """A block for each stretch of (start, minutes, name) that overlap."""
    stretch: list[tuple[int, int, str]] = []
    for start, minutes, name in held:
        if stretch and start >= max(s + m for s, m, _ in stretch):
            yield _service(day, stretch)
            stretch = []
        stretch.append((start, minutes, name))
    if stretch:
        yield _service(day, stretch)


def _service(day: int, stretch: Sequence[tuple[int, int, str]]) -> Block:
    name = stretch[0][2] if len(stretch) == 1 else ""
    return Block(day, stretch[0][0], max(s + m for s, m, _ in stretch), BlockKind.SERVICE, name or "课后服务")


def _name_bells(
    weeks: Mapping[tuple[Block, ...], Sequence[tuple[str, int]]], lines: Sequence[BellLine]
) -> tuple[Bells, ...]:
    made: list[Bells] = []
    seasons = {(x.schedule, g): x.season for x in lines if x.season for g in x.grades or (0,)}
    for blocks, pairs in weeks.items():
        schedule = pairs[0][0] or _NAME
        grades = tuple(sorted({grade for _, grade in pairs}))
        alone = sum(any(s == pairs[0][0] for s, _ in others) for others in weeks.values()) == 1
        name = schedule if alone else f"{schedule}（{say_grades(grades, 'zh')}）"
        taken = {b.id for b in made}
        unique = name if name not in taken else f"{name}({len(made) + 1})"
        season = next((s for p, g in pairs if (s := seasons.get((p, g)) or seasons.get((p, 0)))), "")
        made.append(Bells(unique, unique, grades, blocks, season))
    return tuple(made)


def make_slots(bells: Bells) -> list[Slot]:
    """The slots of a bell schedule: its lesson blocks, each with the one a double lesson may run on into."""
    found: list[Slot] = []
    for day in sorted({b.day for b in bells.blocks}):
        noons = bells.on(day, BlockKind.NOON)
        noon = noons[0].start if noons else NOON
        lessons = bells.on(day, BlockKind.LESSON)
        halves = [Half.AM if b.start < noon else Half.PM for b in lessons]
        for i, block in enumerate(lessons):
            last = i + 1 == len(lessons) or halves[i + 1] is not halves[i]
            after = None if last else f"{bells.id}/{day}-{i + 2}"
            found.append(
                Slot(
                    f"{bells.id}/{day}-{i + 1}",
                    bells.id,
                    day,
                    i + 1,
                    block.start,
                    block.end,
                    halves[i],
                    after,
                )
            )
    return found
