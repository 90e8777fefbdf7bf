"""What differs between two timetables, lesson by lesson, and what the moves weigh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import Placement, School, Timetable

from .places import PUBLISHED, Place, durations, either, place_of, same_weeks, units


@dataclass(frozen=True)
class Moved:
    """A lesson that is elsewhere than it was: ``before`` and ``after`` are its placements. Without ``after`` it is
    gone from the plan, without ``before`` it is new in it; neither is a move. ``course`` and ``session`` are ids of the
    plan after the change, or of the one before where the lesson is gone. ``there``: day and period are the same, only
    the weeks or the rooms differ."""

    course: str
    session: str
    before: Placement | None
    after: Placement | None
    there: bool = False

    @property
    def kind(self) -> str:
        """``moved``, ``new``, ``gone``, or, at the same day and period, ``weeks`` or ``rooms``."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        if not self.there:
            return "moved"
        return "rooms" if self.before.weeks is self.after.weeks else "weeks"


def differences(before: School, old: Timetable, after: School, new: Timetable) -> tuple[Moved, ...]:
    """The lessons that are not where they were, in the order of the plan.

    Lessons of a course that are equally long are alike: they are matched so that the fewest differ. A place is a day
    and a period, whatever the clock says there. Rooms are not looked at: see ``other_rooms``.
    """
    return tuple(m for unit in _matched(before, old, after, new) for m in unit.moved)


def other_rooms(before: School, old: Timetable, after: School, new: Timetable) -> tuple[Moved, ...]:
    """The lessons that stay where they were, in other rooms."""
    pairs = staying(before, old, after, new)
    return tuple(Moved(b.course, b.session, a, b, there=True) for a, b in pairs if a.rooms != b.rooms)


def staying(before: School, old: Timetable, after: School, new: Timetable) -> list[tuple[Placement, Placement]]:
    """The lessons that stay where they were: their old and their new placements."""
    return [pair for unit in _matched(before, old, after, new) for pair in unit.kept]


def weight_of(before: School, old: Timetable, after: School, new: Timetable, days: Collection[int] = ()) -> int:
    """What the moves weigh: for each lesson that both plans have and that left its place, its teachers and classes,
    ``PUBLISHED`` times as much where the place was on one of these ``days``.

    Of a course that has fewer lessons than before, those that are gone weigh nothing.
    """
    return sum(unit.weigh(frozenset(days)) for unit in _matched(before, old, after, new))


@dataclass(frozen=True)
class _Lesson:
    """A placement as it is compared. ``free``: the timetable chooses between odd and even weeks."""

    placement: Placement
    duration: int
    place: Place
    free: bool = False

    def stays(self, new: _Lesson) -> bool:
        """Whether ``new`` is where this was; weeks that the plan itself fixes otherwise are nobody's move."""
        return self.place == new.place and same_weeks(self.placement.weeks, new.placement.weeks, new.free)


@dataclass(frozen=True)
class _Matching:
    """The lessons of one unit and one duration: those that stay, as pairs, and the others."""

    weight: int
    olds: Sequence[_Lesson]
    news: Sequence[_Lesson]
    kept: Sequence[tuple[Placement, Placement]]
    moved: Sequence[Moved]
    stayed: Sequence[_Lesson]

    def weigh(self, days: frozenset[int]) -> int:
        def dear(lessons: Iterable[_Lesson]) -> list[int]:
            return sorted((PUBLISHED if x.place[0] in days else 1 for x in lessons), reverse=True)

        most = sum(dear(self.olds)[: min(len(self.olds), len(self.news))])
        return self.weight * max(0, most - sum(dear(self.stayed)))


def _matched(before: School, old: Timetable, after: School, new: Timetable) -> list[_Matching]:
    olds, news = _lessons(before, old), _lessons(after, new)
    found = []
    for unit in units(before, after):
        had = [x for c in unit.before for x in olds.get(c, [])]
        has = [x for c in unit.after for x in news.get(c, [])]
        for duration in sorted({x.duration for x in (*had, *has)}):
            olds_, news_ = ([x for x in lessons if x.duration == duration] for lessons in (had, has))
            found.append(_match(unit.weight, olds_, news_))
    return found


def _lessons(school: School, timetable: Timetable) -> Mapping[str, list[_Lesson]]:
    """The placements by course, in the order of the week."""
    long, chosen = durations(school), either(school)
    found: dict[str, list[_Lesson]] = defaultdict(list)
    for p in timetable.placements:
        duration = long[p.course, p.session]
        found[p.course].append(_Lesson(p, duration, place_of(school, p), (p.course, duration) in chosen))
    return {c: sorted(lessons, key=lambda x: (x.place, x.placement.weeks)) for c, lessons in found.items()}


def _match(weight: int, olds: Sequence[_Lesson], news: Sequence[_Lesson]) -> _Matching:
    """Those that stay are found first by place and weeks, then by place alone; the others are paired as they come."""
    left, rest = list(olds), list(news)
    same = _taken(left, rest, lambda o, n: o.stays(n) and o.placement.weeks is n.placement.weeks)
    turned = _taken(left, rest, lambda o, n: o.place == n.place)
    pairs = list(zip(left, rest, strict=False))
    moved = [_moved(o, n, there=True) for o, n in turned] + [_moved(o, n) for o, n in pairs]
    moved += [Moved(o.placement.course, o.placement.session, o.placement, None) for o in left[len(pairs) :]]
    moved += [Moved(n.placement.course, n.placement.session, None, n.placement) for n in rest[len(pairs) :]]
    stayed = [o for o, n in (*same, *turned) if o.stays(n)]
    return _Matching(weight, olds, news, [(o.placement, n.placement) for o, n in same], moved, stayed)


def _taken(
    olds: list[_Lesson], news: list[_Lesson], fit: Callable[[_Lesson, _Lesson], bool]
) -> list[tuple[_Lesson, _Lesson]]:
    """Pairs that fit, taken out of both lists."""
    found = []
    for new in list(news):
        old = next((o for o in olds if fit(o, new)), None)
        if old is not None:
            olds.remove(old)
            news.remove(new)
            found.append((old, new))
    return found


def _moved(old: _Lesson, new: _Lesson, *, there: bool = False) -> Moved:
    return Moved(new.placement.course, new.placement.session, old.placement, new.placement, there)
