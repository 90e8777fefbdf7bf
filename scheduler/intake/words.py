"""What people write in cells: names, numbers, grades, weekdays, clock times. Parsers raise ValueError."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.domain.times import TO, read_day

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}
_LIST = re.compile(r"[;,、/\n]+")
YES = frozenset({"是", "有", "√", "✓", "对", "yes", "y", "true", "1"})
NO = frozenset({"否", "无", "没有", "×", "不", "no", "n", "false", "0"})


def nfkc(value: object) -> str:
    """The value as text: full-width forms made half-width, trimmed."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""


def clean(value: object) -> str:
    """A name as it is kept: trimmed, runs of white space made one space; its characters stay."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if value is not None else ""


def key(value: object) -> str:
    """A name as it is compared: NFKC, no white space, lower case."""
    return re.sub(r"\s+", "", nfkc(value)).casefold()


def split(value: object) -> list[str]:
    """The parts of a list cell, separated by ``、`` ``，`` ``；`` ``/`` or a line break."""
    return [part.strip() for part in _LIST.split(nfkc(value)) if part.strip()]


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, or '' when none is near."""
    by_key = {key(k): k for k in known}
    found = difflib.get_close_matches(key(name), by_key, 1, 0.4)
    return by_key[found[0]] if found else ""


def number(value: object) -> float:
    """A number, also one kept as text ('５', '5 ')."""
    if isinstance(value, bool | date | time | timedelta):
        raise ValueError(str(value))
    found = float(nfkc(value))
    if found != found or abs(found) > 1e9:
        raise ValueError(str(value))
    return found


def yes(value: object) -> bool:
    """是 or 否."""
    word = key(value)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(word)


def grade(text: object) -> int:
    """One grade: ``3``, ``三年级``, ``G3``, ``初一`` (7)."""
    word = key(text)
    found = re.match(r"^(初)?(?:grade|g|小学)?(\d|[一二三四五六七八九])(?:年级)?$", word)
    if not found:
        raise ValueError(word)
    count = _DIGITS.get(found[2]) or int(found[2])
    count += 6 if found[1] and count <= 3 else 0
    if not 1 <= count <= 9:
        raise ValueError(word)
    return count


def grades(value: object) -> tuple[int, ...]:
    """Grades: ``1-6``, ``7、8、9``, ``三年级``, ``一至六年级``; empty for an empty cell."""
    if isinstance(value, date | time):
        raise ValueError(str(value))
    found: list[int] = []
    for part in split(value):
        ends = re.split(r"[-~至到—–]", part.replace("年级", ""))
        first, last = grade(ends[0]), grade(ends[-1])
        if len(ends) > 2 or last < first:
            raise ValueError(part)
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


def grade_of_class(name: str) -> int:
    """The grade that a class's name begins with: ``三(1)班``, ``七1``, ``初一2班``, ``301``."""
    word = key(name)
    found = re.match(r"^(?:(初)([一二三123])|(?:小学)?([一二三四五六七八九1-9]))", word)
    if not found:
        raise ValueError(name)
    digit = found[2] or found[3]
    return (_DIGITS.get(digit) or int(digit)) + (6 if found[1] else 0)


def day(text: str) -> int:
    """One weekday: 周一, 星期一, Mon, 1."""
    word = key(text)
    found = int(word) if word.isdigit() else read_day(word)
    if not found:
        raise ValueError(text)
    return found


def weekdays(value: object, count: int = 5) -> tuple[int, ...]:
    """Weekdays: ``周一至周五``, ``周二、周四``, ``每天`` (``count`` days); empty for an empty cell."""
    if isinstance(value, date | time):
        raise ValueError(str(value))
    found: list[int] = []
    for part in split(value):
        if key(part) in ("每天", "每日", "daily", "全周"):
            found += range(1, count + 1)
            continue
        ends = re.split(TO, key(part))
        first, last = day(ends[0]), day(ends[-1])
        if len(ends) > 2 or last < first:
            raise ValueError(part)
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


def clock(value: object) -> int:
    """Minutes after midnight of ``08:40``, ``8：40``, ``8点40`` or an Excel time."""
    if isinstance(value, datetime | time):
        return value.hour * 60 + value.minute
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        return round(value * 24 * 60)
    found = re.match(r"^(\d{1,2})[:.点时](\d{1,2})分?(?::\d\d)?$", key(value))
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        raise ValueError(nfkc(value))
    return int(found[1]) * 60 + int(found[2])


def show(value: Any) -> str:
    """A cell's value as a message shows it."""
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return clean(value) if not isinstance(value, str) else value
