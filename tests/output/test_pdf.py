"""The pdf files: what stands on which paper, one page for the head teacher, hostile names, what is not installed."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from scheduler.auditor import Audit
from scheduler.domain import Office, RuleSetting, Service, Strength, Verdict
from scheduler.domain.tiny import place, tiny
from scheduler.errors import RunError
from scheduler.output import Run, export_to
from scheduler.output.names import PDF_PARTS
from scheduler.output.pdf import present_parts, press, write_pdf
from scheduler.output.views.posting import FIVE, SUPPLIED
from tests.fonts import needs_font

from .schools import LAW, PACK, run_of, town, town_run
from .test_answer import renamed

MARKUP = {
    "一1": "#panic()", "一2": "*粗* _斜_ `x`", "张": "$x$ @ref", "李": "= 标题 <标签>", "语": "\\u{41} \"引\"", "操场": "[https://例.cn]",
    "数": "{\"a\": 1}", "小小学校": "#import \"x\": *", "体": "%体\\\\",
}  # fmt: skip


def pages(run: Run, *parts: str, tables: Sequence[str] = ()) -> list[str]:
    """The text of each page, without spaces and line ends."""
    return ["".join(page.extract_text().split()) for page in reader(run, *parts, tables=tables).pages]


def reader(run: Run, *parts: str, tables: Sequence[str] = ()) -> PdfReader:
    data = present_parts(run, parts, tables)
    return PdfReader(io.BytesIO(press.typeset(run.school.name, list(data.values()))))


def paper(run: Run, part: str) -> set[tuple[int, int]]:
    return {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader(run, part).pages}


@needs_font
def test_each_part_is_on_its_paper() -> None:
    run = town_run()
    upright, across = {(595, 842)}, {(842, 595)}
    assert paper(run, "classes") == paper(run, "homework") == paper(run, "bureau") == across
    assert paper(run, "teachers") == paper(run, "head") == upright
    assert paper(run, "whole") == {(1191, 842)}


@needs_font
def test_every_class_has_its_page_and_every_teacher_a_place() -> None:
    run = town_run()
    found = pages(run, "classes")
    assert len(found) == len(run.school.classes) == 6
    for klass, text in zip(run.school.classes, found, strict=True):
        assert f"{klass.id}课程表" in text
        assert klass.class_teacher in text
        assert "大课间" in text
    teachers = pages(run, "teachers")
    assert len(teachers) == (len(run.school.teachers) + 1) // 2
    for teacher in run.school.teachers:
        assert f"{teacher.id.replace(' ', '')}教师课表" in "".join(teachers)


@needs_font
def test_the_whole_school_stands_on_one_sheet_until_it_is_too_long() -> None:
    (sheet,) = pages(town_run(), "whole")
    assert all(f"{k}" in sheet for k in ("一1", "五2", "欧阳文静", "周五"))
    many = {f"七{n}": "语1" for n in range(1, 61)}
    school = tiny(many)
    long = run_of(school, place(school, dict.fromkeys(many, "语 . . .")))
    first, second = pages(long, "whole")
    assert "七30" in first
    assert "七31" in second


@needs_font
def test_the_board_shows_what_is_over_its_cap() -> None:
    text = "".join(pages(town_run(), "homework"))
    assert "数学45" in text
    assert "超出" in text


@needs_font
def test_names_are_never_markup() -> None:
    base = tiny({"一1": "语2 数1 音0.5 美0.5", "一2": "语1"},
                {"张": "一1语 一2语", "李": "一1数 一1+一2体"}, days=2,
                joint={"体1": "一1 一2"}, rooms={"操场": ("体", 1)}, meetings={"教研": "张 李"})  # fmt: skip
    school = renamed(base, MARKUP)
    rows = {MARKUP["一1"]: f". {MARKUP['体']} . 音/美", MARKUP["一2"]: f". {MARKUP['体']} . ."}
    run = run_of(school, place(school, rows, 教研="2-1"))
    found = "".join(pages(run))
    for name in MARKUP.values():
        assert "".join(name.split()) in found, name


@needs_font
def test_control_characters_are_left_out() -> None:
    school, timetable, homework = town()
    run = run_of(replace(school, name="青溪\x00小学\ud800"), timetable, homework)
    assert "青溪小学" in pages(run, "head")[0]


def broken(run: Run, count: int) -> Run:
    """The run with its broken regulation ``count`` times."""
    (entry,) = (e for e in run.audit.entries if e.setting.id == "cap")
    source = replace(LAW, ref="extra")
    more = [replace(entry, setting=replace(entry.setting, id=f"cap{n}", source=source)) for n in range(count)]
    return replace(run, audit=Audit((*run.audit.entries, *more)))


@needs_font
@pytest.mark.parametrize("count", [0, 5, 20, 300])
def test_the_head_teachers_report_is_one_page(count: int) -> None:
    (text,) = pages(broken(town_run(), count), "head")
    assert f"有{count + 1}条必须遵守的规则被违反" in text
    assert "三1周四的作业超出5分钟" in text
    assert "homework-60“小学三至六年级每天书面作业总量平均完成时间不超过60分钟”" in text
    assert "还要学校填报、程序无法核查的" in text
    assert "缺少课后服务表" in text
    assert ("条，见合规全表" in text) == (count > 5)


@needs_font
def test_a_kept_run_has_nothing_broken_on_the_page() -> None:
    run = town_run()
    kept = tuple(e for e in run.audit.entries if e.verdict is not Verdict.BROKEN)
    (text,) = pages(replace(run, audit=Audit(kept)), "head")
    assert "程序核查的必须规则全部符合" in text
    assert "违反和未全满足的规定没有。" in text


@needs_font
def test_the_bureau_gets_quotation_document_measure_and_verdict() -> None:
    text = "".join(pages(town_run(), "bureau"))
    assert LAW.quotation in text
    for row in PACK.rows[1:]:
        assert row.id in text
        assert "".join(row.quotation.split()) in text
    assert "《双减意见》二（4）" in text
    assert "违反40分钟" in text
    assert "待自查" in text


@needs_font
def test_single_peoples_settings_do_not_go_to_the_bureau() -> None:
    run = town_run()
    wish = RuleSetting("wish", "no_monday_first", strength=Strength.SOFT)
    own = next(e for e in run.audit.entries if e.setting.id == "monday")
    scope = replace(own.setting.scope, groups=frozenset(), teachers=frozenset({"王芳"}))
    entry = replace(own, setting=replace(wish, scope=scope, source=own.setting.source), violations=())
    text = "".join(pages(replace(run, audit=Audit((*run.audit.entries, entry))), "bureau"))
    assert "王芳" not in text
    assert "周一第一节不排课2" in text  # two settings in one row


@needs_font
def test_the_five_tables_are_posted_and_what_is_not_made_here_is_named() -> None:
    found = pages(town_run(), "posting")
    for name in FIVE:
        assert name in found[0]
    assert f"教学进度计划表{SUPPLIED}" in found[0]
    assert found[0].count(SUPPLIED) == 1
    rest = "".join(found[1:])
    for name in (n for n in FIVE if n != "教学进度计划表"):
        assert name in rest
    assert "午餐午休" in rest


@needs_font
def test_the_posted_tables_are_a_setting() -> None:
    found = pages(town_run(), "posting", tables=["作业公示", "招生简章"])
    assert f"1作业公示见后2招生简章{SUPPLIED}" in found[0]
    assert "作息时间表" not in "".join(found)


@needs_font
def test_what_else_the_school_posts_is_added_to_the_five() -> None:
    run = town_run()
    office = Office(posted=("作业公示", "课程表"))
    first = pages(replace(run, school=replace(run.school, office=office)), "posting")[0]
    assert "5课外活动安排表见后6作业公示见后" in first
    assert "7" not in first.partition("备注")[2]


@needs_font
def test_activities_of_one_kind_are_a_row() -> None:
    run = town_run()
    clubs = [Service(d, 970, 1030, "社团", "篮球", (g,), ("高强",), 30) for d in (1, 3) for g in (3, 5)]
    school = replace(run.school, office=Office(service=tuple(clubs)))
    text = "".join(pages(replace(run, school=school), "posting", tables=["课外活动安排表"]))
    assert "周一、周三16:10–17:10三年级、五年级篮球社团高强30" in text
    assert "课后服务" not in text  # the sheet takes the place of the bells' service block


@needs_font
def test_two_pdfs_are_equal_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        export_to(town_run(), "pdf", tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@needs_font
def test_a_folder_gets_a_file_a_part_and_a_file_all(tmp_path: Path) -> None:
    run = town_run()  # it has no rooms
    export_to(run, "pdf", tmp_path / "print")
    names = {p.name for p in (tmp_path / "print").iterdir()}
    assert names == {f"{name}.pdf" for part, name in PDF_PARTS.items() if part != "rooms"}
    export_to(run, "pdf", tmp_path / "two.pdf", parts=("head", "classes"))
    assert len(PdfReader(tmp_path / "two.pdf").pages) == 1 + 6


@pytest.mark.parametrize("part", ["rooms", "cover"])
def test_a_part_that_there_is_not_is_refused(part: str, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=part):
        export_to(town_run(), "pdf", tmp_path / "x.pdf", parts=(part,))
    assert not list(tmp_path.iterdir())


def test_without_a_chinese_font_it_says_what_to_install() -> None:
    with pytest.raises(RunError) as found:
        press.chinese_font(["DejaVu Sans", "Noto Sans CJK JP"])
    assert "fonts-noto-cjk" in found.value.text.zh
    assert "fonts-noto-cjk" in found.value.text.en
    assert found.value.exit_code == 4


def test_a_font_is_found_whatever_its_capitals() -> None:
    assert press.chinese_font(["simsun", "MICROSOFT YAHEI"]) == "MICROSOFT YAHEI"


def test_a_font_that_typst_does_not_find_is_no_silent_blank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(press, "chinese_font", lambda families: "No Such Font")
    run = town_run()
    with pytest.raises(RunError, match="no Chinese font"):
        write_pdf(tmp_path / "x.pdf", run, present_parts(run, ("head",)))


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RunError) as found:
        press.typeset("x", [])
    assert "pip install" in found.value.text.zh
    assert found.value.exit_code == 4
