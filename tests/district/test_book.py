"""A district's folder is read: what it says, and everything that is wrong with it, with sheet and cell."""

from __future__ import annotations

import shutil
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import yaml

from constraints import catalogue
from scheduler.district import template
from scheduler.district.book import read_district
from scheduler.district.domain import District, Policy
from scheduler.district.plans import prepared
from scheduler.district.tables import COLUMNS, ITEMS, SHEETS
from scheduler.district.template import columns_of, example_rows, sheet_name, write_template
from scheduler.domain import Half, TimePattern

from .small import CURRICULUM, MUSIC, SCHOOLS, SHARED, district_sheets, school_sheets, write, write_book

Rows = list[list[Any]]


def read(folder: Path, **changes: Rows | None) -> District:
    """The district of the small folder with sheets changed, without a problem."""
    found = read_district(write(folder, **changes), catalogue())
    assert [p.say("zh") for p in found.problems] == []
    assert found.district is not None
    return found.district


def said(folder: Path, lang: str = "zh") -> str:
    """All problems of a folder, a line each."""
    return "\n".join(p.say(lang) for p in read_district(folder, catalogue()).problems)


def wrong(folder: Path, sheet: str, cell: str, value: Any, lang: str = "zh") -> str:
    """What is said of the small district with one cell of district.xlsx changed."""
    path = write(folder) / "district.xlsx"
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)
    return said(folder, lang)


def test_everything_is_read(tmp_path: Path) -> None:
    policy = [["项目", "值"], ["名称", "小学区"], ["规则包", "lijin"], ["专任课时比例", "60%"], ["最多学校数", 3],
              ["同日两校", "否"], ["最多外出天数", 4], ["未写路程", 45]]  # fmt: skip
    rules = [["规则", "年级", "强度", "参数"], ["homework_day_cap", "4", "必须", "most=45"]]
    found = read(tmp_path / "区", 政策=policy, 规则=rules)
    assert found.name == "小学区"
    assert [(s.name, s.place, s.source.name) for s in found.schools] == [
        ("东村小学", "东村", "东村小学.xlsx"), ("西村小学", "西村", "西村小学.xlsx"),
        ("南村小学", "南村", "南村小学.xlsx"),
    ]  # fmt: skip
    music, art = found.teachers
    assert (music.id, music.subjects, music.home, music.day_most, music.week_most) == (MUSIC, ("音乐",), "", 6, 20)
    assert music.away.patterns == (TimePattern(5, Half.PM),)
    assert (art.home, art.schools, art.specialist, art.kind) == (SCHOOLS[0], frozenset(), True, "itinerant")
    assert found.policy == Policy(3, False, 0.6, 4)
    assert (found.packs, found.default_travel) == (("lijin",), 45)
    assert found.rules == ({"rule": "homework_day_cap", "grades": "4", "strength": "必须", "params": "most=45"},)
    assert found.minutes("东村小学", "南村小学") == found.minutes("南村小学", "东村小学") == 20
    assert found.content == (tmp_path / "区" / "district.xlsx").read_bytes()


def test_what_is_not_written_is_no_limit(tmp_path: Path) -> None:
    found = read(tmp_path, 政策=None, 路程=None)
    assert found.policy == Policy()
    assert found.name == tmp_path.name
    assert found.default_travel is None
    assert found.minutes("东村小学", "西村小学") is None  # nobody says how far it is


def test_a_home_school_is_one_of_those_he_may_teach_at(tmp_path: Path) -> None:
    rows = [SHARED[0], [MUSIC, "音乐", "东村小学", "西村小学、南村小学", None, None, None, None, "否"]]
    (teacher,) = read(tmp_path, 共用教师=rows).teachers
    assert teacher.schools == frozenset(SCHOOLS)
    assert not teacher.specialist
    assert (teacher.day_most, teacher.week_most) == (0, 0)


def test_without_the_sheet_every_workbook_is_a_school(tmp_path: Path) -> None:
    write(tmp_path, 学校=None, 路程=None)
    (tmp_path / "~$东村小学.xlsx").write_bytes(b"held by Excel")
    found = read_district(tmp_path, catalogue()).district
    assert found is not None
    assert {s.name for s in found.schools} == set(SCHOOLS)


def test_without_district_xlsx_nothing_is_shared(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "district.xlsx").unlink()
    found = read_district(tmp_path, catalogue())
    assert found.district is not None
    assert (len(found.district.schools), found.district.teachers) == (3, ())
    assert [p.fatal for p in found.problems] == [False]
    assert "没有 district.xlsx" in found.problems[0].say("zh")


def test_a_folder_that_is_none_or_empty(tmp_path: Path) -> None:
    assert "找不到文件夹" in said(tmp_path / "无")
    assert read_district(tmp_path / "无", catalogue()).district is None
    assert "没有一所学校的工作簿" in said(tmp_path)


def test_english_sheets_and_headers_are_read_too(tmp_path: Path) -> None:
    path = write(tmp_path) / "district.xlsx"
    policy = [["item", "value"], ["name", "Area"], ["specialist share", 0.6], ["two schools a day", "yes"]]
    sheets = {
        "Schools": [["School", "File", "Place"], *district_sheets()["学校"][1:]],
        "Shared teachers": [["Name", "Subjects", "Home school", "Most a day"], [MUSIC, "音乐", SCHOOLS[0], 6]],
        "Travel": [["From", "To", "Minutes"], ["东村", "西村小学", 25]],
        "Policy": policy,
    }
    write_book(path, sheets)
    found = read_district(tmp_path, catalogue())
    assert [p.say("en") for p in found.problems] == []
    assert found.district is not None
    assert found.district.minutes("西村小学", "东村小学") == 25  # a school's name stands for its place
    assert (found.district.name, found.district.policy.specialist_share) == ("Area", 0.6)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "zh"),
    [
        ("学校", "B2", "东村.xlsx", "工作表 学校，单元格 B2：文件夹里没有 东村.xlsx"),
        ("学校", "A3", "东村小学", "工作表 学校，单元格 A3：学校“东村小学”重复"),
        ("学校", "A2", "东/村", "单元格 A2：学校名“东/村”不能做文件夹的名字"),
        ("学校", "B2", "../西村小学.xlsx", "文件夹里没有 ../西村小学.xlsx"),
        ("共用教师", "A3", MUSIC, f"单元格 A3：教师“{MUSIC}”重复"),
        ("共用教师", "C3", "东村", "单元格 C3：学校 “东村” 不在 学校、同类学校 表 中（最接近：东村小学）"),
        ("共用教师", "D2", "东村小学、北村小学", "单元格 D2：学校 “北村小学” 不在"),
        ("共用教师", "B2", None, f"{MUSIC} 没有任教科目"),
        ("共用教师", "E2", "借调", "单元格 E2：类别 “借调” 不在 类别 中"),
        ("共用教师", "F2", "六", "每日最多 “六” 应是 1 到 20 的整数"),
        ("共用教师", "H2", "周八", "单元格 H2：时间 “周八” 读不懂"),
        ("共用教师", "I2", "也许", "单元格 I2：是否 “也许” 读不懂"),
        ("路程", "B2", "北村", "单元格 B2：地点 “北村” 不在 学校 表的地点或校名 中"),
        ("路程", "C2", "远", "分钟 “远” 应是 0 到 600 的整数"),
        ("路程", "C3", None, "单元格 C3：没有写分钟"),
        ("政策", "B3", "160%", "单元格 B3：比例“160%”应在 0 到 100% 之间"),
        ("政策", "A4", "同日两个校", "不认识项目“同日两个校”，没有读\n  可以：改为 同日两校？"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(tmp_path: Path, sheet: str, cell: str, value: Any, zh: str) -> None:
    assert zh in wrong(tmp_path, sheet, cell, value)


def test_all_problems_are_told_at_once_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, 政策=[["项目", "值"], ["规则包", "利津包"]], 规则=[["规则"], ["作业上限多少"]])
    (tmp_path / "西村小学.xlsx").unlink()
    zh, en = said(tmp_path), said(tmp_path, "en")
    assert all(word in zh for word in ("没有 西村小学.xlsx", "规则包 “利津包”", "规则 “作业上限多少”"))
    assert all(word in en for word in ("the folder has no 西村小学.xlsx", "rule pack '利津包'", "rule '作业上限多少'"))
    assert read_district(tmp_path, catalogue()).district is None


def test_travel_said_twice_differently(tmp_path: Path) -> None:
    rows = [["从", "到", "分钟"], ["东村", "西村", 20], ["东村小学", "西村", 30]]
    write(tmp_path, 路程=rows)
    assert "工作表 路程，单元格 C3：东村到西村写了两次，分钟不同" in said(tmp_path)


def test_a_district_xlsx_that_is_no_workbook(tmp_path: Path) -> None:
    (write(tmp_path) / "district.xlsx").write_text("学校")
    assert "district.xlsx 不是 .xlsx 工作簿" in said(tmp_path)


LIKE = ["学校", "仿照", "地点", "三年级", "四年级", "五年级", "教师"]
STAFF = "语文、道德与法治×2；数学、信息科技；英语、科学、劳动×1；体育、综合实践×1"


def like(tmp_path: Path, *rows: list[Any]) -> Path:
    """A folder of like schools after the workbook 模板.xlsx."""
    folder = tmp_path / "区"
    write(folder, SCHOOLS[:1], 学校=None, 路程=None, 共用教师=SHARED[:2], 同类学校=[LIKE, *rows])
    model = school_sheets("模板")
    model["任课"][1][CURRICULUM_AT["劳动"]] = "无"
    model["固排禁排"] = [["班级", "教师", "科目", "时间", "方式"], ["三1", None, "数学", "周一1", "避免"],
                     ["五1", None, None, "周一6", "避免"], [None, "赵老师", None, "周三", "禁排"]]  # fmt: skip
    write_book(folder / "模板.xlsx", model)
    (folder / f"{SCHOOLS[0]}.xlsx").unlink()
    return folder


CURRICULUM_AT = {subject: number for number, subject in enumerate(CURRICULUM, 1)}


def sheet_of(content: bytes, path: Path, name: str) -> Rows:
    path.write_bytes(content)
    return [list(row) for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True)]


def test_a_row_makes_a_school_like_the_model(tmp_path: Path) -> None:
    one = ["一小", "模板", "镇上", 2, 1, None, STAFF]
    folder = like(tmp_path, one, ["二小", "模板.xlsx", None, 1, None, None, STAFF])
    found = read_district(folder, catalogue())
    assert [p.say("zh") for p in found.problems] == []
    assert found.district is not None
    first, second = found.district.schools
    assert (first.name, first.place, second.place) == ("一小", "镇上", "二小")
    out = tmp_path / "一小.xlsx"
    classes = [row[:4] for row in sheet_of(first.content, out, "班级") if row[0]]
    assert classes[1:] == [
        ["三1", "三年级", 30, "语文老师1"], ["三2", "三年级", 30, "语文老师2"], ["四1", "四年级", 30, "数学老师1"],
    ]  # fmt: skip
    teachers = [row[:2] for row in sheet_of(first.content, out, "教师") if row[0]]
    assert teachers[1:4] == [
        ["语文老师1", "语文、道德与法治"], ["语文老师2", "语文、道德与法治"], ["数学老师1", "数学、信息科技"],
    ]  # fmt: skip
    taught = [row for row in sheet_of(first.content, out, "任课") if row[0]]
    assert [row[0] for row in taught] == ["班级", "三1", "三2", "四1"]
    assert taught[1][CURRICULUM_AT["语文"]] == "语文老师1"  # a class teacher teaches his class
    assert taught[1][CURRICULUM_AT["劳动"]] == "无"  # as in the model
    assert taught[3][CURRICULUM_AT["劳动"]] is None
    assert taught[1][CURRICULUM_AT["音乐"]] is None  # open, to be staffed
    assert ["学校名称", "一小"] in [row[:2] for row in sheet_of(first.content, out, "学校")]
    # Rows about people of the model and classes that are no more have gone.
    assert [row[0] for row in sheet_of(first.content, out, "固排禁排")[1:] if any(row)] == ["三1"]


def test_a_like_school_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    folder = like(tmp_path, ["一小", "模板", None, 1, 1, 1, STAFF])
    first, again = (read_district(folder, catalogue()).district for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.schools[0].content == again.schools[0].content


@pytest.mark.parametrize(
    ("row", "zh"),
    [
        (["一小", "样板", None, 1, 1, 1, STAFF], "单元格 B2：找不到文件"),
        (["一小", None, None, 1, 1, 1, STAFF], "单元格 B2：一小 没有写仿照哪一份工作簿"),
        (["一小", "模板", None, None, None, None, STAFF], "单元格 A2：一小 没有写各年级班数"),
        (["一小", "模板", None, "两", 1, 1, STAFF], "单元格 D2：班数 “两” 应是 0 到 40 的整数"),
        (["一小", "模板", None, 1, 1, 1, "×6"], "单元格 G2：教师“×6”读不懂"),
    ],
)
def test_a_row_of_like_schools_that_is_wrong(tmp_path: Path, row: list[Any], zh: str) -> None:
    assert zh in said(like(tmp_path, row))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_reads_and_its_example_is_sound(tmp_path: Path, lang: str) -> None:
    folder = write(tmp_path / "区")
    write_template(folder / "district.xlsx", lang)
    empty = read_district(folder, catalogue())
    assert [p.say("en") for p in empty.problems] == []
    assert empty.district is not None
    assert len(empty.district.schools) == 3
    for name in ("中心学校", "北张小学", "村小模板"):
        shutil.copy(folder / f"{SCHOOLS[0]}.xlsx", folder / f"{name}.xlsx")
    book = openpyxl.load_workbook(folder / "district.xlsx")
    for code in SHEETS:
        sheet = book[sheet_name(code, lang)]
        sheet.delete_rows(2, sheet.max_row)
        for row in example_rows(code, lang):
            sheet.append(row)
    book.save(folder / "district.xlsx")
    found = read_district(folder, catalogue())
    assert [p.say("en") for p in found.problems] == []
    assert found.district is not None
    assert [s.name for s in found.district.schools] == ["中心学校", "北张小学", "东堤小学"]
    assert found.district.policy == Policy(3, True, 0.6, 4)
    assert found.district.minutes("北张小学", "东堤小学") == 30


@pytest.mark.parametrize("code", SHEETS)
def test_every_column_of_the_template_is_explained(tmp_path: Path, code: str) -> None:
    write_template(tmp_path / "district.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "district.xlsx")[sheet_name(code, "zh")]
    codes = [c.code for c in columns_of(code, "zh")]
    assert set(COLUMNS[code]) - set(codes) <= {"class", "teacher", "room"}  # rules of a district are for all schools
    for number, column in enumerate(columns_of(code, "zh"), 1):
        assert sheet.cell(1, number).value == column.header
        assert sheet.cell(1, number).comment is not None, column.header
    said = yaml.safe_load((Path(template.__file__).with_name("template.yaml")).read_text("utf-8"))[code]
    notes = [said["note"], *said["columns"].values(), *said.get("notes", {}).values()]
    assert all(set(note) <= {"zh", "en", "width", "list", "text"} for note in notes)  # a comma would end an explanation
    if code == "policy":
        written = [sheet.cell(n, 1).value for n in range(2, 2 + len(ITEMS))]
        assert written == [aliases[0] for aliases in ITEMS.values()]


ODD = [
    None, "", " ", 0, -1, 3.5, 1e300, True, datetime(2026, 1, 2), time(8, 30), "=1+1", "×", "；；", "1-6", "9" * 400,
    "\t", "一年级", "../x", "周八", "95%",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_no_cell_can_make_the_reading_fail(tmp_path: Path, seed: int) -> None:
    """Every cell of district.xlsx in turn holds something odd: a problem or none, never an exception."""
    folder = like(tmp_path, ["一小", "模板", "镇上", 2, 1, None, STAFF])
    path = folder / "district.xlsx"
    sheets = {s.title: [list(r) for r in s.iter_rows(values_only=True)] for s in openpyxl.load_workbook(path)}
    sheets["规则"] = [["规则", "年级", "科目", "参数"], ["subject_a_day", "4", "音乐", "most=1"]]
    sheets["路程"] = [["从", "到", "分钟"], ["镇上", "一小", 20]]
    book = openpyxl.load_workbook(write_book(path, sheets))
    dice = Random(seed)
    for cell in [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]:
        kept, cell.value = cell.value, dice.choice(ODD)
        book.save(path)
        found = read_district(folder, catalogue())
        assert (found.district is None) == any(p.fatal for p in found.problems)
        assert all(p.say(lang) for p in found.problems for lang in ("zh", "en"))
        if found.district is not None:
            prepared(found.district, found.district.schools[0].name)
        cell.value = kept
