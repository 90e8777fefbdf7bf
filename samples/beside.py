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
    seed: str, count: int, days: Sequence[int], clock: tuple[str, str], stages: Sequence[str], staff: Iterable[Staff]
) -> Iterator[Activity]:
    """So many clubs, each on one of the days (1 is Monday) for one of the stages (grades as written), in turn.

    The teachers are drawn from those who are never away, none twice on a day.
    """
    rng = random.Random(f"clubs {seed}")
    free = [s.name for s in staff if not s.away]
    drawn = {day: rng.sample(free, len(free)) for day in days}
    for number, name in enumerate(CLUBS.split()[:count]):
        day = days[number % len(days)]
        grades = stages[number // len(days) % len(stages)]
        places = rng.randrange(20, 41, 5)
        yield Activity(f"周{DAYS[day - 1]}", *clock, "社团", name, grades, (drawn[day].pop(),), places)


def answers(text: str) -> Iterator[Answer]:
    """A line an answer: the item, the answer, and what is remarked."""
    for line in text.strip().splitlines():
        item, value, *remark = line.split(maxsplit=2)
        yield Answer(item, int(value) if value.isdigit() else value, remark=remark[0] if remark else "")
