"""Days, times and grades as they are said, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .settings import Text
from .times import At

_ZH_DAYS = "一二三四五六日"
_ZH_GRADES = "一二三四五六七八九"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def say_day(day: int, lang: str) -> str:
    """周一 or Mon; 第8天 or day 8 in longer cycles."""
    if lang == "en":
        return _EN_DAYS[day - 1] if 1 <= day <= 7 else f"day {day}"
    return f"周{_ZH_DAYS[day - 1]}" if 1 <= day <= 7 else f"第{day}天"


def say_clock(minutes: float) -> str:
    """08:30 for 510 minutes after midnight."""
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def say_grade(grade: int, lang: str) -> str:
    """三年级 or grade 3; 10年级 beyond nine."""
    if lang == "en":
        return f"grade {grade}"
    return f"{_ZH_GRADES[grade - 1]}年级" if 1 <= grade <= len(_ZH_GRADES) else f"{grade}年级"


def say_grades(grades: Iterable[int], lang: str) -> str:
    """一年级、三至六年级 or grades 1, 3-6: runs of grades as a teacher would say them."""
    runs: list[list[int]] = []
    for grade in sorted(grades):
        if runs and runs[-1][-1] == grade - 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    if lang == "en":
        said = ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)
        return f"grade {said}" if said.isdigit() else f"grades {said}"
    ends = ((say_grade(run[0], lang), say_grade(run[-1], lang)) for run in runs)
    return "、".join(a if a == b else f"{a.removesuffix('年级')}至{b}" for a, b in ends)


def say_at(at: At, lang: str) -> str:
    """周二第3节(单周) or Tue 3 (odd weeks); day 0 is the whole week."""
    day = say_day(at.day, lang) if at.day else ("全周" if lang == "zh" else "the week")
    if at.period:
        day += f"第{at.period}节" if lang == "zh" else f" {at.period}"
    if at.week == "all":
        return day
    zh = {"odd": "单周", "even": "双周"}[at.week]
    return f"{day}({zh})" if lang == "zh" else f"{day} ({at.week} weeks)"


def say_value(value: Any, clock: bool, lang: str) -> str:
    """A parameter's value as it is read; ``clock``: it is a time of day in minutes after midnight."""
    if isinstance(value, bool):
        return {True: ("是", "yes"), False: ("否", "no")}[value][lang == "en"]
    if clock and isinstance(value, int):
        return say_clock(value)
    if isinstance(value, tuple):
        return ("、" if lang == "zh" else ", ").join(map(str, value))
    return str(value)


def fill_in(text: Text, value: str, lang: str) -> str:
    """每天最多 360 分钟 from 每天最多多少分钟; else the text and the value."""
    said = text.say(lang)
    if lang == "en":
        return f"{value} {said}"
    word = next((w for w in ("多少", "几") if w in said), "")
    return said.replace(word, f" {value} ", 1).strip() if word else f"{said} {value}"
