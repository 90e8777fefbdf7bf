"""Limits of a day that two schools share, as a school's plan has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.district.domain import Absence, Visit
from scheduler.district.plans import prepared, visiting
from scheduler.domain import Half
from scheduler.intake import Plan
from scheduler.intake.plan import compile_book
from scheduler.intake.workbook import read_book

from .runs import district_of
from .small import MUSIC, SCHOOLS, write

HERE = SCHOOLS[0]


def plan(folder: Path, *quotas: int) -> Plan:
    """The plan under visits on the first mornings of the week, with so many lessons at most on each."""
    district = district_of(write(folder / "区"))
    days = range(1, len(quotas) + 1)
    visits = [Visit(MUSIC, HERE, day, Half.AM) for day in days]
    most = [Absence(MUSIC, HERE, day, most=n) for day, n in zip(days, quotas, strict=True)]
    content = visiting(prepared(district, HERE), district, HERE, visits, most)
    return compile_book(read_book(content, Path("plan.xlsx")), catalogue())


@pytest.mark.parametrize(("quotas", "most"), [((2, 4), 4), ((1, 1), 1), ((0, 3), 3)])
def test_the_largest_quota_is_the_most_a_day(tmp_path: Path, quotas: tuple[int, ...], most: int) -> None:
    found = plan(tmp_path, *quotas).school
    assert found is not None
    (limit,) = [s["most"] for s in found.settings if s.rule == "teacher_day_load" and s.scope.teachers == {MUSIC}]
    assert limit == most


def test_a_day_without_lessons_leaves_a_plan_that_can_be_read(tmp_path: Path) -> None:
    """A teacher who came for a meeting alone had 每日最多 0 in the plan, which no plan may say: the school was set
    aside as a defect of the program."""
    assert plan(tmp_path, 0, 0).school is not None
