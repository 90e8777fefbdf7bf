"""The schools as data: what each teaches a week, when its lessons are, and a timetable for every class."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

GRADES = (7, 8, 9)
# Lessons a week in grades 7, 8, 9, as the plan asks.
PLAN = {
    "语文": (6, 5, 5), "数学": (4, 5, 5), "英语": (4, 4, 5), "物理": (0, 3, 3), "化学": (0, 0, 3), "生物": (3, 2, 0),
    "道德与法治": (2, 2, 2), "历史": (2, 2, 2), "地理": (2, 2, 0), "体育与健康": (3, 3, 3), "音乐": (1, 1, 1),
    "美术": (1, 1, 1), "信息技术": (1, 1, 1), "劳动": (1, 1, 1), "综合实践活动": (2, 1, 1), "地方课程": (1, 0, 0),
    "班会": (1, 1, 1),
}  # fmt: skip
# (grade, subject): lessons a week → the numbers of the schools that have so many instead.
FINDINGS = {
    (7, "语文"): {5: (2, 3), 7: (4,)},
    (7, "数学"): {5: (2, 3, 4, 5, 6, 7, 8, 9, 10)},
    (7, "英语"): {5: (3, 5, 7, 9, 11), 8: (4, 12)},
    (7, "生物"): {2: (2, 4, 6, 8, 10, 12, 13)},
    (8, "物理"): {2: (3, 6, 9, 13)},
}
NAMES = (
    "县第一初级中学", "县第二初级中学", "城关初级中学", "东关初级中学", "河口镇初级中学", "石桥镇初级中学",
    "柳林镇初级中学",
    "白杨镇初级中学", "黄土坡镇初级中学", "青山镇初级中学", "马家沟初级中学", "太平镇初级中学", "南塬九年制学校初中部",
)  # fmt: skip
SHORT_DAYS = (1, 8)  # the schools whose day in school is within 7 hours

# The short day and the long one: (start, end, name), lessons numbered as they come.
SHORT_DAY = (
    ("07:50", "08:00", "到校"), ("08:00", "08:45", ""), ("08:55", "09:40", ""), ("09:40", "10:10", "大课间"),
    ("10:10", "10:55", ""), ("11:05", "11:50", ""), ("11:50", "14:00", "午休"), ("14:00", "14:45", ""),
    ("14:55", "15:40", ""), ("15:50", "16:35", ""), ("16:45", "17:05", ""),
)  # fmt: skip
LONG_DAY = (
    ("06:50", "07:30", "早读"), ("08:00", "08:45", ""), ("08:55", "09:40", ""), ("09:40", "10:10", "大课间"),
    ("10:10", "10:55", ""), ("11:05", "11:50", ""), ("11:50", "14:00", "午休"), ("14:00", "14:45", ""),
    ("14:55", "15:40", ""), ("15:50", "16:35", ""), ("16:45", "17:30", ""),
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "建军|秀英|志强|海燕|国庆|晓梅|文斌|丽华|永刚|雪梅|小平|春兰|宏伟|玉珍|新民|桂花|少华|红霞|德胜|艳萍"


@dataclass(frozen=True)
class School:
    """A school: its classes as (grade, number), its day, and each class's week by (day, period), from 1."""

    number: int
    name: str
    classes: tuple[tuple[int, int], ...]
    day: tuple[tuple[str, str, str], ...]
    weeks: dict[tuple[int, int], dict[tuple[int, int], str]]
    teacher: dict[tuple[tuple[int, int], str], str]


def lessons(number: int, grade: int) -> dict[str, int]:
    """What a school teaches a grade a week."""
    wanted = {s: counts[grade - 7] for s, counts in PLAN.items() if counts[grade - 7]}
    for (g, subject), instead in FINDINGS.items():
        for count, schools in instead.items():
            if g == grade and number in schools:
                wanted[subject] = count
    return wanted


def school(number: int) -> School:
    """The school of a number, 1 to 13; the same one every time."""
    rng = random.Random(f"shaanxi13/{number}")
    each = rng.choice((2, 2, 3, 4))
    classes = tuple((grade, n) for grade in GRADES for n in range(1, each + 1))
    teacher = _staff(rng, classes)
    periods = 7 if number in SHORT_DAYS else 8
    weeks = _arrange(rng, {k: lessons(number, k[0]) for k in classes}, teacher, periods)
    day = SHORT_DAY[:-1] if periods == 7 else LONG_DAY
    return School(number, NAMES[number - 1], classes, day, weeks, teacher)


def _staff(rng: random.Random, classes: tuple[tuple[int, int], ...]) -> dict[tuple[tuple[int, int], str], str]:
    """A teacher for each class and subject; main subjects two classes each, others up to a dozen lessons."""
    names = [a + b for a in SURNAMES for b in GIVEN.split("|")]
    rng.shuffle(names)
    found: dict[tuple[tuple[int, int], str], str] = {}
    for subject, counts in PLAN.items():
        load: Counter[str] = Counter()
        name = ""
        for klass in classes:
            if counts[klass[0] - 7]:
                if not name or load[name] + counts[klass[0] - 7] > 12:
                    name = names.pop()
                load[name] += counts[klass[0] - 7]
                found[klass, subject] = name
    return found


def _arrange(
    rng: random.Random,
    wanted: dict[tuple[int, int], dict[str, int]],
    teacher: dict[tuple[tuple[int, int], str], str],
    periods: int,
) -> dict[tuple[int, int], dict[tuple[int, int], str]]:
    """A week for each class without a teacher in two places, subjects spread over the days: lessons change places
    within a class until nothing is wrong. Free periods are the last ones of the last days."""
    while True:
        weeks = {}
        for klass, subjects in wanted.items():
            pile = [s for s, n in subjects.items() for _ in range(n)]
            rng.shuffle(pile)
            lengths = [len(pile) // 5 + (d < len(pile) % 5) for d in range(5)]
            assert max(lengths) <= periods
            places = [(d, p) for d in range(1, 6) for p in range(1, lengths[d - 1] + 1)]
            weeks[klass] = dict(zip(places, pile, strict=True))
        if _settle(rng, weeks, wanted, teacher):
            return weeks


def _settle(rng: random.Random, weeks, wanted, teacher) -> bool:  # type: ignore[no-untyped-def]
    busy: Counter[tuple[str, tuple[int, int]]] = Counter()
    daily: Counter[tuple[tuple[int, int], str, int]] = Counter()

    def put(klass, at, subject, by):  # type: ignore[no-untyped-def]
        weeks[klass][at] = subject
        busy[teacher[klass, subject], at] += by
        daily[klass, subject, at[0]] += by

    def wrong(klass, at):  # type: ignore[no-untyped-def]
        subject = weeks[klass][at]
        most = -(-wanted[klass][subject] // 5)
        clash = busy[teacher[klass, subject], at] - 1
        first = subject == "体育与健康" and at[1] == 1
        return clash + max(0, daily[klass, subject, at[0]] - most) + first

    for klass, week in weeks.items():
        for at, subject in list(week.items()):
            put(klass, at, subject, 1)
    for _ in range(60_000):
        bad = [(k, at) for k, week in weeks.items() for at in week if wrong(k, at)]
        if not bad:
            return True
        klass, one = rng.choice(bad)
        tries = rng.sample(sorted(weeks[klass]), 12)
        best, least = None, 10**9
        for other in tries:
            a, b = weeks[klass][one], weeks[klass][other]
            if a == b:
                continue
            _swap(put, klass, one, other, a, b)
            cost = wrong(klass, one) + wrong(klass, other)
            _swap(put, klass, one, other, b, a)
            if cost < least:
                best, least = other, cost
        if best is not None:
            _swap(put, klass, one, best, weeks[klass][one], weeks[klass][best])
    return False


def _swap(put, klass, one, other, a, b) -> None:  # type: ignore[no-untyped-def]
    put(klass, one, a, -1)
    put(klass, other, b, -1)
    put(klass, one, b, 1)
    put(klass, other, a, 1)
