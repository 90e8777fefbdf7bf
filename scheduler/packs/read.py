"""The rows of ``constraints/packs/*.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from scheduler.domain import Strength, Text, Way
from scheduler.rule import Rule

NO_NOTE = Text("", "")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it is there, is much faster
_CLOCK = re.compile(r"(\d\d):(\d\d)")
_NOT_HERE = Text("本程序目前不计算这一条", "not computed here")


@dataclass(frozen=True)
class PackRow:
    """A row of a regulation with its quotation, word for word. ``rule`` is empty where no rule computes it.

    A regulation that takes two settings has two rows; the second's id ends in ``#2``, and each has its own ``way``.
    ``since`` is the year from which a new one holds (0: not said).
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
    since: int = 0


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
    data = yaml.load(_text(name), _LOADER)
    document, part = data["document"], data["part"]
    rows = tuple(row for entry in data["rows"] for row in _rows(entry, document, part))
    return Pack(name, Text(data["title"]["zh"], data["title"]["en"]), rows)


@cache
def pack_title(name: str) -> Text:
    """The title of a pack, without its rows being read."""
    head, _, _ = _text(name).partition("\nrows:")
    title = yaml.load(head, _LOADER)["title"]
    return Text(title["zh"], title["en"])


def _text(name: str) -> str:
    return files("constraints.packs").joinpath(f"{name}.yaml").read_text("utf-8")


def _rows(entry: Mapping[str, Any], document: str, part: str) -> Iterator[PackRow]:
    asked = entry.get("settings", [{}])
    note = entry.get("note", {})
    for count, setting in enumerate(asked, 1):
        yield PackRow(
            id=entry["id"] if count == 1 else f"{entry['id']}#{count}",
            quotation=entry["quotation"],
            document=entry.get("document", document),
            part=entry.get("part", part),
            grades=_grades(setting.get("grades", entry["grades"])),
            way=Way(setting.get("way", entry["way"])),
            strength=Strength(setting.get("strength", entry["strength"])),
            rule=setting.get("rule", ""),
            params=tuple(sorted((k, _frozen(v)) for k, v in setting.get("params", {}).items())),
            note=Text(note.get("zh", ""), note.get("en", "")),
            since=entry.get("since", 0),
        )


def _grades(text: object) -> tuple[int, ...]:
    """``1-5,7-8`` and the like."""
    ends = [part.split("-") for part in str(text).split(",")]
    return tuple(sorted({n for end in ends for n in range(int(end[0]), int(end[-1]) + 1)}))


def _frozen(value: Any) -> Any:
    """Lists as tuples, clock times (``"08:30"``) as minutes after midnight."""
    if isinstance(value, list):
        return tuple(value)
    clock = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    return 60 * int(clock[1]) + int(clock[2]) if clock else value


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
