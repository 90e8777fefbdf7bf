"""The regulation packs: rows of ``constraints/packs/*.yaml``, and the settings a school gets from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from scheduler.domain import RuleSetting, Scope, Source, Strength, Text, Times, Way
from scheduler.rule import Rule

from . import words
from .subjects import SubjectNames

SUBJECT_PARAMS = ("subjects", "first", "then", "second")
NO_NOTE = Text("", "")
_NOT_HERE = Text("本程序目前不计算这一条", "not computed here")


@dataclass(frozen=True)
class PackRow:
    """A row of a regulation with its quotation, word for word. ``rule`` is empty where no rule computes it.

    A regulation that takes two settings has two rows; the second's id ends in ``#2``.
    """

    id: str
    quotation: str
    document: str
    part: str
    grades: tuple[int, ...]
    way: Way
    strength: Strength
    rule: str = ""
    params: tuple[tuple[str, Any], ...] = ()
    note: Text = NO_NOTE


@dataclass(frozen=True)
class Pack:
    """The regulations of one place, in the order of the document."""

    name: str
    title: Text
    rows: tuple[PackRow, ...]


@cache
def pack_names() -> tuple[str, ...]:
    """The names of the packs, sorted."""
    entries = files("constraints.packs").iterdir()
    return tuple(sorted(e.name.removesuffix(".yaml") for e in entries if e.name.endswith(".yaml")))


@cache
def read_pack(name: str) -> Pack:
    """A pack by its name. Raises KeyError when there is none of this name."""
    if name not in pack_names():
        raise KeyError(name)
    data = yaml.safe_load(files("constraints.packs").joinpath(f"{name}.yaml").read_text("utf-8"))
    document, part = data["document"], data["part"]
    rows = tuple(row for entry in data["rows"] for row in _rows(entry, document, part))
    return Pack(name, Text(data["title"]["zh"], data["title"]["en"]), rows)


@cache
def pack_aliases() -> dict[str, str]:
    """Pack names by each word a school may write: the name, or the title in either language."""
    found = {}
    for name in pack_names():
        title = read_pack(name).title
        found.update({words.key(word): name for word in (name, title.zh, title.en)})
    return found


def _rows(entry: Mapping[str, Any], document: str, part: str) -> Iterator[PackRow]:
    asked = entry.get("settings", [{}])
    note = entry.get("note", {})
    for count, setting in enumerate(asked, 1):
        yield PackRow(
            id=entry["id"] if count == 1 else f"{entry['id']}#{count}",
            quotation=entry["quotation"],
            document=entry.get("document", document),
            part=entry.get("part", part),
            grades=words.grades(setting.get("grades", entry["grades"])),
            way=Way(entry["way"]),
            strength=Strength(setting.get("strength", entry["strength"])),
            rule=setting.get("rule", ""),
            params=tuple(sorted((k, _frozen(v)) for k, v in setting.get("params", {}).items())),
            note=Text(note.get("zh", ""), note.get("en", "")),
        )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def known_rows(pack: Pack, rules: Mapping[str, Rule]) -> Pack:
    """The pack as far as these rules go: a row with a rule or parameter that they lack is declared."""
    return replace(pack, rows=tuple(row if _fits(row, rules) else _declared(row) for row in pack.rows))


def _fits(row: PackRow, rules: Mapping[str, Rule]) -> bool:
    if not row.rule:
        return True
    rule = rules.get(row.rule)
    return rule is not None and {name for name, _ in row.params} <= {p.name for p in rule.params}


def _declared(row: PackRow) -> PackRow:
    return replace(row, way=Way.DECLARED, rule="", params=(), note=_NOT_HERE)


def pack_settings(pack: Pack, rules: Mapping[str, Rule], subjects: SubjectNames) -> Iterator[RuleSetting]:
    """The settings of a pack's rows that have a rule; subjects are those of the school, by name or tag."""
    for row in known_rows(pack, rules).rows:
        if row.rule:
            defaults = {p.name: p.default for p in rules[row.rule].params}
            params = {name: _fitted(name, value, defaults[name], subjects) for name, value in row.params}
            yield rules[row.rule].setting(
                row.id,
                scope=Scope(grades=frozenset(row.grades)),
                strength=row.strength,
                source=Source(pack.name, row.id, row.quotation, row.document, row.part),
                **params,
            )


def _fitted(name: str, value: Any, default: Any, subjects: SubjectNames) -> Any:
    if isinstance(default, Times):
        return Times.parse(value)
    if name in SUBJECT_PARAMS:
        if isinstance(value, tuple):
            return subjects.find_all(value)
        return next(iter(subjects.find_all([value])), value)
    return value
