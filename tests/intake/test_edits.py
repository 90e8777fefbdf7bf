"""Changed cells: in memory, and in a copy of the user's file that is otherwise the same to the byte."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from constraints import catalogue
from scheduler.domain import Times
from scheduler.errors import KebiaoError, RunError
from scheduler.intake import Edit, compile_book, edited, read_plan, write_edited
from scheduler.intake.edits import area
from scheduler.intake.splice import spliced
from scheduler.intake.workbook import BadFileError, Book, open_book

from .books import TEACHERS, sheets, write_book

SAMPLES = Path(__file__).parents[2] / "samples"


def dressed(tmp_path: Path) -> Path:
    """A plan as an office keeps it: styles, a dropdown, a comment, merged cells, a formula with its value, notes."""
    path = write_book(tmp_path / "计划.xlsx", sheets(教师=TEACHERS, 备忘=[["勿动"]]))
    book = openpyxl.load_workbook(path)
    staff = book["教师"]
    staff["G2"].font = Font(bold=True)
    staff["A3"].comment = Comment("新来的", "教务处")
    choice = DataValidation(type="list", formula1='"专任,兼职,走教"')
    choice.add("C2:C99")
    staff.add_data_validation(choice)
    staff.merge_cells("H2:H3")
    book["课程计划"]["H5"] = "=SUM(B2:B4)"
    book.save(path)
    return path


def at(book: Book, sheet: str, address: str) -> Any:
    found = next(s for s in book.sheets if s.name == sheet)
    cells = {c.address: c.value for c in found.cells.values()}
    return cells.get(address)


CHANGES = (
    Edit("教师", "G2", None, "周一；周二下午"),
    Edit("教师", "D3", None, 4),
    Edit("任课", "C3", "赵强", "李明 & <王>"),
    Edit("课程计划", "B4", 1, None),
    Edit("课程计划", "C3", None, "=1+1"),
    Edit("规则", "A1", None, "规则"),
    Edit("规则", "G1", None, "强度"),
    Edit("规则", "A2", None, "teacher_run"),
    Edit("班级", "B40", None, 2.5),
    Edit("班级", "A40", None, True),
)


def test_an_edited_book_holds_the_new_values_and_shares_the_rest(tmp_path: Path) -> None:
    before = open_book(dressed(tmp_path))
    after = edited(before, CHANGES)
    for edit in CHANGES:
        assert at(after, edit.sheet, edit.cell) == edit.new
    assert at(before, "课程计划", "B4") == 1, "the book itself is untouched"
    untouched = {s.name for s in before.sheets} - {e.sheet for e in CHANGES}
    assert untouched == {"学校", "备忘"}
    for one, two in zip(before.sheets, after.sheets, strict=False):
        assert (one is two) == (one.name in untouched)


def test_the_written_copy_reads_as_the_edited_book(tmp_path: Path) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    content = path.read_bytes()
    write_edited(path, CHANGES, out)
    assert path.read_bytes() == content
    wanted = edited(open_book(path), CHANGES)
    found = open_book(out)
    assert [s.name for s in found.sheets] == [s.name for s in wanted.sheets]
    assert [s.cells for s in found.sheets] == [s.cells for s in wanted.sheets]


def test_the_copy_keeps_styles_dropdowns_comments_and_merged_cells(tmp_path: Path) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    write_edited(path, CHANGES, out)
    book = openpyxl.load_workbook(out)
    staff = book["教师"]
    assert (staff["G2"].value, staff["G2"].font.bold) == ("周一；周二下午", True)
    assert staff["A3"].comment.text == "新来的"
    assert [str(v.sqref) for v in staff.data_validations.dataValidation] == ["C2:C99"]
    assert [str(m) for m in staff.merged_cells.ranges] == ["H2:H3"]
    assert book["课程计划"]["H5"].value == "=SUM(B2:B4)"
    assert (book["课程计划"]["C3"].value, book["课程计划"]["C3"].data_type) == ("=1+1", "s"), "text, not a formula"


def test_all_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    write_edited(path, [Edit("教师", "D3", None, 4)], out)
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(out) as two:
        assert one.namelist() == two.namelist()
        changed = [n for n in one.namelist() if one.read(n) != two.read(n)]
    assert changed == ["xl/worksheets/sheet5.xml"]


def test_a_merged_cell_changes_with_its_area(tmp_path: Path) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    book = open_book(path)
    assert area(book, "教师", "H3") == "H2:H3"
    assert area(book, "教师", "H4") == ""
    edits = [Edit("教师", "H3", "语文组", "文科组")]
    after = edited(book, edits)
    assert (at(after, "教师", "H2"), at(after, "教师", "H3")) == ("文科组", "文科组")
    write_edited(path, edits, out)
    assert at(open_book(out), "教师", "H2") == at(open_book(out), "教师", "H3") == "文科组"


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (Edit("教师", "A2", "王方", "张三"), "王芳"),  # not what stands there
        (Edit("教师", "G2", "周一", None), "周一"),
        (Edit("没有", "A1", None, "x"), "没有"),
        (Edit("教师", "甲2", None, "x"), "甲2"),
        (Edit("教师", "A0", None, "x"), "A0"),
        (Edit("教师", "XFD1048576", None, "x"), "XFD1048576"),
        (Edit("教师", "G2", None, "x" * 40_000), "G2"),
        (Edit("教师", "G2", None, "a\x00b"), "G2"),
        (Edit("教师", "G2", None, float("nan")), "G2"),
        (Edit("教师", "G2", None, float("inf")), "G2"),
        (Edit("教师", "G2", None, datetime(2025, 1, 1)), "G2"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_made(tmp_path: Path, edit: Edit, word: str) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    for call in (lambda: edited(open_book(path), [edit]), lambda: write_edited(path, [edit], out)):
        with pytest.raises(RunError) as caught:
            call()
        assert word in caught.value.text.zh
        assert word in caught.value.text.en
    assert not out.exists()


def test_two_values_for_one_cell_are_refused(tmp_path: Path) -> None:
    book = open_book(dressed(tmp_path))
    with pytest.raises(RunError, match="twice"):
        edited(book, [Edit("教师", "G2", None, "周一"), Edit("教师", "G2", None, "周二")])


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    path = dressed(tmp_path)
    content = path.read_bytes()
    other = tmp_path / "另一个.xlsx"
    other.write_bytes(b"mine")
    for out in (path, tmp_path / "." / path.name, other):
        with pytest.raises(RunError, match="exists"):
            write_edited(path, CHANGES, out)
    with pytest.raises(RunError, match="cannot be written"):
        write_edited(path, CHANGES, tmp_path / "无此文件夹" / "x.xlsx")
    assert (path.read_bytes(), other.read_bytes()) == (content, b"mine")


def test_a_formula_is_left_to_its_owner(tmp_path: Path) -> None:
    path, out = dressed(tmp_path), tmp_path / "改后.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    name = "xl/worksheets/sheet2.xml"
    parts[name] = (
        parts[name].replace(b"<v></v>", b"<v>10</v>").replace(b"<v />", b"<v>10</v>").replace(b"<v/>", b"<v>10</v>")
    )
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert at(open_book(path), "课程计划", "H5") == 10
    with pytest.raises(RunError, match="H5 is a formula"):
        write_edited(path, [Edit("课程计划", "H5", 10, 11)], out)
    write_edited(path, [Edit("课程计划", "B4", 1, 2)], out)
    assert at(open_book(out), "课程计划", "H5") == 10, "the calculated value stays"


def test_a_file_that_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BadFileError):
        write_edited(path, CHANGES, tmp_path / "y.xlsx")
    with pytest.raises(KebiaoError):
        write_edited(tmp_path / "none.xlsx", CHANGES, tmp_path / "y.xlsx")


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_XML = {
    "with a prefix": f'{_HEAD}<x:worksheet xmlns:x="{_SPACE}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
    '<x:c r="C1"/></x:row><x:row r="3"/></x:sheetData></x:worksheet>',
    "without numbers": f'{_HEAD}<worksheet xmlns="{_SPACE}"><sheetData><row><c><v>1</v></c></row></sheetData>'
    "</worksheet>",
    "empty": f'{_HEAD}<worksheet xmlns="{_SPACE}"><sheetData/><pageMargins left="1" right="1" top="1" bottom="1" '
    'header="1" footer="1"/></worksheet>',
    "a greater-than sign in an attribute": f'{_HEAD}<worksheet xmlns="{_SPACE}"><!-- <row> --><sheetData>'
    "<row r=\"1\" ht='1>0'><c r=\"A1\" t=\"inlineStr\"><is><t>1&lt;2</t></is></c></row></sheetData></worksheet>",
}  # fmt: skip


@pytest.mark.parametrize("xml", SHEET_XML.values(), ids=SHEET_XML)
def test_cells_find_their_place_in_any_writers_xml(tmp_path: Path, xml: str) -> None:
    path = write_book(tmp_path / "x.xlsx", {"教师": [["x"]], "班级": [["y"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    before = {c.address: c.value for c in open_book(path).sheets[0].cells.values()}
    new = {(1, 2): "乙", (1, 4): 4, (2, 1): "丙", (3, 2): 0.5, (3, 1): "丁", (9, 1): "末", (9, 3): "尾", (1, 1): "甲"}
    path.write_bytes(spliced(path.read_bytes(), {"教师": new}))
    after = {(r, c): cell.value for (r, c), cell in open_book(path).sheets[0].cells.items()}
    assert set(before) <= {"A1"}
    assert after == new


def test_a_changed_plan_is_read_from_memory_as_from_its_file(tmp_path: Path) -> None:
    rules, out = catalogue(), tmp_path / "改后.xlsx"
    plan = read_plan(SAMPLES / "impossible.xlsx", rules)
    assert plan.book is not None
    edits = [Edit("教师", "G11", "周一；周三；周五", "周一；周五")]
    tried = compile_book(edited(plan.book, edits), rules)
    write_edited(SAMPLES / "impossible.xlsx", edits, out)
    written = read_plan(out, rules)
    assert tried.school is not None
    assert tried.school == written.school
    assert tried.problems == written.problems
    away = next(s for s in tried.school.settings if s.source.cell == "G11")
    assert away["times"] == Times.parse("周一；周五")
