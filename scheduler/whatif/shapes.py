"""What is written of a change: how each shape looks, and what it means; wrong ones raise ChangeError."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from scheduler.domain import Text, Times
from scheduler.domain.sayings import say_clock
from scheduler.explain.remedies.written import say_times
from scheduler.intake import words

from .error import ChangeError

T = TypeVar("T")
ALL = frozenset({"全校", "全部", "所有", "all", "everybody"})
_GRADE = r"(?:[一二三四五六七八九1-9]年级|初[一二三]|g[1-9]|grade[1-9])"
_PEOPLE = re.compile(
    rf"^(?:{_GRADE}|[一二三四五六七八九1-9](?:年级)?[-~至到][一二三四五六七八九1-9](?:年级)?"
    r"|(?:初|小学)?[一二三四五六七八九1-9](?:年级)?[.(]?\d{1,2}\)?班?)$"
)
_MINUTES = re.compile(r"^\d{1,4}(?:[-~至到]\d{1,4})?(?:分钟|min)?$")
_SPAN = re.compile(r"^(\d{1,2}[:.点时]\d{2})[-~至到](\d{1,2}[:.点时]\d{2})$")
_SHIFT = re.compile(r"^(推迟|晚|延后|提前|早|later|earlier|\+|-)(\d{1,3})(?:分钟?|min)?$")
_CELL = re.compile(r"^'?([^!']+)'?!\$?([A-Za-z]{1,3})\$?(\d{1,5})$")
_DATE = re.compile(r"^(?:\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}[日号]?起?$|^第\d{1,2}周起?$")
_EARLIER = ("提前", "早", "earlier", "-")


def fits(shape: str, text: str) -> bool:
    """Whether a word looks like something of this shape; 'name' and 'text' fit nothing surely."""
    check = _CHECKS.get(shape)
    if check is None:
        return False
    try:
        return bool(check(text))
    except (ValueError, ChangeError):
        return False


def number(text: Any, what: Text, least: float, most: float, step: float = 1) -> float:
    """A number between bounds, in steps of 1 or 0.5."""
    try:
        found = words.number(text)
    except ValueError:
        found = least - 1
    if not least <= found <= most or found % step:
        zh = f"{what.zh} “{text}” 应是 {least:g} 到 {most:g} 的{'整数' if step == 1 else '整数或 .5'}"
        en = f"{what.en} '{text}' is a {'whole number' if step == 1 else 'number in halves'} from {least:g} to {most:g}"
        raise ChangeError(Text(zh, en))
    return found


def whole(text: Any, what: Text, least: int, most: int) -> int:
    """A whole number between bounds, also with its unit: 30分钟, 2个."""
    return int(number(re.sub(r"(?:分钟|min|个班?|节)$", "", words.key(text)), what, least, most))


def times(text: Any) -> Times:
    """Times as in a workbook: 周二下午；周四5-6."""
    found = _parsed(lambda: Times.parse(str(text)), text, Text("时间", "time"), "周一；周三上午；周四5-6")
    if not found:
        raise ChangeError(Text("没有写时间", "no time is written"))
    return found


def days(text: Any) -> tuple[int, ...]:
    """Weekdays: 周二、周四."""
    return _parsed(lambda: words.weekdays(str(text)), text, Text("星期", "weekdays"), "周二、周四")


def clock(text: Any) -> int:
    """A clock time in minutes after midnight."""
    found = _parsed(lambda: words.clock(text), text, Text("时刻", "clock time"), "08:40")
    if not 0 <= found <= 24 * 60:
        raise ChangeError(Text(f"时刻 “{text}” 不对", f"the clock time '{text}' is none"))
    return found


def span(text: Any) -> tuple[int, int]:
    """The start and end of 08:40-09:20."""
    found = _SPAN.match(words.key(text))
    if not found:
        raise ChangeError(Text(f"起止 “{text}” 读不懂；写成 08:40-09:20", f"'{text}' is no span; write 08:40-09:20"))
    start, end = clock(found[1]), clock(found[2])
    if end <= start:
        raise ChangeError(Text(f"结束不晚于开始：{text}", f"the end is not after the start: {text}"))
    return start, end


def shift(text: Any) -> int:
    """Minutes later (or, below 0, earlier): 推迟10分钟, -10."""
    found = _SHIFT.match(words.key(text))
    if not found:
        raise ChangeError(Text(f"“{text}” 读不懂；写成 推迟10 或 提前10", f"'{text}' is no shift; write +10 or -10"))
    return -int(found[2]) if found[1] in _EARLIER else int(found[2])


def address(text: Any) -> tuple[str, str]:
    """The sheet and cell of 课程计划!C5."""
    found = _CELL.match(str(text).strip().replace("！", "!"))
    if not found:
        raise ChangeError(Text(f"“{text}” 不是单元格；写成 课程计划!C5", f"'{text}' is no cell; write 课程计划!C5"))
    return found[1].strip(), f"{found[2].upper()}{found[3]}"


def minutes(text: Any) -> tuple[int, int]:
    """The least and most minutes a week of 40-60 or 50; 0 for none."""
    word = words.key(text)
    if word in words.NO or word == "0":
        return 0, 0
    numbers = [int(n) for n in re.findall(r"\d+", word)] if _MINUTES.match(word) else []
    if not numbers or numbers[0] > numbers[-1] or numbers[-1] > 3000:
        raise ChangeError(Text(f"分钟 “{text}” 读不懂；写成 40-60", f"'{text}' are no minutes; write 40-60"))
    return numbers[0], numbers[-1]


def listed(text: Any) -> list[str]:
    """The parts of a list."""
    return words.split(text) if text not in (None, "") else []


def _parsed(parse: Callable[[], T], text: Any, what: Text, example: str) -> T:
    try:
        return parse()
    except ValueError as error:
        zh = f"{what.zh} “{text}” 读不懂；写成 {example}"
        raise ChangeError(Text(zh, f"the {what.en} '{text}' cannot be read; write {example}")) from error


def _is_number(text: str) -> bool:
    words.number(re.sub(r"(?:分钟|min|个班?|节)$", "", words.key(text)))
    return True


_CHECKS: Mapping[str, Callable[[str], object]] = {
    "people": lambda text: not _is_digits(text) and all(map(_is_people, words.split(text))),
    "number": _is_number,
    "minutes": lambda text: _MINUTES.match(words.key(text)),
    "clock": lambda text: words.clock(text) >= 0,
    "span": lambda text: _SPAN.match(words.key(text)),
    "shift": lambda text: _SHIFT.match(words.key(text)),
    "times": lambda text: not _is_digits(text) and Times.parse(text),
    "days": lambda text: not _is_digits(text) and words.weekdays(text),
    "date": lambda text: _DATE.match(words.key(text)),
    "cell": lambda text: _CELL.match(text.replace("！", "!")),
}


def _is_people(text: str) -> bool:
    return bool(_PEOPLE.match(words.key(text))) or words.key(text) in ALL


def _is_digits(text: str) -> bool:
    return words.key(text).isdigit()


def say(text: Any, shape: str, lang: str) -> str:
    """What is written, said in a language: times and clocks in words, anything else as it stands."""
    if shape in ("times", "days") and text:
        try:
            return say_times(Times.parse(str(text)), lang)
        except ValueError:
            return str(text)
    if shape == "clock" and isinstance(text, int):
        return say_clock(text)
    return str(text)
