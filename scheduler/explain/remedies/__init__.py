"""What would help where a plan is impossible: changes of workbook cells, the most acceptable first.

One file a kind of remedy; ``propose`` collects them. Whether one helps is found out by solving, not here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduler.domain import Text
from scheduler.intake import Plan
from scheduler.intake.edits import area
from scheduler.rule import Rule

from ..conflict import Conflict
from . import curriculum, homework, limits, locks, meetings, rooms, rules, staff, times
from .clash import Clash
from .remedy import FALLS_SHORT, PRICES, Remedy

MOST = 40
MOST_OF_A_KIND = 12
_OF_EACH_KIND = 3  # so many of a kind before more of a cheaper one
_KINDS = (times, locks, meetings, staff, rooms, limits, rules, homework, curriculum)


def propose(plan: Plan, conflict: Conflict, rules: Mapping[str, Rule]) -> list[Remedy]:
    """Changes that each loosen a demand of the conflict, or move or drop one of its lessons; cheapest first.

    At most 40, at most 12 of a kind; none where the plan is no workbook (its cells are not known).
    """
    if plan.school is None or plan.origins is None or plan.book is None:
        return []
    clash = Clash(plan.school, plan.origins, plan.book, conflict, rules)
    found: list[tuple[int, Remedy]] = []  # with its rank among its kind
    seen: set[frozenset[object]] = set()
    count: Counter[str] = Counter()
    for remedy in sorted(_all(clash), key=lambda r: r.price):
        same = frozenset(remedy.edits)
        if same in seen or all(e.old == e.new for e in remedy.edits) or count[remedy.kind] >= MOST_OF_A_KIND:
            continue
        seen.add(same)
        found.append((count[remedy.kind], remedy))
        count[remedy.kind] += 1
    found.sort(key=lambda ranked: (ranked[0] >= _OF_EACH_KIND, ranked[1].price))
    return [_with_merged(clash, r) for r in sorted((r for _, r in found[:MOST]), key=lambda r: r.price)]


def _all(clash: Clash) -> Iterator[Remedy]:
    for kind in _KINDS:
        yield from kind.remedies(clash)


def _with_merged(clash: Clash, remedy: Remedy) -> Remedy:
    """The remedy; where one of its cells is merged with others, its sentence says that they change too."""
    merged = [m for e in remedy.edits if (m := area(clash.book, e.sheet, e.cell))]
    if not merged:
        return remedy
    areas = "、".join(merged)
    text = remedy.text
    return replace(remedy, text=Text(f"{text.zh}（合并单元格 {areas} 一起改）", f"{text.en} (merged cells {areas})"))


__all__ = ["FALLS_SHORT", "MOST", "MOST_OF_A_KIND", "PRICES", "Remedy", "propose"]
