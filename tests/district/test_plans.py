"""Each school's plan of the district: shared teachers in 教师, packs, rules, staffed cells, visits. All of it in the
workbook, so that the plan alone can be audited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constraints import catalogue
from scheduler import api
from scheduler.district.book import read_district
from scheduler.district.domain import Absence, District, SharedTeacher, Visit
from scheduler.district.plans import may_teach, prepared, times_without, visiting
from scheduler.domain import Half, School, Times, View, Weeks
from scheduler.errors import IntakeError, RunError
from scheduler.intake import Edit, Plan, compile_book
from scheduler.intake.workbook import read_book

from .small import ART, MUSIC, SCHOOLS, SHARED, school_sheets, write, write_book

EAST, WEST, SOUTH = SCHOOLS
LIMITS = {"day": "teacher_day_load", "week": "teacher_week_load"}


def district(folder: Path, **changes: Any) -> District:
    found = read_district(write(folder, **changes), catalogue())
    assert found.district is not None, [p.say("en") for p in found.problems]
    return found.district


def with_book(made: District, folder: Path, name: str, sheets: dict[str, list[list[Any]]]) -> District:
    """The district with another workbook of a school."""
    content = write_book(folder / "other.xlsx", sheets).read_bytes()
    schools = tuple(replace(s, content=content) if s.name == name else s for s in made.schools)
    return replace(made, schools=schools)


def plan(content: bytes) -> Plan:
    return compile_book(read_book(content, Path("plan.xlsx")), catalogue())


def school(content: bytes) -> School:
    """The school of a plan that reads without a problem."""
    found = plan(content)
    assert [p.say("zh") for p in found.problems] == []
    assert found.school is not None
    return found.school


def most(made: School, teacher: str, limit: str) -> int:
    """What 教师 says at most a day or a week; 0 for nothing."""
    found = [s["most"] for s in made.settings if s.rule == LIMITS[limit] and teacher in s.scope.teachers]
    return min(found, default=0)


def away(made: School, teacher: str) -> set[tuple[int, Half]]:
    """The half-days that are closed to a teacher altogether."""
    closed = made.closed_to_teacher.get(teacher, frozenset())
    halves: dict[tuple[int, Half], set[str]] = {}
    for slot in made.grid.slots:
        halves.setdefault((slot.day, slot.half), set()).add(slot.id)
    return {half for half, slots in halves.items() if slots <= closed}


def test_the_shared_teachers_of_a_school_are_in_its_plan(tmp_path: Path) -> None:
    made = district(tmp_path)
    assert any("教师 “周芸” 不在 教师 表 中" in p.say("zh") for p in plan(made.school[EAST].content).problems)
    found = school(prepared(made, EAST))
    music = found.teacher[MUSIC]
    assert (music.kind, music.subjects) == ("itinerant", ("音乐",))
    assert (most(found, MUSIC, "day"), most(found, MUSIC, "week")) == (6, 20)
    assert away(found, MUSIC) == {(5, Half.PM)}
    assert found.teacher[ART].kind == "itinerant"


def test_only_who_is_named_there(tmp_path: Path) -> None:
    rows = [*SHARED, ["郑一", "音乐", None, None, None, None, None, None, None]]
    assert "郑一" not in school(prepared(district(tmp_path, 共用教师=rows), EAST)).teacher


def test_staffed_cells_bring_their_teacher(tmp_path: Path) -> None:
    rows = [*SHARED, ["郑一", "音乐", None, None, None, 3, None, None, None]]
    made = district(tmp_path, open_cells=[("三1", "音乐")], 共用教师=rows)
    content = prepared(made, EAST, [Edit("任课", "H2", None, "郑一")])
    found = school(content)
    assert found.course["三1 音乐"].teachers == ("郑一",)
    assert most(found, "郑一", "day") == 3
    with pytest.raises(RunError, match="H2"):
        prepared(made, EAST, [Edit("任课", "H2", "某人", "郑一")])


def test_the_tighter_limit_of_both_at_home(tmp_path: Path) -> None:
    rows = [SHARED[0], [MUSIC, "音乐", EAST, None, None, 5, 18, "周五", "是"], SHARED[2]]
    sheets = school_sheets(EAST)
    sheets["教师"][0] += ["每日最多", "每周最多", "不可用时间"]
    sheets["教师"].append([MUSIC, "音乐", "专任", 3, 20, "周一上午"])
    made = with_book(district(tmp_path, 共用教师=rows), tmp_path, EAST, sheets)
    found = school(prepared(made, EAST))
    assert (most(found, MUSIC, "day"), most(found, MUSIC, "week")) == (3, 18)
    assert found.teacher[MUSIC].kind == "full-time"  # at home as his school says
    assert away(found, MUSIC) == {(1, Half.AM), (5, Half.AM), (5, Half.PM)}
    assert school(prepared(made, WEST)).teacher[MUSIC].kind == "itinerant"


def test_a_plan_without_the_sheet_gets_everybody(tmp_path: Path) -> None:
    sheets = school_sheets(EAST)
    del sheets["教师"]
    made = with_book(district(tmp_path), tmp_path, EAST, sheets)
    found = school(prepared(made, EAST))
    assert {"三班主任", "赵老师", MUSIC, ART} <= found.teacher.keys()
    assert found.teacher["赵老师"].subjects == ("数学", "信息科技")
    assert most(found, MUSIC, "day") == 6


def test_a_namesake_where_he_may_not_teach_is_told(tmp_path: Path) -> None:
    rows = [SHARED[0], [MUSIC, "音乐", WEST, f"{WEST}、{SOUTH}", None, None, None, None, None], SHARED[2]]
    made = district(tmp_path, 共用教师=rows)
    with pytest.raises(IntakeError) as found:
        prepared(made, EAST)
    (problem,) = found.value.problems
    assert problem.say("zh").startswith(f"工作表 任课，单元格 H2：{EAST}：{MUSIC} 是共用教师，可去学校里没有本校")
    assert f"{MUSIC}(2)" in problem.say("en")
    assert school(prepared(made, WEST)).teacher[MUSIC]


@pytest.mark.parametrize("text", ["周芸1+赵老师1", "周芸/赵老师", "周芸、赵老师"])
def test_who_shares_a_cell_is_found(tmp_path: Path, text: str) -> None:
    sheets = school_sheets(EAST)
    for row in sheets["任课"][1:]:
        row[7] = "赵老师"
    sheets["任课"][1][7] = text
    found = school(prepared(with_book(district(tmp_path), tmp_path, EAST, sheets), EAST))
    assert found.teacher[MUSIC].kind == "itinerant"


def test_packs_and_rules_of_the_district_are_added(tmp_path: Path) -> None:
    policy = [["项目", "值"], ["规则包", "lijin"]]
    rules = [["规则", "年级", "科目", "教师", "强度", "参数", "备注"],
             ["homework_day_cap", "4", None, None, "必须", "most=45", "全区"],
             ["subject_a_day", None, "音乐、物理", None, "必须", "most=1", None],
             ["subject_a_day", None, "物理", None, "必须", "most=2", None],
             ["homework_day_cap", "7-9", None, None, "必须", "most=60", None],
             ["teacher_run", None, None, f"{ART}、某人", "必须", "most=2", None]]  # fmt: skip
    made = district(tmp_path, 政策=policy, 规则=rules)
    own = school_sheets(EAST)
    own["学校"].append(["规则包", "huozhou"])
    own["规则"] = [["规则", "强度"], ["teacher_gaps", "不用"]]
    found = school(prepared(with_book(made, tmp_path, EAST, own), EAST))
    assert found.packs == ("huozhou", "lijin")
    assert school(prepared(made, WEST)).packs == ("lijin",)
    asked = [s for s in found.settings if s.source.sheet == "规则"]
    assert [(s.rule, set(s.scope.grades), set(s.scope.subjects), set(s.scope.teachers)) for s in asked] == [
        ("homework_day_cap", {4}, set(), set()),
        ("subject_a_day", set(), {"音乐"}, set()),  # there is no 物理 in the school, nor a grade 7
        ("teacher_run", set(), set(), {ART}),
    ]
    assert not any(s.rule == "teacher_gaps" for s in found.settings)  # the school's own rows stay


def test_visits_close_all_other_half_days(tmp_path: Path) -> None:
    made = district(tmp_path)
    days = {(1, Half.AM), (3, Half.AM), (3, Half.PM)}
    visits = {Visit(MUSIC, EAST, day, half) for day, half in days} | {Visit(MUSIC, WEST, 2, Half.AM)}
    found = school(visiting(prepared(made, EAST), made, EAST, visits))
    every = {(d, h) for d in range(1, 6) for h in Half}
    assert away(found, MUSIC) == every - days
    assert away(found, ART) == every  # no visit at all
    assert away(found, "赵老师") == set()  # not shared: as he was


def test_what_was_closed_stays_closed(tmp_path: Path) -> None:
    made = district(tmp_path)
    visits = {Visit(MUSIC, EAST, d, h) for d in range(1, 6) for h in Half}
    assert away(school(visiting(prepared(made, EAST), made, EAST, visits)), MUSIC) == {(5, Half.PM)}


def test_quotas_are_the_most_a_day_where_all_days_have_one(tmp_path: Path) -> None:
    made = district(tmp_path)
    visits = [Visit(MUSIC, EAST, day, Half.AM) for day in (1, 2)]
    two = [Absence(MUSIC, EAST, 1, most=2), Absence(MUSIC, EAST, 2, most=3), Absence(MUSIC, WEST, 1, most=1)]
    prep = prepared(made, EAST)
    assert most(school(visiting(prep, made, EAST, visits, two)), MUSIC, "day") == 3
    assert most(school(visiting(prep, made, EAST, visits, two[:1])), MUSIC, "day") == 6  # Tuesday has none


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    made = district(tmp_path, 政策=[["项目", "值"], ["规则包", "lijin"]], 规则=[["规则"], ["teacher_gaps"]])
    visits = [Visit(MUSIC, EAST, 1, Half.AM)]
    first, again = (visiting(prepared(made, EAST), made, EAST, visits) for _ in range(2))
    assert first == again
    assert prepared(made, EAST) != made.school[EAST].content


def test_a_plan_under_visits_solves_and_audits_alone(tmp_path: Path) -> None:
    made = district(tmp_path)
    visits = [Visit(t, EAST, d, Half.AM) for t in (MUSIC, ART) for d in (1, 3, 4)]
    path = tmp_path / "plan.xlsx"
    path.write_bytes(visiting(prepared(made, EAST), made, EAST, visits))
    run = api.solve(api.load(path), seconds=20, until_first=True, workers=1)
    assert run.audit.hard_broken == ()
    there = {(x.slot.day, x.slot.half) for x in View(run.school, run.timetable).of_teacher(MUSIC, Weeks.ALL)}
    assert there
    assert there <= {(1, Half.AM), (3, Half.AM), (4, Half.AM)}


def test_times_without_are_whole_days_where_they_can_be() -> None:
    assert str(times_without({(2, Half.AM)}, range(1, 4))) == str(Times.parse("周一；周二下午；周三"))


def test_where_one_may_teach() -> None:
    assert may_teach(SharedTeacher("张", ()), "东")
    assert may_teach(SharedTeacher("张", (), schools=frozenset({"东"})), "东")
    assert not may_teach(SharedTeacher("张", (), schools=frozenset({"东"})), "西")
