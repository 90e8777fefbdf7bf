"""The cells behind a school: each origin holds just what the school says."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.intake import read_plan
from scheduler.intake.origins import Origins
from scheduler.intake.workbook import Cell, open_book

from .books import SMALL, TEACHERS, read

SAMPLES = Path(__file__).parents[2] / "samples"


def cells(origins: Origins) -> list[Cell]:
    """All cells with an address."""
    rows = [*(origins.teacher, origins.room, origins.klass, origins.lock, origins.rule, origins.meeting, origins.group)]
    found = [*origins.course.values(), *origins.lessons.values()]
    found += [c for row in rows for named in row.values() for c in named.values()]
    for line in origins.subject.values():
        found += [line.cell, line.kind, line.doubles_cell, line.most_cell, line.half_cell]
    found += [cell for *_, cell in origins.homework.targets.values()]
    return [c for c in found if c.address]


@pytest.mark.parametrize("sample", ["three-sheets", "impossible", "lixin24", "lijin39", "junior60"])
def test_every_origin_is_the_cell_of_the_file(sample: str) -> None:
    path = SAMPLES / f"{sample}.xlsx"
    plan = read_plan(path, catalogue())
    assert plan.school is not None
    assert plan.origins is not None
    sheets = {s.name: {c.address: c for c in s.cells.values()} for s in open_book(path).sheets}
    for cell in cells(plan.origins):
        assert sheets[cell.sheet].get(cell.address, Cell(cell.sheet, cell.address)) == cell


@pytest.mark.parametrize("sample", ["three-sheets", "impossible", "lixin24", "lijin39", "junior60"])
def test_every_course_room_class_and_row_has_its_cells(sample: str) -> None:
    plan = read_plan(SAMPLES / f"{sample}.xlsx", catalogue())
    school, origins = plan.school, plan.origins
    assert school is not None
    assert origins is not None
    for course in school.courses:
        value = str(origins.course[course.id].value)
        assert not course.groups or all(t in value for t in course.teachers), course.id
    assert {r.id for r in school.rooms} == set(origins.room)
    assert {c.id for c in school.classes} == set(origins.klass)
    assert {(r.grade, r.subject) for r in school.curriculum} == set(origins.lessons)
    asked = {s.id for s in school.settings if s.source.sheet in ("固排禁排", "规则")}
    assert asked == {*origins.lock, *origins.rule}


def test_rows_know_their_columns(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        教师=[*TEACHERS[:3], ["赵强", "数学", None, 3, 12, None, "周一1", "数学组"], TEACHERS[4]],
        场地=[["名称", "同时班数", "不可用时间"], ["操场", 2, "周五"]],
        教研=[["教研组", "候选时间", "节数"], ["语文组", "周三", 1]],
        固排禁排=[["时间", "科目", "方式"], ["周一1", "语文", "固排"]],
        规则=[["强度", "规则"], ["尽量", "teacher_run"]],
    )
    assert not plan.problems
    origins = plan.origins
    assert origins is not None
    assert {n: c.address for n, c in origins.teacher["赵强"].items()} == {
        "name": "A4", "subjects": "B4", "away": "G4", "day": "D4", "week": "E4",
    }  # fmt: skip
    assert {n: c.address for n, c in origins.room["操场"].items()} == {"name": "A2", "holds": "B2", "away": "C2"}
    assert {n: c.address for n, c in origins.meeting["语文组"].items()} == {
        "group": "A2",
        "periods": "C2",
        "times": "B2",
    }
    lock = origins.lock["fixed_time@固排禁排!A2"]
    assert (lock["times"].address, lock["way"].address, lock["subject"].value) == ("A2", "C2", "语文")
    assert not lock["teacher"].address, "there is no such column"
    rule = origins.rule["teacher_run@规则!B2"]
    assert (rule["strength"].value, rule["params"].address) == ("尽量", "")


def test_the_class_teacher_stands_behind_a_class_meeting(tmp_path: Path) -> None:
    rows = [[*row] for row in SMALL["课程计划"]]
    rows[2][1] = 3
    rows.append(["班会", 1, None, None, None, None, None])
    plan = read(tmp_path, 课程计划=rows)
    assert plan.origins is not None
    assert plan.origins.course["三1 班会"] == plan.origins.klass["三1"]["teacher"]


def test_a_plan_with_a_fatal_problem_has_its_book_but_no_origins(tmp_path: Path) -> None:
    plan = read(tmp_path, {"任课!C3": "没有此人"}, 教师=TEACHERS)
    assert plan.school is None
    assert plan.book is not None
    assert plan.origins is None
