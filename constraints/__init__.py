"""The catalogue of rules, one file a rule, discovered and never listed twice.

Folders are the rooms where a teacher would look: classes, teachers, rooms, subjects, times, exercise, day,
homework, service, calendar, people, declared.
Rules import only ``scheduler.rule`` and ``scheduler.domain``. ``packs`` holds the regulations as data. A module whose
name begins with an underscore holds no rule of its own but what several rules have in common.
"""

from __future__ import annotations

import inspect
import pkgutil
from functools import cache
from importlib import import_module

from scheduler.rule import Rule


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by its code, sorted. Raises ValueError when a rule's code is not its file's name."""
    rules: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        name = module.name.rpartition(".")[2]
        if module.ispkg or name.startswith("_"):
            continue
        found = [
            c for c in vars(import_module(module.name)).values()
            if inspect.isclass(c) and issubclass(c, Rule) and c.__module__ == module.name
        ]  # fmt: skip
        if len(found) != 1 or found[0].code != name:
            raise ValueError(f"{module.name}: one rule with code {name!r} is wanted, got {[c.code for c in found]}")
        if name in rules:
            raise ValueError(f"{name}: two rules with one code")
        rules[name] = found[0]()
    return dict(sorted(rules.items()))
