"""What stands beside the timetable of a sample: the autumn term of 2025, clubs and their teachers, answers of 自查."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from samples.book import Activity, Answer, Happening, Staff

DAYS = "一二三四五"
CLUBS = """
合唱 舞蹈 管乐 古筝 口琴 书法 国画 水彩 剪纸 泥塑 扎染 摄影 足球 篮球 排球 乒乓球 羽毛球 田径 武术 跳绳
围棋 象棋 魔方 编程 机器人 航模 无人机 科学实验 种植 天文 朗诵 课本剧 小记者 英语戏剧 国学 烹饪 编织 木工 集邮 广播站
"""

# The dates of the State Council's notices for 2025 and 2026.
AUTUMN = (
    Happening("学期", "2025-2026学年第一学期", "2025-09-01", "2026-01-23"),
    Happening("假期", "国庆节、中秋节", "2025-10-01", "2025-10-08"),
    Happening("调休", "国庆节调休", "2025-09-28"),
    Happening("调休", "国庆节调休", "2025-10-11"),
    Happening("假期", "元旦", "2026-01-01", "2026-01-03"),
    Happening("调休", "元旦调休", "2026-01-04"),
)


def clubs(
    seed: str, count: int, days: Sequence[int], clock: tuple[str, str], stages: Sequence[str], staff: Iterable[Staff],
    kind: str = "社团", places: int = 0,
) -> Iterator[Activity]:  # fmt: skip
    """So many clubs, each on one of the days (1 is Monday) for one of the stages (grades as written), in turn.

    The teachers are drawn from those who are never away, none twice on a day; where they are too few, somebody from
    outside leads the club. ``places``: in each; 0: 20 to 40.
    """
    rng = random.Random(f"clubs {seed}")
    free = [s.name for s in staff if not s.away]
    drawn = {day: rng.sample(free, len(free)) for day in days}
    for number, name in enumerate(_club_names(count)):
        day = days[number % len(days)]
        grades = stages[number // len(days) % len(stages)]
        room = places or rng.randrange(20, 41, 5)
        leader = (drawn[day].pop(),) if drawn[day] else ()
        yield Activity(f"周{DAYS[day - 1]}", *clock, kind, name, grades, leader, room)


def _club_names(count: int) -> list[str]:
    """So many names; where the list is too short it begins again, as 合唱二班."""
    known = CLUBS.split()
    return [known[n % len(known)] + ("" if n < len(known) else f"{n // len(known) + 1}班") for n in range(count)]


def answers(text: str) -> Iterator[Answer]:
    """A line an answer: the item, the answer, and what is remarked."""
    for line in text.strip().splitlines():
        item, value, *remark = line.split(maxsplit=2)
        yield Answer(item, int(value) if value.isdigit() else value, remark=remark[0] if remark else "")
