"""What the rule packs ask of a school: their rows as settings, with the school's own names of subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from scheduler.domain import RuleSetting, Scope, Source, Times
from scheduler.packs import Pack, known_rows, pack_names, pack_title
from scheduler.rule import Rule

from . import words
from .subjects import TAGS, SubjectNames, known_subjects

SUBJECT_PARAMS = ("subjects", "other_than", "first", "then", "second")


@cache
def pack_aliases() -> dict[str, str]:
    """Pack names by each word a school may write: the name, or the title in either language."""
    found = {}
    for name in pack_names():
        title = pack_title(name)
        found.update({words.key(word): name for word in (name, title.zh, title.en)})
    return found


def usual_subjects() -> SubjectNames:
    """The subjects of the national plan, where no school's own are known."""
    return SubjectNames(tuple(dict.fromkeys(known.names[0] for known in known_subjects().values())))


def pack_settings(pack: Pack, rules: Mapping[str, Rule], subjects: SubjectNames) -> Iterator[RuleSetting]:
    """The settings of a pack's rows that have a rule; subjects are those of the school, by name or tag."""
    for row in known_rows(pack, rules).rows:
        if row.rule:
            params = {name: _fitted(rules[row.rule], name, value, subjects) for name, value in row.params}
            yield rules[row.rule].setting(
                row.id,
                scope=Scope(grades=frozenset(row.grades)),
                strength=row.strength,
                source=Source(pack.name, row.id, row.quotation, row.document, row.part),
                **params,
            )


def _fitted(rule: Rule, name: str, value: Any, subjects: SubjectNames) -> Any:
    """A value with the school's own names of subjects. What the school lacks is left out, but for rules that look at
    each subject by itself: it has no lessons of that one."""
    default = next(p.default for p in rule.params if p.name == name)
    if isinstance(default, Times):
        return Times.parse(value)
    if name in SUBJECT_PARAMS:
        if isinstance(value, tuple) and rule.each == name:
            return tuple(dict.fromkeys(w if w in TAGS else subjects.find(w) or w for w in value))
        if isinstance(value, tuple):
            return subjects.find_all(value)
        return next(iter(subjects.find_all([value])), value)
    return value
