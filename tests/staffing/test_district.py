"""A district's schools staffed together, by hand-made districts of small workbooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from constraints import catalogue
from scheduler.district.domain import District, DistrictSchool, Policy, SharedTeacher
from scheduler.domain import Times
from scheduler.intake import compile_book, edited
from scheduler.intake.workbook import open_book
from scheduler.staffing import DistrictStaffed, extra_teachers, staff_district
from tests.intake.books import sheets, write_book

HEAD = ["姓名", "任教科目", "类别", "每日最多", "每周最多", "不可用时间"]
# Two classes, 语文 5, 数学 3, 音乐 2 lessons a week: two lessons of 音乐 in each class are open.
PLAN = [["科目", "三年级"], ["语文", 5], ["数学", 3], ["音乐", 2]]
GIVEN = [["班级", "语文", "数学", "音乐"], ["三1", "王芳", "赵强", None], ["三2", "李明", "赵强", None]]
STAFF: list[list[Any]] = [list(HEAD), ["王芳", "语文"], ["李明", "语文"], ["赵强", "数学"]]
OPEN = {"任课!D2": None, "任课!D3": None}


def school(
    tmp_path: Path, name: str, staff: list[list[Any]] | None = None, cells: dict[str, Any] | None = None
) -> DistrictSchool:
    """A school of two classes."""
    rows = sheets(课程计划=PLAN, 任课=GIVEN, 教师=staff or STAFF)
    path = write_book(tmp_path / f"{name}.xlsx", rows, cells)
    return DistrictSchool(name, path.read_bytes(), path, name)


def district(tmp_path: Path, *teachers: SharedTeacher, count: int = 3, policy: Policy | None = None) -> District:
    """So many schools, 4 lessons of 音乐 open in each."""
    schools = tuple(school(tmp_path, f"校{n}") for n in range(1, count + 1))
    return District("某区", schools, teachers, policy=policy or Policy())


def musician(id: str, most: int, **more: Any) -> SharedTeacher:
    """A shared teacher of music."""
    return SharedTeacher(id, ("音乐",), week_most=most, **more)


def staffed(found: District, seconds: float = 10.0) -> DistrictStaffed:
    """Staffed; what is given is written in the schools' own workbooks."""
    result = staff_district(found, catalogue(), seconds)
    assert sum(map(len, result.edits.values())) == len(result.given)
    return result


def at(result: DistrictStaffed) -> dict[str, dict[str, float]]:
    """Lessons by teacher and school."""
    sums: dict[str, dict[str, float]] = {}
    for given in result.given:
        here = sums.setdefault(given.teacher, {})
        here[given.school] = here.get(given.school, 0) + given.lessons
    return sums


def test_a_shared_teacher_keeps_his_week_over_all_schools(tmp_path: Path) -> None:
    """Twelve lessons are open, ten may be given."""
    result = staffed(district(tmp_path, musician("张三", 10)))
    assert sum(at(result)["张三"].values()) == 10
    assert [(s.subject, s.lessons) for s in result.short] == [("音乐", 2)]
    assert result.proven
    assert result.bound == 2
    assert "音乐：每周缺 2 节" in result.texts[0].zh
    assert result.short[0].school in result.texts[0].zh


def test_what_he_gives_already_counts(tmp_path: Path) -> None:
    """Named in one school's 任课 without a row in its 教师: two lessons of his eight are gone."""
    found = district(tmp_path, musician("张三", 8))
    named = school(tmp_path, "校1", cells={"任课!D2": "张三"})
    result = staffed(replace(found, schools=(named, *found.schools[1:])))
    assert not result.problems
    assert sum(at(result)["张三"].values()) == 6
    assert next(x for x in result.loads if x.teacher == "张三").after == 8


def test_only_schools_he_may_go_to(tmp_path: Path) -> None:
    result = staffed(district(tmp_path, musician("张三", 20, home="校1", schools=frozenset({"校2"}))))
    assert set(at(result)["张三"]) == {"校1", "校2"}
    assert [(s.school, s.lessons) for s in result.short] == [("校3", 4)]


def test_most_schools_of_the_policy(tmp_path: Path) -> None:
    found = district(tmp_path, musician("张三", 20), musician("李四", 20), policy=Policy(schools_most=1))
    result = staffed(found)
    assert sorted(len(schools) for schools in at(result).values()) == [1, 1]
    assert sum(s.lessons for s in result.short) == 4
    assert "最多学校数" in result.texts[-1].zh


def test_days_away_bound_the_lessons_away_from_home(tmp_path: Path) -> None:
    """Two days away with one lesson each: one class of two lessons, no more."""
    found = district(tmp_path, musician("张三", 20, home="校1", day_most=1), policy=Policy(days_most=2))
    sums = at(staffed(found))["张三"]
    assert sum(n for s, n in sums.items() if s != "校1") == 2


def test_the_days_he_is_away_are_no_days_of_his(tmp_path: Path) -> None:
    """Two lessons a day, there on Monday and Tuesday only."""
    away = Times.parse("周三；周四；周五")
    assert sum(at(staffed(district(tmp_path, musician("张三", 20, away=away))))["张三"].values()) == 4


def test_two_lessons_a_week_want_two_days(tmp_path: Path) -> None:
    """A class has a subject once a day: who comes on Mondays only cannot give its two lessons."""
    away = Times.parse("周二；周三；周四；周五")
    result = staffed(district(tmp_path, musician("张三", 20, away=away), count=1))
    assert not result.given
    assert result.texts[-1].zh == "音乐：能教的只有 张三，剩下的课时都不到一个班，或来校的天数不够"


def test_specialists_are_shared_fairly(tmp_path: Path) -> None:
    """In each of two schools 赵强 could give music, too; the musician has four lessons: two for each school."""
    staff = [*STAFF[:3], ["赵强", "数学、音乐"]]
    schools = tuple(school(tmp_path, f"校{n}", staff) for n in (1, 2))
    result = staffed(District("某区", schools, (musician("张三", 4),)))
    assert at(result)["张三"] == {"校1": 2, "校2": 2}
    assert result.specialists == {"校1": 0.5, "校2": 0.5}
    assert not result.short


def test_less_than_the_share_of_the_policy_is_said(tmp_path: Path) -> None:
    staff = [*STAFF[:3], ["赵强", "数学、音乐"]]
    schools = (school(tmp_path, "校1", staff),)
    result = staffed(District("某区", schools, policy=Policy(specialist_share=0.6)))
    assert result.specialists == {"校1": 0.0}
    assert result.texts[-1].zh == "音乐、美术、体育由专任教师上的课时不到 60%：校1 0%"


def test_few_schools_for_each(tmp_path: Path) -> None:
    """Three teachers with four lessons each and three schools with four: one school each."""
    result = staffed(district(tmp_path, *(musician(f"师{n}", 4) for n in range(3))))
    assert not result.short
    assert [len(schools) for schools in at(result).values()] == [1, 1, 1]


def test_own_teachers_and_shared_ones_together(tmp_path: Path) -> None:
    """校1 has a musician of its own; the shared one is left for the others."""
    found = district(tmp_path, musician("张三", 8))
    own = school(tmp_path, "校1", [*STAFF, ["周红", "音乐"]])
    result = staffed(replace(found, schools=(own, *found.schools[1:])))
    assert not result.short
    assert at(result)["周红"] == {"校1": 4}


def test_namesakes_of_two_schools_are_two_people(tmp_path: Path) -> None:
    staff = [*STAFF, ["周红", "音乐", None, None, 4]]
    schools = tuple(school(tmp_path, f"校{n}", staff) for n in (1, 2))
    result = staffed(District("某区", schools))
    assert not result.short
    assert [x.after for x in result.loads if x.teacher == "周红"] == [4, 4]


def test_a_shared_teacher_in_his_schools_own_sheet_is_one_person(tmp_path: Path) -> None:
    """His row at home says at most two lessons there; the district says ten in all."""
    staff = [*STAFF, ["张三", "音乐", None, None, 2]]
    schools = (school(tmp_path, "校1", staff), school(tmp_path, "校2"))
    result = staffed(District("某区", schools, (musician("张三", 10, home="校1"),)))
    assert at(result)["张三"] == {"校1": 2, "校2": 4}


def test_a_school_that_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    found = district(tmp_path, musician("张三", 20))
    broken = replace(found.schools[0], content=b"PK no workbook")
    wrong = school(tmp_path, "校2", cells={"任课!B2": "无此人"})
    result = staffed(replace(found, schools=(broken, wrong, found.schools[2])))
    assert set(result.problems) == {"校1", "校2"}
    assert at(result)["张三"] == {"校3": 4}


def test_the_edits_fit_the_schools_own_workbooks(tmp_path: Path) -> None:
    staff = [*STAFF, ["张三", "音乐"]]
    schools = tuple(school(tmp_path, f"校{n}", staff) for n in (1, 2))
    result = staffed(District("某区", schools, (musician("张三", 20),)))
    for one in schools:
        plan = compile_book(edited(open_book(one.source), result.edits[one.name]), catalogue())
        assert plan.school is not None
        assert {c.teachers for c in plan.school.courses if c.subject == "音乐"} == {("张三",)}


def test_names_and_order_of_schools_do_not_matter(tmp_path: Path) -> None:
    found = district(tmp_path, musician("张三", 6), musician("李四", 4))
    turned = replace(found, schools=tuple(reversed(found.schools)), teachers=tuple(reversed(found.teachers)))
    one, other = staffed(found), staffed(turned)
    assert [(x.name, x.cost) for x in one.levels] == [(x.name, x.cost) for x in other.levels]
    assert one.bound == other.bound == 2


def test_where_more_teachers_would_help(tmp_path: Path) -> None:
    """校1 has its own musician; of the two others' eight lessons one new teacher takes all, a second has none."""
    found = district(tmp_path)
    own = school(tmp_path, "校1", [*STAFF, ["周红", "音乐"]])
    found = replace(found, schools=(own, *found.schools[1:]))
    extra = extra_teachers(found, "音乐", 1, catalogue(), 10.0)
    assert (extra.before, extra.after, extra.lessons) == (8, 0, 20)
    assert extra.places == ((("校2", 4), ("校3", 4)),)
    assert extra.specialists == {"校2": (0, 1), "校3": (0, 1)}
    assert extra.proven
    assert extra.texts[0].zh == "新增音乐教师 1：校2 4 节、校3 4 节"
    half = extra_teachers(found, "music", 1, catalogue(), 10.0, lessons=4)
    assert (half.before, half.after) == (8, 4)
    assert len(half.places[0]) == 1 or half.places[0] == (("校2", 2), ("校3", 2))


def test_a_teacher_more_than_is_wanted_has_nothing_to_do(tmp_path: Path) -> None:
    extra = extra_teachers(district(tmp_path, count=1), "音乐", 2, catalogue(), 10.0)
    assert (extra.before, extra.after) == (4, 0)
    assert sum(n for at in extra.places for _, n in at) == 4
