"""Days, hours and breaks → the grid; the times that constraints name."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from scheduler.domain import Bells, Block, BlockKind, Half, Slot, TimeGrid, TimePattern, Times

from .asked import Constraint
from .people import Names, known

BELL = "all"
_MORNING = 480  # the first hour of a day begins at 8:00; FET's hours have no clock time
_DAY = 16  # hours of the clock that are left of the day


def make_grid(names: Names, breaks: frozenset[tuple[int, int]]) -> TimeGrid:
    """A slot for every hour that is no break; a break is a hole in the clock that no lesson runs across."""
    hours = {number: name for name, number in names.hours.items()}
    minutes = 60 if len(hours) <= _DAY else _DAY * 60 // len(hours)
    open_ = [(d, h) for d in names.days.values() for h in hours if (d, h) not in breaks]
    present = frozenset(open_)
    slots, blocks = [], []
    for day, hour in open_:
        start = _MORNING + minutes * (hour - 1)
        after = f"{day}-{hour + 1}" if (day, hour + 1) in present else None
        slots.append(Slot(f"{day}-{hour}", BELL, day, hour, start, start + minutes, Half.AM, after))
        blocks.append(Block(day, start, start + minutes, BlockKind.LESSON, hours[hour]))
    years = tuple(sorted({s.year for s in names.students.values()})) or (1,)
    return TimeGrid((Bells(BELL, BELL, years, tuple(sorted(blocks))),), tuple(slots))


def read_times(constraint: Constraint, names: Names) -> Times:
    """The times in a constraint; an empty day or hour means any. Raises BadConstraint for an unknown name."""
    return Times(tuple(sorted(set(_patterns(constraint.fields.get("Times", ()), names)))))


def read_time(constraint: Constraint, names: Names) -> TimePattern:
    """The one time that stands in the constraint itself."""
    return _pattern(constraint.text("Day", ""), constraint.text("Hour", ""), names)


def _patterns(elements: Iterable[Element], names: Names) -> Iterable[TimePattern]:
    for element in elements:
        fields = Constraint.read(0, element)
        yield _pattern(fields.text("Day", ""), fields.text("Hour", ""), names)


def _pattern(day: str, hour: str, names: Names) -> TimePattern:
    return TimePattern(
        known(names.days, day, "天", "day") if day else 0, "", known(names.hours, hour, "节", "hour") if hour else 0
    )


def spread(times: Times, names: Names) -> frozenset[tuple[int, int]]:
    """The single (day, hour) pairs in some times."""
    return frozenset(
        (d, h)
        for p in times.patterns
        for d in ([p.day] if p.day else names.days.values())
        for h in ([p.period] if p.period else names.hours.values())
    )
