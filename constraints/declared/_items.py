"""What a school can be asked to declare: the rows of ``items.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from scheduler.domain import Item, Text


@cache
def items() -> Mapping[str, Item]:
    """All items by id, in the order of the file."""
    rows = yaml.safe_load(files("constraints.declared").joinpath("items.yaml").read_text("utf-8"))
    return {name: Item.of(name, row) for name, row in rows.items()}


def item(name: str) -> Item:
    """The item of an id or of a kind's word; one that nobody knows goes by its name."""
    known = items().get(name) or next((i for i in items().values() if i.kind == name), None)
    return known or Item(name, Text(name, name))
