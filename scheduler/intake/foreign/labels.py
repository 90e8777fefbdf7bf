"""Weekdays and period labels as timetables write them: 星期一, Mon; 第1节, 上午1, 8:00-8:40, 早读."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scheduler.domain import BlockKind, Half

from ..words import key, nfkc

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_DAYS = {**{d: n for d, n in _DIGITS.items() if n < 7}, "日": 7, "天": 7}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"^(?:星期|周|礼拜)([一二三四五六日天1-7])(?:$|[(/,]|[a-z])")
_ENGLISH_DAY = re.compile(r"^(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?$")

_CLOCK = r"(\d{1,2})[:.点时](\d{2})分?"
_SPAN = re.compile(rf"{_CLOCK}(?:\s*[-~—–至到]+\s*{_CLOCK})?")
_NUMBER = re.compile(
    r"(?:period|lesson)?(?:第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[-~至、,](\d{1,2}))?(?:节课?|课|period|$))"
)
_HALVES = (("上午", Half.AM), ("早上", Half.AM), ("下午", Half.PM), ("a.m.", Half.AM), ("p.m.", Half.PM))
EVENING = "晚"

# What is no lesson, by the words in its label; the first that fits counts.
_KINDS = (
    (BlockKind.ARRIVAL, r"到校|入校|进校|晨间|arrival"),
    (BlockKind.LONG_BREAK, r"大课间|课间操|跑操|广播操|long break"),
    (BlockKind.EYES, r"眼保健操|眼操"),
    (BlockKind.READING, r"[早晨午]读|[晨午]诵|经典诵读"),
    (BlockKind.NOON, r"午休|午餐|午饭|中餐|午睡|午间|中午|lunch|noon"),
    (BlockKind.SELF_STUDY, r"自习|自主学习|晚修|晚辅"),
    (BlockKind.SERVICE, r"课后服务|延时服务|课后延时|延时|托管|社团"),
    (BlockKind.ACTIVITY, r"课外活动|体育锻炼|阳光体育"),
    (BlockKind.BREAK, r"课间|休息|break"),
    (BlockKind.OTHER, r"晨会|朝会|升旗|放学|离校|晚餐|晚饭|值日|卫生|清洁"),
)


# Further words that name a block where the row has a clock time and no number among rows that have one.
_BLOCKS = (
    (BlockKind.READING, r"阅读|诵读|写字"),
    (BlockKind.ACTIVITY, r"活动|锻炼|运动"),
    (BlockKind.SERVICE, r"服务|辅导"),
)


@dataclass(frozen=True)
class Label:
    """Where in the day a row (or column) of a timetable stands.

    ``numbers`` are the period numbers it is for (two for 第1-2节, none where only a half-day or the clock is
    written); ``start`` and ``end`` in minutes after midnight, -1 where they are not written.
    """

    text: str
    kind: BlockKind
    numbers: tuple[int, ...] = ()
    half: Half | None = None
    start: int = -1
    end: int = -1

    @property
    def lesson(self) -> bool:
        """Whether lessons are held then."""
        return self.kind is BlockKind.LESSON


def weekday(text: object, *, bare: bool = False) -> int:
    """1 for 星期一, 周1, Monday; with ``bare`` also for 一. 0 for what is no weekday."""
    return _weekday(str(text), bare)


@lru_cache(maxsize=1 << 12)
def _weekday(text: str, bare: bool) -> int:
    word = key(text)
    if found := _DAY.match(word):
        return _DAYS.get(found[1]) or int(found[1])
    if found := _ENGLISH_DAY.match(word):
        return _ENGLISH.index(found[1][:3]) + 1
    return _DAYS.get(word, 0) if bare else 0


def read_label(texts: Iterable[object]) -> Label | None:
    """The label that the cells beside a row make together; None when they are none.

    A half-day alone is a label too (its number is found by counting). Evening periods are self-study.
    """
    return _read(" ".join(dict.fromkeys(nfkc(t).replace("\n", " ") for t in texts if nfkc(t))))


@lru_cache(maxsize=1 << 12)
def _read(shown: str) -> Label | None:
    word = key(shown)
    start, end, word = _clock(word)
    half = next((h for name, h in _HALVES if name in word), None)
    for name, _ in _HALVES:
        word = word.replace(name, "")
    kind = next((k for k, words in _KINDS if re.search(words, word)), None)
    bare = re.sub(r"[()\[\]:;。.]|时间|节次|晚[上间]", "", word)
    numbers = _numbers(bare, kind is not None)
    if numbers and EVENING in word:
        kind = BlockKind.SELF_STUDY
    elif numbers or (kind is None and not bare and (start >= 0 or half is not None)):
        kind = BlockKind.LESSON
    elif kind is not None and len(bare) > 14:
        return None  # a sentence that speaks of a break
    return None if kind is None else Label(shown, kind, numbers, half, start, end)


def _clock(word: str) -> tuple[int, int, str]:
    found = _SPAN.search(word)
    if not found:
        return -1, -1, word
    hours = [int(n) for n in found.groups() if n]
    if any(h > 24 for h in hours[::2]) or any(m > 59 for m in hours[1::2]):
        return -1, -1, word
    times = [h * 60 + m for h, m in zip(hours[::2], hours[1::2], strict=True)]
    rest = word[: found.start()] + word[found.end() :]
    return times[0], times[1] if len(times) > 1 else -1, rest


def _numbers(word: str, other: bool) -> tuple[int, ...]:
    """The period numbers; beside the name of a break only 第n节 counts (第8节(自习))."""
    found = re.search(r"第(\d{1,2}|[一二三四五六七八九十]{1,3})节", word) if other else _NUMBER.match(word)
    if not found:
        return ()
    first = int(found[1]) if found[1].isdigit() else _chinese(found[1])
    last = int(found[2]) if not other and found[2] else first
    return tuple(range(first, last + 1)) if 0 < first <= last <= 20 else ()


def _chinese(word: str) -> int:
    """七 is 7, 十 10, 十二 12; 0 for what is no number to twenty."""
    if word.startswith("十"):
        return 10 + (_DIGITS.get(word[1:], 0) if len(word) > 1 else 0)
    return _DIGITS.get(word, 0)


def counted(labels: Sequence[Label | None]) -> list[Label | None]:
    """Labels of one table in order, with numbers given to those that only name a half-day, counted within it.

    Numbers that begin again (1 2 3 4 1 2 3) do so in the afternoon.
    """
    count: dict[Half, int] = {}
    half, last = None, 0
    found: list[Label | None] = []
    for label in labels:
        if label is None or not label.lesson or (not label.numbers and label.half is None):
            found.append(label)
            continue
        if not label.numbers:
            assert label.half is not None
            count[label.half] = count.get(label.half, 0) + 1
            label = replace(label, numbers=(count[label.half],))
        if label.half is None and label.numbers[0] <= last and (half is Half.PM or label.numbers[0] == 1):
            half = Half.PM
        last = label.numbers[-1]
        found.append(replace(label, half=label.half or half))
    return found


def without_breaks(labels: Sequence[Label | None], texts: Sequence[Sequence[str]]) -> list[Label | None]:
    """Labels of one table, those that only have a clock time among numbered ones made the breaks that they are.

    ``texts`` are what stands in each row: it says what kind of break.
    """
    lessons = [x for x in labels if x and x.lesson]
    if not 3 <= sum(bool(x.numbers) for x in lessons) < len(lessons):
        return list(labels)
    return [
        replace(x, kind=_block_kind(shown), text=f"{x.text} {''.join(shown[:1])}".strip())
        if x and x.lesson and not x.numbers and x.half is None and x.start >= 0 else x
        for x, shown in zip(labels, texts, strict=True)
    ]  # fmt: skip


def _block_kind(texts: Sequence[str]) -> BlockKind:
    word = key(texts[0]) if texts else ""
    return next((kind for kind, words in (*_KINDS, *_BLOCKS) if re.search(words, word)), BlockKind.OTHER)
