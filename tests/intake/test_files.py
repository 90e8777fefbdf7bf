"""Files that are no sound workbook: a clear message each, never a hang or a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from constraints import catalogue
from scheduler.intake import read_plan

from .books import read, said, sheets, write_book


def message(path: Path) -> str:
    plan = read_plan(path, catalogue())
    assert plan.school is None
    assert len(plan.problems) == 1
    return plan.problems[0].say("zh")


def test_missing_file(tmp_path: Path) -> None:
    assert "找不到文件" in message(tmp_path / "没有.xlsx")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "不是文件" in message(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.touch()
    assert "是空文件" in message(path)


def test_csv_named_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "课程.xlsx"
    path.write_text("班级,年级\n三1,3\n", "utf-8")
    assert "不是 .xlsx 工作簿" in message(path)


def test_old_xls_is_answered_with_save_as(tmp_path: Path) -> None:
    path = tmp_path / "旧.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert "旧的 .xls 格式" in message(path)
    assert "另存为 .xlsx" in message(path)


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "密.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert "密码" in message(path)


def test_broken_archive(tmp_path: Path) -> None:
    path = write_book(tmp_path / "断.xlsx", sheets())
    path.write_bytes(path.read_bytes()[:2000])
    assert "损坏" in message(path)


def test_archive_with_a_damaged_part(tmp_path: Path) -> None:
    path = write_book(tmp_path / "坏.xlsx", sheets())
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row"
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert "不是完好的 Excel 工作簿" in message(path)


def test_another_office_file(tmp_path: Path) -> None:
    path = tmp_path / "文.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "不是 Excel 工作簿" in message(path)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(400):
                stream.write(bytes(1_000_000))
    assert "太大" in message(path)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "实.xlsx", sheets())
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert "不安全的 XML" in message(path)


def test_far_away_formatted_cell_costs_no_time_and_says_nothing(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", sheets())
    book = openpyxl.load_workbook(path)
    book["任课"]["XFD1048576"].number_format = "@"
    book["任课"].cell(1_000_000, 3).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    plan = read_plan(path, catalogue())
    assert plan.problems == ()
    assert plan.school is not None


@pytest.mark.parametrize("name", ["plan.xlsm", "plan", "课程 计划（终稿）.xlsx"])
def test_the_name_does_not_matter(tmp_path: Path, name: str) -> None:
    assert read_plan(write_book(tmp_path / name, sheets()), catalogue()).school is not None


def test_the_file_is_not_written_to(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plan.xlsx", sheets())
    before = path.read_bytes()
    read_plan(path, catalogue())
    assert path.read_bytes() == before
    assert io.BytesIO(before).read(2) == b"PK"


def test_a_sound_plan_has_no_problems(tmp_path: Path) -> None:
    plan = read(tmp_path)
    assert said(plan) == ""
    assert plan.school is not None
