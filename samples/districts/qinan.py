"""秦安县陇城镇: twelve primaries of six classes in the mountains, all alike, and nine teachers of music, art and PE who
ride round them on Tuesdays and Thursdays.

The schools are rows of 同类学校 after one workbook. Class teachers teach their own class, all other lessons are to be
staffed: most by the eleven teachers of each school, who teach some music and art as well, the rest by those who ride.
These give two lessons a week to each class they have, one on either day.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations

from samples.book import Plan
from samples.district import Like, Schools, Shared, new_names
from samples.profile import plan_of, read

MODEL = "教学点模板"
NAMES = ("陇城", "山王", "上袁", "许墩", "张沟", "崇仁", "南七", "凤尾", "略阳", "龙泉", "常营", "榆川")
STAFF = "语文、品德、地方与学校课程、音乐、美术×6；数学、综合实践×2；英语、科学×1；体育、体育活动×2"
RIDERS = (
    "音乐",
    "美术",
    "体育活动",
)  # one of each in every valley; PE lessons are more than two days hold
# Grades 1 and 2 have a sixth lesson on the riding days, and no afternoon lessons on Fridays.
LOW = {5: "周一至周四", 6: "周二、周四"}


def district() -> Schools:
    """Twelve schools with 72 classes."""
    model = _model()
    people = new_names("qinan", [model])
    where = {f"{n}小学": (i % 4, i // 4) for i, n in enumerate(NAMES)}  # three valleys of four schools
    valleys = [tuple(s for s, (_, valley) in where.items() if valley == n) for n in range(3)]
    shared = [
        Shared(next(people), (subject,), schools=valley, day=4, week=8, away="周一；周三；周五")
        for valley in valleys
        for subject in RIDERS
    ]
    travel = [(a, b, _minutes(where[a], where[b])) for a, b in combinations(where, 2)]
    return Schools(
        models={MODEL: model},
        like=tuple(Like(s, MODEL, dict.fromkeys(range(1, 7), 1), STAFF) for s in where),
        shared=tuple(shared),
        travel=tuple(travel),
        policy=(
            ("名称", "秦安县陇城镇（示例）"), ("规则包", "lijin"), ("专任课时比例", "50%"), ("最多学校数", 2),
            ("同日两校", "是"), ("最多外出天数", 2),
        ),
    )  # fmt: skip


def _minutes(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Minutes on a mountain road: ten from one school of a valley to the next, fifteen over a pass."""
    return 10 * abs(one[0] - other[0]) + 15 * abs(one[1] - other[1]) + 5


def _model() -> Plan:
    data = deepcopy(dict(read("qinan-longcheng")))
    data["name"] = MODEL
    data["days"][1]["short"] = LOW
    data["staff"] = [
        {"subjects": ["语文", "品德", "地方与学校课程"], "class_teachers": True},
        {"subjects": ["数学", "综合实践"], "count": 2, "group": "数学"},
        {"subjects": ["英语", "科学"], "count": 1, "group": "综合"},
        {"subjects": ["体育", "体育活动"], "count": 2, "group": "体育"},
        {"subjects": ["音乐", "美术"], "open": True},
    ]
    return plan_of("qinan", data)
