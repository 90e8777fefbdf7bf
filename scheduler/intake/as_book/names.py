"""Names as a workbook can hold them: no separators of lists in them, and no two that read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .. import words
from ..sheets import assignment, curriculum
from ..sheets.assignment import NOBODY
from ..tables import REMARKS

_SEPARATORS = re.compile(r"[;,、/\n+=:；，／＋＝：×]+")
_COLUMNS = {words.key(a) for sheet in (assignment, curriculum) for aliases in sheet.COLUMNS.values() for a in aliases}
_WORDS = frozenset({"", *NOBODY, *REMARKS, *_COLUMNS, "教室", "年级", "人数"})  # a sheet would take them for its own


def plain_names(names: Iterable[str]) -> Mapping[str, str]:
    """For each name one that a cell can hold: separators become ``-``, a name that reads like another gets a
    number."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        plain = words.clean(_SEPARATORS.sub("-", words.nfkc(name))).strip("- ")
        found[name] = unlike(plain if words.key(plain) not in _WORDS else f"{plain}·", taken)
    return found


def unlike(name: str, taken: set[str]) -> str:
    """The name, with a number where ``taken`` has one that reads alike; it is then taken too."""
    number, other = 1, name
    while words.key(other) in taken:
        number += 1
        other = f"{name} {number}"
    taken.add(words.key(other))
    return other
