"""The template: it is found complete, and its own example is a sound plan."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from constraints import catalogue
from scheduler.intake import read_plan, write_template
from scheduler.intake.sheets.school import ITEMS
from scheduler.intake.tables import SHEETS
from scheduler.intake.template import columns_of, example_rows, item_titles, sheet_name
from scheduler.packs import declared_items

from .books import said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_empty_template_asks_for_classes_only(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, lang, catalogue())
    plan = read_plan(path, catalogue())
    assert [p.text.en for p in plan.problems] == ["there is no class"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_is_a_sound_plan(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, lang)
    book = openpyxl.load_workbook(path)
    for code in SHEETS:
        sheet = book[sheet_name(code, lang)]
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(example_rows(code, lang), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
    book.save(path)
    plan = read_plan(path, catalogue())
    assert said(plan) == ""
    assert plan.school is not None
    assert {c.id for c in plan.school.classes} == {"一1", "一2", "三1", "三2"}
    assert plan.school.course["篮球 校本课程"].band == "三年级校本"


@pytest.mark.parametrize("code", SHEETS)
def test_every_column_is_explained_and_has_a_sound_dropdown(tmp_path: Path, code: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, "zh", catalogue())
    sheet = openpyxl.load_workbook(path)[sheet_name(code, "zh")]
    for number, column in enumerate(columns_of(code, "zh"), 1):
        head = sheet.cell(1, number)
        assert head.value == column.header
        assert head.comment is not None, column.header
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.formula1) <= 255
    assert sheet.freeze_panes in ("A2", "B2")


def test_the_sheet_of_rules_offers_every_rule(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, "zh", catalogue())
    book = openpyxl.load_workbook(path)
    offered = [c.value for c in book["选项"]["A"]]
    assert offered == list(catalogue())
    assert book["选项"].sheet_state == "hidden"
    rules = [v.formula1 for v in book["规则"].data_validations.dataValidation]
    assert f"'选项'!$A$1:$A${len(offered)}" in [r.lstrip("=") for r in rules]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_items_of_the_school_stand_where_their_dropdowns_are(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, lang, catalogue())
    sheet = openpyxl.load_workbook(path)[sheet_name("school", lang)]
    written = [str(row[0].value) for row in sheet.iter_rows(min_row=2, max_col=1) if row[0].value]
    assert len(written) == len(ITEMS)
    for text, aliases in zip(written, ITEMS.values(), strict=True):
        assert text in aliases
    listed = {str(r.sqref): r.formula1 for r in sheet.data_validations.dataValidation}
    assert "夏季,冬季" in listed[f"B{2 + list(ITEMS).index('season')}"]
    assert "北京" in listed[f"B{2 + list(ITEMS).index('province')}"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_item_to_declare_has_its_row(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, lang)
    sheet = openpyxl.load_workbook(path)[sheet_name("declarations", lang)]
    rows = [row[0].value for row in sheet.iter_rows(min_row=2, max_col=1) if row[0].value]
    assert rows == list(item_titles(lang).values())
    assert len(rows) == len(declared_items())
