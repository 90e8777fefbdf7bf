"""The report on thirteen schools holds the figures of the document that they were made from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from samples.shaanxi13.schools import NAMES, school
from samples.shaanxi13.write import main
from scheduler.audits import audit_folder
from scheduler.errors import IntakeError, RunError
from scheduler.output.district import District, write_district
from scheduler.output.district.html import page
from scheduler.output.district.report import SchoolReport
from scheduler.output.district.views import clock_hours, headline, lesson_lines, rule_lines, within_hours
from scheduler.output.views.compliance import Mark
from tests.cli.shell import kebiao

SAMPLE = Path(__file__).parents[2] / "samples" / "shaanxi13"
TABLES, PLAN = SAMPLE / "timetables", SAMPLE / "plan.xlsx"


@pytest.fixture(scope="module")
def district() -> District:
    return audit_folder(TABLES, PLAN, workers=1)


def spread(district: District, said: str) -> dict[str, int]:
    (line,) = (x for x in lesson_lines(district) if x.said == said)
    return {value: len(names) for value, names in line.schools}


def test_every_cell_of_thirteen_layouts_is_read(district: District) -> None:
    assert len(district.read) == 13
    assert [s.unread for s in district.schools] == [()] * 13
    for number, found in enumerate(district.schools, 1):
        made = school(number)
        assert found.name == f"{number:02d}{NAMES[number - 1]}"
        assert found.classes == tuple(f"{'七八九'[g - 7]}{n}" for g, n in made.classes)


def test_one_school_follows_the_plan_and_twelve_do_not(district: District) -> None:
    """除一所学校基本符合国家课程标准外，十二所学校都有差异"""
    assert sum(s.follows_plan for s in district.read) == 1


def test_lessons_a_week_are_as_the_document_counts(district: District) -> None:
    """初一语文每周6节，2所5节，1所7节；数学4节，9所5节；英语4节，5所5节，2所8节；生物3节，7所2节；初二物理3节，4所2节"""
    assert spread(district, "七年级 语文") == {"6": 10, "5": 2, "7": 1}
    assert spread(district, "七年级 数学") == {"4": 4, "5": 9}
    assert spread(district, "七年级 英语") == {"4": 6, "5": 5, "8": 2}
    assert spread(district, "七年级 生物") == {"3": 6, "2": 7}
    assert spread(district, "八年级 物理") == {"3": 9, "2": 4}
    off = {x.said for x in lesson_lines(district) if x.off}
    assert off == {"七年级 语文", "七年级 数学", "七年级 英语", "七年级 生物", "八年级 物理"}


def test_two_schools_are_within_seven_hours(district: District) -> None:
    """只有2所学校學生在學時間未超过7小时"""
    assert len(within_hours(district)) == 2
    assert {s.limit for s in district.read} == {420}
    assert [clock_hours(s.longest) for s in within_hours(district)] == ["6小时35分", "6小时35分"]


def test_the_regulation_s_rows_count_the_same_schools(district: District) -> None:
    lines = {line.asked.basis.rsplit(" ", 1)[-1]: line for line in rule_lines(district) if line.asked.quotation}
    for row, broken in (
        ("SX-01", 3),
        ("SX-02", 9),
        ("SX-03", 7),
        ("SX-04", 7),
        ("SX-05", 4),
        ("SX-17", 11),
        ("SX-19", 12),
    ):
        assert (row, lines[row].count(Mark.BROKEN), lines[row].count(Mark.KEPT)) == (row, broken, 13 - broken)


def test_the_school_that_conforms_breaks_nothing(district: District) -> None:
    (good,) = (s for s in district.read if s.follows_plan)
    assert good.broken == ()


def test_the_headline(district: District) -> None:
    assert [line.zh for line in headline(district)] == [
        "共 13 所学校，读到课表 13 所。", "课程开设与计划一致 1 所，有差异 12 所。",
        "每天在校时间不超过7小时的 2 所，超过的 11 所。", "有必须遵守的规则被违反的 12 所。",
    ]  # fmt: skip


def test_the_sample_is_what_its_program_writes(tmp_path: Path) -> None:
    assert main(["-o", str(tmp_path)]) == 0
    for path in [*sorted(TABLES.glob("*.xlsx")), PLAN]:
        new = openpyxl.load_workbook(tmp_path / path.relative_to(SAMPLE))
        old = openpyxl.load_workbook(path)
        assert new.sheetnames == old.sheetnames
        for sheet in old:
            same = [[c.value for c in row] for row in new[sheet.title].iter_rows()]
            assert [[c.value for c in row] for row in sheet.iter_rows()] == same
    assert len(list(TABLES.glob("*.xlsx"))) == 13


def test_files_of_the_report(district: District, tmp_path: Path) -> None:
    write_district(tmp_path / "报告", district)
    lists = sorted(p.stem for p in (tmp_path / "报告" / "各校清单").iterdir())
    assert lists == [s.name for s in district.schools]
    book = openpyxl.load_workbook(tmp_path / "报告" / "区县报告.xlsx")
    assert book.sheetnames[:6] == ["汇总", "课时", "在校时间", "锻炼", "规则", "没有读到"]
    assert len(book.sheetnames) == 6 + 13
    cells = [str(c.value) for row in book["04东关初级中学"].iter_rows() for c in row if c.value]
    assert "七年级 英语" in cells
    assert "多 4 节" in cells
    assert any("SX-03" in c for c in cells)
    rows = {str(row[0].value): row for row in book["课时"].iter_rows()}
    assert rows["七年级 语文"][3].value == "5节 2校；6节 10校；7节 1校"
    html = (tmp_path / "报告" / "区县报告.html").read_text("utf-8")
    assert "9校" in html
    assert "http" not in html.replace("http-equiv", "")


def test_equal_folders_give_equal_reports(district: District) -> None:
    again = audit_folder(TABLES, PLAN, workers=2)
    assert again == district
    assert page(again) == page(district)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two schools, one of them two files in a folder of its own."""
    tables = tmp_path / "各校"
    (tables / "合并校").mkdir(parents=True)
    shutil.copy(TABLES / "01县第一初级中学.xlsx", tables / "甲<b>校.xlsx")
    shutil.copy(TABLES / "03城关初级中学.xlsx", tables / "合并校" / "课表.xlsx")
    return tables


def test_a_school_that_cannot_be_read_is_in_the_report(folder: Path, tmp_path: Path) -> None:
    (folder / "坏校.xlsx").write_bytes(b"PK nothing")
    (folder / "空校.csv").write_text("名单,人数\n一,二\n", "utf-8")
    (folder / "~$甲校.xlsx").write_bytes(b"lock")
    (folder / "通知.docx").write_bytes(b"x")
    found = audit_folder(folder, PLAN, workers=1)
    assert sorted(s.name for s in found.schools) == ["合并校", "坏校", "甲<b>校", "空校"]
    errors = {s.name: s.error.zh for s in found.schools if s.error}
    assert "损坏" in errors["坏校"]
    assert "没有读到" in errors["空校"]
    write_district(tmp_path / "报告", found)
    html = (tmp_path / "报告" / "区县报告.html").read_text("utf-8")
    assert "甲&lt;b&gt;校" in html
    assert "甲<b>校" not in html
    assert (tmp_path / "报告" / "各校清单" / "甲_b_校.xlsx").is_file()


def test_plans_by_the_same_names(folder: Path, tmp_path: Path) -> None:
    plans = tmp_path / "计划"
    plans.mkdir()
    shutil.copy(PLAN, plans / "合并校.xlsx")
    found = audit_folder(folder, plans, workers=1)
    errors = {s.name: s.error.zh if s.error else "" for s in found.schools}
    assert errors["甲<b>校"] == "没有 甲<b>校 的计划"
    assert errors["合并校"] == ""
    (school,) = found.read
    assert school.classes == ("七1", "八1", "九1")  # its own plan says which classes there are
    assert any("七2" in text or "702" in text for text in school.unread)


def test_what_is_wrong_with_the_one_plan_is_said_once(tmp_path: Path) -> None:
    with pytest.raises(RunError):
        audit_folder(tmp_path / "无", PLAN)
    with pytest.raises(RunError):
        audit_folder(TABLES, tmp_path / "无.xlsx")
    with pytest.raises(RunError):
        audit_folder(tmp_path, PLAN)
    (tmp_path / "坏.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(IntakeError):
        audit_folder(TABLES, tmp_path / "坏.xlsx")


def test_the_command(tmp_path: Path) -> None:
    result = kebiao("audit", "--folder", TABLES, "--plan", PLAN, "-o", tmp_path / "r", "--workers", 1, lang="zh")
    assert result.exit_code == 7
    assert "七年级 英语（应 4）：4节 6校；5节 5校；8节 2校" in result.stdout
    assert (tmp_path / "r" / "区县报告.xlsx").is_file()
    data = json.loads(kebiao("audit", "--folder", TABLES, "--plan", PLAN, "--json", "--workers", 1).stdout)
    assert data["counts"]["follow_plan"] == 1
    assert data["counts"]["within_hours"] == 2
    assert {"grade": 7, "subject": "语文", "asked": 6.0, "schools": {"6": 10, "5": 2, "7": 1}} in data["counts"][
        "lessons"
    ]


def test_exit_codes_of_a_folder(tmp_path: Path) -> None:
    tables = tmp_path / "t"
    tables.mkdir()
    shutil.copy(TABLES / "01县第一初级中学.xlsx", tables)
    assert kebiao("audit", "--folder", tables, "--plan", PLAN).exit_code == 0
    (tables / "坏.xlsx").write_bytes(b"PK nothing")
    assert kebiao("audit", "--folder", tables, "--plan", PLAN).exit_code == 3
    assert kebiao("audit", "--folder", tmp_path / "无", "--plan", PLAN).exit_code == 4


def test_schools_whose_names_are_one_file_name_have_a_list_each(tmp_path: Path) -> None:
    """The second list was written over the first; a link to a name with a quotation mark led nowhere."""
    names = ("甲:校", "甲_校", "CON", "乙'校", "校" * 200)
    write_district(tmp_path, District("区", tuple(SchoolReport(name) for name in names)))
    lists = {p.stem for p in (tmp_path / "各校清单").iterdir()}
    assert lists == {"甲_校", "甲_校(2)", "CON_", "乙'校", "校" * 80}
    summary = openpyxl.load_workbook(tmp_path / "区县报告.xlsx")["汇总"]
    links = [c.hyperlink.location for row in summary.iter_rows() for c in row if c.hyperlink]
    assert links[:4] == ["'甲_校'!A1", "'甲_校(2)'!A1", "'CON'!A1", "'乙''校'!A1"]
