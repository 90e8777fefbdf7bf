"""One page for the head teacher: verdicts by area, what is broken and where, what is still to be declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .compliance import Line, Mark, by_area

SHOWN = (
    Mark.BROKEN, Mark.PARTLY, Mark.KEPT, Mark.DECLARED, Mark.TO_DECLARE, Mark.NOT_CHECKABLE, Mark.UNCHECKED,
    Mark.REPORTED, Mark.NOT_APPLICABLE,
)  # fmt: skip
OPEN = (Mark.TO_DECLARE, Mark.NOT_CHECKABLE, Mark.UNCHECKED)
_SAID = 2  # breaches said of one rule
_LONG = 36  # characters of a quotation
_ITEMS = 8  # things to fill in, said of one area


@dataclass(frozen=True)
class Head:
    """``counts``: an area with its number of each of ``marks`` (those that occur), and all of them last. ``broken``:
    (mark, rule, basis, where); ``open``: (area, what to fill in). ``verdict`` is the sentence above all."""

    verdict: str
    sound: bool
    marks: tuple[Mark, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    broken: tuple[tuple[Mark, str, str, str], ...]
    open: tuple[tuple[str, str], ...]


def verdict(lines: Iterable[Line]) -> tuple[str, bool]:
    """The sentence that matters, and whether nothing that must hold is broken."""
    broken = sum(line.mark is Mark.BROKEN for line in lines)
    return (f"有 {broken} 条必须遵守的规则被违反" if broken else "程序核查的必须规则全部符合"), not broken


def head(lines: Sequence[Line]) -> Head:
    """The page of a run's lines. What is only wished is counted, but told only where a regulation asks it."""
    areas = by_area(lines)
    marks = tuple(m for m in SHOWN if any(line.mark is m for line in lines))
    counts = [(area.value, _counts(group, marks)) for area, group in areas]
    broken = [x for x in lines if x.mark is Mark.BROKEN or (x.mark is Mark.PARTLY and x.ref)]
    said, sound = verdict(lines)
    return Head(
        said,
        sound,
        marks,
        (*counts, ("合计", _counts(lines, marks))),
        tuple((x.mark, x.title, _asked(x), _where(x)) for x in sorted(broken, key=lambda x: x.mark is not Mark.BROKEN)),
        tuple((area.value, words) for area, group in areas if (words := _open(group))),
    )


def _counts(lines: Iterable[Line], marks: Sequence[Mark]) -> tuple[int, ...]:
    counts = Counter(line.mark for line in lines)
    return tuple(counts[m] for m in marks)


def _asked(line: Line) -> str:
    """The regulation in its own words, short: DC-01“中小学每周3节体育课”; or where the school asks it."""
    words = line.quotation if len(line.quotation) <= _LONG else f"{line.quotation[:_LONG]}……"
    return f"{line.ref}“{words}”" if line.ref else line.basis


def _where(line: Line) -> str:
    more = f"……共 {line.places} 处" if line.places > _SAID else ""
    return "；".join(line.says[: min(_SAID, line.places)]) + more


def _open(lines: Iterable[Line]) -> str:
    """What is to be filled in, once each: an item of 自查, or a rule with what it lacks."""
    found = dict.fromkeys(
        line.title.partition("：")[2] or line.title
        if line.mark is Mark.TO_DECLARE
        else f"{line.title}（{line.says[0]}）"
        if line.says
        else line.title
        for line in lines
        if line.mark in OPEN
    )
    more = f"……共 {len(found)} 项" if len(found) > _ITEMS else ""
    return "；".join(list(found)[:_ITEMS]) + more
