"""kebiao bells: a day for a pack, a clash by name, words that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from .shell import kebiao


def test_a_day_with_the_margin_of_every_rule() -> None:
    done = kebiao("bells", "--stage", "小学", "--lessons", "6", "--pack", "dachuan-town", "--count", "1")
    assert done.exit_code == 0, done.output
    assert "4 + 2 lessons" in done.output
    assert "the start of the first lesson" in done.output
    assert "08:30" in done.output
    data = json.loads(kebiao("bells", "--grades", "3-6", "--lessons", "6", "--pack", "huozhou", "--json").output)
    assert sum(b["kind"] == "lesson" for b in data[0]["blocks"]) == 6
    assert all(m["spare"] >= 0 for m in data[0]["margins"])


def test_rules_that_cannot_live_together_are_named_with_their_words() -> None:
    packs = ("--pack", "shaanxi-audit", "--pack", "double-reduction-national")
    done = kebiao("bells", "--stage", "初中", "--lessons", "7", *packs, "--lang", "en")
    assert done.exit_code == 5
    assert "SX-17" in done.output
    assert "NC-22" in done.output


def test_words_that_name_nothing() -> None:
    assert kebiao("bells", "--stage", "小学", "--lessons", "6", "--pack", "lixin").exit_code == 2
    assert kebiao("bells", "--lessons", "6").exit_code == 2
    assert kebiao("bells", "--grades", "x", "--lessons", "6").exit_code == 2
    assert kebiao("bells", "--stage", "小学", "--lessons", "6", "--work-end", "25:00").exit_code == 2


def test_the_sheet_is_written_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "作息.xlsx"
    words = ("bells", "--stage", "小学", "--lessons", "6", "--pack", "huozhou", "-o", str(path))
    assert kebiao(*words).exit_code == 0
    assert openpyxl.load_workbook(path)["作息"].max_row > 8
    assert kebiao(*words).exit_code == 4


def test_the_sheet_is_a_workbook_whatever_it_is_called(tmp_path: Path) -> None:
    words = ("bells", "--grades", "3", "--lessons", "6", "-o", str(tmp_path / "作息.txt"))
    assert kebiao(*words).exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "作息.txt.xlsx")["作息"]
    assert str(sheet["B2"].value) == "3"
