"""What the rule packs ask of a school: their rows as settings, with the school's own names of subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from scheduler.domain import RuleSetting, Scope, Source, Times
from scheduler.packs import Pack, known_rows, pack_names, read_pack
from scheduler.rule import Rule

from . import words
from .subjects import SubjectNames

SUBJECT_PARAMS = ("subjects", "first", "then", "second")


@cache
def pack_aliases() -> dict[str, str]:
    """Pack names by each word a school may write: the name, or the title in either language."""
    found = {}
    for name in pack_names():
        title = read_pack(name).title
        found.update({words.key(word): name for word in (name, title.zh, title.en)})
    return found


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
