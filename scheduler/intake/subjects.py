"""Subjects: the names schools use, their tags, and how a name in a cell is found among a school's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from scheduler.domain import Subject

from .words import key

TAGS = frozenset(
    [
        "main",
        "maths",
        "language",
        "pe",
        "activity",
        "class_meeting",
        "music",
        "art",
        "science",
        "labour",
        "technology",
        "practice",
        "local",
    ]
)


@dataclass(frozen=True)
class KnownSubject:
    """A subject of ``subjects.yaml``; ``homework``: its usual share of homework in primary and junior."""

    names: tuple[str, ...]
    tags: frozenset[str]
    homework: tuple[int, int]


@cache
def known_subjects() -> dict[str, KnownSubject]:
    """Known subjects by each of their names, as ``words.key`` writes it."""
    rows = yaml.safe_load(files("scheduler.intake").joinpath("subjects.yaml").read_text("utf-8"))
    found = {}
    for row in rows:
        first, second = row.get("homework", (0, 0))
        known = KnownSubject(tuple(row["names"]), frozenset(row["tags"]), (first, second))
        found.update({key(name): known for name in row["names"]})
    return found


def make_subject(name: str) -> Subject:
    """A school's subject with the tags of its name; none when the name is not known."""
    known = known_subjects().get(key(name))
    return Subject(name, known.tags if known else frozenset())


def homework_share(name: str, grade: int) -> int:
    """How much of the written homework a subject usually carries in a grade; 0 is none."""
    known = known_subjects().get(key(name))
    return 0 if known is None or grade < 3 else known.homework[grade > 6]


@dataclass(frozen=True)
class SubjectNames:
    """A school's own subject names; ``find`` also knows them by their usual aliases."""

    names: tuple[str, ...]

    def find(self, written: str) -> str | None:
        """The school's name of a subject written in a cell or a pack, or None."""
        for name in self.names:
            if key(name) == key(written):
                return name
        known = known_subjects().get(key(written))
        same = [n for n in self.names if known is not None and known_subjects().get(key(n)) is known]
        return same[0] if len(same) == 1 else None

    def find_all(self, written: Iterable[str]) -> tuple[str, ...]:
        """The school's names of those it has; tags stay as they are."""
        found: list[str] = []
        for word in written:
            name = word if word in TAGS else self.find(word)
            if name is not None:
                found.append(name)
        return tuple(dict.fromkeys(found))
