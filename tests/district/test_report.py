"""A district's run audited from its written files, and the report on it."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from scheduler import api
from scheduler.audits import DistrictFound, audit_district
from scheduler.district.domain import Visit
from scheduler.district.folder import FILE, DistrictRun, Short
from scheduler.domain import Half, Text, Verdict
from scheduler.errors import IntakeError, RunError
from scheduler.output.district import District, SchoolReport, tables, write_district
from scheduler.output.district.figures import Exercise, Homework
from scheduler.output.district.html import page
from scheduler.output.district.overview import columns
from scheduler.output.district.pdf import first_page, write_pdf
from scheduler.output.district.report import Asked, Found
from scheduler.output.district.shared import ArtsLine, CheckLine, SharedLine, Sharing, ShortLine, Stay
from scheduler.output.district.views import headline, rule_lines
from scheduler.output.views.compliance import Mark
from tests.cli.shell import kebiao
from tests.fonts import needs_font

from . import runs, small
from .small import ART, MUSIC, SCHOOLS

A, B, C = SCHOOLS


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    runs.solve(small.write(folder / "in"), folder / "out")
    return folder / "out"


@pytest.fixture
def run(solved: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(solved, tmp_path / "out")
    return tmp_path / "out"


def broken(out: Path) -> set[str]:
    return {e.code for e in audit_district(out, workers=1).audit.broken}


def change(out: Path, sheet: str, cell: str, value: str | int) -> None:
    """Change a cell of the run's copy of district.xlsx."""
    book = openpyxl.load_workbook(out / "district.xlsx")
    book[sheet][cell] = value
    book.save(out / "district.xlsx")


def test_a_sound_run_keeps_everything(solved: Path) -> None:
    found = audit_district(solved, workers=1)
    assert not found.broken
    verdicts = {e.code: e.verdict for e in found.audit.entries}
    assert verdicts["travel"] is verdicts["away"] is verdicts["specialist_share"] is Verdict.KEPT
    assert verdicts["schools_most"] is Verdict.NOT_APPLICABLE
    assert [s.name for s in found.report.read] == list(SCHOOLS)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "check"),
    [
        ("共用教师", "F2", 4, "day_most"),  # 周芸 gives five lessons on Mondays
        ("共用教师", "F2", 5, ""),
        ("共用教师", "G2", 17, "week_most"),  # 18
        ("共用教师", "G2", 18, ""),
        ("共用教师", "H2", "周五", "away"),
        ("共用教师", "B3", "书法", "subjects"),
        ("共用教师", "D2", f"{A}、{B}", "allowed"),
        ("共用教师", "I2", "否", "specialist_share"),  # 15 of 21 are left: 71%
        ("政策", "B4", "否", "same_day"),
    ],
)
def test_the_copy_of_district_xlsx_is_what_is_asked(
    run: Path, sheet: str, cell: str, value: str | int, check: str
) -> None:
    if check == "specialist_share":
        change(run, "政策", "B3", "72%")
    change(run, sheet, cell, value)
    assert broken(run) == ({check} if check else set())


def test_travel_is_read_from_the_files_by_the_clock(run: Path) -> None:
    """周芸 gives a lesson at 东村 on Monday morning and one at 南村 in the afternoon: so many minutes lie between."""
    lessons = [r for s in SCHOOLS for r in rows(run, s) if r["teacher"] == MUSIC and r["day"] == "1"]
    end = max(r["end"] for r in lessons if r["school"] == A)
    start = min(r["start"] for r in lessons if r["school"] == C)
    gap = minutes(start) - minutes(end)
    way = next(n for n in range(2, 5) if (sheet := openpyxl.load_workbook(run / "district.xlsx")["路程"])[f"A{n}"].value
               == A[0] + "村" and sheet[f"B{n}"].value == C[0] + "村")  # fmt: skip
    change(run, "路程", f"C{way}", gap)
    assert "travel" not in broken(run)
    change(run, "路程", f"C{way}", gap + 1)
    assert broken(run) == {"travel"}


def rows(out: Path, school: str) -> list[dict[str, str]]:
    with (out / "学校" / school / "timetable.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def test_a_lesson_moved_in_a_csv_file_is_found(run: Path) -> None:
    """周芸 teaches at 东村 on Monday morning; a lesson of hers at 南村 is moved to the very same period."""
    there = next(r for r in rows(run, A) if r["teacher"] == MUSIC and r["day"] == "1")
    found = rows(run, C)
    hers = next(r for r in found if r["teacher"] == MUSIC)
    same = (there["day"], there["period"])
    other = next(r for r in found if r["class"] == hers["class"] and (r["day"], r["period"]) == same)
    for column in ("day", "period", "start", "end"):
        hers[column], other[column] = other[column], hers[column]
    path = run / "学校" / C / "timetable.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    assert {"two_places", "half_days", "as_told", "own_rules"} <= broken(run)


def test_visits_that_nobody_gave_out_are_found(run: Path) -> None:
    data = DistrictRun.read(run)
    taken = Visit(MUSIC, A, 1, Half.AM)
    assert taken in data.visits
    replace(data, visits=tuple(v for v in data.visits if v != taken)).write(run)
    assert broken(run) == {"as_told"}


def test_a_school_without_a_timetable_is_named_with_its_reason(run: Path) -> None:
    data = DistrictRun.read(run)
    first = replace(data.schools[0], status="impossible", folder="", why=Text("操场不够", "the ground is too small"))
    replace(data, schools=(first, *data.schools[1:]), status="partial").write(run)
    found = audit_district(run, workers=1)
    assert {e.code for e in found.audit.broken} == {"no_timetable"}
    assert found.report.schools[0].error == Text("已证明排不出：操场不够", "proved impossible: the ground is too small")
    assert "有学校没有排出课表" in " ".join(t.zh for t in headline(found.report))
    (run / "学校" / B / "timetable.csv").unlink()
    found = audit_district(run, workers=1)
    assert [b.schools for b in found.audit.by_code["no_timetable"].breaches] == [(A,), (B,)]


def test_what_is_no_run_of_a_district_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError):
        audit_district(tmp_path)
    change(run, "共用教师", "C2", "没有这所学校")
    with pytest.raises(IntakeError):
        audit_district(run)


def test_a_district_that_shares_nobody_needs_no_district_xlsx(run: Path) -> None:
    (run / "district.xlsx").unlink()
    found = audit_district(run, workers=1)
    assert {e.code for e in found.audit.entries if e.verdict is Verdict.KEPT} == {"no_timetable", "own_rules"}
    sharing = found.report.sharing
    assert sharing is not None
    assert sharing.teachers == ()


def test_the_audit_loads_no_solver(solved: Path) -> None:
    code = (
        "import sys; from scheduler.audits import audit_district; f = audit_district(sys.argv[1], workers=1);"
        "assert not f.broken; print(*(m for m in sys.modules if m.startswith(('ortools', 'scheduler.engine'))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(solved)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_the_bureau_sees_of_a_shared_teacher(solved: Path) -> None:
    sharing = audit_district(solved, workers=1).report.sharing
    assert sharing is not None
    music, art = sharing.teachers
    assert (music.name, music.lessons, music.week_most, music.days) == (MUSIC, 18, 20, 5)
    assert music.minutes == 40  # two days at two schools, 20 minutes each; she has no home
    # 方圆's home is 东村: Monday, Tuesday, Friday there and back; Wednesday and Thursday to 南村 after noon and back
    assert (art.name, art.home, art.days, art.minutes) == (ART, A, 5, 200)
    stays = {(s.day, s.half): s for s in music.stays}
    assert stays[3, Half.AM] == Stay(3, Half.AM, B, 3)
    assert (5, Half.PM) not in stays
    assert sum(s.lessons for s in music.stays) == 18
    assert tables.guests(sharing, B) == (
        f"{MUSIC}（音乐）：周三上午 3 节、周四上午 3 节", f"{ART}（美术）：周一上午 3 节、周五上午 3 节",
    )  # fmt: skip


@needs_font
def test_files_of_the_report(solved: Path, tmp_path: Path) -> None:
    report = audit_district(solved, workers=1).report
    assert write_district(tmp_path, report) == []
    book = openpyxl.load_workbook(tmp_path / "区县报告.xlsx", rich_text=False)
    assert book.sheetnames == [
        "汇总", "全区核查", "走教安排", "共用教师", "音体美专任", "课时", "在校时间", "作业", "锻炼", "规则", *SCHOOLS,
    ]  # fmt: skip
    riding = {str(r[0]): [str(c or "") for c in r] for r in book["走教安排"].iter_rows(values_only=True)}
    assert riding["姓名"][3:5] == ["周一上午", "周一下午"]
    assert [c.split("\n") for c in riding[MUSIC][3:5]] == [[A, "3 节"], [C, "2 节"]]
    assert riding[MUSIC][-1] == ""
    html = (tmp_path / "区县报告.html").read_text("utf-8")
    assert all(word in html for word in ("一周走教安排", MUSIC, "18／20", "21／21"))
    (paper,) = PdfReader(tmp_path / "区县报告首页.pdf").pages
    assert "全区核查11项，全部符合" in paper.extract_text().replace(" ", "")
    assert sorted(p.stem for p in (tmp_path / "各校清单").iterdir()) == sorted(SCHOOLS)
    sheet = openpyxl.load_workbook(tmp_path / "各校清单" / f"{B}.xlsx").worksheets[0]
    said = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert f"{MUSIC}（音乐）：周三上午 3 节、周四上午 3 节" in said
    assert page(report) == page(audit_district(solved, workers=1).report)


def test_without_typst_the_rest_is_written_and_a_note_says_so(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = audit_district(solved, workers=1).report
    (tmp_path / "区县报告首页.pdf").write_bytes(b"of an earlier report")

    def missing(title: str, parts: object) -> bytes:
        raise RunError(Text("要用 typst", "pdf needs typst"))

    monkeypatch.setattr("scheduler.output.district.pdf.typeset", missing)
    (note,) = write_district(tmp_path, report)
    assert "pdf needs typst" in note.en
    assert not (tmp_path / "区县报告首页.pdf").exists()
    assert (tmp_path / "区县报告.html").exists()


def bad() -> District:
    """A district with something wrong of every kind."""
    teacher = SharedLine("张<b>", ("音乐",), "甲", (("甲", 3.0), ("乙", 2.5)), 5, 4, 3, 2, 60, True,
                         (Stay(1, Half.AM, "甲", 2), Stay(1, Half.AM, "乙", 0), Stay(6, Half.PM, "乙", 3)))  # fmt: skip
    breaches = tuple(Text(f"第{n}处", f"place {n}") for n in range(1, 31))
    checks = (
        CheckLine(Text("路上来得及", "travel"), Text("不少于路程", "time"), Verdict.BROKEN, breaches),
        CheckLine(Text("各校都有课表", "timetables"), Text("都有", "all"), Verdict.KEPT),
    )
    arts = (("甲", (ArtsLine("music", 4, 4), ArtsLine("pe", 6, 1, 2))), ("乙", (ArtsLine("art", 2, 2),)))
    sharing = Sharing(checks, (teacher,), arts, (ShortLine("乙", "美术", 1.5),), (Text("再要一名", "one more"),), 0.6,
                      (Text("已证明：安排不开。", "Proved."),))  # fmt: skip
    school = SchoolReport("甲", ("一1",), homework=(Homework(3, 41.6, 65, 60),), exercise=(Exercise(3, 40, 60),))
    good = SchoolReport("乙", ("一1",), homework=(Homework(4, 30, 60, 60),), exercise=(Exercise(4, 60, 60),))
    return District("区", (school, good, SchoolReport("丙", error=Text("已证明排不出", "impossible"))), sharing)


def test_the_first_table_marks_what_is_wrong() -> None:
    district = bad()
    first = {c.head: [c.cell(s) for s in district.read] for c in columns(district)}
    assert first["作业最多（分钟）"] == [("65", True), ("60", False)]
    assert first["锻炼最少（分钟）"] == [("40", True), ("60", False)]
    assert first["音体美专任"] == [("50%", True), ("100%", False)]
    assert first["缺教师（节）"] == [("", False), ("1.5", True)]
    assert "没有读到" not in first


def test_the_words_of_the_tables() -> None:
    district = bad()
    assert district.sharing is not None
    (teacher,) = district.sharing.teachers
    assert tables.loads(teacher)[3:] == ("5.5／5", "4／3", "甲 3；乙 2.5", "2", "60，有路程没写")
    assert teacher.over
    assert [label for *_, label in tables.half_days(district.sharing)][-1] == "周六下午"
    assert [tables.stay_words(s) for s in tables.stays_at(teacher, 1, Half.AM)] == [("甲", "2 节"), ("乙", "开会")]
    said = tables.check_says(district.sharing.checks[0])
    assert (len(said), said[-1].zh) == (21, "……还有 10 处")
    assert [t.zh for t in headline(district)][:5] == [
        "共 3 所学校，排出课表 2 所。", "已证明：安排不开。", "全区核查 2 项，1 项违反：路上来得及。",
        "共用教师 1 名，每周共 5.5 节，其中 1 名要外出走教。", "1 所学校每周共缺 1.5 节课的教师。",
    ]  # fmt: skip


def test_pages_of_a_district_with_breaches(tmp_path: Path) -> None:
    write_district(tmp_path, bad())
    html = (tmp_path / "区县报告.html").read_text("utf-8")
    assert "张&lt;b&gt;" in html
    assert "张<b>" not in html
    assert "没有核查：已证明排不出" in html
    book = openpyxl.load_workbook(tmp_path / "区县报告.xlsx")
    assert "缺课时" in book.sheetnames
    cells = {c.coordinate: c for row in book["音体美专任"].iter_rows() for c in row}
    red = {str(c.value) for c in cells.values() if c.fill.start_color.rgb in ("00FBE3E1", "FFFBE3E1")}
    assert red == {"50%", "2"}
    data = first_page(bad())
    assert [row["bad"] for row in data["rows"]] == [True, True, True]
    assert data["checks"][0]["says"][-1] == "……还有 27 处"


def test_the_first_page_of_many_schools_has_those_with_something_wrong() -> None:
    wrong = bad().schools[0]
    names = [f"校{n}" for n in range(50)]
    schools = tuple(SchoolReport(n, ("一1",)) if n != "校47" else replace(wrong, name=n) for n in names)
    data = first_page(District("区", schools, bad().sharing))
    assert len(data["rows"]) == 30
    assert data["rows"][0]["name"] == "校47"
    assert data["more"].startswith("另有 20 所学校")


@needs_font
def test_the_first_page_of_many_schools_and_checks_is_one_page(tmp_path: Path) -> None:
    district = bad()
    assert district.sharing is not None
    schools = tuple(replace(district.schools[0], name=f"第{n}实验小学") for n in range(60))
    checks = (*district.sharing.checks[:1] * 3, *district.sharing.checks[1:] * 12)
    write_pdf(tmp_path / "x.pdf", replace(district, schools=schools, sharing=replace(district.sharing, checks=checks)))
    assert len(PdfReader(tmp_path / "x.pdf").pages) == 1


def test_a_demand_asked_several_times_shows_the_worst_verdict() -> None:
    """Of a rule asked for several teachers the last one's verdict was shown, and hid a broken one."""
    asked = Asked("禁排", "计划里的规定", "", "必须", "forbidden_times")
    marks = (Mark.NOT_APPLICABLE, Mark.KEPT, Mark.BROKEN, Mark.KEPT)
    school = SchoolReport("甲", found=tuple(Found(asked, m) for m in marks))
    (line,) = rule_lines(District("区", (school,)))
    assert line.marks == (Mark.BROKEN,)


def test_the_regulations_stand_before_the_general_rules() -> None:
    found = [
        Found(Asked(name, basis, "", "必须", name), Mark.KEPT)
        for name, basis in (
            ("教师不冲突", "一般规则"),
            ("禁排", "计划里的规定"),
            ("睡眠", "某规定 1"),
            ("班级不冲突", "一般规则"),
        )
    ]
    lines = rule_lines(District("区", (SchoolReport("甲", found=tuple(found)),)))
    assert [line.asked.title for line in lines] == ["睡眠", "禁排", "教师不冲突", "班级不冲突"]


def test_the_command_audits_a_district_anew(run: Path, tmp_path: Path) -> None:
    result = kebiao("audit", run, "-o", tmp_path / "r", lang="zh")
    assert result.exit_code == 0, result.output
    assert "[满足] 路上来得及" in result.stdout
    assert (tmp_path / "r" / "区县报告.xlsx").is_file()
    change(run, "共用教师", "G2", 17)
    result = kebiao("audit", run)
    assert result.exit_code == 7
    assert f"{MUSIC} gives 18 lessons a week, at most 17" in result.stdout
    data = json.loads(kebiao("audit", run, "--json").stdout)
    (check,) = (c for c in data["checks"] if c["verdict"] == "broken")
    assert (check["check"], check["breaches"][0]["who"]) == ("week_most", [MUSIC])
    (run / FILE).write_text("{", "utf-8")
    assert kebiao("audit", run).exit_code == 4


def test_what_is_short_is_told(run: Path) -> None:
    short = (Short(A, "美术", 2.0), Short(B, "美术", 1.0))
    replace(DistrictRun.read(run), short=short, lacking=(Text("一名半职教师即可", "one would do"),)).write(run)
    found: DistrictFound = api.audit_district(run, workers=1)
    assert found.report.sharing is not None
    assert [(s.school, s.lessons) for s in found.report.sharing.short] == [(A, 2.0), (B, 1.0)]
    assert "2 所学校每周共缺 3 节课的教师。" in [t.zh for t in headline(found.report)]
    assert "一名半职教师即可" in page(found.report)
