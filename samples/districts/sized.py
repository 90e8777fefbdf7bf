"""Districts of any number of schools: towns of five to eight schools, one of them the town's own, the others villages.

Of ten schools about four have six classes, three twelve, and the others are primaries of 18 or 24 classes, junior or
nine-year schools. Villages have no specialists of music and art; each town has as many who ride round as its villages
need, at about 14 lessons a week.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product
from math import ceil

from samples.district import Schools, Shared, new_names
from samples.districts.kinds import ARTS, FULL, Arts, Kind, plan, road

LEAST, MOST = 2, 1000
_FIRST = "东西南北上下大小新老青白红黄石金银龙凤虎马牛羊双三五七八九"
_LAST = "河桥山湾塘坪沟岭坝寨店集庄堡关口坡泉林井台滩洼堰渡溪潭营屯"
_VILLAGES = (("小学", 6, 4), ("小学", 12, 3), ("初中", 9, 1))  # kind, classes, how often
_CENTRES = (("小学", 18, 3), ("小学", 24, 2), ("九年制学校", 18, 1), ("初中", 12, 1))
RIDER = 14  # lessons a week of one who rides, as planned; FULL at most


def district(count: int) -> Schools:
    """A district of so many schools, the same every time. Raises ValueError for a number out of range."""
    if not LEAST <= count <= MOST:
        raise ValueError(f"{LEAST}-{MOST} schools")
    towns = list(_towns(count))
    schools = [s for town in towns for s in town]
    plans = {s.name: plan(s) for s in schools}
    people = new_names(f"district {count}", plans.values())
    shared = [
        Shared(next(people), (subject,), town[0].name, tuple(s.name for s in town), day=5, week=FULL)
        for town in towns
        for subject in ARTS
        for _ in range(_riders(town))
    ]
    travel = [(a.name, b.name, road(i, j)) for town in towns for (i, a), (j, b) in combinations(enumerate(town), 2)]
    return Schools(
        plans=plans,
        shared=tuple(shared),
        travel=tuple(travel),
        policy=(
            ("名称", f"{count}所学校（示例）"), ("规则包", "arts-district"), ("专任课时比例", "50%"), ("最多学校数", 3),
            ("同日两校", "是"),
        ),
    )  # fmt: skip


def _towns(count: int) -> Iterator[list[Kind]]:
    """Schools town by town, the town's own school first."""
    rng = random.Random(f"district {count}")
    names = ["".join(pair) for pair in product(_FIRST, _LAST)]
    rng.shuffle(names)
    left = count
    while left:
        size = left if left <= 8 else rng.randint(5, min(8, left - 2))
        town = names.pop()
        found: list[Kind] = []
        for number in range(size):
            kind, classes = _drawn(rng, _VILLAGES if number else _CENTRES)
            place = names.pop() if number else f"{town}中心"
            arts = Arts() if number else _own(classes, kind)
            found.append(Kind(f"{place}{kind}", kind, classes, town, arts, arts))
        yield found
        left -= size


def _drawn(rng: random.Random, kinds: tuple[tuple[str, int, int], ...]) -> tuple[str, int]:
    kind, classes, _ = rng.choices(kinds, [often for *_, often in kinds])[0]
    return kind, classes


def _own(classes: int, kind: str) -> Arts:
    """The specialists of a town's own school."""
    return Arts(ceil(Kind("", kind, classes, "").lessons / RIDER), 0)


def _riders(town: list[Kind]) -> int:
    """How many teachers of music, and as many of art, ride round a town's villages."""
    return ceil(sum(s.lessons for s in town[1:]) / RIDER)
