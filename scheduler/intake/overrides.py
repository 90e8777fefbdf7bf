"""规则: what a school says of a single rule, with parameters read by the type of their default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.domain import Scope, Strength, Times
from scheduler.rule import Param, Rule

from . import cells, words
from .asking import Asker
from .draft import Draft
from .log import Log
from .narrowing import Said, Voice
from .regulations import SUBJECT_PARAMS
from .sheets.bells import KINDS
from .sheets.groups import find_classes
from .sheets.rules import RuleLine
from .staff import Staff
from .subjects import TAGS
from .workbook import Cell

STRENGTHS = {
    Strength.HARD: ("必须", "硬", "硬性", "hard"),
    Strength.SOFT: ("尽量", "软", "soft"),
    Strength.OFF: ("不用", "关", "停用", "off"),
}
WEIGHTS = {4.0: ("重要", "important"), 1.0: ("一般", "normal"), 0.25: ("少许", "a little")}
_STRENGTH = {words.key(alias): strength for strength, aliases in STRENGTHS.items() for alias in aliases}
_WEIGHT = {words.key(alias): weight for weight, aliases in WEIGHTS.items() for alias in aliases}
_HALF = {"上午": "am", "下午": "pm", "am": "am", "pm": "pm"}
_SPAN = {"全天": "day", "天": "day", "同一天": "day", "半天": "half", "同半天": "half"}
_KIND = {words.key(alias): kind.value for kind, aliases in KINDS.items() for alias in (*aliases, kind.value)}


def rule_settings(draft: Draft, staff: Staff, asker: Asker, log: Log) -> Iterator[Said]:
    """The settings of the 规则 sheet; unknown rules, names and parameters are noted with the nearest."""
    for line in draft.rules.lines:
        rule = find_rule(line, asker.rules, log)
        if rule is None:
            continue
        strength = _strength(line, log)
        params = _params(line, rule, draft, log)
        scope = _scope(line, draft, staff, log)
        if params is None:
            continue
        if rule.only_hard and strength is Strength.SOFT:
            log.add(
                line.row["strength"], f"“{rule.title.zh}” 只能是 必须", f"'{rule.title.en}' can only be hard",
                "写成 必须，或留空", "write 必须 (hard), or leave it empty",
            )  # fmt: skip
            continue
        if rule.only_hard and strength is Strength.OFF:
            log.add(
                line.row["strength"],
                f"“{rule.title.zh}” 不能停用",
                f"'{rule.title.en}' cannot be switched off",
            )
            continue
        weight = _weight(line.row["weight"], rule, log)
        yield from asker.ask(rule.code, line.cell, scope, strength, weight, Voice.RULES, **params)


def find_rule(line: RuleLine, rules: Mapping[str, Rule], log: Log) -> Rule | None:
    """The rule that a row names by its code or a title."""
    by_name = {words.key(n): r for r in rules.values() for n in (r.title.en, r.title.zh, r.code)}
    rule = by_name.get(words.key(line.rule))
    if rule is None:
        known = [*rules, *(r.title.zh for r in rules.values())]
        log.unknown(line.cell, ("规则", "rule"), line.rule, known, ("规则目录", "the catalogue of rules"))
    return rule


def _strength(line: RuleLine, log: Log) -> Strength | None:
    cell = line.row["strength"]
    if cell.empty:
        return None
    found = _STRENGTH.get(words.key(cell.value))
    if found is None:
        log.unknown(
            cell,
            ("强度", "strength"),
            words.nfkc(cell.value),
            ["必须", "尽量", "不用"],
            ("必须、尽量、不用", "必须 尽量 不用"),
        )
    return found


def _weight(cell: Cell, rule: Rule, log: Log) -> int | None:
    """In thousandths: a word, or a number of times the normal weight."""
    if cell.empty:
        return None
    try:
        times = _WEIGHT.get(words.key(cell.value)) or words.number(cell.value)
    except ValueError:
        times = -1
    if not 0 < times <= 1000:
        log.add(
            cell,
            f"权重 “{words.show(cell.value)}” 读不懂",
            f"the weight '{words.show(cell.value)}' cannot be read",
            "写成 重要、一般、少许，或大于 0 的倍数",
            "write 重要, 一般, 少许, or a number above 0",
        )
        return None
    return max(1, round(rule.price * times))


def _scope(line: RuleLine, draft: Draft, staff: Staff, log: Log) -> Scope:
    row = line.row
    groups = frozenset() if row["class"].empty else frozenset(find_classes(row["class"], draft.classes, log))
    return Scope(
        grades=frozenset(cells.grades(row["grades"], log)),
        groups=groups,
        subjects=find_subjects(row["subject"], draft, log),
        teachers=frozenset(staff.listed(row["teacher"])),
        rooms=find_rooms(row["room"], draft, log),
    )


def find_subjects(cell: Cell, draft: Draft, log: Log) -> frozenset[str]:
    """The school's subjects that a cell lists."""
    return frozenset(cells.subjects(cell, draft.subjects, log))


def find_rooms(cell: Cell, draft: Draft, log: Log) -> frozenset[str]:
    """The rooms that a cell lists, by name or kind."""
    found: set[str] = set()
    for word in [] if cell.empty else words.split(cell.value):
        named = draft.room.get(words.key(word))
        of_kind = [r.name for r in draft.rooms if words.key(r.kind) == words.key(word)]
        if not named and not of_kind:
            known = [*(r.name for r in draft.rooms), *(r.kind for r in draft.rooms)]
            log.unknown(cell, ("场地", "room"), word, known, ("场地 表", "sheet 场地"))
        found.update([named.name] if named else of_kind)
    return frozenset(found)


def _params(line: RuleLine, rule: Rule, draft: Draft, log: Log) -> dict[str, Any] | None:
    """The parameters written in the row; None when one is wrong."""
    cell = line.row["params"]
    known = {words.key(name): p for p in rule.params for name in (p.text.zh, p.text.en, p.name)}
    found: dict[str, Any] = {}
    good = True
    for part in re.split(r"[;\n](?=[^;=\n]*=)", "" if cell.empty else words.nfkc(cell.value)):
        name, equals, value = part.partition("=")
        if not part.strip(" ;"):
            continue
        if not equals and (only := _unnamed(rule)):
            name, value = only.name, part
        param = known.get(words.key(name))
        if param is None:
            names = [p.name for p in rule.params]
            log.unknown(cell, ("参数", "parameter"), name.strip(), names, (f"规则 {rule.code}", f"rule {rule.code}"))
            good = False
            continue
        try:
            found[param.name] = read_value(param, value.strip(" ;"), draft)
        except ValueError as error:
            log.add(
                cell, f"参数 {param.name} 的值 “{value.strip()}” 读不懂（{param.text.zh}）",
                f"the value '{value.strip()}' of {param.name} cannot be read ({param.text.en})",
                *((f"{error}",) * 2 if str(error) else ()),
            )  # fmt: skip
            good = False
    return found if good else None


def _unnamed(rule: Rule) -> Param | None:
    """The parameter that a value without a name is for: the only one, or the only one that is a number."""
    if len(rule.params) == 1:
        return rule.params[0]
    numbers = [p for p in rule.params if type(p.default) is int]
    return numbers[0] if len(numbers) == 1 else None


def read_value(param: Param, text: str, draft: Draft) -> Any:
    """A parameter's value, read by the type of its default. Raises ValueError."""
    if isinstance(param.default, Times):
        return Times.parse(text)
    if isinstance(param.default, bool):
        return words.yes(text)
    if isinstance(param.default, int):
        if ":" in text:
            return words.clock(text)
        count = words.number(text)
        if count % 1 or count < 0:
            raise ValueError(text)
        return int(count)
    if isinstance(param.default, tuple):
        return _list(param, text, draft)
    if param.name == "half":
        return _one(text, _HALF)
    if param.name == "span":
        return _one(text, _SPAN)
    if param.name in SUBJECT_PARAMS:
        return _subject(text, draft)
    return text


def _list(param: Param, text: str, draft: Draft) -> tuple[Any, ...]:
    if param.unit == "words":  # whatever a bell schedule or a sheet may call it
        return tuple(words.split(text))
    if param.name == "days" or (param.default and isinstance(param.default[0], int)):
        return words.weekdays(text, draft.school.days)
    if param.name == "kinds":
        return tuple(_one(word, _KIND) for word in words.split(text))
    if param.name in SUBJECT_PARAMS:
        return tuple(_subject(word, draft) for word in words.split(text))
    return tuple(words.split(text))


def _one(text: str, known: Mapping[str, str]) -> str:
    found = known.get(words.key(text)) or (words.key(text) if words.key(text) in known.values() else "")
    if not found:
        raise ValueError("、".join(known))
    return found


def _subject(text: str, draft: Draft) -> str:
    found = text if text in TAGS else draft.subjects.find(text)
    if found is None:
        raise ValueError(words.nearest(text, [*draft.subjects.names, *TAGS]))
    return found
