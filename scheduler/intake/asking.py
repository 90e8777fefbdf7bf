"""Making settings from cells: one place that knows a rule may be missing from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain import Scope, Source, Strength
from scheduler.rule import Rule

from .narrowing import Said, Voice
from .workbook import Cell


@dataclass(frozen=True)
class Asker:
    """Makes settings whose source is a cell."""

    rules: Mapping[str, Rule]

    def ask(
        self,
        rule: str,
        cell: Cell,
        scope: Scope | None = None,
        strength: Strength | None = None,
        weight: int | None = None,
        voice: Voice = Voice.SHEET,
        **params: Any,
    ) -> list[Said]:
        """The setting of a cell; [] when these rules lack it. Raises ValueError for an unknown parameter."""
        if rule not in self.rules:
            return []
        source = Source(sheet=cell.sheet, cell=cell.address)
        id = f"{rule}@{cell.sheet}!{cell.address}"
        made = self.rules[rule].setting(id, scope=scope, strength=strength, weight=weight, source=source, **params)
        return [Said(made, voice)]
