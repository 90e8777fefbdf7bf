"""A sample district as data, and its folder: a workbook a school and district.xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from samples.book import GRADES, Ask, Plan
from samples.people import names
from samples.write import Cell, Sheet, rules_sheet, save, save_sheets

FILE = "district.xlsx"


@dataclass(frozen=True)
class Shared:
    """A teacher of several schools: a row of 共用教师."""

    name: str
    subjects: tuple[str, ...]
    home: str = ""
    schools: tuple[str, ...] = ()
    day: int | None = None
    week: int | None = None
    away: str = ""
    specialist: bool = True


@dataclass(frozen=True)
class Like:
    """A school like another: a row of 同类学校. ``classes`` by grade."""

    name: str
    model: str
    classes: dict[int, int]
    staff: str
    place: str = ""


@dataclass
class Schools:
    """A whole district. ``plans`` by school, ``models`` by file; ``places`` where a school does not lie in a place of
    its own name; ``travel`` in minutes."""

    plans: dict[str, Plan] = field(default_factory=dict)
    models: dict[str, Plan] = field(default_factory=dict)
    like: tuple[Like, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    shared: tuple[Shared, ...] = ()
    travel: tuple[tuple[str, str, int], ...] = ()
    policy: tuple[tuple[str, str | int], ...] = ()
    asks: tuple[Ask, ...] = ()


def save_district(district: Schools, folder: Path) -> None:
    """Write the folder; of workbooks that are there already those of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, plan in {**district.plans, **district.models}.items():
        save(plan, folder / f"{name}.xlsx")
    save_sheets(sheets(district), folder / FILE)


def sheets(district: Schools) -> list[Sheet]:
    """The sheets of district.xlsx that have something on them."""
    made = [_schools(district), _like(district), _shared(district), _travel(district), _policy(district),
            rules_sheet(district.asks)]  # fmt: skip
    return [sheet for sheet in made if sheet.rows]


def new_names(seed: str, plans: Iterable[Plan]) -> Iterator[str]:
    """Names that nobody has in these schools: a shared teacher is known by his name in all of them."""
    taken = {s.name for plan in plans for s in plan.staff}
    return (name for name in names(seed) if name not in taken)


def open_up(plan: Plan, classes: Iterable[str], *subjects: str) -> None:
    """Empty the cells of 任课 of these classes and subjects: they are to be staffed."""
    for klass in classes:
        for subject in subjects:
            if (klass, subject) in plan.teachers_of:
                plan.teachers_of[klass, subject] = ""


def _schools(district: Schools) -> Sheet:
    rows: list[list[Cell]] = [[n, f"{n}.xlsx", district.places.get(n)] for n in district.plans]
    return Sheet("学校", ["学校", "文件", "地点"], rows)


def _like(district: Schools) -> Sheet:
    headers = ["学校", "仿照", "地点", *GRADES, "教师"]
    rows: list[list[Cell]] = [
        [s.name, s.model, s.place or None, *(s.classes.get(g) for g in range(1, 10)), s.staff] for s in district.like
    ]
    return Sheet("同类学校", headers, rows)


def _shared(district: Schools) -> Sheet:
    headers = ["姓名", "任教科目", "所属学校", "可去学校", "类别", "每日最多", "每周最多", "不可用时间", "专业"]
    rows: list[list[Cell]] = [
        [s.name, "、".join(s.subjects), s.home or None, "、".join(s.schools) or None, "走教", s.day, s.week,
         s.away or None, "是" if s.specialist else "否"]
        for s in district.shared
    ]  # fmt: skip
    return Sheet("共用教师", headers, rows)


def _travel(district: Schools) -> Sheet:
    return Sheet("路程", ["从", "到", "分钟"], [list(row) for row in district.travel])


def _policy(district: Schools) -> Sheet:
    return Sheet("政策", ["项目", "值"], [list(row) for row in district.policy])
