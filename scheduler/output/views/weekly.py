"""The week of a class, a teacher or a room as a grid of days and periods, in clock order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain import Bells, BlockKind, Group, Half, School, Slot, Timetable, Weeks

from ..tables import Period, classes_of, clock, periods, shown_period
from .words import WEEKS


@dataclass(frozen=True)
class Piece:
    """What stands in a cell in some weeks: ``title`` large, ``detail`` small, ``subject`` for its colour."""

    title: str
    detail: str
    subject: str
    weeks: Weeks = Weeks.ALL

    @property
    def label(self) -> str:
        """The title with its weeks: 音乐(单)."""
        return self.title + WEEKS[self.weeks]


@dataclass(frozen=True)
class Cell:
    """A day's cell in a row. ``open`` is False where the day has no such period; ``time`` where it has its
    own.
    """

    pieces: tuple[Piece, ...] = ()
    open: bool = True
    time: str = ""

    @property
    def label(self) -> str:
        """All titles: 音乐(单)/美术(双)."""
        return "/".join(dict.fromkeys(p.label for p in self.pieces))

    @property
    def detail(self) -> str:
        """All details in one line, and the time where the day has its own."""
        return "/".join(dict.fromkeys(d for d in (*(p.detail for p in self.pieces), self.time) if d))

    @property
    def subject(self) -> str:
        """The subject whose colour the cell has; empty when it is free."""
        return self.pieces[0].subject if self.pieces else ""


@dataclass(frozen=True)
class Row:
    """A period of the day, or (``lesson`` False) another block, such as the long break, with its name in each
    cell.
    """

    label: str
    time: str
    cells: tuple[Cell, ...]
    lesson: bool = True
    half: Half = Half.AM


@dataclass(frozen=True)
class Week:
    """One weekly page: whose it is, what stands under the title, and its rows."""

    owner: str
    about: str
    rows: tuple[Row, ...]

    @property
    def lessons(self) -> tuple[Row, ...]:
        """The rows without breaks and other blocks."""
        return tuple(r for r in self.rows if r.lesson)


def class_weeks(school: School, timetable: Timetable) -> list[Week]:
    """A page a class, with the breaks and other blocks of its day."""
    held: dict[str, list[Period]] = defaultdict(list)
    for p in periods(school, timetable):
        for klass in classes_of(school, p.course):
            held[klass.id].append(p)
    weeks = []
    for klass in school.classes:
        cells = _cells((klass.bell, p.slot.day, shown_period(school, klass, p.slot), p) for p in held[klass.id])
        titled = {key: _merged(_class_piece(school, klass, p) for p in ps) for key, ps in cells.items()}
        about = [f"班主任：{klass.class_teacher}" if klass.class_teacher else ""]
        about += [
            f"教室：{klass.home_room}" if klass.home_room else "",
            f"{klass.pupils} 人" if klass.pupils else "",
        ]
        rows = _filled(_lesson_rows(school, (klass.bell,), titled), _block_rows(school, klass.bell))
        weeks.append(Week(klass.id, "　".join(a for a in about if a), tuple(r for _, r in rows)))
    return weeks


def teacher_weeks(school: School, timetable: Timetable) -> list[Week]:
    """A page for each teacher who has a lesson or a meeting."""
    held: dict[str, list[Period]] = defaultdict(list)
    for p in periods(school, timetable):
        for name in p.course.teachers:
            held[name].append(p)
    found = []
    for teacher in school.teachers:
        if mine := held[teacher.id]:
            count = sum(0.5 if p.placement.weeks is not Weeks.ALL else 1 for p in mine)
            about = f"{'、'.join(dict.fromkeys(p.course.subject for p in mine))}　每周 {count:g} 节"
            found.append(_week(school, teacher.id, about, mine, _teacher_piece))
    return found


def room_weeks(school: School, timetable: Timetable) -> list[Week]:
    """A page for each room that is used."""
    held: dict[str, list[Period]] = defaultdict(list)
    for p in periods(school, timetable):
        for room in dict.fromkeys(p.placement.rooms):
            held[room].append(p)
    return [
        _week(school, room.id, f"可同时容纳 {room.holds} 个班", held[room.id], _room_piece)
        for room in school.rooms
        if held[room.id]
    ]


def _week(school: School, owner: str, about: str, mine: list[Period], piece: object) -> Week:
    bells = tuple(b.id for b in school.grid.bells if any(p.slot.bell == b.id for p in mine))
    cells = _cells((p.slot.bell, p.slot.day, p.slot.period, p) for p in mine)
    titled = {key: _merged(piece(school, p) for p in ps) for key, ps in cells.items()}  # type: ignore[operator]
    rows = sorted(_lesson_rows(school, bells, titled), key=_by_clock)
    return Week(owner, about, tuple(r for _, r in rows))


_Key = tuple[str, int, int]  # bell schedule, day, period


def _cells(found: Iterable[tuple[str, int, int, Period]]) -> dict[_Key, list[Period]]:
    cells: dict[_Key, list[Period]] = defaultdict(list)
    for bell, day, period, p in found:
        cells[bell, day, period].append(p)
    return cells


def _class_piece(school: School, klass: Group, p: Period) -> Piece:
    groups = [g for g in p.course.groups if not school.group[g].is_class]
    detail = " ".join((*groups, "、".join(p.course.teachers), *p.placement.rooms)).strip()
    return Piece(p.course.subject, detail, p.course.subject, p.placement.weeks)


def _teacher_piece(school: School, p: Period) -> Piece:
    detail = " ".join((p.course.subject, *p.placement.rooms))
    return Piece(_pupils(p), detail if p.course.groups else "", p.course.subject, p.placement.weeks)


def _room_piece(school: School, p: Period) -> Piece:
    detail = " ".join((p.course.subject, "、".join(p.course.teachers)))
    return Piece(_pupils(p), detail, p.course.subject, p.placement.weeks)


def _pupils(p: Period) -> str:
    """The groups of a course, or what it is when it has none."""
    return "、".join(p.course.groups) or p.course.subject


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces of one title in the same weeks as one: the parallel groups of a band; odd weeks before even
    weeks.
    """
    found: dict[tuple[str, Weeks], Piece] = {}
    for piece in pieces:
        before = found.get((piece.title, piece.weeks))
        detail = piece.detail if before is None else f"{before.detail}；{piece.detail}"
        found[piece.title, piece.weeks] = replace(piece, detail=detail)
    order = (Weeks.ALL, Weeks.ODD, Weeks.EVEN)
    return _both_weeks(sorted(found.values(), key=lambda piece: order.index(piece.weeks)))


def _both_weeks(pieces: list[Piece]) -> tuple[Piece, ...]:
    """One piece for two of one title in odd and in even weeks: 三1, 音乐(单)/美术(双)."""
    if [p.weeks for p in pieces] != [Weeks.ODD, Weeks.EVEN] or pieces[0].title != pieces[1].title:
        return tuple(pieces)
    details = dict.fromkeys(p.detail for p in pieces)
    detail = pieces[0].detail if len(details) == 1 else "/".join(p.detail + WEEKS[p.weeks] for p in pieces)
    return (replace(pieces[0], detail=detail, weeks=Weeks.ALL),)


_ClockRow = tuple[tuple[int, int, str], Row]  # start, end and bell schedule, to sort by


def _by_clock(row: _ClockRow) -> tuple[int, int, str]:
    return row[0]


def _lesson_rows(school: School, bells: Sequence[str], cells: dict[_Key, tuple[Piece, ...]]) -> Iterator[_ClockRow]:
    for bell in bells:
        slots: dict[int, dict[int, Slot]] = defaultdict(dict)
        for s in school.grid.slots:
            if s.bell == bell:
                slots[s.period][s.day] = s
        for period, by_day in sorted(slots.items()):
            (start, end), _ = Counter((s.start, s.end) for s in by_day.values()).most_common(1)[0]
            row = []
            for day in school.grid.days:
                slot = by_day.get(day)
                own = slot is not None and (slot.start, slot.end) != (start, end)
                time = span(slot.start, slot.end) if slot and own else ""
                row.append(Cell(cells.get((bell, day, period), ()), slot is not None, time))
            label = f"第{period}节" + (f"\n{school.grid.bell[bell].name}" if len(bells) > 1 else "")
            half = next(iter(by_day.values())).half
            yield (start, end, bell), Row(label, span(start, end), tuple(row), half=half)


def _filled(lessons: Iterable[_ClockRow], blocks: Iterable[_ClockRow]) -> list[_ClockRow]:
    """Both in clock order. A block at a lesson's time, on days without the lesson, stands in its row."""
    others = {key[:2]: row for key, row in blocks}
    rows = []
    for key, row in lessons:
        block = others.get(key[:2])
        if block and not any(a.open and b.open for a, b in zip(row.cells, block.cells, strict=True)):
            del others[key[:2]]
            pairs = zip(row.cells, block.cells, strict=True)
            shut = (Cell((Piece("", b.label, ""),), open=False) if b.open else a for a, b in pairs)
            row = replace(row, cells=tuple(shut))
        rows.append((key, row))
    return sorted((*rows, *(((*key, ""), row) for key, row in others.items())), key=_by_clock)


_UNSHOWN = (BlockKind.LESSON, BlockKind.BREAK)


def _block_rows(school: School, bell: str) -> Iterator[_ClockRow]:
    """Long breaks, eye exercises, noon … ; a row a time. Its label is empty where the days have different
    ones.
    """
    bells: Bells | None = school.grid.bell.get(bell)
    found: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for b in bells.blocks if bells else ():
        if b.kind not in _UNSHOWN:
            found[b.start, b.end][b.day] = b.name
    for (start, end), names in found.items():
        cells = tuple(
            Cell((Piece(names[day], "", ""),) if day in names else (), day in names) for day in school.grid.days
        )
        same = len({c.label for c in cells}) == 1
        yield (start, end, ""), Row(cells[0].label if same else "", span(start, end), cells, lesson=False)


def span(start: int, end: int) -> str:
    """08:40–09:20."""
    return f"{clock(start)}–{clock(end)}"
