"""What people are told, and the list that is printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from scheduler.cover import CoverError, Days, Kind, Record, Take, slips
from scheduler.cover.printed import HEADS, write_slips

from .schools import MONDAY, days, numbered, propose, three_classes


def arranged() -> Days:
    """王 takes the first lesson of 张."""
    made, timetable = three_classes()
    rooms = tuple(replace(g, home_room="502" if g.id == "一1" else "") for g in made.groups)
    made = replace(made, groups=rooms)
    records = propose(days(made, timetable), MONDAY, "张", takes={1: Take("王")}).records
    return days(made, timetable, numbered((), records))


def test_each_person_is_told_his_own() -> None:
    told = {s.teacher: s.text for s in slips(arranged(), MONDAY)}
    assert told["王"].zh == "王老师：9月7日（周一）第1节 一1语，代张，教室502。"
    assert told["王"].en == "王: Mon 7 Sep, lesson 1 一1语, for 张, room 502."
    assert told["张"].zh.startswith("张老师：9月7日（周一）请假，第1节 一1语由王代，第2节 一2语由")


def test_self_study_and_open_lessons_are_said() -> None:
    where = arranged()
    first = next(h for h in where.held(MONDAY) if h.record)
    assert first.record is not None
    study = replace(first.record, kind=Kind.STUDY)
    away = next(r for r in where.records if r.kind is Kind.AWAY)
    told = {s.teacher: s.text.zh for s in slips(replace(where, records=(away, study), _known={}), MONDAY)}
    assert told["王"] == "王老师：9月7日（周一）第1节 一1语，张请假，改自习，请到班看护，教室502。"
    assert "第2节 一2语还没有人上" in told["张"]


def test_the_list_has_every_changed_lesson_and_the_slips(tmp_path: Path) -> None:
    where = arranged()
    write_slips(tmp_path / "x.xlsx", where, [MONDAY], "zh", "（建议）")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["代课安排", "通知单"]
    title, head, *lines = book["代课安排"].values
    assert title[0] == "小小学校代课调课安排（建议）"
    assert head == HEADS["zh"]
    assert lines[0][1:] == ("第1节", "08:00–08:40", "一1", "语", "张", "代课", "王", "教室502", None)
    changed = [h for h in where.held(MONDAY) if h.away]
    assert len(lines) == len(changed) == 2
    assert [row[0] for row in book["通知单"].values] == [s.text.zh for s in slips(where, MONDAY)]
    assert book["代课安排"].page_setup.orientation == "landscape"


def test_hostile_names_are_text_in_the_workbook(tmp_path: Path) -> None:
    made, timetable = three_classes()
    teachers = tuple(replace(t, id="=1+1") if t.id == "王" else t for t in made.teachers)
    courses = tuple(replace(c, teachers=tuple("=1+1" if t == "王" else t for t in c.teachers)) for c in made.courses)
    hostile = replace(made, teachers=teachers, courses=courses)
    proposal = propose(days(hostile, timetable), MONDAY, "张", takes={1: Take("=1+1")})
    write_slips(tmp_path / "x.xlsx", proposal.days, [MONDAY])
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["代课安排"].cell(3, 8)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_nothing_to_tell_is_said(tmp_path: Path) -> None:
    with pytest.raises(CoverError):
        write_slips(tmp_path / "x.xlsx", days(*three_classes()), [MONDAY])
    assert not list(tmp_path.iterdir())


def test_a_teacher_away_without_lessons_is_told_so() -> None:
    where = days(*three_classes(), [Record(Kind.AWAY, MONDAY, "周", times="2", number=1)])
    assert [s.text.zh for s in slips(where, MONDAY)] == ["周老师：9月7日（周一）请假。"]
