"""What a school can be asked to declare: the rows of ``items.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from scheduler.domain import Text


@dataclass(frozen=True)
class Item:
    """One thing to declare. ``asks``: ``yes`` or ``no`` (the answer as it should be), or ``number`` in ``unit``;
    ``kind``: the word that regulations have for it (kinds of homework), or ''."""

    id: str
    text: Text
    asks: str
    unit: Text
    kind: str = ""


@cache
def items() -> Mapping[str, Item]:
    """All items by id, in the order of the file."""
    rows = yaml.safe_load(files("constraints.declared").joinpath("items.yaml").read_text("utf-8"))
    found = {}
    for name, row in rows.items():
        unit = row.get("unit", {"zh": "", "en": ""})
        text = Text(row["zh"], row["en"])
        found[name] = Item(name, text, row["asks"], Text(unit["zh"], unit["en"]), row.get("kind", ""))
    return found


def item(name: str) -> Item:
    """The item of an id or of a kind's word; one that nobody knows goes by its name."""
    known = items().get(name) or next((i for i in items().values() if i.kind == name), None)
    return known or Item(name, Text(name, name), "yes", Text("", ""))
