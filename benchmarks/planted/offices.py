"""What the model schools keep beside their timetable: calendar, service, declarations, homework."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain import (
    Calendar,
    Declaration,
    Event,
    HomeworkAllocation,
    HomeworkItem,
    HomeworkPlan,
    HomeworkTarget,
    Office,
    Service,
    Weeks,
)
from scheduler.packs import pack_names, read_pack
from scheduler.packs.items import declared_items

from .schools import school as built
from .world import World, taught_days

FIRST, LAST = date(2025, 9, 1), date(2026, 1, 23)
SEASONAL = (  # kinds of events of which the rows want one or more
    "跟岗培训", "艺术素质测评", "教学检查", "教学抽查", "问卷", "书包检查", "社会实践", "问题研讨", "延时分享",
    "日检查", "月评价", "减负检查", "责任书", "作业抽查", "课例", "家长助教", "读书节", "英语节", "数学节", "艺术节",
    "科技节", "经典诵读节", "综合实践活动月", "运动会", "课程梳理",
)  # fmt: skip
NONE_WANTED = ("conduct", "workbooks")  # rules whose declared figures are to be 0
HOMEWORK = {"primary": (3, ("语文", "数学")), "junior": (7, ("语文", "数学", "英语"))}
ENDS = {"primary": (16 * 60 + 20, 18 * 60 + 20), "junior": (17 * 60 + 30, 19 * 60 + 30)}


def model(stage: str, classes: int) -> World:
    """A model school with all that an audit looks at."""
    school, timetable = built(stage, classes)
    first, subjects = HOMEWORK[stage]
    world = World(replace(school, settings=()), timetable)
    items = tuple(sorted(_items(world, first, subjects)))
    given = sorted({(i.group, i.subject) for i in items})
    grades = sorted({k.grade for k in school.classes})
    plan = HomeworkPlan(
        tuple(HomeworkTarget(group, subject, 10, 100) for group, subject in given),
        tuple((g, day, 90) for g in grades for day in school.grid.days),
        tuple((g, on, 30) for g in grades for on in ("weekend", "holiday")),
    )
    itinerant = next(t for t in school.teachers if "美术" in t.subjects)
    staff = tuple(replace(t, kind="itinerant") if t is itinerant else t for t in school.teachers)
    office = Office(_calendar(), tuple(_service(stage, grades)), tuple(_declared()), 18 * 60, "北京", _posted())
    world = world.with_school(homework=plan, teachers=staff, office=office)
    return replace(world, homework=HomeworkAllocation(items))


def _items(world: World, first: int, subjects: tuple[str, ...]) -> Iterator[HomeworkItem]:
    """Ten written minutes of each of these subjects on each day it is taught, done in service."""
    for klass in (k for k in world.school.classes if k.grade >= first):
        for day, taught in taught_days(world, klass):
            for subject in (s for s in subjects if s in taught):
                yield HomeworkItem(klass.id, Weeks.ALL, day, subject, 10, "service")


def _calendar() -> Calendar:
    def on(kind: str, first: date, last: date | None = None, *grades: int, subjects: tuple[str, ...] = ()) -> Event:
        return Event(first, last or first, kind, kind, grades, subjects)

    days = [FIRST + timedelta(days=7 * n + 2) for n in range(2, 20)]
    return Calendar(
        FIRST, LAST,
        (
            on("节假日", date(2025, 10, 1), date(2025, 10, 8)),
            on("节假日", date(2026, 1, 1), date(2026, 1, 2)),
            on("寒假", date(2026, 1, 24), date(2026, 2, 28)),
            on("期末", date(2026, 1, 14), None, *range(3, 10), subjects=("语文", "数学")),
            on("期中", date(2025, 11, 12), None, *range(7, 10), subjects=("语文", "数学")),
            on("视力筛查", days[1]), on("视力筛查", days[12]),
            *(on(kind, FIRST, LAST) for kind in SEASONAL),
        ),
    )  # fmt: skip


def _service(stage: str, grades: list[int]) -> Iterator[Service]:
    start, end = ENDS[stage]
    for grade in grades:
        for day in range(1, 6):
            yield Service(day, start, end, "作业辅导", "", (grade,))


def _declared() -> Iterator[Declaration]:
    rows = [row for name in pack_names() for row in read_pack(name).rows]
    none = {dict(row.params).get("item") for row in rows if row.rule in NONE_WANTED}
    never = {dict(row.params).get("item") for row in rows if row.rule == "practice"}
    for id, item in declared_items().items():
        if item.number:
            yield Declaration(id, 0 if id in none else 100 if item.unit.zh == "%" else 200)
        else:
            yield Declaration(id, float(id in never or id == "evening_study_voluntary"))


def _posted() -> tuple[str, ...]:
    rows = [row for name in pack_names() for row in read_pack(name).rows if row.rule == "posted"]
    return tuple(sorted({item for row in rows for item in dict(row.params)["items"]}))
