"""自查."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from constraints import catalogue
from scheduler.domain import Declaration
from scheduler.intake import Plan
from scheduler.intake.template import item_titles
from scheduler.packs import declared_items

from .books import read, said

HEAD = ["项目", "年级", "填报", "说明"]


def plan_of(tmp_path: Path, *rows: list[Any]) -> Plan:
    return read(tmp_path, 自查=[HEAD, *rows])


def declared(tmp_path: Path, *rows: list[Any]) -> tuple[Declaration, ...]:
    plan = plan_of(tmp_path, *rows)
    assert plan.school is not None, said(plan)
    return plan.school.office.declared


def test_yes_no_and_figures(tmp_path: Path) -> None:
    found = declared(
        tmp_path,
        ["公布学生成绩，或按成绩给学生排名、排座位", None, "否"],
        ["homework marked the same day", None, "95%"],
        ["workbook_sets", None, "1套", "教材配套"],
        ["作业用等级评价", "1-2", "是"],
        ["让学生留级", None, 3],
        ["家庭作业全批全改", None, None],
    )
    assert found == (
        Declaration("homework_marks_grades", 1, (1, 2)),
        Declaration("score_publication", 0),
        Declaration("marking_same_day", 95),
        Declaration("workbook_sets", 1, remark="教材配套"),
        Declaration("repeated_grade", 3),
    )


def test_one_item_by_grades_and_for_the_others(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["workbook_sets", None, 2], ["workbook_sets", "1、2", "无"])
    assert plan.school is not None, said(plan)
    office = plan.school.office
    found = [office.declaration("workbook_sets", grade) for grade in (1, 2, 3)]
    assert [d.value for d in found if d] == [0, 0, 2]


@pytest.mark.parametrize(("value", "read_as"), [(0.92, 92), ("92%", 92), (92, 92), (1, 100), ("0.5%", 0.5), (0, 0)])
def test_per_cent(tmp_path: Path, value: Any, read_as: float) -> None:
    assert [d.value for d in declared(tmp_path, ["service_coverage", None, value])] == [read_as]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_title_of_the_template_is_found(tmp_path: Path, lang: str) -> None:
    titles = item_titles(lang)
    assert list(titles) == list(declared_items())
    found = declared(tmp_path, *([title, None, 1] for title in titles.values()))
    assert [d.item for d in found] == list(titles)


def test_titles_and_ids_are_told_apart() -> None:
    names = [n for i in declared_items().values() for n in (i.id, i.title.zh, i.title.en)]
    assert len(names) == len(set(names)) == 3 * len(declared_items())


def test_every_item_that_a_rule_asks_by_default_is_there() -> None:
    """What the sheet offers is what the rules look for."""
    asked = {
        p.default for code, rule in catalogue().items() for p in rule.params if p.name == "item" and p.default
    }  # fmt: skip
    assert asked
    assert asked <= set(declared_items())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["公布学生的成绩", None, "否"], "单元格 A2：项目 “公布学生的成绩” 不在 自查 的项目中（最接近：公布学生成绩"),
        (
            ["score_publication", None, "有时"],
            "单元格 C2：“公布学生成绩，或按成绩给学生排名、排座位” 填报的 “有时” 读不懂",
        ),
        (
            ["workbook_sets", None, "是"],
            "单元格 C2：“每个学生每科使用的教辅资料” 填报的 “是” 读不懂\n  可以：填数字（套）",
        ),
        (["workbook_sets", None, -1], "填报的 “-1” 读不懂"),
        (["workbook_sets", None, 1e300], "读不懂"),
        (["workbook_sets", "12", 1], "单元格 B2：年级 “12” 读不懂"),
        ([None, None, "是"], "单元格 A2：缺少项目"),
    ],
)
def test_wrong_cells(tmp_path: Path, row: list[Any], words: str) -> None:
    plan = plan_of(tmp_path, row)
    assert "工作表 自查" in said(plan)
    assert words in said(plan)
    assert plan.school is None


def test_an_item_twice(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["workbook_sets", "1-3", 0], ["每个学生每科使用的教辅资料（套）", "3", 1])
    assert "单元格 A3：“每个学生每科使用的教辅资料” 已在 A2 填报\n  可以：只留一行，或分年级填写" in said(plan)
