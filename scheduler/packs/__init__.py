"""The regulations as a school meets them: packs of rows, which of them binds, which contradict each other.

read      constraints/packs/*.yaml → Pack
items     constraints/declared/items.yaml → what a school declares
binding   a school's settings → which binds for each quantity, which contradict each other
sayings   both in sentences
Imports the domain and what a rule is; everything that reads plans or writes reports may import it.
"""

from .binding import Asked, Binding, Contradiction, Quantity, bindings, contradictions
from .items import declared_items
from .read import Pack, PackRow, known_rows, pack_names, pack_title, read_pack
from .sayings import Conflict, conflicts, say_document

__all__ = [
    "Asked",
    "Binding",
    "Conflict",
    "Contradiction",
    "Pack",
    "PackRow",
    "Quantity",
    "bindings",
    "conflicts",
    "contradictions",
    "declared_items",
    "known_rows",
    "pack_names",
    "pack_title",
    "read_pack",
    "say_document",
]
