"""The sample schools read without a problem, are as large and tight as told, and can be timetabled."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints import catalogue
from samples.book import Plan
from samples.generate import BY_NAME_ONLY, build, main, sample_names
from samples.junior import of_size
from samples.people import names
from samples.tightness import Tightness, disjoint, table, tightness
from samples.witness import broken, find
from samples.write import save, sheets
from scheduler.domain import CourseKind, School, Slot, Weeks
from scheduler.domain.tiny import tiny
from scheduler.intake import read_plan

FOLDER = Path(__file__).parents[2] / "samples"
SIZES = {  # classes, pupils, teachers
    "three-sheets": (6, 142, 11),
    "lixin24": (24, 910, 59),
    "huozhou33": (33, 2190, 96),
    "lijin39": (39, 1582, 204),
    "junior60": (60, 2880, 175),
    "impossible": (9, 351, 22),
}
POSSIBLE = [name for name in SIZES if name != "impossible"]
REAL = [name for name in POSSIBLE if name != "three-sheets"]
FULL_ROOMS = {  # rooms that are the squeeze of each sample
    "lixin24": ["操场", "音乐教室", "美术教室"],
    "huozhou33": ["操场", "音乐教室", "计算机教室"],
    "lijin39": ["生物实验室", "化学实验室"],
    "junior60": ["物理实验室", "化学实验室", "生物实验室", "计算机教室", "操场"],
}


@cache
def school(name: str) -> School:
    plan = read_plan(FOLDER / f"{name}.xlsx", catalogue())
    assert plan.school is not None, [p.say("zh") for p in plan.problems]
    return plan.school


@cache
def measured(name: str) -> Tightness:
    return tightness(school(name), catalogue())


def test_every_sample_is_written_and_tested():
    assert set(SIZES) == set(sample_names()) - set(BY_NAME_ONLY) == {p.stem for p in FOLDER.glob("*.xlsx")}


@pytest.mark.parametrize("name", SIZES)
def test_reads_without_a_problem(name):
    plan = read_plan(FOLDER / f"{name}.xlsx", catalogue())
    assert [p.say("zh") for p in plan.problems] == []


@pytest.mark.parametrize("name", SIZES)
def test_is_as_large_as_told(name):
    found = school(name)
    sizes = len(found.classes), sum(c.pupils for c in found.classes), len(found.teachers)
    assert sizes == SIZES[name]


@pytest.mark.parametrize("name", SIZES)
def test_committed_workbook_is_what_the_generator_writes(name, tmp_path):
    save(build(name), tmp_path / "again.xlsx")
    written, again = (load_workbook(p) for p in (FOLDER / f"{name}.xlsx", tmp_path / "again.xlsx"))
    assert written.sheetnames == again.sheetnames
    for title in written.sheetnames:
        assert list(written[title].values) == list(again[title].values), title


@pytest.mark.parametrize("name", SIZES)
def test_every_class_week_is_full(name):
    assert measured(name).full_classes == 1


@pytest.mark.parametrize("name", REAL)
def test_as_many_teachers_are_tight_as_in_real_schools(name):
    found = measured(name)
    assert 0.15 <= found.tight_teachers <= 0.25
    assert max(use.share for use in found.teachers.values()) <= 1


@pytest.mark.parametrize(("name", "kind"), [(n, k) for n, kinds in FULL_ROOMS.items() for k in kinds])
def test_rooms_are_the_squeeze(name, kind):
    assert 0.85 <= measured(name).rooms[kind].share <= 0.965


@pytest.mark.parametrize("name", POSSIBLE)
def test_can_be_timetabled_without_the_solver(name):
    timetable = find(school(name), catalogue())
    assert timetable is not None
    breaches = broken(school(name), timetable, catalogue())
    # The classes of huozhou33 have 66 pupils: no timetable mends that.
    crowded = [v for v in breaches if _rule(school(name), v.setting) == "class_size"]
    assert breaches == crowded, breaches[:5]
    assert len(crowded) == (33 if name == "huozhou33" else 0)


def _rule(found: School, setting: str) -> str:
    return next(s.rule for s in found.settings if s.id == setting)


def test_impossible_for_the_two_reasons_told_and_no_other():
    found = measured("impossible")
    over = [t for t, use in found.teachers.items() if use.share > 1]
    assert [(found.teachers[t].asked, found.teachers[t].possible) for t in over] == [(14, 12)]
    room = found.rooms["科学教室"]
    assert (room.asked / 40, room.possible / 40) == (27, 26)
    assert all(use.share <= 1 for kind, use in found.rooms.items() if kind != "科学教室")


@pytest.mark.parametrize(("teacher", "room"), [(True, True), (True, False), (False, True)])
def test_impossible_is_mended_by_mending_both(teacher, room, tmp_path):
    plan = build("impossible")
    if teacher:
        plan.staff = tuple(replace(s, away="周一；周三") if s.away else s for s in plan.staff)
    if room:
        plan.places = tuple(replace(p, away="") for p in plan.places)
    save(plan, tmp_path / "mended.xlsx")
    mended = read_plan(tmp_path / "mended.xlsx", catalogue()).school
    assert mended is not None
    assert (find(mended, catalogue(), steps=6000) is not None) == (teacher and room)


def test_readme_holds_the_table_that_the_program_prints():
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert table(FOLDER, [n for n in sample_names() if n not in BY_NAME_ONLY]) in readme


def test_lixin_has_half_weeks_meetings_two_weeks_of_slots_and_homework():
    found = school("lixin24")
    assert found.weeks == (Weeks.ODD, Weeks.EVEN)
    assert {len(found.slots_of(c)) for c in found.classes} == {26, 30}
    assert sum(c.kind is CourseKind.MEETING for c in found.courses) == 8
    assert found.packs == ("haidian-lixin",)
    grades = {found.group[t.group].grade for t in found.homework.targets}
    assert grades == {3, 4, 5, 6}


def test_huozhou_has_one_ground_and_written_homework_in_chinese_and_maths_only():
    found = school("huozhou33")
    grounds = [r for r in found.rooms if r.kind == "操场"]
    assert [(r.id, r.holds) for r in grounds] == [("操场", 6)]
    assert {t.subject for t in found.homework.targets if t.kind == "written"} == {"语文", "数学"}


def test_lijin_has_what_nine_year_schools_have():
    found = school("lijin39")
    lessons = [c for c in found.courses if c.groups]
    assert {s.end - s.start for s in found.grid.slots} == {40, 45}
    assert {c.grade for c in found.classes} == set(range(1, 10))
    assert any(s.duration == 2 for c in lessons for s in c.sessions)
    assert sum(len(c.groups) == 2 for c in lessons) == 6
    assert {b: sum(c.band == b for c in lessons) for b in {c.band for c in lessons if c.band}} == {
        "7年级选修": 6,
        "8年级选修": 5,
    }
    assert any(len(c.teachers) == 2 for c in lessons)
    assert {c.subject for c in lessons if not c.teachers} == {"阅读", "自习"}
    assert len([c for c in lessons if c.groups == ("八6",) and c.subject == "英语"]) == 2
    assert {"张伟", "张伟(2)"} <= set(found.teacher)
    assert [t.kind for t in found.teachers].count("itinerant") == 1
    assert sum(s.rule == "teachers_apart" for s in found.settings) == 3


def test_lijin_teachers_teach_by_both_clocks():
    found = school("lijin39")
    both = [
        t
        for t, courses in found.courses_of_teacher.items()
        if {found.grid.slot[c.starts[0]].end - found.grid.slot[c.starts[0]].start for c in courses if c.groups}
        == {40, 45}
    ]
    assert len(both) >= 5


def test_junior_has_thirty_five_full_periods_and_doubles():
    found = school("junior60")
    assert {len(found.slots_of(c)) for c in found.classes} == {35}
    assert sum(s.duration == 2 for c in found.courses for s in c.sessions if c.groups) == 60 + 20


def test_three_sheets_has_three_sheets():
    assert [s.title for s in sheets(build("three-sheets"))] == ["课程计划", "班级", "任课"]


def test_the_largest_is_written_by_name_only(tmp_path, capsys):
    assert main(["junior100", "-o", str(tmp_path)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["junior100.xlsx"]
    assert "junior100.xlsx" in capsys.readouterr().out
    plan = read_plan(tmp_path / "junior100.xlsx", catalogue())
    assert plan.problems == ()
    assert plan.school is not None
    assert len(plan.school.classes) == 100


@pytest.mark.parametrize("classes", [3, 12, 25])
def test_junior_schools_of_any_size_are_full_and_can_be_timetabled(classes, tmp_path):
    assert main([f"junior{classes}", "-o", str(tmp_path)]) == 0
    plan = read_plan(tmp_path / f"junior{classes}.xlsx", catalogue())
    assert plan.problems == ()
    assert plan.school is not None
    assert len(plan.school.classes) == classes
    found = tightness(plan.school, catalogue())
    assert found.full_classes == 1
    assert max(use.share for use in (*found.teachers.values(), *found.rooms.values())) <= 1
    timetable = find(plan.school, catalogue())
    assert timetable is not None
    assert broken(plan.school, timetable, catalogue()) == []


def test_a_size_is_the_same_school_whichever_way_it_is_made():
    assert sheets(build("junior100")) == sheets(of_size(100))


@pytest.mark.parametrize("name", ["junior2", "junior1000", "junior012", "junior"])
def test_sizes_beyond_the_range_are_unknown(name):
    with pytest.raises(KeyError):
        build(name)


def test_an_unknown_name_is_told(capsys):
    with pytest.raises(SystemExit):
        main(["lixin25"])
    assert "lixin25" in capsys.readouterr().err


def test_unknown_sample_is_a_key_error():
    with pytest.raises(KeyError):
        build("lixin25")


def test_names_are_never_used_twice():
    stream = names("test")
    drawn = [next(stream) for _ in range(400)]
    assert len(set(drawn)) == 400


@pytest.mark.parametrize("name", SIZES)
def test_homework_fits_its_caps(name):
    """The least of a week's minutes fits the cap of the days that may have homework."""
    plan: Plan = build(name)
    if plan.homework is None:
        return
    caps = [int(cell) for cell in plan.homework.cap.split()]
    free = plan.homework.free.split() or ["-"] * len(caps)
    for grade, cap in enumerate(caps):
        cells = [text.split()[grade] for _, text in plan.homework.minutes]
        least, most = (sum(int(c.split("-")[end]) for c in cells if c != "-") for end in (0, 1))
        days = 5 - (free[grade] != "-")
        assert least <= most <= cap * days


def test_disjoint_slots_are_those_one_person_can_teach():
    """8:00-8:45, 8:30-9:10, 8:55-9:40: the first and the last; the middle one overlaps both."""
    grid = tiny({"一1": "语1", "七1": "语1"}, bells={"七": (500, 45)}, periods=1, morning=1).grid
    assert disjoint(grid.slots) == 1
    clocks = [(480, 525), (510, 550), (535, 580)]
    slots = [Slot(str(i), "b", 1, i, a, b, grid.slots[0].half) for i, (a, b) in enumerate(clocks)]
    assert disjoint(slots) == 2


def test_tightness_counts_what_is_left_of_a_week():
    """4 periods; the teacher has 2 lessons: 2 / 4. The ground: 2 × 40 minutes of 4 × 40."""
    tiny_school = tiny({"一1": "体2 语2"}, {"张": "一1体"}, periods=4, rooms={"操场": ("体", 1)})
    found = tightness(tiny_school, catalogue())
    assert (found.teachers["张"].asked, found.teachers["张"].possible) == (2, 4)
    assert [(u.asked, u.possible) for u in found.rooms.values()] == [(80, 160)]
    assert found.full_classes == 1
    assert found.tight_teachers == 0
