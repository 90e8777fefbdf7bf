"""A district of Sichuan with 25 schools and 504 classes: 107 teachers of music (60 full-time, 47 not) and 128 of art
(62 and 66), as its report counts them.

Twelve schools of the county town have specialists of their own. The thirteen in the country have few or none: 20 music
and 24 art teachers are shared by the schools round their town (AR-04); the others who are not full-time are class
teachers who take the subject in their own class besides. What nobody has yet is open in 任课.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, cycle

from samples.district import Schools, Shared, new_names
from samples.districts.kinds import ARTS, FULL, Arts, Kind, dealt, plan, road

TOWN = "城区"
COUNTRY = ("略坪", "金山", "鄢家")
SCHOOLS = (
    Kind("实验小学", "小学", 36, TOWN), Kind("城东小学", "小学", 30, TOWN), Kind("城西小学", "小学", 30, TOWN),
    Kind("城南小学", "小学", 24, TOWN), Kind("城北小学", "小学", 24, TOWN), Kind("七一小学", "小学", 24, TOWN),
    Kind("区第一初级中学", "初中", 30, TOWN), Kind("区第二初级中学", "初中", 24, TOWN),
    Kind("区第三初级中学", "初中", 24, TOWN), Kind("深雪堂学校", "九年制学校", 27, TOWN),
    Kind("白马关学校", "九年制学校", 27, TOWN), Kind("万安学校", "九年制学校", 18, TOWN),
    Kind("略坪小学", "小学", 18, "略坪"), Kind("金山小学", "小学", 18, "金山"), Kind("鄢家小学", "小学", 18, "鄢家"),
    Kind("御营小学", "小学", 18, "略坪"), Kind("蟠龙小学", "小学", 18, "金山"), Kind("新盛小学", "小学", 12, "鄢家"),
    Kind("慧觉小学", "小学", 12, "略坪"), Kind("调元小学", "小学", 12, "金山"), Kind("文星小学", "小学", 12, "鄢家"),
    Kind("略坪初级中学", "初中", 12, "略坪"), Kind("金山初级中学", "初中", 12, "金山"),
    Kind("鄢家初级中学", "初中", 12, "鄢家"), Kind("广富小学", "小学", 12, "略坪"),
)  # fmt: skip
STAFF = {"音乐": (60, 47, 20), "美术": (62, 66, 24)}  # full-time, part-time, of whom shared


def district() -> Schools:
    """The 25 schools."""
    schools = _with_arts()
    plans = {s.name: plan(s) for s in schools}
    people = new_names("luojiang25", plans.values())
    shared = []
    for subject in ARTS:
        for number, town in zip(range(STAFF[subject][2]), cycle(COUNTRY), strict=False):
            country = tuple(s.name for s in schools if s.town == town)
            homes = [s.name for s in schools if s.town == TOWN]  # from the county town, or of the country itself
            home = homes[number % len(homes)] if number % 2 else ""
            shared.append(Shared(next(people), (subject,), home, country, day=5, week=FULL))
    return Schools(
        plans=plans,
        shared=tuple(shared),
        travel=tuple(_travel(schools)),
        policy=(
            ("名称", "某区（示例）"), ("规则包", "arts-district"), ("专任课时比例", "50%"), ("最多学校数", 3),
            ("同日两校", "是"),
        ),
    )  # fmt: skip


def _with_arts() -> list[Kind]:
    """The teachers of music and art given out to the schools by their lessons."""
    found = list(SCHOOLS)
    for subject in ARTS:
        full, part, shared = STAFF[subject]
        town = {s.name: s.lessons for s in found if s.town == TOWN}
        at_home = dealt(full, town | {s.name: s.lessons // 3 for s in found if s.town != TOWN and s.classes >= 18})
        besides = dealt(part - shared, {s.name: s.classes for s in found if s.kind != "初中"})
        for i, s in enumerate(found):
            arts = Arts(at_home.get(s.name, 0), besides.get(s.name, 0))
            found[i] = replace(s, music=arts) if subject == "音乐" else replace(s, art=arts)
    return found


def _travel(schools: list[Kind]) -> list[tuple[str, str, int]]:
    """Between schools of one town, and from the county town to all others."""
    number = {s.name: i for i, s in enumerate(schools)}
    near = [(a, b) for a, b in combinations(schools, 2) if a.town == b.town or TOWN in (a.town, b.town)]
    return [(a.name, b.name, road(number[a.name], number[b.name])) for a, b in near]
