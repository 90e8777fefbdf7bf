"""Files that are broken or mean harm: a clear message or a note, never a hang or a traceback."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from scheduler.audits import audit_files
from scheduler.errors import KebiaoError
from scheduler.intake.foreign import ForeignError, NoteKind
from scheduler.intake.workbook import BadFileError

from . import layouts


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return layouts.write_plan(tmp_path / "plan.xlsx")


def message(path: Path, plan: Path) -> str:
    with pytest.raises(KebiaoError) as caught:
        audit_files([path], plan)
    assert caught.value.exit_code == 3
    return caught.value.text.zh


def test_broken_archive(tmp_path: Path, plan: Path) -> None:
    (path,) = layouts.one_under_another(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    assert "损坏" in message(path, plan)


def test_old_and_empty_and_missing_files(tmp_path: Path, plan: Path) -> None:
    old, empty = tmp_path / "旧.xls", tmp_path / "空.csv"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    empty.touch()
    assert "旧的 .xls 格式" in message(old, plan)
    assert "不是可读的 csv" in message(empty, plan)
    assert "找不到文件" in message(tmp_path / "无.xlsx", plan)
    assert "找不到文件" in message(tmp_path / "无.csv", plan)
    (tmp_path / "夹").mkdir()
    assert "timetable.csv" in message(tmp_path / "夹", plan)


def test_a_picture_called_csv(tmp_path: Path, plan: Path) -> None:
    path = tmp_path / "图.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    assert "不是可读的 csv" in message(path, plan)


def test_a_quote_that_never_ends(tmp_path: Path, plan: Path) -> None:
    path = tmp_path / "引.csv"
    path.write_text('节次,星期一,星期二,星期三\n"' + "语," * 100_000, "utf-8")
    with pytest.raises(KebiaoError):
        audit_files([path], plan)


def test_xml_entities_and_zip_bombs_are_refused(tmp_path: Path, plan: Path) -> None:
    (path,) = layouts.one_under_another(tmp_path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert "不安全的 XML" in message(path, plan)
    bomb = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(400):
                stream.write(bytes(1_000_000))
    assert "太大" in message(bomb, plan)


def test_formulas_and_error_cells_are_listed(tmp_path: Path, plan: Path) -> None:
    (path,) = layouts.one_under_another(tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B3"] = "=C3"
    book.worksheets[0]["C3"] = "#N/A"
    book.worksheets[0]["C3"].data_type = "e"
    book.save(path)
    found = audit_files([path], plan)
    unread = {n.cell: n.text.zh for n in found.notes if n.kind is NoteKind.UNREAD}
    assert "公式还没有计算" in unread["B3"]
    assert "错误值" in unread["C3"]


def test_far_away_cells_cost_no_time(tmp_path: Path, plan: Path) -> None:
    (path,) = layouts.one_under_another(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["XFD1048576"] = "远"
    sheet["ZZ9000"].number_format = "@"
    sheet["H3"] = "很长" * 10_000
    sheet.merged_cells.ranges.add(CellRange("J1:ZZ5000"))
    book.save(path)
    found = audit_files([path], plan)
    assert not found.run.audit.hard_broken


def test_a_huge_merged_area_is_not_a_lesson_everywhere(tmp_path: Path, plan: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    layouts.fill(sheet, layouts.grid((3, 1), ["1", "2", "3", "4", "5", "6"]))
    sheet["B9"] = "语"
    sheet.merged_cells.ranges.add(CellRange("B9:ZZ9999"))
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(ForeignError):
        audit_files([tmp_path / "x.xlsx"], plan)


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, plan: Path) -> None:
    path = tmp_path / "课表.csv"
    rows = ["三(1)班", "节次,周一,周二,周三,周四,周五", "1,'=cmd|' /C calc'!A0,数,英,体,科"]
    path.write_text("\n".join(rows), "utf-8")
    found = audit_files([path], plan)
    assert any("=cmd" in n.value for n in found.notes if n.kind is NoteKind.UNREAD)


@pytest.mark.parametrize("seed", range(40))
def test_cells_thrown_about_raise_nothing_else(seed: int, tmp_path: Path, plan: Path) -> None:
    """Any sheet is either read, with notes, or refused with a message."""
    rng = random.Random(seed)
    (path,) = rng.choice(layouts.LAYOUTS[:9])(tmp_path)
    odd = ["", "三1班", "星期一", "周五", "第3节", "8:00-8:40", "语", "语/数", "单", "(", "／", 3.2, 302, -1, 1e300,
    True, "𠮷" * 99,
           "七年级总课表", "备注", "一", "下午", "=1+1", "'", "\n\n", "王芳", "班级", "节次", "星期",
           "科目"]  # fmt: skip
    if path.suffix == ".csv":
        lines = path.read_bytes().decode("gb18030").splitlines()
        rng.shuffle(lines)
        path.write_text("\n".join(lines), "utf-8")
    else:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for area in list(sheet.merged_cells.ranges)[:: rng.randint(1, 3)]:
            sheet.unmerge_cells(str(area))
        for _ in range(rng.randint(1, 60)):
            row, column = rng.randint(1, 30), rng.randint(1, 12)
            if type(sheet.cell(row, column)).__name__ != "MergedCell":
                sheet.cell(row, column).value = rng.choice(odd)
        book.save(path)
    try:
        found = audit_files([path], plan)
    except (ForeignError, BadFileError):
        return
    assert all(n.say("zh") and n.say("en") for n in found.notes)
