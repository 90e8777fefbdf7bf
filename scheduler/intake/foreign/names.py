"""Class names: 三(2)班, 三2, 3.2, 302, 初一3班 and 七3 are one way or another of writing a grade and a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scheduler.domain import Group

from ..words import key, nearest, nfkc

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_GRADE = r"(?P<stage>初中?|小学?)?(?P<grade>[一二三四五六七八九]|[1-9])(?P<word>年级|年|级)?"
_COUNT = r"(?P<count>\d{1,2}|[一二三四五六七八九十]{1,3})"
_WHOLE = re.compile(rf"^(?:g|grade|class)?{_GRADE}[.\-_/·,]?\(?{_COUNT}\)?(?:班|class)?$")
_HUNDREDS = re.compile(r"^(?:初中|小学)?(?P<grade>[1-9])(?P<count>\d\d)班?$")
_WITHIN = re.compile(rf"(?<![\d一二三四五六七八九十第]){_GRADE}[.\-_/·]?\(?{_COUNT}\)?班")
_WITHIN_HUNDREDS = re.compile(r"(?<!\d)(?P<grade>[1-9])(?P<count>\d\d)班")
_NUMBER_ONLY = re.compile(rf"^[(]?{_COUNT}[)]?班$")
_GRADE_ONLY = re.compile(r"(?P<stage>初中?|小学?)?(?<!第)(?P<grade>[一二三四五六七八九1-9])(?:年级|级)")
_JUNIOR_ONLY = re.compile(r"(?P<stage>初)(?P<grade>[一二三123])(?![\d(])")
_TAIL = re.compile(r"(?:的)?(?:班级)?(?:课程表|课表|课程安排表?|功课表|timetable)$")
_LEAD = re.compile(r"^(?:班级|班别|class)[::]?")

Pair = tuple[int, int]


def grade_and_number(text: object) -> Pair | None:
    """(grade, number) of a class's whole name; None for what is no such name."""
    word = _TAIL.sub("", _LEAD.sub("", key(text)))
    if word.isdigit() and len(word) != 3:  # 45 is a number of pupils
        return None
    return _pair(_HUNDREDS.match(word) or _WHOLE.match(word))


def named_within(text: object) -> Pair | None:
    """(grade, number) of a class that a title names: 实验小学三年级(2)班课程表."""
    word = key(text)
    return grade_and_number(word) or _pair(_WITHIN.search(word) or _WITHIN_HUNDREDS.search(word))


def _pair(found: re.Match[str] | None) -> Pair | None:
    if not found:
        return None
    joined = found.start("count") == found.end("grade") and found.re not in (_HUNDREDS, _WITHIN_HUNDREDS)
    if joined and found["grade"].isdigit() and found["count"].isdigit():
        return None  # 13班 may be the thirteenth class, or thirteen classes
    grade = _DIGITS.get(found["grade"]) or int(found["grade"])
    if (found.groupdict().get("stage") or "").startswith("初") and grade < 7:
        if grade > 3:
            return None  # 初四 is the ninth grade where primary school has five, the tenth elsewhere
        grade += 6
    number = int(found["count"]) if found["count"].isdigit() else _number(found["count"])
    return (grade, number) if 0 < number < 60 else None


def _number(word: str) -> int:
    tens, has_tens, ones = word.rpartition("十")
    if has_tens:
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return _DIGITS.get(word, 0) if len(word) == 1 else 0


def grade_within(text: object) -> int:
    """The grade that a title names (七年级课程表); 0 where it names none."""
    word = key(text)
    found = _GRADE_ONLY.search(word) or _JUNIOR_ONLY.search(word)
    if not found:
        return 0
    grade = _DIGITS.get(found["grade"]) or int(found["grade"])
    return grade + 6 if (found["stage"] or "").startswith("初") and grade < 4 else grade


@dataclass
class ClassNames:
    """A plan's classes, found by any writing of their names.

    ``open``: a class that the plan does not have is taken as it is named where the plan has its grade (one plan for
    the schools of a district); ``added`` are those.
    """

    classes: Sequence[Group]
    open: bool = False
    added: dict[Pair, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key = {key(k.id): k.id for k in self.classes}
        pairs: dict[Pair, list[str]] = {}
        for klass in self.classes:
            pair = named_within(klass.id)
            if pair is not None:
                pairs.setdefault(pair, []).append(klass.id)
        self._by_pair = {pair: ids[0] for pair, ids in pairs.items() if len(ids) == 1}
        self._grades = {k.grade for k in self.classes}

    def find(self, texts: Iterable[object]) -> str | None:
        """The class that the first of these texts names; a bare 2班 needs the grade in another of them.

        A text that names a class which the plan does not have ends the search: what stands further off is of others.
        """
        shown = [nfkc(t) for t in texts if nfkc(t)]
        for text in shown:
            name = self._by_key.get(_TAIL.sub("", _LEAD.sub("", key(text))))
            if name is None and (pair := named_within(text)) is not None:
                return self._of(pair)
            if name is None and _NUMBER_ONLY.match(key(text)):
                name = self._in_grade(text, shown)
            if name is not None:
                return name
        return self._spelt_out(shown)

    def _of(self, pair: Pair) -> str | None:
        if pair in self._by_pair:
            return self._by_pair[pair]
        if self.open and pair[0] in self._grades:
            return self.added.setdefault(pair, f"{'一二三四五六七八九'[pair[0] - 1]}{pair[1]}")
        return None

    def _in_grade(self, text: str, shown: Sequence[str]) -> str | None:
        found = _NUMBER_ONLY.match(key(text))
        grades = {g for t in shown if (g := grade_within(t))}
        if not found or len(grades) != 1:
            return None
        count = found["count"]
        return self._of((grades.pop(), int(count) if count.isdigit() else _number(count)))

    def _spelt_out(self, shown: Sequence[str]) -> str | None:
        """A class without a number (七年级火箭班) whose name stands whole within one of the texts."""
        odd = {k: name for k, name in self._by_key.items() if named_within(name) is None and len(k) > 1}
        for text in shown:
            inside = [name for k, name in odd.items() if k in key(text)]
            if len(inside) == 1:
                return inside[0]
        return None

    def near(self, texts: Iterable[object]) -> tuple[str, str]:
        """A text that looks like a class's name and the nearest class of the plan; '' for what there is not."""
        for text in texts:
            pair = named_within(text)
            if pair is None and not _NUMBER_ONLY.match(key(text)):
                continue
            if pair is None:
                return nfkc(text), nearest(nfkc(text), [k.id for k in self.classes])
            by_pair = {named_within(k.id) or (k.grade, 0): k.id for k in self.classes}
            close = min(by_pair, key=lambda p: (abs(p[0] - pair[0]), abs(p[1] - pair[1])), default=None)
            return nfkc(text), by_pair[close] if close else ""
        return "", ""
