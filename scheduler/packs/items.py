"""The items that a school declares (自查), from ``constraints/declared/items.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from scheduler.domain import Item


@cache
def declared_items() -> Mapping[str, Item]:
    """The items by their id, in the order of the file."""
    rows = yaml.safe_load(files("constraints").joinpath("declared/items.yaml").read_text("utf-8"))
    return {id: Item.of(id, row) for id, row in rows.items()}
