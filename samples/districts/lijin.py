"""利津街道: a nine-year school of 39 classes and four village primaries of 6, 63 classes and 2150 pupils.

The villages have no specialists of music, art and PE (LJ-17): the nine-year school lends them some of its own. Part of
the lessons they gave last year stand in 任课, the others are open. In every village some teachers of other subjects
are willing to take music, art or PE as well; the street wants specialists to give at least 60 % of these lessons.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from samples.book import Plan, Staff
from samples.district import Schools, Shared, open_up
from samples.profile import plan_of, read
from samples.schools import lijin39

CENTRE = "街道九年一贯制学校"
VILLAGES = ("北张小学", "东堤小学", "南宋小学", "西滩小学")
MINUTES = (20, 25, 15, 30)  # from the street to each village
ARTS = ("音乐", "美术")
STAFF = [  # 14 teachers
    {"subjects": ["语文", "道德与法治"], "class_teachers": True},
    {"subjects": ["数学", "体育活动"], "count": 3, "group": "数学"},
    {"subjects": ["英语"], "count": 1},
    {"subjects": ["科学", "综合实践"], "count": 2, "group": "综合"},
    {"subjects": ["地方与学校课程"], "count": 1, "group": "综合"},
    {"subjects": ["体育"], "grades": "1-2", "count": 1, "group": "艺体"},
    {"subjects": ["体育"], "grades": "3-5", "open": True},
    {"subjects": [*ARTS], "open": True},
]
LENT = (("音乐", 3, 18), ("美术", 2, 18), ("体育", 2, 16))  # specialists lent, lessons a week of each


def district() -> Schools:
    """The five schools."""
    centre = _centre()
    plans = {CENTRE: centre} | {name: _village(name) for name in VILLAGES}
    shared = _lent(centre, {s.name for name in VILLAGES for s in plans[name].staff})
    _last_year(plans, shared)
    between = [(a, b, abs(MINUTES[i] - MINUTES[j]) + 20) for i, a in enumerate(VILLAGES)
               for j, b in enumerate(VILLAGES) if i < j]  # fmt: skip
    return Schools(
        plans=plans,
        shared=tuple(shared),
        travel=(*((CENTRE, v, m) for v, m in zip(VILLAGES, MINUTES, strict=True)), *between),
        policy=(
            ("名称", "利津街道（示例）"), ("规则包", "lijin"), ("专任课时比例", "60%"), ("最多学校数", 3),
            ("同日两校", "是"), ("最多外出天数", 5),
        ),
    )  # fmt: skip


def _village(name: str) -> Plan:
    data = deepcopy(dict(read("lijin5"))) | {"name": name, "staff": STAFF}
    plan = plan_of(f"lijin {name}", data)
    for group, count, subject in (("语文", 2, "音乐"), ("综合", 2, "美术"), ("数学", 1, "体育")):  # who is willing
        for person in [s for s in plan.staff if s.group == group][-count:]:
            person.subjects.append(subject)
    return plan


def _centre() -> Plan:
    """The nine-year school; music and art of grade 1 are open, also those of the teacher who visits it."""
    plan = replace(lijin39.plan(), calendar=())
    plan.school = tuple((k, CENTRE if k == "学校名称" else v) for k, v in plan.school)
    open_up(plan, ("一1", "一2", "一3"), *ARTS)
    return plan


def _lent(centre: Plan, elsewhere: set[str]) -> list[Shared]:
    """Teachers of the nine-year school who have no lessons there, and its visiting art teacher, who is the street's."""
    idle = [s for s in centre.staff if not s.subjects and s.name not in elsewhere]
    visitor = next(s for s in centre.staff if s.kind == "走教")
    shared = []
    for subject, count, week in LENT:
        for _ in range(count):
            person: Staff = idle.pop()
            person.subjects, person.group = [subject], "艺术" if subject in ARTS else "体育"
            shared.append(Shared(person.name, (subject,), CENTRE, day=5, week=week))
    centre.staff = tuple(s for s in centre.staff if s is not visitor)
    shared.append(Shared(visitor.name, ("美术",), day=5, week=14, away="周五"))
    return shared


def _last_year(plans: dict[str, Plan], shared: list[Shared]) -> None:
    """What stays as it was: a specialist of music and of art keeps the lower classes of a village, a class teacher the
    music of the highest."""
    for number, name in enumerate(VILLAGES[:2]):
        for subject in ARTS:
            keeper = [s for s in shared if subject in s.subjects][number]
            for klass in ("一1", "一2", "二1"):
                plans[name].teachers_of[klass, subject] = keeper.name
    for name in VILLAGES:
        plans[name].teachers_of["五1", "音乐"] = plans[name].class_teachers["五1"]
