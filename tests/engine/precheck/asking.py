"""Small schools with settings, and what counting finds in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from constraints import catalogue
from scheduler.domain import School, Scope, Times
from scheduler.engine.model import forbidden
from scheduler.engine.precheck import Shortage, shortages

RULES = catalogue()
BASIC = ("class_clash", "teacher_clash", "room_places", "same_time")


def ask(school: School, rule: str, scope: Scope | None = None, **params: Any) -> School:
    """The school with one hard setting more; ``times`` may be written."""
    if isinstance(params.get("times"), str):
        params["times"] = Times.parse(params["times"])
    number = sum(s.rule == rule for s in school.settings)
    setting = RULES[rule].setting(f"{rule}{number or ''}", scope=scope, strength=HARD, **params)
    return replace(school, settings=(*school.settings, setting))


HARD = RULES["class_clash"].setting().strength


def basic(school: School) -> School:
    """The school with what nobody can do without: one place at a time."""
    for rule in BASIC:
        school = ask(school, rule)
    return school


def counted(school: School) -> list[Shortage]:
    """What counting finds."""
    return shortages(school, school.settings, forbidden(school, RULES, school.settings))


def figures(school: School) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Kind, who, need and have of what counting finds."""
    return [(s.kind, s.who, s.need, s.have) for s in counted(school)]


def of(*, teachers: str = "", groups: str = "", subjects: str = "", rooms: str = "") -> Scope:
    """A scope from names separated by blanks."""
    return Scope(
        teachers=frozenset(teachers.split()), groups=frozenset(groups.split()), subjects=frozenset(subjects.split()),
        rooms=frozenset(rooms.split()),
    )  # fmt: skip
