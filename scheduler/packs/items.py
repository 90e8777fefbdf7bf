"""The items that a school declares (自查), from ``constraints/declared/items.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from scheduler.domain import Text

NUMBER = "number"


@dataclass(frozen=True)
class Item:
    """What only the school can say. ``number``: a figure is asked, in ``unit``; else yes or no. ``area``: where reports
    show it."""

    id: str
    title: Text
    number: bool = False
    unit: Text = Text("", "")  # noqa: RUF009 (frozen)
    area: str = "conduct"


@cache
def declared_items() -> Mapping[str, Item]:
    """The items by their id, in the order of the file."""
    rows = yaml.safe_load(files("constraints").joinpath("declared/items.yaml").read_text("utf-8"))
    return {id: _item(id, row) for id, row in rows.items()}


def _item(id: str, row: Mapping[str, Any]) -> Item:
    unit = row.get("unit") or ""
    said = Text(unit["zh"], unit["en"]) if isinstance(unit, Mapping) else Text(unit, unit)
    return Item(id, Text(row["zh"], row["en"]), row.get("asks") == NUMBER, said, row.get("area", "conduct"))
