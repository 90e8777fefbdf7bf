"""Clock time: slots, bell schedules, the grid, and the times people write in a workbook.

All clock values are minutes after midnight; a day is 1, 2, … (1 is Monday in a five-day week);
a period is the number of the lesson in its day, counted over lesson blocks only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Weeks(StrEnum):
    """In which weeks something happens (单双周). EITHER: the timetable decides between odd and even."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"
    EITHER = "either"

    def covers(self, week: Weeks) -> bool:
        """Whether something held in these weeks is held in ``week`` (ALL, ODD or EVEN)."""
        return self is Weeks.ALL or self is week


class Half(StrEnum):
    """A half-day, split at noon."""

    AM = "am"
    PM = "pm"


class BlockKind(StrEnum):
    """What a stretch of the school day is for; the Chinese words are read by the intake."""

    LESSON = "lesson"
    LONG_BREAK = "long_break"
    BREAK = "break"
    EYES = "eye_exercises"
    NOON = "noon"
    SELF_STUDY = "self_study"
    READING = "reading"
    ACTIVITY = "activity"
    SERVICE = "service"
    ARRIVAL = "arrival"
    OTHER = "other"


@dataclass(frozen=True, order=True)
class Block:
    """A stretch of one school day in one bell schedule, ``start`` to ``end`` in minutes after midnight."""

    day: int
    start: int
    end: int
    kind: BlockKind
    name: str

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True)
class Bells:
    """The school day of some grades: a bell schedule (作息). Two bell schedules differ in at least one block.

    ``season``: summer, winter, or '' where the school has one schedule all year.
    """

    id: str
    name: str
    grades: tuple[int, ...]
    blocks: tuple[Block, ...]
    season: str = ""

    def on(self, day: int, *kinds: BlockKind) -> tuple[Block, ...]:
        """The blocks of one day in clock order; all kinds when none is named."""
        return tuple(sorted(b for b in self.blocks if b.day == day and (not kinds or b.kind in kinds)))


@dataclass(frozen=True)
class Slot:
    """A lesson block as a place for a lesson. ``next`` is the slot a double lesson may run on into
    (the following lesson of the same half-day), or None."""

    id: str
    bell: str
    day: int
    period: int
    start: int
    end: int
    half: Half
    next: str | None = None

    def overlaps(self, other: Slot) -> bool:
        """Whether both take place at once, by the clock."""
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Moment:
    """A maximal set of slots that overlap by the clock: nobody can be in two of them.

    ``order`` counts the moments of a person's week; in a school with one bell schedule a moment is a slot.
    """

    order: int
    day: int
    half: Half
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class TimeGrid:
    """All bell schedules of a school and their slots."""

    bells: tuple[Bells, ...]
    slots: tuple[Slot, ...]

    @cached_property
    def slot(self) -> dict[str, Slot]:
        """Slots by id."""
        return {s.id: s for s in self.slots}

    @cached_property
    def bell(self) -> dict[str, Bells]:
        """Bell schedules by id."""
        return {b.id: b for b in self.bells}

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The school days, ascending."""
        return tuple(sorted({s.day for s in self.slots}))

    def run(self, start: Slot, duration: int) -> tuple[Slot, ...]:
        """The ``duration`` slots that a session starting at ``start`` takes; empty when it does not fit."""
        run = [start]
        while len(run) < duration:
            after = run[-1].next
            if after is None:
                return ()
            run.append(self.slot[after])
        return tuple(run)

    def moments(self, bells: Iterable[str]) -> tuple[Moment, ...]:
        """The moments of somebody who moves between these bell schedules, in clock order.

        In a set of intervals every maximal clique is the set of intervals that hold some interval's start.
        """
        wanted = frozenset(bells)
        cache: dict[frozenset[str], tuple[Moment, ...]] = self.__dict__.setdefault("_moments", {})
        if wanted not in cache:
            cache[wanted] = tuple(self._find_moments(wanted))
        return cache[wanted]

    def _find_moments(self, bells: frozenset[str]) -> Iterator[Moment]:
        order = 0
        for day in self.days:
            slots = [s for s in self.slots if s.bell in bells and s.day == day]
            cliques: list[set[str]] = []
            for start in sorted({s.start for s in slots}):
                clique = {s.id for s in slots if s.start <= start < s.end}
                cliques = [c for c in cliques if not c <= clique]
                if not any(clique <= c for c in cliques):
                    cliques.append(clique)
            for clique in cliques:
                members = tuple(s for s in slots if s.id in clique)
                yield Moment(order, day, members[0].half, members)
                order += 1


@dataclass(frozen=True, order=True)
class At:
    """Where a breach lies, without prose: a day, a period of it (0: the whole day), in some weeks."""

    day: int
    period: int = 0
    week: str = "all"


_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_ENGLISH_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_ENGLISH = "mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
DAY = rf"(?:(?:周|星期|礼拜)[一二三四五六日天1-7]|{_ENGLISH}|第\d+天)"
TO = "(?:[-~至到—–]|to|thru|through)"
_TIME = re.compile(
    rf"^(?:(?:(?:从|自|from)?(?P<day>{DAY})(?:{TO}(?P<until>{DAY}|[一二三四五六日天]))?)|每天|每日|daily)?"
    rf"(?P<half>上午|下午|am|pm)?"
    rf"(?:第?(?P<first>\d+)(?:{TO}第?(?P<last>\d+))?节?)?$"
)


def read_day(word: str) -> int:
    """The number of a weekday: 周一, 星期一, 一, Mon, Monday, 第8天; 0 for what is none."""
    if found := re.fullmatch(r"第(\d+)天|(?:周|星期|礼拜)([1-7])", word):
        return int(found[1] or found[2])
    if re.fullmatch(_ENGLISH, word):
        return _ENGLISH_DAYS[word[:3]]
    return _DAYS.get(re.sub("^(?:周|星期|礼拜)", "", word), 0)


@dataclass(frozen=True, order=True)
class TimePattern:
    """One written time; 0 and '' mean any: (2, '', 3) is Tuesday's third lesson, (0, 'pm', 0) every afternoon."""

    day: int = 0
    half: str = ""
    period: int = 0

    def matches(self, slot: Slot) -> bool:
        """Whether the slot lies in this time."""
        return self.day in (0, slot.day) and self.half in ("", slot.half.value) and self.period in (0, slot.period)

    def holds(self, other: TimePattern) -> bool:
        """Whether all of another lies in this time, as 周二 holds 周二下午."""
        return self.day in (0, other.day) and self.half in ("", other.half) and self.period in (0, other.period)

    @property
    def in_week(self) -> tuple[int, int, str, int]:
        """Its place in the order of the week: of a day the whole of it, its morning, its lessons, its afternoon."""
        part = 2 if self.period else {"": 0, "am": 1, "pm": 3}[self.half]
        return self.day, part, self.half, self.period


@dataclass(frozen=True)
class Times:
    """A set of written times, such as ``周一；周三上午；周四5-6``."""

    patterns: tuple[TimePattern, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Times:
        """Read times as a teacher writes them, separated by ``；`` ``;`` ``、`` or a comma; also Mon, 星期一, and days
        from one to another: 周一至周三下午, Mon to Wed pm.

        Raises ValueError with the part that could not be read.
        """
        patterns: list[TimePattern] = []
        previous: tuple[int, ...] = (0,)
        for part in re.split(r"[;,、\n]+", unicodedata.normalize("NFKC", text)):
            word = part.strip().lower().replace(" ", "")
            if not word:
                continue
            found = _TIME.match(word)
            if not found or not any(ch.isalnum() for ch in word):
                raise ValueError(part.strip())
            days = cls._days(found, part)
            if days == (0,) and found["first"] and not word.startswith(("每", "daily")):
                days = previous  # 周四5、6: the day carries over to the numbers that follow it
            previous = days
            periods = cls._periods(found, part)
            patterns.extend(TimePattern(day, cls._half(found["half"]), period) for day in days for period in periods)
        return cls(tuple(patterns))

    @staticmethod
    def _days(found: re.Match[str], part: str) -> tuple[int, ...]:
        first = read_day(found["day"] or "")
        last = read_day(found["until"]) if found["until"] else first
        if last < first or last > 99:
            raise ValueError(part.strip())
        return tuple(range(first, last + 1))

    @staticmethod
    def _half(word: str | None) -> str:
        return {"上午": "am", "下午": "pm"}.get(word or "", word or "")

    @staticmethod
    def _periods(found: re.Match[str], part: str) -> range:
        first = int(found["first"] or 0)
        last = int(found["last"] or first)
        if last < first or last > 99:
            raise ValueError(part.strip())
        return range(first, last + 1)

    @cached_property
    def _exact(self) -> frozenset[tuple[int, int]]:
        return frozenset((p.day, p.period) for p in self.patterns if p.day and p.period and not p.half)

    @cached_property
    def _wide(self) -> tuple[TimePattern, ...]:
        return tuple(p for p in self.patterns if not (p.day and p.period and not p.half))

    def tidy(self) -> Times:
        """The same times in the order of the week, without what lies in another of them: ``周三下午；周一；周三`` is
        ``周一；周三``."""
        every = sorted(set(self.patterns), key=lambda p: p.in_week)
        return Times(tuple(p for p in every if not any(o.holds(p) for o in every if o != p)))

    def __contains__(self, slot: Slot) -> bool:
        return (slot.day, slot.period) in self._exact or any(p.matches(slot) for p in self._wide)

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def __str__(self) -> str:
        names = "一二三四五六日"
        words = []
        for p in self.patterns:
            day = "每天" if not p.day else f"周{names[p.day - 1]}" if p.day <= 7 else f"第{p.day}天"
            half = {"am": "上午", "pm": "下午", "": ""}[p.half]
            words.append(f"{day}{half}{p.period or ''}")
        return "；".join(words)
