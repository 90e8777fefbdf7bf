"""What each rule asks of the model of a day. The rules' own checks judge the finished day; nothing is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scheduler.domain import BlockKind, RuleSetting

from .model import DayModel, Expr, Part

SPORT = frozenset({"pe", "activity"})
_KINDS = {
    "大课间": BlockKind.LONG_BREAK, "课间操": BlockKind.LONG_BREAK, "体育大课间": BlockKind.LONG_BREAK,
    "眼保健操": BlockKind.EYES, "课外活动": BlockKind.ACTIVITY, "阅读": BlockKind.READING,
    "午休": BlockKind.NOON,
}  # fmt: skip


def parts_of(day: DayModel, words: tuple[str, ...]) -> list[Part]:
    """The blocks of the model that words name by kind or by a part of their name.

    Raises LookupError for a word that names none.
    """
    found: dict[int, Part] = {}
    for word in words:
        named = [p for p in day.parts if word == p.kind.value or p.kind is _KINDS.get(word) or word in p.name]
        if not named:
            raise LookupError(word)
        found.update({id(p): p for p in named})
    return list(found.values())


def asks(day: DayModel, setting: RuleSetting) -> list[Any] | None:
    """The constraints of a setting; None where the model has no word for what it asks."""
    ask = _ASKS.get(setting.rule)
    if ask is None:
        return None
    try:
        return list(ask(day, setting))
    except LookupError:
        return None


Asking = Callable[[DayModel, RuleSetting], Iterator[Any]]


def _first_lesson(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    half = 0 if s["half"] == "am" else 1
    if half < len(day.half_starts):
        yield day.half_starts[half] >= s["least"]


def _arrival(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield day.arrival >= s["least"]
    yield day.arrival <= s["most"]


def _lesson_minutes(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield _holds(day, day.lesson == s["minutes"])


def _lessons_of_a_day(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield _holds(day, day.lesson * day.wanted.lessons <= s["most"])


def _learning(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    homework = day.wanted.homework if s["homework"] else 0
    yield day.minutes(BlockKind.LESSON, BlockKind.READING) + homework <= s["most"]


def _in_school(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    noon = day.noon if len(day.half_starts) > 1 else 0
    yield day.school_end - day.arrival - noon <= s["most"]


def _breaks(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield from (gap >= s["least"] for gap in day.gaps)


def _all_breaks(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    if not s["province"] or s["province"] in day.wanted.province:
        yield sum(day.gaps) >= s["least"]


def _blocks(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    if s["after"]:
        raise LookupError(s["after"])
    long_enough = []
    for part in parts_of(day, s["kinds"]):
        enough = day.model.new_bool_var("long enough")
        day.model.add(enough <= part.shown)
        day.model.add(part.minutes >= s["minutes"]).only_enforce_if(enough)
        long_enough.append(enough)
    yield sum(long_enough) >= s["least"]


def _each_kind(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    for word in s["kinds"]:
        yield sum(p.shown for p in parts_of(day, (word,))) >= 1


def _exercise(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    lesson = day.lesson if day.wanted.sport and SPORT & set(s["counts"]) else 0
    known = tuple(w for w in s["counts"] if any(w in (p.kind.value, p.name) for p in day.parts))
    yield lesson + sum(p.minutes for p in parts_of(day, known)) >= s["least"]


def _service(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield day.service >= s["least"]


def _service_end(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield day.end >= (s["least"] or day.wanted.work_end)


def _activities(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    """A club time by the clock lies within the service."""
    if not s["start"]:
        raise LookupError("no time of day")
    yield day.school_end <= s["start"]
    yield day.end >= s["end"]


def _ready(day: DayModel, s: RuleSetting) -> Expr:
    return day.end + s["way_home"] + day.wanted.homework + s["wash"]


def _sleep(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield day.arrival - s["way_home"] + 24 * 60 - _ready(day, s) >= s["least"]


def _bed(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    yield _ready(day, s) <= s["most"]


def _no_blocks(day: DayModel, s: RuleSetting) -> Iterator[Any]:
    """The model has no self-study; morning reading is left out where reading is not allowed."""
    if "reading" in s["kinds"] and s["when"] in ("", "morning"):
        yield day.shown(BlockKind.READING) <= s["most"]


def _holds(day: DayModel, true: bool) -> Any:
    """A condition on what is no variable of the model."""
    return day.model.new_constant(int(true)) >= 1


_ASKS: dict[str, Asking] = {
    "first_lesson_start": _first_lesson,
    "arrival_time": _arrival,
    "lesson_minutes": _lesson_minutes,
    "lesson_minutes_day": _lessons_of_a_day,
    "learning_minutes": _learning,
    "in_school_hours": _in_school,
    "break_minutes": _breaks,
    "break_total": _all_breaks,
    "blocks_a_day": _blocks,
    "day_blocks": _each_kind,
    "daily_exercise": _exercise,
    "after_school_minutes": _service,
    "service_end": _service_end,
    "service_activities": _activities,
    "sleep_hours": _sleep,
    "bed_time": _bed,
    "forbidden_blocks": _no_blocks,
}
