"""School days for a profile: designed to keep its pack, or written down where the profile knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constraints import catalogue
from samples.bells import KINDS, WEEK
from samples.book import Bell
from scheduler.domain import BlockKind, RuleSetting, Strength
from scheduler.domain.sayings import say_clock
from scheduler.intake import words
from scheduler.intake.regulations import pack_settings, usual_subjects
from scheduler.packs import read_pack

WORDS = {
    BlockKind.LESSON: "上课", BlockKind.LONG_BREAK: "大课间", BlockKind.EYES: "眼保健操", BlockKind.NOON: "午休",
    BlockKind.READING: "阅读", BlockKind.ACTIVITY: "活动", BlockKind.SERVICE: "课后服务", BlockKind.ARRIVAL: "到校",
}  # fmt: skip
WORK_END = 17 * 60 + 30
INSTEAD = "自由活动"  # what a class does on a day that has a lesson fewer


@dataclass(frozen=True)
class Span:
    """A block as it is written: ``08:20``, ``09:00``, its name and kind."""

    start: str
    end: str
    name: str
    kind: str


class NoDay(ValueError):
    """No school day keeps what is asked of it; ``settings`` are the rules that clash."""

    def __init__(self, name: str, settings: tuple[RuleSetting, ...]):
        self.settings = settings
        super().__init__(f"{name}: {', '.join(s.id for s in settings)}")


def schedule(data: Mapping[str, Any], *packs: str) -> Iterator[Bell]:
    """The rows of a schedule: ``blocks`` as they are, or a day of so many ``lessons``. Raises NoDay.

    ``sport``: whether every day has a lesson of PE or activity; ``homework``: minutes a day at home.
    ``wants``: what is asked of a designed day beside the pack, as rule: parameters. ``short``: the days of a lesson
    that is not held every day; on the others there is free activity. ``activity``: what the activity block is called.
    """
    grades = str(data["grades"])
    spans = _written(data["blocks"]) if "blocks" in data else _designed(data, packs)
    short = {f"第{n}节": str(days) for n, days in data.get("short", {}).items()}
    for span in spans:
        days = short.get(span.name, WEEK)
        yield Bell(data["name"], grades, days, span.name, span.kind, span.start, span.end)
        if days != WEEK:
            yield Bell(data["name"], grades, others(days), INSTEAD, "活动", span.start, span.end)


def settings_of(packs: Iterable[str], grades: Sequence[int]) -> list[RuleSetting]:
    """What packs ask of these grades."""
    found = (s for pack in packs for s in pack_settings(read_pack(pack), catalogue(), usual_subjects()))
    return [s for s in found if not s.scope.grades or s.scope.grades & set(grades)]


def _designed(data: Mapping[str, Any], packs: Sequence[str]) -> Iterator[Span]:
    from scheduler.bells import Clash, Wanted, design  # loads the solver

    grades = words.grades(str(data["grades"]))
    wishes = [_wish(rule, params) for rule, params in data.get("wants", {}).items()]
    wanted = Wanted(
        grades, data["lessons"], data.get("morning", 4), data.get("minutes", 0), data.get("sport", True),
        data.get("homework", 30), work_end=WORK_END,
    )  # fmt: skip
    found = design(wanted, [*settings_of(packs, grades), *wishes], catalogue(), 1)
    if isinstance(found, Clash):
        raise NoDay(data["name"], found.settings)
    for block in found[0].day.blocks:
        kind = WORDS.get(block.kind, "其他")
        name = data.get("activity", block.name) if kind == "活动" else block.name
        yield Span(say_clock(block.start), say_clock(block.end), name, kind)


def _wish(rule: str, params: Mapping[str, Any]) -> RuleSetting:
    """What is asked beside the packs, as a setting of a rule; it has to hold."""
    asked: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in params.items()}
    return catalogue()[rule].setting(f"wish {rule}", strength=Strength.HARD, **asked)


def _written(text: str) -> Iterator[Span]:
    for line in text.strip().splitlines():
        clock, name, *kind = line.split()
        start, _, end = clock.partition("-")
        yield Span(
            start, end, name, kind[0] if kind else next((k for word, k in KINDS if name.startswith(word)), "其他")
        )


def others(days: str, between: str = "、") -> str:
    """The weekdays that are not named, as 周二、周三."""
    named = words.weekdays(days)
    return between.join(f"周{d}" for n, d in enumerate("一二三四五", 1) if n not in named)
