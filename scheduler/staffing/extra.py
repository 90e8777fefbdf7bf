"""Where more teachers of a subject would help most ('two more art teachers: where?')."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.engine.solve import Stop
from scheduler.rule import Rule

from .district import district_problem, new_teacher, read_sites, specialists
from .staffed import decide

if TYPE_CHECKING:
    from scheduler.district.domain import District


@dataclass(frozen=True)
class Extra:
    """What more teachers of a subject would change. ``places``: for each of them (school, lessons a week), most first;
    empty for one who would find nothing to do. ``before``, ``after``: lessons short in the whole district;
    ``specialists``: by school the share of music, art and PE before and after, where it changes. ``proven``: both
    shortages are the least there can be."""

    subject: str
    lessons: int
    places: tuple[tuple[tuple[str, float], ...], ...]
    before: float
    after: float
    specialists: Mapping[str, tuple[float, float]]
    texts: tuple[Text, ...]
    proven: bool


def extra_teachers(
    district: District,
    subject: str,
    count: int,
    rules: Mapping[str, Rule],
    seconds: float = 60.0,
    stop: Stop | None = None,
    *,
    lessons: int = 0,
) -> Extra:
    """Staff the district as it is, and with ``count`` more specialists of a subject, each with so many ``lessons`` a
    week (0: a full post) at any schools that the policy allows."""
    end = time.monotonic() + seconds
    sites = read_sites(district, rules).read
    lessons = lessons or max((site.full for site in sites), default=0)
    new = [new_teacher(f"+{n}", [subject], lessons, district, sites) for n in range(1, count + 1)]
    now = district_problem(district, sites)
    then = district_problem(district, sites, new)
    first = decide(now, (end - time.monotonic()) / 2, stop)
    second = decide(then, end - time.monotonic(), stop)
    halves = {(p.school, c, p.subject): p.halves for p in then.posts for c in p.classes}
    places: dict[str, dict[str, int]] = {p.id: {} for p in new}
    for key, id in second.answer.items():
        if id in places:
            places[id][key[0]] = places[id].get(key[0], 0) + halves[key]
    old, gained = specialists(now, first.answer), specialists(then, second.answer)
    changed = {s: (old[s], gained[s]) for s in old if abs(old[s] - gained[s]) > 1e-9}
    where = tuple(
        tuple(sorted(((s, n / 2) for s, n in at.items()), key=lambda x: (-x[1], x[0]))) for at in places.values()
    )
    before, after = (sum(s.lessons for s in d.short) for d in (first, second))
    texts = _say(subject, where, before, after)
    return Extra(subject, lessons, where, before, after, changed, texts, first.proven and second.proven)


def _say(
    subject: str, places: tuple[tuple[tuple[str, float], ...], ...], before: float, after: float
) -> tuple[Text, ...]:
    said = []
    for number, at in enumerate(places, 1):
        zh = "、".join(f"{school} {n:g} 节" for school, n in at) or "没有课可上"
        en = ", ".join(f"{school} {n:g}" for school, n in at) or "nothing to do"
        said.append(Text(f"新增{subject}教师 {number}：{zh}", f"new teacher of {subject} {number}: {en}"))
    said.append(
        Text(f"全区每周缺课 {before:g} → {after:g} 节", f"lessons short in the district: {before:g} → {after:g}")
    )
    return tuple(said)
