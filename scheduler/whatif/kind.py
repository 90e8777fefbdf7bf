"""The kinds of changes: what each is called, what has to be said of it, and the edits that make it.

One function a kind in ``changes/``, found by its decorator; a new kind is a new function.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.intake import Edit, Plan
from scheduler.intake.words import key, nearest
from scheduler.rule import Rule

from .error import ChangeError

if TYPE_CHECKING:
    from .change import Change

Edits = Callable[[Plan, "Change", Mapping[str, Rule]], Iterable[Edit]]
Say = Callable[["Change", str], str]
Swaps = Callable[[Plan, "Change"], frozenset[str]]


@dataclass(frozen=True)
class Field:
    """One thing said of a change: its name in programs, its words, the shape of what is written, whether it may be left
    out, and whether it may list several.

    ``shape``: name, people (a grade or class), number, minutes, clock, span (08:20-09:00), shift (+10), times, days,
    date, text, params (most=5), or rest (everything that follows). See ``shapes``.
    """

    name: str
    text: Text
    shape: str = "name"
    optional: bool = False
    aliases: tuple[str, ...] = ()
    many: bool = False
    fixed: tuple[str, ...] = ()  # the words that it can have, where they are few

    @property
    def words(self) -> frozenset[str]:
        """Everything that it may be called, as ``words.key`` writes it."""
        return frozenset(key(w) for w in (self.name, self.text.zh, self.text.en, *self.aliases))


@dataclass(frozen=True)
class Kind:
    """A kind of change with its words (the first Chinese one is what the office says) and an example."""

    code: str
    text: Text
    aliases: tuple[str, ...]
    fields: tuple[Field, ...]
    example: Text
    edits: Edits
    say: Say
    implied: Mapping[str, tuple[str, str]]  # a word that names the kind and a value at once: 固排 is lock, way fixed
    swaps: Swaps | None = None  # the courses whose odd and even weeks are exchanged

    @property
    def words(self) -> frozenset[str]:
        """Everything that it may be called, as ``words.key`` writes it."""
        return frozenset(key(w) for w in (self.code, self.text.zh, self.text.en, *self.aliases, *self.implied))


_FOUND: dict[str, Kind] = {}


def kind(
    code: str,
    text: Text,
    fields: tuple[Field, ...],
    example: Text,
    say: Say,
    aliases: tuple[str, ...] = (),
    implied: Mapping[str, tuple[str, str]] | None = None,
    swaps: Swaps | None = None,
) -> Callable[[Edits], Edits]:
    """Register a function (plan, change, rules) -> edits as a kind of change."""

    def register(edits: Edits) -> Edits:
        _FOUND[code] = Kind(code, text, aliases, fields, example, edits, say, implied or {}, swaps)
        return edits

    return register


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by code, in the order of help texts."""
    from . import changes

    for module in sorted(m.name for m in pkgutil.iter_modules(changes.__path__)):
        import_module(f"{changes.__name__}.{module}")
    return dict(_FOUND)


def kind_of(code: str) -> Kind:
    """A kind by its code. Raises ChangeError for none, with the nearest."""
    found = kinds().get(code)
    if found is None:
        raise no_kind(code)
    return found


def find_kind(word: str) -> Kind | None:
    """The kind that a word names, in Chinese or English."""
    wanted = key(word)
    return next((k for k in kinds().values() if wanted in k.words), None)


def no_kind(word: str) -> ChangeError:
    """A kind that there is not, with the nearest."""
    names = {key(n): n for k in kinds().values() for n in (k.text.zh, k.code, k.text.en, *k.aliases, *k.implied)}
    near = nearest(word, names.values())
    zh = f"不认识变更 “{word}”" + (f"（最接近：{near}）" if near else "")
    return ChangeError(Text(zh, f"unknown change '{word}'" + (f" (nearest: {near})" if near else "")))
