"""One change as it is said: 不可用 张三 周二下午.

Words find their fields by what they look like, then in order; a field may be named, as in 接任=李四. A number may be a
sweep: 作业上限 五年级 60..30 step -10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from scheduler.domain import Text
from scheduler.domain.times import DAY, TO
from scheduler.intake import words
from scheduler.intake.words import key

from .change import Change
from .error import ChangeError
from .kind import Field, Kind, find_kind, no_kind
from .names import unknown
from .shapes import fits

MOST_STEPS = 100
_TOKEN = re.compile(r"(?:[^\s\"“]|\"[^\"]*\"|“[^”]*”|[\"“])+")
_RANGE = re.compile(r"^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?:\s+(-?\d+(?:\.\d+)?))?$")
_HALF = re.compile(r"^(?:上午|下午|am|pm)$", re.I)
_PERIODS = re.compile(rf"^(?:\d+{TO}\d+节?|第\d+(?:{TO}第?\d+)?节)$")
_STEP = ("step", "步长", "每次", "by")
_LONGEST_KIND = 3  # words
_MOST_WORDS = 200  # of a change
_NUMBERS = ("number", "minutes")
SCHOOL = ("学校", "school")  # of a district: 学校=略坪小学, with any change
_SHAPED = ("people", "number", "minutes", "clock", "span", "shift", "times", "days", "date")


def read_phrase(text: str, at: str = "") -> tuple[Change, ...]:
    """The change that is written; several where a number is a sweep. Raises ChangeError."""
    tokens = list(_TOKEN.findall(words.nfkc(text)))
    if len(tokens) > _MOST_WORDS:
        raise ChangeError(Text("这条变更太长", "this change is too long"), at)
    schools = [w.partition("=")[2].strip('"“”') for w in tokens if is_school(w.partition("=")[0]) and "=" in w]
    tokens = [w for w in tokens if not (is_school(w.partition("=")[0]) and "=" in w)]
    try:
        kind, implied, rest = _kind(tokens, text)
        found = spread(kind, {**implied, **_assigned(kind, rest, implied)}, at)
        return tuple(at_school(change, "、".join(schools)) for change in found)
    except ChangeError as error:
        raise ChangeError(error.plain, at) from error


def is_school(word: str) -> bool:
    """Whether a word names the schools that a change is for."""
    return key(word) in SCHOOL


def at_school(change: Change, schools: str) -> Change:
    """The change for some schools of a district; for all of them where none is named."""
    return replace(change, values=(*change.values, ("school", schools))) if schools else change


def spread(kind: Kind, values: Mapping[str, str], at: str) -> Iterator[Change]:
    """A change of these values; one for each combination where some are sweeps. Raises ChangeError where one lacks."""
    for field in kind.fields:
        if not field.optional and not values.get(field.name):
            example = kind.example
            raise ChangeError(Text(f"{kind.text.zh} 缺少{field.text.zh}；写成 {example.zh}",
                                   f"{kind.text.en}: {field.text.en} missing; write {example.en}"))  # fmt: skip
    order = [f for f in kind.fields if values.get(f.name)]
    ways = [steps(values[f.name]) if f.shape in ("number", "minutes") else [values[f.name]] for f in order]
    for chosen in product(*ways):
        yield Change(kind.code, tuple((f.name, value) for f, value in zip(order, chosen, strict=True)), at)


def steps(text: str) -> list[str]:
    """The values of a sweep such as ``60..30 step -10``; the text itself where it is none."""
    word = " ".join(w for w in re.split(r"[\s=]+", text) if key(w) not in _STEP)
    found = _RANGE.match(word)
    if not found:
        return [text]
    first, last = float(found[1]), float(found[2])
    step = abs(float(found[3] or 1)) * (1 if last >= first else -1)
    if not step or abs(last - first) / abs(step) >= MOST_STEPS:
        raise ChangeError(Text(f"“{text}” 的步数太多或步长是 0（最多 {MOST_STEPS} 个）",
                               f"'{text}' has too many steps, or a step of 0 (at most {MOST_STEPS})"))  # fmt: skip
    count = int(abs(last - first) / abs(step) + 1e-9) + 1
    return [f"{first + n * step:g}" for n in range(count)]


def _kind(tokens: list[str], text: str) -> tuple[Kind, dict[str, str], list[str]]:
    """The kind that the first words name, with the value that the word implies, and the words after it."""
    for count in range(min(_LONGEST_KIND, len(tokens)), 0, -1):
        name = "".join(tokens[:count])
        kind = find_kind(name)
        if kind is not None:
            implied = {key(w): value for w, value in kind.implied.items()}.get(key(name))
            return kind, dict([implied]) if implied else {}, tokens[count:]
    if not tokens:
        raise ChangeError(Text("没有写变更", "no change is written"))
    raise no_kind(tokens[0] if tokens else text)


def _assigned(kind: Kind, tokens: list[str], implied: Mapping[str, str]) -> dict[str, str]:
    """The words by field."""
    if kind.fields[0].shape == "rest":
        return {kind.fields[0].name: " ".join(tokens)}
    found: dict[str, list[str]] = {}
    plain: list[str] = []
    numbers = sum(f.shape in _NUMBERS for f in kind.fields)
    left = list(_together(_days_together(tokens)))
    if any(f.shape == "times" for f in kind.fields):
        left = list(_periods_together(left, bare=not numbers))
    while left:
        token = left.pop(0)
        field, value = _named(kind, token)
        name = value.isdigit() and sum(_is_count(t) for t in left) >= numbers > 0  # 301 is a class: 课时 301 数学 5
        if field is None and not name:
            field = _shaped(kind, token, {*found, *implied})
        if field is None:
            plain.append(value)
        else:
            found.setdefault(field.name, []).append(value)
    _in_order(kind, plain, found)
    shapes = {f.name: f.shape for f in kind.fields}
    marks = {"times": "；", "params": ";"}
    return {name: marks.get(shapes[name], "、").join(values) for name, values in found.items()}


def _days_together(tokens: Iterable[str]) -> Iterator[str]:
    """The words, those of a half-day (Tue pm) and of days from one to another (Mon to Wed pm) as one."""
    left = list(tokens)
    while left:
        token = left.pop(0)
        if left and key(token) in ("from", "从", "自") and _is_day(left[0]):
            token = left.pop(0)
        if _is_day(token):
            if len(left) > 1 and re.fullmatch(TO, key(left[0])):
                token += left.pop(0) + left.pop(0)
            elif left and re.match(f"{TO}{DAY}", key(left[0])):  # 周一 至周三
                token += left.pop(0)
        elif left and re.fullmatch(f"{DAY}{TO}", key(token)):  # 周一至 周三
            token += left.pop(0)
        if left and _HALF.match(left[0]) and _is_time(token):
            token += left.pop(0)
        yield token


def _periods_together(tokens: Iterable[str], *, bare: bool) -> Iterator[str]:
    """The words, the lessons of a day as one with it: 周四 5-6, and 周四 5 where a ``bare`` number is no field."""
    left = list(tokens)
    while left:
        token = left.pop(0)
        open_ = left and _is_time(token) and not re.search(r"\d节?$", token)
        if open_ and (_PERIODS.match(key(left[0])) or (bare and left[0].isdigit())):
            token += left.pop(0)
        yield token


def _is_day(word: str) -> bool:
    return bool(re.fullmatch(DAY, key(word)))


def _is_time(word: str) -> bool:
    return fits("times", word)


def _together(tokens: Iterable[str]) -> Iterator[str]:
    """The words, those of a sweep (60..30 step -10) as one, and those of a grade (grade 5)."""
    left = list(tokens)
    while left:
        token = left.pop(0)
        if key(token) in ("grade", "grades") and left and re.match(r"^[1-9]", left[0]):  # grade 5, grades 3-6
            token = ("grade" if left[0].isdigit() else "") + left.pop(0)
        if _RANGE.match(token) and left and key(left[0].partition("=")[0]) in _STEP:
            token += " " + left.pop(0)
            if left and not re.search(r"\d", token.rpartition(" ")[2]):
                token += " " + left.pop(0)
        yield token


def _named(kind: Kind, token: str) -> tuple[Field | None, str]:
    """The field of ``接任=李四``; a parameter such as ``most=5`` is one of a rule."""
    name, equals, value = token.partition("=")
    bare = token.strip('"“”')
    if not equals or "!" in name or _RANGE.match(name.partition(" ")[0]):
        return None, bare
    field = find_field(kind, name)
    if field is not None:
        return field, value.strip('"“”')
    params = next((f for f in kind.fields if f.shape == "params"), None)
    if params is None:
        raise unknown(Text("项目", "field"), name, [f.text.zh for f in kind.fields] + [f.name for f in kind.fields])
    return params, token


def find_field(kind: Kind, name: str) -> Field | None:
    """The field of a kind that has this name."""
    return next((f for f in kind.fields if key(name) in f.words), None)


def _shaped(kind: Kind, token: str, taken: set[str]) -> Field | None:
    """The first field that is free, or lists several, and that the word looks like."""
    word = token.strip('"“”')
    sweep = bool(_RANGE.match(token.partition(" ")[0]))
    for field in kind.fields:
        free = field.name not in taken or field.many
        if free and key(word) in map(words.key, field.fixed):
            return field
    for field in kind.fields:
        free = field.name not in taken or field.many
        if free and field.shape in _SHAPED and (fits(field.shape, word) or (sweep and field.shape == "number")):
            return field
    return None


def _in_order(kind: Kind, plain: list[str], found: dict[str, list[str]]) -> None:
    """Names go to the fields for names in order: to those that must be filled where there are no more names."""
    free = [f for f in kind.fields if f.name not in found and f.shape in ("name", "people", "text") and not f.fixed]
    must = [f for f in free if not f.optional]
    extra = next((f.name for f in kind.fields if f.optional and f.shape in _NUMBERS and f.name in found), None)
    if len(must) > len(plain) and extra and found[extra][0].isdigit():  # 增班 304 同=301
        plain.insert(0, found.pop(extra)[0])
    order = must if len(plain) <= len(must) else free
    for word in plain:
        if order:
            field = order.pop(0)
        else:
            several = [f for f in kind.fields if f.many and f.shape in ("name", "people")]
            if not several:
                raise _homeless(kind, word, found)
            field = several[-1]
        found.setdefault(field.name, []).append(word)


def _is_count(token: str) -> bool:
    return token.isdigit() or bool(_RANGE.match(token.partition(" ")[0]))


def _homeless(kind: Kind, word: str, found: Mapping[str, list[str]]) -> ChangeError:
    wanted = next((f for f in kind.fields if f.fixed and f.name not in found), None)
    if wanted is not None:
        return unknown(wanted.text, word, wanted.fixed)
    return ChangeError(Text(f"{kind.text.zh} 里的 “{word}” 读不懂；写成 {kind.example.zh}",
                            f"{kind.text.en}: '{word}' cannot be read; write {kind.example.en}"))  # fmt: skip
